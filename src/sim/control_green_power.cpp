// The control channel's part for devices outside the network: Green Power switches, and devices of other networks.
//
//   {"cmd": "green_power", "source": 22090001, "do": "commission", "level": 2, "key": "c0c1…"}
//   {"cmd": "green_power", "source": 22090001, "do": "press", "command": 16}
//   {"cmd": "elsewhere", "device": "bedroom lamp", "channel": 20}
#include <algorithm>

#include "core/bytes.h"
#include "sim/control.h"

namespace waggle::sim {
namespace {

Error wrong(std::string text) { return {Errc::invalid, std::move(text)}; }

template <class T>
Result<> take(const Value& request, std::string_view key, T& out, std::int64_t low, std::int64_t high) {
  const Value* value = request.find(key);
  if (!value) return {};
  const auto number = value->integer(low, high);
  if (!number) return wrong("'" + std::string(key) + "' is a number from " + std::to_string(low) + " to " + std::to_string(high));
  out = static_cast<T>(*number);
  return {};
}

Result<Bytes> octets(const Value& request, std::string_view key) {
  const Value* value = request.find(key);
  if (!value) return Bytes();
  auto bytes = from_hex(to_text(*value));
  if (!bytes) return wrong("'" + std::string(key) + "' takes hexadecimal digits");
  return std::move(*bytes);
}

/// What a request says of the switch itself; the rest stays as it was.
Result<> describe(const Value& request, GreenPowerSwitch::Spec& spec) {
  TRY_DO(take(request, "kind", spec.kind, 0, 0xFF));
  TRY_DO(take(request, "counter", spec.counter, 0, 0xFFFFFFFF));
  int level = static_cast<int>(spec.level);
  TRY_DO(take(request, "level", level, 0, 3));
  spec.level = static_cast<green_power::Level>(level);
  TRY(const Bytes key, octets(request, "key"));
  if (!key.empty() && key.size() != spec.key.size()) return wrong("'key' has 16 octets");
  std::ranges::copy(key, spec.key.begin());
  if (const Value* receives = request.find("receives")) spec.receives = receives->bool_or(false);
  if (const Value* encrypted = request.find("key_encrypted")) spec.key_encrypted = encrypted->bool_or(true);
  if (const Value* near = request.find("near"); near && near->is_array()) {
    spec.near.clear();
    for (const Value& name : near->array()) spec.near.push_back(to_text(name));
  }
  return {};
}

}  // namespace

Result<Value> Control::green_power(const Value& request) {
  std::uint32_t source = 0;
  TRY_DO(take(request, "source", source, 1, 0xFFFFFFFF));
  if (source == 0) return wrong("'source' is missing");
  GreenPowerSwitch::Spec fresh;
  fresh.source = green_power::SourceId(source);
  if (air_.network()) fresh.channel = air_.network()->channel;
  TRY_DO(take(request, "channel", fresh.channel, 11, 26));
  GreenPowerSwitch& it = switches_.try_emplace(source, air_, std::move(fresh)).first->second;
  TRY_DO(describe(request, it.spec()));
  const Value* what = request.find("do");
  const std::string action = what ? to_text(*what) : "press";
  if (action == "commission") {
    it.commission();
  } else if (action == "decommission") {
    it.decommission();
  } else if (action == "success") {
    it.tell_success();
  } else if (action == "channel") {
    it.request_channel();
  } else if (action == "replay") {
    it.replay();
  } else if (action == "press") {
    std::uint8_t command = 0;
    TRY_DO(take(request, "command", command, 0, 0xFF));
    TRY(Bytes payload, octets(request, "payload"));
    it.press(command, std::move(payload));
  } else if (action != "show") {
    return wrong("'do' is commission, decommission, success, channel, press, replay or show");
  }
  Array told;
  for (const auto& [command, payload] : it.told()) told.emplace_back(Object{{"command", command}, {"payload", to_hex(payload)}});
  return Value(Object{{"counter", it.counter()}, {"channel", it.channel()}, {"told", std::move(told)}});
}

Result<Value> Control::elsewhere(const Value& request) {
  TRY(VirtualDevice * found, device(request));
  if (air_.on_network(*found)) return wrong(found->name() + " belongs to this network");
  coordinator::NetworkParameters other;
  other.pan = PanId(0x2B2B);
  other.extended_pan = {0xEE, 0xEE, 0xEE, 0xEE, 0xEE, 0xEE, 0xEE, 0xEE};
  TRY_DO(take(request, "channel", other.channel, 11, 26));
  TRY_DO(take(request, "pan", other.pan.raw, 1, 0xFFFE));
  found->network = other;
  found->node.nwk = Nwk(0x0B0B);
  return Value();
}

}  // namespace waggle::sim
