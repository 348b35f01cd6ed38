// The air outside the network: touchlink on any channel, with devices of this network, of another or of none.
#include "sim/air.h"
#include "sim/behaviours/touchlink.h"
#include "zigbee/touchlink/inter_pan.h"

namespace waggle::sim {

void Air::send_inter_pan(int channel, const Bytes& frame) {
  record("down", "inter-pan", nullptr, {}, {}, touchlink::cluster, frame);
  for (const auto& device : devices_) {
    const int listens = device->network ? device->network->channel : factory_channel;
    if (listens != channel || device->faults.dropped || device->node.sleepy()) continue;
    for (const Endpoint& endpoint : device->node.endpoints) {
      const Place place{endpoint.number, touchlink::cluster, false};
      if (!endpoint.has(touchlink::cluster, false)) continue;
      travel(link(*device).down, delay(link(*device).down, device->faults.latency),
             [this, &device = *device, place, channel, frame] { touchlink(device, place, channel, frame); });
      break;
    }
  }
}

void Air::touchlink(VirtualDevice& device, Place place, int channel, const Bytes& octets) {
  const auto frame = touchlink::decode_inter_pan(octets);
  auto* server = dynamic_cast<TouchlinkServer*>(device.behaviour(place));
  if (!frame || !server || (frame->to && *frame->to != device.node.ieee)) return;
  if (device.faults.silent > 0) {
    --device.faults.silent;
    return;
  }
  TouchlinkServer::Outcome outcome = server->heard(frame->payload, channel, !frame->to);
  if (outcome.reset && on_network(device)) {
    leave(device, false);
  } else if (outcome.reset) {
    device.factory_reset();
  }
  if (outcome.answer.empty()) return;
  touchlink::InterPanFrame answer;
  answer.sequence = frame->sequence;
  answer.to = frame->from;
  answer.to_pan = frame->from_pan;
  answer.from = device.node.ieee;
  answer.from_pan = device.network ? device.network->pan : touchlink::any_pan;
  answer.payload = std::move(outcome.answer);
  const Bytes out = encode(answer);
  record("up", "inter-pan", &device, device.node.nwk, place.endpoint, touchlink::cluster, out);
  travel(link(device).up, delay(link(device).up, {}), [this, out] {
    constexpr std::uint8_t near = 200;
    if (host_) host_->on_inter_pan(out, near);
  });
}

}  // namespace waggle::sim
