#include "core/time.h"

#include <fmt/core.h>

#include <ctime>

namespace waggle {
namespace {

std::tm utc_fields(std::int64_t seconds) {
  const auto t = static_cast<std::time_t>(seconds);
  std::tm out{};
  gmtime_r(&t, &out);
  return out;
}

std::string date_and_time(const std::tm& t) {
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", t.tm_year + 1900, t.tm_mon + 1, t.tm_mday,
                     t.tm_hour, t.tm_min, t.tm_sec);
}

std::int64_t floor_seconds(WallTime t) {
  return t.ms >= 0 ? t.ms / 1000 : (t.ms - 999) / 1000;
}

}  // namespace

std::string iso8601_utc(WallTime t) {
  const std::int64_t seconds = floor_seconds(t);
  return fmt::format("{}.{:03}Z", date_and_time(utc_fields(seconds)), t.ms - seconds * 1000);
}

int utc_offset_minutes(WallTime t) {
  const auto seconds = static_cast<std::time_t>(floor_seconds(t));
  std::tm local{};
  localtime_r(&seconds, &local);
  return static_cast<int>(local.tm_gmtoff / 60);
}

std::string iso8601_local(WallTime t) {
  const int offset = utc_offset_minutes(t);
  const int size = offset < 0 ? -offset : offset;
  return fmt::format("{}{}{:02}:{:02}", date_and_time(utc_fields(floor_seconds(t) + offset * 60)),
                     offset < 0 ? '-' : '+', size / 60, size % 60);
}

}  // namespace waggle
