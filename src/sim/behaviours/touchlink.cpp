#include "sim/behaviours/touchlink.h"

#include "sim/behaviours/all.h"
#include "sim/clusters.h"
#include "sim/device.h"

namespace waggle::sim {
namespace {
constexpr std::uint8_t scan_response_id = 0x01;
// A router, or an end device that sleeps or does not; factory new; which keys it has (the certified one).
constexpr std::uint8_t is_router = 0x01, is_end_device = 0x02, always_on = 0x04, factory_new = 0x01;
constexpr std::uint16_t keys = 0x8010;
}  // namespace

TouchlinkServer::Outcome TouchlinkServer::heard(ByteView zcl, int channel, bool to_all) {
  zcl::Frame frame;
  if (!zcl::decode(catalogue(), place().cluster, zcl, frame) || frame.header.to_client) return {};
  const auto transaction = static_cast<std::uint32_t>(frame.uint_or("transactionID", 0));
  if (frame.is_command("scanRequest")) {
    if (transaction == 0) return {};
    transaction_ = transaction;
    return {scan_response(frame.header.tsn, channel), false};
  }
  if (to_all || transaction_ == 0 || transaction != transaction_) return {};
  if (frame.is_command("identifyRequest") && has("genIdentify", "identifyTime")) {
    set("genIdentify", "identifyTime", frame.uint_or("duration", 0));
  }
  return {{}, frame.is_command("resetToFactoryNew")};
}

// By hand: a factory new device has an address that the cluster's table forbids.
Bytes TouchlinkServer::scan_response(std::uint8_t tsn, int channel) {
  const VirtualDevice& self = device();
  const Endpoint& endpoint = *self.node.endpoint(place().endpoint);
  zcl::Header header;
  header.cluster_specific = header.to_client = header.no_default_response = true;
  header.tsn = tsn;
  header.command = scan_response_id;
  Writer out;
  zcl::encode(header, out);
  const bool router = self.node.type == Node::Type::router;
  out.u32(transaction_).u8(0);
  out.u8((router ? is_router : is_end_device) | (self.node.sleepy() ? 0 : always_on));
  out.u8(self.network ? 0 : factory_new).u16(keys).u32(static_cast<std::uint32_t>(self.node.ieee.raw));
  if (self.network) {
    for (std::size_t i = 8; i-- > 0;) out.u8(self.network->extended_pan[i]);
  } else {
    out.u64(0);
  }
  out.u8(0).u8(static_cast<std::uint8_t>(channel)).u16(self.network ? self.network->pan.raw : 0xFFFF);
  out.u16(self.network ? self.node.nwk.raw : 0xFFFF).u8(1).u8(0);
  out.u8(endpoint.number.raw).u16(endpoint.profile.raw).u16(endpoint.device).u8(endpoint.version).u8(0);
  return out.take();
}

std::unique_ptr<Behaviour> make_touchlink(VirtualDevice& device, Place place) {
  return std::make_unique<TouchlinkServer>(device, place);
}

}  // namespace waggle::sim
