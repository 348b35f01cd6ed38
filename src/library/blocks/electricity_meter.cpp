// Power, voltage, current and energy of plugs and meters (ZCL 8, 4.9 and 10.4). One row a quantity.
#include <algorithm>
#include <cmath>

#include "library/blocks/common.h"

namespace waggle::library {
namespace {

struct Quantity {
  std::string_view property;
  std::string_view cluster;
  std::string_view attribute;
  std::string_view factor;   // stem of the divisor's and multiplier's names; "" for seMetering
  double change;             // worth a report, in the published unit
  double scale;              // from the cluster's unit to the published one
};
constexpr std::string_view electrical_cluster = "haElectricalMeasurement";
constexpr std::string_view metering_cluster = "seMetering";
constexpr Quantity quantities[] = {
    {"power", electrical_cluster, "activePower", "acPower", 5, 1},
    {"current", electrical_cluster, "rmsCurrent", "acCurrent", 0.05, 1},
    {"voltage", electrical_cluster, "rmsVoltage", "acVoltage", 5, 1},
    {"power", metering_cluster, "instantaneousDemand", "", 0.005, 1000},  // kW
    {"energy", metering_cluster, "currentSummDelivered", "", 0.1, 1},
};
// Instead of the first three, where the current is direct.
constexpr Quantity direct_quantities[] = {
    {"power", electrical_cluster, "dcPower", "dcPower", 0.1, 1},
    {"voltage", electrical_cluster, "dcVoltage", "dcVoltage", 0.1, 1},
    {"current", electrical_cluster, "dcCurrent", "dcCurrent", 0.1, 1},
};

// What a meter may report besides; published, neither exposed nor asked for.
struct Further {
  std::string_view property;
  std::string_view cluster;
  std::string_view attribute;
  std::string_view factor;
  double scale = 1;  // where there is no factor
};
constexpr Further further[] = {
    {"power_phase_b", electrical_cluster, "activePowerPhB", "acPower"},
    {"power_phase_c", electrical_cluster, "activePowerPhC", "acPower"},
    {"power_apparent", electrical_cluster, "apparentPower", "acPower"},
    {"power_apparent_phase_b", electrical_cluster, "apparentPowerPhB", "acPower"},
    {"power_apparent_phase_c", electrical_cluster, "apparentPowerPhC", "acPower"},
    {"power_reactive", electrical_cluster, "reactivePower", "acPower"},
    {"power_reactive_phase_b", electrical_cluster, "reactivePowerPhB", "acPower"},
    {"power_reactive_phase_c", electrical_cluster, "reactivePowerPhC", "acPower"},
    {"current_phase_b", electrical_cluster, "rmsCurrentPhB", "acCurrent"},
    {"current_phase_c", electrical_cluster, "rmsCurrentPhC", "acCurrent"},
    {"current_neutral", electrical_cluster, "neutralCurrent", "acCurrent"},
    {"voltage_phase_b", electrical_cluster, "rmsVoltagePhB", "acVoltage"},
    {"voltage_phase_c", electrical_cluster, "rmsVoltagePhC", "acVoltage"},
    {"ac_frequency", electrical_cluster, "acFrequency", "acFrequency"},
    {"power", electrical_cluster, "dcPower", "dcPower"},
    {"current", electrical_cluster, "dcCurrent", "dcCurrent"},
    {"voltage", electrical_cluster, "dcVoltage", "dcVoltage"},
    {"power_factor", electrical_cluster, "powerFactor", "", 0.01},
    {"power_factor_phase_b", electrical_cluster, "powerFactorPhB", "", 0.01},
    {"power_factor_phase_c", electrical_cluster, "powerFactorPhC", "", 0.01},
    {"produced_energy", metering_cluster, "currentSummReceived", ""},
    {"energy_tier_1", metering_cluster, "currentTier1SummDelivered", ""},
    {"energy_tier_2", metering_cluster, "currentTier2SummDelivered", ""},
    {"energy_tier_3", metering_cluster, "currentTier3SummDelivered", ""},
    {"energy_tier_4", metering_cluster, "currentTier4SummDelivered", ""},
    {"produced_energy_tier_1", metering_cluster, "currentTier1SummReceived", ""},
    {"produced_energy_tier_2", metering_cluster, "currentTier2SummReceived", ""},
};

class ElectricityMeter final : public Block {
  bool power_ = true;
  bool voltage_ = true;
  bool current_ = true;
  bool energy_ = true;
  bool report_ = true;
  bool direct_current_ = false;
  enum class From : std::uint8_t { both, electrical, metering } from_ = From::both;
  std::vector<std::string> asks_;
  bool power_counted_ = false;
  bool tells_ = true;
  bool sure_ = false;
  bool milliwatts_ = false;
  bool divided_ = false;
  std::vector<std::pair<std::string, Value>> divisors_;

  struct Row {
    const Quantity* quantity;
    AttributeRef value;
    AttributeRef divisor;
    AttributeRef multiplier;
    double fixed = 0;  // divisor of a device that does not tell it
  };
  struct FurtherRow {
    const Further* further;
    AttributeRef value;
    AttributeRef divisor;
    AttributeRef multiplier;
    double fixed = 0;
  };

 public:
  void read(Options& o) override {
    o.read("power", power_, "measures power");
    o.read("voltage", voltage_, "measures voltage");
    o.read("current", current_, "measures current");
    o.read("energy", energy_, "counts energy");
    o.read("from", from_, {{"both", From::both}, {"electrical", From::electrical}, {"metering", From::metering}},
           "which clusters the device has");
    o.read("asks", asks_, "what can be asked for, where that is more or less than power, voltage, current and energy: power_phase_b, ac_frequency, …");
    o.read("tells", tells_, "publishes what the meter tells; when not, it is only asked, and another block publishes");
    o.read("sure", sure_, "leaves out messages with no number for power, voltage or current, or with no energy at all");
    o.read("milliwatts", milliwatts_, "power where energy is counted comes out a thousand times too great");
    o.read("divided", divided_, "the device has divided power by its divisor already");
    o.read("power_counted", power_counted_, "power is asked for where energy is counted, in seMetering");
    o.read("divisors", divisors_, "what its numbers are divided by when it does not tell: {power: 10, energy: 1000}; `energy` for all it counts");
    o.read("direct_current", direct_current_, "measures direct current");
    o.read("report", report_, "bind, and have values reported");
  }

  void build(Builder& b) const override {
    if (power_) expose(b, property::power());
    if (voltage_ && from_ != From::metering) {
      Expose e = property::voltage();
      e.homeassistant.set("entityCategory", "diagnostic");
      expose(b, std::move(e));
    }
    if (current_ && from_ != From::metering) expose(b, property::current());
    if (energy_ && from_ != From::electrical) expose(b, property::energy());

    const std::vector<Row> rows = rows_of(b, quantities);
    const std::vector<Row> main = direct_current_ ? rows_of(b, direct_quantities) : rows;
    const AttributeRef power_divisor = b.attribute(electrical_cluster, "acPowerDivisor");
    for (const std::string_view cluster : {electrical_cluster, metering_cluster}) {
      if (!tells_) break;
      b.decode(cluster, Message::attributes, [this, rows, cluster, power_divisor, others = further_rows(b, cluster), names = b.names()](const Message& m, Step& step) {
        bool any = false;
        for (const Row& row : rows) any = any || (row.quantity->cluster == cluster && m.has(row.value));
        for (const FurtherRow& row : others) any = any || m.has(row.value);
        if (!any || (sure_ && unsure(rows, m)) || already_seen(m, step)) return;
        for (const Row& row : rows) {
          if (row.quantity->cluster != cluster) continue;
          auto n = m.number(row.value);
          if (!n) continue;
          const auto factor = factor_of(row, step.device(), m.endpoint);
          if (divided_ && row.quantity->factor.ends_with("Power")) *n *= divisor_of(power_divisor, step.device(), m.endpoint);
          // Power out of the meter is in kilowatts only where the meter tells its factor.
          const double scale = row.quantity->scale != 1 && !factor ? 1 : row.quantity->scale;
          const double value = *n * factor.value_or(1) * scale;
          const bool too_great = milliwatts_ && row.quantity->scale != 1;
          step.publish(names->property(row.quantity->property, m.endpoint), too_great ? value / 1000 : value);
        }
        for (const FurtherRow& row : others) {
          auto n = m.number(row.value);
          if (!n) continue;
          const auto factor = factor_of(row, step.device(), m.endpoint);
          if (divided_ && row.further->factor.ends_with("Power")) *n *= divisor_of(power_divisor, step.device(), m.endpoint);
          step.publish(names->property(row.further->property, m.endpoint),
                       row.further->scale != 1 ? *n / (1 / row.further->scale) : *n * factor.value_or(1));
        }
      });
    }
    for (const Row& row : main) {
      if (!asks_.empty() || !wanted(row) || (row.quantity->cluster == metering_cluster && row.quantity->property == "power" && from_ == From::both)) continue;
      b.encode({std::string(row.quantity->property)}, {}, [row](const Request& r, Step& step) {
        const auto serving = endpoints_with(step, row.value.cluster);
        const EndpointInfo* asked = step.device().find_endpoint(r.endpoint);
        const bool here = serving.empty() || (asked && asked->has_input(row.value.cluster));
        step.send(read_attributes(here ? r.endpoint : serving[0], {row.value}));
      });
    }
    for (const std::string& property : asks_) add_question(b, property);
    if (report_) b.configure([main, this](Step& step) { configure(main, step); });
  }

 private:
  std::vector<Row> rows_of(Builder& b, std::span<const Quantity> table) const {
    std::vector<Row> rows;
    for (const Quantity& q : table) {
      const bool in_metering = q.cluster == metering_cluster;
      if (in_metering ? from_ == From::electrical : from_ == From::metering) continue;
      Row row{&q, b.attribute(q.cluster, q.attribute), {}, {}, fixed_divisor(q.cluster, q.factor)};
      const std::string stem(q.factor);
      row.divisor = b.attribute(q.cluster, in_metering ? "divisor" : stem + "Divisor");
      row.multiplier = b.attribute(q.cluster, in_metering ? "multiplier" : stem + "Multiplier");
      rows.push_back(row);
    }
    return rows;
  }

  // Asked on the endpoint of the topic, else on the first that serves the cluster.
  void add_question(Builder& b, const std::string& property) const {
    auto ask = [&](const auto& table) {
      for (const auto& row : table) {
        if (row.property != property || (row.cluster == metering_cluster ? from_ == From::electrical : from_ == From::metering)) continue;
        if (power_counted_ && property == "power" && row.cluster != metering_cluster) continue;
        b.encode({property}, {}, [ref = b.attribute(row.cluster, row.attribute)](const Request& r, Step& step) {
          step.send(read_attributes(serving(r, step, ref.cluster), {ref}));
        });
        return true;
      }
      return false;
    };
    if (!ask(quantities) && !ask(further)) b.problem("'" + property + "' cannot be asked for");
  }

  static double divisor_of(const AttributeRef& told, const Device& device, EndpointId endpoint) {
    const Value* divisor = device.attribute(endpoint, told.cluster, told.id);
    return divisor && truthy(*divisor) ? divisor->number_or(1) : 1;
  }

  static bool unsure(const std::vector<Row>& rows, const Message& m) {
    return std::any_of(rows.begin(), rows.end(), [&m](const Row& row) {
      const auto n = m.number(row.value);
      return n && (row.quantity->property == "energy" ? *n == 0 : std::isnan(*n));
    });
  }

  // The divisor given for a stem such as acPower, or for seMetering; 0: none.
  double fixed_divisor(std::string_view cluster, std::string_view stem) const {
    const std::string_view property = cluster == metering_cluster ? "energy"
                                      : stem == "acPower"         ? "power"
                                      : stem == "acCurrent"       ? "current"
                                      : stem == "acVoltage"       ? "voltage"
                                      : stem == "acFrequency"     ? "ac_frequency"
                                                                  : "";
    for (const auto& [name, divisor] : divisors_) {
      if (name == property) return divisor.number_or(0);
    }
    return 0;
  }

  std::vector<FurtherRow> further_rows(Builder& b, std::string_view cluster) const {
    std::vector<FurtherRow> out;
    if (cluster == metering_cluster ? from_ == From::electrical : from_ == From::metering) return out;
    for (const Further& f : further) {
      if (f.cluster != cluster) continue;
      FurtherRow row{&f, b.attribute(cluster, f.attribute), {}, {}, fixed_divisor(f.cluster, f.factor)};
      if (f.cluster == metering_cluster || !f.factor.empty()) {
        const std::string stem(f.factor);
        row.divisor = b.attribute(cluster, stem.empty() ? "divisor" : stem + "Divisor");
        row.multiplier = b.attribute(cluster, stem.empty() ? "multiplier" : stem + "Multiplier");
      }
      out.push_back(row);
    }
    return out;
  }

  static void expose(Builder& b, Expose e) {
    e.access = Access::state_get;
    b.expose(std::move(e));
  }

  bool wanted(const Row& row) const {
    const std::string_view p = row.quantity->property;
    return p == "power" ? power_ : p == "voltage" ? voltage_ : p == "current" ? current_ : energy_;
  }

  template <class AnyRow>
  static std::optional<double> factor_of(const AnyRow& row, const Device& device, EndpointId endpoint) {
    const Value* multiplier = device.attribute(endpoint, row.value.cluster, row.multiplier.id);
    const Value* divisor = device.attribute(endpoint, row.value.cluster, row.divisor.id);
    if (!multiplier && !divisor && row.fixed != 0) return 1 / row.fixed;
    if (!multiplier || !divisor || !truthy(*multiplier) || !truthy(*divisor)) return std::nullopt;
    return multiplier->number_or(1) / divisor->number_or(1);
  }

  // The device tells its factors first: the reportable change is counted in its own unit.
  void configure(const std::vector<Row>& rows, Step& step) const {
    for (const std::string_view cluster : {electrical_cluster, metering_cluster}) {
      std::vector<Row> mine;
      for (const Row& row : rows) {
        const bool double_power = row.quantity->cluster == metering_cluster && row.quantity->property == "power" && from_ == From::both;
        if (row.quantity->cluster == cluster && wanted(row) && !double_power) mine.push_back(row);
      }
      if (mine.empty()) continue;
      for (const EndpointId endpoint : endpoints_with(step.device(), mine[0].value.cluster)) {
        for (const Row& row : mine) step.send(read_attributes(endpoint, {row.divisor, row.multiplier}));
        step.then([mine, endpoint](Step& next) {
          std::vector<Reporting> reporting;
          Operation values = read_attributes(endpoint, {});
          for (const Row& row : mine) {
            const auto factor = factor_of(row, next.device(), endpoint);
            if (!factor) {
              next.fail("the device does not tell its factor for " + std::string(row.quantity->property));
              return;
            }
            reporting.push_back({row.value, 10, 65000, Value(row.quantity->change / *factor)});
            values.cluster = row.value.cluster;
            values.attributes.push_back(row.value.id);
          }
          next.send(bind(endpoint, values.cluster));
          next.send(configure_reporting(endpoint, std::move(reporting)));
          values.may_fail = true;
          next.send(std::move(values));
        });
      }
    }
  }
};

}  // namespace

extern const BlockType electricity_meter_block =
    block<ElectricityMeter>("electricity_meter", "Power, voltage, current and energy");

}  // namespace waggle::library
