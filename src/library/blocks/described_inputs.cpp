// Described inputs: analog inputs whose description says what they measure, "C,28FF641D" for a thermometer with a
// serial number. Firmware for one's own devices (ptvo and kin) numbers its channels by endpoint.
#include <cmath>

#include "core/number.h"
#include "library/blocks/common.h"

namespace waggle::library {
namespace {

class DescribedInputs final : public Block {
  std::vector<std::pair<std::string, Value>> units_{
      {"C", "temperature"}, {"%", "humidity"}, {"m", "altitude"}, {"Pa", "pressure"}, {"ppm", "quality"}, {"psize", "particle_size"}, {"V", "voltage"},
      {"A", "current"}, {"Wh", "energy"}, {"W", "power"}, {"Hz", "frequency"}, {"pf", "power_factor"}, {"lx", "illuminance"}};
  int uptime_ = 0;
  bool lamps_ = true;
  bool fine_ = false;

 public:
  void read(Options& o) override {
    o.read("units", units_, "what each unit measures, {C: temperature}; without it all that are known");
    o.read("uptime", uptime_, "the channel that tells for how long the device has been running; 0: none");
    o.read("lamps", lamps_, "channels that can be dimmed tell a brightness");
    o.read("fine", fine_, "currents have two digits from 1 A on, not one");
  }

  void build(Builder& b) const override {
    const AttributeRef value = b.attribute("genAnalogInput", "presentValue");
    const AttributeRef description = b.attribute("genAnalogInput", "description");
    const ClusterId level = b.cluster("genLevelCtrl").id;
    b.decode("genAnalogInput", Message::attributes, [=, this](const Message& m, Step& step) {
      const std::string channel = "l" + std::to_string(m.endpoint.raw);
      const double measured = m.number(value).value_or(NAN);
      step.publish(channel, js::precision_round(measured, 3));
      if (uptime_ == m.endpoint.raw) return step.publish("uptime_" + channel, js::precision_round(measured, 3));
      const EndpointInfo* endpoint = step.device().find_endpoint(m.endpoint);
      if (lamps_ && endpoint && (endpoint->has_input(level) || endpoint->has_output(level))) {
        if (m.has(value)) step.publish("brightness_" + channel, measured);
        return;
      }
      if (const auto text = m.value(description)) described(text->string_or(""), measured, channel, step);
    });
  }

 private:
  void described(std::string_view text, double measured, const std::string& channel, Step& step) const {
    const auto comma = text.find(',');
    const std::string unit(text.substr(0, comma));
    if (comma != std::string_view::npos) {
      const std::string_view rest = text.substr(comma + 1);
      const std::string_view serial = rest.substr(0, rest.find(','));
      if (!serial.empty()) step.publish("device_" + channel, serial);
    }
    const auto name = name_of(unit);
    if (name.empty()) return;
    int digits = 1;
    const bool small = measured < 1;
    if (unit.starts_with("mcpm") || unit.starts_with("ncpm")) {
      digits = 2;
    } else if (unit == "A" || (unit == "pf" && !fine_)) {
      digits = small ? 3 : fine_ ? 2 : 1;
    }
    step.publish(name + "_" + channel, js::precision_round(measured, digits));
  }

  // Particles are named by their size, unknown units by the number they begin with.
  std::string name_of(const std::string& unit) const {
    if (unit.starts_with("mcpm") || unit.starts_with("ncpm")) return unit.size() > 4 && unit[4] == 'A' ? unit.substr(0, 4) + "10" : unit;
    for (const auto& [known, name] : units_) {
      if (known == unit) return to_text(name);
    }
    return !unit.empty() && unit[0] >= '0' && unit[0] <= '9' ? "val" + unit : "";
  }
};

}  // namespace

extern const BlockType described_inputs_block =
    block<DescribedInputs>("described_inputs", "Analog inputs that say in their description what they measure");

}  // namespace waggle::library
