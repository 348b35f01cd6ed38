// What several blocks say or do alike: properties that many devices have, and small steps.
#pragma once

#include "library/block.h"

namespace waggle::library {

// Properties, worded once -----------------------------------------------------------------------------

namespace property {
Expose battery(std::uint8_t access = Access::state);
Expose battery_low();
Expose battery_voltage();
Expose tamper();
Expose occupancy();
Expose contact();
Expose water_leak();
Expose smoke();
Expose test();
Expose temperature();
Expose humidity();
Expose pressure();
Expose device_temperature();
Expose power_outage_count();
Expose trigger_count();
Expose power();
Expose voltage();
Expose current();
Expose energy();
Expose power_on_behavior(std::vector<std::string> values);
Expose action(std::vector<std::string> values);
Expose identify();
}  // namespace property

namespace option {
Expose transition();
Expose color_sync();
Expose state_action();
Expose identify_timeout();
Expose invert_cover();
Expose cover_position_tilt_disable_report();
Expose expose_pin();
Expose simulated_brightness();
Expose unfreeze_support();
Expose no_occupancy_since();
}  // namespace option

/// Exposes the values as `action`, together with those of other blocks; with the names of the block's endpoints.
void add_actions(Builder& builder, const std::vector<std::string>& values);
/// Tells the group to which a remote's command went, when it went to one.
void add_action_group(const Message& message, Step& step);

// Steps -----------------------------------------------------------------------------------------------

/// Bind, configure reporting, read: for each endpoint that serves the cluster. At most four attributes
/// a message, so that answers fit into a frame. The reading may fail.
struct Setup {
  bool report = true;
  bool read = true;
};
void set_up(Step& step, const std::vector<Reporting>& rows, Setup what = {});

/// Reports of devices that answer no `configure reporting` without a power source: mains when unknown.
void assume_power_source(Step& step, std::string_view source);

/// An attribute by name; or by number, which needs the name of its type when it is written or reported.
/// False, with the problem told, when there is none.
bool resolve_attribute(Builder& b, const std::string& cluster, const std::string& attribute, const std::string& type_name,
                       int manufacturer, AttributeRef& ref, zcl::Type& type);

/// As JavaScript's Number(value) with the peer's complaint when that is none.
std::optional<double> number_of(const Value& value, std::string_view key, Step& step);
/// The word's value in a table; complains with all words otherwise.
template <std::size_t N>
std::optional<int> look_up(std::string_view word, const std::pair<std::string_view, int> (&table)[N], Step& step) {
  std::string all;
  for (const auto& [known, value] : table) {
    if (known == word) return value;
    all += (all.empty() ? "'" : ", '") + std::string(known) + "'";
  }
  step.fail("Value: '" + std::string(word) + "' not found in: [" + all + "]");
  return std::nullopt;
}

/// Linear, as lights and covers scale; rounded as JavaScript rounds.
double scale(double value, double from_low, double from_high, double to_low, double to_high, int digits = 0);

std::string lower(std::string_view text);
std::string upper(std::string_view text);

/// A key of the blocks' memory that belongs to one endpoint.
std::string slot(std::string_view name, EndpointId endpoint);

/// "2.3.93" > "2.3.14": versions of three numbers; nullopt when it is none.
std::optional<std::array<int, 3>> version_of(std::string_view text);

/// Users may be told again when nobody has been there for a while: {no_occupancy_since: seconds}. Counting begins
/// anew when somebody leaves, and ends when somebody comes.
void watch_absence(EndpointId endpoint, bool occupied, Step& step);

/// Whether this transaction was heard of before from this endpoint: remotes repeat themselves over
/// several routes. Remembers the last five.
bool already_seen(const Message& message, Step& step);

/// Battery percentage from millivolts, linear between two points.
double battery_percentage(double millivolts, double empty, double full);
/// The curve of 3 V lithium cells.
double battery_percentage_3v(double millivolts);
/// The curve of two 1.5 V cells that end suddenly.
double battery_percentage_steep(double millivolts);

}  // namespace waggle::library
