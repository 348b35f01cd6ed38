// The data types of the Zigbee Cluster Library (ZCL 8, table 2-11), and the structures that commands
// use as parameters besides them. One table; everything that knows a type reads it.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/bytes.h"
#include "core/result.h"
#include "core/value.h"

namespace waggle::zcl {

enum class Type : std::uint16_t {
  no_data = 0x00,
  data8 = 0x08, data16, data24, data32, data40, data48, data56, data64,
  boolean = 0x10,
  bitmap8 = 0x18, bitmap16, bitmap24, bitmap32, bitmap40, bitmap48, bitmap56, bitmap64,
  uint8 = 0x20, uint16, uint24, uint32, uint40, uint48, uint56, uint64,
  int8 = 0x28, int16, int24, int32, int40, int48, int56, int64,
  enum8 = 0x30, enum16,
  semi = 0x38, single, real,
  octets = 0x41, text, long_octets, long_text,
  array = 0x48, structure = 0x4C, set = 0x50, bag = 0x51,
  time_of_day = 0xE0, date, utc,
  cluster_id = 0xE8, attribute_id, bacnet_oid,
  ieee = 0xF0, key128,
  unknown = 0xFF,

  // Not types of attributes: forms of command parameters. The numbers are those that Zigbee2MQTT
  // publishes in bridge/definitions.
  any = 1000, list_uint8, list_uint16, list_uint24, list_uint32, zone_info_list,
  extension_field_sets, thermostat_transitions, buffer, gpd_frame, structured_selector,
  tuya_datapoints, miboxer_zones, uint24_be, mi_struct,
};

struct TypeInfo {
  enum class Form : std::uint8_t {
    none, uint, sint, semi, single, real, octets, text, collection, structure, time_of_day, date,
    ieee, key, special,
  };
  Type type;
  std::string_view name;   // as device files and signatures write it: "uint16"
  std::string_view label;  // as the specification's peers write it: "UINT16"
  Form form;
  std::uint8_t size;  // octets of the value, or of its length field for strings; 0: by content
  bool analog;        // reporting takes a reportable change (ZCL 2.6.1)
};

/// nullptr for numbers that are no type.
const TypeInfo* find_type(Type type);
const TypeInfo* find_type(std::string_view name_or_label);

/// A decoded value. Strings, collections and special forms borrow the frame's octets: a Datum must not
/// outlive the frame.
struct Datum {
  Type type = Type::no_data;
  TypeInfo::Form form = TypeInfo::Form::none;
  std::uint64_t bits = 0;  // integers (sign-extended), floating point as a double's bits
  ByteView raw;            // the content, without the length field of strings

  bool present() const { return form != TypeInfo::Form::none; }
  bool is_integer() const {
    return form == TypeInfo::Form::uint || form == TypeInfo::Form::sint;
  }
  std::int64_t sint() const { return static_cast<std::int64_t>(bits); }
  double number() const;
  std::string_view text() const { return as_text(raw); }
  /// The value that stands for "no value" in this type (ZCL 8, table 2-11).
  bool is_invalid() const;
};

/// Reads one value. False, with the reader failed, when the octets do not hold it.
bool decode(Type type, Reader& in, Datum& out);
/// Writes back exactly what was read.
void encode(const Datum& datum, Writer& out);
/// As Zigbee2MQTT shows it: numbers, text, {"type":"Buffer"} for octets, [..] for collections,
/// [{elmType, elmVal}] for structures, "0x…" for IEEE addresses.
Value to_value(const Datum& datum);
/// The inverse of decode for every type but the special forms. Accepts what to_value gives, numeric
/// text for 64-bit integers, and arrays of octets for octet strings.
Result<> encode(Type type, const Value& value, Writer& out);
/// The value that stands for "no value", where the type has one.
std::optional<Value> invalid_value(Type type);
/// A value of this type to start from, for simulators and tests.
Value zero_value(Type type);

}  // namespace waggle::zcl
