#include "mqtt/outbox.h"

namespace waggle::mqtt {

bool Outbox::put(const std::string& topic, std::string_view payload, const PublishOptions& options,
                 Instant now) {
  if (const auto found = by_topic_.find(topic); found != by_topic_.end()) {
    const auto at = found->second;
    at->payload = payload;
    at->options = options;
    at->since = now;
    kept_.splice(kept_.end(), kept_, at);
    return true;
  }
  if (kept_.size() >= capacity) return false;
  kept_.push_back({topic, std::string(payload), options, now});
  by_topic_.emplace(kept_.back().topic, std::prev(kept_.end()));
  return true;
}

void Outbox::drain(Instant now,
                   const std::function<bool(const std::string&, std::string_view,
                                            const PublishOptions&)>& send) {
  while (!kept_.empty()) {
    const Kept& first = kept_.front();
    PublishOptions options = first.options;
    bool expired = false;
    if (options.expiry > 0) {
      const auto age = std::chrono::duration_cast<std::chrono::seconds>(now - first.since).count();
      expired = age >= options.expiry;
      if (!expired) options.expiry -= static_cast<std::uint32_t>(age);
    }
    if (!expired && !send(first.topic, first.payload, options)) return;
    by_topic_.erase(first.topic);
    kept_.pop_front();
  }
}

}  // namespace waggle::mqtt
