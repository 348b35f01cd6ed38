#include "core/log/repeats.h"

#include <fmt/core.h>

#include <algorithm>

namespace waggle::log {
namespace {

constexpr std::int64_t window_ms = 60'000;
constexpr int written_first = 3;
constexpr int written_later = 1;      // a minute, while it goes on
constexpr std::size_t most_kept = 256;  // different lines; more are written uncounted

// A clock that was set back also ends the minute.
bool over(WallTime since, WallTime now) { return now < since || now.ms - since.ms >= window_ms; }

}  // namespace

void Repeats::hear(const Message& message) {
  settle(message.time);
  Key key{message.level, message.name, message.text};
  if (row_ && *row_ != key) {
    if (const auto entry = counts_.find(*row_); entry != counts_.end()) {
      tell(entry, message.time);
      counts_.erase(entry);
    }
    row_.reset();
  }
  auto entry = counts_.find(key);
  const bool countable = message.level != Level::debug && (entry != counts_.end() || counts_.size() < most_kept);
  if (!countable) return write_(message);
  if (entry == counts_.end()) entry = counts_.emplace(key, Count{message.time, written_first}).first;
  if (message.level == Level::info) row_ = std::move(key);
  if (entry->second.left > 0) {
    --entry->second.left;
    write_(message);
  } else {
    ++entry->second.counted;
  }
}

void Repeats::settle(WallTime now) {
  for (auto entry = counts_.begin(); entry != counts_.end();) {
    if (!over(entry->second.since, now)) {
      ++entry;
    } else if (entry->second.counted > 0) {
      tell(entry, now);
      entry->second = {now, written_later};
      ++entry;
    } else {
      entry = counts_.erase(entry);
    }
  }
}

void Repeats::finish(WallTime now) {
  for (auto entry = counts_.cbegin(); entry != counts_.cend(); ++entry) tell(entry, now);
  counts_.clear();
  row_.reset();
}

void Repeats::tell(Counts::const_iterator entry, WallTime now) {
  const auto& [level, name, text] = entry->first;
  const auto& count = entry->second;
  if (count.counted == 0) return;
  const std::int64_t seconds = std::max<std::int64_t>(1, (now.ms - count.since.ms + 500) / 1000);
  const std::string line = fmt::format("… {} more of the same in {} s: {}", count.counted, seconds, text);
  write_({level, name, line, now});
}

}  // namespace waggle::log
