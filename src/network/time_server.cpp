#include "network/time_server.h"

#include <algorithm>

namespace waggle::network {
namespace {

constexpr std::int64_t seconds_to_2000 = 946'684'800;
constexpr std::int64_t day = 86'400;
constexpr std::uint32_t never = 0xFFFFFFFF;
constexpr std::uint8_t master_and_superseding = 0b1101;  // master of time, zone and daylight saving

std::int64_t seconds(WallTime t) { return t.ms / 1000 - seconds_to_2000; }
int offset_at(std::int64_t zigbee_seconds) {
  return utc_offset_minutes({(zigbee_seconds + seconds_to_2000) * 1000}) * 60;
}

/// When the clocks of this year are put forward and back. Zones that do anything but that once each
/// are given as having no daylight saving, with the offset of the moment.
struct Season {
  int zone = 0;   // seconds east of Greenwich, standard time
  int shift = 0;  // what is added between start and end
  std::uint32_t start = never;
  std::uint32_t end = never;
};

std::int64_t change_between(std::int64_t low, std::int64_t high) {
  const int before = offset_at(low);
  while (high - low > 1) {
    const std::int64_t middle = low + (high - low) / 2;
    (offset_at(middle) == before ? low : high) = middle;
  }
  return high;
}

Season season_of(std::int64_t now) {
  const std::int64_t year_start = now - now % (365 * day + day / 4);
  std::int64_t changes[3];
  int count = 0;
  for (std::int64_t t = year_start; t < year_start + 366 * day && count < 3; t += day) {
    if (offset_at(t) != offset_at(t + day)) changes[count++] = change_between(t, t + day);
  }
  Season out;
  out.zone = offset_at(now);
  if (count != 2) return out;
  const bool north = offset_at(changes[0]) > offset_at(changes[0] - 1);
  const std::int64_t forward = north ? changes[0] : changes[1];
  const std::int64_t back = north ? changes[1] : changes[0];
  out.zone = offset_at(back);
  out.shift = offset_at(forward) - out.zone;
  out.start = static_cast<std::uint32_t>(forward);
  out.end = static_cast<std::uint32_t>(back - 1);
  return out;
}

}  // namespace

std::optional<Value> time_attribute(AttributeId id, WallTime wall) {
  const std::int64_t now = seconds(wall);
  switch (id.raw) {
    case 0x0000:
    case 0x0008: return Value(now);
    case 0x0001: return Value(master_and_superseding);
    case 0x0009: return Value(now + day);
    default: break;
  }
  const Season season = season_of(now);
  switch (id.raw) {
    case 0x0002: return Value(season.zone);
    case 0x0003: return Value(season.start);
    case 0x0004: return Value(season.end);
    case 0x0005: return Value(season.shift);
    case 0x0006: return Value(now + season.zone);
    case 0x0007: return Value(now + offset_at(now));
    default: return std::nullopt;
  }
}

}  // namespace waggle::network
