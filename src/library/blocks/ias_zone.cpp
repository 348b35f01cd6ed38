// IAS zone: the alarms of security sensors (ZCL 8, 8.2). Bits of the zone status become properties.
#include <algorithm>

#include "core/number.h"
#include "library/blocks/common.h"

namespace waggle::library {
namespace {

struct Bit {
  std::string_view name;
  int bit;
};
constexpr Bit status_bits[] = {
    {"tamper", 2}, {"battery_low", 3}, {"supervision_reports", 4}, {"restore_reports", 5},
    {"trouble", 6}, {"ac_status", 7}, {"test", 8}, {"battery_defect", 9},
};

Expose alarm_expose(const std::string& name) {
  if (name == "occupancy") return property::occupancy();
  if (name == "contact") return property::contact();
  if (name == "water_leak") return property::water_leak();
  if (name == "smoke") return property::smoke();
  if (name == "tamper") return property::tamper();
  if (name == "battery_low") return property::battery_low();
  if (name == "test") return property::test();
  return binary(name, Access::state, true, false).text("Tells whether the device reports " + name);
}

Expose at_least_zero(Expose e) {
  e.min = 0;
  return e;
}

class IasZone final : public Block {
  std::string alarm_;
  int alarm_bit_ = 0;
  std::string second_;
  std::vector<std::string> bits_;
  std::vector<std::string> silent_;
  bool attributes_ = true;
  bool invert_ = false;
  bool named_ = false;
  std::string clears_;

 public:
  void read(Options& o) override {
    o.read("alarm", alarm_, "what alarm 1 means: occupancy, contact, water_leak, smoke, …");
    o.read("alarm_bit", alarm_bit_, "0 for alarm 1, 1 for alarm 2");
    o.read("second", second_, "what alarm 2 means, when both do");
    o.read("bits", bits_, "further bits to expose: tamper, battery_low, test, trouble, …");
    o.read("silent", silent_, "bits to publish without exposing them");
    o.read("attributes", attributes_, "read attribute reports too, not only notifications");
    o.read("invert", invert_, "true when the alarm is off");
    o.read("named", named_, "in Home Assistant the alarm is called by its name, not by the device's alone");
    o.read("clears", clears_, "it never tells that the alarm is over: cleared after some seconds, which the user may set by the option of this name");
    if (bits_.empty() && silent_.empty()) o.require("alarm");
    for (const auto* list : {&bits_, &silent_}) {
      for (const std::string& name : *list) {
        if (find(name) == nullptr && !o.describing()) o.complain("bits", "has no '" + name + "'");
      }
    }
  }

  void build(Builder& b) const override {
    Expose alarm = alarm_expose(alarm_);
    if (named_) alarm.homeassistant.erase("name");
    if (!alarm_.empty()) b.expose(std::move(alarm));
    if (!second_.empty()) b.expose(alarm_expose(second_));
    for (const std::string& name : bits_) b.expose(alarm_expose(name));
    const AttributeRef status = b.attribute("ssIasZone", "zoneStatus");
    if (!clears_.empty()) {
      b.option(Builder::OptionFor::decode, at_least_zero(numeric(clears_, Access::set)).text("Seconds after which the alarm is cleared (default 90); 0: never."));
    }
    auto publish = [this](const Message& m, std::uint64_t bits, Step& step) {
      if (!clears_.empty()) clear_later(m.endpoint, step);
      const bool turned = invert_ != (alarm_ == "contact");  // a contact is true when closed
      if (!alarm_.empty()) step.publish(alarm_, ((bits >> alarm_bit_ & 1) != 0) != turned);
      if (!second_.empty()) step.publish(second_, ((bits >> 1 & 1) != 0) != turned);
      for (const Bit& row : status_bits) {
        if (wanted(row.name)) step.publish(row.name, (bits >> row.bit & 1) != 0);
      }
    };
    b.decode_command("ssIasZone", "statusChangeNotification", [publish](const Message& m, Step& step) {
      publish(m, m.frame.uint_or("zonestatus", 0), step);
    });
    if (!attributes_) return;
    b.decode("ssIasZone", Message::attributes, [=](const Message& m, Step& step) {
      if (const auto n = m.number(status)) publish(m, static_cast<std::uint64_t>(*n), step);
    });
  }

 private:
  void clear_later(EndpointId endpoint, Step& step) const {
    const Value* wanted = step.options().find(clears_);
    const double seconds = wanted && !wanted->is_null() ? wanted->number_or(90) : 90;
    const std::string key = slot(clears_, endpoint);
    step.forget(key);
    if (seconds == 0) return;
    step.later(key, Millis(js::whole<std::int64_t>(seconds * 1000)), [this](Step& next) {
      next.publish(alarm_, false);
      if (!second_.empty()) next.publish(second_, false);
    });
  }

  static const Bit* find(std::string_view name) {
    for (const Bit& row : status_bits) {
      if (row.name == name) return &row;
    }
    return nullptr;
  }
  bool wanted(std::string_view name) const {
    return std::find(bits_.begin(), bits_.end(), name) != bits_.end() ||
           std::find(silent_.begin(), silent_.end(), name) != silent_.end();
  }
};

}  // namespace

extern const BlockType ias_zone_block = block<IasZone>("ias_zone", "Alarms of a security sensor (ssIasZone)");

}  // namespace waggle::library
