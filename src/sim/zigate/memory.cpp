#include "sim/zigate/memory.h"

#include <algorithm>
#include <limits>

#include "core/bytes.h"

namespace waggle::sim::zigate {
namespace {

template <std::size_t N>
bool read(const Value* value, std::array<std::uint8_t, N>& out) {
  const auto octets = value && value->is_string() ? from_hex(value->string()) : std::nullopt;
  if (!octets || octets->size() != N) return false;
  std::copy(octets->begin(), octets->end(), out.begin());
  return true;
}
template <class Number>
bool read(const Value* value, Number& out) {
  const auto number = value ? value->integer(std::numeric_limits<Number>::min(), std::numeric_limits<Number>::max()) : std::nullopt;
  if (number) out = static_cast<Number>(*number);
  return number.has_value();
}

}  // namespace

Value Memory::save() const {
  Object out{{"family", "zigate"}, {"ieee", to_string(ieee)}, {"raw_mode", raw_mode}, {"frame_counter", frame_counter}};
  if (network) {
    out.set("network", Object{{"pan", network->pan.raw}, {"extended_pan", to_hex(network->extended_pan)}, {"channel", network->channel},
                              {"key", to_hex(network->key)}, {"key_sequence", network->key_sequence}, {"update_id", network->update_id}});
  }
  return Value(std::move(out));
}

bool Memory::load(const Value& saved) {
  const Value* family = saved.find("family");
  const Value* address = saved.find("ieee");
  const auto own = address && address->is_string() ? parse_ieee(address->string()) : std::nullopt;
  if (!family || family->string_or("") != "zigate" || !own) return false;
  Memory out(*own);
  bool whole = read(saved.find("raw_mode"), out.raw_mode) && read(saved.find("frame_counter"), out.frame_counter);
  if (const Value* known = saved.find("network")) {
    coordinator::NetworkParameters& n = out.network.emplace();
    whole = whole && read(known->find("pan"), n.pan.raw) && read(known->find("extended_pan"), n.extended_pan) &&
            read(known->find("channel"), n.channel) && read(known->find("key"), n.key) &&
            read(known->find("key_sequence"), n.key_sequence) && read(known->find("update_id"), n.update_id);
  }
  if (whole) *this = out;
  return whole;
}

}  // namespace waggle::sim::zigate
