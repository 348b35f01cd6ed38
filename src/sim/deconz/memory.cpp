#include "sim/deconz/memory.h"

#include <algorithm>
#include <bit>
#include <charconv>

namespace waggle::sim::deconz {

namespace parameter = coordinator::deconz::parameter;

namespace {

template <std::size_t N>
bool read(const Value& value, std::array<std::uint8_t, N>& out) {
  const auto octets = value.is_string() ? from_hex(value.string()) : std::nullopt;
  if (!octets || octets->size() != N) return false;
  std::ranges::copy(*octets, out.begin());
  return true;
}
std::optional<std::uint64_t> number(std::string_view text, int base) {
  std::uint64_t out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out, base);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return out;
}
const Object* object(const Value& saved, std::string_view name) {
  const Value* found = saved.find(name);
  return found && found->is_object() ? &found->object() : nullptr;
}

}  // namespace

Memory::Memory(Ieee ieee) {
  constexpr std::uint64_t lighting_channels = 0x02108800;  // 11, 15, 20, 25
  (*this)[parameter::ieee] = (*this)[parameter::trust_center] = ieee.raw;
  (*this)[parameter::designed_coordinator] = 1;
  (*this)[parameter::channels] = lighting_channels;
  (*this)[parameter::security_mode] = 3;
}

coordinator::NetworkParameters Memory::network() const {
  coordinator::NetworkParameters out;
  out.pan = PanId(static_cast<std::uint16_t>(of(parameter::pan)));
  const std::uint64_t wanted = of(parameter::wanted_extended_pan);
  Writer octets;
  octets.uint_be(wanted ? wanted : ieee().raw, 8);
  std::ranges::copy(octets.view(), out.extended_pan.begin());
  out.channel = static_cast<std::uint8_t>(std::countr_zero(of(parameter::channels)));
  out.key = network_key;
  out.update_id = static_cast<std::uint8_t>(of(parameter::update_id));
  return out;
}

Value Memory::save() const {
  Object plain, keys;
  for (const auto& [id, value] : numbers) {
    Writer octets;
    octets.uint_be(value, 8);
    plain.set(std::to_string(id), to_hex(octets.view()));
  }
  for (const auto& [ieee, key] : link_keys) keys.set(to_string(ieee), to_hex(key));
  Array places;
  for (const Bytes& endpoint : endpoints) places.push_back(to_hex(endpoint));
  return Object{{"family", "deconz"},        {"connected", connected},      {"parameters", std::move(plain)},
                {"network_key", to_hex(network_key)}, {"link_keys", std::move(keys)}, {"endpoints", std::move(places)}};
}

bool Memory::load(const Value& saved) {
  const Value* family = saved.find("family");
  const Value* key = saved.find("network_key");
  const Value* places = saved.find("endpoints");
  const Value* was_connected = saved.find("connected");
  const Object* plain = object(saved, "parameters");
  const Object* keys = object(saved, "link_keys");
  if (!family || family->string_or("") != "deconz" || !key || !plain || !keys || !was_connected) return false;
  if (!places || !places->is_array() || places->array().size() != endpoint_places) return false;
  Memory out{Ieee()};
  out.connected = was_connected->bool_or(false);
  if (!read(*key, out.network_key)) return false;
  for (const auto& [name, value] : *plain) {
    const auto id = number(name, 10);
    const auto held = value.is_string() ? number(value.string(), 16) : std::nullopt;
    if (!id || *id > 0xFF || !held) return false;
    out.numbers[static_cast<std::uint8_t>(*id)] = *held;
  }
  for (const auto& [name, value] : *keys) {
    const auto ieee = parse_ieee(name);
    if (!ieee || !read(value, out.link_keys[*ieee])) return false;
  }
  for (std::size_t i = 0; i < endpoint_places; ++i) {
    const Value& place = places->array()[i];
    auto octets = place.is_string() ? from_hex(place.string()) : std::nullopt;
    if (!octets) return false;
    out.endpoints[i] = *std::move(octets);
  }
  *this = std::move(out);
  return true;
}

}  // namespace waggle::sim::deconz
