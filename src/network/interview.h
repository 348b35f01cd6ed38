// Interview: finding out what a device is, right after it was let in (or again on request).
//
// Node descriptor, endpoints, simple descriptors, genBasic, and for alarm zones the enrolment (ZCL 8,
// 8.2.2.2.3). Devices fall asleep, answer half of it or nothing; what is known about that stands here.
#pragma once

#include "network/perform.h"

namespace waggle::network {

class Interviewer {
 public:
  Interviewer(Scheduler& scheduler, Requests& requests, Performer& performer)
      : scheduler_(scheduler), requests_(requests), performer_(performer) {}

  void set_coordinator(Ieee ieee) { coordinator_ = ieee; }

  /// Sets the device's interview state. `ignore_cache`: ask for what is known already, too.
  Task<Result<>> interview(DevicePtr device, bool ignore_cache);

  /// The endpoints of a node and their simple descriptors; also for the coordinator itself.
  Task<Result<>> active_endpoints(DevicePtr device);
  Task<Result<>> simple_descriptor(DevicePtr device, EndpointId endpoint);

 private:
  Task<Result<>> ask_everything(DevicePtr device, bool ignore_cache);
  Task<Result<>> node_descriptor(DevicePtr device);
  Task<> read_basics(DevicePtr device, EndpointId endpoint, bool ignore_cache, std::vector<AttributeId>& wanted);
  Task<Result<>> enrol(DevicePtr device, EndpointId endpoint);
  Task<> bind_poll_control(DevicePtr device);

  Scheduler& scheduler_;
  Requests& requests_;
  Performer& performer_;
  Ieee coordinator_{};
};

}  // namespace waggle::network
