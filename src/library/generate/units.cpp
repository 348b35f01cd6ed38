// Units by the numbers with which devices name them.
#include "core/number.h"
#include "library/generate/maker.h"

namespace waggle::library::generate_parts {
namespace {

// BACnet's engineering units (ASHRAE 135), which the attribute engineeringUnits holds (ZCL 8, 3.14.11.10), by number;
// "" for what is no unit. Ten in a line; the number is that of the first.
// clang-format off
constexpr std::string_view bacnet[] = {
    "m²", "ft²", "mA", "A", "Ω", "V", "kV", "MV", "VA", "kVA",                                            // 0
    "MVA", "var", "kvar", "Mvar", "°phase", "pf", "J", "kJ", "Wh", "kWh",                                 // 10
    "Btu", "therm", "ton·h", "J/kg", "Btu/lb", "cycles/h", "cycles/min", "Hz", "g/kg", "%",               // 20
    "mm", "m", "in", "ft", "W/ft²", "W/m²", "lm", "lx", "fc", "kg",                                       // 30
    "lb", "tons", "kg/s", "kg/min", "kg/h", "lb/min", "lb/h", "W", "kW", "MW",                            // 40
    "Btu/h", "hp", "ton", "Pa", "kPa", "bar", "psi", "cm H₂O", "in H₂O", "mmHg",                          // 50
    "cm Hg", "in Hg", "°C", "K", "°F", "°C·d", "°F·d", "years", "months", "weeks",                        // 60
    "days", "hours", "minutes", "seconds", "m/s", "km/h", "ft/s", "ft/min", "mph", "ft³",                 // 70
    "m³", "imp gal", "L", "gal", "ft³/min", "m³/s", "imp gal/min", "L/s", "L/min", "gal/min",             // 80
    "°", "°C/h", "°C/min", "°F/h", "°F/min", "", "ppm", "ppb", "%", "%/s",                                // 90
    "1/min", "1/s", "psi/°F", "rad", "rpm", "currency", "currency", "currency", "currency", "currency",   // 100
    "currency", "currency", "currency", "currency", "currency", "in²", "cm²", "Btu/lb", "cm", "lb/s",     // 110
    "Δ°F", "ΔK", "kΩ", "MΩ", "mV", "kJ/kg", "MJ", "J/K", "J/(kg·K)", "kHz",                               // 120
    "MHz", "1/h", "mW", "hPa", "mbar", "m³/h", "L/h", "kWh/m²", "kWh/ft²", "MJ/m²",                       // 130
    "MJ/ft²", "W/(m²·K)", "ft³/s", "% obscuration/ft", "% obscuration/m", "mΩ", "MWh", "kBtu", "MBtu", "kJ/kg_dry",  // 140
    "MJ/kg_dry", "kJ/K", "MJ/K", "N", "g/s", "g/min", "tons/h", "kBtu/h", "1/100 s", "ms",                // 150
    "N·m", "mm/s", "mm/min", "m/min", "m/h", "m³/min", "m/s²", "A/m", "A/m²", "A·m²",                     // 160
    "F", "H", "Ω·m", "", "S/m", "T", "V/K", "V/m", "Wb", "cd",                                            // 170
    "cd/m²", "K/h", "K/min", "J·s", "rad/s", "m²/N", "kg/m³", "N·s", "N/m", "W/(m·K)",                    // 180
    "µS/cm", "ft³/h", "gal/h", "km", "µm", "g", "mg", "mL", "mL/s", "dB",                                 // 190
    "dBm", "dBV", "mS/cm", "var·h", "kvar·h", "Mvar·h", "mm H₂O", "‰", "g/g", "kg/kg",                    // 200
    "g/kg", "mg/g", "mg/kg", "g/mL", "g/L", "mg/L", "µg/L", "g/m³", "mg/m³", "µg/m³",                     // 210
    "ng/m³", "g/cm³", "Bq", "kBq", "MBq", "Gy", "mGy", "µGy", "Sv", "mSv",                                // 220
    "µSv", "µSv/h", "dBA", "NTU", "pH", "g/m²", "min/K", "Ω·m²/m", "A·s", "VA·h",                         // 230
    "kVA·h", "MVA·h", "var·h", "kvar·h", "Mvar·h", "V²·h", "A²·h", "J/h", "ft³/d", "m³/d",                // 240
    "Wh/m³", "J/m³", "mol%", "Pa·s", "MMSCFM",                                                            // 250
};
// By the type in bits 16 to 23 of the attribute applicationType.
constexpr std::string_view application[] = {
    "°C", "%", "Pa", "L/s", "%", "ppm", "rpm", "A", "Hz", "W", "kW", "kWh", "", "kJ/kg", "s",
};
// clang-format on

template <std::size_t N>
std::string_view row(const std::string_view (&table)[N], std::uint32_t index) {
  return index < N ? table[index] : std::string_view();
}

}  // namespace

std::string_view unit_of_bacnet(double engineering_unit) {
  return row(bacnet, js::whole<std::uint32_t>(engineering_unit));
}
std::string_view unit_of_application(double application_type) {
  return row(application, js::whole<std::uint32_t>(application_type) >> 16 & 0xFF);
}

}  // namespace waggle::library::generate_parts
