// The foundation commands as rows, and the interpreter that reads and writes them.
#include <fmt/core.h>

#include "zigbee/zcl/frame.h"

namespace waggle::zcl {
namespace {

enum class Part : std::uint8_t {
  attribute, status, direction, type, value, min, max, timeout, selector, access, command,
};
enum class When : std::uint8_t {
  always,
  more,          // the record may end here (a single status stands for all)
  success,       // status == 0
  reporting,     // success, and direction 0: the device reports
  receiving,     // success, and direction 1: the device is told what to expect
  analog,        // reporting, and the type has a reportable change
};
struct Step {
  Part part;
  When when = When::always;
};

constexpr Step attribute_ids[] = {{Part::attribute}};
constexpr Step read_results[] = {
    {Part::attribute}, {Part::status}, {Part::type, When::success}, {Part::value, When::success}};
constexpr Step values[] = {{Part::attribute}, {Part::type}, {Part::value}};
constexpr Step write_results[] = {{Part::status}, {Part::attribute, When::more}};
constexpr Step reporting[] = {
    {Part::direction}, {Part::attribute}, {Part::type, When::reporting}, {Part::min, When::reporting},
    {Part::max, When::reporting}, {Part::value, When::analog}, {Part::timeout, When::receiving}};
constexpr Step reporting_results[] = {
    {Part::status}, {Part::direction, When::more}, {Part::attribute, When::more}};
constexpr Step reporting_ids[] = {{Part::direction}, {Part::attribute}};
constexpr Step reporting_read[] = {
    {Part::status}, {Part::direction}, {Part::attribute}, {Part::type, When::reporting},
    {Part::min, When::reporting}, {Part::max, When::reporting}, {Part::value, When::analog},
    {Part::timeout, When::receiving}};
constexpr Step discovered[] = {{Part::attribute}, {Part::type}};
constexpr Step structured_ids[] = {{Part::attribute}, {Part::selector}};
constexpr Step structured_values[] = {
    {Part::attribute}, {Part::selector}, {Part::type}, {Part::value}};
constexpr Step structured_results[] = {
    {Part::status}, {Part::attribute, When::more}, {Part::selector, When::more}};
constexpr Step command_ids[] = {{Part::command}};
constexpr Step extended[] = {{Part::attribute}, {Part::type}, {Part::access}};

enum class Prefix : std::uint8_t { none, flag, command_and_status, start16_and_maximum, start8_and_maximum };

struct Row {
  Foundation command;
  std::string_view name;
  std::int8_t response;
  Prefix prefix;
  std::span<const Step> record;  // repeated to the end of the frame
};

// clang-format off
constexpr Row rows[] = {
    {Foundation::read,                                 "read",                   0x01, Prefix::none,                attribute_ids},
    {Foundation::read_response,                        "readRsp",                -1,   Prefix::none,                read_results},
    {Foundation::write,                                "write",                  0x04, Prefix::none,                values},
    {Foundation::write_undivided,                      "writeUndiv",             0x04, Prefix::none,                values},
    {Foundation::write_response,                       "writeRsp",               -1,   Prefix::none,                write_results},
    {Foundation::write_no_response,                    "writeNoRsp",             -1,   Prefix::none,                values},
    {Foundation::configure_reporting,                  "configReport",           0x07, Prefix::none,                reporting},
    {Foundation::configure_reporting_response,         "configReportRsp",        -1,   Prefix::none,                reporting_results},
    {Foundation::read_reporting,                       "readReportConfig",       0x09, Prefix::none,                reporting_ids},
    {Foundation::read_reporting_response,              "readReportConfigRsp",    -1,   Prefix::none,                reporting_read},
    {Foundation::report,                               "report",                 -1,   Prefix::none,                values},
    {Foundation::default_response,                     "defaultRsp",             -1,   Prefix::command_and_status,  {}},
    {Foundation::discover,                             "discover",               0x0D, Prefix::start16_and_maximum, {}},
    {Foundation::discover_response,                    "discoverRsp",            -1,   Prefix::flag,                discovered},
    {Foundation::read_structured,                      "readStructured",         0x01, Prefix::none,                structured_ids},
    {Foundation::write_structured,                     "writeStructured",        0x10, Prefix::none,                structured_values},
    {Foundation::write_structured_response,            "writeStructuredRsp",     -1,   Prefix::none,                structured_results},
    {Foundation::discover_commands,                    "discoverCommands",       0x12, Prefix::start8_and_maximum,  {}},
    {Foundation::discover_commands_response,           "discoverCommandsRsp",    -1,   Prefix::flag,                command_ids},
    {Foundation::discover_commands_generated,          "discoverCommandsGen",    0x14, Prefix::start8_and_maximum,  {}},
    {Foundation::discover_commands_generated_response, "discoverCommandsGenRsp", -1,   Prefix::flag,                command_ids},
    {Foundation::discover_extended,                    "discoverExt",            0x16, Prefix::start16_and_maximum, {}},
    {Foundation::discover_extended_response,           "discoverExtRsp",         -1,   Prefix::flag,                extended},
};
// clang-format on

const Row* find(Foundation command) {
  const auto index = static_cast<std::size_t>(command);
  return index < std::size(rows) ? &rows[index] : nullptr;
}

constexpr AttributeId xiaomi_struct{0xFF01};  // genBasic; see mi_struct in types.h

bool takes_part(When when, const Record& record, bool more) {
  switch (when) {
    case When::always: return true;
    case When::more: return more;
    case When::success: return record.status == 0;
    case When::reporting: return record.status == 0 && record.direction == 0;
    case When::receiving: return record.status == 0 && record.direction == 1;
    case When::analog: {
      const TypeInfo* info = find_type(record.type);
      return record.status == 0 && record.direction == 0 && info && info->analog;
    }
  }
  return false;
}

void read_part(Part part, Record& record, Reader& in) {
  switch (part) {
    case Part::attribute:
      record.attribute = AttributeId(in.u16());
      record.has_attribute = true;
      break;
    case Part::status: record.status = in.u8(); break;
    case Part::direction: record.direction = in.u8(); break;
    case Part::type:
      record.type = static_cast<Type>(in.u8());
      if (!find_type(record.type)) in.fail();
      break;
    case Part::value:
      if (record.attribute == xiaomi_struct && record.type == Type::text) {
        // A string whose length octet is wrong on many of Xiaomi's devices: the rest of the frame is it.
        record.value = {Type::mi_struct, TypeInfo::Form::special, 0, in.rest()};
      } else {
        decode(record.type, in, record.value);
      }
      break;
    case Part::min: record.min = in.u16(); break;
    case Part::max: record.max = in.u16(); break;
    case Part::timeout: record.timeout = in.u16(); break;
    case Part::selector: {
      const ByteView before = in.peek_rest();
      const std::size_t indices = in.u8() & 0x0F;
      in.bytes(2 * indices);
      if (in.ok()) record.selector = before.first(1 + 2 * indices);
      break;
    }
    case Part::access: record.access = in.u8(); break;
    case Part::command: record.command = in.u8(); break;
  }
}

void write_part(Part part, const Record& record, Writer& out) {
  switch (part) {
    case Part::attribute: out.u16(record.attribute.raw); break;
    case Part::status: out.u8(record.status); break;
    case Part::direction: out.u8(record.direction); break;
    case Part::type: out.u8(static_cast<std::uint64_t>(record.type)); break;
    case Part::value: encode(record.value, out); break;
    case Part::min: out.u16(record.min); break;
    case Part::max: out.u16(record.max); break;
    case Part::timeout: out.u16(record.timeout); break;
    case Part::selector: out.bytes(record.selector); break;
    case Part::access: out.u8(record.access); break;
    case Part::command: out.u8(record.command); break;
  }
}

}  // namespace

std::string_view name_of(Foundation command) {
  const Row* row = find(command);
  return row ? row->name : std::string_view();
}

std::optional<Foundation> response_of(Foundation command) {
  const Row* row = find(command);
  if (!row || row->response < 0) return std::nullopt;
  return static_cast<Foundation>(row->response);
}

bool decode_records(Foundation command, Reader& in, std::vector<Record>& out) {
  out.clear();
  const Row* row = find(command);
  if (!row) return false;
  if (row->record.empty()) return in.ok();
  while (in.ok() && in.remaining() > 0) {
    Record& record = out.emplace_back();
    std::optional<bool> more;  // decided once: a record is a lone status or whole
    for (const Step& step : row->record) {
      if (step.when == When::more && !more) more = in.remaining() > 0;
      if (takes_part(step.when, record, more.value_or(false))) read_part(step.part, record, in);
    }
  }
  return in.ok();
}

void encode_records(Foundation command, std::span<const Record> records, Writer& out) {
  const Row* row = find(command);
  if (!row) return;
  for (const Record& record : records) {
    for (const Step& step : row->record) {
      if (takes_part(step.when, record, record.has_attribute)) write_part(step.part, record, out);
    }
  }
}

std::optional<Foundation> foundation_named(std::string_view name) {
  for (const Row& row : rows) {
    if (row.name == name) return row.command;
  }
  return std::nullopt;
}

Result<> encode_records(Foundation command, const Array& records, Writer& out) {
  const Row* row = find(command);
  if (!row || row->prefix != Prefix::none) return Error{Errc::unsupported, "this command has no records"};
  for (const Value& given : records) {
    auto number = [&](std::string_view key, std::int64_t max) -> Result<std::uint16_t> {
      const Value* v = given.find(key);
      const auto n = v ? v->integer(0, max) : std::optional<std::int64_t>(0);
      if (!n) return Error{Errc::invalid, std::string(key) + " must be a whole number up to " + std::to_string(max)};
      return static_cast<std::uint16_t>(*n);
    };
    Record record;
    TRY(const auto attribute, number("attrId", 0xFFFF));
    TRY(const auto status, number("status", 0xFF));
    TRY(const auto direction, number("direction", 1));
    TRY(const auto type, number("dataType", 0xFF));
    TRY(record.min, number("minRepIntval", 0xFFFF));
    TRY(record.max, number("maxRepIntval", 0xFFFF));
    TRY(record.timeout, number("timeout", 0xFFFF));
    record.attribute = AttributeId(attribute);
    record.has_attribute = given.find("attrId") != nullptr;
    record.status = static_cast<std::uint8_t>(status);
    record.direction = static_cast<std::uint8_t>(direction);
    record.type = static_cast<Type>(type);
    const Value* value = given.find("attrData");
    if (!value) value = given.find("repChange");
    Writer octets;
    Datum datum;
    if (value) {
      TRY_DO(encode(record.type, *value, octets));
      Reader in(octets.view());
      decode(record.type, in, datum);
      record.value = datum;
    }
    encode_records(command, std::span<const Record>(&record, 1), out);
  }
  return {};
}

Result<> decode_foundation(Frame& frame, Reader& in) {
  const Row* row = find(frame.foundation());
  if (!row) {
    return Error{Errc::unsupported, fmt::format("foundation command 0x{:02x} does not exist",
                                                frame.header.command)};
  }
  switch (row->prefix) {
    case Prefix::none: break;
    case Prefix::flag: frame.flag = in.u8(); break;
    case Prefix::command_and_status:
      frame.flag = in.u8();
      frame.default_status = in.u8();
      break;
    case Prefix::start16_and_maximum:
      frame.start = AttributeId(in.u16());
      frame.maximum = in.u8();
      break;
    case Prefix::start8_and_maximum:
      frame.start = AttributeId(in.u8());
      frame.maximum = in.u8();
      break;
  }
  if (!decode_records(row->command, in, frame.records)) {
    return Error{Errc::malformed, fmt::format("{}: record {} does not fit its {} octets", row->name,
                                              frame.records.size(), frame.payload.size())};
  }
  if (row->record.empty() && in.remaining() > 0) {
    return Error{Errc::malformed, fmt::format("{}: {} octets too many", row->name, in.remaining())};
  }
  return {};
}

void encode_foundation(const Frame& frame, Writer& out) {
  const Row* row = find(frame.foundation());
  if (!row) return;
  switch (row->prefix) {
    case Prefix::none: break;
    case Prefix::flag: out.u8(frame.flag); break;
    case Prefix::command_and_status: out.u8(frame.flag).u8(frame.default_status); break;
    case Prefix::start16_and_maximum: out.u16(frame.start.raw).u8(frame.maximum); break;
    case Prefix::start8_and_maximum: out.u8(frame.start.raw).u8(frame.maximum); break;
  }
  encode_records(row->command, frame.records, out);
}

std::string status_name(std::uint8_t status) {
  struct Name {
    std::uint8_t status;
    std::string_view name;
  };
  static constexpr Name names[] = {
      {0x00, "SUCCESS"}, {0x01, "FAILURE"}, {0x7E, "NOT_AUTHORIZED"}, {0x7F, "RESERVED"},
      {0x80, "MALFORMED_COMMAND"}, {0x81, "UNSUP_COMMAND"}, {0x82, "UNSUP_GENERAL_COMMAND"},
      {0x83, "UNSUP_MANUF_CLUSTER_COMMAND"}, {0x84, "UNSUP_MANUF_GENERAL_COMMAND"},
      {0x85, "INVALID_FIELD"}, {0x86, "UNSUPPORTED_ATTRIBUTE"}, {0x87, "INVALID_VALUE"},
      {0x88, "READ_ONLY"}, {0x89, "INSUFFICIENT_SPACE"}, {0x8A, "DUPLICATE_EXISTS"},
      {0x8B, "NOT_FOUND"}, {0x8C, "UNREPORTABLE_ATTRIBUTE"}, {0x8D, "INVALID_DATA_TYPE"},
      {0x8E, "INVALID_SELECTOR"}, {0x8F, "WRITE_ONLY"}, {0x90, "INCONSISTENT_STARTUP_STATE"},
      {0x91, "DEFINED_OUT_OF_BAND"}, {0x92, "RESERVED14"}, {0x93, "ACTION_DENIED"},
      {0x94, "TIMEOUT"}, {0x95, "ABORT"}, {0x96, "INVALID_IMAGE"}, {0x97, "WAIT_FOR_DATA"},
      {0x98, "NO_IMAGE_AVAILABLE"}, {0x99, "REQUIRE_MORE_IMAGE"}, {0x9A, "NOTIFICATION_PENDING"},
      {0xC0, "HARDWARE_FAILURE"}, {0xC1, "SOFTWARE_FAILURE"}, {0xC2, "RESERVED15"},
      {0xC3, "UNSUPPORTED_CLUSTER"}, {0xC4, "LIMIT_REACHED"},
  };
  for (const Name& n : names) {
    if (n.status == status) return std::string(n.name);
  }
  return fmt::format("0x{:02x}", status);
}

}  // namespace waggle::zcl
