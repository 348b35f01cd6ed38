// Who belongs: joining, interviewing, leaving; groups and their members.
#include <algorithm>

#include "core/log.h"
#include "network/network.h"

namespace waggle::network {
namespace {

constexpr std::string_view NS = "zh:controller";
constexpr ClusterId gen_groups{0x0004};
constexpr ClusterId green_power{0x0021};
constexpr EndpointId green_power_endpoint{242};

// GP Proxy Commissioning Mode (Green Power 14-0563, A.3.3.5.3): the proxies listen for new devices as
// long as the network is open.
Bytes commissioning_mode(std::uint8_t tsn, int seconds, bool unicast) {
  zcl::Header header;
  header.cluster_specific = true;
  header.to_client = true;
  header.no_default_response = true;
  header.tsn = tsn;
  header.command = 0x02;
  constexpr std::uint8_t enter = 0x01, window_present = 0x02, exit_on_window = 0x08, by_unicast = 0x20;
  Writer out;
  zcl::encode(header, out);
  out.u8((seconds > 0 ? enter : 0) | window_present | exit_on_window | (unicast ? by_unicast : 0));
  out.u16(static_cast<std::uint64_t>(seconds));
  return out.take();
}

library::Operation group_command(EndpointId endpoint, std::string_view name, Object payload) {
  library::Operation out;
  out.kind = library::Operation::Kind::command;
  out.endpoint = endpoint;
  out.cluster = gen_groups;
  out.command = zcl::find_standard(gen_groups)->command(name, false);
  out.payload = std::move(payload);
  return out;
}

Result<> group_status(const Object& answer) {
  const Value* status = answer.find("status");
  const int code = status ? static_cast<int>(status->number_or(0)) : 0;
  // It is there already; it was not there: as wanted.
  if (code == 0 || code == 0x8A || code == static_cast<int>(zcl::Status::not_found)) return {};
  return Error{Errc::refused, "Status '" + zcl::status_name(static_cast<std::uint8_t>(code)) + "'", code};
}

}  // namespace

// Joining ----------------------------------------------------------------------------------------------------

Task<Result<>> Network::permit_join(int seconds, DevicePtr via) {
  if (seconds < 0 || seconds > 254) co_return Error{Errc::invalid, "Cannot permit join for more than 254 seconds."};
  permit_timer_.stop();
  permit_end_.reset();
  zdo::PermitJoinRequest request;
  request.seconds = static_cast<std::uint8_t>(seconds);
  request.trust_center = 1;
  auto open_zigbee = [&]() -> Task<Result<>> {
    if (!via) co_return co_await requests_.zdo_broadcast(broadcast_routers, zdo::PermitJoinRequest::cluster, zdo::encode_request(request));
    auto done = co_await requests_.zdo<zdo::PermitJoinResponse>(via->nwk, via->ieee(), request);
    if (!done) co_return std::move(done.error());
    co_return Result<>{};
  };
  auto open_green_power = [&]() -> Task<Result<>> {
    Bytes frame = commissioning_mode(requests_.next_tsn(), seconds, via != nullptr);
    if (!via) {
      co_return co_await requests_.broadcast(broadcast_rx_on, green_power_endpoint, green_power, std::move(frame),
                                             green_power_endpoint, profile_green_power);
    }
    SendOptions options;
    options.source = green_power_endpoint;
    options.profile = profile_green_power;
    const AwaitedAnswer none;
    auto sent = co_await requests_.unicast(via, green_power_endpoint, green_power, std::move(frame), none, options);
    if (!sent) co_return std::move(sent.error());
    co_return Result<>{};
  };
  if (seconds == 0) {
    CO_TRY_DO(co_await open_green_power());
    CO_TRY_DO(co_await open_zigbee());
    listener_.on_permit_join();
    co_return Result<>{};
  }
  CO_TRY_DO(co_await open_zigbee());
  CO_TRY_DO(co_await open_green_power());
  permit_end_ = WallTime{scheduler_.wall().ms + seconds * 1000};
  permit_timer_.start(std::chrono::seconds(seconds), [this] {
    permit_end_.reset();
    listener_.on_permit_join();
  });
  listener_.on_permit_join();
  co_return Result<>{};
}

void Network::on_joined(Nwk nwk, Ieee ieee) {
  if (!stopping_) tasks_.spawn("join", join(nwk, ieee));
}

Task<> Network::join(Nwk nwk, Ieee ieee) {
  if (!listener_.admits(ieee)) {
    log::debug(NS, "Device '{}' rejected, removing it", to_string(ieee));
    zdo::LeaveRequest leave;
    leave.ieee = ieee;
    auto left = co_await requests_.zdo<zdo::LeaveResponse>(nwk, ieee, leave);
    if (!left) log::error(NS, "Failed to remove rejected device: {}", left.error().text);
    co_return;
  }
  DevicePtr device = find(ieee);
  const bool fresh = !device;
  if (fresh) {
    const auto back = removed_.find(ieee);
    if (back != removed_.end()) {
      device = back->second;
      device->nwk = nwk;
      removed_.erase(back);
    } else {
      device = std::make_shared<Device>(++highest_id_, DeviceType::unknown, ieee, nwk);
    }
    devices_.push_back(device);
    by_ieee_[ieee] = device;
    by_nwk_[nwk] = device;
    device->checkin_interval.reset();
    device->answered_tsn.reset();
    co_await database_.save_surely();
    listener_.on_joined(device);
  } else if (device->nwk != nwk) {
    set_address(device, nwk);
  }
  device->last_seen = scheduler_.wall();
  listener_.on_seen(device, SeenReason::joined);
  if (device->interview_state != InterviewState::pending && device->interview_state != InterviewState::failed) co_return;
  log::info(NS, "Interview for '{}' started", to_string(ieee));
  auto done = co_await interview(device, false);
  if (done) {
    log::info(NS, "Succesfully interviewed '{}'", to_string(ieee));
  } else {
    log::error(NS, "Interview failed for '{} with error '{}'", to_string(ieee), done.error().text);
  }
}

Task<Result<>> Network::interview(DevicePtr device, bool ignore_cache) {
  if (device->interview_state == InterviewState::in_progress) {
    co_return Error{Errc::busy, "Interview - interview already in progress for '" + to_string(device->ieee()) + "'"};
  }
  listener_.on_interview(device, InterviewState::in_progress);
  auto done = co_await interviewer_.interview(device, ignore_cache);
  if (find(device->ieee()) != device) co_return Error{Errc::not_found, "the device has left meanwhile"};
  listener_.identify(*device);
  co_await database_.save_surely();
  listener_.on_interview(device, device->interview_state);
  co_return done;
}

// Leaving ----------------------------------------------------------------------------------------------------

void Network::on_left(Nwk nwk, Ieee ieee) {
  DevicePtr device = find(ieee);
  if (!device) device = find(nwk);
  if (!device || device->kind == DeviceType::coordinator) return;
  forget(device);
  listener_.on_left(device);
}

Task<Result<>> Network::remove(DevicePtr device, bool remember_identity) {
  zdo::LeaveRequest leave;
  leave.ieee = device->ieee();
  CO_TRY_DO(co_await requests_.zdo<zdo::LeaveResponse>(device->nwk, device->ieee(), leave));
  forget(device, remember_identity);
  co_return Result<>{};
}

void Network::forget(DevicePtr device, bool remember_identity) {
  for (const GroupPtr& group : groups_) {
    std::erase_if(group->members, [&](const Member& m) { return m.device == device->ieee(); });
  }
  std::erase(devices_, device);
  by_ieee_.erase(device->ieee());
  if (find(device->nwk) == device) by_nwk_.erase(device->nwk);
  if (remember_identity) {
    device->reset_for_rejoin();
    removed_[device->ieee()] = device;
  }
  (void)save();
}

// Groups -----------------------------------------------------------------------------------------------------

GroupPtr Network::add_group(GroupId number) {
  auto group = std::make_shared<Group>();
  group->id = ++highest_id_;
  group->number = number;
  groups_.push_back(group);
  (void)save();
  return group;
}

void Network::remove_group(const GroupPtr& group) {
  std::erase(groups_, group);
  (void)save();
}

Task<Result<>> Network::add_member(GroupPtr group, DevicePtr device, EndpointId endpoint) {
  auto command = group_command(endpoint, "add", {{"groupid", group->number.raw}, {"groupname", ""}});
  CO_TRY(const Object answer, co_await performer_.perform(device, std::move(command)));
  CO_TRY_DO(group_status(answer));
  const Member member{device->ieee(), endpoint};
  if (!group->has(member)) group->members.push_back(member);
  co_return save();
}

Task<Result<>> Network::remove_member(GroupPtr group, DevicePtr device, EndpointId endpoint) {
  auto command = group_command(endpoint, "remove", {{"groupid", group->number.raw}});
  CO_TRY(const Object answer, co_await performer_.perform(device, std::move(command)));
  CO_TRY_DO(group_status(answer));
  std::erase(group->members, Member{device->ieee(), endpoint});
  co_return save();
}

Task<Result<>> Network::remove_from_all_groups(DevicePtr device, EndpointId endpoint) {
  library::Operation command = group_command(endpoint, "removeAll", {});
  command.no_default_response = true;
  CO_TRY_DO(co_await performer_.perform(device, std::move(command)));
  for (const GroupPtr& group : groups_) std::erase(group->members, Member{device->ieee(), endpoint});
  co_return save();
}

}  // namespace waggle::network
