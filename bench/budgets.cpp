#include "bench/budgets.h"

#include <fmt/core.h>

#include <optional>
#include <string_view>

namespace waggle::bench {
namespace {

struct Row {
  std::string_view what;
  std::string_view measured;  // its name
  double budget;              // 0: there is none
  double unit;                // what `measured` is divided by
  std::string_view unit_name;
};

// clang-format off
constexpr Row rows[] = {
    {"octets to a UNPI frame",                       "Framing",          0,   1e3,  "us"},
    {"UNPI frame to a message",                      "IncomingMessage",  0,   1e3,  "us"},
    {"ZCL frame decoded",                            "ZclReport",        2,   1e3,  "us"},
    {"state of six values to JSON",                  "JsonText",         0,   1e3,  "us"},
    {"message in, MQTT bytes out",                   "FrameToPublish",   7,   1e3,  "us"},
    {"burst of 10,000 reports",                      "BurstOf10000",     70,  1e6,  "ms"},
    {"start to online, 10 devices",                  "Start/10",         50,  1e6,  "ms"},
    {"start to online, 100 devices",                 "Start/100",        50,  1e6,  "ms"},
    {"start to online, 1000 devices",                "Start/1000",       0,   1e6,  "ms"},
    {"resident memory, 100 devices",                 "resident/100",     10,  1e6,  "MB"},
    {"resident memory, each further device",         "each device",      4,   1e3,  "kB"},
    {"program on disk, stripped",                    "program",          12,  1e6,  "MB"},
};
// clang-format on

}  // namespace

int print_budgets(const Measured& measured) {
  int over = 0;
  fmt::print("\n{:<40} {:>12} {:>12}\n", "", "budget", "measured");
  for (const Row& row : rows) {
    const auto found = measured.find(std::string(row.measured));
    if (found == measured.end()) continue;
    const double value = found->second / row.unit;
    const bool too_much = row.budget > 0 && value > row.budget;
    over += too_much;
    const std::string budget = row.budget > 0 ? fmt::format("{:g} {}", row.budget, row.unit_name) : "-";
    fmt::print("{:<40} {:>12} {:>9.2f} {}{}\n", row.what, budget, value, row.unit_name, too_much ? "  OVER" : "");
  }
  fmt::print("{}\n", over == 0 ? "all within their budgets" : fmt::format("{} over budget", over));
  return over;
}

}  // namespace waggle::bench
