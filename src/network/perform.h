// Perform: one operation with one device or group, from what blocks want to what was answered, and the
// notes to take of it: bindings and reporting that the device accepted.
#pragma once

#include "network/requests.h"

namespace waggle::network {

class Performer {
 public:
  Performer(Requests& requests) : requests_(requests) {}

  /// Whom bindings without a group point to.
  void set_coordinator(Ieee ieee) { coordinator_ = ieee; }

  /// {attribute or parameter: value} of the answer; empty when none was awaited.
  Task<Result<Object>> perform(DevicePtr device, library::Operation operation);
  Task<Result<Object>> perform(GroupId group, library::Operation operation);
  /// The same for frames to a device, with the answer as it came: statuses in it are no error. Null when
  /// none was awaited.
  Task<Result<ReplyPtr>> ask(DevicePtr device, library::Operation operation);

  Task<Result<>> bind(DevicePtr device, EndpointId endpoint, Binding binding);
  Task<Result<>> unbind(DevicePtr device, EndpointId endpoint, Binding binding);

  /// A read of some attributes: for conversations that blocks know nothing of.
  /// (A list in braces inside a co_await is beyond g++ 12, hence the pack.)
  template <std::same_as<AttributeId>... Ids>
  Task<Result<Object>> read(DevicePtr device, EndpointId endpoint, ClusterId cluster, Ids... ids) {
    return read_all(std::move(device), endpoint, cluster, std::vector<AttributeId>{ids...});
  }

 private:
  Task<Result<Object>> read_all(DevicePtr device, EndpointId endpoint, ClusterId cluster,
                                std::vector<AttributeId> attributes);
  static void take_notes(Device& device, const library::Operation& operation, const zcl::Frame& answer);

  Requests& requests_;
  Ieee coordinator_{};
};

}  // namespace waggle::network
