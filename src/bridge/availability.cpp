#include "bridge/availability.h"

#include <algorithm>

#include "core/log.h"
#include "network/operations.h"

namespace waggle::bridge {
namespace {

constexpr std::string_view NS = "z2m";
constexpr ClusterId basic{0x0000};
constexpr AttributeId zcl_version{0x0000};

/// Devices under question at once: each may take half a minute of silence, and users' commands come first.
constexpr int most_at_once = 4;
constexpr auto between_devices = 2s;
constexpr auto between_tries = 3s;
constexpr auto grace = 1s;
constexpr Millis longest_wait{2'147'483'647};

/// It can be asked at any time.
bool is_active(const network::Device& device) {
  const std::string_view power = device.power_source();
  if (power == "Battery") return false;
  return device.kind == network::DeviceType::router || (!power.empty() && power != "Unknown");
}

/// Of years there is no need.
Millis minutes(double count) { return Millis(static_cast<std::int64_t>(std::min(count, 1e7) * 60'000)); }

mqtt::PublishOptions kept() {
  mqtt::PublishOptions out;
  out.retain = true;
  out.qos = 1;
  return out;
}

}  // namespace

Availability::Availability(Surroundings around, Changes& changes)
    : around_(around), enabled_(around_.settings.flag("availability.enabled")) {
  configure();
  changes.listeners.push_back([this](Change change, const EntityPtr& entity) { changed(change, entity); });
  around_.entities.on_removed.push_back([this](const EntityPtr& entity) { watches_.erase(entity->id()); });
}

// What users want --------------------------------------------------------------------------------------------

bool Availability::wanted(const Entity& entity, const Entities& entities, bool usually) {
  if (!entity.is_device()) {
    const auto& members = entity.group()->members;
    return std::all_of(members.begin(), members.end(), [&](const network::Member& member) {
      const EntityPtr device = entities.find(member.device);
      return !device || wanted(*device, entities, usually);
    });
  }
  if (entity.is_coordinator() || entity.output().disabled) return false;
  const Value* own = entity.user_options().find("availability");
  return own && !own->is_null() ? truthy(*own) : usually;
}

void Availability::configure() {
  const settings::Settings& settings = around_.settings;
  active_.timeout = settings.number("availability.active.timeout");
  active_.jitter = settings.number("availability.active.max_jitter");
  active_.backoff = settings.flag("availability.active.backoff");
  active_.rest_above = settings.number("availability.active.pause_on_backoff_gt");
  passive_.timeout = settings.number("availability.passive.timeout");
}

Availability::Patience Availability::patience(const Entity& device) const {
  Patience out = is_active(*device.zigbee_device()) ? active_ : passive_;
  const Value* own = device.user_options().find("availability");
  if (!own || !own->is_object()) return out;
  const auto number = [&](std::string_view key, double& value, double least) {
    constexpr double most = 1e6;
    if (const Value* given = own->find(key)) value = std::clamp(given->number_or(value), least, most);
  };
  number("timeout", out.timeout, 0.1);
  number("max_jitter", out.jitter, 0);
  number("pause_on_backoff_gt", out.rest_above, 0);
  if (const Value* given = own->find("backoff"); given && !given->is_null()) out.backoff = truthy(*given);
  return out;
}

// What is known ----------------------------------------------------------------------------------------------

Availability::Watch* Availability::known(const Entity& entity) {
  const auto found = watches_.find(entity.id());
  return found == watches_.end() ? nullptr : &found->second;
}

Millis Availability::silence(const network::Device& device) const {
  return Millis(around_.scheduler.wall().ms - device.last_seen.value_or(WallTime{}).ms);
}

bool Availability::is_online(const Entity& entity) const {
  if (entity.is_device()) return silence(*entity.zigbee_device()) < minutes(patience(entity).timeout);
  const auto& members = entity.group()->members;
  return std::any_of(members.begin(), members.end(), [&](const network::Member& member) {
    const auto found = watches_.find(to_string(member.device));
    return found != watches_.end() && found->second.online == true;
  });
}

// What happens -----------------------------------------------------------------------------------------------

void Availability::announce() {
  for (const auto& list : {around_.entities.devices(), around_.entities.groups()}) {
    for (const EntityPtr& entity : list) {
      if (!wanted(*entity)) continue;
      // What was said before a pause is true until there is other evidence.
      const auto before = watch(*entity).online;
      tell(*entity, before ? *before : is_online(*entity));
    }
  }
}

void Availability::begin() {
  paused_ = false;
  announce();
  for (const EntityPtr& device : around_.entities.devices()) {
    if (!wanted(*device)) continue;
    wait(device);
    if (is_active(*device->zigbee_device()) && !is_online(*device)) queue(device);
  }
}

void Availability::pause() {
  paused_ = true;
  tasks_.cancel();
  asking_ = 0;
  queue_.clear();
  for (auto& [id, watch] : watches_) {
    watch.timer.stop();
    watch.waits = false;
  }
}

void Availability::heard(const EntityPtr& device) {
  if (paused_ || !wanted(*device)) return;
  Watch& w = watch(*device);
  w.heard = true;
  w.waits = false;
  w.backoff = 1;
  w.resting = false;
  wait(device);
  publish(device);
}

void Availability::changed(Change change, const EntityPtr& entity) {
  if (paused_) return;
  switch (change) {
    case Change::renamed:
    case Change::renamed_afresh: {
      if (!wanted(*entity)) return;
      around_.publisher.send(entity->former_name() + "/availability", "", kept());
      publish(entity, true);
      return;
    }
    case Change::members:
      publish(entity);  // wanted or not, as clients know it
      return;
    case Change::options:
      if (!entity->is_device()) return;
      if (!wanted(*entity)) return leave_alone(*entity);
      publish(entity);
      wait(entity);
      return;
    case Change::removed:
    case Change::scenes:
    case Change::definition:
      return;
  }
}

void Availability::publish(const EntityPtr& entity, bool force) {
  Watch& w = watch(*entity);
  const bool online = is_online(*entity);
  if (!force && w.online == online) return;
  if (entity->is_device() && online && w.online == false) {
    log::debug(NS, "Device '{}' reconnected", entity->name());
    around_.refresher.announced(entity);
  }
  tell(*entity, online);
  if (entity->is_device()) publish_groups_of(*entity, force);
}

void Availability::tell(const Entity& entity, bool online) {
  watch(entity).online = online;
  around_.publisher.send(entity.name() + "/availability", online ? R"({"state":"online"})" : R"({"state":"offline"})", kept());
}

void Availability::publish_groups_of(const Entity& device, bool force) {
  const Ieee ieee = device.zigbee_device()->ieee();
  for (const EntityPtr& group : around_.entities.groups()) {
    const auto& members = group->group()->members;
    const bool in_it = std::any_of(members.begin(), members.end(), [&](const network::Member& m) { return m.device == ieee; });
    if (in_it && wanted(*group)) publish(group, force);
  }
}

// Silence ----------------------------------------------------------------------------------------------------

void Availability::wait(const EntityPtr& device) {
  Watch& w = watch(*device);
  const Patience patience = this->patience(*device);
  const Millis timeout = minutes(patience.timeout);
  if (!is_active(*device->zigbee_device())) {
    // What is left of it: a restart of the bridge is no sign of life of the device.
    const Millis left = std::max(Millis{}, timeout - silence(*device->zigbee_device()));
    w.timer.start(left + grace, [this, device] { publish(device); });
    return;
  }
  if (patience.backoff && w.resting) return w.timer.stop();
  const double jitter = patience.jitter * std::uniform_real_distribution<double>(0, 1)(jitter_);
  const double longest = static_cast<double>(longest_wait.count());
  const double whole = (static_cast<double>(Millis(timeout + grace).count()) + jitter) * (patience.backoff ? w.backoff : 1);
  w.timer.start(Millis(static_cast<std::int64_t>(std::min(whole, longest))), [this, device] { queue(device); });
}

void Availability::leave_alone(const Entity& device) {
  Watch* w = known(device);
  if (!w) return;
  w->timer.stop();
  w->waits = false;
}

void Availability::queue(const EntityPtr& device) {
  watch(*device).waits = true;
  queue_.push_back(device);
  if (asking_ >= most_at_once) return;
  ++asking_;
  tasks_.spawn("availability", ask_in_turn());
}

Task<> Availability::ask_in_turn() {
  while (!queue_.empty()) {
    const EntityPtr device = std::move(queue_.front());
    queue_.pop_front();
    // It may have spoken, or gone, while it waited.
    Watch* w = known(*device);
    if (!w || !w->waits) continue;
    w->waits = false;
    co_await ask(device);
    co_await sleep(around_.scheduler, between_devices);
  }
  --asking_;
}

// An answer is heard like anything else the device says, so only silence is left to be judged here.
Task<> Availability::ask(EntityPtr device) {
  const bool was_online = watch(*device).online.value_or(false) || is_online(*device);
  const int tries = was_online ? 2 : 1;
  watch(*device).heard = false;
  for (int i = 1; i <= tries; ++i) {
    // A new route is looked for when there was one until now.
    auto answered = co_await ping(device->zigbee_device(), i == 2);
    const Watch* w = known(*device);
    if (!w || w->heard || answered) co_return;
    log::warning(NS, "Failed to ping '{}' (attempt {}/{}, {})", device->name(), i, tries, answered.error().text);
    if (i == tries) break;
    co_await sleep(around_.scheduler, between_tries);
    w = known(*device);
    if (!w || w->heard) co_return;
  }
  Watch& w = watch(*device);
  if (const Patience patience = this->patience(*device); patience.backoff) {
    w.resting = patience.rest_above > 0 && w.backoff >= patience.rest_above;
    if (!w.resting) w.backoff *= was_online ? 1.5 : 2;
  }
  if (!wanted(*device)) co_return;
  publish(device);
  wait(device);
}

Task<Result<>> Availability::ping(network::DevicePtr device, bool recover) {
  if (device->endpoints.empty()) co_return Error{Errc::not_found, "it has no endpoint"};
  const auto& endpoints = device->endpoints;
  const auto with_basic = std::find_if(endpoints.begin(), endpoints.end(), [](const network::Endpoint& e) {
    return e.has_input(basic);
  });
  library::Operation question;
  question.kind = library::Operation::Kind::read;
  question.endpoint = (with_basic == endpoints.end() ? endpoints.front() : *with_basic).id;
  question.cluster = basic;
  question.attributes = {zcl_version};
  network::Requests& requests = around_.network.requests();
  CO_TRY(Bytes frame, network::encode_operation(question, requests.next_tsn(), false));
  network::SendOptions options;
  options.recover = recover;
  const network::AwaitedAnswer awaited = network::awaited_answer(question, false);
  CO_TRY_DO(co_await requests.unicast(device, question.endpoint, basic, std::move(frame), awaited, options));
  co_return Result<>();
}

}  // namespace waggle::bridge
