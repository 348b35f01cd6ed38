#include "bridge/state_cache.h"

#include <algorithm>

#include "core/json.h"
#include "core/log.h"
#include "io/journal.h"

namespace waggle::bridge {
namespace {

constexpr std::string_view NS = "z2m:state";
// What is reported in one breath is written at once.
constexpr Millis breath{100};
constexpr std::chrono::minutes between_rewrites{5};
constexpr std::size_t long_journal = 1 << 20;

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
    : files_(files), path_(std::move(path)), journal_path_(path_ + ".journal"), persistent_(persistent),
      scheduler_(scheduler), write_timer_(scheduler), rewrite_timer_(scheduler) {}

// Reading ----------------------------------------------------------------------------------------------------

void StateCache::load() {
  const std::string file = load_file();
  file_size_ = file.size();
  base_.file = file.empty() ? 0 : io::checksum(file);
  if (persistent_ && files_.exists(journal_path_)) load_journal(file);
}

std::string StateCache::load_file() {
  if (!files_.exists(path_)) return {};
  auto text = files_.read(path_);
  auto parsed = text ? json::parse(*text) : Result<Value>(text.error());
  if (!parsed || !parsed->is_object()) {
    log::error(NS, "{} cannot be read ({}); it is kept as {}.damaged and states are learned anew", path_,
               parsed ? "it is no object" : parsed.error().text, path_);
    if (text) (void)files_.replace(path_ + ".damaged", *text);
    return {};
  }
  for (const auto& [id, state] : parsed->object()) {
    if (!state.is_object()) continue;
    Object sorted;
    merge_sorted(sorted, state.object());
    states_[id] = std::move(sorted);
  }
  return std::move(*text);
}

void StateCache::load_journal(const std::string& file) {
  rewrite_needed_ = true;  // never written to again: its end may be torn
  auto text = files_.read(journal_path_);
  if (!text) {
    log::error(NS, "{}; states are those of {}, up to five minutes older", text.error().text, path_);
    return;
  }
  const auto journal = StateJournal::read(*text);
  const std::uint32_t here = file.empty() ? 0 : io::checksum(file);
  if (!journal || (here != journal->base.file && here != journal->base.before)) {
    log::info(NS, "{} does not go on from {}, which is newer or was changed by hand, and is left out", journal_path_, path_);
    return;
  }
  journal->apply_to(states_);
  log::debug(NS, "{} changes of states were read from {}{}", journal->changes.size(), journal_path_,
             journal->torn ? "; the last one was not finished" : "");
  changed();
}

// Writing ----------------------------------------------------------------------------------------------------

std::string StateCache::content() const {
  Object all;
  for (const auto& [id, state] : states_) all.set(id, state);
  return json::pretty(all, 4);
}

void StateCache::changed() {
  newer_than_file_ = true;
  if (!persistent_) return;
  if (!rewrite_timer_.running()) {
    rewrite_timer_.start(between_rewrites, [this] {
      rewrite_needed_ = true;
      schedule();
    });
  }
  schedule();
}

void StateCache::schedule() {
  if (write_timer_.running() || under_way_) return;
  std::chrono::nanoseconds wait = breath;
  if (last_write_) wait = std::max(wait, *last_write_ + between_writes - scheduler_.now());
  write_timer_.start(wait, [this] {
    last_write_ = scheduler_.now();
    if (rewrite_needed_ || journal_size_ > std::max(long_journal, 4 * file_size_)) {
      rewrite();
    } else {
      append_changes();
    }
  });
}

void StateCache::give(io::Files::Work work, std::function<void(const Result<>&)> then) {
  under_way_ = true;
  const unsigned job = ++job_;
  files_.later(std::move(work), [this, job, then = std::move(then), alive = std::weak_ptr(alive_)](const Result<>& done) {
    if (alive.expired() || job != job_) return;
    under_way_ = false;
    if (!done) log::error(NS, "Failed to write states: {}", done.error().text);
    then(done);
  });
}

void StateCache::append_changes() {
  if (unwritten_.empty()) return;
  std::string text = journal_open_ ? std::string() : StateJournal::first_line(base_);
  text += unwritten_.line(states_);
  unwritten_.clear();
  journal_size_ = text.size() + (journal_open_ ? journal_size_ : 0);
  auto work = [path = journal_path_, open = journal_open_, text = std::move(text)](io::Files& files) {
    return open ? files.append(path, text) : files.replace(path, text);
  };
  give(std::move(work), [this](const Result<>& done) {
    journal_open_ = done.ok();
    if (!done) rewrite_needed_ = true;
    if (!done || !unwritten_.empty()) schedule();
  });
}

void StateCache::rewrite() {
  std::string text = content();
  unwritten_.clear();
  newer_than_file_ = false;
  rewrite_timer_.stop();
  // The old journal does not fit the new file, and would be left out should it stay.
  auto work = [path = path_, journal = journal_path_, text](io::Files& files) -> Result<> {
    TRY_DO(files.replace(path, text));
    return files.remove(journal);
  };
  give(std::move(work), [this, text = std::move(text)](const Result<>& done) { rewritten(done, text); });
}

void StateCache::rewritten(const Result<>& done, const std::string& text) {
  rewrite_needed_ = !done;
  if (!done) {
    newer_than_file_ = true;
    schedule();
    return;
  }
  base_ = {io::checksum(text), base_.file};
  file_size_ = text.size();
  journal_size_ = 0;
  journal_open_ = false;
  if (!unwritten_.empty()) schedule();
}

void StateCache::save() {
  write_timer_.stop();
  rewrite_timer_.stop();
  if (!persistent_ || !(newer_than_file_ || rewrite_needed_)) return;
  ++job_;
  under_way_ = false;
  const std::string text = content();
  auto done = files_.replace(path_, text);
  if (done) done = files_.remove(journal_path_);
  if (done) {
    unwritten_.clear();
    newer_than_file_ = false;
  } else {
    log::error(NS, "Failed to write state to '{}' ({})", path_, done.error().text);
  }
  rewritten(done, text);
}

const Object& StateCache::get(const std::string& id) const {
  static const Object empty;
  const auto found = states_.find(id);
  return found == states_.end() ? empty : found->second;
}

Object StateCache::set(const std::string& id, const Object& update, const PropertyFilter& filtered) {
  Object& state = states_[id];
  Object passing;  // published, but not kept
  bool any = false;
  auto keep = [&](const std::string& key, const Value& value) {
    const Value* known = state.find(key);
    if (known && *known == value) return;
    any = true;
    unwritten_.changed(id, key);
    merge_sorted(state, Object{{key, value}});
  };
  for (const auto& [key, value] : update) {
    if (is_kept(key) && !filtered.matches(key)) {
      keep(key, value);
    } else {
      passing.set(key, value);
    }
  }
  Object out = state;
  filtered.remove_from(state);
  if (state.size() != out.size()) {
    any = true;
    unwritten_.whole(id);
  }
  if (any) changed();
  if (!passing.empty()) merge_sorted(out, passing);
  return out;
}

void StateCache::remove(const std::string& id) {
  if (states_.erase(id) == 0) return;
  unwritten_.removed(id);
  changed();
}

void StateCache::remove(const std::string& id, std::string_view key) {
  const auto state = states_.find(id);
  if (state == states_.end() || !state->second.erase(key)) return;
  unwritten_.whole(id);
  changed();
}

}  // namespace waggle::bridge
