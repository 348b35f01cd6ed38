#include "network/requests.h"

#include "core/log.h"

namespace waggle::network {
namespace {
constexpr std::string_view NS = "zh:requests";
constexpr Millis group_settles{200};  // nobody confirms a groupcast; let the routers pass it on
}  // namespace

/// A place in a destination's lane; the lane goes when nobody is in it.
class Requests::LaneUse {
 public:
  LaneUse(Requests& owner, std::uint32_t key) : owner_(owner), position_(owner.lanes_.try_emplace(key, owner.scheduler_).first) {
    ++position_->second.users;
  }
  LaneUse(const LaneUse&) = delete;
  LaneUse& operator=(const LaneUse&) = delete;
  ~LaneUse() {
    if (--position_->second.users == 0) owner_.lanes_.erase(position_);
  }
  Turnstile& door() { return position_->second.door; }

 private:
  Requests& owner_;
  std::map<std::uint32_t, Lane>::iterator position_;
};

class Requests::UnderWay {
 public:
  explicit UnderWay(Traffic& traffic) : traffic_(traffic) { ++traffic_.under_way; }
  UnderWay(const UnderWay&) = delete;
  UnderWay& operator=(const UnderWay&) = delete;
  ~UnderWay() { --traffic_.under_way; }

 private:
  Traffic& traffic_;
};

Requests::Requests(Scheduler& scheduler, coordinator::Coordinator& radio, std::optional<std::size_t> concurrency)
    : scheduler_(scheduler), radio_(radio), concurrency_(concurrency), pending_(scheduler), pending_zdo_(scheduler) {}

Turnstile& Requests::everybody() {
  if (!everybody_) everybody_ = std::make_unique<Turnstile>(scheduler_, concurrency_.value_or(radio_.concurrency()));
  return *everybody_;
}

std::uint8_t Requests::next_tsn() {
  if (++tsn_ == 0) tsn_ = 1;
  return tsn_;
}

Task<Result<>> Requests::hand_over(coordinator::ApsRequest request) {
  ++traffic_.sent;
  auto sent = co_await radio_.send(std::move(request));
  if (!sent) ++traffic_.undelivered;
  co_return sent;
}

Task<Result<ReplyPtr>> Requests::unicast(DevicePtr device, EndpointId endpoint, ClusterId cluster, Bytes frame,
                                         AwaitedAnswer awaited, SendOptions options) {
  zcl::Header header;
  Reader in(frame);
  if (!zcl::decode(header, in)) co_return Error{Errc::malformed, "a frame without header cannot be sent"};
  const bool waits = awaited.kind != AwaitedAnswer::Kind::none;
  const UnderWay counted(traffic_);

  std::optional<LaneUse> lane;
  std::optional<Turnstile::Pass> turn;
  if (waits) {
    lane.emplace(*this, device->nwk.raw);
    turn.emplace(co_await lane->door().enter());
  }
  const Question question{device->ieee(), endpoint, cluster, header.tsn, header.command, awaited};
  coordinator::ApsRequest request;
  request.ieee = device->ieee();
  request.endpoint = endpoint;
  request.source_endpoint = options.source;
  request.profile = options.profile;
  request.cluster = cluster;
  request.payload = std::move(frame);
  request.recover = options.recover;
  Result<ReplyPtr> reply = ReplyPtr();
  for (bool again = options.recover;; again = false) {
    auto answer = pending_.expect(question);
    {
      auto pass = co_await everybody().enter();
      request.nwk = device->nwk;
      coordinator::ApsRequest copy = request;
      CO_TRY_DO(co_await hand_over(std::move(copy)));
    }
    if (!waits) co_return ReplyPtr();
    const Instant sent = scheduler_.now();
    reply = co_await answer.wait(options.timeout, "answer");
    if (reply) traffic_.round_trips.add(scheduler_.now() - sent);
    // Delivered, says the radio, and yet no answer: perhaps to the wrong parent, or to one asleep.
    if (reply || reply.error().code != Errc::timeout || !again) break;
    co_await radio_.renew_way(device->ieee(), device->nwk);
    ++traffic_.repeated;
  }
  if (!reply && reply.error().code == Errc::timeout) {
    ++traffic_.unanswered;
    co_return Error{Errc::timeout,
                    "Timeout - " + std::to_string(device->nwk.raw) + " - " + std::to_string(endpoint.raw) + " - " +
                        std::to_string(header.tsn) + " - " + std::to_string(cluster.raw) + " - " +
                        std::to_string(awaited.kind == AwaitedAnswer::Kind::default_response ? 11 : awaited.command) +
                        " after " + std::to_string(options.timeout.count()) + "ms"};
  }
  if (!reply) co_return std::move(reply.error());
  if ((*reply)->frame.is(zcl::Foundation::default_response)) CO_TRY_DO(check_status((*reply)->frame));
  co_return std::move(*reply);
}

Task<Result<>> Requests::settle(coordinator::ApsRequest request) {
  LaneUse lane(*this, 0x10000);
  auto turn = co_await lane.door().enter();
  if (group_free_ > scheduler_.now()) co_await sleep(scheduler_, group_free_ - scheduler_.now());
  auto pass = co_await everybody().enter();
  auto sent = co_await hand_over(std::move(request));
  group_free_ = scheduler_.now() + group_settles;
  co_return sent;
}

Task<Result<>> Requests::groupcast(GroupId group, ClusterId cluster, Bytes frame, EndpointId source) {
  coordinator::ApsRequest request;
  request.kind = coordinator::ApsRequest::Kind::group;
  request.group = group;
  request.source_endpoint = source;
  request.cluster = cluster;
  request.payload = std::move(frame);
  co_return co_await settle(std::move(request));
}

Task<Result<>> Requests::broadcast(Nwk to, EndpointId endpoint, ClusterId cluster, Bytes frame, EndpointId source,
                                   ProfileId profile) {
  coordinator::ApsRequest request;
  request.kind = coordinator::ApsRequest::Kind::broadcast;
  request.nwk = to;
  request.endpoint = endpoint;
  request.source_endpoint = source;
  request.profile = profile;
  request.cluster = cluster;
  request.payload = std::move(frame);
  co_return co_await settle(std::move(request));
}

Task<Result<>> Requests::zdo_broadcast(Nwk to, ClusterId cluster, Bytes payload) {
  auto pass = co_await everybody().enter();
  coordinator::ZdoRequest request;
  request.nwk = to;
  request.cluster = cluster;
  request.payload = std::move(payload);
  co_return co_await radio_.send_zdo(std::move(request));
}

Task<Result<Bytes>> Requests::zdo_raw(Nwk nwk, Ieee ieee, ClusterId cluster, Bytes payload, ClusterId response) {
  LaneUse lane(*this, nwk.raw);
  auto turn = co_await lane.door().enter();
  auto answer = pending_zdo_.expect(ZdoQuestion{nwk, response});
  {
    auto pass = co_await everybody().enter();
    coordinator::ZdoRequest request;
    request.nwk = nwk;
    request.ieee = ieee;
    request.cluster = cluster;
    request.payload = std::move(payload);
    CO_TRY_DO(co_await radio_.send_zdo(std::move(request)));
  }
  auto reply = co_await answer.wait(10s, std::string(zdo::name_of(cluster)) + " to " + hex16(nwk.raw));
  co_return reply;
}

bool Requests::deliver(const Device& device, EndpointId endpoint, ClusterId cluster, ByteView octets, const zcl::Frame& frame) {
  auto matches = [&](const Question& q) {
    if (q.device != device.ieee() || q.endpoint != endpoint || q.cluster != cluster || q.tsn != frame.header.tsn) return false;
    if (frame.is(zcl::Foundation::default_response)) {
      const bool about_it = frame.flag == q.command;
      return about_it && (q.awaited.kind == AwaitedAnswer::Kind::default_response ||
                          (q.awaited.kind != AwaitedAnswer::Kind::none && frame.default_status != 0));
    }
    if (q.awaited.kind == AwaitedAnswer::Kind::foundation) {
      return !frame.header.cluster_specific && frame.header.command == q.awaited.command;
    }
    return q.awaited.kind == AwaitedAnswer::Kind::command && frame.header.cluster_specific &&
           frame.header.to_client && frame.header.command == q.awaited.command;
  };
  if (!pending_.expects(matches)) return false;
  auto reply = std::make_shared<Reply>();
  reply->octets.assign(octets.begin(), octets.end());
  // Decoded again over octets that stay.
  if (!zcl::decode(device.catalogue, cluster, reply->octets, reply->frame)) return false;
  return pending_.complete_if(matches, ReplyPtr(std::move(reply)));
}

void Requests::deliver_zdo(const coordinator::ZdoIncoming& message) {
  pending_zdo_.complete_if(
      [&](const ZdoQuestion& q) {
        return q.response == message.cluster && (q.nwk == message.source || message.source == unknown_nwk);
      },
      Bytes(message.payload.begin(), message.payload.end()));
}

void Requests::fail_all(const Error& error) {
  pending_.fail_all(error);
  pending_zdo_.fail_all(error);
  log::debug(NS, "every request under way has failed: {}", error.text);
}

}  // namespace waggle::network
