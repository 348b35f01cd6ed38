#include "coordinator/ember/commands.h"

#include <fmt/core.h>

#include "coordinator/ember/other_commands.h"

namespace waggle::coordinator::ember {
namespace {

template <class T>
std::optional<Bytes> again(ByteView parameters, int version) {
  Reader in(parameters);
  T object;
  if (!decode(object, in, version) || !in.done()) return std::nullopt;
  return encode(object, version);
}
template <class T>
std::string describe_as(ByteView parameters, int version) {
  Reader in(parameters);
  T object;
  if (!decode(object, in, version)) return "malformed " + to_hex(parameters);
  return fields::describe(&object, layout_of<T>(version));
}

template <class C>
consteval Row row() {
  Row out{C::id, nullptr, nullptr};
  if constexpr (C::id.callback) {
    out.again = [](ByteView parameters, bool, int version) { return again<typename C::Message>(parameters, version); };
    out.describe = [](ByteView parameters, bool, int version) { return describe_as<typename C::Message>(parameters, version); };
  } else {
    out.again = [](ByteView parameters, bool response, int version) {
      return response ? again<typename C::Response>(parameters, version) : again<typename C::Request>(parameters, version);
    };
    out.describe = [](ByteView parameters, bool response, int version) {
      return response ? describe_as<typename C::Response>(parameters, version)
                      : describe_as<typename C::Request>(parameters, version);
    };
  }
  return out;
}

constexpr Row rows[] = {
    row<Version>(), row<GetConfigurationValue>(), row<SetConfigurationValue>(), row<AddEndpoint>(), row<SetPolicy>(),
    row<GetPolicy>(), row<GetValue>(), row<GetExtendedValue>(), row<SetValue>(), row<Nop>(), row<InvalidCommand>(),
    row<GetManufacturingToken>(), row<SetManufacturingToken>(), row<ReadAndClearCounters>(), row<GetIeee>(), row<GetNwk>(),
    row<GetTokenData>(), row<SetTokenData>(), row<SetManufacturerCode>(), row<NetworkInit>(), row<NetworkState>(),
    row<StackStatus>(), row<FormNetwork>(), row<LeaveNetwork>(), row<PermitJoining>(), row<ChildJoin>(),
    row<GetNetworkParameters>(), row<GetChildData>(), row<SetRadioPower>(), row<SetCcaMode>(), row<SetConcentrator>(),
    row<SetSourceRouteDiscoveryMode>(), row<SetLogicalAndRadioChannel>(), row<SendManyToOneRouteRequest>(),
    row<GetMulticastTableEntry>(), row<SetMulticastTableEntry>(), row<LookUpNwk>(), row<LookUpIeee>(), row<SendUnicast>(),
    row<SendBroadcast>(), row<SendMulticast>(), row<MessageSent>(), row<IncomingMessage>(), row<RouteError>(),
    row<NetworkStatus>(), row<RouteRecord>(), row<IdConflict>(), row<SendRawMessage>(), row<RawTransmitComplete>(),
    row<MacFilterMatch>(), row<GreenPowerIncoming>(), row<SetInitialSecurityState>(), row<ExportKey>(),
    row<GetNetworkKeyInfo>(), row<ImportLinkKey>(), row<ExportLinkKeyByIndex>(), row<EraseKeyTableEntry>(),
    row<ClearKeyTable>(), row<ImportTransientKey>(), row<ClearTransientLinkKeys>(), row<TrustCenterJoin>(),
    row<KeyEstablishment>(),
};

// UG100, EmberCounterType.
constexpr std::string_view counters[] = {
    "MAC_RX_BROADCAST", "MAC_TX_BROADCAST", "MAC_RX_UNICAST", "MAC_TX_UNICAST_SUCCESS", "MAC_TX_UNICAST_RETRY",
    "MAC_TX_UNICAST_FAILED", "APS_DATA_RX_BROADCAST", "APS_DATA_TX_BROADCAST", "APS_DATA_RX_UNICAST",
    "APS_DATA_TX_UNICAST_SUCCESS", "APS_DATA_TX_UNICAST_RETRY", "APS_DATA_TX_UNICAST_FAILED", "ROUTE_DISCOVERY_INITIATED",
    "NEIGHBOR_ADDED", "NEIGHBOR_REMOVED", "NEIGHBOR_STALE", "JOIN_INDICATION", "CHILD_REMOVED", "ASH_OVERFLOW_ERROR",
    "ASH_FRAMING_ERROR", "ASH_OVERRUN_ERROR", "NWK_FRAME_COUNTER_FAILURE", "APS_FRAME_COUNTER_FAILURE", "ASH_XOFF",
    "APS_LINK_KEY_NOT_AUTHORIZED", "NWK_DECRYPTION_FAILURE", "APS_DECRYPTION_FAILURE", "ALLOCATE_PACKET_BUFFER_FAILURE",
    "RELAYED_UNICAST", "PHY_TO_MAC_QUEUE_LIMIT_REACHED", "PACKET_VALIDATE_LIBRARY_DROPPED_COUNT", "TYPE_NWK_RETRY_OVERFLOW",
    "PHY_CCA_FAIL_COUNT", "BROADCAST_TABLE_FULL", "PTA_LO_PRI_REQUESTED", "PTA_HI_PRI_REQUESTED", "PTA_LO_PRI_DENIED",
    "PTA_HI_PRI_DENIED", "PTA_LO_PRI_TX_ABORTED", "PTA_HI_PRI_TX_ABORTED", "ADDRESS_CONFLICT_SENT", "CSL_RX_SCHEDULE_FAILED",
};

}  // namespace

std::span<const std::string_view> counter_names() { return counters; }
std::span<const Row> table() { return rows; }

const Row* find_row(std::uint16_t number) {
  for (const Row& row : rows) {
    if (row.id.number == number) return &row;
  }
  return nullptr;
}

std::string describe(std::uint16_t number, ByteView parameters, bool response, int version) {
  if (const Row* row = find_row(number)) {
    return fmt::format("{}{} {}", row->id.name, response && !row->id.callback ? " response" : "",
                       row->describe(parameters, response, version));
  }
  const OtherRow* other = find_other(number);
  return fmt::format("{}{} {}", other ? std::string(other->name) : fmt::format("command {:#06x}", number),
                     response ? " response" : "", to_hex(parameters));
}

}  // namespace waggle::coordinator::ember
