#include "bridge/commands.h"

#include <algorithm>

#include "core/json.h"
#include "core/log.h"

namespace waggle::bridge {
namespace {

constexpr std::string_view NS = "z2m";

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

/// Payloads that are a state by themselves.
bool is_state_word(std::string_view text) {
  constexpr std::string_view words[] = {"on", "off", "toggle", "open", "close", "stop", "lock", "unlock"};
  return std::find(std::begin(words), std::end(words), lower(text)) != std::end(words);
}

bool changes_scenes(const library::Encoder& encoder) {
  return std::any_of(encoder.keys.begin(), encoder.keys.end(), [](const std::string& key) {
    return key.starts_with("scene_") && key != "scene_recall";
  });
}

}  // namespace

// "name/set", "name/set/attribute"; the first "set" or "get" that can be one counts.
std::optional<Commands::Topic> Commands::parse(std::string_view topic) {
  if (topic.starts_with("bridge")) return std::nullopt;
  std::size_t at = 0;
  for (;;) {
    at = topic.find('/', at + 1);
    if (at == std::string_view::npos) return std::nullopt;
    const std::string_view rest = topic.substr(at + 1);
    const std::string_view verb = rest.substr(0, rest.find('/'));
    if (verb != "set" && verb != "get") continue;
    Topic out;
    out.name = topic.substr(0, at);
    out.set = verb == "set";
    if (rest.size() > 4) out.attribute = rest.substr(4);
    return out;
  }
}

std::optional<Object> Commands::read_message(const Topic& topic, std::string_view payload) {
  auto parsed = json::parse(payload);
  if (!topic.attribute.empty()) {
    return Object{{topic.attribute, parsed ? std::move(*parsed) : Value(payload)}};
  }
  if (parsed && parsed->is_object()) return std::move(parsed->object());
  if (!parsed && is_state_word(payload)) return Object{{"state", payload}};
  return std::nullopt;
}

Commands::Addressed Commands::resolve(const std::string& name) const {
  if (EntityPtr whole = entities_.find(std::string_view(name))) return {std::move(whole), {}};
  const std::size_t slash = name.rfind('/');
  if (slash == std::string::npos) return {};
  return {entities_.find(std::string_view(name).substr(0, slash)), name.substr(slash + 1)};
}

std::vector<const library::Definition*> Commands::definitions(const Entity& entity) const {
  std::vector<const library::Definition*> out;
  if (entity.is_device()) {
    if (entity.definition()) out.push_back(entity.definition());
    return out;
  }
  for (const network::Member& member : entity.group()->members) {
    const EntityPtr device = entities_.find(member.device);
    if (!device || !device->definition()) continue;
    if (std::find(out.begin(), out.end(), device->definition()) == out.end()) out.push_back(device->definition());
  }
  return out;
}

bool Commands::handle(std::string_view topic, std::string_view payload) {
  const auto parsed = parse(topic);
  if (!parsed) return false;
  Addressed to = resolve(parsed->name);
  if (!to.entity) {
    log::error(NS, "Entity '{}' is unknown", parsed->name);
    return true;
  }
  const Entity& entity = *to.entity;
  if (entity.is_device() && !entity.definition()) {
    log::error(NS, "Cannot publish to unsupported device '{}'", entity.name());
    return true;
  }
  if (entity.is_device() && !library::find_endpoint(entity.device(), entity.definition(), to.endpoint)) {
    log::error(NS, "Device '{}' has no endpoint '{}'", entity.name(), to.endpoint);
    return true;
  }
  const auto message = read_message(*parsed, payload);
  if (!message) {
    const std::string_view shown = payload.substr(0, 100);
    log::error(NS, "Invalid message '{}{}' on '{}', skipping: it must be a JSON object", shown, shown.size() < payload.size() ? "…" : "", topic);
    return true;
  }
  const auto known = definitions(entity);
  const library::Target target{known, entity.is_device() ? &entity.device() : nullptr, to.endpoint, entity.name()};
  auto calls = library::dispatch(target, parsed->set, *message);
  tasks_.spawn(entity.name(), carry_out(to.entity, std::move(calls), parsed->set));
  return true;
}

Task<> Commands::carry_out(EntityPtr entity, std::vector<library::Call> calls, bool set) {
  Object state;
  library::Step::MemberStates members;
  bool scenes_changed = false;
  // Definitions outlive what is under way, whatever becomes of the device meanwhile.
  const auto keep = entity->identified().definition;
  const std::string_view verb = set ? "set" : "get";
  for (library::Call& call : calls) {
    if (!call.encoder) {
      log::error(NS, "{}", call.problem);
      continue;
    }
    log::debug(NS, "Publishing {} '{}' to '{}'", verb, call.key, entity->name());
    library::Continuation step = [&call, &entity, set](library::Step& s) {
      const library::Request request{call.key, call.value, call.message, call.endpoint, call.endpoint_name, !entity->is_device()};
      (set ? call.encoder->set : call.encoder->get)(request, s);
    };
    network::Executor::Outcome outcome = co_await executor_.run(entity, std::move(step));
    scenes_changed = scenes_changed || changes_scenes(*call.encoder);
    if (outcome.error) {
      log::error(NS, "Publish '{}' '{}' to '{}' failed: 'Error: {}'", verb, call.key, entity->name(), outcome.error->text);
      continue;
    }
    if (!set || !entity->output().optimistic) continue;
    for (auto& [key, value] : outcome.published) {
      const std::string property = call.endpoint_name.empty() ? key : key + "_" + call.endpoint_name;
      if (!entity->output().filtered_optimistic.matches(property)) state.set(property, std::move(value));
    }
    for (auto& member : outcome.members) members.push_back(std::move(member));
  }
  if (!state.empty()) publisher_.publish(entity, state);
  for (const auto& [ieee, member_state] : members) {
    const EntityPtr member = entities_.find(ieee);
    if (member && !member_state.empty()) publisher_.publish(member, member_state);
  }
  if (scenes_changed && on_scenes_changed) on_scenes_changed(entity);
}

}  // namespace waggle::bridge
