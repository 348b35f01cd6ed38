#include "bridge/receiver.h"

#include <algorithm>

#include "core/log.h"

namespace waggle::bridge {
namespace {

constexpr std::string_view NS = "z2m";

std::chrono::nanoseconds seconds(double value) {
  return std::chrono::nanoseconds(static_cast<std::int64_t>(value * 1e9));
}

/// Every device has these, and what they say is used before it comes here.
bool is_housekeeping(ClusterId cluster) {
  constexpr std::uint16_t clusters[] = {0x0000, 0x000A, 0x0019, 0x0020};  // basic, time, OTA, poll control
  return std::find(std::begin(clusters), std::end(clusters), cluster.raw) != std::end(clusters);
}

}  // namespace

Receiver::Receiver(Scheduler& scheduler, network::Executor& executor, Publisher& publisher)
    : scheduler_(scheduler), executor_(executor), publisher_(publisher) {
  publisher_.on_published.push_back([this](const Publication& p) { published(p); });
}

void Receiver::on_message(const EntityPtr& entity, const library::Message& message) {
  const library::Definition* definition = entity->definition();
  if (!definition || !entity->zigbee_device()->interviewed()) {
    if (publisher_.last_seen_wanted()) publisher_.publish(entity, {}, PublishReason::last_seen);
    return;
  }
  const library::Context context{entity->device(), entity->state(), entity->options(), scheduler_.wall(), entity->memory()};
  library::Step step(context);
  const std::size_t listening = definition->decode(message, step);
  if (listening == 0 && !is_housekeeping(message.cluster())) {
    log::debug(NS, "No converter available for '{}' with cluster '{}'", definition->model,
               zcl::cluster_label(definition->catalogue(), message.cluster()));
    if (publisher_.last_seen_wanted()) publisher_.publish(entity, {}, PublishReason::last_seen);
    return;
  }
  if (step.error()) log::error(NS, "{}: {}", entity->name(), step.error()->text);
  executor_.follow_in_background(entity, std::move(step.effects()), entity->name());
  if (!step.published().empty() || publisher_.last_seen_wanted()) publish(entity, std::move(step.published()));
}

void Receiver::on_seen(const EntityPtr& entity, network::SeenReason reason) {
  // Messages are published with their content.
  if (reason == network::SeenReason::message || !publisher_.last_seen_wanted()) return;
  publisher_.publish(entity, {}, PublishReason::last_seen);
}

void Receiver::publish(const EntityPtr& entity, Object payload) {
  entity->calibrate(payload);
  if (publisher_.elapsed_wanted()) {
    const WallTime now = scheduler_.wall();
    const auto before = heard_.find(entity.get());
    if (before != heard_.end()) payload.set("elapsed", now.ms - before->second.ms);
    heard_[entity.get()] = now;
  }
  if (entity->output().debounce > 0) {
    debounce(entity, payload);
  } else if (entity->output().throttle > 0) {
    throttle(entity, payload);
  } else {
    publisher_.publish(entity, payload);
  }
}

// Devices report one thing in several messages: wait until they have finished. A key that must not be
// overwritten (an action, say) sends off what was held back before it.
void Receiver::debounce(const EntityPtr& entity, const Object& payload) {
  Pending& pending = debounced_.try_emplace(entity.get(), scheduler_).first->second;
  auto send = [this, entity, &pending] {
    const Object held = std::exchange(pending.payload, {});
    publisher_.publish(entity, held, PublishReason::debounce);
  };
  const auto& guarded = entity->output().debounce_ignore;
  const bool conflict = std::any_of(pending.payload.begin(), pending.payload.end(), [&](const Member& held) {
    const Value* fresh = payload.find(held.key);
    return fresh && !(*fresh == held.value) && std::find(guarded.begin(), guarded.end(), held.key) != guarded.end();
  });
  if (conflict) send();
  for (const auto& [key, value] : payload) pending.payload.set(key, value);
  publisher_.remember(entity, pending.payload);
  pending.timer.start(seconds(entity->output().debounce), send);
}

// The first at once, then the latest at the end of each interval.
void Receiver::throttle(const EntityPtr& entity, const Object& payload) {
  Pending& pending = throttled_.try_emplace(entity.get(), scheduler_).first->second;
  publisher_.remember(entity, payload);
  if (pending.timer.running()) {
    pending.payload = payload;
    pending.waiting = true;
    return;
  }
  pending.timer.start(seconds(entity->output().throttle), [this, entity] { throttle_over(entity); });
  publisher_.publish(entity, payload, PublishReason::throttle);
}

void Receiver::throttle_over(const EntityPtr& entity) {
  const auto found = throttled_.find(entity.get());
  if (found == throttled_.end() || !found->second.waiting) return;
  Pending& pending = found->second;
  pending.waiting = false;
  const Object payload = std::exchange(pending.payload, {});
  if (entity->output().throttle > 0) {
    pending.timer.start(seconds(entity->output().throttle), [this, entity] { throttle_over(entity); });
  }
  publisher_.publish(entity, payload, PublishReason::throttle);
}

// What has been published some other way meanwhile is newer than what is held back.
void Receiver::published(const Publication& publication) {
  if (publication.reason == PublishReason::debounce || publication.reason == PublishReason::last_seen) return;
  const auto found = debounced_.find(publication.entity.get());
  if (found == debounced_.end()) return;
  for (const auto& [key, value] : publication.payload) found->second.payload.erase(key);
}

void Receiver::forget(const Entity& entity) {
  debounced_.erase(&entity);
  throttled_.erase(&entity);
  heard_.erase(&entity);
}

}  // namespace waggle::bridge
