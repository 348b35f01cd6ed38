#include "library/blocks/lumi.h"

#include <algorithm>

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

// Which tag means what. Some mean something only on some models, or something else there: those are
// options of the block.
class LumiBasic final : public Block {
  std::vector<int> range_;
  std::vector<std::string> properties_;

 public:
  void read(Options& o) override {
    o.read("voltage_range", range_, "millivolts of an empty and of a full battery, to compute the percentage");
    o.read("properties", properties_, "which to expose: battery, voltage, device_temperature, power_outage_count, trigger_count");
    if (!range_.empty() && range_.size() != 2) o.complain("voltage_range", "must be two numbers");
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
      default: break;
    }
  }

  // Older firmware: a ZCL structure whose second element is the voltage.
  void structure(const zcl::Datum& value, Step& step) const {
    const Value list = zcl::to_value(value);
    if (!list.is_array() || list.array().size() < 2) return;
    if (const Value* n = list.array()[1].find("elmVal")) voltage(n->number_or(0), step);
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
