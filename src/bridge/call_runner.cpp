#include "bridge/call_runner.h"

#include <algorithm>

namespace waggle::bridge {
namespace {

constexpr std::string_view NS = "z2m";

bool changes_scenes(const library::Encoder& encoder) {
  return std::any_of(encoder.keys.begin(), encoder.keys.end(), [](const std::string& key) {
    return key.starts_with("scene_") && key != "scene_recall";
  });
}

void add(KeyResults& out, const library::Call& call, const KeyResult& result) {
  for (const library::Call::Key& key : call.serves) {
    out.push_back({key.written, key.property, result.fate, result.reason, result.code});
  }
}

std::vector<const library::Definition*> definitions(const Entities& entities, const Entity& entity) {
  std::vector<const library::Definition*> out;
  if (entity.is_device()) {
    if (entity.definition()) out.push_back(entity.definition());
    return out;
  }
  for (const network::Member& member : entity.group()->members) {
    const EntityPtr device = entities.find(member.device);
    if (!device || !device->definition()) continue;
    if (std::find(out.begin(), out.end(), device->definition()) == out.end()) out.push_back(device->definition());
  }
  return out;
}

}  // namespace

std::vector<library::Call> CallRunner::dispatch(const Entity& entity, const std::string& endpoint, bool set, const Object& message) const {
  const auto known = definitions(entities_, entity);
  const library::Target target{known, entity.is_device() ? &entity.device() : nullptr, endpoint, entity.name()};
  return library::dispatch(target, set, message);
}

Task<KeyResults> CallRunner::run(EntityPtr entity, std::vector<library::Call> calls, bool set, log::Level failures) {
  KeyResults results;
  Object state;
  library::Step::MemberStates members;
  bool scenes_changed = false;
  // Definitions outlive what is under way, whatever becomes of the device meanwhile.
  const auto keep = entity->identified().definition;
  const std::string_view verb = set ? "set" : "get";
  for (library::Call& call : calls) {
    if (!call.encoder) {
      log::error(NS, "{}", call.problem);
      add(results, call, {{}, {}, Fate::error, call.problem, {}});
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
      log::write(failures, NS, fmt::format("Publish '{}' '{}' to '{}' failed: 'Error: {}'", verb, call.key, entity->name(), outcome.error->text));
      add(results, call, {{}, {}, Fate::error, outcome.error->text, outcome.error->code});
      continue;
    }
    add(results, call, {});
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
  co_return results;
}

}  // namespace waggle::bridge
