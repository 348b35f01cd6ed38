// The Green Power proxy of a virtual router (Green Power Basic specification, A.3.5 and A.3.6): hears Green
// Power devices and tells the sink what they said; keeps what the sink answers until the device listens.
#pragma once

#include <map>

#include "sim/behaviour.h"
#include "zigbee/green_power/notification.h"

namespace waggle::sim {

class GreenPowerProxy final : public CommandTable<GreenPowerProxy> {
 public:
  using CommandTable::CommandTable;
  static std::span<const Row> rows();

  /// A device was heard. `answer` says something back, should there be something: devices listen for a moment.
  using Answer = std::function<void(std::uint8_t command, Bytes payload)>;
  void hear(const green_power::Gpdf& frame, const Answer& answer);
  /// A device was heard on another channel, where this proxy may have gone to tell it something.
  void hear_elsewhere(const green_power::Gpdf& frame, int channel, const Answer& answer);

  bool commissioning() const;
  bool paired(green_power::SourceId source) const { return pairings_.contains(source); }
  void describe(Object& out) const override;

 private:
  struct Pairing {
    bool unicast = false;
    green_power::Level level = green_power::Level::none;
    std::optional<green_power::Key> key;
    std::optional<std::uint32_t> counter;
  };
  struct Waiting {
    int channel;
    std::uint8_t command;
    Bytes payload;
  };
  Reaction mode(const Call& call);
  Reaction pairing(const Call& call);
  Reaction response(const Call& call);
  void deliver(const green_power::Gpdf& frame, int channel, const Answer& answer);
  bool check(green_power::Gpdf& frame, const Pairing* pairing) const;
  void tell(const green_power::Notification& what, bool unicast);

  Instant listening_until_{};
  bool by_unicast_ = false;
  std::map<green_power::SourceId, Pairing> pairings_;
  std::map<green_power::SourceId, Waiting> waiting_;
};

}  // namespace waggle::sim
