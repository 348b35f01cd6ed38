#include "sim/behaviours/green_power_proxy.h"

#include <algorithm>

#include "sim/behaviours/all.h"
#include "sim/device.h"

namespace waggle::sim {

using namespace green_power;  // NOLINT: its words

namespace {
constexpr std::uint8_t strong = 0xCF;  // how well the device is heard
}

std::span<const GreenPowerProxy::Row> GreenPowerProxy::rows() {
  static constexpr Row table[] = {
      {"commisioningMode", &GreenPowerProxy::mode},
      {"pairing", &GreenPowerProxy::pairing},
      {"response", &GreenPowerProxy::response},
  };
  return table;
}

bool GreenPowerProxy::commissioning() const { return listening_until_ > scheduler().now(); }

void GreenPowerProxy::describe(Object& out) const {
  Array sources;
  for (const auto& [source, pairing] : pairings_) sources.emplace_back(source.raw);
  out.set("commissioning", commissioning());
  out.set("paired", std::move(sources));
}

Reaction GreenPowerProxy::mode(const Call& call) {
  const std::uint64_t options = call.uint("options");
  listening_until_ = {};
  if (options & 0x01) {
    listening_until_ = scheduler().now() + std::chrono::seconds(call.uint("commisioningWindow", 180));
  }
  by_unicast_ = options & 0x20;
  return {};
}

Reaction GreenPowerProxy::pairing(const Call& call) {
  const std::uint64_t options = call.uint("options");
  const SourceId source(static_cast<std::uint32_t>(call.uint("srcID")));
  if (options & 0x10) pairings_.erase(source);
  if (!(options & 0x08)) return {};
  Pairing& entry = pairings_[source];
  entry = {};
  entry.unicast = (options >> 5 & 3) == 3 || (options >> 5 & 3) == 0;
  entry.level = static_cast<Level>(options >> 9 & 3);
  if (call.has("gpdKey")) std::ranges::copy(call.raw("gpdKey"), entry.key.emplace().begin());
  if (call.has("frameCounter")) entry.counter = static_cast<std::uint32_t>(call.uint("frameCounter"));
  return {};
}

// Kept by the one the sink chose, until the device is heard on that channel.
Reaction GreenPowerProxy::response(const Call& call) {
  if (call.uint("tempMaster") != device().node.nwk.raw) return {};
  const SourceId source(static_cast<std::uint32_t>(call.uint("srcID")));
  const ByteView payload = call.raw("gpdPayload");  // its size first
  waiting_[source] = {11 + static_cast<int>(call.uint("tempMasterTx")), static_cast<std::uint8_t>(call.uint("gpdCmd")),
                      payload.empty() ? Bytes() : Bytes(payload.begin() + 1, payload.end())};
  return {};
}

void GreenPowerProxy::deliver(const Gpdf& frame, int channel, const Answer& answer) {
  const auto waiting = waiting_.find(frame.source);
  if (!frame.receives || waiting == waiting_.end() || waiting->second.channel != channel) return;
  const Waiting held = std::move(waiting->second);
  waiting_.erase(waiting);
  answer(held.command, held.payload);
}

void GreenPowerProxy::hear_elsewhere(const Gpdf& frame, int channel, const Answer& answer) { deliver(frame, channel, answer); }

// Decrypts it. What has another level than agreed cannot be checked.
bool GreenPowerProxy::check(Gpdf& frame, const Pairing* pairing) const {
  if (frame.level <= Level::reserved) return true;
  return pairing && pairing->key && pairing->level == frame.level && open(frame, *pairing->key);
}

void GreenPowerProxy::hear(const Gpdf& heard, const Answer& answer) {
  deliver(heard, device().network ? device().network->channel : 0, answer);
  const auto found = pairings_.find(heard.source);
  Pairing* const pairing = found == pairings_.end() ? nullptr : &found->second;
  Gpdf frame = heard;
  const bool secured = frame.level > Level::reserved;
  const bool checked = check(frame, pairing);
  if (secured && checked) {
    if (pairing->counter && frame.counter <= *pairing->counter) return;  // heard before
    pairing->counter = frame.counter;
  }
  Notification what;
  what.commissioning = commissioning();
  if (!what.commissioning && (!pairing || !checked)) return;
  const int level = static_cast<int>(frame.level);
  const int type = static_cast<int>(secured ? KeyType::individual : KeyType::none);
  if (what.commissioning) {
    what.options = static_cast<std::uint16_t>((heard.receives ? 0x0008 : 0) | level << 4 | type << 6 | (checked ? 0 : 0x0200) | 0x0800);
    if (!checked) what.mic = heard.mic;
  } else {
    what.options = static_cast<std::uint16_t>(0x0020 | level << 6 | type << 8 | (heard.receives ? 0x0800 : 0) | 0x4000);
  }
  what.source = frame.source;
  what.counter = frame.counter;
  what.command = frame.command;
  what.payload = frame.payload;
  what.proxy = Notification::Proxy{device().node.nwk, strong};
  tell(what, what.commissioning ? by_unicast_ : pairing->unicast);
}

void GreenPowerProxy::tell(const Notification& what, bool unicast) {
  zcl::Header header;
  header.cluster_specific = true;
  header.no_default_response = true;
  header.tsn = device().next_tsn();
  header.command = what.commissioning ? Notification::commissioning_id : Notification::plain_id;
  Writer out;
  zcl::encode(header, out);
  out.bytes(encode(what));
  Message message;
  message.kind = unicast ? Message::Kind::unicast : what.commissioning ? Message::Kind::broadcast : Message::Kind::group;
  message.destination = unicast ? coordinator_nwk : broadcast_rx_on;
  message.group = message.kind == Message::Kind::group ? sink_group : GroupId();
  message.source_endpoint = message.endpoint = green_power::endpoint;
  message.profile = profile_green_power;
  message.cluster = green_power::cluster;
  message.payload = out.take();
  device().send(std::move(message));
}

std::unique_ptr<Behaviour> make_green_power_proxy(VirtualDevice& device, Place place) {
  return std::make_unique<GreenPowerProxy>(device, place);
}

}  // namespace waggle::sim
