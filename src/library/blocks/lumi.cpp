#include "library/blocks/lumi.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "library/blocks/common.h"

namespace waggle::library {

void read_lumi_struct(ByteView octets, const std::function<void(std::uint8_t, const zcl::Datum&)>& each) {
  Reader in(octets);
  zcl::Datum value;
  while (in.remaining() > 1) {
    const std::uint8_t tag = in.u8();
    if (!zcl::decode(static_cast<zcl::Type>(in.u8()), in, value)) return;
    each(tag, value);
  }
}

namespace {

// What a tag means where the device's row says so; `low` and `high` bound what is believed.
struct Meaning {
  std::string_view name;
  double scale;
  double low;
  double high;
};
constexpr Meaning meanings[] = {
    {"temperature", 0.01, -65, 65},
    {"humidity", 0.01, 0, 100},
    {"pressure", 0.01, -HUGE_VAL, HUGE_VAL},
    {"contact", 1, 0, 255},  // closed: 0
};

// Tags 1 to 6 and 149 to 152 mean the same on every model; those from 100 on are the model's own: an
// option of the block.
class LumiBasic final : public Block {
  std::vector<int> range_;
  std::vector<std::string> properties_;
  std::vector<std::pair<std::string, Value>> tag_words_;
  std::map<int, const Meaning*> tags_;

 public:
  void read(Options& o) override {
    o.read("voltage_range", range_, "millivolts of an empty and of a full battery, to compute the percentage");
    o.read("properties", properties_, "which to expose: battery, voltage, device_temperature, power_outage_count, trigger_count");
    o.read("tags", tag_words_, "what the model's own tags carry: {100: temperature, 101: humidity}");
    if (!range_.empty() && range_.size() != 2) o.complain("voltage_range", "must be two numbers");
    for (const auto& [tag, word] : tag_words_) {
      const Meaning* found = nullptr;
      for (const Meaning& m : meanings) {
        if (m.name == word.string_or("")) found = &m;
      }
      if (!found) o.complain("tags", "can be temperature, humidity, pressure or contact");
      tags_[std::atoi(tag.c_str())] = found;
    }
  }

  void build(Builder& b) const override {
    for (const std::string& name : properties_) {
      if (name == "battery") b.expose(property::battery());
      if (name == "voltage") b.expose(property::battery_voltage());
      if (name == "device_temperature") b.expose(property::device_temperature());
      if (name == "power_outage_count") b.expose(property::power_outage_count());
      if (name == "trigger_count") b.expose(property::trigger_count());
    }
    b.decode("genBasic", Message::attributes, [this](const Message& m, Step& step) {
      for (const zcl::Record& record : m.frame.records) {
        if (record.attribute == AttributeId(0xFF01)) {
          // As a string; the length octet in front is part of what decoding left here.
          const bool whole = record.value.form == zcl::TypeInfo::Form::special;
          read_lumi_struct(whole ? record.value.raw.subspan(std::min<std::size_t>(1, record.value.raw.size())) : record.value.raw,
                           [&](std::uint8_t tag, const zcl::Datum& value) { tagged(tag, value, step); });
        } else if (record.attribute == AttributeId(0xFF02)) {
          structure(record.value, step);
        }
      }
    });
  }

 private:
  bool counts_triggers() const {
    return std::find(properties_.begin(), properties_.end(), "trigger_count") != properties_.end();
  }

  void voltage(double millivolts, Step& step) const {
    step.publish("voltage", millivolts);
    if (!range_.empty()) step.publish("battery", battery_percentage(millivolts, range_[0], range_[1]));
  }

  void tagged(std::uint8_t tag, const zcl::Datum& value, Step& step) const {
    const double n = value.number();
    switch (tag) {
      case 1: voltage(n, step); break;
      case 3: step.publish("device_temperature", n); break;
      case 5: step.publish("power_outage_count", n - 1); break;
      case 6:
        // Above 16 bits there is what routers of the maker's own add.
        if (counts_triggers()) step.publish("trigger_count", static_cast<double>(value.bits & 0xFFFF) - 1);
        break;
      case 149:
        step.publish("energy", n);
        step.publish("consumption", n);
        break;
      case 150: step.publish("voltage", n * 0.1); break;
      case 151: step.publish("current", n * 0.001); break;
      case 152: step.publish("power", n); break;
      default: own(tag, n, step); break;
    }
  }

  void own(std::uint8_t tag, double n, Step& step) const {
    const auto found = tags_.find(tag);
    if (found == tags_.end() || !found->second) return;
    const Meaning& m = *found->second;
    const double value = n * m.scale;
    if (value < m.low || value > m.high) return;
    step.publish(m.name, m.name == "contact" ? Value(value == 0) : Value(value));
  }

  // Older firmware: a ZCL structure of which the voltage and the power outages are known.
  void structure(const zcl::Datum& value, Step& step) const {
    const Value list = zcl::to_value(value);
    if (!list.is_array()) return;
    auto element = [&](std::size_t index) {
      return index < list.array().size() ? list.array()[index].find("elmVal") : nullptr;
    };
    if (const Value* n = element(1)) voltage(n->number_or(0), step);
    if (const Value* n = element(4)) step.publish("power_outage_count", n->number_or(0) - 1);
  }
};

class LumiContact final : public Block {
 public:
  void build(Builder& b) const override {
    b.expose(property::contact());
    const AttributeRef on_off = b.attribute("genOnOff", "onOff");
    b.decode("genOnOff", Message::attributes, [on_off](const Message& m, Step& step) {
      const auto n = m.number(on_off);
      step.publish("contact", n && *n == 0);
    });
  }
};

}  // namespace

extern const BlockType lumi_basic_block =
    block<LumiBasic>("lumi_basic", "What Xiaomi devices report in a structure of their own in genBasic");
extern const BlockType lumi_contact_block = block<LumiContact>("lumi_contact", "Contact of Xiaomi door sensors (genOnOff)");

}  // namespace waggle::library
