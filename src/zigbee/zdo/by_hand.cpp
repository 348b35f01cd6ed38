#include "zigbee/zdo/by_hand.h"

#include <algorithm>

namespace waggle::zdo {
namespace {

// As Zigbee2MQTT takes it: which of the two ends counts is told by the type.
struct BindByHand {
  Ieee source{};
  EndpointId source_endpoint{};
  ClusterId cluster{};
  std::uint8_t type{};
  Ieee target{};
  GroupId group{};
  EndpointId target_endpoint{};
  WAGGLE_FIELDS(BindByHand, source, source_endpoint, cluster, type, target, group, target_endpoint)
};
constexpr std::uint8_t to_a_group = 1, to_an_endpoint = 3;

struct Layout {
  ClusterId cluster;
  std::string_view name;
  std::span<const Field> fields;
};
template <class Request>
constexpr auto rows_of = Request::fields();
template <class Request>
constexpr Layout layout(std::string_view name) {
  return {Request::cluster, name, rows_of<Request>};
}

// clang-format off
constexpr Layout requests[] = {
    layout<NwkAddressRequest>("network address"),
    layout<IeeeAddressRequest>("IEEE address"),
    layout<NodeDescriptorRequest>("node descriptor"),
    layout<PowerDescriptorRequest>("power descriptor"),
    layout<SimpleDescriptorRequest>("simple descriptor"),
    layout<ActiveEndpointsRequest>("active endpoints"),
    layout<MatchDescriptorsRequest>("match descriptors"),
    layout<SystemServerDiscoveryRequest>("system server discovery"),
    {BindRequest::cluster,   "bind",   rows_of<BindByHand>},
    {UnbindRequest::cluster, "unbind", rows_of<BindByHand>},
    layout<LqiRequest>("LQI table"),
    layout<RoutingRequest>("routing table"),
    layout<BindingTableRequest>("binding table"),
    layout<LeaveRequest>("leave"),
    layout<PermitJoinRequest>("permit joining"),
    layout<NwkUpdateRequest>("network update"),
};
// clang-format on

Result<std::uint64_t> number(const Value& value, std::size_t octets) {
  if (value.is_bool()) return std::uint64_t{value.boolean() ? 1u : 0u};
  if (octets == 8 && value.is_string()) {
    if (const auto ieee = parse_ieee(value.string())) return ieee->raw;
    return Error{Errc::invalid, "an address such as 0x00158d0001070430, not '" + value.string() + "'"};
  }
  const std::int64_t most = octets >= 8 ? INT64_MAX : (std::int64_t{1} << (8 * octets)) - 1;
  if (const auto whole = value.integer(0, most)) return static_cast<std::uint64_t>(*whole);
  return Error{Errc::invalid, "a number from 0 to " + std::to_string(most)};
}

Result<> list(const Value& value, std::size_t octets, Writer& out) {
  if (!value.is_array() || value.array().size() > 0xFF) return Error{Errc::invalid, "a list of numbers"};
  out.u8(static_cast<std::uint8_t>(value.array().size()));
  for (const Value& item : value.array()) {
    TRY(const std::uint64_t one, number(item, octets));
    out.uint(one, octets);
  }
  return {};
}

Result<> put(const Field& field, const Value& value, Writer& out) {
  switch (field.kind) {
    case Field::Kind::short_list8: return list(value, 1, out);
    case Field::Kind::short_list16: return list(value, 2, out);
    case Field::Kind::rest: {
      const auto octets = value.is_string() ? from_hex(value.string()) : std::nullopt;
      if (!octets) return Error{Errc::invalid, "octets as hexadecimal digits"};
      out.bytes(*octets);
      return {};
    }
    default: {
      TRY(const std::uint64_t one, number(value, field.size));
      out.uint(one, field.size);
      return {};
    }
  }
}

bool may_be_absent(const Field& field) { return field.kind == Field::Kind::rest || field.kind == Field::Kind::optional_uint; }

// On the air there is one target only.
Bytes with_one_target(ByteView all) {
  BindByHand given;
  Reader in(all);
  (void)decode(given, in);
  Binding binding;
  binding.source = given.source;
  binding.source_endpoint = given.source_endpoint;
  binding.cluster_id = given.cluster;
  binding.to_group = given.type == to_a_group;
  binding.group = given.group;
  binding.target = given.target;
  binding.target_endpoint = given.target_endpoint;
  Writer out;
  encode(binding, out);
  return out.take();
}

}  // namespace

Result<Bytes> encode_by_hand(ClusterId request, const Array& values) {
  const auto row = std::find_if(std::begin(requests), std::end(requests), [&](const Layout& r) { return r.cluster == request; });
  if (row == std::end(requests)) return Error{Errc::unsupported, "there is no ZDO request " + hex16(request.raw)};
  Writer out;
  for (std::size_t i = 0; i < row->fields.size(); ++i) {
    const Field& field = row->fields[i];
    const std::string place = std::string(row->name) + " request: '" + std::string(field.name) + "' ";
    if (i >= values.size()) {
      if (may_be_absent(field)) break;
      return Error{Errc::invalid, place + "is missing"};
    }
    if (auto done = put(field, values[i], out); !done) return Error{Errc::invalid, place + "should be " + done.error().text};
  }
  Bytes octets = out.take();
  if (request != BindRequest::cluster && request != UnbindRequest::cluster) return octets;
  const Value& type = values[3];
  if (type != Value(to_a_group) && type != Value(to_an_endpoint)) return Error{Errc::invalid, "bind request: 'type' should be 1 (a group) or 3 (an endpoint)"};
  return with_one_target(octets);
}

}  // namespace waggle::zdo
