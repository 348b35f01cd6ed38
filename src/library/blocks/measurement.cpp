// Measurements of the measurement clusters (ZCL 8, chapter 4): one row each.
#include <cmath>

#include "core/number.h"
#include "library/blocks/common.h"

namespace waggle::library {
namespace {

struct Quantity {
  std::string_view name;
  std::string_view cluster;
  double divisor;
  double low;   // values outside are the sensor's nonsense
  double high;
  Expose (*expose)();
};
constexpr Quantity quantities[] = {
    {"temperature", "msTemperatureMeasurement", 100, -HUGE_VAL, HUGE_VAL, property::temperature},
    {"humidity", "msRelativeHumidity", 100, 0, 100, property::humidity},
    {"pressure", "msPressureMeasurement", 1, -HUGE_VAL, HUGE_VAL, property::pressure},
};

class Measurement final : public Block {
  std::string quantity_;
  std::optional<double> above_;
  std::optional<double> below_;
  std::vector<int> report_;

 public:
  void read(Options& o) override {
    o.read("quantity", quantity_, "temperature, humidity or pressure");
    o.read("above", above_, "publish only greater values");
    o.read("below", below_, "publish only smaller values");
    o.read("report", report_, "minimum and maximum interval in seconds, and reportable change in the cluster's unit");
    o.require("quantity");
    if (!o.describing() && !find()) o.complain("quantity", "must be temperature, humidity or pressure");
    if (!report_.empty() && report_.size() != 3) o.complain("report", "must be three numbers");
  }

  void build(Builder& b) const override {
    const Quantity* q = find();
    if (!q) return;
    b.expose(q->expose());
    const AttributeRef measured = b.attribute(q->cluster, "measuredValue");
    AttributeRef scaled;
    AttributeRef scale_exponent;
    const bool pressure = q->name == "pressure";
    if (pressure) {
      scaled = b.attribute(q->cluster, "scaledValue");
      scale_exponent = b.attribute(q->cluster, "scale");
    }
    b.decode(q->cluster, Message::attributes, [=, this, names = b.names()](const Message& m, Step& step) {
      std::optional<double> value;
      if (pressure && m.has(scaled)) {
        // Pascals with a decimal exponent of their own (ZCL 8, 4.5.2.2.2).
        const Value* exponent = step.device().attribute(m.endpoint, scaled.cluster, scale_exponent.id);
        value = m.number(scaled);
        if (value) *value = *value / std::pow(10.0, exponent ? exponent->number_or(NAN) : NAN) / 100;
      } else {
        value = m.number(measured);
        if (value) *value /= q->divisor;
      }
      if (!value) return;
      if (!pressure && (!(*value >= q->low) || !(*value <= q->high)) && !std::isnan(*value)) return;
      if (std::isnan(*value) && q->name == "humidity") return;
      if (above_ && !(*value > *above_)) return;
      if (below_ && !(*value < *below_)) return;
      step.publish(pressure ? std::string(q->name) : names->property(q->name, m.endpoint), *value);
    });
    if (report_.empty()) return;
    b.configure([=, this](Step& step) {
      for (const EndpointId endpoint : endpoints_with(step, measured.cluster)) {
        step.send(bind(endpoint, measured.cluster));
        step.send(configure_reporting(endpoint, {{measured, static_cast<std::uint16_t>(report_[0]),
                                                  static_cast<std::uint16_t>(report_[1]), report_[2]}}));
      }
    });
  }

 private:
  const Quantity* find() const {
    for (const Quantity& q : quantities) {
      if (q.name == quantity_) return &q;
    }
    return nullptr;
  }
};

}  // namespace

extern const BlockType measurement_block =
    block<Measurement>("measurement", "A measured quantity: temperature, humidity, pressure");

}  // namespace waggle::library
