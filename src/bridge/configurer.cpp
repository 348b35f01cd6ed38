#include "bridge/configurer.h"

#include "core/log.h"

namespace waggle::bridge {
namespace {

constexpr std::string_view NS = "z2m";
constexpr int max_attempts = 3;
constexpr std::chrono::seconds pause{10};
/// Of definitions that never change what they set up.
constexpr std::string_view unversioned = "0.0.0";

std::string_view version_of(const Entity& entity) {
  const std::string& version = entity.definition()->version;
  return version.empty() ? unversioned : std::string_view(version);
}

}  // namespace

bool Configurer::can_configure(const Entity& entity) {
  return entity.definition() && !entity.definition()->configure().empty();
}

bool Configurer::wanted(const Entity& entity) const {
  if (!can_configure(entity) || entity.output().disabled || !entity.zigbee_device()->interviewed()) return false;
  const Value* done = entity.zigbee_device()->meta.find("configured");
  if (!done) return true;
  const std::string_view version = version_of(entity);
  return version != unversioned && done->string_or("") != version;
}

void Configurer::start(std::vector<EntityPtr> routers) { tasks_.spawn("configure", run_all(std::move(routers))); }

Task<> Configurer::run_all(std::vector<EntityPtr> routers) {
  for (const EntityPtr& entity : routers) {
    co_await sleep(scheduler_, pause);
    if (wanted(*entity)) co_await run_unasked(entity);
  }
}

void Configurer::heard(const EntityPtr& entity) {
  if (running_.contains(entity.get()) || !wanted(*entity)) return;
  const auto tried = attempts_.find(entity->id());
  if (tried != attempts_.end() && tried->second >= max_attempts) return;
  tasks_.spawn(entity->name(), run_unasked(entity));
}

void Configurer::joined(const EntityPtr& entity) {
  if (entity->zigbee_device()->meta.erase("configured")) network_.touch();
  heard(entity);
}

void Configurer::configure_again(const EntityPtr& entity) {
  if (entity->zigbee_device()->meta.erase("configured")) network_.touch();
  if (!entity->zigbee_device()->is_end_device()) heard(entity);
}

Task<> Configurer::run_unasked(EntityPtr entity) {
  auto done = co_await run(entity);
  if (!done) co_return;  // told in the log, and tried again when the device is heard
}

Task<Result<>> Configurer::configure(EntityPtr entity) { co_return co_await run(std::move(entity)); }

Task<Result<>> Configurer::run(EntityPtr entity) {
  if (running_.contains(entity.get())) co_return Result<>{};
  struct Running {
    std::set<const Entity*>& set;
    const Entity* entity;
    ~Running() { set.erase(entity); }
  };
  running_.insert(entity.get());
  const Running running{running_, entity.get()};
  log::info(NS, "Configuring '{}'", entity->name());
  const auto definition = entity->identified().definition;
  std::optional<Error> error;
  for (const library::Configure& step : definition->configure()) {
    network::Executor::Outcome outcome = co_await executor_.run(entity, step);
    if (!outcome.error) continue;
    error = std::move(outcome.error);
    break;
  }
  if (error) {
    const int attempt = ++attempts_[entity->id()];
    log::error(NS, "Failed to configure '{}', attempt {} ({})", entity->name(), attempt, error->text);
    co_return std::move(*error);
  }
  attempts_.erase(entity->id());
  const std::string version(version_of(*entity));
  log::info(NS, "Successfully configured '{}' (definition v{})", entity->name(), version);
  entity->zigbee_device()->meta.set("configured", version);
  (void)network_.save();
  if (on_configured) on_configured(entity);
  co_return Result<>{};
}

}  // namespace waggle::bridge
