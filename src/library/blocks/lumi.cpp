#include "library/blocks/lumi.h"

#include <algorithm>

#include "library/blocks/common.h"
#include "library/blocks/formula.h"

namespace waggle::library {

std::map<int, Value> read_lumi_struct(ByteView octets) {
  std::map<int, Value> out;
  std::size_t at = 0;
  while (at + 1 < octets.size()) {
    const std::uint8_t tag = octets[at];
    const std::uint8_t type = octets[at + 1];
    // Integers of one to eight octets, truth values and floating point are known; two more types are passed over.
    const bool number = type == 0x10 || (type >= 0x20 && type <= 0x2F) || type == 0x39 || type == 0x3A;
    if (!number) {
      at += type == 0x42 ? 3 : type == 0x5F ? 6 : 1;
      continue;
    }
    Reader in(octets.subspan(at + 2));
    zcl::Datum value;
    if (!zcl::decode(static_cast<zcl::Type>(type), in, value)) break;
    out[tag] = value.is_integer() ? (type >= 0x28 && type <= 0x2F ? Value(value.sint()) : Value(value.bits)) : Value(value.number());
    at += octets.size() - at - in.remaining();
  }
  return out;
}

namespace {

// What a tag means, of the structure and of the maker's cluster alike, on every model whose row does not say
// otherwise.
struct Meaning {
  int tag;
  std::string_view property;
  std::string_view formula;
};
constexpr Meaning meanings[] = {
    {0, "detection_period", "value"},
    {3, "device_temperature", "value"},
    {5, "power_outage_count", "value - 1"},
    {100, "state", "value == 1 ? 'ON' : 'OFF'"},
    {149, "energy", "value"},
    {149, "consumption", "value"},
    {150, "voltage", "value * 0.1"},
    {151, "current", "value * 0.001"},
    {152, "power", "value"},
    {240, "flip_indicator_light", "value == 1 ? 'ON' : 'OFF'"},
    {258, "detection_interval", "value"},
    {293, "click_mode", "{1: 'fast', 2: 'multi'}[value]"},
    {512, "operation_mode@", "{0: 'decoupled', 1: 'control_relay'}[value]"},
    {513, "power_outage_memory", "value == 1"},
    {514, "auto_off", "value == 1"},
    {515, "led_disabled_night", "value == 1"},
    {519, "consumer_connected", "value == 1"},
    {523, "overload_protection", "round(value, 2)"},
    {550, "button_switch_mode", "value == 1 ? 'relay_and_usb' : 'relay'"},
    {645, "lock_relay", "value == 1"},
    {1028, "motor_state", "option.invert_cover ? {0: 'stopped', 1: 'closing', 2: 'opening'}[value] : {0: 'stopped', 1: 'opening', 2: 'closing'}[value]"},
    {1028, "running", "value != 0"},
    {1289, "dimmer_mode", "{1: 'dual_ct', 2: 'rgb', 3: 'rgbw'}[value]"},
};
constexpr int voltage_tag = 1, structure_tag = 247, basic_string = 0xFF01, basic_structure = 0xFF02;

class LumiReport final : public Block {
  std::vector<int> range_;
  std::vector<std::string> properties_;
  std::vector<std::string> from_{"genBasic"};
  bool usual_ = true;
  std::map<int, std::vector<Formulas>> tags_;

 public:
  void read(Options& o) override {
    o.read("from", from_, "clusters: genBasic, manuSpecificLumi, or both");
    o.read("voltage_range", range_, "millivolts of an empty and of a full battery, to compute the percentage");
    o.read("properties", properties_, "which to expose: battery, voltage, device_temperature, power_outage_count, trigger_count");
    o.read("usual", usual_, "tags mean what they mean on most models, too");
    Value tags;
    o.read("tags", tags, "what tags carry that mean something of their own on this model: {100: {temperature: value / 100}}; {} for what is not to be told");
    if (!range_.empty() && range_.size() != 2) o.complain("voltage_range", "must be two numbers");
    for (const Meaning& m : meanings) {
      if (usual_) tags_[m.tag].emplace_back(m.property, m.formula);
    }
    if (!tags.is_object()) return;
    for (const auto& [tag, formulas] : tags.object()) {
      auto& own = tags_[std::atoi(tag.c_str())];
      own.clear();
      own.emplace_back(o, "tags", formulas);
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
    for (const std::string& cluster : from_) {
      const zcl::Cluster* rows = b.catalogue().find(cluster);
      const zcl::Attribute* mode = rows ? rows->attribute("mode") : nullptr;
      b.decode(cluster, Message::attributes, [this, rows, mode, names = b.names()](const Message& m, Step& step) {
        // In the order of their numbers: a later one may tell better.
        std::map<int, const zcl::Record*> records;
        for (const zcl::Record& record : m.frame.records) {
          if (record.status == 0) records[record.attribute.raw] = &record;
        }
        for (const auto& [id, record] : records) {
          const zcl::Attribute* row = rows ? rows->attribute(AttributeId(static_cast<std::uint16_t>(id)), m.frame.header.manufacturer) : nullptr;
          if (row && row == mode) {
            if (!usual_) continue;
            const double n = record->value.number();
            if (n == 0 || n == 1) step.publish("operation_mode", n == 0 ? "command" : "event");
          } else if (!row) {
            attribute(id, record->value, m, step, *names);
          }
        }
      });
    }
  }

 private:
  void voltage(const Value& millivolts, Step& step) const {
    step.publish("voltage", millivolts);
    if (!range_.empty()) step.publish("battery", battery_percentage(millivolts.number_or(0), range_[0], range_[1]));
  }

  void attribute(int id, const zcl::Datum& value, const Message& m, Step& step, const EndpointNames& names) const {
    if (id == basic_structure) {
      structure(value, step);
    } else if (id == basic_string || id == structure_tag) {
      // As a string; the length octet in front is part of what decoding left here.
      const bool whole = id == basic_string && value.form == zcl::TypeInfo::Form::special;
      const ByteView octets = whole ? value.raw.subspan(std::min<std::size_t>(1, value.raw.size())) : value.raw;
      for (const auto& [tag, content] : read_lumi_struct(octets)) tagged(tag, content, m, step, names);
    } else if (auto known = zcl::attribute_value(nullptr, value)) {
      tagged(id, *known, m, step, names);
    }
  }

  void tagged(int tag, const Value& value, const Message& m, Step& step, const EndpointNames& names) const {
    const auto found = tags_.find(tag);
    if (found == tags_.end()) {
      if (usual_ && tag == voltage_tag) voltage(value, step);
      return;
    }
    const MessageScope scope(m, step, names, value);
    for (const Formulas& formulas : found->second) formulas.publish(scope, names, m.endpoint, step);
  }

  // Older firmware: a ZCL structure of which the voltage and the power outages are known.
  void structure(const zcl::Datum& value, Step& step) const {
    const Value list = zcl::to_value(value);
    if (!list.is_array()) return;
    auto element = [&](std::size_t index) {
      return index < list.array().size() ? list.array()[index].find("elmVal") : nullptr;
    };
    if (const Value* n = element(1)) voltage(*n, step);
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

extern const BlockType lumi_contact_block = block<LumiContact>("lumi_contact", "Contact of Xiaomi door sensors (genOnOff)");
extern const BlockType lumi_report_block =
    block<LumiReport>("lumi_report", "What Xiaomi and Aqara devices report in a structure of their own, and in their own cluster");

}  // namespace waggle::library
