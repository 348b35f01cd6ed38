// Requests: sends frames to devices and finds the answers. ZCL and ZDO alike.
//
// One device is asked one thing at a time, in order; over all devices no more is under way than the
// radio can take. Messages nobody answers (answers of our own among them) do not wait for the device's
// turn: a device that asks the time must not wait until it has answered us.
#pragma once

#include <map>
#include <memory>
#include <optional>

#include "coordinator/coordinator.h"
#include "core/pending.h"
#include "network/device.h"
#include "network/operations.h"
#include "network/traffic.h"
#include "zigbee/zdo/messages.h"

namespace waggle::network {

/// A frame that owns its octets.
struct Reply {
  Bytes octets;
  zcl::Frame frame;
};
using ReplyPtr = std::shared_ptr<const Reply>;

struct SendOptions {
  EndpointId source{1};
  ProfileId profile = profile_home_automation;
  Millis timeout{10'000};
  bool recover = true;
};

class Requests {
 public:
  /// `concurrency`: how many may be under way; otherwise what the radio says.
  Requests(Scheduler& scheduler, coordinator::Coordinator& radio, std::optional<std::size_t> concurrency = {});

  std::uint8_t next_tsn();

  /// Sends a ZCL frame to an endpoint; null when no answer is awaited. A default response that says no is
  /// an error, whatever answer was awaited.
  Task<Result<ReplyPtr>> unicast(DevicePtr device, EndpointId endpoint, ClusterId cluster, Bytes frame,
                                 AwaitedAnswer awaited, SendOptions options = {});
  Task<Result<>> groupcast(GroupId group, ClusterId cluster, Bytes frame, EndpointId source = EndpointId(1));
  Task<Result<>> broadcast(Nwk to, EndpointId endpoint, ClusterId cluster, Bytes frame, EndpointId source,
                           ProfileId profile);

  /// A ZDO request and its response. `nwk` may be the coordinator's own. Errors name the ZDO status.
  template <class Response, class Request>
  Task<Result<Response>> zdo(Nwk nwk, Ieee ieee, Request request) {
    CO_TRY(const Bytes raw, co_await zdo_raw(nwk, ieee, Request::cluster, zdo::encode_request(request), Response::cluster));
    CO_TRY(auto response, zdo::decode_response<Response>(raw));
    if (!response.ok()) {
      co_return Error{Errc::refused, "Status '" + zdo::status_name(response.status) + "'", response.status};
    }
    co_return std::move(*response.body);
  }
  /// A ZDO request that nobody answers: a broadcast.
  Task<Result<>> zdo_broadcast(Nwk to, ClusterId cluster, Bytes payload);
  /// ZDO payloads as octets, status first.
  Task<Result<Bytes>> zdo_raw(Nwk nwk, Ieee ieee, ClusterId cluster, Bytes payload, ClusterId response);

  /// A frame arrived: true when somebody waited for it.
  bool deliver(const Device& device, EndpointId endpoint, ClusterId cluster, ByteView octets, const zcl::Frame& frame);
  void deliver_zdo(const coordinator::ZdoIncoming& message);

  /// What has been counted; the network adds what it hears.
  Traffic& traffic() { return traffic_; }

  /// The radio is gone: nothing under way will be answered.
  void fail_all(const Error& error);

 private:
  struct Question {
    Ieee device;
    EndpointId endpoint;
    ClusterId cluster;
    std::uint8_t tsn;
    std::uint8_t command;  // ours, as default responses name it
    AwaitedAnswer awaited;
  };
  struct ZdoQuestion {
    Nwk nwk;
    ClusterId response;
  };
  struct Lane {
    explicit Lane(Scheduler& scheduler) : door(scheduler, 1) {}
    Turnstile door;
    int users = 0;
  };
  class LaneUse;
  class UnderWay;

  Turnstile& everybody();
  Task<Result<>> settle(coordinator::ApsRequest request);
  Task<Result<>> hand_over(coordinator::ApsRequest request);

  Scheduler& scheduler_;
  coordinator::Coordinator& radio_;
  std::optional<std::size_t> concurrency_;
  PendingReplies<Question, ReplyPtr> pending_;
  PendingReplies<ZdoQuestion, Bytes> pending_zdo_;
  std::map<std::uint32_t, Lane> lanes_;      // by short address; there while somebody is in it
  std::unique_ptr<Turnstile> everybody_;     // made at first use: then the radio has told its concurrency
  Instant group_free_{};                     // when the air has settled after the last group command
  std::uint8_t tsn_ = 0;
  Traffic traffic_;
};

}  // namespace waggle::network
