// Admission: who may be in the network, by the user's passlist and blocklist.
#pragma once

#include "bridge/entities.h"

namespace waggle::bridge {

class Admission {
 public:
  Admission(settings::Settings& settings, network::Network& network) : settings_(settings), network_(network) {}

  bool admits(Ieee ieee) const;
  /// Sends away those who are in the network but may not be.
  Task<> enforce();

 private:
  settings::Settings& settings_;
  network::Network& network_;
};

}  // namespace waggle::bridge
