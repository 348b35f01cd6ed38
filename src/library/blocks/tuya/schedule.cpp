#include "library/blocks/tuya/schedule.h"

#include <cmath>

#include "core/number.h"
#include "library/blocks/common.h"

namespace waggle::library::tuya {
namespace {

// What a short message lacks is told as Zigbee2MQTT tells it.
std::string two_digits(ByteView data, std::size_t at) {
  if (at >= data.size()) return "NaN";
  return (data[at] < 10 ? "0" : "") + std::to_string(data[at]);
}

std::string degrees(ByteView data, std::size_t at) {
  return at + 1 < data.size() ? js::to_fixed((data[at] * 256 + data[at + 1]) / 10.0, 1) : "NaN";
}

/// "06:00/20.0" as hour, minute and tenths of a degree; nullopt when it is written otherwise or out of range.
std::optional<Bytes> period_octets(std::string_view text) {
  const auto slash = text.find('/');
  const auto colon = text.substr(0, slash).find(':');
  if (slash == std::string_view::npos || colon == std::string_view::npos) return std::nullopt;
  const auto hour = js::parse_float(text.substr(0, colon));
  const auto minute = js::parse_float(text.substr(colon + 1, slash - colon - 1));
  const auto wanted = js::parse_float(text.substr(slash + 1));
  if (!hour || !minute || !wanted) return std::nullopt;
  const double tenths = std::floor(*wanted * 10);
  if (*hour < 0 || *hour > 24 || *minute < 0 || *minute > 60 || tenths < 50 || tenths > 350) return std::nullopt;
  const auto temperature = js::whole<std::uint16_t>(tenths);
  return Bytes{js::whole<std::uint8_t>(*hour), js::whole<std::uint8_t>(*minute), static_cast<std::uint8_t>(temperature >> 8),
               static_cast<std::uint8_t>(temperature & 0xFF)};
}

}  // namespace

Conversion day_schedule(const ConversionOptions& o) {
  const auto periods = static_cast<std::size_t>(o.periods);
  return {[periods](const Datapoint& dp, Step&) {
            const ByteView data = dp.type == DataType::raw ? dp.data : ByteView();
            std::string out;
            for (std::size_t at = 1; at < periods * 4; at += 4) {
              out += (at > 1 ? " " : "") + two_digits(data, at) + ":" + two_digits(data, at + 1) + "/" + degrees(data, at + 2);
            }
            return Value(out);
          },
          [periods, day = o.day](const Value& wanted, Step& step) -> std::optional<Sent> {
            Bytes out{static_cast<std::uint8_t>(day)};
            std::string_view rest = wanted.string_or("");
            std::size_t count = 0;
            for (bool more = true; more; ++count) {
              const auto space = rest.find(' ');
              const std::string_view period = rest.substr(0, space);
              more = space != std::string_view::npos;
              rest.remove_prefix(more ? space + 1 : rest.size());
              const auto octets = period_octets(period);
              if (!octets) {
                step.fail("Invalid schedule: '" + std::string(period) + "' is no period such as 06:00/20.0");
                return std::nullopt;
              }
              out.insert(out.end(), octets->begin(), octets->end());
            }
            if (count == periods) return Sent{DataType::raw, std::move(out)};
            step.fail("Invalid schedule: there should be " + std::to_string(periods) + " transitions");
            return std::nullopt;
          }};
}

}  // namespace waggle::library::tuya
