// Statuses of ZBOSS: a category (whose codes they are) and a code. Kept in one number, the category in the upper octet.
#pragma once

#include <cstdint>
#include <string>

namespace waggle::coordinator::zboss {

enum class Category : std::uint8_t { generic = 0, system = 1, mac = 2, nwk = 3, aps = 4, zdo = 5, cbke = 6 };

struct Status {
  Category category = Category::generic;
  std::uint8_t code = 0;

  static constexpr Status from(int both) { return {static_cast<Category>(both >> 8 & 0xFF), static_cast<std::uint8_t>(both)}; }
  constexpr int both() const { return static_cast<int>(category) << 8 | code; }
  constexpr bool ok() const { return code == 0; }
  bool operator==(const Status&) const = default;
};

namespace status {
inline constexpr Status ok{}, error{Category::generic, 1}, blocked{Category::generic, 2}, busy{Category::generic, 4},
    out_of_range{Category::generic, 6}, invalid_parameter_1{Category::generic, 10}, invalid_parameter_2{Category::generic, 11},
    no_memory{Category::generic, 22}, invalid_parameter{Category::generic, 23}, not_found{Category::generic, 28},
    overflow{Category::generic, 29}, timeout{Category::generic, 30}, not_implemented{Category::generic, 31},
    no_resources{Category::generic, 32}, invalid_state{Category::generic, 35}, table_full{Category::generic, 65},
    asdu_too_long{Category::aps, 0xA0}, no_ack{Category::aps, 0xA7}, no_short_address{Category::aps, 0xA9},
    aps_table_full{Category::aps, 0xAE}, no_route{Category::nwk, 0xD0}, channel_access_failure{Category::mac, 0xE1},
    mac_no_ack{Category::mac, 0xE9}, transaction_expired{Category::mac, 0xF0}, transaction_overflow{Category::mac, 0xF1};
}  // namespace status

/// "APS NO_ACK", as other programs name it.
std::string status_name(Status status);
/// There was no room just now: it is worth another try.
bool crowded(Status status);
/// Nothing was heard of the device, or of the way to it.
bool silent(Status status);

}  // namespace waggle::coordinator::zboss
