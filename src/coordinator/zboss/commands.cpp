#include "coordinator/zboss/commands.h"

#include <fmt/core.h>

#include "coordinator/zboss/status.h"

namespace waggle::coordinator::zboss {
namespace {

template <class T>
std::optional<Bytes> again(ByteView parameters) {
  Reader in(parameters);
  T object;
  if (!decode(object, in) || !in.done()) return std::nullopt;
  return encode(object);
}
template <class T>
std::string describe_as(ByteView parameters) {
  Reader in(parameters);
  T object;
  return decode(object, in) ? describe(object) : "malformed " + to_hex(parameters);
}

template <class C>
consteval Row row() {
  Row out{C::id, nullptr, nullptr};
  if constexpr (C::id.indication) {
    out.again = [](ByteView parameters, Message::Kind) { return again<typename C::Message>(parameters); };
    out.describe = [](ByteView parameters, Message::Kind) { return describe_as<typename C::Message>(parameters); };
  } else {
    out.again = [](ByteView parameters, Message::Kind kind) {
      return kind == Message::Kind::request ? again<typename C::Request>(parameters) : again<typename C::Response>(parameters);
    };
    out.describe = [](ByteView parameters, Message::Kind kind) {
      return kind == Message::Kind::request ? describe_as<typename C::Request>(parameters) : describe_as<typename C::Response>(parameters);
    };
  }
  return out;
}

template <>
consteval Row row<LeaveIndication>() {
  return {LeaveIndication::id,
          [](ByteView parameters, Message::Kind) { return again<LeaveIndication::Message>(parameters); },
          [](ByteView parameters, Message::Kind) {
            const bool longer = parameters.size() >= LongLeaveIndication::length;
            return longer ? describe_as<LongLeaveIndication::Message>(parameters) : describe_as<LeaveIndication::Message>(parameters);
          }};
}

constexpr Row rows[] = {
    row<GetModuleVersion>(), row<NcpReset>(), row<GetRole>(), row<SetRole>(), row<GetChannelMask>(), row<SetChannelMask>(),
    row<GetChannel>(), row<GetPan>(), row<SetPan>(), row<GetLocalIeee>(), row<SetLocalIeee>(), row<GetPower>(), row<SetPower>(),
    row<GetRxOnWhenIdle>(), row<SetRxOnWhenIdle>(), row<GetJoined>(), row<GetAuthenticated>(), row<GetEndDeviceTimeout>(),
    row<SetEndDeviceTimeout>(), row<SetNetworkKey>(), row<GetNetworkKeys>(), row<GetApsKey>(), row<GetParentAddress>(),
    row<GetExtendedPan>(), row<GetCoordinatorVersion>(), row<GetShortAddress>(), row<GetTrustCenter>(), row<ResetIndication>(),
    row<WriteMemory>(), row<ReadMemory>(), row<EraseMemory>(), row<ClearMemory>(), row<SetPolicy>(), row<SetExtendedPan>(),
    row<SetMaxChildren>(), row<GetMaxChildren>(), row<SetSimpleDescriptor>(), row<DeleteEndpoint>(), row<DeviceAnnounced>(),
    row<DeviceAuthorized>(), row<DeviceUpdate>(), row<SetManufacturerCode>(), row<SendData>(), row<AddGroup>(), row<RemoveGroup>(),
    row<DataIndication>(), row<Form>(), row<PermitJoining>(), row<LookUpIeee>(), row<LookUpNwk>(), row<LeaveIndication>(),
    row<OwnAddressIndication>(), row<StartWithoutForming>(), row<AddInstallCode>(), row<DeleteInstallCode>(),
};

struct Name {
  std::uint16_t number;
  std::string_view name;
};
constexpr Name other_names[] = {
    {0x0003, "NCP_FACTORY_RESET"}, {0x000E, "GET_KEEPALIVE_TIMEOUT"}, {0x000F, "SET_KEEPALIVE_TIMEOUT"}, {0x0028, "GET_CONFIG_PARAMETER"},
    {0x0029, "GET_LOCK_STATUS"}, {0x002A, "GET_TRACE"}, {0x002C, "SET_NWK_LEAVE_ALLOWED"}, {0x002D, "GET_NWK_LEAVE_ALLOWED"},
    {0x0036, "SET_ZDO_LEAVE_ALLOWED"}, {0x0037, "GET_ZDO_LEAVE_ALLOWED"}, {0x003A, "DISABLE_GPPB"}, {0x003B, "GP_SET_SHARED_KEY_TYPE"},
    {0x003C, "GP_SET_DEFAULT_LINK_KEY"}, {0x003D, "PRODUCTION_CONFIG_READ"}, {0x0103, "AF_SET_NODE_DESC"}, {0x0104, "AF_SET_POWER_DESC"},
    {0x0201, "ZDO_NWK_ADDR_REQ"}, {0x0202, "ZDO_IEEE_ADDR_REQ"}, {0x0203, "ZDO_POWER_DESC_REQ"}, {0x0204, "ZDO_NODE_DESC_REQ"},
    {0x0205, "ZDO_SIMPLE_DESC_REQ"}, {0x0206, "ZDO_ACTIVE_EP_REQ"}, {0x0207, "ZDO_MATCH_DESC_REQ"}, {0x0208, "ZDO_BIND_REQ"},
    {0x0209, "ZDO_UNBIND_REQ"}, {0x020A, "ZDO_MGMT_LEAVE_REQ"}, {0x020B, "ZDO_PERMIT_JOINING_REQ"}, {0x020D, "ZDO_REJOIN"},
    {0x020E, "ZDO_SYSTEM_SRV_DISCOVERY_REQ"}, {0x020F, "ZDO_MGMT_BIND_REQ"}, {0x0210, "ZDO_MGMT_LQI_REQ"},
    {0x0211, "ZDO_MGMT_NWK_UPDATE_REQ"}, {0x0212, "ZDO_REMOTE_CMD_IND"}, {0x0213, "ZDO_GET_STATS"}, {0x0302, "APSME_BIND"},
    {0x0303, "APSME_UNBIND"}, {0x0307, "APSME_RM_ALL_GROUPS"}, {0x0308, "APS_CHECK_BINDING"}, {0x0309, "APS_GET_GROUP_TABLE"},
    {0x030A, "APSME_UNBIND_ALL"}, {0x0402, "NWK_DISCOVERY"}, {0x0403, "NWK_NLME_JOIN"}, {0x0407, "NWK_GET_NEIGHBOR_BY_IEEE"},
    {0x0408, "NWK_STARTED_IND"}, {0x0409, "NWK_REJOINED_IND"}, {0x040A, "NWK_REJOIN_FAILED_IND"}, {0x041A, "NWK_PAN_ID_CONFLICT_RESOLVE"},
    {0x041B, "NWK_PAN_ID_CONFLICT_IND"}, {0x041E, "NWK_NLME_ROUTER_START"}, {0x0420, "PARENT_LOST_IND"}, {0x042C, "SET_KEEPALIVE_MODE"},
    {0x042D, "START_CONCENTRATOR_MODE"}, {0x042E, "STOP_CONCENTRATOR_MODE"}, {0x042F, "NWK_ENABLE_PAN_ID_CONFLICT_RESOLUTION"},
    {0x0430, "NWK_ENABLE_AUTO_PAN_ID_CONFLICT_RESOLUTION"}, {0x0501, "SECUR_SET_LOCAL_IC"}, {0x050D, "SECUR_GET_LOCAL_IC"},
    {0x050E, "SECUR_TCLK_IND"}, {0x050F, "SECUR_TCLK_EXCHANGE_FAILED_IND"}, {0x0517, "SECUR_NWK_INITIATE_KEY_SWITCH_PROCEDURE"},
    {0x0518, "SECUR_GET_IC_LIST"}, {0x0519, "SECUR_GET_IC_BY_IDX"}, {0x051A, "SECUR_REMOVE_ALL_IC"},
};

}  // namespace

std::span<const Row> table() { return rows; }

const Row* find_row(std::uint16_t number) {
  for (const Row& row : rows) {
    if (row.id.number == number) return &row;
  }
  return nullptr;
}

std::string call_name(std::uint16_t number) {
  if (const Row* row = find_row(number)) return std::string(row->id.name);
  for (const Name& name : other_names) {
    if (name.number == number) return std::string(name.name);
  }
  return fmt::format("call {:#06x}", number);
}

std::string describe(const Message& message) {
  std::string out = call_name(message.call);
  const bool response = message.kind == Message::Kind::response;
  if (response) out += " response";
  if (message.kind != Message::Kind::indication) out += fmt::format(" {}", message.sequence);
  const Status status{static_cast<Category>(message.category), message.status};
  if (response) out += " " + status_name(status);
  if (message.parameters.empty()) return out;
  const Row* row = find_row(message.call);
  const bool indication = message.kind == Message::Kind::indication;
  const bool fits = row && row->id.indication == indication && (!response || status.ok());
  return out + " " + (fits ? row->describe(message.parameters, message.kind) : to_hex(message.parameters));
}

}  // namespace waggle::coordinator::zboss
