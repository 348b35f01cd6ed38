// The touchlink server of a virtual device (ZCL 8, chapter 13): heard outside its network, by whoever is on
// the same channel. Answers scans, blinks, and asks to be reset.
#pragma once

#include "sim/behaviour.h"

namespace waggle::sim {

class TouchlinkServer final : public Behaviour {
 public:
  using Behaviour::Behaviour;
  Reaction command(const Call&) override { return {zcl::Status::unsupported_cluster_command}; }
  std::vector<std::string_view> commands() const override { return {}; }

  struct Outcome {
    Bytes answer;        // empty: says nothing
    bool reset = false;  // whoever owns the air takes it off its network
  };
  /// `channel`: where it was heard. `to_all`: only scans are answered then.
  Outcome heard(ByteView zcl, int channel, bool to_all);

 private:
  Bytes scan_response(std::uint8_t tsn, int channel);

  std::uint32_t transaction_ = 0;  // of the scan it answered last
};

}  // namespace waggle::sim
