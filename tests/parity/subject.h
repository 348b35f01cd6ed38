// A device on paper: operations are written down instead of sent, and answered as the facts say.
#pragma once

#include <string>
#include <vector>

#include "network/executor.h"
#include "parity/facts.h"
#include "zigbee/zcl/catalogue.h"

namespace waggle::parity {

struct Recorded {
  library::Operation operation;
  std::string zcl;  // hexadecimal, transaction sequence 0; empty for bindings
  double t = 0;     // milliseconds since the step began
  bool to_group = false;
};

struct Published {
  Object values;
  double t = 0;
};

class PaperSubject final : public network::Subject {
 public:
  PaperSubject(Scheduler& scheduler, std::shared_ptr<MockDevice> device, const zcl::Catalogue& catalogue)
      : mock(std::move(device)), scheduler_(scheduler), catalogue_(catalogue) {}

  const library::Device& device() const override { return *mock; }
  const Object& state() const override { return state_; }
  const Object& options() const override { return options_; }
  Object& memory() override { return memory_; }
  Task<Result<Object>> perform(const library::Operation& operation) override;
  void keep(const library::Keep& fact) override;
  void publish(Object properties) override;
  // The groups of the facts have one member.
  std::optional<GroupId> group_number() const override { return to_group ? std::optional(GroupId(7)) : std::nullopt; }
  std::vector<library::MemberView> members() const override {
    if (!to_group) return {};
    return {{mock.get(), mock->endpoint(0).id, &state_}};
  }

  /// Forgets what was recorded; operations from now on are answered as `answers` (recorded ones) say.
  void begin(const Value* answers);
  void set_state(Object state) { state_ = std::move(state); }
  void set_memory(Object memory) { memory_ = std::move(memory); }
  void set_options(Object options) { options_ = std::move(options); }

  std::shared_ptr<MockDevice> mock;
  bool to_group = false;
  std::vector<Recorded> sent;
  std::vector<Published> published;

 private:
  const Value* recorded_answer(const std::string& zcl, const library::Operation& operation);
  void remember_answers(const library::Operation& operation, const Object& answers);

  Scheduler& scheduler_;
  zcl::Catalogue catalogue_;
  Object state_, options_, memory_;
  const Value* answers_ = nullptr;
  std::vector<bool> used_;
  Instant began_{};
};

}  // namespace waggle::parity
