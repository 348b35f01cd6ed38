#include "coordinator/zboss/status.h"

#include <fmt/core.h>

#include <algorithm>

namespace waggle::coordinator::zboss {
namespace {

constexpr std::string_view categories[] = {"", "SYSTEM ", "MAC ", "NWK ", "APS ", "ZDO ", "CBKE "};

struct Row {
  Category category;
  std::uint8_t code;
  std::string_view name;
};
using C = Category;
// ZBOSS NCP Serial Protocol 1.5, and the Zigbee specification for its layers.
constexpr Row names[] = {
    {C::generic, 0, "OK"}, {C::generic, 1, "ERROR"}, {C::generic, 2, "BLOCKED"}, {C::generic, 3, "EXIT"}, {C::generic, 4, "BUSY"},
    {C::generic, 5, "EOF"}, {C::generic, 6, "OUT_OF_RANGE"}, {C::generic, 7, "EMPTY"}, {C::generic, 8, "CANCELLED"},
    {C::generic, 10, "INVALID_PARAMETER_1"}, {C::generic, 11, "INVALID_PARAMETER_2"}, {C::generic, 12, "INVALID_PARAMETER_3"},
    {C::generic, 13, "INVALID_PARAMETER_4"}, {C::generic, 21, "PENDING"}, {C::generic, 22, "NO_MEMORY"},
    {C::generic, 23, "INVALID_PARAMETER"}, {C::generic, 24, "OPERATION_FAILED"}, {C::generic, 25, "BUFFER_TOO_SMALL"},
    {C::generic, 26, "END_OF_LIST"}, {C::generic, 27, "ALREADY_EXISTS"}, {C::generic, 28, "NOT_FOUND"}, {C::generic, 29, "OVERFLOW"},
    {C::generic, 30, "TIMEOUT"}, {C::generic, 31, "NOT_IMPLEMENTED"}, {C::generic, 32, "NO_RESOURCES"},
    {C::generic, 33, "UNINITIALIZED"}, {C::generic, 35, "INVALID_STATE"}, {C::generic, 37, "CONNECTION_FAILED"},
    {C::generic, 38, "CONNECTION_LOST"}, {C::generic, 40, "UNAUTHORIZED"}, {C::generic, 41, "CONFLICT"},
    {C::generic, 42, "INVALID_FORMAT"}, {C::generic, 43, "NO_MATCH"}, {C::generic, 44, "PROTOCOL_ERROR"}, {C::generic, 45, "VERSION"},
    {C::generic, 62, "ILLEGAL_REQUEST"}, {C::generic, 64, "INVALID_GROUP"}, {C::generic, 65, "TABLE_FULL"}, {C::generic, 69, "IGNORE"},
    {C::generic, 70, "AGAIN"}, {C::generic, 71, "DEVICE_NOT_FOUND"}, {C::generic, 72, "OBSOLETE"},
    {C::mac, 0xE1, "CHANNEL_ACCESS_FAILURE"}, {C::mac, 0xE9, "NO_ACK"}, {C::mac, 0xEB, "NO_DATA"}, {C::mac, 0xF0, "TRANSACTION_EXPIRED"},
    {C::mac, 0xF1, "TRANSACTION_OVERFLOW"},
    {C::nwk, 0xC1, "INVALID_PARAMETER"}, {C::nwk, 0xC2, "INVALID_REQUEST"}, {C::nwk, 0xC3, "NOT_PERMITTED"},
    {C::nwk, 0xC4, "STARTUP_FAILURE"}, {C::nwk, 0xC9, "NO_NETWORKS"}, {C::nwk, 0xD0, "ROUTE_DISCOVERY_FAILED"},
    {C::nwk, 0xD1, "ROUTE_ERROR"}, {C::nwk, 0xD2, "BT_TABLE_FULL"}, {C::nwk, 0xD3, "FRAME_NOT_BUFFERED"},
    {C::aps, 0xA0, "ASDU_TOO_LONG"}, {C::aps, 0xA1, "DEFRAG_DEFERRED"}, {C::aps, 0xA2, "DEFRAG_UNSUPPORTED"},
    {C::aps, 0xA3, "ILLEGAL_REQUEST"}, {C::aps, 0xA4, "INVALID_BINDING"}, {C::aps, 0xA5, "INVALID_GROUP"},
    {C::aps, 0xA6, "INVALID_PARAMETER"}, {C::aps, 0xA7, "NO_ACK"}, {C::aps, 0xA8, "NO_BOUND_DEVICE"}, {C::aps, 0xA9, "NO_SHORT_ADDRESS"},
    {C::aps, 0xAA, "NOT_SUPPORTED"}, {C::aps, 0xAB, "SECURED_LINK_KEY"}, {C::aps, 0xAC, "SECURED_NWK_KEY"}, {C::aps, 0xAD, "SECURITY_FAIL"},
    {C::aps, 0xAE, "TABLE_FULL"}, {C::aps, 0xAF, "UNSECURED"}, {C::aps, 0xB0, "UNSUPPORTED_ATTRIBUTE"},
    {C::zdo, 0x80, "INV_REQUESTTYPE"}, {C::zdo, 0x81, "DEVICE_NOT_FOUND"}, {C::zdo, 0x82, "INVALID_EP"}, {C::zdo, 0x83, "NOT_ACTIVE"},
    {C::zdo, 0x84, "NOT_SUPPORTED"}, {C::zdo, 0x85, "TIMEOUT"}, {C::zdo, 0x86, "NO_MATCH"}, {C::zdo, 0x88, "NO_ENTRY"},
    {C::zdo, 0x89, "NO_DESCRIPTOR"}, {C::zdo, 0x8A, "INSUFFICIENT_SPACE"}, {C::zdo, 0x8B, "NOT_PERMITTED"}, {C::zdo, 0x8C, "TABLE_FULL"},
    {C::zdo, 0x8D, "NOT_AUTHORIZED"}, {C::zdo, 0x8E, "DEVICE_BINDING_TABLE_FULL"},
};

bool one_of(Status status, std::initializer_list<Status> list) { return std::find(list.begin(), list.end(), status) != list.end(); }

}  // namespace

std::string status_name(Status status) {
  const auto category = static_cast<std::size_t>(status.category);
  const std::string whose = category < std::size(categories) ? std::string(categories[category]) : fmt::format("category {} ", category);
  const bool all_agree = status.code == 0;
  for (const Row& row : names) {
    if (row.code == status.code && (row.category == status.category || all_agree)) return whose + std::string(row.name);
  }
  return fmt::format("{}{:#04x}", whose, status.code);
}

bool crowded(Status s) {
  return one_of(s, {status::busy, status::out_of_range, status::no_memory, status::overflow, status::no_resources, status::table_full,
                    status::aps_table_full, status::channel_access_failure, status::transaction_overflow});
}

// Some firmware gives the codes of the layers below without their category.
bool silent(Status s) {
  constexpr std::uint8_t codes[] = {status::no_ack.code, status::no_short_address.code, status::no_route.code, status::no_route.code + 1,
                                    status::mac_no_ack.code, status::transaction_expired.code};
  return s == status::timeout || std::find(std::begin(codes), std::end(codes), s.code) != std::end(codes);
}

}  // namespace waggle::coordinator::zboss
