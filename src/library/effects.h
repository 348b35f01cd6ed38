// What a block may know and what it may want.
//
// A block's steps are pure: they are given a message or a value and what is known about the device,
// and they say what should follow: publish this, send these operations, go on when they have been
// answered, do this in ten seconds. They never act. One executor (network/executor.h) carries the
// effects out; the parity tool and the tests carry them out on paper.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/result.h"
#include "core/time.h"
#include "core/value.h"
#include "zigbee/ids.h"
#include "zigbee/zcl/frame.h"

namespace waggle::library {

enum class DeviceType : std::uint8_t { unknown, coordinator, router, end_device, green_power, group };

struct EndpointInfo {
  EndpointId id;
  ProfileId profile;
  std::uint16_t device = 0;
  std::vector<ClusterId> inputs;
  std::vector<ClusterId> outputs;

  bool has_input(ClusterId cluster) const;
  bool has_output(ClusterId cluster) const;
};

/// A device as blocks and the matcher see it. The network's device implements it; so do mocks.
class Device {
 public:
  virtual Ieee ieee() const = 0;
  virtual DeviceType type() const = 0;
  virtual std::string_view model_id() const = 0;
  virtual std::string_view manufacturer_name() const = 0;
  virtual std::optional<std::uint16_t> manufacturer_code() const = 0;
  virtual std::string_view power_source() const = 0;
  virtual std::string_view software_build_id() const = 0;
  virtual std::string_view date_code() const = 0;
  virtual std::optional<int> hardware_version() const = 0;
  virtual std::optional<int> application_version() const = 0;
  virtual std::optional<int> stack_version() const = 0;
  virtual std::optional<int> zcl_version() const = 0;
  virtual std::size_t endpoint_count() const = 0;
  virtual const EndpointInfo& endpoint(std::size_t index) const = 0;
  /// The last value heard of an attribute; nullptr when none was.
  virtual const Value* attribute(EndpointId endpoint, ClusterId cluster, AttributeId attribute) const = 0;

  /// What a block kept about an endpoint (Keep::endpoint_note); nullptr when nothing.
  virtual const Value* note(EndpointId endpoint, std::string_view key) const = 0;

  const EndpointInfo* find_endpoint(EndpointId id) const;

 protected:
  ~Device() = default;
};

struct ReportingRow {
  AttributeId attribute;
  zcl::Type type = zcl::Type::no_data;
  std::uint16_t min = 0;
  std::uint16_t max = 0;
  Value change;  // null: none
};
struct WriteRow {
  AttributeId attribute;
  zcl::Type type = zcl::Type::no_data;
  Value value;
};

/// An attribute of a cluster, resolved.
struct AttributeRef {
  ClusterId cluster{};
  AttributeId id{};
  const zcl::Attribute* row = nullptr;  // nullptr: nobody has described it
  std::uint16_t manufacturer = 0;       // the attribute's, else its cluster's
};
/// A command of a cluster, resolved.
struct CommandRef {
  ClusterId cluster{};
  const zcl::Command* row = nullptr;
  std::uint16_t manufacturer = 0;

  explicit operator bool() const { return row != nullptr; }
};

/// One thing to do with a device. Names were resolved when the definition was linked.
struct Operation {
  enum class Kind : std::uint8_t {
    read, write, write_undivided, command, response, configure_reporting, bind, unbind,
    read_response, report, default_response, read_reporting, foundation,
  };
  Kind kind = Kind::read;
  EndpointId endpoint{1};
  ClusterId cluster{};
  std::vector<AttributeId> attributes;       // read
  std::vector<WriteRow> writes;              // write, read_response, report
  std::vector<ReportingRow> reports;         // configure_reporting
  const zcl::Command* command = nullptr;     // command, response: parameters in `payload`…
  Object payload;
  std::uint8_t raw_command = 0;              // …or, without a row, a number and octets; foundation, too
  Bytes raw_payload;
  std::uint16_t manufacturer = 0;
  bool no_default_response = false;
  bool asks_default_response = false;        // also where that is not a command's way
  bool no_answer = false;                    // do not wait for one
  bool may_fail = false;                     // the steps behind it go on all the same
  bool to_client = false;                    // default_response, foundation: to one who acts as client
  std::uint8_t reserved = 0;                 // bits 5 to 7 of the frame's control, for makers who use them
  std::optional<std::uint8_t> tsn;           // answers carry the question's
  std::optional<GroupId> target_group;       // bind, unbind: to a group instead of the coordinator
  std::optional<Millis> timeout;
};

class Step;
using Continuation = std::function<void(Step&)>;

struct Delay {
  Millis time;
};
/// A fact about the device that outlives the program: kept in the database.
struct Keep {
  enum class What : std::uint8_t { power_source, checkin_interval, endpoint_note };
  What what;
  EndpointId endpoint{};  // endpoint_note
  std::string key;        // endpoint_note
  Value value;
  bool only_if_unknown = false;
  std::optional<Ieee> member;  // of a group: about this member
};
struct Later {
  std::string key;  // a new one with the same key replaces the old
  Millis time;
  Continuation action;  // none: forget the old
};
using Effect = std::variant<Operation, Continuation, Delay, Later, Keep>;

/// A member of the group that a step works for.
struct MemberView {
  const Device* device;
  EndpointId endpoint;
  const Object* state;
};

struct Context {
  const Device& device;
  const Object& state;    // what has been published of the device
  const Object& options;  // the user's, for this device
  WallTime now;
  Object& memory;         // the blocks' own, lost when the program ends
  std::optional<GroupId> group{};  // when it is one
  std::vector<MemberView> members{};
};

/// One step of a block: what it knows, and the effects it collects.
class Step {
 public:
  explicit Step(const Context& context) : context_(context) {}

  const Device& device() const { return context_.device; }
  const Object& state() const { return context_.state; }
  const Object& options() const { return context_.options; }
  WallTime now() const { return context_.now; }
  Object& memory() { return context_.memory; }
  const Context& context() const { return context_; }

  void publish(std::string_view property, Value value) { published_.set(property, std::move(value)); }
  /// As the new state of a member of the group.
  void publish_member(Ieee member, Object properties) { members_.emplace_back(member, std::move(properties)); }
  void publish(const Object& properties) {
    for (const auto& [key, value] : properties) published_.set(key, value);
  }
  Operation& send(Operation operation) {
    if (quiet_ && operation.kind == Operation::Kind::command) operation.no_default_response = true;
    effects_.emplace_back(std::move(operation));
    return std::get<Operation>(effects_.back());
  }
  /// Runs when everything sent so far has been answered.
  void then(Continuation action) {
    if (quiet_) {
      action = [inner = std::move(action)](Step& next) {
        next.be_quiet();
        inner(next);
      };
    }
    effects_.emplace_back(std::move(action));
  }
  /// From here on commands ask for no default response: some devices stumble over giving one.
  void be_quiet() { quiet_ = true; }
  void wait(Millis time) { effects_.emplace_back(Delay{time}); }
  void later(std::string_view key, Millis time, Continuation action) {
    effects_.emplace_back(Later{std::string(key), time, std::move(action)});
  }
  void keep(Keep fact) { effects_.emplace_back(std::move(fact)); }
  void forget(std::string_view key) { effects_.emplace_back(Later{std::string(key), {}, {}}); }
  /// Ends the step: nothing behind it happens, what was published so far is dropped in a set.
  void fail(std::string text) { error_ = Error{Errc::invalid, std::move(text)}; }
  void fail(Error error) { error_ = std::move(error); }

  /// While a definition configures some endpoints only; none: all of them.
  void confine(std::vector<EndpointId> endpoints) { confined_ = std::move(endpoints); }
  const std::vector<EndpointId>& confined() const { return confined_; }

  /// What the last read before this continuation gave: {attribute name: value}.
  const Object& answers() const { return answers_; }

  // For the executor.
  using MemberStates = std::vector<std::pair<Ieee, Object>>;
  Object& published() { return published_; }
  MemberStates& published_members() { return members_; }
  std::vector<Effect>& effects() { return effects_; }
  const std::optional<Error>& error() const { return error_; }
  void set_answers(Object answers) { answers_ = std::move(answers); }

 private:
  const Context& context_;
  Object published_;
  MemberStates members_;
  std::vector<EndpointId> confined_;
  bool quiet_ = false;
  Object answers_;
  std::vector<Effect> effects_;
  std::optional<Error> error_;
};

/// A message of a device, decoded.
struct Message {
  enum Kind : std::uint16_t {
    report = 1, read_response = 2, command = 4, raw = 8, read = 16, write = 32,
    attributes = report | read_response,
  };
  Kind kind;
  EndpointId endpoint;
  GroupId group;
  std::uint8_t lqi;
  const zcl::Frame& frame;

  /// What kind of message a frame is to the blocks; nullopt for those they never see.
  static std::optional<Kind> kind_of(const zcl::Frame& frame);

  ClusterId cluster() const { return frame.cluster_id; }
  bool has(const AttributeRef& attribute) const;
  /// The value as Zigbee2MQTT reads it: NaN for "no value"; nullopt when it is not there, was refused
  /// or lies outside what its row allows.
  std::optional<Value> value(const AttributeRef& attribute) const;
  std::optional<double> number(const AttributeRef& attribute) const;
  /// All of a raw message, from its header on.
  Bytes octets() const;
};

}  // namespace waggle::library
