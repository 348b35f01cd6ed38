#include "coordinator/zigate/status.h"

#include <fmt/core.h>

#include <string_view>

namespace waggle::coordinator::zigate {
namespace {

struct Name {
  std::uint8_t status;
  std::string_view name;
};
// The firmware's app_Znc_cmds and NXP JN-UG-3113 (return codes of ZigBee PRO Stack).
constexpr Name names[] = {
    {0x00, "SUCCESS"}, {0x01, "INCORRECT_PARAMETERS"}, {0x02, "UNHANDLED_COMMAND"}, {0x03, "BUSY"}, {0x04, "STACK_ALREADY_STARTED"},
    {0x14, "NO_BUFFER"}, {0x15, "NOT_SENT"},
    {0x80, "INVALID_REQUEST"}, {0x81, "DEVICE_NOT_FOUND"}, {0x82, "INVALID_ENDPOINT"}, {0x83, "NOT_ACTIVE"}, {0x84, "NOT_SUPPORTED"},
    {0x85, "TIMEOUT"}, {0x86, "NO_MATCH"}, {0x88, "NO_ENTRY"}, {0x89, "NO_DESCRIPTOR"}, {0x8A, "INSUFFICIENT_SPACE"},
    {0x8B, "NOT_PERMITTED"}, {0x8C, "TABLE_FULL"}, {0x8D, "NOT_AUTHORIZED"},
    {0xA0, "ASDU_TOO_LONG"}, {0xA1, "DEFRAG_DEFERRED"}, {0xA2, "DEFRAG_UNSUPPORTED"}, {0xA3, "ILLEGAL_REQUEST"},
    {0xA4, "INVALID_BINDING"}, {0xA5, "INVALID_GROUP"}, {0xA6, "INVALID_PARAMETER"}, {0xA7, "APS_NO_ACK"}, {0xA8, "NO_BOUND_DEVICE"},
    {0xA9, "NO_SHORT_ADDRESS"}, {0xAA, "APS_NOT_SUPPORTED"}, {0xAB, "SECURED_LINK_KEY"}, {0xAC, "SECURED_NWK_KEY"},
    {0xAD, "SECURITY_FAIL"}, {0xAE, "APS_TABLE_FULL"}, {0xAF, "UNSECURED"}, {0xB0, "UNSUPPORTED_ATTRIBUTE"},
    {0xC1, "NWK_INVALID_PARAMETER"}, {0xC2, "NWK_INVALID_REQUEST"}, {0xC3, "NWK_NOT_PERMITTED"}, {0xC4, "STARTUP_FAILURE"},
    {0xC5, "ALREADY_PRESENT"}, {0xC6, "SYNC_FAILURE"}, {0xC7, "NEIGHBOR_TABLE_FULL"}, {0xC8, "UNKNOWN_DEVICE"},
    {0xCA, "NO_NETWORKS"}, {0xCC, "MAX_FRAME_COUNTER"}, {0xCD, "NO_KEY"}, {0xCE, "BAD_CCM_OUTPUT"}, {0xCF, "NO_ROUTING_CAPACITY"},
    {0xD0, "ROUTE_DISCOVERY_FAILED"}, {0xD1, "ROUTE_ERROR"}, {0xD2, "BROADCAST_TABLE_FULL"}, {0xD3, "FRAME_NOT_BUFFERED"},
    {0xD4, "FRAME_IS_BUFFERED"},
    {0xE0, "BEACON_LOSS"}, {0xE1, "CHANNEL_ACCESS_FAILURE"}, {0xE4, "FAILED_SECURITY_CHECK"}, {0xE5, "FRAME_TOO_LONG"},
    {0xE9, "NO_ACK"}, {0xF0, "TRANSACTION_EXPIRED"}, {0xF1, "TRANSACTION_OVERFLOW"},
};

}  // namespace

std::string status_name(std::uint8_t status) {
  for (const Name& row : names) {
    if (row.status == status) return fmt::format("{} ({:#04x})", row.name, status);
  }
  return fmt::format("{:#04x}", status);
}

bool crowded(std::uint8_t now) {
  switch (now) {
    case status::busy:
    case status::zcl_no_buffer:
    case status::zcl_not_sent:
    case status::aps_invalid_parameter:
    case status::aps_table_full:
    case status::broadcast_table_full:
    case status::frame_not_buffered:
    case status::channel_access_failure:
    case status::transaction_overflow: return true;
    default: return false;
  }
}

bool silent(std::uint8_t now) {
  switch (now) {
    case status::aps_no_ack:
    case status::aps_no_short_address:
    case status::no_routing_capacity:
    case status::route_discovery_failed:
    case status::route_error:
    case status::mac_no_ack:
    case status::transaction_expired: return true;
    default: return false;
  }
}

}  // namespace waggle::coordinator::zigate
