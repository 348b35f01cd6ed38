#include "coordinator/ember/stack_config.h"

#include <fmt/core.h>

#include "core/json.h"

namespace waggle::coordinator::ember {
namespace {

struct Row {
  std::string_view name;
  std::uint16_t StackConfig::* member;
  std::uint16_t low, high;
};
constexpr Row rows[] = {
    {"CONCENTRATOR_MIN_TIME", &StackConfig::concentrator_min_time, 1, 60},
    {"CONCENTRATOR_MAX_TIME", &StackConfig::concentrator_max_time, 30, 300},
    {"CONCENTRATOR_ROUTE_ERROR_THRESHOLD", &StackConfig::route_error_threshold, 1, 100},
    {"CONCENTRATOR_DELIVERY_FAILURE_THRESHOLD", &StackConfig::delivery_failure_threshold, 1, 100},
    {"CONCENTRATOR_MAX_HOPS", &StackConfig::max_hops, 0, 30},
    {"MAX_END_DEVICE_CHILDREN", &StackConfig::max_end_device_children, 6, 64},
    {"TRANSIENT_DEVICE_TIMEOUT", &StackConfig::transient_device_timeout, 0, 65535},
    {"END_DEVICE_POLL_TIMEOUT", &StackConfig::end_device_poll_timeout, 0, 14},
    {"TRANSIENT_KEY_TIMEOUT_S", &StackConfig::transient_key_timeout, 0, 65535},
};
constexpr std::string_view cca_modes[] = {"RSSI", "SIGNAL", "SIGNAL_OR_RSSI", "SIGNAL_AND_RSSI", "ALWAYS_TRANSMIT"};

}  // namespace

StackConfig read_stack_config(std::string_view json, std::vector<std::string>& complaints) {
  StackConfig out;
  const auto complain = [&](std::string_view name, std::string_view wanted) {
    complaints.push_back(fmt::format("stack_config.json: {} must be {}; the default is used", name, wanted));
  };
  const auto file = json::parse(json);
  if (!file || !file->is_object()) {
    complaints.push_back("stack_config.json cannot be read: " + (file ? std::string("it is no object") : file.error().text));
    return out;
  }
  if (const Value* ram = file->find("CONCENTRATOR_RAM_TYPE")) {
    out.low_ram = ram->string_or("") == "low";
    if (!out.low_ram && ram->string_or("") != "high") complain("CONCENTRATOR_RAM_TYPE", "\"high\" or \"low\"");
  }
  for (const Row& row : rows) {
    const Value* value = file->find(row.name);
    if (!value) continue;
    if (const auto number = value->integer(row.low, row.high)) {
      out.*row.member = static_cast<std::uint16_t>(*number);
    } else {
      complain(row.name, fmt::format("a number from {} to {}", row.low, row.high));
    }
  }
  if (out.concentrator_min_time >= out.concentrator_max_time) {
    complain("CONCENTRATOR_MIN_TIME", "less than CONCENTRATOR_MAX_TIME");
    out.concentrator_min_time = StackConfig().concentrator_min_time;
    out.concentrator_max_time = StackConfig().concentrator_max_time;
  }
  if (const Value* mode = file->find("CCA_MODE"); mode && !mode->is_null()) {
    for (std::size_t i = 0; i < std::size(cca_modes); ++i) {
      if (mode->string_or("") == cca_modes[i]) out.cca_mode = static_cast<std::uint8_t>(i);
    }
    if (!out.cca_mode) complain("CCA_MODE", "RSSI, SIGNAL, SIGNAL_OR_RSSI, SIGNAL_AND_RSSI or ALWAYS_TRANSMIT");
  }
  return out;
}

}  // namespace waggle::coordinator::ember
