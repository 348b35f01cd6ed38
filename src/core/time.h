// Time as the program sees it. Nobody asks the operating system: whoever waits or stamps is given
// a Scheduler, so tests run in virtual time and never sleep.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace waggle {

using Millis = std::chrono::milliseconds;
using std::chrono::operator""ms;
using std::chrono::operator""s;
using std::chrono::operator""min;
using std::chrono::operator""h;

/// A point on the monotonic clock; only differences mean anything.
struct Instant {
  std::chrono::nanoseconds since_start{};

  friend constexpr auto operator<=>(Instant, Instant) = default;
  friend constexpr Instant operator+(Instant a, std::chrono::nanoseconds d) {
    return {a.since_start + d};
  }
  friend constexpr std::chrono::nanoseconds operator-(Instant a, Instant b) {
    return a.since_start - b.since_start;
  }
};

/// A point in the calendar: milliseconds since 1970-01-01T00:00:00Z, as JavaScript counts.
struct WallTime {
  std::int64_t ms = 0;

  friend constexpr auto operator<=>(WallTime, WallTime) = default;
};

/// "2026-01-15T12:00:00.000Z", as JavaScript's toISOString.
std::string iso8601_utc(WallTime t);
/// "2026-01-15T13:00:00+01:00" in the zone of the environment.
std::string iso8601_local(WallTime t);
/// Minutes east of Greenwich, daylight saving included, at this moment in the zone of the environment.
int utc_offset_minutes(WallTime t);

}  // namespace waggle
