#include "sim/zdo_server.h"

#include <algorithm>

#include "sim/air.h"

namespace waggle::sim {
namespace {

using zdo::Status;

constexpr std::uint8_t band_2400_mhz = 0x40;
constexpr std::uint8_t buffer = 82;
constexpr std::size_t neighbors_a_page = 3;  // as many as fit into one frame
constexpr std::size_t routes_a_page = 10;
constexpr std::size_t bindings_a_page = 3;
constexpr std::size_t binding_capacity = 32;

std::uint8_t code(Status status) { return static_cast<std::uint8_t>(status); }
Bytes only(Status status) { return {code(status)}; }
/// What a node says of a request about another: it, too, names the address asked for.
Bytes refused(Status status, Nwk about) {
  Writer out;
  out.u8(code(status)).u16(about.raw);
  return out.take();
}

template <class T>
std::optional<T> read(ByteView payload) {
  Reader in(payload);
  T message;
  if (!decode(message, in)) return std::nullopt;
  return message;
}

template <class T>
Bytes address(const Node& node, std::uint8_t kind, std::vector<Nwk> children) {
  T body;
  body.ieee = node.ieee;
  body.nwk = node.nwk;
  if (kind == 1) {
    Writer out;
    out.u8(children.size()).u8(0);
    for (const Nwk child : children) out.u16(child.raw);
    body.children.bytes = out.take();
  }
  return zdo::encode_response(0, body);
}

Bytes node_descriptor(const Node& node) {
  const bool coordinator = node.type == Node::Type::coordinator;
  zdo::NodeDescriptorResponse body;
  body.nwk = node.nwk;
  body.type_and_flags = static_cast<std::uint8_t>(node.type);
  body.flags_and_band = band_2400_mhz;
  body.capability = node.capability();
  body.manufacturer = node.manufacturer;
  body.max_buffer = buffer;
  body.max_incoming = coordinator ? 255 : buffer;
  // Revision of the stack in bits 9 to 15, and the primary trust centre.
  body.server_mask = coordinator ? 0x2C41 : 0x2C00;
  body.max_outgoing = buffer;
  return zdo::encode_response(0, body);
}

Bytes power_descriptor(const Node& node) {
  zdo::PowerDescriptorResponse body;
  body.nwk = node.nwk;
  // Mode, available sources, current source, level (2.3.2.4).
  body.descriptor = node.mains ? 0xC110 : 0xC441;
  return zdo::encode_response(0, body);
}

Bytes simple_descriptor(const Node& node, EndpointId number) {
  const Endpoint* endpoint = node.endpoint(number);
  if (!endpoint) {
    Writer out;
    out.u8(code(Status::invalid_endpoint)).u16(node.nwk.raw).u8(0);
    return out.take();
  }
  zdo::SimpleDescriptorResponse body;
  body.nwk = node.nwk;
  body.endpoint = number;
  body.profile = endpoint->profile;
  body.device = endpoint->device;
  body.version = endpoint->version;
  body.inputs.items = endpoint->inputs;
  body.outputs.items = endpoint->outputs;
  body.length =
      static_cast<std::uint8_t>(8 + 2 * (endpoint->inputs.size() + endpoint->outputs.size()));
  return zdo::encode_response(0, body);
}

Bytes active_endpoints(const Node& node) {
  zdo::ActiveEndpointsResponse body;
  body.nwk = node.nwk;
  for (const Endpoint& endpoint : node.endpoints)
    body.endpoints.items.push_back(endpoint.number.raw);
  return zdo::encode_response(0, body);
}

std::optional<Bytes> match(const Node& node, const zdo::MatchDescriptorsRequest& request) {
  zdo::MatchDescriptorsResponse body;
  body.nwk = node.nwk;
  const auto any = [](const std::vector<std::uint16_t>& asked,
                      const std::vector<std::uint16_t>& have) {
    return std::any_of(asked.begin(), asked.end(), [&](std::uint16_t cluster) {
      return std::find(have.begin(), have.end(), cluster) != have.end();
    });
  };
  for (const Endpoint& endpoint : node.endpoints) {
    if (endpoint.profile != request.profile) continue;
    if (any(request.inputs.items, endpoint.inputs) ||
        any(request.outputs.items, endpoint.outputs)) {
      body.endpoints.items.push_back(endpoint.number.raw);
    }
  }
  if (body.endpoints.items.empty() && is_broadcast(request.nwk)) return std::nullopt;
  return zdo::encode_response(0, body);
}

Bytes bind(Node& node, const zdo::Binding& binding) {
  if (!node.endpoint(binding.source_endpoint)) return only(Status::invalid_endpoint);
  if (std::find(node.bindings.begin(), node.bindings.end(), binding) == node.bindings.end()) {
    if (node.bindings.size() == binding_capacity) return only(Status::table_full);
    node.bindings.push_back(binding);
  }
  return only(Status::success);
}
Bytes unbind(Node& node, const zdo::Binding& binding) {
  const auto at = std::find(node.bindings.begin(), node.bindings.end(), binding);
  if (at == node.bindings.end()) return only(Status::no_entry);
  node.bindings.erase(at);
  return only(Status::success);
}
Bytes clear_bindings(Node& node, const zdo::ClearAllBindingsRequest& request) {
  std::erase_if(node.bindings, [&](const zdo::Binding& binding) {
    return std::any_of(request.targets.begin(), request.targets.end(), [&](Ieee target) {
      return target == unknown_ieee || (!binding.to_group && binding.target == target);
    });
  });
  return only(Status::success);
}

template <class Response, class Entry>
Bytes page(const std::vector<Entry>& all, std::size_t start, std::size_t size) {
  Response body;
  body.total = static_cast<std::uint8_t>(all.size());
  body.start = static_cast<std::uint8_t>(start);
  for (std::size_t i = start; i < std::min(all.size(), start + size); ++i)
    body.entries.push_back(all[i]);
  return zdo::encode_response(0, body);
}

std::optional<Bytes> energy_scan(const zdo::NwkUpdateRequest& request) {
  if (request.duration > 5) return std::nullopt;  // orders, which nobody answers
  zdo::NwkUpdateResponse body;
  body.channels = request.channels;
  body.transmissions = 10;
  for (unsigned channel = 11; channel <= 26; ++channel) {
    // A quiet house, with the neighbour's Wi-Fi around channel 18.
    if (request.channels >> channel & 1) {
      const unsigned distance = channel > 18 ? channel - 18 : 18 - channel;
      body.energy.items.push_back(
          static_cast<std::uint8_t>(distance < 3 ? 160 - 40 * distance : 30));
    }
  }
  return zdo::encode_response(0, body);
}

}  // namespace

std::optional<Bytes> answer_zdo(Air& air, Node& node, ClusterId request, ByteView payload) {
  const Bytes malformed = only(Status::invalid_request);
  switch (request.raw) {
    case zdo::NwkAddressRequest::cluster.raw: {
      const auto m = read<zdo::NwkAddressRequest>(payload);
      if (!m) return malformed;
      if (m->ieee != node.ieee) return std::nullopt;
      return address<zdo::NwkAddressResponse>(node, m->kind, air.children_of(node));
    }
    case zdo::IeeeAddressRequest::cluster.raw: {
      const auto m = read<zdo::IeeeAddressRequest>(payload);
      if (!m) return malformed;
      if (m->nwk != node.nwk) return refused(Status::device_not_found, m->nwk);
      return address<zdo::IeeeAddressResponse>(node, m->kind, air.children_of(node));
    }
    case zdo::NodeDescriptorRequest::cluster.raw:
    case zdo::PowerDescriptorRequest::cluster.raw:
    case zdo::ActiveEndpointsRequest::cluster.raw: {
      const auto m = read<zdo::ActiveEndpointsRequest>(payload);
      if (!m) return malformed;
      if (m->nwk != node.nwk) return refused(Status::device_not_found, m->nwk);
      if (request == zdo::NodeDescriptorRequest::cluster) return node_descriptor(node);
      if (request == zdo::PowerDescriptorRequest::cluster) return power_descriptor(node);
      return active_endpoints(node);
    }
    case zdo::SimpleDescriptorRequest::cluster.raw: {
      const auto m = read<zdo::SimpleDescriptorRequest>(payload);
      if (!m) return malformed;
      if (m->nwk != node.nwk) return refused(Status::device_not_found, m->nwk);
      return simple_descriptor(node, m->endpoint);
    }
    case zdo::MatchDescriptorsRequest::cluster.raw: {
      const auto m = read<zdo::MatchDescriptorsRequest>(payload);
      return m ? match(node, *m) : malformed;
    }
    case zdo::SystemServerDiscoveryRequest::cluster.raw: {
      const auto m = read<zdo::SystemServerDiscoveryRequest>(payload);
      if (!m) return malformed;
      // Only who has such a server answers; here the coordinator is the trust centre and network
      // manager.
      constexpr std::uint16_t trust_center_and_manager = 0x0041;
      const std::uint16_t have =
          node.type == Node::Type::coordinator ? m->mask & trust_center_and_manager : 0;
      if (have == 0) return std::nullopt;
      return zdo::encode_response(0, zdo::SystemServerDiscoveryResponse{have});
    }
    case zdo::ParentAnnounce::cluster.raw: {
      const auto m = read<zdo::ParentAnnounce>(payload);
      if (!m) return malformed;
      // Who has one of these children itself says so.
      zdo::ParentAnnounceResponse body;
      for (const Nwk child : air.children_of(node)) {
        const Node* there = air.node_by_nwk(child);
        if (there &&
            std::find(m->children.begin(), m->children.end(), there->ieee) != m->children.end()) {
          body.children.push_back(there->ieee);
        }
      }
      if (body.children.empty()) return std::nullopt;
      return zdo::encode_response(0, body);
    }
    case zdo::BindRequest::cluster.raw:
    case zdo::UnbindRequest::cluster.raw: {
      const auto m = read<zdo::Binding>(payload);
      if (!m || m->source != node.ieee) return malformed;
      return request == zdo::BindRequest::cluster ? bind(node, *m) : unbind(node, *m);
    }
    case zdo::ClearAllBindingsRequest::cluster.raw: {
      const auto m = read<zdo::ClearAllBindingsRequest>(payload);
      return m ? clear_bindings(node, *m) : malformed;
    }
    case zdo::LqiRequest::cluster.raw: {
      const auto m = read<zdo::LqiRequest>(payload);
      return m ? page<zdo::LqiResponse>(air.neighbors_of(node), m->start, neighbors_a_page)
               : malformed;
    }
    case zdo::RoutingRequest::cluster.raw: {
      const auto m = read<zdo::RoutingRequest>(payload);
      if (!m) return malformed;
      if (node.type == Node::Type::end_device) return only(Status::not_supported);
      return page<zdo::RoutingResponse>(air.routes_of(node), m->start, routes_a_page);
    }
    case zdo::BindingTableRequest::cluster.raw: {
      const auto m = read<zdo::BindingTableRequest>(payload);
      return m ? page<zdo::BindingTableResponse>(node.bindings, m->start, bindings_a_page)
               : malformed;
    }
    case zdo::LeaveRequest::cluster.raw:
      if (node.type == Node::Type::coordinator) return only(Status::not_permitted);
      return read<zdo::LeaveRequest>(payload) ? only(Status::success) : malformed;
    case zdo::PermitJoinRequest::cluster.raw:
      if (node.type == Node::Type::end_device) return only(Status::not_supported);
      return read<zdo::PermitJoinRequest>(payload) ? only(Status::success) : malformed;
    case zdo::NwkUpdateRequest::cluster.raw: {
      const auto m = read<zdo::NwkUpdateRequest>(payload);
      return m ? energy_scan(*m) : malformed;
    }
    default: return only(Status::not_supported);
  }
}

}  // namespace waggle::sim
