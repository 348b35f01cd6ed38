// device/replace: a new device takes the place of one that is broken or gone: its name, options, groups, scenes
// and bindings, also those of other devices that point to it. The old one is forgotten; it is asked for nothing.
#include <algorithm>

#include "bridge/api/routes.h"
#include "core/log.h"

namespace waggle::bridge::api {
namespace {

constexpr std::string_view NS = "z2m";

struct Scene {
  EndpointId endpoint;
  std::string key;  // "<scene>_<group>"
  Value content;    // {name, state}
};
struct OwnBinding {
  network::DevicePtr device;
  EndpointId endpoint;
  network::Binding binding;
};

/// All that has to be made anew over the radio, as it was before.
struct Inheritance {
  Ieee from;
  std::vector<std::pair<network::GroupPtr, EndpointId>> memberships;
  std::vector<Scene> scenes;
  std::vector<std::pair<EndpointId, network::Binding>> bindings;
  std::vector<OwnBinding> pointing_here;  // of others
};

Inheritance look(const Parts& parts, const network::Device& old) {
  Inheritance out;
  out.from = old.ieee();
  for (const network::GroupPtr& group : parts.network.groups()) {
    for (const network::Member& member : group->members) {
      if (member.device == old.ieee()) out.memberships.emplace_back(group, member.endpoint);
    }
  }
  for (const network::Endpoint& endpoint : old.endpoints) {
    for (const network::Binding& binding : endpoint.bindings) out.bindings.emplace_back(endpoint.id, binding);
    const Value* scenes = endpoint.meta.find("scenes");
    if (!scenes || !scenes->is_object()) continue;
    for (const auto& [key, content] : scenes->object()) out.scenes.push_back({endpoint.id, key, content});
  }
  for (const network::DevicePtr& device : parts.network.devices()) {
    if (device->ieee() == old.ieee()) continue;
    for (const network::Endpoint& endpoint : device->endpoints) {
      for (const network::Binding& binding : endpoint.bindings) {
        if (!binding.group && binding.target == old.ieee()) out.pointing_here.push_back({device, endpoint.id, binding});
      }
    }
  }
  return out;
}

/// What could not be done, for the answer; the rest is done all the same.
class Failures {
 public:
  void note(const std::string& what, const Result<>& done) {
    if (done) return;
    log::warning(NS, "Replacing: {} failed ({})", what, done.error().text);
    list_.emplace_back(what + ": " + done.error().text);
  }
  Array take() { return std::move(list_); }

 private:
  Array list_;
};

// {"ID", "group_id", "name", and the state the scene brings}.
Result<Object> scene_command(const Scene& scene) {
  const std::size_t line = scene.key.find('_');
  const Value number(scene.key.substr(0, line));
  const auto id = whole_number(number, 0, 255);
  const auto group = line == std::string::npos ? std::nullopt : whole_number(Value(scene.key.substr(line + 1)), 0, 0xFFFF);
  if (!id || !group) return Error{Errc::malformed, "'" + scene.key + "' is no scene"};
  Object out;
  if (const Value* state = scene.content.find("state"); state && state->is_object()) out = state->object();
  out.set("ID", *id);
  out.set("group_id", *group);
  if (const Value* name = scene.content.find("name")) out.set("name", *name);
  return Object{{"scene_add", std::move(out)}};
}

Task<Result<>> store(Parts& parts, EntityPtr device, Scene scene) {
  CO_TRY(const Object message, scene_command(scene));
  const bool by_default = library::find_endpoint(device->device(), device->definition(), "") == scene.endpoint;
  const std::string endpoint = by_default ? std::string() : std::to_string(scene.endpoint.raw);
  auto calls = parts.runner.dispatch(*device, endpoint, true, message);
  if (calls.empty()) co_return Error{Errc::unsupported, "the device knows no scenes"};
  const KeyResults results = co_await parts.runner.run(device, std::move(calls), true, log::Level::debug);
  for (const KeyResult& key : results) {
    if (key.fate != Fate::ok) co_return Error{Errc::refused, key.reason};
  }
  co_return Result<>{};
}

Task<Array> take_over(Parts& parts, EntityPtr heir, Inheritance estate) {
  Failures failures;
  const network::DevicePtr device = heir->zigbee_device();
  for (const auto& [group, endpoint] : estate.memberships) {
    auto done = co_await parts.network.add_member(group, device, endpoint);
    failures.note("group " + std::to_string(group->number.raw), done);
    if (done) parts.changes.tell(Change::members, parts.entities.find(group->number));
  }
  for (const Scene& scene : estate.scenes) {
    auto done = co_await store(parts, heir, scene);
    failures.note("scene " + scene.key, done);
  }
  for (const auto& [endpoint, binding] : estate.bindings) {
    auto done = co_await parts.network.performer().bind(device, endpoint, binding);
    failures.note("binding of cluster " + std::to_string(binding.cluster.raw), done);
  }
  for (const OwnBinding& own : estate.pointing_here) {
    network::Binding anew = own.binding;
    anew.target = device->ieee();
    auto done = co_await parts.network.performer().bind(own.device, own.endpoint, anew);
    failures.note("binding of " + to_string(own.device->ieee()) + " to it", done);
    if (!done) continue;
    // The old one stays in its table when it cannot be taken out; that harms nobody.
    (void)co_await parts.network.performer().unbind(own.device, own.endpoint, own.binding);
  }
  co_return failures.take();
}

Task<Result<Object>> replace(Parts& parts, Value request) {
  CO_TRY(const Value from, required(request, "from"));
  CO_TRY(const Value to, required(request, "to"));
  CO_TRY(const EntityPtr old, find_device(parts, from));
  CO_TRY(const EntityPtr heir, find_device(parts, to));
  if (old == heir) co_return Error{Errc::invalid, "'" + old->name() + "' cannot replace itself"};
  for (const EntityPtr& one : {old, heir}) {
    if (one->is_coordinator()) co_return Error{Errc::invalid, "The coordinator cannot be replaced like a device: see `waggle move`"};
  }
  if (heir->zigbee_device()->interview_state != network::InterviewState::successful) {
    co_return Error{Errc::busy, "'" + heir->name() + "' has not been interviewed yet"};
  }
  Inheritance estate = look(parts, *old->zigbee_device());
  Object options = old->user_options();
  options.erase("friendly_name");
  const std::string name = old->name(), before = heir->name();
  log::info(NS, "Replacing '{}' by '{}'", name, before);
  CO_TRY(const bool restart, parts.settings.change_options(heir->id(), options));
  if (restart) parts.documents.require_restart();
  CO_TRY_DO(parts.settings.remove_device(estate.from));
  parts.network.forget(old->zigbee_device(), false);
  dismiss(parts, old);
  if (name != old->id()) CO_TRY_DO(give_name(parts, heir, name, Change::renamed_afresh));
  parts.changes.tell(Change::options, heir);

  Array failed = co_await take_over(parts, heir, std::move(estate));
  CO_TRY_DO(parts.network.save());
  parts.documents.publish_devices();
  parts.documents.publish_groups();
  co_return Object{{"from", from}, {"to", to}, {"friendly_name", heir->name()}, {"failed", std::move(failed)}};
}

constexpr Route rows[] = {{"device/replace", replace}};

}  // namespace

const std::span<const Route> replace_routes = rows;

}  // namespace waggle::bridge::api
