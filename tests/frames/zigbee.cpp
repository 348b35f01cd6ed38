// ZCL frames, ZDO messages, and the pieces of ZCL frames that Xiaomi's devices nest in attributes.
#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "frames/check.h"
#include "zigbee/green_power/commissioning.h"
#include "zigbee/zcl/frame.h"
#include "zigbee/zdo/messages.h"

namespace waggle::frames {
namespace {

using zcl::Datum;
using Form = zcl::TypeInfo::Form;

bool same_number(const Value& here, const Value& recorded) {
  if (here.kind() == Value::Kind::big && recorded.kind() == Value::Kind::big) return here == recorded;
  const double a = here.is_bool() ? (here.boolean() ? 1 : 0) : here.number_or(std::nan(""));
  const double b = recorded.is_bool() ? (recorded.boolean() ? 1 : 0) : recorded.number_or(std::nan(""));
  return a == b || (std::isnan(a) && recorded.is_null());
}

/// Of a string: without the length octet, which Xiaomi's structure keeps, and no longer than that says.
ByteView content_of(const Datum& datum) {
  if (datum.type != zcl::Type::mi_struct || datum.raw.empty()) return datum.raw;
  return datum.raw.subspan(1, std::min<std::size_t>(datum.raw[0], datum.raw.size() - 1));
}

bool same(const Value& here, const Value& recorded);

/// A structure's elements are {elmType, elmVal} here and {type, value} in records.
bool same_element(const Value& here, const Value& recorded) {
  const Value* value = here.find("elmVal");
  if (!value) return same(here, recorded);
  const Value* type = recorded.find("type");
  const Value* wanted = recorded.find("value");
  return wanted && (!type || same_number(*here.find("elmType"), *type)) && same(*value, *wanted);
}

bool same(const Value& here, const Value& recorded) {
  if (here.is_array() && recorded.is_array()) {
    return std::ranges::equal(here.array(), recorded.array(), same_element);
  }
  if (const Value* hex = recorded.find("hex")) {
    return (here.is_bytes() && to_hex(here.bytes()) == hex->string_or("")) ||
           (here.is_string() && to_hex(as_bytes(here.string())) == hex->string_or(""));
  }
  if (here.is_bytes() && recorded.is_string()) return to_hex(here.bytes()) == recorded.string();
  if (here.is_string() || recorded.is_string()) return here == recorded;
  return same_number(here, recorded);
}

Result<> expect_value(const Datum& datum, const Value& recorded) {
  const bool octets = datum.form == Form::octets || datum.form == Form::text || datum.type == zcl::Type::mi_struct;
  const Value* hex = recorded.find("hex");
  if (octets && hex) {
    if (to_hex(content_of(datum)) == hex->string_or("")) return {};
    return differs("value", Value(to_hex(content_of(datum))), *hex);
  }
  const Value here = octets && datum.type == zcl::Type::mi_struct ? Value(as_text(content_of(datum))) : to_value(datum);
  if (same(here, recorded)) return {};
  return differs("value", here, recorded);
}

Result<> expect_records(const std::vector<zcl::Record>& here, const Value& record) {
  const Value* recorded = record.find("decoded", "records");
  if (!recorded || !recorded->is_array()) return {};
  // Where the plain rules do not reach the end, only what they do reach is recorded.
  const Value* parses = record.find("parses");
  const bool whole = !parses || parses->bool_or(true);
  const std::size_t count = recorded->array().size();
  if (whole ? here.size() != count : here.size() < count) {
    return differs("number of records", Value(here.size()), Value(count));
  }
  for (std::size_t i = 0; i < count; ++i) {
    const Value& wanted = recorded->array()[i];
    TRY_DO(expect_number(&wanted, "attr", here[i].attribute.raw));
    TRY_DO(expect_number(&wanted, "status", here[i].status));
    TRY_DO(expect_number(&wanted, "type", static_cast<std::uint64_t>(here[i].type)));
    if (const Value* value = wanted.find("value")) {
      if (auto checked = expect_value(here[i].value, *value); !checked) {
        return std::move(checked.error()).in(fmt::format("record {}", i));
      }
    }
  }
  return {};
}

Result<> expect_attributes(const std::vector<zcl::Record>& here, const Value* decoded) {
  const Value* recorded = decoded ? decoded->find("attrs") : nullptr;
  if (!recorded || !recorded->is_array()) return {};
  Array ids;
  for (const zcl::Record& record : here) ids.emplace_back(record.attribute.raw);
  if (Value(ids) == *recorded) return {};
  return differs("attrs", Value(ids), *recorded);
}

Result<> expect_datapoints(const zcl::Frame& frame, const Value* decoded) {
  const Value* recorded = decoded ? decoded->find("datapoints") : nullptr;
  if (!recorded || !recorded->is_array()) return {};
  const Object params = params_to_object(frame);
  const Value* here = params.find("dpValues");
  if (!here || !here->is_array()) return Error{Errc::not_found, "datapoints are recorded and not decoded"};
  if (here->array().size() != recorded->array().size()) {
    return differs("number of datapoints", Value(here->array().size()), Value(recorded->array().size()));
  }
  for (std::size_t i = 0; i < here->array().size(); ++i) {
    const Value& mine = here->array()[i];
    const Value& wanted = recorded->array()[i];
    TRY_DO(expect_number(&wanted, "dp", static_cast<std::uint64_t>(mine.find("dp")->number())));
    TRY_DO(expect_number(&wanted, "type", static_cast<std::uint64_t>(mine.find("datatype")->number())));
    const Value* hex = wanted.find("hex");
    const std::string octets = to_hex(mine.find("data")->bytes());
    if (hex && hex->string_or("") != octets) return differs("datapoint", Value(octets), *hex);
  }
  return {};
}

}  // namespace

Result<> check_zcl(const Value& record, ByteView octets) {
  const Value* cluster = record.find("cluster");
  zcl::Frame frame;
  const auto id = static_cast<std::uint16_t>(cluster ? cluster->number_or(0xFFFF) : 0xFFFF);
  TRY_DO(decode(zcl::Catalogue(), ClusterId(id), octets, frame));
  TRY_DO(expect_same_octets(encode(frame), octets));
  const Value* decoded = record.find("decoded");
  if (!decoded) return {};
  const zcl::Header& header = frame.header;
  const Value* control = decoded->find("frameControl");
  TRY_DO(expect_number(control, "frameType", header.cluster_specific));
  TRY_DO(expect_number(control, "manufacturerSpecific", header.manufacturer_specific));
  TRY_DO(expect_number(control, "direction", header.to_client));
  TRY_DO(expect_number(control, "disableDefaultResponse", header.no_default_response));
  TRY_DO(expect_number(control, "reservedBits", header.reserved));
  if (header.manufacturer_specific) TRY_DO(expect_number(decoded, "manufacturerCode", header.manufacturer));
  TRY_DO(expect_number(decoded, "seq", header.tsn));
  TRY_DO(expect_number(decoded, "commandId", header.command));
  TRY_DO(expect_records(frame.records, record));
  TRY_DO(expect_attributes(frame.records, decoded));
  return expect_datapoints(frame, decoded);
}

Result<> check_zdo(const Value& record, ByteView octets) {
  if (octets.empty()) return Error{Errc::malformed, "is empty"};
  TRY_DO(expect_number(record.find("decoded"), "seq", octets[0]));
  const Value* cluster = record.find("cluster");
  const ClusterId id(static_cast<std::uint16_t>(cluster ? cluster->number_or(0xFFFF) : 0xFFFF));
  for (const zdo::Row& row : zdo::table()) {
    if (row.cluster != id) continue;
    const auto again = row.again(octets.subspan(1));
    if (!again) return Error{Errc::malformed, fmt::format("does not decode as {}", row.name)};
    return expect_same_octets(*again, octets.subspan(1));
  }
  return Error{Errc::unsupported, fmt::format("no ZDO message has the cluster 0x{:04x}", id.raw)};
}

Result<> check_attribute_records(const Value& record, ByteView octets) {
  Reader in(octets);
  std::vector<zcl::Record> records;
  if (!zcl::decode_records(zcl::Foundation::report, in, records)) {
    return Error{Errc::malformed, fmt::format("record {} does not fit", records.size())};
  }
  Writer out;
  zcl::encode_records(zcl::Foundation::report, records, out);
  TRY_DO(expect_same_octets(out.view(), octets));
  return expect_records(records, record);
}

Result<> check_xiaomi_struct(const Value& record, ByteView octets) {
  constexpr double ff02 = 0xFF02;  // the one that is a plain ZCL structure
  const Value* attribute = record.find("attr");
  const bool plain = attribute && attribute->number_or(0) == ff02;
  Reader in(octets);
  Writer out;
  std::vector<zcl::Record> entries;
  while (in.ok() && in.remaining() > 0) {
    zcl::Record& entry = entries.emplace_back();
    if (!plain) entry.attribute = AttributeId(in.u8());
    entry.type = plain ? zcl::Type::structure : static_cast<zcl::Type>(in.u8());
    if (!zcl::decode(entry.type, in, entry.value)) break;
    if (!plain) out.u8(entry.attribute.raw).u8(static_cast<std::uint64_t>(entry.type));
    zcl::encode(entry.value, out);
  }
  if (!in.ok()) return Error{Errc::malformed, fmt::format("entry {} does not fit", entries.size())};
  TRY_DO(expect_same_octets(out.view(), octets));
  return expect_records(entries, record);
}

// What a Green Power device says of itself. Not written again: its reserved bits and the texts behind it are left out.
Result<> check_gpd_commissioning(const Value& record, ByteView octets) {
  const Value* decoded = record.find("decoded");
  Writer whole;
  if (!decoded) whole.u8(0x02).u8(0x81);  // the beginning of this one is lost: a switch with security
  whole.bytes(octets);
  TRY(const auto here, green_power::decode_commissioning(whole.view()));
  TRY_DO(expect_number(decoded, "deviceId", here.device));
  TRY_DO(expect_number(decoded, "counter", here.counter.value_or(0)));
  const Value* mic = decoded ? decoded->find("keyMic") : nullptr;
  Writer written;
  written.u32(here.mic.value_or(0));
  if (mic && mic->string_or("") != to_hex(written.view())) return differs("keyMic", Value(to_hex(written.view())), *mic);
  if (!here.key || !here.counter) return Error{Errc::malformed, "brings no key or no counter"};
  return {};
}

}  // namespace waggle::frames
