#include "frames/check.h"

#include <fmt/core.h>

#include <algorithm>

#include "core/json.h"

namespace waggle::frames {

const Layer* find_layer(std::string_view name, ByteView octets) {
  static constexpr Layer layers[] = {
      {"unpi", check_unpi, {}},
      {"unpi-rebuilt", check_unpi, {}},
      {"ash-wire", check_ash, {}},
      {"ash-unstuffed", check_ash, {}},
      {"ash-derandomised", check_ash, {}},
      {"ezsp", check_ezsp, {}},
      {"ezsp-args", check_ezsp_parameters, {}},
      {"zcl", check_zcl, {}},
      {"zdo", check_zdo, {}},
      {"attr-records", check_attribute_records, {}},
      {"xiaomi-struct", check_xiaomi_struct, {}},
      {"gpd-commissioning-fragment", check_gpd_commissioning, {}},
      {"frame", check_zboss_frame, {}, "\xDE\xAD"},
      {"hl", check_zboss_message, {}},
      {"frame", check_deconz, {}},  // of all others
      {"frame+crc", check_deconz_with_checksum, {}},
      {"wire", check_zigate_wire, {}},
      {"wire-unescaped", check_zigate_unescaped, {}},
      {"message", check_zigate_message, {}},
  };
  for (const Layer& layer : layers) {
    if (layer.name == name && as_text(octets).starts_with(layer.begins)) return &layer;
  }
  return nullptr;
}

Error differs(std::string_view name, const Value& here, const Value& recorded) {
  return {Errc::invalid, fmt::format("{}: here {}, recorded {}", name, json::dump(here), json::dump(recorded))};
}

Result<> expect_number(const Value* decoded, std::string_view name, std::uint64_t here) {
  const Value* recorded = decoded ? decoded->find(name) : nullptr;
  if (!recorded || recorded->is_null()) return {};
  const double number = recorded->is_bool() ? (recorded->boolean() ? 1 : 0) : recorded->number_or(-1);
  if (number != static_cast<double>(here)) return differs(name, Value(here), *recorded);
  return {};
}

Result<> expect_same_octets(ByteView written, ByteView read) {
  if (std::ranges::equal(written, read)) return {};
  return Error{Errc::invalid, fmt::format("encodes to {}", to_hex(written))};
}

}  // namespace waggle::frames
