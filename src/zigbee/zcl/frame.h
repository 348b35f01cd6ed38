// ZCL frames: header, and the payload as records (foundation commands) or parameters (cluster
// commands), read and written by one interpreter over tables. Nothing here knows a cluster by name.
//
// Sources: ZCL 8, chapter 2; the layouts of foundation commands are rows in foundation.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/bytes.h"
#include "core/result.h"
#include "zigbee/zcl/catalogue.h"

namespace waggle::zcl {

struct Header {
  bool cluster_specific = false;
  bool to_client = false;
  bool no_default_response = false;
  std::uint8_t reserved = 0;       // the frame control bits 5..7
  std::uint16_t manufacturer = 0;  // 0: none
  bool manufacturer_specific = false;
  std::uint8_t tsn = 0;
  std::uint8_t command = 0;

  bool operator==(const Header&) const = default;
};

bool decode(Header& header, Reader& in);
void encode(const Header& header, Writer& out);

enum class Foundation : std::uint8_t {
  read = 0x00, read_response, write, write_undivided, write_response, write_no_response,
  configure_reporting, configure_reporting_response, read_reporting, read_reporting_response, report,
  default_response, discover, discover_response, read_structured, write_structured,
  write_structured_response, discover_commands, discover_commands_response,
  discover_commands_generated, discover_commands_generated_response, discover_extended,
  discover_extended_response,
};

/// "readRsp" and the like; empty for numbers that are no command.
std::string_view name_of(Foundation command);
/// The command that answers, where the specification has one.
std::optional<Foundation> response_of(Foundation command);

enum class Status : std::uint8_t {
  success = 0x00, failure = 0x01, not_authorized = 0x7E, malformed_command = 0x80,
  unsupported_cluster_command = 0x81, unsupported_general_command = 0x82,
  unsupported_manufacturer_cluster_command = 0x83, invalid_field = 0x85,
  unsupported_attribute = 0x86, invalid_value = 0x87, read_only = 0x88, insufficient_space = 0x89,
  not_found = 0x8B, unreportable_attribute = 0x8C, invalid_data_type = 0x8D, timeout = 0x94,
  abort = 0x95, invalid_image = 0x96, wait_for_data = 0x97, no_image_available = 0x98,
  unsupported_cluster = 0xC3,
};
/// "UNSUPPORTED_ATTRIBUTE", as the peer's messages name it; "0x.." for unknown codes.
std::string status_name(std::uint8_t status);

/// One record of a foundation command. Which members mean something is the command's row.
struct Record {
  AttributeId attribute{};
  bool has_attribute = false;
  std::uint8_t status = 0;
  std::uint8_t direction = 0;
  Type type = Type::no_data;
  Datum value;                // of a read, write or report; or the reportable change
  std::uint16_t min = 0;      // reporting interval, seconds
  std::uint16_t max = 0;
  std::uint16_t timeout = 0;
  std::uint8_t access = 0;
  std::uint8_t command = 0;
  ByteView selector;          // structured reads and writes: indicator and indices
};

/// A decoded frame. The vectors are reused from frame to frame; Datums borrow the octets.
struct Frame {
  Header header;
  ClusterId cluster_id;
  const Cluster* cluster = nullptr;  // nullptr: nobody has described it
  ByteView payload;

  // header.cluster_specific == false
  std::vector<Record> records;
  std::uint8_t flag = 0;                // discovery complete; the default response's command
  std::uint8_t default_status = 0;      // the default response's status
  AttributeId start{};                  // discovery: first attribute or command asked for
  std::uint8_t maximum = 0;             // discovery: how many

  // header.cluster_specific == true
  const Command* command = nullptr;  // nullptr: unknown to the cluster; see payload
  std::vector<Datum> params;         // beside command->params; absent ones are !present()

  Foundation foundation() const { return static_cast<Foundation>(header.command); }
  bool is(Foundation wanted) const {
    return !header.cluster_specific && header.command == static_cast<std::uint8_t>(wanted);
  }
  bool is_command(std::string_view name) const { return command && command->name == name; }
  /// A parameter by name; absent when the frame has none.
  const Datum* param(std::string_view name) const;
  std::uint64_t uint_or(std::string_view name, std::uint64_t fallback) const;
};

/// Reads a whole frame. Unknown cluster commands are no error: `command` is null and `payload` holds
/// the octets. Octets after the last parameter are allowed (devices append), after records they are
/// not. Errors say which part of which command did not fit.
Result<> decode(const Catalogue& catalogue, ClusterId cluster, ByteView octets, Frame& out);

/// Writes the frame that `decode` read. Parameters come from `params`, records from `records`.
Bytes encode(const Frame& frame);

/// Report records alone, without a header: how some devices nest them.
bool decode_records(Foundation command, Reader& in, std::vector<Record>& out);
void encode_records(Foundation command, std::span<const Record> records, Writer& out);
/// Records as users write them, under Zigbee2MQTT's names: [{"attrId":0,"dataType":32,"attrData":1}].
Result<> encode_records(Foundation command, const Array& records, Writer& out);
std::optional<Foundation> foundation_named(std::string_view name);

// Building frames from values -------------------------------------------------------------------

/// The payload of a cluster command from {name: value}. Missing parameters are an error unless the
/// row makes them optional; numbers are checked against the row's limits.
Result<> encode_params(const Command& command, const Object& values, Writer& out);
/// {name: value} of a decoded cluster command, as Zigbee2MQTT's `data`.
Object params_to_object(const Frame& frame);
/// One parameter as a value; lists and the like are read with the help of the others.
Value param_to_value(const Frame& frame, std::size_t index);

/// What Zigbee2MQTT makes of a received attribute value: NaN for the type's "no value", nullopt when
/// the row's limits forbid the value and it is ignored.
std::optional<Value> attribute_value(const Attribute* row, const Datum& datum);

}  // namespace waggle::zcl
