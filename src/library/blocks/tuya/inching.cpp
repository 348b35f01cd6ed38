// Switches of Tuya's that go off again by themselves ("inching"): for each relay whether and after how many
// seconds, as text in base 64.
#include <algorithm>
#include <bit>
#include <cmath>

#include "core/number.h"
#include "library/block.h"
#include "library/expression.h"

namespace waggle::library::tuya {
namespace {

constexpr int relays = 6;
constexpr std::string_view property = "inching_control_set", cluster_name = "manuSpecificTuya4";

std::string named(std::string_view what, const std::string& relay) { return "inching_" + std::string(what) + "_" + relay; }

// The peer's octets are characters; those beyond 127 take two octets in UTF-8.
void put(Bytes& out, unsigned octet) {
  if (octet < 0x80) {
    out.push_back(static_cast<std::uint8_t>(octet));
  } else {
    out.push_back(static_cast<std::uint8_t>(0xC0 | octet >> 6));
    out.push_back(static_cast<std::uint8_t>(0x80 | (octet & 0x3F)));
  }
}

std::string encoded(const Value& wanted) {
  std::string out;
  for (int relay = 1; relay <= relays; ++relay) {
    const Value* control = wanted.find(named("control", std::to_string(relay)));
    const Value* time = wanted.find(named("time", std::to_string(relay)));
    if (!control || !time) continue;
    const auto seconds = js::whole<std::uint32_t>(time->is_string() ? js::to_number(time->string()).value_or(0) : time->number_or(0));
    Bytes octets;
    put(octets, (control->string_or("") == "ENABLE") + (relay > 1 ? 1u << (relay - 1) : 0u));
    put(octets, seconds >> 8 & 0xFF);
    put(octets, seconds & 0xFF);
    out += to_base64(octets);
  }
  return out;
}

// Octets as the peer sees them: characters of UTF-8, of which what is none is a mark.
std::vector<unsigned> characters(const Bytes& octets) {
  constexpr unsigned mark = 0xFFFD;
  std::vector<unsigned> out;
  for (std::size_t at = 0; at < octets.size();) {
    const unsigned lead = octets[at++];
    const std::size_t more = lead < 0x80 ? 0 : lead >= 0xC2 && lead < 0xE0 ? 1 : (lead & 0xF0) == 0xE0 ? 2 : 9;
    unsigned character = more == 0 ? lead : more == 1 ? lead & 0x1F : lead & 0x0F;
    std::size_t found = 0;
    while (more < 9 && found < more && at < octets.size() && (octets[at] & 0xC0) == 0x80) character = character << 6 | (octets[at++] & 0x3F), ++found;
    out.push_back(found == more ? character : mark);
  }
  return out;
}

// Four characters tell of one relay: which and whether, and the seconds. What is no such text is told as what it is: no number.
Object decoded(std::string_view text) {
  Object out;
  while (!text.empty()) {
    const auto told = characters(octets_of_base64(text.substr(0, 4)));
    text.remove_prefix(std::min<std::size_t>(4, text.size()));
    const std::string relay = told.empty() ? "NaN" : told[0] < 2 ? "1" : std::to_string(std::bit_width(told[0]));
    out.set(named("control", relay), !told.empty() && told[0] % 2 ? "ENABLE" : "DISABLE");
    out.set(named("time", relay), told.size() >= 3 ? Value((told[1] << 8) + told[2]) : Value());
  }
  return out;
}

class Inching final : public Block {
 public:
  void build(Builder& b) const override {
    const AttributeRef told = b.attribute(cluster_name, "inching");
    const CommandRef command = b.command(cluster_name, "setInchingSwitch", false);
    b.decode(cluster_name, Message::attributes, [told](const Message& m, Step& step) {
      const auto value = m.value(told);
      if (value && value->is_string()) step.publish(property, decoded(value->string()));
    });
    b.encode({std::string(property)}, [command](const Request& r, Step& step) {
      const std::string text = encoded(r.value);
      step.send(send_command(EndpointId(1), command, {{"payload", Value(Bytes(text.begin(), text.end()))}}));
      step.publish(property, r.value);
    });
  }
};

}  // namespace
}  // namespace waggle::library::tuya

namespace waggle::library {
extern const BlockType tuya_inching_block = block<tuya::Inching>("tuya_inching", "Relays of Tuya's that go off by themselves after a time");
}
