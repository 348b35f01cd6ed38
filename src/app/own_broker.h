// A mosquitto of our own for the demo: on loopback, for everybody on this machine, as long as we live.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/result.h"

namespace waggle::app {

class OwnBroker {
 public:
  /// On `preferred` when that is free, else on any free port. Its configuration and log are kept in `folder`.
  static Result<std::unique_ptr<OwnBroker>> start(const std::string& folder, std::uint16_t preferred);
  OwnBroker(const OwnBroker&) = delete;
  OwnBroker& operator=(const OwnBroker&) = delete;
  ~OwnBroker();

  std::uint16_t port() const { return port_; }

 private:
  OwnBroker(int process, std::uint16_t port) : process_(process), port_(port) {}
  int process_;
  std::uint16_t port_;
};

}  // namespace waggle::app
