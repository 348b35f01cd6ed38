// Responder: what a device is answered as soon as it speaks, whatever it is: the time, basic attributes,
// enrolment of alarm zones, check-ins of sleepy devices, and default responses (ZCL 8, 2.5.12).
#pragma once

#include "network/perform.h"

namespace waggle::network {

/// The enrolment of an alarm zone under the number we give to all of them.
library::Operation enrol_response(EndpointId endpoint);

class Responder {
 public:
  Responder(Scheduler& scheduler, Requests& requests, Performer& performer)
      : scheduler_(scheduler), requests_(requests), performer_(performer) {}

  /// Whether somebody has more for a device that checks in: then it is kept awake until let_sleep().
  std::function<bool(const DevicePtr&)> wanted = [](const DevicePtr&) { return false; };
  Task<> let_sleep(DevicePtr device);

  void respond(const DevicePtr& device, const coordinator::Incoming& incoming, const zcl::Frame& frame);
  /// Drops the answers that are under way.
  void cancel() { tasks_.cancel(); }

 private:
  library::Operation read_response(const coordinator::Incoming& incoming, const zcl::Frame& frame) const;
  Task<> answer(DevicePtr device, library::Operation operation, EndpointId source);
  Task<> check_in(DevicePtr device, EndpointId endpoint, std::uint8_t tsn);
  Task<> stop_fast_poll(DevicePtr device, EndpointId endpoint);

  Scheduler& scheduler_;
  Requests& requests_;
  Performer& performer_;
  std::map<Ieee, EndpointId> awake_;  // devices that somebody wanted to stay awake, and where to let them sleep
  TaskGroup tasks_;
};

}  // namespace waggle::network
