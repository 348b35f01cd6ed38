#include "coordinator/deconz/status.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>

namespace waggle::coordinator::deconz {
namespace {

constexpr std::string_view names[] = {"success", "failure", "busy", "timeout", "unsupported", "error", "no network", "invalid value"};

struct Confirm {
  std::uint8_t code;
  std::string_view name;
  bool silent, crowded;
};
constexpr Confirm confirms[] = {
    {confirm::success, "success", false, false},
    {0xA0, "ASDU_TOO_LONG", false, false},
    {0xA6, "INVALID_PARAMETER", false, false},
    {confirm::aps_no_ack, "NO_ACK of the device", true, false},
    {0xA8, "NO_BOUND_DEVICE", false, false},
    {0xA9, "NO_SHORT_ADDRESS", true, false},
    {0xC2, "INVALID_REQUEST", false, false},
    {0xC7, "UNKNOWN_DEVICE", true, false},
    {confirm::no_route, "NO_ROUTE_AVAILABLE", true, false},
    {confirm::route_error, "ROUTE_ERROR", true, false},
    {confirm::broadcasts_full, "broadcast table full", false, true},
    {confirm::no_channel_access, "CHANNEL_ACCESS_FAILURE", false, true},
    {0xE5, "FRAME_TOO_LONG", false, false},
    {0xE8, "MAC INVALID_PARAMETER", false, false},
    {confirm::no_ack, "NO_ACK of the next hop", true, false},
    {0xEA, "NO_BEACON", true, false},
    {confirm::expired, "TRANSACTION_EXPIRED", true, false},
    {confirm::overflow, "TRANSACTION_OVERFLOW", false, true},
};
const Confirm* find(std::uint8_t code) {
  const auto* found = std::find_if(std::begin(confirms), std::end(confirms), [&](const Confirm& row) { return row.code == code; });
  return found == std::end(confirms) ? nullptr : found;
}

}  // namespace

std::string status_name(std::uint8_t status) {
  return status < std::size(names) ? std::string(names[status]) : fmt::format("status {}", status);
}
std::string confirm_name(std::uint8_t confirmed) {
  const Confirm* row = find(confirmed);
  return row ? std::string(row->name) : fmt::format("status {:#04x}", confirmed);
}
bool silent(std::uint8_t confirmed) {
  const Confirm* row = find(confirmed);
  return row && row->silent;
}
bool crowded(std::uint8_t confirmed) {
  const Confirm* row = find(confirmed);
  return row && row->crowded;
}

}  // namespace waggle::coordinator::deconz
