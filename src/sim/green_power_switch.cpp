#include "sim/green_power_switch.h"

#include <algorithm>

#include "sim/behaviours/green_power_proxy.h"

namespace waggle::sim {

using namespace green_power;  // NOLINT: its words

void GreenPowerSwitch::commission() {
  Commissioning introduction;
  introduction.device = spec_.kind;
  introduction.counts_frames = true;
  introduction.receives = spec_.receives;
  if (spec_.level != Level::none) {
    introduction.level = spec_.level;
    introduction.key_type = KeyType::individual;
    introduction.key = spec_.key_encrypted ? transport(spec_.source, spec_.key) : spec_.key;
    if (spec_.key_encrypted) introduction.mic = transport_mic(spec_.source, spec_.key);
    introduction.counter = spec_.counter;
  }
  say(command::commissioning, encode(introduction), false);
}

void GreenPowerSwitch::request_channel() {
  const int next = channel_ == 26 ? 11 : channel_ + 1;
  say(command::channel_request, encode(ChannelRequest{next, next == 26 ? 11 : next + 1}), false);
  if (told_.empty() || told_.back().first != command::channel_configuration) channel_ = next;
}

void GreenPowerSwitch::say(std::uint8_t command, Bytes payload, bool secured) {
  Gpdf frame;
  frame.source = spec_.source;
  frame.receives = spec_.receives || command == command::channel_request;
  frame.command = command;
  frame.payload = std::move(payload);
  if (secured && spec_.level > Level::reserved) {
    frame.level = spec_.level;
    frame.individual_key = true;
    frame.counter = ++spec_.counter;
    seal(frame, spec_.key);
  }
  last_ = encode(frame);
  last_sequence_ = ++sequence_;
  send(last_);
}

void GreenPowerSwitch::replay() { send(last_); }

// Everybody near hears it at the same moment; what a proxy has for it, it says at once.
void GreenPowerSwitch::send(const Bytes& octets) {
  auto frame = decode_gpdf(octets);
  if (!frame || !air_.network()) return;
  if (frame->level == Level::none) frame->counter = last_sequence_;
  const GreenPowerProxy::Answer answer = [this](std::uint8_t command, Bytes payload) {
    if (command == command::channel_configuration && !payload.empty()) channel_ = 11 + (payload[0] & 15);
    told_.emplace_back(command, std::move(payload));
  };
  const int channel = channel_;
  for (const auto& device : air_.devices()) {
    const bool near = spec_.near.empty() || std::ranges::find(spec_.near, device->name()) != spec_.near.end();
    auto* proxy = dynamic_cast<GreenPowerProxy*>(device->behaviour({green_power::endpoint, green_power::cluster, true}));
    if (!near || !proxy || !air_.reachable(*device)) continue;
    if (channel == air_.network()->channel) {
      proxy->hear(*frame, answer);
    } else {
      proxy->hear_elsewhere(*frame, channel, answer);
    }
  }
}

}  // namespace waggle::sim
