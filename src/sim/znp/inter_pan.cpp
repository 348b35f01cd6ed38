// The virtual radio outside its network (AF_INTER_PAN_CTL): the firmware makes and takes apart the headers.
#include "sim/znp/ncp.h"
#include "zigbee/touchlink/inter_pan.h"

namespace waggle::sim::znp {

using namespace coordinator::znp;  // NOLINT: the command tables, all of them

namespace {
constexpr std::uint8_t success = 0x00, failure = 0x01, invalid_parameter = 0x02;
constexpr EndpointId any_inter_pan_endpoint{0xFE};
}  // namespace

AfInterPanControl::Response ZnpNcp::inter_pan(Ask<AfInterPanControl> request) {
  const Bytes& data = request.data.bytes;
  switch (request.command) {
    case AfInterPanControl::clear:
      inter_pan_channel_ = 0;
      inter_pan_endpoint_ = {};
      return {success};
    case AfInterPanControl::set_channel:
      if (data.size() != 1 || data[0] < 11 || data[0] > 26) return {invalid_parameter};
      inter_pan_channel_ = data[0];
      return {success};
    case AfInterPanControl::register_endpoint:
      if (data.size() != 1 || !air_.coordinator.endpoint(EndpointId(data[0]))) return {invalid_parameter};
      inter_pan_endpoint_ = EndpointId(data[0]);
      return {success};
    default: return {invalid_parameter};
  }
}

std::uint8_t ZnpNcp::transmit_inter_pan(const AfDataRequestExt::Request& request) {
  if (inter_pan_channel_ == 0 || request.endpoint != any_inter_pan_endpoint) return failure;
  touchlink::InterPanFrame frame;
  frame.sequence = ++inter_pan_sequence_;
  frame.to_pan = request.pan;
  if (request.mode == AfDataRequestExt::to_ieee) frame.to = Ieee(request.destination);
  frame.from = air_.coordinator.ieee;
  if (air_.network()) frame.from_pan = air_.network()->pan;
  frame.cluster = request.cluster;
  frame.payload.assign(request.data.bytes.begin(), request.data.bytes.begin() + request.length);
  air_.send_inter_pan(inter_pan_channel_, encode(frame));
  return success;
}

void ZnpNcp::on_inter_pan(ByteView octets, std::uint8_t lqi) {
  const auto frame = touchlink::decode_inter_pan(octets);
  if (!frame || inter_pan_channel_ == 0 || inter_pan_endpoint_.raw == 0) return;
  AfIncomingExt::Message out;
  out.cluster = frame->cluster;
  out.mode = AfDataRequestExt::to_ieee;
  out.source = frame->from.raw;
  out.source_endpoint = any_inter_pan_endpoint;
  out.source_pan = frame->from_pan;
  out.endpoint = inter_pan_endpoint_;
  out.lqi = lqi;
  out.timestamp = ++stamps_;
  out.length = static_cast<std::uint16_t>(frame->payload.size());
  out.data.bytes = frame->payload;
  tell<AfIncomingExt>(out);
}

}  // namespace waggle::sim::znp
