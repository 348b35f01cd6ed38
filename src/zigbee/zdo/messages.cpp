#include "zigbee/zdo/messages.h"

#include <fmt/core.h>

namespace waggle::zdo {
namespace {

constexpr std::uint8_t mode_group = 1;
constexpr std::uint8_t mode_ieee = 3;

void decode_ieees(std::vector<Ieee>& out, Reader& in) {
  out.clear();
  for (std::size_t n = in.u8(); n > 0 && in.ok(); --n) out.emplace_back(in.u64());
}
void encode_ieees(const std::vector<Ieee>& list, Writer& out) {
  out.u8(list.size());
  for (Ieee ieee : list) out.u64(ieee.raw);
}

template <class T>
std::optional<Bytes> again_request(ByteView payload) {
  Reader in(payload);
  T message;
  if (!decode(message, in)) return std::nullopt;
  Writer out;
  encode(message, out);
  out.bytes(in.rest());
  return out.take();
}

template <class T>
std::optional<Bytes> again_response(ByteView payload) {
  Reader in(payload);
  const std::uint8_t status = in.u8();
  if (!in.ok()) return std::nullopt;
  Writer out;
  out.u8(status);
  const ByteView body = in.peek_rest();
  T message;
  if (decode(message, in)) {
    encode(message, out);
    out.bytes(in.rest());
  } else if (status != 0) {
    out.bytes(body);  // failures say as much or as little as the device likes
  } else {
    return std::nullopt;
  }
  return out.take();
}

// clang-format off
constexpr Row rows[] = {
    {NwkAddressRequest::cluster,             "NWK_address_request",              again_request<NwkAddressRequest>},
    {IeeeAddressRequest::cluster,            "IEEE_address_request",             again_request<IeeeAddressRequest>},
    {NodeDescriptorRequest::cluster,         "node_descriptor_request",          again_request<NodeDescriptorRequest>},
    {PowerDescriptorRequest::cluster,        "power_descriptor_request",         again_request<PowerDescriptorRequest>},
    {SimpleDescriptorRequest::cluster,       "simple_descriptor_request",        again_request<SimpleDescriptorRequest>},
    {ActiveEndpointsRequest::cluster,        "active_endpoints_request",         again_request<ActiveEndpointsRequest>},
    {MatchDescriptorsRequest::cluster,       "match_descriptors_request",        again_request<MatchDescriptorsRequest>},
    {DeviceAnnounce::cluster,                "device_announce",                  again_request<DeviceAnnounce>},
    {SystemServerDiscoveryRequest::cluster,  "system_server_discovery_request",  again_request<SystemServerDiscoveryRequest>},
    {ParentAnnounce::cluster,                "parent_announce",                  again_request<ParentAnnounce>},
    {BindRequest::cluster,                   "bind_request",                     again_request<BindRequest>},
    {UnbindRequest::cluster,                 "unbind_request",                   again_request<UnbindRequest>},
    {ClearAllBindingsRequest::cluster,       "clear_all_bindings_request",       again_request<ClearAllBindingsRequest>},
    {LqiRequest::cluster,                    "LQI_table_request",                again_request<LqiRequest>},
    {RoutingRequest::cluster,                "routing_table_request",            again_request<RoutingRequest>},
    {BindingTableRequest::cluster,           "binding_table_request",            again_request<BindingTableRequest>},
    {LeaveRequest::cluster,                  "leave_request",                    again_request<LeaveRequest>},
    {PermitJoinRequest::cluster,             "permit_joining_request",           again_request<PermitJoinRequest>},
    {NwkUpdateRequest::cluster,              "NWK_update_request",               again_request<NwkUpdateRequest>},
    {NwkAddressResponse::cluster,            "NWK_address_response",             again_response<NwkAddressResponse>},
    {IeeeAddressResponse::cluster,           "IEEE_address_response",            again_response<IeeeAddressResponse>},
    {NodeDescriptorResponse::cluster,        "node_descriptor_response",         again_response<NodeDescriptorResponse>},
    {PowerDescriptorResponse::cluster,       "power_descriptor_response",        again_response<PowerDescriptorResponse>},
    {SimpleDescriptorResponse::cluster,      "simple_descriptor_response",       again_response<SimpleDescriptorResponse>},
    {ActiveEndpointsResponse::cluster,       "active_endpoints_response",        again_response<ActiveEndpointsResponse>},
    {MatchDescriptorsResponse::cluster,      "match_descriptors_response",       again_response<MatchDescriptorsResponse>},
    {SystemServerDiscoveryResponse::cluster, "system_server_discovery_response", again_response<SystemServerDiscoveryResponse>},
    {ParentAnnounceResponse::cluster,        "parent_announce_response",         again_response<ParentAnnounceResponse>},
    {BindResponse::cluster,                  "bind_response",                    again_response<BindResponse>},
    {UnbindResponse::cluster,                "unbind_response",                  again_response<UnbindResponse>},
    {ClearAllBindingsResponse::cluster,      "clear_all_bindings_response",      again_response<ClearAllBindingsResponse>},
    {LqiResponse::cluster,                   "LQI_table_response",               again_response<LqiResponse>},
    {RoutingResponse::cluster,               "routing_table_response",           again_response<RoutingResponse>},
    {BindingTableResponse::cluster,          "binding_table_response",           again_response<BindingTableResponse>},
    {LeaveResponse::cluster,                 "leave_response",                   again_response<LeaveResponse>},
    {PermitJoinResponse::cluster,            "permit_joining_response",          again_response<PermitJoinResponse>},
    {NwkUpdateResponse::cluster,             "NWK_update_response",              again_response<NwkUpdateResponse>},
};
// clang-format on

}  // namespace

std::span<const Row> table() { return rows; }

std::string_view name_of(ClusterId cluster) {
  for (const Row& row : rows) {
    if (row.cluster == cluster) return row.name;
  }
  return "unknown";
}

std::string status_name(std::uint8_t status) {
  struct Name {
    std::uint8_t status;
    std::string_view name;
  };
  static constexpr Name names[] = {
      {0x00, "SUCCESS"}, {0x80, "INV_REQUESTTYPE"}, {0x81, "DEVICE_NOT_FOUND"}, {0x82, "INVALID_EP"},
      {0x83, "NOT_ACTIVE"}, {0x84, "NOT_SUPPORTED"}, {0x85, "TIMEOUT"}, {0x86, "NO_MATCH"},
      {0x88, "NO_ENTRY"}, {0x89, "NO_DESCRIPTOR"}, {0x8A, "INSUFFICIENT_SPACE"},
      {0x8B, "NOT_PERMITTED"}, {0x8C, "TABLE_FULL"}, {0x8D, "NOT_AUTHORIZED"},
      {0x8E, "DEVICE_BINDING_TABLE_FULL"}, {0x8F, "INVALID_INDEX"}, {0x90, "FRAME_TOO_LARGE"},
      {0x91, "BAD_KEY_NEGOTIATION_METHOD"}, {0x92, "TEMPORARY_FAILURE"},
  };
  for (const Name& n : names) {
    if (n.status == status) return std::string(n.name);
  }
  return fmt::format("0x{:02x}", status);
}

bool decode(Binding& binding, Reader& in) {
  binding = {};
  binding.source = Ieee(in.u64());
  binding.source_endpoint = EndpointId(in.u8());
  binding.cluster_id = ClusterId(in.u16());
  const std::uint8_t mode = in.u8();
  binding.to_group = mode == mode_group;
  if (mode == mode_group) {
    binding.group = GroupId(in.u16());
  } else if (mode == mode_ieee) {
    binding.target = Ieee(in.u64());
    binding.target_endpoint = EndpointId(in.u8());
  } else {
    in.fail();
  }
  return in.ok();
}

void encode(const Binding& binding, Writer& out) {
  out.u64(binding.source.raw).u8(binding.source_endpoint.raw).u16(binding.cluster_id.raw);
  if (binding.to_group) {
    out.u8(mode_group).u16(binding.group.raw);
  } else {
    out.u8(mode_ieee).u64(binding.target.raw).u8(binding.target_endpoint.raw);
  }
}

bool decode(ParentAnnounce& message, Reader& in) {
  decode_ieees(message.children, in);
  return in.ok();
}
void encode(const ParentAnnounce& message, Writer& out) { encode_ieees(message.children, out); }

bool decode(ParentAnnounceResponse& message, Reader& in) {
  decode_ieees(message.children, in);
  return in.ok();
}
void encode(const ParentAnnounceResponse& message, Writer& out) {
  encode_ieees(message.children, out);
}

// The TLV's length field is one less than its content (annex I.2.1).
bool decode(ClearAllBindingsRequest& message, Reader& in) {
  const std::uint8_t tag = in.u8();
  const std::size_t length = in.u8() + std::size_t{1};
  Reader content(in.bytes(length));
  if (tag != 0) in.fail();
  decode_ieees(message.targets, content);
  if (!content.done()) in.fail();
  return in.ok();
}
void encode(const ClearAllBindingsRequest& message, Writer& out) {
  out.u8(0).u8(message.targets.size() * 8);
  encode_ieees(message.targets, out);
}

}  // namespace waggle::zdo
