// Service: what systemd is told by a service of `Type=notify`: that it is ready, alive, what it is doing, and
// that it stops. Without NOTIFY_SOCKET in the environment nothing is sent.
//
// READY=1 goes out when the bridge is online, or half a minute after the start: a radio or a broker that is
// away for long is no failed start, and systemd must not end a process that waits for them.
#pragma once

#include <string>

#include "core/scheduler.h"

namespace waggle::app {

struct ServiceOptions {
  std::string socket;                    // path, or '@' and an abstract name; empty: nobody listens
  std::chrono::microseconds watchdog{};  // zero: there is none
};

/// NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID. A bad number is told in the log.
ServiceOptions service_options_of_environment();

class Service {
 public:
  Service(Scheduler& scheduler, ServiceOptions options);

  /// The bridge is on its way; the watchdog is fed from now on.
  void starting();
  void health(bool online, const std::string& text);
  void stopping();

 private:
  void ready();
  void feed();
  void send(const std::string& message);

  ServiceOptions options_;
  bool ready_ = false;
  bool complained_ = false;
  std::string status_;
  Timer patience_;
  Timer watchdog_;
};

}  // namespace waggle::app
