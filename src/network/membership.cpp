// Who belongs: joining, interviewing, leaving; groups and their members.
#include <fmt/core.h>

#include <algorithm>

#include "core/json.h"
#include "core/log.h"
#include "library/generate/generate.h"
#include "network/network.h"

namespace waggle::network {
namespace {

constexpr std::string_view NS = "zh:controller";
constexpr ClusterId gen_groups{0x0004};
/// A device announces itself as soon as it has the key; before that, it cannot answer.
constexpr Millis announcement_time{100};

Result<> group_status(const Object& answer) {
  const Value* status = answer.find("status");
  const int code = status ? static_cast<int>(status->number_or(0)) : 0;
  // It is there already; it was not there: as wanted.
  if (code == 0 || code == 0x8A || code == static_cast<int>(zcl::Status::not_found)) return {};
  return Error{Errc::refused, "Status '" + zcl::status_name(static_cast<std::uint8_t>(code)) + "'", code};
}

/// In the words of Zigbee2MQTT, by which people search.
Error group_error(const Device& device, EndpointId endpoint, std::string_view command, const Object& payload, const Error& why) {
  constexpr std::string_view options = R"({"timeout":10000,"disableResponse":false,"disableRecovery":false,"disableDefaultResponse":true,)"
                                       R"("direction":0,"reservedBits":0,"writeUndiv":false})";
  return {why.code, fmt::format("ZCL command {}/{} genGroups.{}({}, {}) failed ({})", to_string(device.ieee()), endpoint.raw, command,
                                json::dump(Value(payload)), options, why.text), why.status};
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
  if (seconds == 0) {
    CO_TRY_DO(co_await green_power_.open(seconds, via));
    CO_TRY_DO(co_await open_zigbee());
    listener_.on_permit_join();
    co_return Result<>{};
  }
  CO_TRY_DO(co_await open_zigbee());
  CO_TRY_DO(co_await green_power_.open(seconds, via));
  unknown_.clear();
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

DevicePtr Network::enlist(Ieee ieee, Nwk nwk, DeviceType kind) {
  DevicePtr device;
  const auto back = removed_.find(ieee);
  if (back != removed_.end()) {
    device = back->second;
    device->nwk = nwk;
    removed_.erase(back);
  } else {
    device = std::make_shared<Device>(++highest_id_, kind, ieee, nwk);
  }
  devices_.push_back(device);
  by_ieee_[ieee] = device;
  return device;
}

// A Green Power device is known as soon as it has introduced itself. Its short address is a number to show:
// nothing is ever sent there, and it may be that of another device.
Task<> Network::take_in(Ieee ieee, std::uint8_t kind, Array key) {
  DevicePtr device = find(ieee);
  const bool fresh = !device;
  if (fresh) device = enlist(ieee, Nwk(static_cast<std::uint16_t>(ieee.raw)), DeviceType::green_power);
  device->identity.model_id = "GreenPower_" + std::to_string(kind);
  device->interview_state = InterviewState::successful;
  device->kept.set("gpSecurityKey", std::move(key));
  co_await database_.save_surely();
  if (!fresh) co_return;
  listener_.on_joined(device);
  listener_.identify(*device);
  listener_.on_interview(device, InterviewState::successful);
}

void Network::gone(const DevicePtr& device) {
  forget(device);
  listener_.on_left(device);
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
    device = enlist(ieee, nwk, DeviceType::unknown);
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
  const bool stranger = !device->identity.manufacturer_code;  // one that comes back is hardly asked anything
  auto done = co_await examine(device, false, stranger ? announcement_time : Millis(0));
  if (done) {
    log::info(NS, "Succesfully interviewed '{}'", to_string(ieee));
  } else {
    log::error(NS, "Interview failed for '{} with error '{}'", to_string(ieee), done.error().text);
  }
}

Task<Result<>> Network::interview(DevicePtr device, bool ignore_cache) {
  auto done = co_await examine(std::move(device), ignore_cache, Millis(0));
  co_return done;
}

Task<Result<>> Network::examine(DevicePtr device, bool ignore_cache, Millis patience) {
  if (device->kind == DeviceType::green_power) {
    co_return Error{Errc::unsupported, "a Green Power device cannot be asked: it is off but for the moment of a press"};
  }
  if (device->interview_state == InterviewState::in_progress) {
    co_return Error{Errc::busy, "Interview - interview already in progress for '" + to_string(device->ieee()) + "'"};
  }
  listener_.on_interview(device, InterviewState::in_progress);
  device->interview_state = InterviewState::in_progress;
  if (patience > Millis(0)) {
    auto announcement = announcements_.expect(device->ieee());
    const auto made = co_await announcement.wait(patience, "announcement");
    if (!made) log::debug(NS, "Device '{}' has not announced itself so far", to_string(device->ieee()));
  }
  auto done = co_await interviewer_.interview(device, ignore_cache);
  if (done && !listener_.knows(*device)) co_await ask_for_definition(device);
  if (find(device->ieee()) != device) co_return Error{Errc::not_found, "the device has left meanwhile"};
  listener_.identify(*device);
  co_await database_.save_surely();
  listener_.on_interview(device, device->interview_state);
  co_return done;
}

// One by one: an answer decides what is worth asking next.
Task<> Network::ask_for_definition(DevicePtr device) {
  std::vector<library::Question> asked;
  for (;;) {
    const library::Generated made = library::generate(*device);
    const library::Question* next = library::next_question(made, asked);
    if (!next) co_return;
    asked.push_back(*next);
    auto answer = co_await performer_.read(device, next->endpoint, next->cluster, next->attribute);
    if (!answer) {
      log::debug(NS, "{}: attribute {} of cluster {}: {}", to_string(device->ieee()), hex16(next->attribute.raw), hex16(next->cluster.raw),
                 answer.error().text);
    }
  }
}

// Leaving ----------------------------------------------------------------------------------------------------

void Network::on_left(Nwk nwk, Ieee ieee) {
  DevicePtr device = find(ieee);
  if (!device) device = find(nwk);
  if (!device || device->kind == DeviceType::coordinator) return;
  gone(device);
}

Task<Result<>> Network::remove(DevicePtr device, bool remember_identity) {
  if (device->kind == DeviceType::green_power) {
    CO_TRY_DO(co_await green_power_.unpair(device->ieee()));
  } else {
    zdo::LeaveRequest leave;
    leave.ieee = device->ieee();
    CO_TRY_DO(co_await requests_.zdo<zdo::LeaveResponse>(device->nwk, device->ieee(), leave));
  }
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
  const Object payload{{"groupid", group->number.raw}, {"groupname", ""}};
  auto command = standard_command(endpoint, gen_groups, "add", payload);
  auto answer = co_await performer_.perform(device, std::move(command));
  const auto done = answer ? group_status(*answer) : Result<>(answer.error());
  if (!done) co_return group_error(*device, endpoint, "add", payload, done.error());
  const Member member{device->ieee(), endpoint};
  if (!group->has(member)) group->members.push_back(member);
  co_return save();
}

Task<Result<>> Network::remove_member(GroupPtr group, DevicePtr device, EndpointId endpoint) {
  const Object payload{{"groupid", group->number.raw}};
  auto command = standard_command(endpoint, gen_groups, "remove", payload);
  auto answer = co_await performer_.perform(device, std::move(command));
  const auto done = answer ? group_status(*answer) : Result<>(answer.error());
  if (!done) co_return group_error(*device, endpoint, "remove", payload, done.error());
  std::erase(group->members, Member{device->ieee(), endpoint});
  co_return save();
}

Task<Result<>> Network::remove_from_all_groups(DevicePtr device, EndpointId endpoint) {
  library::Operation command = standard_command(endpoint, gen_groups, "removeAll", {});
  command.no_default_response = true;
  CO_TRY_DO(co_await performer_.perform(device, std::move(command)));
  for (const GroupPtr& group : groups_) std::erase(group->members, Member{device->ieee(), endpoint});
  co_return save();
}

}  // namespace waggle::network
