#include "coordinator/ember/status.h"

#include <fmt/core.h>

namespace waggle::coordinator::ember {
namespace {

struct Name {
  std::uint32_t status;
  std::string_view name;
};

// Silicon Labs' sl_status.h.
constexpr Name names[] = {
    {0x00, "OK"}, {0x01, "FAIL"}, {0x02, "INVALID_STATE"}, {0x03, "NOT_READY"}, {0x04, "BUSY"}, {0x05, "IN_PROGRESS"},
    {0x06, "ABORT"}, {0x07, "TIMEOUT"}, {0x08, "PERMISSION"}, {0x09, "WOULD_BLOCK"}, {0x0a, "IDLE"}, {0x0b, "IS_WAITING"},
    {0x0c, "NONE_WAITING"}, {0x0d, "SUSPENDED"}, {0x0e, "NOT_AVAILABLE"}, {0x0f, "NOT_SUPPORTED"}, {0x10, "INITIALIZATION"},
    {0x11, "NOT_INITIALIZED"}, {0x12, "ALREADY_INITIALIZED"}, {0x13, "DELETED"}, {0x14, "ISR"}, {0x15, "NETWORK_UP"},
    {0x16, "NETWORK_DOWN"}, {0x17, "NOT_JOINED"}, {0x18, "NO_BEACONS"}, {0x19, "ALLOCATION_FAILED"}, {0x1a, "NO_MORE_RESOURCE"},
    {0x1b, "EMPTY"}, {0x1c, "FULL"}, {0x1d, "WOULD_OVERFLOW"}, {0x1e, "HAS_OVERFLOWED"}, {0x1f, "OWNERSHIP"},
    {0x20, "IS_OWNER"}, {0x21, "INVALID_PARAMETER"}, {0x22, "NULL_POINTER"}, {0x23, "INVALID_CONFIGURATION"},
    {0x24, "INVALID_MODE"}, {0x25, "INVALID_HANDLE"}, {0x26, "INVALID_TYPE"}, {0x27, "INVALID_INDEX"}, {0x28, "INVALID_RANGE"},
    {0x29, "INVALID_KEY"}, {0x2a, "INVALID_CREDENTIALS"}, {0x2b, "INVALID_COUNT"}, {0x2c, "INVALID_SIGNATURE"},
    {0x2d, "NOT_FOUND"}, {0x2e, "ALREADY_EXISTS"}, {0x2f, "IO"}, {0x30, "IO_TIMEOUT"}, {0x34, "TRANSMIT_BUSY"},
    {0x38, "MESSAGE_TOO_LONG"}, {0x3f, "MAC_NO_DATA"}, {0x40, "MAC_NO_ACK_RECEIVED"}, {0x41, "MAC_INDIRECT_TIMEOUT"},
    {0x4c, "CCA_FAILURE"}, {0x4d, "MAC_SCANNING"}, {0x4f, "INVALID_CHANNEL_MASK"}, {0x53, "MAC_TRANSMIT_QUEUE_FULL"},
    {0x55, "TRANSMIT_INVALID_CHANNEL"}, {0x56, "TRANSMIT_INVALID_POWER"}, {0xc01, "ZIGBEE_PACKET_HANDOFF_DROPPED"},
    {0xc02, "ZIGBEE_DELIVERY_FAILED"}, {0xc03, "ZIGBEE_MAX_MESSAGE_LIMIT_REACHED"}, {0xc04, "ZIGBEE_BINDING_IS_ACTIVE"},
    {0xc05, "ZIGBEE_ADDRESS_TABLE_ENTRY_IS_ACTIVE"}, {0xc06, "ZIGBEE_MOVE_FAILED"}, {0xc07, "ZIGBEE_NODE_ID_CHANGED"},
    {0xc08, "ZIGBEE_INVALID_SECURITY_LEVEL"}, {0xc09, "ZIGBEE_IEEE_ADDRESS_DISCOVERY_IN_PROGRESS"},
    {0xc0a, "ZIGBEE_APS_ENCRYPTION_ERROR"}, {0xc0b, "ZIGBEE_SECURITY_STATE_NOT_SET"}, {0xc0c, "ZIGBEE_TOO_SOON_FOR_SWITCH_KEY"},
    {0xc0d, "ZIGBEE_SIGNATURE_VERIFY_FAILURE"}, {0xc0e, "ZIGBEE_KEY_NOT_AUTHORIZED"}, {0xc0f, "ZIGBEE_BINDING_HAS_CHANGED"},
    {0xc10, "ZIGBEE_TRUST_CENTER_SWAP_EUI_HAS_CHANGED"}, {0xc11, "ZIGBEE_TRUST_CENTER_SWAP_EUI_HAS_NOT_CHANGED"},
    {0xc12, "ZIGBEE_INSUFFICIENT_RANDOM_DATA"}, {0xc13, "ZIGBEE_SOURCE_ROUTE_FAILURE"},
    {0xc14, "ZIGBEE_MANY_TO_ONE_ROUTE_FAILURE"}, {0xc15, "ZIGBEE_STACK_AND_HARDWARE_MISMATCH"},
    {0xc16, "ZIGBEE_PAN_ID_CHANGED"}, {0xc17, "ZIGBEE_CHANNEL_CHANGED"}, {0xc18, "ZIGBEE_NETWORK_OPENED"},
    {0xc19, "ZIGBEE_NETWORK_CLOSED"}, {0xc1a, "ZIGBEE_RECEIVED_KEY_IN_THE_CLEAR"}, {0xc1b, "ZIGBEE_NO_NETWORK_KEY_RECEIVED"},
    {0xc1c, "ZIGBEE_NO_LINK_KEY_RECEIVED"}, {0xc1d, "ZIGBEE_PRECONFIGURED_KEY_REQUIRED"}, {0xc1e, "ZIGBEE_EZSP_ERROR"},
    {0xc1f, "ZIGBEE_ID_DISCOVERY_FAILED"}, {0xc20, "ZIGBEE_NO_APS_ACK"}, {0xc21, "ZIGBEE_APS_MESSAGE_CANCELED"},
    {0xc22, "ZIGBEE_ID_DISCOVERY_NOT_ENABLED"}, {0xc23, "ZIGBEE_ID_DISCOVERY_UNDERWAY"},
    {0xc24, "ZIGBEE_SEND_UNICAST_ROUTE_DISCOVERY_UNDERWAY"}, {0xc25, "ZIGBEE_SEND_UNICAST_FAILURE"},
    {0xc26, "ZIGBEE_SEND_UNICAST_NO_ROUTE"}, {0xc27, "ZIGBEE_BROADCAST_TO_SLEEPY_CHILDREN_TIMEOUT"},
    {0xc28, "ZIGBEE_BROADCAST_RELAY_FAILED"},
};

// UG100, EzspStatus.
constexpr Name refusals[] = {
    {0x30, "ERROR_VERSION_NOT_SET"}, {0x31, "ERROR_INVALID_FRAME_ID"}, {0x32, "ERROR_WRONG_DIRECTION"},
    {0x33, "ERROR_TRUNCATED"}, {0x34, "ERROR_OVERFLOW"}, {0x35, "ERROR_OUT_OF_MEMORY"}, {0x36, "ERROR_INVALID_VALUE"},
    {0x37, "ERROR_INVALID_ID"}, {0x38, "ERROR_INVALID_CALL"}, {0x39, "ERROR_NO_RESPONSE"}, {0x40, "ERROR_COMMAND_TOO_LONG"},
    {0x41, "ERROR_QUEUE_FULL"}, {0x42, "ERROR_COMMAND_FILTERED"}, {0x43, "ERROR_SECURITY_KEY_ALREADY_SET"},
    {0x44, "ERROR_SECURITY_TYPE_INVALID"}, {0x45, "ERROR_SECURITY_PARAMETERS_INVALID"},
    {0x46, "ERROR_SECURITY_PARAMETERS_ALREADY_SET"}, {0x47, "ERROR_SECURITY_KEY_NOT_SET"},
    {0x48, "ERROR_SECURITY_PARAMETERS_NOT_SET"}, {0x49, "ERROR_UNSUPPORTED_CONTROL"}, {0x4a, "ERROR_UNSECURE_FRAME"},
};

struct Pair {
  std::uint8_t ember;
  std::uint32_t status;
};
// EmberStatus as hosts that know both translate it. Others keep their number.
constexpr Pair pairs[] = {
    {0x02, 0x21}, {0x18, 0x19}, {0x19, 0xc01}, {0x66, 0xc02}, {0x70, 0x02}, {0x72, 0xc03}, {0x74, 0x38}, {0x75, 0xc04},
    {0x76, 0xc05}, {0x90, 0x15}, {0x91, 0x16}, {0x93, 0x17}, {0x95, 0xc08}, {0x96, 0xc06}, {0x99, 0xc07}, {0x9a, 0xc16},
    {0x9b, 0xc17}, {0x9c, 0xc18}, {0x9d, 0xc19}, {0xa1, 0x04}, {0xa4, 0xc0f}, {0xa5, 0xc12}, {0xa6, 0xc0a}, {0xa9, 0xc13},
    {0xa8, 0xc0b}, {0xaa, 0xc14}, {0xac, 0xc1a}, {0xad, 0xc1b}, {0xae, 0xc1c}, {0xaf, 0xc1d}, {0xb0, 0xc15}, {0xb5, 0x0e},
    {0xb8, 0xc0c}, {0xb9, 0xc0d}, {0xbb, 0xc0e}, {0xbc, 0xc10}, {0xbe, 0xc09}, {0xbf, 0xc11},
};

}  // namespace

std::string status_name(std::uint32_t wanted) {
  for (const Name& row : names) {
    if (row.status == wanted) return std::string(row.name);
  }
  return fmt::format("{:#x}", wanted);
}

bool crowded(std::uint32_t now) {
  return now == status::message_limit || now == status::busy || now == status::allocation_failed || now == status::no_more_resource;
}

std::string refusal_name(std::uint8_t reason) {
  for (const Name& row : refusals) {
    if (row.status == reason) return std::string(row.name);
  }
  return fmt::format("{:#04x}", reason);
}

std::uint32_t from_ember_status(std::uint8_t wanted) {
  for (const Pair& pair : pairs) {
    if (pair.ember == wanted) return pair.status;
  }
  return wanted;
}

std::uint8_t to_ember_status(std::uint32_t wanted) {
  for (const Pair& pair : pairs) {
    if (pair.status == wanted) return pair.ember;
  }
  return static_cast<std::uint8_t>(wanted);
}

}  // namespace waggle::coordinator::ember
