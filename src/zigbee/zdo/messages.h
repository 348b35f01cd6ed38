// Zigbee Device Objects: the requests and responses by which nodes describe themselves, bind, and
// manage the network. Zigbee PRO specification (05-3474-23), section 2.4; each struct names its
// clause. Payloads here have no transaction sequence number: radios keep their own.
//
// A response struct is what follows the status octet. With a status other than success a node may
// leave all of it out (and many do, whatever the clause says), so Response<T> has it as optional.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "core/fields.h"
#include "core/result.h"
#include "zigbee/ids.h"

namespace waggle::zdo {

enum class Status : std::uint8_t {
  success = 0x00, invalid_request = 0x80, device_not_found = 0x81, invalid_endpoint = 0x82,
  not_active = 0x83, not_supported = 0x84, timeout = 0x85, no_match = 0x86, no_entry = 0x88,
  no_descriptor = 0x89, insufficient_space = 0x8A, not_permitted = 0x8B, table_full = 0x8C,
  not_authorized = 0x8D, binding_table_full = 0x8E, invalid_index = 0x8F,
};
/// "NOT_SUPPORTED", as the peer's messages name it; "0x.." for unknown codes.
std::string status_name(std::uint8_t status);

inline constexpr std::uint16_t response_bit = 0x8000;

// 2.4.3.1 Device and service discovery ----------------------------------------------------------

struct NwkAddressRequest {  // 2.4.3.1.1
  static constexpr ClusterId cluster{0x0000};
  Ieee ieee{};
  std::uint8_t kind{};  // 0: this device, 1: with its children
  std::uint8_t start{};
  WAGGLE_FIELDS(NwkAddressRequest, ieee, kind, start)
};
struct IeeeAddressRequest {  // 2.4.3.1.2
  static constexpr ClusterId cluster{0x0001};
  Nwk nwk{};
  std::uint8_t kind{};
  std::uint8_t start{};
  WAGGLE_FIELDS(IeeeAddressRequest, nwk, kind, start)
};
struct NodeDescriptorRequest {  // 2.4.3.1.3
  static constexpr ClusterId cluster{0x0002};
  Nwk nwk{};
  Rest tlvs{};  // R23
  WAGGLE_FIELDS(NodeDescriptorRequest, nwk, tlvs)
};
struct PowerDescriptorRequest {  // 2.4.3.1.4
  static constexpr ClusterId cluster{0x0003};
  Nwk nwk{};
  WAGGLE_FIELDS(PowerDescriptorRequest, nwk)
};
struct SimpleDescriptorRequest {  // 2.4.3.1.5
  static constexpr ClusterId cluster{0x0004};
  Nwk nwk{};
  EndpointId endpoint{};
  WAGGLE_FIELDS(SimpleDescriptorRequest, nwk, endpoint)
};
struct ActiveEndpointsRequest {  // 2.4.3.1.6
  static constexpr ClusterId cluster{0x0005};
  Nwk nwk{};
  WAGGLE_FIELDS(ActiveEndpointsRequest, nwk)
};
struct MatchDescriptorsRequest {  // 2.4.3.1.7
  static constexpr ClusterId cluster{0x0006};
  Nwk nwk{};
  ProfileId profile{};
  ShortList<std::uint16_t> inputs{};
  ShortList<std::uint16_t> outputs{};
  WAGGLE_FIELDS(MatchDescriptorsRequest, nwk, profile, inputs, outputs)
};
struct DeviceAnnounce {  // 2.4.3.1.11, broadcast by the device
  static constexpr ClusterId cluster{0x0013};
  Nwk nwk{};
  Ieee ieee{};
  std::uint8_t capability{};
  WAGGLE_FIELDS(DeviceAnnounce, nwk, ieee, capability)
};
struct ParentAnnounce {  // 2.4.3.1.12, R21
  static constexpr ClusterId cluster{0x001F};
  std::vector<Ieee> children{};
  bool operator==(const ParentAnnounce&) const = default;
};
struct SystemServerDiscoveryRequest {  // 2.4.3.1.13
  static constexpr ClusterId cluster{0x0015};
  std::uint16_t mask{};
  WAGGLE_FIELDS(SystemServerDiscoveryRequest, mask)
};

// 2.4.3.2 Binding -------------------------------------------------------------------------------

struct Binding {
  Ieee source{};
  EndpointId source_endpoint{};
  ClusterId cluster_id{};
  bool to_group = false;
  GroupId group{};                    // to_group
  Ieee target{};                      // else
  EndpointId target_endpoint{};
  bool operator==(const Binding&) const = default;
};
struct BindRequest : Binding {  // 2.4.3.2.2
  static constexpr ClusterId cluster{0x0021};
};
struct UnbindRequest : Binding {  // 2.4.3.2.3
  static constexpr ClusterId cluster{0x0022};
};
struct ClearAllBindingsRequest {  // 2.4.3.2.4, R23: one TLV with the targets
  static constexpr ClusterId cluster{0x002B};
  std::vector<Ieee> targets{};
  bool operator==(const ClearAllBindingsRequest&) const = default;
};

// 2.4.3.3 Network management --------------------------------------------------------------------

struct LqiRequest {  // 2.4.3.3.2
  static constexpr ClusterId cluster{0x0031};
  std::uint8_t start{};
  WAGGLE_FIELDS(LqiRequest, start)
};
struct RoutingRequest {  // 2.4.3.3.3
  static constexpr ClusterId cluster{0x0032};
  std::uint8_t start{};
  WAGGLE_FIELDS(RoutingRequest, start)
};
struct BindingTableRequest {  // 2.4.3.3.4
  static constexpr ClusterId cluster{0x0033};
  std::uint8_t start{};
  WAGGLE_FIELDS(BindingTableRequest, start)
};
struct LeaveRequest {  // 2.4.3.3.5
  static constexpr ClusterId cluster{0x0034};
  static constexpr std::uint8_t remove_children = 0x40;
  static constexpr std::uint8_t rejoin = 0x80;
  Ieee ieee{};
  std::uint8_t flags{};
  WAGGLE_FIELDS(LeaveRequest, ieee, flags)
};
struct PermitJoinRequest {  // 2.4.3.3.7
  static constexpr ClusterId cluster{0x0036};
  std::uint8_t seconds{};
  std::uint8_t trust_center{};
  Rest tlvs{};
  WAGGLE_FIELDS(PermitJoinRequest, seconds, trust_center, tlvs)
};
struct NwkUpdateRequest {  // 2.4.3.3.9
  static constexpr ClusterId cluster{0x0038};
  static constexpr std::uint8_t change_channel = 0xFE;
  static constexpr std::uint8_t change_manager = 0xFF;
  std::uint32_t channels{};
  std::uint8_t duration{};
  std::optional<std::uint8_t> count_or_update_id{};  // scan count up to 5; update id from 0xFE
  std::optional<std::uint16_t> manager{};
  WAGGLE_FIELDS(NwkUpdateRequest, channels, duration, count_or_update_id, manager)
};

// 2.4.4 Responses -------------------------------------------------------------------------------

struct AddressResponse {  // 2.4.4.2.1 and .2
  Ieee ieee{};
  Nwk nwk{};
  Rest children{};  // count, start, short addresses; only when they were asked for
  WAGGLE_FIELDS(AddressResponse, ieee, nwk, children)
};
struct NwkAddressResponse : AddressResponse {
  static constexpr ClusterId cluster{0x8000};
};
struct IeeeAddressResponse : AddressResponse {
  static constexpr ClusterId cluster{0x8001};
};
struct NodeDescriptorResponse {  // 2.4.4.2.3; the descriptor is 2.3.2.3
  static constexpr ClusterId cluster{0x8002};
  enum LogicalType : std::uint8_t { coordinator = 0, router = 1, end_device = 2 };
  static constexpr std::uint8_t alternate_coordinator = 0x01, full_function = 0x02, mains = 0x04,
                                rx_on_when_idle = 0x08, security = 0x40, allocate_address = 0x80;
  Nwk nwk{};
  std::uint8_t type_and_flags{};
  std::uint8_t flags_and_band{};
  std::uint8_t capability{};
  ManufacturerCode manufacturer{};
  std::uint8_t max_buffer{};
  std::uint16_t max_incoming{};
  std::uint16_t server_mask{};
  std::uint16_t max_outgoing{};
  std::uint8_t descriptor_capability{};
  Rest tlvs{};
  WAGGLE_FIELDS(NodeDescriptorResponse, nwk, type_and_flags, flags_and_band, capability,
                manufacturer, max_buffer, max_incoming, server_mask, max_outgoing,
                descriptor_capability, tlvs)
  std::uint8_t logical_type() const { return type_and_flags & 7; }
};
struct PowerDescriptorResponse {  // 2.4.4.2.4; the descriptor is 2.3.2.4
  static constexpr ClusterId cluster{0x8003};
  Nwk nwk{};
  std::uint16_t descriptor{};
  WAGGLE_FIELDS(PowerDescriptorResponse, nwk, descriptor)
};
struct SimpleDescriptorResponse {  // 2.4.4.2.5; the descriptor is 2.3.2.5
  static constexpr ClusterId cluster{0x8004};
  Nwk nwk{};
  std::uint8_t length{};
  EndpointId endpoint{};
  ProfileId profile{};
  std::uint16_t device{};
  std::uint8_t version{};
  ShortList<std::uint16_t> inputs{};
  ShortList<std::uint16_t> outputs{};
  Rest tail{};  // what devices append
  WAGGLE_FIELDS(SimpleDescriptorResponse, nwk, length, endpoint, profile, device, version, inputs,
                outputs, tail)
};
struct EndpointList {
  Nwk nwk{};
  ShortList<std::uint8_t> endpoints{};
  Rest tail{};
  WAGGLE_FIELDS(EndpointList, nwk, endpoints, tail)
};
struct ActiveEndpointsResponse : EndpointList {  // 2.4.4.2.6
  static constexpr ClusterId cluster{0x8005};
};
struct MatchDescriptorsResponse : EndpointList {  // 2.4.4.2.7
  static constexpr ClusterId cluster{0x8006};
};
struct ParentAnnounceResponse {  // 2.4.4.2.12
  static constexpr ClusterId cluster{0x801F};
  std::vector<Ieee> children{};
  bool operator==(const ParentAnnounceResponse&) const = default;
};
struct SystemServerDiscoveryResponse {  // 2.4.4.2.13
  static constexpr ClusterId cluster{0x8015};
  std::uint16_t mask{};
  WAGGLE_FIELDS(SystemServerDiscoveryResponse, mask)
};
struct BareResponse {  // a status and nothing else
  Rest tail{};
  WAGGLE_FIELDS(BareResponse, tail)
};
struct BindResponse : BareResponse {
  static constexpr ClusterId cluster{0x8021};
};
struct UnbindResponse : BareResponse {
  static constexpr ClusterId cluster{0x8022};
};
struct ClearAllBindingsResponse : BareResponse {
  static constexpr ClusterId cluster{0x802B};
};
struct LeaveResponse : BareResponse {
  static constexpr ClusterId cluster{0x8034};
};
struct PermitJoinResponse : BareResponse {
  static constexpr ClusterId cluster{0x8036};
};
struct Neighbor {  // table 2-126
  std::array<std::uint8_t, 8> extended_pan{};
  Ieee ieee{};
  Nwk nwk{};
  std::uint8_t kind{};    // bits 0..1 type, 2..3 receiver on when idle, 4..6 relationship
  std::uint8_t permit{};  // bits 0..1
  std::uint8_t depth{};
  std::uint8_t lqi{};
  WAGGLE_FIELDS(Neighbor, extended_pan, ieee, nwk, kind, permit, depth, lqi)
};
struct Route {  // table 2-128
  Nwk destination{};
  std::uint8_t status{};  // bits 0..2 status, then memory constrained, many-to-one, record required
  Nwk next{};
  WAGGLE_FIELDS(Route, destination, status, next)
};
template <class Entry, std::uint16_t number>
struct TableResponse {
  static constexpr ClusterId cluster{number};
  std::uint8_t total{};
  std::uint8_t start{};
  std::vector<Entry> entries{};
  bool operator==(const TableResponse&) const = default;
};
using LqiResponse = TableResponse<Neighbor, 0x8031>;          // 2.4.4.3.2
using RoutingResponse = TableResponse<Route, 0x8032>;         // 2.4.4.3.3
using BindingTableResponse = TableResponse<Binding, 0x8033>;  // 2.4.4.3.4
struct NwkUpdateResponse {  // 2.4.4.3.9
  static constexpr ClusterId cluster{0x8038};
  std::uint32_t channels{};
  std::uint16_t transmissions{};
  std::uint16_t failures{};
  ShortList<std::uint8_t> energy{};
  WAGGLE_FIELDS(NwkUpdateResponse, channels, transmissions, failures, energy)
};

// Codec -----------------------------------------------------------------------------------------

bool decode(Binding& binding, Reader& in);
void encode(const Binding& binding, Writer& out);
bool decode(ParentAnnounce& message, Reader& in);
void encode(const ParentAnnounce& message, Writer& out);
bool decode(ParentAnnounceResponse& message, Reader& in);
void encode(const ParentAnnounceResponse& message, Writer& out);
bool decode(ClearAllBindingsRequest& message, Reader& in);
void encode(const ClearAllBindingsRequest& message, Writer& out);

template <class Entry, std::uint16_t number>
bool decode(TableResponse<Entry, number>& message, Reader& in) {
  message.total = in.u8();
  message.start = in.u8();
  message.entries.clear();
  for (std::size_t n = in.u8(); n > 0 && in.ok(); --n) {
    decode(message.entries.emplace_back(), in);
  }
  return in.ok();
}
template <class Entry, std::uint16_t number>
void encode(const TableResponse<Entry, number>& message, Writer& out) {
  out.u8(message.total).u8(message.start).u8(message.entries.size());
  for (const Entry& entry : message.entries) encode(entry, out);
}

template <class T>
struct Response {
  std::uint8_t status = 0;
  std::optional<T> body;  // always there on success

  bool ok() const { return status == 0; }
};

/// Fails when a successful response does not hold what its clause says.
template <class T>
Result<Response<T>> decode_response(ByteView payload) {
  Reader in(payload);
  Response<T> out;
  out.status = in.u8();
  T body;
  const bool whole = decode(body, in);
  if (whole) out.body = std::move(body);
  if (payload.empty() || (out.status == 0 && !whole)) {
    return Error{Errc::malformed, "ZDO response " + hex16(T::cluster.raw) + " is cut short: '" +
                                      to_hex(payload) + "'"};
  }
  return out;
}
template <class T>
Bytes encode_request(const T& message) {
  Writer out;
  encode(message, out);
  return out.take();
}
template <class T>
Bytes encode_response(std::uint8_t status, const T& body) {
  Writer out;
  out.u8(status);
  encode(body, out);
  return out.take();
}

/// Every message by cluster, for logs, tests and tools.
struct Row {
  ClusterId cluster;
  std::string_view name;
  /// Decodes and encodes again; nullopt when the octets are not such a message. Octets that no clause
  /// explains are kept at the end.
  std::optional<Bytes> (*again)(ByteView payload);
};
std::span<const Row> table();
std::string_view name_of(ClusterId cluster);

}  // namespace waggle::zdo
