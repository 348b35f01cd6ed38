#include "coordinator/zigate/zdo.h"

#include <algorithm>

#include "zigbee/zdo/messages.h"

namespace waggle::coordinator::zigate {
namespace {

// One row a request: made of the standard's structure, and made to it again.
struct Conversion {
  ClusterId cluster;
  std::uint16_t command;
  std::optional<ZdoCommand> (*to_command)(const ZdoRequest& request);
  std::optional<StandardZdo> (*to_standard)(ByteView data);
};

template <class Command, class Standard, auto make, auto unmake>
constexpr Conversion conversion() {
  return {Standard::cluster, Command::id.number,
          [](const ZdoRequest& request) -> std::optional<ZdoCommand> {
            Standard standard;
            Reader in(request.payload);
            if (!decode(standard, in)) return std::nullopt;
            const auto made = make(request.nwk, standard);
            if (!made) return std::nullopt;
            return ZdoCommand{Command::id, to_wire(*made)};
          },
          [](ByteView data) -> std::optional<StandardZdo> {
            const auto read = from_wire<typename Command::Request>(data);
            if (!read) return std::nullopt;
            return unmake(*read);
          }};
}

template <class Standard>
StandardZdo standard(Nwk to, const Standard& request) {
  return {to, {}, Standard::cluster, zdo::encode_request(request)};
}

/// Requests that ask a device about itself.
template <class Command, class Standard>
constexpr Conversion about_itself() {
  return conversion<
      Command, Standard,
      [](Nwk to, const Standard& s) -> std::optional<ToDevice> {
        if (s.nwk != to) return std::nullopt;
        return ToDevice{to};
      },
      [](const ToDevice& r) {
        Standard s;
        s.nwk = r.to;
        return standard(r.to, s);
      }>();
}

template <class Standard>
std::optional<BindingRequest> binding(Nwk, const Standard& s) {
  if (s.to_group) return std::nullopt;
  BindingRequest out;
  out.source = s.source;
  out.source_endpoint = s.source_endpoint;
  out.cluster = s.cluster_id;
  Writer target;
  target.uint_be(s.target.raw, 8).u8(s.target_endpoint.raw);
  out.target.bytes = target.take();
  return out;
}
template <class Standard>
std::optional<StandardZdo> binding_back(const BindingRequest& r) {
  Standard s;
  s.source = r.source;
  s.source_endpoint = r.source_endpoint;
  s.cluster_id = r.cluster;
  s.to_group = r.mode != BindingRequest::to_device;
  Reader in(r.target.bytes);
  if (s.to_group) {
    s.group = GroupId(in.u16_be());
  } else {
    s.target = Ieee(in.uint_be(8));
    s.target_endpoint = EndpointId(in.u8());
  }
  if (!in.ok()) return std::nullopt;
  StandardZdo out = standard({}, s);
  out.to_ieee = r.source;
  return out;
}

constexpr Conversion conversions[] = {
    conversion<
        NwkAddress, zdo::NwkAddressRequest,
        [](Nwk to, const zdo::NwkAddressRequest& s) { return std::optional(NwkAddress::Request{to, s.ieee, s.kind, s.start}); },
        [](const NwkAddress::Request& r) { return standard(r.to, zdo::NwkAddressRequest{r.ieee, r.kind, r.start}); }>(),
    conversion<
        IeeeAddress, zdo::IeeeAddressRequest,
        [](Nwk to, const zdo::IeeeAddressRequest& s) { return std::optional(IeeeAddress::Request{to, s.nwk, s.kind, s.start}); },
        [](const IeeeAddress::Request& r) { return standard(r.to, zdo::IeeeAddressRequest{r.nwk, r.kind, r.start}); }>(),
    about_itself<NodeDescriptor, zdo::NodeDescriptorRequest>(),
    about_itself<PowerDescriptor, zdo::PowerDescriptorRequest>(),
    about_itself<ActiveEndpoints, zdo::ActiveEndpointsRequest>(),
    conversion<
        SimpleDescriptor, zdo::SimpleDescriptorRequest,
        [](Nwk to, const zdo::SimpleDescriptorRequest& s) -> std::optional<SimpleDescriptor::Request> {
          if (s.nwk != to) return std::nullopt;
          return SimpleDescriptor::Request{to, s.endpoint};
        },
        [](const SimpleDescriptor::Request& r) { return standard(r.to, zdo::SimpleDescriptorRequest{r.to, r.endpoint}); }>(),
    conversion<
        MatchDescriptors, zdo::MatchDescriptorsRequest,
        [](Nwk to, const zdo::MatchDescriptorsRequest& s) -> std::optional<MatchDescriptors::Request> {
          constexpr std::size_t room = 10;  // the firmware's
          if (s.nwk != to || room < std::max(s.inputs.items.size(), s.outputs.items.size())) return std::nullopt;
          return MatchDescriptors::Request{to, s.profile, s.inputs, s.outputs};
        },
        [](const MatchDescriptors::Request& r) {
          return standard(r.to, zdo::MatchDescriptorsRequest{r.to, r.profile, r.inputs, r.outputs});
        }>(),
    conversion<
        ManagementLeave, zdo::LeaveRequest,
        [](Nwk to, const zdo::LeaveRequest& s) {
          const bool rejoin = s.flags & zdo::LeaveRequest::rejoin, children = s.flags & zdo::LeaveRequest::remove_children;
          return std::optional(ManagementLeave::Request{to, s.ieee, rejoin, children});
        },
        [](const ManagementLeave::Request& r) {
          const int flags = (r.rejoin ? zdo::LeaveRequest::rejoin : 0) | (r.remove_children ? zdo::LeaveRequest::remove_children : 0);
          return standard(r.to, zdo::LeaveRequest{r.ieee, static_cast<std::uint8_t>(flags)});
        }>(),
    conversion<
        PermitJoining, zdo::PermitJoinRequest,
        [](Nwk to, const zdo::PermitJoinRequest& s) { return std::optional(PermitJoining::Request{to, s.seconds, s.trust_center}); },
        [](const PermitJoining::Request& r) { return standard(r.to, zdo::PermitJoinRequest{r.seconds, 1, {}}); }>(),
    conversion<
        NetworkUpdate, zdo::NwkUpdateRequest,
        [](Nwk to, const zdo::NwkUpdateRequest& s) {
          return std::optional(NetworkUpdate::Request{to, s.channels, s.duration, s.count_or_update_id.value_or(0), s.manager.value_or(0)});
        },
        [](const NetworkUpdate::Request& r) {
          zdo::NwkUpdateRequest s{r.channels, r.duration, {}, {}};
          if (r.duration < zdo::NwkUpdateRequest::change_channel) s.count_or_update_id = r.count;
          if (r.duration == zdo::NwkUpdateRequest::change_manager) s.manager = r.manager;
          return standard(r.to, s);
        }>(),
    conversion<
        SystemServerDiscovery, zdo::SystemServerDiscoveryRequest,
        [](Nwk to, const zdo::SystemServerDiscoveryRequest& s) { return std::optional(SystemServerDiscovery::Request{to, s.mask}); },
        [](const SystemServerDiscovery::Request& r) { return standard(broadcast_rx_on, zdo::SystemServerDiscoveryRequest{r.mask}); }>(),
    conversion<
        ManagementLqi, zdo::LqiRequest,
        [](Nwk to, const zdo::LqiRequest& s) { return std::optional(ManagementLqi::Request{to, s.start}); },
        [](const ManagementLqi::Request& r) { return standard(r.to, zdo::LqiRequest{r.start}); }>(),
    conversion<BindDevice, zdo::BindRequest, binding<zdo::BindRequest>, binding_back<zdo::BindRequest>>(),
    conversion<UnbindDevice, zdo::UnbindRequest, binding<zdo::UnbindRequest>, binding_back<zdo::UnbindRequest>>(),
};

}  // namespace

std::optional<ZdoCommand> zdo_command(const ZdoRequest& request) {
  for (const Conversion& row : conversions) {
    if (row.cluster == request.cluster) return row.to_command(request);
  }
  return std::nullopt;
}

std::optional<StandardZdo> standard_zdo(std::uint16_t command, ByteView data) {
  for (const Conversion& row : conversions) {
    if (row.command == command) return row.to_standard(data);
  }
  return std::nullopt;
}

}  // namespace waggle::coordinator::zigate
