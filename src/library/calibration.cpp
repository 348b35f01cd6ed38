#include "library/calibration.h"

#include "core/number.h"

namespace waggle::library {
namespace {

struct Measurement {
  std::string_view name;
  int digits;
};
constexpr Measurement measurements[] = {
    {"ac_frequency", 2}, {"temperature", 2}, {"humidity", 2}, {"pressure", 1}, {"pm25", 0},
    {"power", 2}, {"current", 2}, {"current_phase_b", 2}, {"current_phase_c", 2},
    {"current_neutral", 2}, {"voltage", 2}, {"voltage_phase_b", 2}, {"voltage_phase_c", 2},
    {"power_phase_b", 2}, {"power_phase_c", 2}, {"energy", 2}, {"device_temperature", 0},
    {"soil_moisture", 2}, {"co2", 0}, {"illuminance", 0}, {"voc", 0}, {"formaldehyd", 0}, {"co", 0},
};

const Measurement* find(std::string_view name) {
  for (const Measurement& m : measurements) {
    if (m.name == name) return &m;
  }
  return nullptr;
}

// What counts from zero is corrected in proportion.
bool percentual(std::string_view name) {
  for (std::string_view start : {"current", "energy", "voltage", "power", "illuminance"}) {
    if (name.starts_with(start)) return true;
  }
  return false;
}

std::optional<double> user_number(const Object& options, std::string_view key) {
  const Value* value = options.find(key);
  if (!value) return std::nullopt;
  if (value->is_number()) return value->number();
  if (value->is_string() && !value->string().empty()) return js::to_number(value->string());
  return std::nullopt;
}

}  // namespace

std::vector<Expose> calibration_options(const Expose& e) {
  const Measurement* m = find(e.name);
  // The voltage of a battery cannot be off by a factor.
  if (!m || e.type != Expose::Type::numeric || (e.name == "voltage" && e.unit == "mV")) return {};
  std::vector<Expose> out;
  out.push_back(numeric(e.name + "_calibration", Access::set)
                    .text("Corrects the measured " + e.name + " (" +
                          (percentual(e.name) ? "percent" : "added to the value") +
                          "), from the next report on")
                    .steps(0.1));
  if (m->digits != 0) {
    out.push_back(numeric(e.name + "_precision", Access::set)
                      .text("Digits behind the point of " + e.name + ", from the next report on; fewer than usual, not more")
                      .range(0, 3));
  }
  return out;
}

Calibration::Calibration(const std::vector<Expose>& exposes, const Object& options) {
  for (const Expose& e : exposes) {
    const Measurement* m = e.is_thing() ? nullptr : find(e.name);
    if (!m) continue;
    Row row{e.property.empty() ? e.name : e.property, user_number(options, e.name + "_calibration").value_or(0),
            percentual(e.name), m->digits};
    if (const auto digits = user_number(options, e.name + "_precision")) row.digits = static_cast<int>(*digits);
    rows_.push_back(std::move(row));
  }
}

void Calibration::apply(Object& payload) const {
  for (const Row& row : rows_) {
    Value* value = payload.find(row.property);
    if (!value || !value->is_number()) continue;
    const double number = value->number();
    *value = Value(js::precision_round(number + (row.percentual ? number * row.offset / 100 : row.offset), row.digits));
  }
}

}  // namespace waggle::library
