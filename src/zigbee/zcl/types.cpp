#include "zigbee/zcl/types.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>

#include "core/number.h"
#include "zigbee/ids.h"

namespace waggle::zcl {
namespace {

using Form = TypeInfo::Form;

// clang-format off
constexpr TypeInfo types[] = {
    {Type::no_data,      "no_data",      "NO_DATA",         Form::none,        0, false},
    {Type::data8,        "data8",        "DATA8",           Form::uint,        1, false},
    {Type::data16,       "data16",       "DATA16",          Form::uint,        2, false},
    {Type::data24,       "data24",       "DATA24",          Form::uint,        3, false},
    {Type::data32,       "data32",       "DATA32",          Form::uint,        4, false},
    {Type::data40,       "data40",       "DATA40",          Form::uint,        5, false},
    {Type::data48,       "data48",       "DATA48",          Form::uint,        6, false},
    {Type::data56,       "data56",       "DATA56",          Form::uint,        7, false},
    {Type::data64,       "data64",       "DATA64",          Form::uint,        8, false},
    {Type::boolean,      "boolean",      "BOOLEAN",         Form::uint,        1, false},
    {Type::bitmap8,      "bitmap8",      "BITMAP8",         Form::uint,        1, false},
    {Type::bitmap16,     "bitmap16",     "BITMAP16",        Form::uint,        2, false},
    {Type::bitmap24,     "bitmap24",     "BITMAP24",        Form::uint,        3, false},
    {Type::bitmap32,     "bitmap32",     "BITMAP32",        Form::uint,        4, false},
    {Type::bitmap40,     "bitmap40",     "BITMAP40",        Form::uint,        5, false},
    {Type::bitmap48,     "bitmap48",     "BITMAP48",        Form::uint,        6, false},
    {Type::bitmap56,     "bitmap56",     "BITMAP56",        Form::uint,        7, false},
    {Type::bitmap64,     "bitmap64",     "BITMAP64",        Form::uint,        8, false},
    {Type::uint8,        "uint8",        "UINT8",           Form::uint,        1, true},
    {Type::uint16,       "uint16",       "UINT16",          Form::uint,        2, true},
    {Type::uint24,       "uint24",       "UINT24",          Form::uint,        3, true},
    {Type::uint32,       "uint32",       "UINT32",          Form::uint,        4, true},
    {Type::uint40,       "uint40",       "UINT40",          Form::uint,        5, true},
    {Type::uint48,       "uint48",       "UINT48",          Form::uint,        6, true},
    {Type::uint56,       "uint56",       "UINT56",          Form::uint,        7, true},
    {Type::uint64,       "uint64",       "UINT64",          Form::uint,        8, true},
    {Type::int8,         "int8",         "INT8",            Form::sint,        1, true},
    {Type::int16,        "int16",        "INT16",           Form::sint,        2, true},
    {Type::int24,        "int24",        "INT24",           Form::sint,        3, true},
    {Type::int32,        "int32",        "INT32",           Form::sint,        4, true},
    {Type::int40,        "int40",        "INT40",           Form::sint,        5, true},
    {Type::int48,        "int48",        "INT48",           Form::sint,        6, true},
    {Type::int56,        "int56",        "INT56",           Form::sint,        7, true},
    {Type::int64,        "int64",        "INT64",           Form::sint,        8, true},
    {Type::enum8,        "enum8",        "ENUM8",           Form::uint,        1, false},
    {Type::enum16,       "enum16",       "ENUM16",          Form::uint,        2, false},
    {Type::semi,         "semi",         "SEMI_PREC",       Form::semi,        2, true},
    {Type::single,       "single",       "SINGLE_PREC",     Form::single,      4, true},
    {Type::real,         "double",       "DOUBLE_PREC",     Form::real,        8, true},
    {Type::octets,       "octets",       "OCTET_STR",       Form::octets,      1, false},
    {Type::text,         "text",         "CHAR_STR",        Form::text,        1, false},
    {Type::long_octets,  "long_octets",  "LONG_OCTET_STR",  Form::octets,      2, false},
    {Type::long_text,    "long_text",    "LONG_CHAR_STR",   Form::text,        2, false},
    {Type::array,        "array",        "ARRAY",           Form::collection,  0, false},
    {Type::structure,    "structure",    "STRUCT",          Form::structure,   0, false},
    {Type::set,          "set",          "SET",             Form::collection,  0, false},
    {Type::bag,          "bag",          "BAG",             Form::collection,  0, false},
    {Type::time_of_day,  "time_of_day",  "TOD",             Form::time_of_day, 4, true},
    {Type::date,         "date",         "DATE",            Form::date,        4, true},
    {Type::utc,          "utc",          "UTC",             Form::uint,        4, true},
    {Type::cluster_id,   "cluster_id",   "CLUSTER_ID",      Form::uint,        2, false},
    {Type::attribute_id, "attribute_id", "ATTR_ID",         Form::uint,        2, false},
    {Type::bacnet_oid,   "bacnet_oid",   "BAC_OID",         Form::uint,        4, false},
    {Type::ieee,         "ieee",         "IEEE_ADDR",       Form::ieee,        8, false},
    {Type::key128,       "key128",       "SEC_KEY",         Form::key,        16, false},
    {Type::unknown,      "unknown",      "UNKNOWN",         Form::none,        0, false},
    {Type::any,                    "any",                    "USE_DATA_TYPE",              Form::special, 0, false},
    {Type::list_uint8,             "list_uint8",             "LIST_UINT8",                 Form::special, 1, false},
    {Type::list_uint16,            "list_uint16",            "LIST_UINT16",                Form::special, 2, false},
    {Type::list_uint24,            "list_uint24",            "LIST_UINT24",                Form::special, 3, false},
    {Type::list_uint32,            "list_uint32",            "LIST_UINT32",                Form::special, 4, false},
    {Type::zone_info_list,         "zone_info_list",         "LIST_ZONEINFO",              Form::special, 3, false},
    {Type::extension_field_sets,   "extension_field_sets",   "EXTENSION_FIELD_SETS",       Form::special, 0, false},
    {Type::thermostat_transitions, "thermostat_transitions", "LIST_THERMO_TRANSITIONS",    Form::special, 0, false},
    {Type::buffer,                 "buffer",                 "BUFFER",                     Form::special, 0, false},
    {Type::gpd_frame,              "gpd_frame",              "GPD_FRAME",                  Form::special, 0, false},
    {Type::structured_selector,    "structured_selector",    "STRUCTURED_SELECTOR",        Form::special, 0, false},
    {Type::tuya_datapoints,        "tuya_datapoints",        "LIST_TUYA_DATAPOINT_VALUES", Form::special, 0, false},
    {Type::miboxer_zones,          "miboxer_zones",          "LIST_MIBOXER_ZONES",         Form::special, 0, false},
    {Type::uint24_be,              "uint24_be",              "BIG_ENDIAN_UINT24",          Form::special, 3, false},
    {Type::mi_struct,              "mi_struct",              "MI_STRUCT",                  Form::special, 0, false},
};
// clang-format on

// Types below 256 by number, so that the hot path looks nothing up.
constexpr auto by_number = [] {
  std::array<std::uint8_t, 256> index{};
  index.fill(0xFF);
  for (std::size_t i = 0; i < std::size(types); ++i) {
    if (const auto n = static_cast<std::size_t>(types[i].type); n < 256) {
      index[n] = static_cast<std::uint8_t>(i);
    }
  }
  return index;
}();

// IEEE 754 half precision; the ZCL calls it semi-precision.
double half_to_double(std::uint16_t half) {
  const int exponent = half >> 10 & 31;
  const double fraction = half & 1023;
  const double sign = half & 0x8000 ? -1 : 1;
  if (exponent == 0) return sign * std::ldexp(fraction, -24);
  if (exponent == 31) return fraction == 0 ? sign * HUGE_VAL : std::nan("");
  return sign * std::ldexp(1024 + fraction, exponent - 25);
}

std::uint16_t double_to_half(double value) {
  const std::uint16_t sign = std::signbit(value) ? 0x8000 : 0;
  if (std::isnan(value)) return sign | 0x7E00;
  const double size = std::fabs(value);
  if (size >= 65520) return sign | 0x7C00;
  int exponent = 0;
  std::frexp(size, &exponent);
  exponent = size == 0 ? -13 : std::max(exponent, -13);
  const auto mantissa = static_cast<unsigned>(std::nearbyint(std::ldexp(size, 11 - exponent)));
  // A mantissa that rounded up to 2048 carries into the exponent by plain addition.
  return static_cast<std::uint16_t>(sign | (mantissa + (static_cast<unsigned>(exponent + 13) << 10)));
}

bool decode_value(const TypeInfo& info, Reader& in, Datum& out, int depth);

bool decode_by_number(std::uint8_t number, Reader& in, Datum& out, int depth) {
  const TypeInfo* info = find_type(static_cast<Type>(number));
  if (!info) {
    in.fail();
    return false;
  }
  return decode_value(*info, in, out, depth);
}

// Collections keep their octets; walking them finds their end and proves them sound.
bool skip_collection(Reader& in, int depth) {
  const std::uint8_t type = in.u8();
  std::uint16_t count = in.u16();
  if (count == 0xFFFF) count = 0;
  Datum element;
  for (; count > 0 && in.ok(); --count) {
    if (!decode_by_number(type, in, element, depth + 1)) return false;
    // Elements without octets would let two bytes of count cost 65,535 steps a level.
    if (element.form == Form::none) in.fail();
  }
  return in.ok();
}

bool skip_structure(Reader& in, int depth) {
  std::uint16_t count = in.u16();
  if (count == 0xFFFF) count = 0;
  Datum element;
  for (; count > 0 && in.ok(); --count) decode_by_number(in.u8(), in, element, depth + 1);
  return in.ok();
}

bool decode_value(const TypeInfo& info, Reader& in, Datum& out, int depth) {
  out.type = info.type;
  out.form = info.form;
  out.bits = 0;
  out.raw = {};
  switch (info.form) {
    case Form::none: return in.ok();
    case Form::uint:
    case Form::ieee: out.bits = in.uint(info.size); break;
    case Form::sint: out.bits = static_cast<std::uint64_t>(in.sint(info.size)); break;
    // The octets are kept, too: a double does not hold which of many "no number" it was.
    case Form::semi:
      out.raw = in.bytes(info.size);
      out.bits = std::bit_cast<std::uint64_t>(half_to_double(Reader(out.raw).u16()));
      break;
    case Form::single:
      out.raw = in.bytes(info.size);
      out.bits = std::bit_cast<std::uint64_t>(static_cast<double>(std::bit_cast<float>(Reader(out.raw).u32())));
      break;
    case Form::real: out.bits = in.u64(); break;
    case Form::octets:
    case Form::text: {
      const std::uint64_t length = in.uint(info.size);
      const std::uint64_t none = info.size == 1 ? 0xFF : 0xFFFF;
      out.bits = length;  // tells "no value" from empty
      out.raw = in.bytes(length == none ? 0 : length);
      break;
    }
    case Form::collection:
    case Form::structure: {
      if (depth > 8) {
        in.fail();
        return false;
      }
      const ByteView before = in.peek_rest();
      const std::size_t start = in.position();
      const bool sound =
          info.form == Form::collection ? skip_collection(in, depth) : skip_structure(in, depth);
      if (sound) out.raw = before.first(in.position() - start);
      break;
    }
    case Form::time_of_day:
    case Form::date:
    case Form::key: out.raw = in.bytes(info.size); break;
    case Form::special: in.fail(); break;  // only commands know how to read these
  }
  return in.ok();
}

// Seven and eight octets: JavaScript reads them as BigInt, whatever their value.
bool is_wide(Type type) { return type < Type::enum8 && find_type(type)->size >= 7; }

Value octet_or_nan(std::uint8_t octet, int offset = 0) {
  return octet == 0xFF ? Value(std::nan("")) : Value(octet + offset);
}

Array elements(ByteView raw) {
  Reader in(raw);
  const std::uint8_t type = in.u8();
  std::uint16_t count = in.u16();
  if (count == 0xFFFF) count = 0;
  Array out;
  Datum element;
  while (count-- > 0 && decode_by_number(type, in, element, 0)) out.push_back(to_value(element));
  return out;
}

Array structure_elements(ByteView raw) {
  Reader in(raw);
  std::uint16_t count = in.u16();
  if (count == 0xFFFF) count = 0;
  Array out;
  Datum element;
  while (count-- > 0) {
    const std::uint8_t type = in.u8();
    if (!decode_by_number(type, in, element, 0)) break;
    out.push_back(Object{{"elmType", Value(type)}, {"elmVal", to_value(element)}});
  }
  return out;
}

Error cannot(const TypeInfo& info, const Value& value) {
  return {Errc::invalid, std::string(kind_name(value)) + " '" + to_text(value) +
                             "' cannot be sent as " + std::string(info.name)};
}

Result<std::uint64_t> to_bits(const TypeInfo& info, const Value& value) {
  double number = 0;
  switch (value.kind()) {
    case Value::Kind::boolean: number = value.boolean() ? 1 : 0; break;
    case Value::Kind::number: number = value.number(); break;
    case Value::Kind::big: {
      const BigInt big = value.big();
      if (info.size < 8 && big.magnitude >> (8 * info.size) != 0) return cannot(info, value);
      return big.negative ? ~big.magnitude + 1 : big.magnitude;
    }
    case Value::Kind::string: {
      const std::string& text = value.string();
      const bool negative = !text.empty() && text[0] == '-';
      std::uint64_t exact = 0;
      const char* first = text.data() + (negative ? 1 : 0);
      const char* last = text.data() + text.size();
      const auto [end, error] = std::from_chars(first, last, exact);
      if (error == std::errc{} && end == last) {
        if (info.size == 8) return negative ? ~exact + 1 : exact;
        number = negative ? -static_cast<double>(exact) : static_cast<double>(exact);
      } else {
        const auto parsed = js::to_number(text);
        if (!parsed || text.empty()) return cannot(info, value);
        number = *parsed;
      }
      break;
    }
    default: return cannot(info, value);
  }
  if (std::isnan(number)) return cannot(info, value);
  number = std::trunc(number);  // as writing a JavaScript number into a buffer does
  const double range = std::ldexp(1.0, 8 * info.size);
  const bool fits = info.form == Form::sint ? number >= -range / 2 && number < range / 2
                                            : number >= 0 && number < range;
  if (!fits) {
    return Error{Errc::invalid, "the value " + to_text(value) + " is out of range for " +
                                    std::string(info.name)};
  }
  return number < 0 ? static_cast<std::uint64_t>(static_cast<std::int64_t>(number))
                    : static_cast<std::uint64_t>(number);
}

Result<Bytes> to_octets(const TypeInfo& info, const Value& value) {
  if (value.is_bytes()) return value.bytes();
  if (value.is_string()) return Bytes(as_bytes(value.string()).begin(), as_bytes(value.string()).end());
  // {"type":"Buffer","data":[…]} is how Node.js prints a Buffer, and what users paste back.
  const Value* list = value.is_array() ? &value : value.find("data");
  if (!list || !list->is_array()) return cannot(info, value);
  Bytes out;
  for (const Value& item : list->array()) {
    const auto octet = item.integer(0, 255);
    if (!octet) return cannot(info, value);
    out.push_back(static_cast<std::uint8_t>(*octet));
  }
  return out;
}

Result<Type> element_type(const Value* value) {
  if (value && value->is_string()) {
    if (const TypeInfo* info = find_type(value->string())) return info->type;
  } else if (value) {
    if (const auto n = value->integer(0, 255)) return static_cast<Type>(*n);
  }
  return Error{Errc::invalid, "an element needs the name or number of its type"};
}

}  // namespace

const TypeInfo* find_type(Type type) {
  const auto number = static_cast<std::size_t>(type);
  if (number < 256) return by_number[number] == 0xFF ? nullptr : &types[by_number[number]];
  for (const TypeInfo& info : types) {
    if (info.type == type) return &info;
  }
  return nullptr;
}

const TypeInfo* find_type(std::string_view name) {
  for (const TypeInfo& info : types) {
    if (info.name == name || info.label == name) return &info;
  }
  return nullptr;
}

double Datum::number() const {
  switch (form) {
    case Form::uint:
    case Form::ieee: return static_cast<double>(bits);
    case Form::sint: return static_cast<double>(sint());
    case Form::semi:
    case Form::single:
    case Form::real: return std::bit_cast<double>(bits);
    default: return std::nan("");
  }
}

bool Datum::is_invalid() const {
  const TypeInfo* info = find_type(type);
  if (!info) return false;
  const std::uint64_t all_ones = info->size >= 8 ? ~std::uint64_t{0}
                                                 : (std::uint64_t{1} << 8 * info->size) - 1;
  switch (form) {
    case Form::uint:
      if (type >= Type::data8 && type <= Type::data64) return false;
      if (type >= Type::bitmap8 && type <= Type::bitmap64) return false;
      return bits == all_ones;
    case Form::ieee: return bits == all_ones;
    case Form::sint: return sint() == -static_cast<std::int64_t>(all_ones / 2) - 1;
    case Form::semi:
    case Form::single:
    case Form::real: return std::isnan(number());
    case Form::octets:
    case Form::text: return bits == all_ones;
    default: return false;
  }
}

bool decode(Type type, Reader& in, Datum& out) {
  const TypeInfo* info = find_type(type);
  if (!info) {
    in.fail();
    return false;
  }
  return decode_value(*info, in, out, 0);
}

void encode(const Datum& datum, Writer& out) {
  const TypeInfo* info = find_type(datum.type);
  switch (datum.form) {
    case Form::none: break;
    case Form::uint:
    case Form::sint:
    case Form::ieee: out.uint(datum.bits, info->size); break;
    case Form::real: out.u64(datum.bits); break;
    case Form::octets:
    case Form::text: out.uint(datum.bits, info->size).bytes(datum.raw); break;
    case Form::semi:
    case Form::single:
    case Form::collection:
    case Form::structure:
    case Form::time_of_day:
    case Form::date:
    case Form::key:
    case Form::special: out.bytes(datum.raw); break;
  }
}

// Xiaomi's structure: a length octet, then tag, type, value; the length is often wrong.
Value mi_struct_to_value(ByteView raw) {
  Object out;
  Reader in(raw);
  in.u8();
  Datum datum;
  while (in.remaining() > 1) {
    const std::uint8_t tag = in.u8();
    if (!decode_by_number(in.u8(), in, datum, 0)) break;
    out.set(std::to_string(tag), to_value(datum));
  }
  return out;
}

Value to_value(const Datum& datum) {
  switch (datum.form) {
    case Form::none: return {};
    case Form::uint:
      return is_wide(datum.type) ? Value(BigInt{false, datum.bits}) : Value(datum.bits);
    case Form::sint:
      if (!is_wide(datum.type)) return Value(datum.sint());
      return datum.sint() < 0 ? Value(BigInt{true, ~datum.bits + 1}) : Value(BigInt{false, datum.bits});
    case Form::semi:
    case Form::single:
    case Form::real: return Value(datum.number());
    case Form::special:
      if (datum.type == Type::mi_struct) return mi_struct_to_value(datum.raw);
      return Value(datum.raw);
    case Form::octets:
    case Form::key: return Value(datum.raw);
    case Form::text: return Value(datum.text());
    case Form::collection: return elements(datum.raw);
    case Form::structure: return structure_elements(datum.raw);
    case Form::time_of_day:
      return Object{{"hours", octet_or_nan(datum.raw[0])},
                    {"minutes", octet_or_nan(datum.raw[1])},
                    {"seconds", octet_or_nan(datum.raw[2])},
                    {"hundredths", octet_or_nan(datum.raw[3])}};
    case Form::date:
      return Object{{"year", octet_or_nan(datum.raw[0], 1900)},
                    {"month", octet_or_nan(datum.raw[1])},
                    {"dayOfMonth", octet_or_nan(datum.raw[2])},
                    {"dayOfWeek", octet_or_nan(datum.raw[3])}};
    case Form::ieee: return Value(to_string(Ieee(datum.bits)));
  }
  return {};
}

Result<> encode(Type type, const Value& value, Writer& out) {
  const TypeInfo* info = find_type(type);
  if (!info) {
    return Error{Errc::unsupported,
                 "no data type has the number " + std::to_string(static_cast<int>(type))};
  }
  switch (info->form) {
    case Form::none: return {};
    case Form::uint:
    case Form::sint: {
      TRY(const std::uint64_t bits, to_bits(*info, value));
      out.uint(bits, info->size);
      return {};
    }
    case Form::semi:
    case Form::single:
    case Form::real: {
      double number = value.is_null() ? std::nan("") : 0;
      if (value.is_number()) {
        number = value.number();
      } else if (value.is_string()) {
        const auto parsed = js::to_number(value.string());
        if (!parsed) return cannot(*info, value);
        number = *parsed;
      } else if (!value.is_null()) {
        return cannot(*info, value);
      }
      if (info->form == Form::semi) out.u16(double_to_half(number));
      if (info->form == Form::single) out.u32(std::bit_cast<std::uint32_t>(static_cast<float>(number)));
      if (info->form == Form::real) out.u64(std::bit_cast<std::uint64_t>(number));
      return {};
    }
    case Form::octets:
    case Form::text: {
      const std::size_t most = info->size == 1 ? 0xFE : 0xFFFE;
      if (value.is_null()) {
        out.uint(most + 1, info->size);
        return {};
      }
      TRY(const Bytes octets, to_octets(*info, value));
      if (octets.size() > most) {
        return Error{Errc::invalid, "a " + std::string(info->name) + " holds at most " +
                                        std::to_string(most) + " octets"};
      }
      out.uint(octets.size(), info->size).bytes(octets);
      return {};
    }
    case Form::collection: {
      // {elementType, elements}; decode gives plain arrays, whose element type is not known here.
      const Value* list = value.find("elements");
      if (!list || !list->is_array()) return cannot(*info, value);
      TRY(const Type inner, element_type(value.find("elementType")));
      out.u8(static_cast<std::uint64_t>(inner)).u16(list->array().size());
      for (const Value& item : list->array()) TRY_DO(encode(inner, item, out));
      return {};
    }
    case Form::structure: {
      if (!value.is_array()) return cannot(*info, value);
      out.u16(value.array().size());
      for (const Value& item : value.array()) {
        TRY(const Type inner, element_type(item.find("elmType")));
        const Value* content = item.find("elmVal");
        if (!content) return cannot(*info, item);
        out.u8(static_cast<std::uint64_t>(inner));
        TRY_DO(encode(inner, *content, out));
      }
      return {};
    }
    case Form::time_of_day:
    case Form::date: {
      const bool day = info->form == Form::date;
      static constexpr std::string_view tod[] = {"hours", "minutes", "seconds", "hundredths"};
      static constexpr std::string_view dates[] = {"year", "month", "dayOfMonth", "dayOfWeek"};
      for (int i = 0; i < 4; ++i) {
        const Value* part = value.find(day ? dates[i] : tod[i]);
        const bool year = day && i == 0;
        if (!part || part->is_null() || (part->is_number() && std::isnan(part->number()))) {
          out.u8(0xFF);
        } else if (const auto n = part->integer(year ? 1900 : 0, year ? 2155 : 255)) {
          out.u8(static_cast<std::uint64_t>(year ? *n - 1900 : *n));
        } else {
          return cannot(*info, value);
        }
      }
      return {};
    }
    case Form::ieee: {
      const auto address = value.is_string() ? parse_ieee(value.string()) : std::nullopt;
      if (!address) return cannot(*info, value);
      out.u64(address->raw);
      return {};
    }
    case Form::key: {
      TRY(const Bytes key, to_octets(*info, value));
      if (key.size() != 16) return cannot(*info, value);
      out.bytes(key);
      return {};
    }
    case Form::special: break;
  }
  return Error{Errc::unsupported, std::string(info->name) + " is not a type of attributes"};
}

std::optional<Value> invalid_value(Type type) {
  const TypeInfo* info = find_type(type);
  if (!info) return std::nullopt;
  Datum probe;
  probe.type = type;
  probe.form = info->form;
  switch (info->form) {
    case Form::uint:
    case Form::ieee:
      probe.bits = info->size >= 8 ? ~std::uint64_t{0} : (std::uint64_t{1} << 8 * info->size) - 1;
      break;
    case Form::sint: probe.bits = ~std::uint64_t{0} << (8 * info->size - 1); break;
    case Form::semi:
    case Form::single:
    case Form::real: return Value(std::nan(""));
    default: return std::nullopt;
  }
  if (!probe.is_invalid()) return std::nullopt;
  return to_value(probe);
}

Value zero_value(Type type) {
  const TypeInfo* info = find_type(type);
  if (!info) return {};
  switch (info->form) {
    case Form::text: return Value("");
    case Form::octets: return Value(Bytes{});
    case Form::collection:
      return Object{{"elementType", Value(0x20)}, {"elements", Value(Array{})}};
    case Form::structure: return Value(Array{});
    case Form::time_of_day: return Object{{"hours", 0}, {"minutes", 0}, {"seconds", 0}, {"hundredths", 0}};
    case Form::date: return Object{{"year", 1900}, {"month", 0}, {"dayOfMonth", 0}, {"dayOfWeek", 0}};
    case Form::ieee: return Value(to_string(Ieee(0)));
    case Form::key: return Value(Bytes(16));
    default: return Value(0);
  }
}

}  // namespace waggle::zcl
