// Which driver the settings ask for, and how it reaches its stick: at a port that they name, at one that is found (USB
// table, multicast DNS), with a family that they name or that is found by asking.
#pragma once

#include "app/sticks.h"
#include "network/network.h"
#include "settings/settings.h"

namespace waggle::app {

/// Where a stick is and how it is spoken to, as far as somebody has said it.
struct StickAddress {
  std::string port;     // empty: any that is found on USB
  std::string adapter;  // a family; empty or "auto": it is asked
  std::optional<unsigned> baud;
  std::optional<bool> rtscts;
  coordinator::Options options;
};

/// An error says which setting cannot be served.
Result<StickAddress> stick_address(const settings::Settings& settings);
Result<network::Network::MakeRadio> radio_maker(io::Loop& loop, StickAddress address);
Result<network::Network::MakeRadio> radio_maker(io::Loop& loop, const settings::Settings& settings);

}  // namespace waggle::app
