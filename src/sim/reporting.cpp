#include "sim/reporting.h"

#include <algorithm>
#include <cmath>

namespace waggle::sim {
namespace {

constexpr std::uint16_t never = 0xFFFF;
// Attributes that change together, such as the two coordinates of a colour, go out in one frame.
constexpr auto gathering = 10ms;

bool is_analog(zcl::Type type) {
  const zcl::TypeInfo* info = zcl::find_type(type);
  return info && info->analog;
}

}  // namespace

Reporter::Reporter(Scheduler& scheduler, const Attributes& attributes, Send send)
    : scheduler_(scheduler), attributes_(attributes), send_(std::move(send)), flush_(scheduler) {}

void Reporter::configure(const AttributeKey& key, ReportPlan plan) {
  if (plan.max == never) {
    entries_.erase(key);
    return;
  }
  const auto [at, added] = entries_.try_emplace(key, scheduler_);
  Entry& entry = at->second;
  entry.plan = std::move(plan);
  if (added) entry.sent = scheduler_.now();
  arm(key, entry);
}

const ReportPlan* Reporter::find(const AttributeKey& key) const {
  const auto at = entries_.find(key);
  return at == entries_.end() ? nullptr : &at->second.plan;
}

void Reporter::changed(const AttributeKey& key) {
  const auto at = entries_.find(key);
  const Attribute* attribute = attributes_.find(key);
  if (at == entries_.end() || !attribute || at->second.pending) return;
  Entry& entry = at->second;
  if (entry.last && is_analog(entry.plan.type)) {
    const double moved = std::abs(as_number(attribute->value) - as_number(*entry.last));
    if (moved < as_number(entry.plan.change) || moved == 0) return;
  } else if (entry.last && *entry.last == attribute->value) {
    return;
  }
  entry.pending = true;
  // The first change ever is told at once, however short the time since configuring.
  if (!entry.last)
    entry.sent = {scheduler_.now().since_start - std::chrono::seconds(entry.plan.min)};
  arm(key, entry);
}

void Reporter::clear() {
  entries_.clear();
  due_.clear();
  flush_.stop();
}

void Reporter::arm(const AttributeKey& key, Entry& entry) {
  entry.timer.stop();
  std::chrono::nanoseconds interval{};
  if (entry.pending) {
    interval = std::chrono::seconds(entry.plan.min);
  } else if (entry.plan.max != 0) {
    interval = std::chrono::seconds(std::max(entry.plan.max, entry.plan.min));
  } else {
    return;
  }
  entry.timer.start(entry.sent + interval - scheduler_.now(), [this, key] { due(key); });
}

void Reporter::due(const AttributeKey& key) {
  due_.insert(key);
  if (!flush_.running()) flush_.start(gathering, [this] { flush(); });
}

void Reporter::flush() {
  const std::set<AttributeKey> ready = std::exchange(due_, {});
  for (auto first = ready.begin(); first != ready.end();) {
    std::vector<AttributeKey> together;
    auto next = first;
    for (; next != ready.end() && next->place == first->place; ++next) {
      if (next->manufacturer != first->manufacturer) break;
      const auto at = entries_.find(*next);
      const Attribute* attribute = attributes_.find(*next);
      if (at == entries_.end() || !attribute) continue;  // reconfigured or reset meanwhile
      at->second.pending = false;
      at->second.last = attribute->value;
      at->second.sent = scheduler_.now();
      arm(*next, at->second);
      together.push_back(*next);
    }
    if (!together.empty()) send_(together);
    first = next;
  }
}

}  // namespace waggle::sim
