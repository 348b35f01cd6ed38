#include "zigbee/zcl/frame.h"

#include <fmt/core.h>

#include <cmath>

namespace waggle::zcl {

// foundation.cpp
Result<> decode_foundation(Frame& frame, Reader& in);
void encode_foundation(const Frame& frame, Writer& out);

namespace {

using Form = TypeInfo::Form;

/// `number_of(index)` gives an earlier parameter as a number, `left` the octets that remain.
template <class NumberOf>
bool holds(const Condition& c, NumberOf number_of, std::size_t left) {
  if (c.kind == Condition::Kind::always) return true;
  if (c.kind == Condition::Kind::left) return left >= c.value;
  const std::optional<std::uint64_t> n = number_of(c.param);
  switch (c.kind) {
    case Condition::Kind::equal: return n && *n == c.value;
    case Condition::Kind::not_equal: return !n || *n != c.value;
    case Condition::Kind::greater: return n && *n > c.value;
    case Condition::Kind::set: return (n.value_or(0) & c.value) == c.value;
    case Condition::Kind::not_set: return (n.value_or(0) & c.value) != c.value;
    case Condition::Kind::field:
      return (n.value_or(0) >> c.offset & ((1u << c.size) - 1)) == c.value;
    default: return true;
  }
}
template <class NumberOf>
bool present(const Param& param, NumberOf number_of, std::size_t left) {
  for (const Condition& c : param.conditions) {
    if (!holds(c, number_of, left)) return false;
  }
  return true;
}

bool within(const Limits& limits, double number) {
  return (!limits.has_min || number >= static_cast<double>(limits.min)) &&
         (!limits.has_max || number <= static_cast<double>(limits.max));
}
bool is_limit(const Limits& limits, const Datum& datum) {
  if (!datum.is_integer()) return false;
  return (limits.has_min && datum.sint() == limits.min) ||
         (limits.has_max && datum.sint() == limits.max);
}

constexpr std::size_t to_end = static_cast<std::size_t>(-1);

// How many octets a parameter of a special form takes.
std::size_t special_size(const Frame& frame, std::size_t index, const Reader& in) {
  const Param& param = frame.command->params[index];
  auto before = [&]() -> std::size_t {  // the count stands in the parameter before
    const Datum* count = index > 0 ? &frame.params[index - 1] : nullptr;
    return count && count->is_integer() ? static_cast<std::size_t>(count->bits) : 0;
  };
  const ByteView rest = in.peek_rest();
  switch (param.type) {
    case Type::list_uint8: return before();
    case Type::list_uint16: return before() * 2;
    case Type::list_uint24:
    case Type::zone_info_list: return before() * 3;
    case Type::list_uint32: return before() * 4;
    case Type::thermostat_transitions: {
      const std::uint64_t mode = frame.uint_or("mode", 0);
      return frame.uint_or("numoftrans", 0) * (2 + (mode & 1 ? 2u : 0u) + (mode & 2 ? 2u : 0u));
    }
    case Type::gpd_frame: {
      if (!frame.param("payloadSize")) return 1 + (rest.empty() ? 0 : std::size_t{rest[0]});  // its own comes first
      const std::uint64_t size = frame.uint_or("payloadSize", 0);
      return size == 0xFF ? 0 : size;
    }
    case Type::structured_selector: return 1 + (rest.empty() ? 0 : 2 * (rest[0] & 15u));
    case Type::miboxer_zones: return 1 + (rest.empty() ? 0 : 3u * rest[0]);
    case Type::uint24_be: return 3;
    default: return to_end;
  }
}

Result<> decode_params(Frame& frame, Reader& in) {
  const auto params = frame.command->params;
  frame.params.resize(params.size());
  auto number_of = [&](std::size_t i) -> std::optional<std::uint64_t> {
    if (!frame.params[i].is_integer()) return std::nullopt;
    return frame.params[i].bits;
  };
  for (Datum& datum : frame.params) datum = {};
  for (std::size_t i = 0; i < params.size(); ++i) {
    const Param& param = params[i];
    if (!present(param, number_of, in.remaining())) continue;
    Datum& datum = frame.params[i];
    const TypeInfo* info = find_type(param.type);
    if (info->form == Form::special) {
      const std::size_t size = special_size(frame, i, in);
      datum.type = param.type;
      datum.form = Form::special;
      datum.raw = size == to_end ? in.rest() : in.bytes(size);
    } else {
      decode(param.type, in, datum);
    }
    if (!in.ok()) {
      return Error{Errc::malformed, fmt::format("{}: parameter '{}' is cut short",
                                                frame.command->name, param.name)};
    }
    if (datum.is_integer() && !datum.is_invalid() && !within(param.limits, datum.number())) {
      return Error{Errc::malformed, fmt::format("{}: parameter '{}' has the forbidden value {}",
                                                frame.command->name, param.name, datum.number())};
    }
  }
  return {};
}

// Which attributes a scene's extension field holds, by cluster (ZCL 8, 3.7.2.4.2 and the scene
// table extensions of each cluster), one type an attribute.
std::span<const Type> scene_fields(std::uint16_t cluster) {
  static constexpr Type on_off[] = {Type::uint8};
  static constexpr Type level[] = {Type::uint8, Type::uint8};
  static constexpr Type color[] = {Type::uint16, Type::uint16, Type::uint16, Type::uint8, Type::uint8,
                                   Type::uint8,  Type::uint16, Type::uint16};
  static constexpr Type cover[] = {Type::uint8, Type::uint8};
  static constexpr Type lock[] = {Type::uint8};
  static constexpr Type thermostat[] = {Type::int16, Type::int16, Type::uint8};
  static constexpr Type barrier[] = {Type::uint8};
  switch (cluster) {
    case 0x0006: return on_off;
    case 0x0008: return level;
    case 0x0101: return lock;
    case 0x0102: return cover;
    case 0x0103: return barrier;
    case 0x0201: return thermostat;
    case 0x0300: return color;
    default: return {};
  }
}

Value scene_fields_to_value(ByteView raw) {
  Array sets;
  Reader in(raw);
  while (in.ok() && in.remaining() >= 3) {
    const std::uint16_t cluster = in.u16();
    const std::uint8_t length = in.u8();
    Reader field(in.bytes(length));
    Array values;
    for (Type type : scene_fields(cluster)) {
      Datum datum;
      if (field.remaining() == 0 || !decode(type, field, datum)) break;
      values.push_back(to_value(datum));
    }
    if (!in.ok()) break;
    sets.push_back(Object{{"extField", values}, {"clstId", cluster}, {"len", length}});
  }
  return sets;
}

Value list_to_value(ByteView raw, std::size_t width) {
  Array out;
  for (Reader in(raw); in.remaining() >= width;) out.emplace_back(in.uint(width));
  return out;
}

Value transitions_to_value(const Frame& frame, ByteView raw) {
  const std::uint64_t mode = frame.uint_or("mode", 0);
  Array out;
  for (Reader in(raw); in.remaining() >= 2;) {
    Object entry{{"transitionTime", in.u16()}};
    if (mode & 1) entry.set("heatSetpoint", in.sint(2));
    if (mode & 2) entry.set("coolSetpoint", in.sint(2));
    out.emplace_back(std::move(entry));
  }
  return out;
}

Value tuya_to_value(ByteView raw) {
  Array out;
  for (Reader in(raw); in.remaining() > 0;) {
    const std::uint8_t dp = in.u8();
    const std::uint8_t type = in.u8();
    const ByteView data = in.bytes(in.u16_be());
    if (!in.ok()) break;  // some devices send a cut-off last entry; the whole ones count
    out.push_back(Object{{"dp", dp}, {"datatype", type}, {"data", Value(data)}});
  }
  return out;
}

// Writing ---------------------------------------------------------------------------------------

Error wrong(const Param& param, std::string_view why) {
  return {Errc::invalid, fmt::format("Parameter '{}' {}", param.name, why)};
}

Result<std::uint64_t> number_in(const Value& object, std::string_view key, std::uint64_t most) {
  const Value* value = object.find(key);
  if (value) {
    if (const auto n = value->integer(0, static_cast<std::int64_t>(most))) {
      return static_cast<std::uint64_t>(*n);
    }
  }
  return Error{Errc::invalid, fmt::format("needs '{}', a number from 0 to {}", key, most)};
}

Result<> encode_octets(const Value& value, Writer& out) {
  const Value* list = value.is_object() ? value.find("data") : &value;
  if (value.is_bytes()) {
    out.bytes(value.bytes());
    return {};
  }
  if (!list || !list->is_array()) return Error{Errc::invalid, "needs a list of octets"};
  for (const Value& item : list->array()) {
    const auto octet = item.integer(0, 255);
    if (!octet) return Error{Errc::invalid, "needs a list of octets"};
    out.u8(static_cast<std::uint64_t>(*octet));
  }
  return {};
}

Result<> encode_special(Type type, const Value& value, Writer& out) {
  const TypeInfo* info = find_type(type);
  if (type == Type::buffer || type == Type::any || type == Type::gpd_frame) {
    const Value* inner = type == Type::gpd_frame ? value.find("buffer") : nullptr;
    if (type == Type::gpd_frame && inner) {
      Writer content;
      TRY_DO(encode_octets(*inner, content));
      out.u8(content.size()).bytes(content.view());
      return {};
    }
    return encode_octets(value, out);
  }
  if (type == Type::uint24_be) {
    const auto n = value.integer(0, 0xFFFFFF);
    if (!n) return Error{Errc::invalid, "needs a number from 0 to 16777215"};
    out.uint_be(static_cast<std::uint64_t>(*n), 3);
    return {};
  }
  if (type == Type::structured_selector) {
    Writer indices;
    if (const Value* list = value.find("indexes"); list && list->is_array()) {
      for (const Value& item : list->array()) {
        const auto index = item.integer(0, 0xFFFF);
        if (!index) return Error{Errc::invalid, "has an index that is no number"};
        indices.u16(static_cast<std::uint64_t>(*index));
      }
    }
    const Value* kind = value.find("indicatorType");
    out.u8(indices.size() / 2 + static_cast<std::size_t>(kind ? kind->number_or(0) : 0));
    out.bytes(indices.view());
    return {};
  }
  if (value.is_bytes() && (type == Type::list_uint8 || type == Type::tuya_datapoints)) {
    out.bytes(value.bytes());
    return {};
  }
  if (!value.is_array()) return Error{Errc::invalid, "needs a list"};
  if (type == Type::miboxer_zones) out.u8(value.array().size());
  for (const Value& item : value.array()) {
    switch (type) {
      case Type::list_uint8:
      case Type::list_uint16:
      case Type::list_uint24:
      case Type::list_uint32: {
        const auto n = item.integer(0, static_cast<std::int64_t>((1ull << 8 * info->size) - 1));
        if (!n) return Error{Errc::invalid, fmt::format("has '{}', which is out of range", to_text(item))};
        out.uint(static_cast<std::uint64_t>(*n), info->size);
        break;
      }
      case Type::zone_info_list: {
        TRY(const auto zone, number_in(item, "zoneID", 0xFF));
        TRY(const auto status, number_in(item, "zoneStatus", 0xFFFF));
        out.u8(zone).u16(status);
        break;
      }
      case Type::miboxer_zones: {
        TRY(const auto group, number_in(item, "groupId", 0xFFFF));
        TRY(const auto zone, number_in(item, "zoneNum", 0xFF));
        out.u16(group).u8(zone);
        break;
      }
      case Type::thermostat_transitions: {
        TRY(const auto time, number_in(item, "transitionTime", 0xFFFF));
        out.u16(time);
        for (std::string_view key : {"heatSetpoint", "coolSetpoint"}) {
          const Value* setpoint = item.find(key);
          if (setpoint && !setpoint->is_null()) TRY_DO(encode(Type::int16, *setpoint, out));
        }
        break;
      }
      case Type::extension_field_sets: {
        TRY(const auto cluster, number_in(item, "clstId", 0xFFFF));
        const Value* fields = item.find("extField");
        const auto types = scene_fields(static_cast<std::uint16_t>(cluster));
        if (!fields || !fields->is_array() || fields->array().size() > types.size()) {
          return Error{Errc::invalid, fmt::format("has no such extension fields for cluster {}", cluster)};
        }
        Writer content;
        for (std::size_t i = 0; i < fields->array().size(); ++i) {
          TRY_DO(encode(types[i], fields->array()[i], content));
        }
        const Value* length = item.find("len");
        out.u16(cluster).u8(length ? static_cast<std::uint64_t>(length->number_or(0)) : content.size());
        out.bytes(content.view());
        break;
      }
      case Type::tuya_datapoints: {
        TRY(const auto dp, number_in(item, "dp", 0xFF));
        TRY(const auto datatype, number_in(item, "datatype", 0xFF));
        const Value* data = item.find("data");
        if (!data) return Error{Errc::invalid, "has a datapoint without data"};
        Writer content;
        TRY_DO(encode_octets(*data, content));
        out.u8(dp).u8(datatype).u16_be(content.size()).bytes(content.view());
        break;
      }
      default: return Error{Errc::unsupported, fmt::format("of type {} cannot be sent", info->name)};
    }
  }
  return {};
}

}  // namespace

bool decode(Header& header, Reader& in) {
  const std::uint8_t control = in.u8();
  const unsigned type = control & 3;
  if (type > 1) in.fail();  // 2 and 3 are reserved
  header.cluster_specific = type == 1;
  header.manufacturer_specific = (control & 4) != 0;
  header.to_client = (control & 8) != 0;
  header.no_default_response = (control & 16) != 0;
  header.reserved = control >> 5;
  header.manufacturer = header.manufacturer_specific ? in.u16() : 0;
  header.tsn = in.u8();
  header.command = in.u8();
  return in.ok();
}

void encode(const Header& header, Writer& out) {
  out.u8((header.cluster_specific ? 1u : 0u) | (header.manufacturer_specific ? 4u : 0u) |
         (header.to_client ? 8u : 0u) | (header.no_default_response ? 16u : 0u) |
         static_cast<unsigned>(header.reserved) << 5);
  if (header.manufacturer_specific) out.u16(header.manufacturer);
  out.u8(header.tsn).u8(header.command);
}

const Datum* Frame::param(std::string_view name) const {
  if (!command) return nullptr;
  for (std::size_t i = 0; i < command->params.size(); ++i) {
    if (command->params[i].name == name) return params[i].present() ? &params[i] : nullptr;
  }
  return nullptr;
}

std::uint64_t Frame::uint_or(std::string_view name, std::uint64_t fallback) const {
  const Datum* datum = param(name);
  return datum && datum->is_integer() ? datum->bits : fallback;
}

Result<> decode(const Catalogue& catalogue, ClusterId cluster, ByteView octets, Frame& out) {
  Reader in(octets);
  out.cluster_id = cluster;
  out.cluster = nullptr;
  out.command = nullptr;
  out.records.clear();
  out.params.clear();
  out.payload = {};
  if (!decode(out.header, in)) {
    return Error{Errc::malformed, fmt::format("no ZCL header in '{}'", to_hex(octets))};
  }
  out.payload = in.peek_rest();
  out.cluster = catalogue.find(cluster, out.header.manufacturer);
  if (!out.header.cluster_specific) return decode_foundation(out, in);
  if (out.cluster) out.command = out.cluster->command(out.header.command, out.header.to_client);
  if (!out.command) return {};
  return decode_params(out, in);
}

Bytes encode(const Frame& frame) {
  Writer out;
  encode(frame.header, out);
  if (!frame.header.cluster_specific) {
    encode_foundation(frame, out);
  } else if (!frame.command) {
    out.bytes(frame.payload);
  } else {
    const std::size_t start = out.size();
    for (const Datum& datum : frame.params) encode(datum, out);
    // What stood behind the last parameter goes out again.
    const std::size_t written = out.size() - start;
    if (frame.payload.size() > written) out.bytes(frame.payload.subspan(written));
  }
  return out.take();
}

Result<> encode_params(const Command& command, const Object& values, Writer& out) {
  auto number_of = [&](std::size_t i) -> std::optional<std::uint64_t> {
    const Value* value = values.find(command.params[i].name);
    const auto n = value ? value->integer(0, std::int64_t{1} << 53) : std::nullopt;
    return n ? std::optional(static_cast<std::uint64_t>(*n)) : std::nullopt;
  };
  for (const Param& param : command.params) {
    if (!present(param, number_of, to_end)) continue;
    const Value* value = values.find(param.name);
    if (!value || value->is_null()) {
      if (param.optional_tail()) continue;
      return wrong(param, "is missing");
    }
    Value replaced;
    if (value->is_number() && std::isnan(value->number())) {
      const auto none = invalid_value(param.type);
      if (!none) return wrong(param, "has no value that means \"none\"");
      replaced = *none;
      value = &replaced;
    } else if (value->is_number() && !within(param.limits, value->number())) {
      return wrong(param, fmt::format("must not be {}", to_text(*value)));
    }
    const TypeInfo* info = find_type(param.type);
    const Result<> done = info->form == Form::special ? encode_special(param.type, *value, out)
                                                      : encode(param.type, *value, out);
    if (!done) return wrong(param, done.error().text);
  }
  return {};
}

Value param_to_value(const Frame& frame, std::size_t index) {
  const Datum& datum = frame.params[index];
  const Param& param = frame.command->params[index];
  switch (param.type) {
    case Type::list_uint8: return list_to_value(datum.raw, 1);
    case Type::list_uint16: return list_to_value(datum.raw, 2);
    case Type::list_uint24: return list_to_value(datum.raw, 3);
    case Type::list_uint32: return list_to_value(datum.raw, 4);
    case Type::zone_info_list: {
      Array out;
      for (Reader in(datum.raw); in.remaining() >= 3;) {
        const std::uint8_t zone = in.u8();
        out.push_back(Object{{"zoneID", zone}, {"zoneStatus", in.u16()}});
      }
      return out;
    }
    case Type::extension_field_sets: return scene_fields_to_value(datum.raw);
    case Type::thermostat_transitions: return transitions_to_value(frame, datum.raw);
    case Type::tuya_datapoints: return tuya_to_value(datum.raw);
    case Type::uint24_be: return Value(Reader(datum.raw).uint_be(3));
    case Type::miboxer_zones: {
      Array out;
      for (Reader in(datum.raw.subspan(1)); in.remaining() >= 3;) {
        const std::uint16_t group = in.u16();
        out.push_back(Object{{"groupId", group}, {"zoneNum", in.u8()}});
      }
      return out;
    }
    case Type::structured_selector: {
      if (datum.raw[0] == 0) return Object{{"indicatorType", 0}};
      return Object{{"indexes", list_to_value(datum.raw.subspan(1), 2)}};
    }
    default: break;
  }
  if (datum.is_invalid() && datum.is_integer() && !is_limit(param.limits, datum)) {
    return Value(std::nan(""));
  }
  return to_value(datum);
}

Object params_to_object(const Frame& frame) {
  Object out;
  for (std::size_t i = 0; i < frame.params.size(); ++i) {
    if (frame.params[i].present()) out.set(frame.command->params[i].name, param_to_value(frame, i));
  }
  return out;
}

std::optional<Value> attribute_value(const Attribute* row, const Datum& datum) {
  if (!row || (row->limits.has_min | row->limits.has_max | row->flags) == 0) {
    if (row && datum.type == row->type && datum.is_integer() && datum.is_invalid()) {
      return Value(std::nan(""));
    }
    return to_value(datum);
  }
  const bool integer = datum.is_integer();
  if (integer && row->is(Attribute::has_number) && datum.sint() == row->default_number) {
    return to_value(datum);
  }
  if (!row->specials.empty()) {
    const std::string text = to_text(to_value(datum));
    for (const Special& special : row->specials) {
      if (special.value == text) return to_value(datum);
    }
  }
  // The row's type decides what "no value" is, as in the peer; a device may send another type.
  if (integer && datum.type == row->type && datum.is_invalid()) {
    return is_limit(row->limits, datum) ? to_value(datum) : Value(std::nan(""));
  }
  if ((integer || datum.form == Form::single || datum.form == Form::real) &&
      !within(row->limits, datum.number())) {
    return std::nullopt;
  }
  if (datum.form == Form::text || datum.form == Form::octets) {
    if (row->is(Attribute::has_text) && datum.text() == row->default_text) return to_value(datum);
    const std::size_t length = datum.raw.size();
    if (row->is(Attribute::has_length) && length != row->length_) return std::nullopt;
    if (row->is(Attribute::has_min_length) && length < row->min_length_) return std::nullopt;
    if (row->is(Attribute::has_max_length) && length > row->max_length_) return std::nullopt;
  }
  return to_value(datum);
}

}  // namespace waggle::zcl
