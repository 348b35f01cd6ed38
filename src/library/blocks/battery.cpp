// Battery: the remaining charge, the voltage, the low alarm, out of the power configuration cluster
// (ZCL 8, 3.3).
#include "core/number.h"
#include "library/blocks/common.h"
#include "library/blocks/formula.h"

namespace waggle::library {
namespace {

class Battery final : public Block {
  bool percentage_ = true;
  bool voltage_ = false;
  bool low_ = false;
  bool alarm_ = true;
  bool halves_ = true;
  bool readable_ = false;
  bool report_voltage_ = false;
  bool report_low_ = false;
  bool report_ = false;
  std::string from_voltage_;
  std::vector<int> range_;
  int change_ = 0;
  std::vector<int> report_endpoints_;
  std::string whole_before_;
  bool modern_ = false;
  std::vector<std::pair<std::string, Value>> reports_;
  std::optional<Expression> unless_;

 public:
  void read(Options& o) override {
    o.read("percentage", percentage_, "expose `battery`");
    o.read("voltage", voltage_, "expose `voltage`");
    o.read("low", low_, "expose `battery_low`");
    o.read("alarm", alarm_, "publish `battery_low` whenever the device tells it, also when it is not exposed");
    o.read("halves", halves_, "the device reports half percents, as the specification says");
    o.read("whole_before", whole_before_, "firmware older than this reports whole percents");
    o.read("readable", readable_, "`battery` can be asked for");
    o.read("from_voltage", from_voltage_, "compute the percentage from the voltage: 3V_2100 or 3V_1500_2800");
    o.read("voltage_range", range_, "millivolts of an empty and of a full battery, to compute the percentage");
    o.read("report", report_, "bind, and have the percentage reported");
    o.read("report_voltage", report_voltage_, "have the voltage reported as well");
    o.read("report_low", report_low_, "have the alarm reported as well");
    o.read("change", change_, "reportable change of the percentage");
    o.read("report_endpoints", report_endpoints_, "where to configure reporting; else all endpoints that have the cluster");
    if (!range_.empty() && range_.size() != 2) o.complain("voltage_range", "must be two numbers");
    if (!from_voltage_.empty() && from_voltage_ != "3V_2100" && from_voltage_ != "3V_1500_2800") {
      o.complain("from_voltage", "must be 3V_2100 or 3V_1500_2800");
    }
    o.read("modern", modern_, "both values can be asked for, nothing is published that is not exposed, and reports are as `reports` says");
    o.read("reports", reports_, "modern: {percentage, voltage, low}, each with seconds between reports at least and at most, and the change worth one");
    unless_ = read_formula(o, "unless", "a formula over the message: when it is true, the message tells nothing");
    if (modern_) readable_ = true;
    if (modern_) alarm_ = false;
    if (modern_ && reports_.empty()) reports_ = {{"percentage", Array{3600, 65000, 10}}};
    for (const auto& [name, row] : reports_) {
      if (!row.is_array() || row.array().size() != 3 || (name != "percentage" && name != "voltage" && name != "low")) {
        o.complain("reports", "must be a map of percentage, voltage and low, three numbers each");
      }
    }
  }

  void build(Builder& b) const override {
    if (percentage_) b.expose(property::battery(readable_ ? Access::state_get : Access::state));
    if (low_ && !modern_) b.expose(property::battery_low());
    if (voltage_) {
      Expose e = property::battery_voltage();
      if (readable_) e.access = Access::state_get;
      b.expose(std::move(e));
    }
    if (low_ && modern_) b.expose(property::battery_low());
    const AttributeRef percent = b.attribute("genPowerCfg", "batteryPercentageRemaining");
    const AttributeRef volt = b.attribute("genPowerCfg", "batteryVoltage");
    const AttributeRef alarm = b.attribute("genPowerCfg", "batteryAlarmState");

    b.decode("genPowerCfg", Message::attributes, [=, this, names = b.names()](const Message& m, Step& step) {
      if (const Yield yes = unless_ ? unless_->run(MessageScope(m, step, *names)) : std::nullopt; yes && truthy(*yes)) return;
      if (const auto n = m.number(percent); n && *n < 255 && (modern_ || !computes_percentage())) {
        step.publish("battery", js::precision_round(divides(step.device()) ? *n / 2 : *n, 2));
      }
      if (const auto n = m.number(volt); n && *n < 255) {
        const double millivolts = *n * 100;
        if (voltage_ || !modern_) step.publish("voltage", millivolts);
        if (!from_voltage_.empty()) {
          step.publish("battery", from_voltage_ == "3V_2100" ? battery_percentage_3v(millivolts) : battery_percentage_steep(millivolts));
        }
        if (!range_.empty()) step.publish("battery", battery_percentage(millivolts, range_[0], range_[1]));
      }
      if (const auto n = m.number(alarm); n && (alarm_ || low_)) {
        // Four thresholds for each of three batteries (ZCL 8, table 3-20).
        const auto bits = static_cast<std::uint32_t>(*n);
        step.publish("battery_low", (bits & 0x00F03C0F) != 0);
      }
    });
    if (readable_) {
      std::vector<std::string> keys{"battery"};
      if (voltage_ || modern_) keys.emplace_back("voltage");
      b.encode(std::move(keys), {}, [percent, volt, both = voltage_ || modern_](const Request& r, Step& step) {
        const EndpointId endpoint = serving(r, step, percent.cluster);
        step.send(read_attributes(endpoint, {percent})).may_fail = true;
        if (both) step.send(read_attributes(endpoint, {volt})).may_fail = true;
      });
    }
    if (modern_) {
      b.configure([=, this](Step& step) { configure_modern(step, percent, volt, alarm); });
    } else if (report_) {
      b.configure([=, this](Step& step) { configure(step, percent, volt, alarm); });
    }
  }

 private:
  void configure_modern(Step& step, const AttributeRef& percent, const AttributeRef& volt, const AttributeRef& alarm) const {
    const auto endpoints = endpoints_with(step, percent.cluster);
    bool battery = false;
    for (const auto& [name, row] : reports_) {
      const AttributeRef& attribute = name == "percentage" ? percent : name == "voltage" ? volt : alarm;
      if (name == "low" && battery) assume_power_source(step, "Battery");
      battery |= name != "low";
      if (endpoints.empty() || row.array().size() != 3) continue;
      const Array& n = row.array();
      step.send(bind(endpoints[0], percent.cluster));
      step.send(configure_reporting(endpoints[0], {{attribute, js::whole<std::uint16_t>(n[0].number_or(0)),
                                                    js::whole<std::uint16_t>(n[1].number_or(0)), n[2]}}));
      step.send(read_attributes(endpoints[0], {attribute})).may_fail = true;
    }
    if (battery) assume_power_source(step, "Battery");
  }

  bool computes_percentage() const { return !from_voltage_.empty() || !range_.empty(); }

  bool divides(const Device& device) const {
    if (whole_before_.empty()) return halves_;
    const auto firmware = version_of(device.software_build_id());
    const auto limit = version_of(whole_before_);
    return !firmware || !limit || *firmware >= *limit;
  }

  void configure(Step& step, const AttributeRef& percent, const AttributeRef& volt, const AttributeRef& alarm) const {
    std::vector<EndpointId> endpoints;
    for (const int id : report_endpoints_) endpoints.emplace_back(static_cast<std::uint8_t>(id));
    if (endpoints.empty()) endpoints = endpoints_with(step, percent.cluster);
    for (const EndpointId endpoint : endpoints) {
      step.send(bind(endpoint, percent.cluster));
      auto report = [&](const AttributeRef& attribute, int change) {
        step.send(configure_reporting(endpoint, {{attribute, 3600, 65000, change}}));
        step.send(read_attributes(endpoint, {attribute})).may_fail = true;
      };
      if (report_voltage_) report(volt, 0);
      report(percent, change_);
      if (report_low_) report(alarm, 0);
    }
    assume_power_source(step, "Battery");
  }
};

}  // namespace

extern const BlockType battery_block =
    block<Battery>("battery", "Charge, voltage and low alarm of a battery (genPowerCfg)");

}  // namespace waggle::library
