#include "library/blocks/tuya/datapoints.h"

#include <cmath>
#include <limits>

#include "core/log.h"
#include "library/blocks/common.h"

namespace waggle::library::tuya {

std::int64_t Datapoint::value() const {
  Reader in(data);
  switch (type) {
    case DataType::boolean:
    case DataType::enumeration: return in.u8();
    case DataType::number: return static_cast<std::int32_t>(in.u32_be());
    case DataType::bitmap: return static_cast<std::int64_t>(in.uint_be(data.size()));
    default: return 0;
  }
}

std::vector<Datapoint> read_datapoints(const Message& message) {
  std::vector<Datapoint> out;
  const zcl::Datum* list = message.frame.param("dpValues");
  if (!list) return out;
  for (Reader in(list->raw); in.remaining() > 0;) {
    Datapoint dp;
    dp.number = in.u8();
    dp.type = static_cast<DataType>(in.u8());
    const std::size_t size = in.u16_be();
    const std::size_t there = in.remaining();
    dp.data = in.bytes(size);
    if (!in.ok()) {
      log::warning("zhc:tuya", "Datapoint {} is cut off: it should have {} octets, the frame has {} more; it is left out", dp.number, size, there);
      break;
    }
    out.push_back(dp);
  }
  return out;
}

namespace {

Value datapoint(std::uint8_t number, DataType type, Bytes data) {
  return Object{{"dp", number}, {"datatype", static_cast<int>(type)}, {"data", Value(std::move(data))}};
}

void send(EndpointId endpoint, const CommandRef& data_request, double sequence, std::uint8_t number, DataType type, Bytes data, Step& step) {
  Operation op = send_command(endpoint, data_request, {{"seq", sequence}, {"dpValues", Array{datapoint(number, type, std::move(data))}}});
  op.no_default_response = true;
  step.send(std::move(op));
}

}  // namespace

void send_datapoint(EndpointId endpoint, const CommandRef& data_request, std::uint8_t number,
                    DataType type, Bytes data, Step& step, int first) {
  Value& sequence = step.memory()["tuya_sequence"];
  const double next = sequence.is_number() ? sequence.number() : first;
  sequence = next >= 0xFFFE ? 0 : next + 1;
  send(endpoint, data_request, next, number, type, std::move(data), step);
}

void send_datapoint_once(EndpointId endpoint, const CommandRef& data_request, std::uint8_t number, DataType type, Bytes data, Step& step) {
  send(endpoint, data_request, 1, number, type, std::move(data), step);
}

bool join_datapoint(std::uint8_t number, DataType type, Bytes data, Step& step) {
  auto* last = step.effects().empty() ? nullptr : std::get_if<Operation>(&step.effects().back());
  Value* list = last ? last->payload.find("dpValues") : nullptr;
  if (!list || !list->is_array()) return false;
  list->array().push_back(datapoint(number, type, std::move(data)));
  return true;
}

namespace {

constexpr char digits[] = "0123456789abcdef";

// As many digits behind the point as it takes to tell the number from its neighbour.
std::string fraction_in_hex(double& whole, double fraction, double unsure) {
  std::string out;
  while (fraction >= unsure) {
    fraction *= 16;
    unsure *= 16;
    const auto digit = static_cast<unsigned>(fraction);
    out.push_back(digits[digit]);
    fraction -= digit;
    const bool up = fraction > 0.5 || (fraction == 0.5 && digit % 2 == 1);
    if (!up || fraction + unsure <= 1) continue;
    while (!out.empty() && out.back() == 'f') out.pop_back();
    if (out.empty()) {
      whole += 1;
    } else {
      out.back() = digits[std::string_view(digits).find(out.back()) + 1];
    }
    break;
  }
  return out;
}

std::string in_hex(double value) {
  if (std::isnan(value)) return "NaN";
  double whole = std::floor(value);
  const double unsure = std::max(0.5 * (std::nextafter(value, INFINITY) - value), std::numeric_limits<double>::denorm_min());
  const std::string fraction = fraction_in_hex(whole, value - whole, unsure);
  std::string out;
  for (; whole >= 1; whole = std::floor(whole / 16)) out.insert(out.begin(), digits[static_cast<unsigned>(std::fmod(whole, 16))]);
  if (out.empty()) out = "0";
  return fraction.empty() ? out : out + "." + fraction;
}

// The digits in front of what is none, of which an octet keeps the lowest bits.
std::uint8_t octet_of(std::string_view text) {
  if (text.starts_with('-')) return static_cast<std::uint8_t>(-octet_of(text.substr(1)));
  unsigned out = 0;
  for (const char c : text) {
    const auto digit = std::string_view(digits).find(static_cast<char>(c | 0x20));
    if (digit == std::string_view::npos || c == '\0') break;
    out = out * 16 + static_cast<unsigned>(digit);
  }
  return static_cast<std::uint8_t>(out);
}

}  // namespace

Bytes number_data(double value, Negative negative) {
  std::string text = value >= 0 || std::isnan(value) ? in_hex(value) : negative == Negative::as_text ? "-" + in_hex(-value) : in_hex(4294967296.0 + value);
  if (text.size() < 8) text.insert(0, 8 - text.size(), '0');
  const std::string_view all = text;
  return {octet_of(all.substr(0, 2)), octet_of(all.substr(2, 2)), octet_of(all.substr(4, 2)), octet_of(all.substr(6))};
}

void tell_apart(const Datapoint& dp, Object properties, Step& step, int place) {
  step.later("apart_" + std::to_string(dp.number) + "_" + std::to_string(place), Millis(0), [properties = std::move(properties)](Step& next) { next.publish(properties); });
}

}  // namespace waggle::library::tuya
