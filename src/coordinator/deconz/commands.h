// The commands of the serial protocol as structures: what a host asks and the firmware answers, and what the firmware
// says unasked (a Message). The driver and the virtual radio use the same; so do the checks of recorded frames.
//
// Names and layouts: dresden elektronik, "deCONZ Serial Protocol", and frames recorded with it. Where the layout
// depends on how a node is named (by short or long address, or as a group) the codec is written by hand.
#pragma once

#include <span>
#include <string>

#include "coordinator/deconz/frame.h"
#include "core/fields.h"
#include "core/result.h"
#include "zigbee/ids.h"

namespace waggle::coordinator::deconz {

struct CommandId {
  std::uint8_t number;
  std::string_view name;
  bool counted;            // the content begins with its length once more
  bool repeatable = true;  // asked twice it answers the same and does no more than once
};

// What the state octet of many answers says.
namespace state {
inline constexpr std::uint8_t network = 0x03;  // mask: one of the next four
inline constexpr std::uint8_t offline = 0, joining = 1, connected = 2, leaving = 3;
inline constexpr std::uint8_t has_confirm = 0x04, has_indication = 0x08, configuration_changed = 0x10, has_room = 0x20;
}  // namespace state

/// How an address is given. `group` has no endpoint in requests and confirmations.
enum class AddressMode : std::uint8_t { none = 0, group = 1, nwk = 2, ieee = 3, nwk_and_ieee = 4 };
struct Address {
  AddressMode mode = AddressMode::nwk;
  std::uint16_t shorter = 0xFFFE;  // short address or group
  Ieee ieee = unknown_ieee;

  static Address of(Nwk nwk) { return {AddressMode::nwk, nwk.raw, unknown_ieee}; }
  static Address of(GroupId group) { return {AddressMode::group, group.raw, unknown_ieee}; }
  bool operator==(const Address&) const = default;
};

struct Nothing {
  WAGGLE_FIELDS(Nothing)
};

// About the radio -----------------------------------------------------------------------------------

struct GetVersion {
  static constexpr CommandId id{0x0D, "version", false};
  struct Request {
    Rest reserved{Bytes(4)};  // without it some firmware (0x26660700) does not answer
    WAGGLE_FIELDS(Request, reserved)
  };
  struct Response {
    std::uint32_t version{};
    WAGGLE_FIELDS(Response, version)
  };
};
/// The second octet of a version: for which sticks it is.
namespace platform {
inline constexpr std::uint8_t conbee_1 = 5, conbee_2 = 7, conbee_3 = 9;  // RaspBee of the same number as well
constexpr std::uint8_t of(std::uint32_t version) { return static_cast<std::uint8_t>(version >> 8); }
}  // namespace platform

struct GetDeviceState {
  static constexpr CommandId id{0x07, "device state", false};
  struct Request {
    Rest reserved{Bytes(3)};
    WAGGLE_FIELDS(Request, reserved)
  };
  struct Response {
    std::uint8_t state{};
    Rest reserved;  // one or two octets
    WAGGLE_FIELDS(Response, state, reserved)
  };
};
struct ChangeNetworkState {
  static constexpr CommandId id{0x08, "change network state", false};
  struct Request {
    std::uint8_t state{};
    WAGGLE_FIELDS(Request, state)
  };
  using Response = Request;
};
struct ReadParameter {
  static constexpr CommandId id{0x0A, "read parameter", true};
  struct Request {
    std::uint8_t parameter{};
    Rest argument;
    WAGGLE_FIELDS(Request, parameter, argument)
  };
  struct Response {
    std::uint8_t parameter{};
    Rest value;
    WAGGLE_FIELDS(Response, parameter, value)
  };
};
struct WriteParameter {
  static constexpr CommandId id{0x0B, "write parameter", true};
  struct Request {
    std::uint8_t parameter{};
    Rest value;
    WAGGLE_FIELDS(Request, parameter, value)
  };
  struct Response {
    std::uint8_t parameter{};
    WAGGLE_FIELDS(Response, parameter)
  };
};

// Messages ------------------------------------------------------------------------------------------

struct SendData {
  static constexpr CommandId id{0x12, "APS data request", true, false};
  struct Request {
    std::uint8_t request{};  // comes back with the confirmation
    std::uint8_t flags{};
    Address destination;
    EndpointId endpoint{};
    ProfileId profile{};
    ClusterId cluster{};
    EndpointId source_endpoint{};
    Bytes payload;
    std::uint8_t options{};
    std::uint8_t radius{};  // 0: no limit
    bool operator==(const Request&) const = default;
  };
  struct Response {
    std::uint8_t state{};
    std::uint8_t request{};
    WAGGLE_FIELDS(Response, state, request)
  };
};
namespace transmit_option {
inline constexpr std::uint8_t acknowledged = 0x04;  // by the device itself, not only by the next hop
}  // namespace transmit_option

struct ReadConfirm {
  static constexpr CommandId id{0x04, "APS data confirm", true, false};
  using Request = Nothing;
  struct Response {
    std::uint8_t state{};
    std::uint8_t request{};
    Address destination;
    EndpointId endpoint{};
    EndpointId source_endpoint{};
    std::uint8_t confirmed{};  // status.h
    Bytes reserved;
    bool operator==(const Response&) const = default;
  };
};

struct ReadIndication {
  static constexpr CommandId id{0x17, "APS data indication", true, false};
  /// How sources are to be named.
  static constexpr std::uint8_t short_source = 0x01, both_sources = 0x04;
  struct Request {
    std::uint8_t flags = short_source;
    WAGGLE_FIELDS(Request, flags)
  };
  struct Response {
    std::uint8_t state{};
    Address destination;
    EndpointId endpoint{};
    Address source;
    EndpointId source_endpoint{};
    ProfileId profile{};
    ClusterId cluster{};
    Bytes payload;
    std::uint16_t last_hop{};
    std::uint8_t lqi{};
    Bytes tail;  // four octets without a name, and the RSSI
    bool operator==(const Response&) const = default;
  };
};

// Said unasked --------------------------------------------------------------------------------------

struct DeviceStateChanged {
  static constexpr CommandId id{0x0E, "device state changed", false};
  struct Message {
    std::uint8_t state{};
    Rest reserved;
    WAGGLE_FIELDS(Message, state, reserved)
  };
};
struct GreenPowerData {
  static constexpr CommandId id{0x19, "green power data", true};
  struct Message {
    Rest gpdf;  // as the device sent it, from the network header on
    WAGGLE_FIELDS(Message, gpdf)
  };
};
struct MacPoll {
  static constexpr CommandId id{0x1C, "MAC poll", true};
  struct Message {
    Address source;
    std::uint8_t lqi{};
    std::int8_t rssi{};
    Bytes tail;  // newer firmware adds for how long it will keep the child
    bool operator==(const Message&) const = default;
  };
};

#define DECONZ_BY_HAND(Type)              \
  bool decode(Type& object, Reader& in);  \
  void encode(const Type& object, Writer& out);
DECONZ_BY_HAND(SendData::Request)
DECONZ_BY_HAND(ReadConfirm::Response)
DECONZ_BY_HAND(ReadIndication::Response)
DECONZ_BY_HAND(MacPoll::Message)
#undef DECONZ_BY_HAND

/// The content of a frame with this structure in it.
template <class C, class T>
Bytes content(const T& object) {
  Writer inner;
  encode(object, inner);
  if (!C::id.counted) return inner.take();
  Writer out;
  out.u16(inner.size()).bytes(inner.view());
  return out.take();
}
/// What is counted, without its length; nullopt when that is wrong.
std::optional<ByteView> counted_part(const CommandId& id, ByteView content);
template <class C, class T>
bool read_content(T& object, ByteView content) {
  const auto part = counted_part(C::id, content);
  if (!part) return false;
  Reader in(*part);
  return decode(object, in);
}

// The table -----------------------------------------------------------------------------------------

struct Row {
  CommandId id;
  bool unasked;
  /// Decodes the content and encodes it again; nullopt when it is malformed.
  std::optional<Bytes> (*again)(ByteView content, bool response);
};
std::span<const Row> table();
const Row* find_row(std::uint8_t number);

/// Decodes a frame to its end by its row, and writes it again. Refusals carry no more than some of their answer.
Result<Bytes> read_and_write(const Frame& frame, bool response);
/// "read parameter 3 (…)", without keys.
std::string describe(const Frame& frame, bool response);

}  // namespace waggle::coordinator::deconz
