#include "bridge/state_cache.h"

#include <algorithm>

#include "core/json.h"
#include "core/log.h"

namespace waggle::bridge {
namespace {

constexpr std::string_view NS = "z2m:state";
constexpr std::chrono::seconds save_delay{30};

// Events and scratch values: true at one moment only.
constexpr std::string_view never_kept[] = {
    "action", "button", "button_left", "button_right", "forgotten", "keyerror", "step_size", "transition_time",
    "group_list", "group_capacity", "no_occupancy_since", "step_mode", "elapsed", "from_side", "to_side",
    "illuminance_lux"};

bool is_kept(std::string_view key) {
  return !key.starts_with("action_") && std::find(std::begin(never_kept), std::end(never_kept), key) == std::end(never_kept);
}

// Objects into objects; everything else replaces. Keys stay sorted.
void merge_sorted(Object& into, const Object& from) {
  for (const auto& [key, value] : from) {
    Value* known = into.find(key);
    if (known && known->is_object() && value.is_object()) {
      merge_sorted(known->object(), value.object());
    } else if (value.is_object()) {
      Object sorted;
      merge_sorted(sorted, value.object());
      into.set_sorted(key, std::move(sorted));
    } else if (known) {
      *known = value;
    } else {
      into.set_sorted(key, value);
    }
  }
}

}  // namespace

StateCache::StateCache(Scheduler& scheduler, io::Files& files, std::string path, bool persistent)
    : files_(files), path_(std::move(path)), persistent_(persistent), timer_(scheduler) {}

void StateCache::load() {
  if (!files_.exists(path_)) return;
  auto text = files_.read(path_);
  auto parsed = text ? json::parse(*text) : Result<Value>(text.error());
  if (!parsed || !parsed->is_object()) {
    log::error(NS, "{} cannot be read ({}); it is kept as {}.damaged and states are learned anew", path_,
               parsed ? "it is no object" : parsed.error().text, path_);
    if (text) (void)files_.replace(path_ + ".damaged", *text);
    return;
  }
  for (const auto& [id, state] : parsed->object()) {
    if (!state.is_object()) continue;
    Object sorted;
    merge_sorted(sorted, state.object());
    states_[id] = std::move(sorted);
  }
}

void StateCache::save() {
  timer_.stop();
  if (!dirty_ || !persistent_) return;
  Object all;
  for (const auto& [id, state] : states_) all.set(id, state);
  auto done = files_.replace(path_, json::pretty(all, 4));
  if (done) {
    dirty_ = false;
  } else {
    log::error(NS, "Failed to write state to '{}' ({})", path_, done.error().text);
  }
}

void StateCache::changed() {
  if (!dirty_ && persistent_) timer_.start(save_delay, [this] { save(); });
  dirty_ = true;
}

const Object& StateCache::get(const std::string& id) const {
  static const Object empty;
  const auto found = states_.find(id);
  return found == states_.end() ? empty : found->second;
}

Object StateCache::set(const std::string& id, const Object& update, const PropertyFilter& filtered) {
  Object& state = states_[id];
  Object passing;  // published, but not kept
  Object kept;
  const bool all_kept = std::all_of(update.begin(), update.end(), [&](const Member& m) {
    return is_kept(m.key) && !filtered.matches(m.key);
  });
  if (all_kept) {
    merge_sorted(state, update);
  } else {
    for (const auto& [key, value] : update) {
      (is_kept(key) && !filtered.matches(key) ? kept : passing).set(key, value);
    }
    merge_sorted(state, kept);
  }
  if (!update.empty()) changed();
  Object out = state;
  filtered.remove_from(state);
  if (!passing.empty()) merge_sorted(out, passing);
  return out;
}

void StateCache::remove(const std::string& id) {
  if (states_.erase(id) > 0) changed();
}

}  // namespace waggle::bridge
