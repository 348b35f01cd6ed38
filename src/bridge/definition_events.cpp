#include "bridge/definition_events.h"

#include "core/log.h"

namespace waggle::bridge {
namespace {
constexpr std::string_view NS = "z2m";
}

void DefinitionEvents::trigger(const EntityPtr& entity, library::Event event) {
  if (!entity->definition() || entity->definition()->events().empty()) return;
  tasks_.spawn(entity->name(), run(entity, event));
}

Task<> DefinitionEvents::run(EntityPtr entity, library::Event event) {
  const auto definition = entity->identified().definition;  // outlives what is under way
  for (const library::EventHandler& handler : definition->events()) {
    if (handler.event != event) continue;
    network::Executor::Outcome outcome = co_await executor_.run(entity, handler.action);
    if (!outcome.published.empty()) entity->publish(std::move(outcome.published));
    if (outcome.error) log::error(NS, "'{}': {}", entity->name(), outcome.error->text);
  }
}

}  // namespace waggle::bridge
