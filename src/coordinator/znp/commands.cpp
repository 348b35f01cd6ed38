#include "coordinator/znp/commands.h"

#include <fmt/core.h>

#include <algorithm>

namespace waggle::coordinator::znp {
namespace {

// clang-format off
constexpr ZdoRow zdo_table[] = {
    {0x0000, "ZDO_NWK_ADDR",          0x00, 0x80, ZdoRow::Form::plain,       false},
    {0x0001, "ZDO_IEEE_ADDR",         0x01, 0x81, ZdoRow::Form::plain,       false},
    {0x0002, "ZDO_NODE_DESC",         0x02, 0x82, ZdoRow::Form::destination, true},
    {0x0003, "ZDO_POWER_DESC",        0x03, 0x83, ZdoRow::Form::destination, true},
    {0x0004, "ZDO_SIMPLE_DESC",       0x04, 0x84, ZdoRow::Form::destination, true},
    {0x0005, "ZDO_ACTIVE_EP",         0x05, 0x85, ZdoRow::Form::destination, true},
    {0x0006, "ZDO_MATCH_DESC",        0x06, 0x86, ZdoRow::Form::destination, true},
    {0x0013, "ZDO_END_DEVICE_ANNCE",  0xFF, 0xC1, ZdoRow::Form::plain,       true},
    {0x0015, "ZDO_SERVER_DISC",       0x0C, 0x8A, ZdoRow::Form::plain,       true},
    {0x0021, "ZDO_BIND",              0x21, 0xA1, ZdoRow::Form::padded_bind, true},
    {0x0022, "ZDO_UNBIND",            0x22, 0xA2, ZdoRow::Form::padded_bind, true},
    {0x0031, "ZDO_MGMT_LQI",          0x31, 0xB1, ZdoRow::Form::destination, true},
    {0x0032, "ZDO_MGMT_RTG",          0x32, 0xB2, ZdoRow::Form::destination, true},
    {0x0033, "ZDO_MGMT_BIND",         0x33, 0xB3, ZdoRow::Form::destination, true},
    {0x0034, "ZDO_MGMT_LEAVE",        0x34, 0xB4, ZdoRow::Form::destination, true},
    {0x0036, "ZDO_MGMT_PERMIT_JOIN",  0x36, 0xB6, ZdoRow::Form::mode_first,  true},
    {0x0038, "ZDO_MGMT_NWK_UPDATE",   0x37, 0xB8, ZdoRow::Form::mode_second, true},
};
// clang-format on

template <class T>
std::optional<Bytes> again(ByteView data) {
  Reader in(data);
  T message;
  if (!decode(message, in) || !in.done()) return std::nullopt;
  return encode(message);
}

template <class T>
std::string describe_message(ByteView data) {
  Reader in(data);
  T message;
  return decode(message, in) ? describe(message) : "malformed " + to_hex(data);
}

template <class T>
std::optional<Bytes> member(ByteView data, std::string_view name) {
  // Everything before the member and everything up to it, encoded: the difference is the member.
  static constexpr auto rows = T::fields();
  Reader in(data);
  T message;
  if (!decode(message, in)) return std::nullopt;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].name != name) continue;
    Writer out;
    fields::encode(&message, std::span<const Field>(rows).subspan(i, 1), out);
    const bool counted = rows[i].kind == Field::Kind::short_bytes;
    Bytes octets = out.take();
    if (counted) octets.erase(octets.begin());
    return octets;
  }
  return std::nullopt;
}

template <class C>
consteval Row row() {
  Row out{C::id, nullptr, nullptr, nullptr};
  if constexpr (C::id.type == Type::sreq) {
    out.again = [](ByteView data, bool response) {
      return response ? again<typename C::Response>(data) : again<typename C::Request>(data);
    };
    out.describe = [](ByteView data, bool response) {
      return response ? describe_message<typename C::Response>(data)
                      : describe_message<typename C::Request>(data);
    };
    out.member = [](ByteView data, bool response, std::string_view name) {
      return response ? member<typename C::Response>(data, name)
                      : member<typename C::Request>(data, name);
    };
  } else {
    out.again = [](ByteView data, bool) { return again<typename C::Message>(data); };
    out.describe = [](ByteView data, bool) { return describe_message<typename C::Message>(data); };
    out.member = [](ByteView data, bool, std::string_view name) {
      return member<typename C::Message>(data, name);
    };
  }
  return out;
}

constexpr Row all_rows[] = {
    row<SysReset>(), row<SysPing>(), row<SysVersion>(), row<SysSetExtendedAddress>(),
    row<SysGetExtendedAddress>(), row<SysOsalNvItemInit>(), row<SysOsalNvRead>(),
    row<SysOsalNvWrite>(), row<SysRandom>(), row<SysStackTune>(), row<SysOsalNvDelete>(),
    row<SysOsalNvLength>(), row<SysSetTransmitPower>(), row<SysOsalNvReadExt>(),
    row<SysOsalNvWriteExt>(), row<SysNvCreate>(), row<SysNvDelete>(), row<SysNvLength>(),
    row<SysNvRead>(), row<SysNvWrite>(), row<SysNvUpdate>(), row<SysResetIndication>(),
    row<AfRegister>(), row<AfDataRequest>(), row<AfDataRequestExt>(), row<AfDelete>(),
    row<AfInterPanControl>(), row<AfDataRetrieve>(), row<AfDataConfirm>(), row<AfIncoming>(),
    row<AfIncomingExt>(), row<AfReflectError>(), row<ZdoStartup>(), row<ZdoExtRouteDiscovery>(),
    row<ZdoExtRemoveGroup>(), row<ZdoExtFindGroup>(), row<ZdoExtAddGroup>(),
    row<ZdoExtNetworkInfo>(), row<ZdoMessageCallbackRegister>(), row<ZdoStateChange>(),
    row<ZdoSourceRoute>(), row<ZdoConcentrator>(), row<ZdoLeaveIndication>(),
    row<ZdoTrustCenterDevice>(), row<ZdoPermitJoinIndication>(), row<ZdoMessageCallback>(),
    row<SapiReadConfiguration>(), row<SapiWriteConfiguration>(), row<SapiGetDeviceInfo>(),
    row<UtilGetDeviceInfo>(), row<UtilLedControl>(), row<UtilNwkOfIeee>(), row<UtilIeeeOfNwk>(),
    row<UtilAssociationCount>(), row<UtilAssociationOf>(), row<UtilAssociationRemove>(),
    row<UtilAssociationAdd>(), row<AppAddInstallCode>(), row<AppStartCommissioning>(),
    row<AppSetChannel>(), row<AppSetFrameCounter>(), row<AppCommissioningNotification>(),
};

}  // namespace

std::span<const ZdoRow> zdo_rows() { return zdo_table; }

const ZdoRow* find_zdo(std::uint16_t cluster) {
  for (const ZdoRow& row : zdo_table) {
    if (row.cluster == cluster) return &row;
  }
  return nullptr;
}

std::span<const Row> table() { return all_rows; }

std::string describe(const UnpiFrame& frame) {
  const bool response = frame.type == Type::srsp;
  const Type type = response ? Type::sreq : frame.type;
  for (const Row& row : all_rows) {
    if (row.id.type == type && row.id.subsystem == frame.subsystem && row.id.number == frame.command) {
      return fmt::format("{}{} {}", row.id.name, response ? " response" : "",
                         row.describe(frame.data, response));
    }
  }
  if (frame.subsystem == Subsystem::zdo) {
    for (const ZdoRow& row : zdo_table) {
      const bool request = type == Type::sreq;
      if ((request ? row.request : row.response) != frame.command) continue;
      return fmt::format("{}{} {}", row.name, response ? "_REQ response" : request ? "_REQ" : "_RSP",
                         to_hex(frame.data));
    }
  }
  return fmt::format("type {} subsystem {} command 0x{:02x} {}", static_cast<int>(frame.type),
                     static_cast<int>(frame.subsystem), frame.command, to_hex(frame.data));
}

std::string status_name(std::uint8_t status) {
  struct Name {
    std::uint8_t status;
    std::string_view name;
  };
  // TI's ZComDef.h and mac_spec.h, as the peer's messages name them.
  static constexpr Name names[] = {
      {0x00, "SUCCESS"}, {0x01, "FAILURE"}, {0x02, "INVALID_PARAM"}, {0x09, "NV_ITEM_INITIALIZED"},
      {0x0A, "NV_OPER_FAILED"}, {0x0C, "NV_BAD_ITEM_LENGTH"}, {0x10, "MEM_ERROR"},
      {0x11, "BUFFER_FULL"}, {0x12, "UNSUPPORTED_MODE"}, {0x13, "MAC_MEM_ERROR"},
      {0xB1, "APS_FAIL"}, {0xB2, "APS_TABLE_FULL"}, {0xB3, "APS_ILLEGAL_REQUEST"},
      {0xB4, "APS_INVALID_BINDING"}, {0xB5, "APS_UNSUPPORTED_ATTRIBUTE"},
      {0xB6, "APS_NOT_SUPPORTED"}, {0xB7, "APS_NO_ACK"}, {0xB8, "APS_DUPLICATE_ENTRY"},
      {0xB9, "APS_NO_BOUND_DEVICE"}, {0xC1, "NWK_INVALID_PARAM"}, {0xC2, "NWK_INVALID_REQUEST"},
      {0xC3, "NWK_NOT_PERMITTED"}, {0xC4, "NWK_STARTUP_FAILURE"}, {0xC7, "NWK_TABLE_FULL"},
      {0xC8, "NWK_UNKNOWN_DEVICE"}, {0xC9, "NWK_UNSUPPORTED_ATTRIBUTE"}, {0xCA, "NWK_NO_NETWORK"},
      {0xCB, "NWK_LEAVE_UNCONFIRMED"}, {0xCC, "NWK_NO_ACK"}, {0xCD, "NWK_NO_ROUTE"},
      {0xE1, "MAC_CHANNEL_ACCESS_FAILURE"}, {0xE9, "MAC_NO_ACK"},
      {0xF0, "MAC_TRANSACTION_EXPIRED"}, {0xF1, "MAC_TRANSACTION_OVERFLOW"},
      {0x1A, "MAC_NO_RESOURCES"},
  };
  for (const Name& n : names) {
    if (n.status == status) return std::string(n.name);
  }
  return fmt::format("0x{:02x}", status);
}

}  // namespace waggle::coordinator::znp
