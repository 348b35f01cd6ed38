#include "library/blocks/tuya/conversion.h"

#include <algorithm>
#include <cmath>

#include "core/number.h"
#include "library/blocks/common.h"
#include "library/blocks/formula.h"
#include "library/blocks/tuya/schedule.h"

namespace waggle::library::tuya {
namespace {

using Options = ConversionOptions;

Sent send_number(double number) { return {DataType::number, number_data(number)}; }
Sent send_bool(bool yes) { return {DataType::boolean, {static_cast<std::uint8_t>(yes)}}; }
Sent send_enum(double number) { return {DataType::enumeration, {js::whole<std::uint8_t>(number)}}; }

// What a plain value is sent as.
std::optional<Sent> send_as_is(const Value& value, Step& step) {
  if (value.is_bool()) return send_bool(value.boolean());
  if (value.is_number()) return send_number(value.number());
  if (value.is_string()) {
    Bytes octets;
    for (const char c : value.string()) octets.push_back(static_cast<std::uint8_t>(c));
    return Sent{DataType::text, std::move(octets)};
  }
  if (value.is_bytes()) return Sent{DataType::raw, value.bytes()};
  if (value.is_array()) {
    Bytes octets;
    for (const Value& item : value.array()) octets.push_back(js::whole<std::uint8_t>(item.number_or(0)));
    return Sent{DataType::raw, std::move(octets)};
  }
  step.fail("Don't know how to send " + to_text(value));
  return std::nullopt;
}

double as_number(const Value& value) {
  if (value.is_string()) return js::to_number(value.string()).value_or(NAN);
  if (value.is_bool()) return value.boolean() ? 1 : 0;
  if (value.is_bytes()) return js::to_number(std::string(value.bytes().begin(), value.bytes().end())).value_or(NAN);  // as their text
  return value.number_or(NAN);
}

// The keys of a YAML map are text; true and false are meant as such.
Value word_value(const std::string& text) {
  return text == "true" ? Value(true) : text == "false" ? Value(false) : Value(text);
}

Conversion as_is(const Options&) {
  return {[](const Datapoint& dp, Step&) { return plain_value(dp); }, send_as_is};
}

Conversion scaled(const Options& o) {
  return {[=](const Datapoint& dp, Step&) {
            double value = as_number(plain_value(dp)) / o.scale;
            if (o.low && value < *o.low) value = *o.low;
            if (o.high && value > *o.high) value = *o.high;
            return Value(value);
          },
          [=](const Value& value, Step&) -> std::optional<Sent> {
            double number = as_number(value);
            if (o.low && number < *o.low) number = *o.low;
            if (o.high && number > *o.high) number = *o.high;
            return send_number(number * o.scale);
          }};
}

// Divided when it comes, sent as it is.
Conversion scaled_down(const Options& o) {
  return {[=](const Datapoint& dp, Step&) { return Value(as_number(plain_value(dp)) / o.scale); }, send_as_is};
}

Conversion ranged(const Options& o) {
  if (o.ranges.size() != 4) return {};
  return {[r = o.ranges](const Datapoint& dp, Step&) { return Value(library::scale(as_number(plain_value(dp)), r[2], r[3], r[0], r[1])); },
          [r = o.ranges](const Value& value, Step&) -> std::optional<Sent> { return send_number(library::scale(as_number(value), r[0], r[1], r[2], r[3])); }};
}

Conversion words(const Options& o) {
  return {[=](const Datapoint& dp, Step&) -> Value {
            const Value value = plain_value(dp);
            for (const auto& [word, number] : o.values) {
              if (number == value) return word_value(word);
            }
            return o.otherwise;
          },
          [=](const Value& wanted, Step& step) -> std::optional<Sent> {
            const std::string text = to_text(wanted);
            const std::pair<std::string, Value>* found = nullptr;
            std::string all;
            for (const auto& row : o.values) {
              if (row.first == text || (!found && (row.first == lower(text) || row.first == upper(text)))) found = &row;
              all += (all.empty() ? "'" : ", '") + row.first + "'";
            }
            if (!found) {
              step.fail("Value: '" + text + "' not found in: [" + all + "]");
              return std::nullopt;
            }
            switch (o.type) {
              case DataType::boolean: return send_bool(as_number(found->second) != 0);
              case DataType::number: return send_number(as_number(found->second));
              case DataType::bitmap: return Sent{DataType::bitmap, {js::whole<std::uint8_t>(as_number(found->second))}};
              case DataType::text: return send_as_is(Value(to_text(found->second)), step);
              default: return send_enum(as_number(found->second));
            }
          }};
}

// True for one value, false for all others.
Conversion truth(const Options& o) {
  const Value yes = o.values.empty() ? Value(1) : o.values[0].second;
  return {[yes](const Datapoint& dp, Step&) {
            const Value value = plain_value(dp);
            return Value(value.kind() == yes.kind() && value == yes);
          }, {}};
}

// The other way round.
Conversion negated(const Options&) {
  return {[](const Datapoint& dp, Step&) { return Value(!truthy(plain_value(dp))); },
          [](const Value& wanted, Step&) -> std::optional<Sent> { return send_bool(!truthy(wanted)); }};
}

// True for whatever is not nothing.
Conversion any(const Options&) {
  return {[](const Datapoint& dp, Step&) { return Value(truthy(plain_value(dp))); }, {}};
}

// A signed number in fewer bits than it is sent with: `scale` is what stands for 0 again.
Conversion wrapped(const Options& o) {
  return {[=](const Datapoint& dp, Step&) {
            const double value = as_number(plain_value(dp));
            return Value(value > o.high.value_or(4000) ? value - o.scale : value);
          },
          [=](const Value& value, Step&) -> std::optional<Sent> {
            const double number = as_number(value);
            return send_number(number < 0 ? o.scale + number : number);
          }};
}

// ON for whatever is true.
Conversion on_off(const Options&) {
  return {[](const Datapoint& dp, Step&) { return Value(truthy(plain_value(dp)) ? "ON" : "OFF"); },
          [](const Value& wanted, Step& step) -> std::optional<Sent> {
            const std::string word = lower(to_text(wanted));
            if (word == "on" || word == "off") return send_bool(word == "on");
            step.fail("Value: '" + to_text(wanted) + "' not found in: ['on', 'off']");
            return std::nullopt;
          }};
}

Conversion lock_words(const Options&) {
  return {[](const Datapoint& dp, Step&) { return Value(truthy(plain_value(dp)) ? "LOCK" : "UNLOCK"); },
          [](const Value& wanted, Step&) -> std::optional<Sent> { return send_bool(wanted == Value("LOCK")); }};
}

constexpr std::pair<std::string_view, DataType> type_names[] = {
    {"boolean", DataType::boolean}, {"number", DataType::number}, {"text", DataType::text},
    {"enum", DataType::enumeration}, {"bitmap", DataType::bitmap}, {"raw", DataType::raw}};

std::string_view name_of(DataType type) {
  for (const auto& [name, known] : type_names) {
    if (known == type) return name;
  }
  return "unknown";
}

bool wants_inversion(const Step& step) {
  const Value* option = step.options().find("invert_cover");
  return option && truthy(*option);
}

Conversion position(const Options& o) {
  const bool turned = o.name == "position_inverted";
  return {[turned](const Datapoint& dp, Step& step) {
            const Value raw = plain_value(dp);
            const bool invert = wants_inversion(step) != turned;
            const Value shown = invert ? Value(100 - as_number(raw)) : raw;
            tell_apart(dp, {{"state", shown == Value(0) ? "CLOSE" : "OPEN"}}, step);
            return shown;
          },
          [turned](const Value& value, Step& step) -> std::optional<Sent> {
            const double wanted = as_number(value);
            return send_number(wants_inversion(step) != turned ? 100 - wanted : wanted);
          }};
}

Conversion constant(const Options& o) {
  return {[value = o.otherwise](const Datapoint&, Step&) { return value; }, {}};
}

Conversion by_formula(const Options& o) {
  Conversion out;
  if (o.from || o.apart) {
    out.from = [f = o.from, apart = o.apart, octets = o.octets, remember = o.remember](const Datapoint& dp, Step& step) {
      Value value = plain_value(dp);
      if (octets && value.is_string()) value = Value(octets_of_base64(value.string()));
      const ValueScope scope(value, step, dp.type);
      remember.remember(scope, step);
      if (apart) {
        const Yield more = apart->run(scope);
        if (more && more->is_array()) {
          int place = 0;
          for (const Value& one : more->array()) tell_apart(dp, one.is_object() ? one.object() : Object{}, step, place++);
        } else if (more && more->is_object() && !more->object().empty()) {
          tell_apart(dp, more->object(), step);
        }
      }
      return f ? f->run(scope).value_or(Value()) : Value();
    };
  }
  if (o.to) {
    out.to = [f = *o.to, type = o.type, typed = o.typed](const Value& wanted, Step& step) -> std::optional<Sent> {
      const Yield value = f.run(ValueScope(wanted, step));
      if (!value) {
        step.fail("'" + to_text(wanted) + "' is no value of this datapoint");
        return std::nullopt;
      }
      return typed ? sent_as(type, *value, step) : send_as_is(*value, step);
    };
  }
  return out;
}

// With a mark in place of what is no UTF-8.
std::string readable(std::string_view octets) {
  std::string out;
  for (std::size_t at = 0; at < octets.size();) {
    const auto lead = static_cast<std::uint8_t>(octets[at]);
    const std::size_t size = lead < 0x80 ? 1 : lead >= 0xC2 && lead < 0xE0 ? 2 : (lead & 0xF0) == 0xE0 ? 3 : lead >= 0xF0 && lead < 0xF5 ? 4 : 0;
    std::size_t good = 1;
    while (good < size && at + good < octets.size() && (static_cast<std::uint8_t>(octets[at + good]) & 0xC0) == 0x80) ++good;
    if (size && good == size) {
      out += octets.substr(at, size);
    } else {
      out += "\xEF\xBF\xBD";
    }
    at += good;
  }
  return out;
}

// Texts that displays show, as octets of UTF-8; `high` is how many characters there is room for.
Conversion shown_name(const Options& o) {
  return {[](const Datapoint& dp, Step&) -> Value {
            std::string text(as_text(dp.data));
            if (dp.type == DataType::raw) return Value(readable(text));
            if (dp.type != DataType::text) return Value("");
            for (char& c : text) c = static_cast<char>(c >= '0' && c <= '9' ? c - '0' : 0);
            return Value(text);
          },
          [room = o.high](const Value& value, Step&) -> std::optional<Sent> {
            std::string text = value.is_null() ? std::string() : to_text(value);
            std::size_t end = 0;
            for (double units = 0; end < text.size() && (!room || units < *room);) {
              const auto lead = static_cast<std::uint8_t>(text[end]);
              const std::size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
              units += size == 4 ? 2 : 1;
              end += size;
            }
            text.resize(std::min(end, text.size()));
            return Sent{DataType::raw, Bytes(text.begin(), text.end())};
          }};
}

struct Row {
  std::string_view name;
  Conversion (*make)(const Options&);
};
constexpr Row rows[] = {
    {"raw", as_is},       {"scaled", scaled},   {"scaled_down", scaled_down}, {"range", ranged},
    {"words", words},     {"truth", truth},     {"on_off", on_off},           {"lock", lock_words},
    {"position", position}, {"position_inverted", position}, {"constant", constant},
    {"negated", negated}, {"any", any},         {"wrapped", wrapped},
    {"formula", by_formula}, {"schedule", day_schedule}, {"name", shown_name},
};

}  // namespace

Yield ValueScope::variable(std::string_view root, std::string_view key) const {
  if (root == "type") return Value(name_of(type_));
  if (root != "value") return StepScope::variable(root, key);
  const Value* found = key.empty() ? &value_ : value_.find(key);
  return found ? Yield(*found) : std::nullopt;
}

const EndpointNames& ValueScope::unnamed() {
  static const EndpointNames none;
  return none;
}

Value plain_value(const Datapoint& dp) {
  switch (dp.type) {
    case DataType::raw: return Value(dp.data);
    case DataType::boolean: return !dp.data.empty() && dp.data[0] == 1;
    case DataType::text: {
      std::string text;  // an octet is a character
      for (const std::uint8_t octet : dp.data) {
        if (octet < 0x80) {
          text.push_back(static_cast<char>(octet));
        } else {
          text.push_back(static_cast<char>(0xC0 | octet >> 6));
          text.push_back(static_cast<char>(0x80 | (octet & 0x3F)));
        }
      }
      return text;
    }
    default: return Value(dp.value());
  }
}

std::optional<Sent> sent_as(DataType type, const Value& value, Step& step) {
  if (type == DataType::text || type == DataType::raw) return send_as_is(value, step);
  const double number = as_number(value);
  if (type == DataType::number) return send_number(number);
  if (type == DataType::boolean) return send_bool(number != 0);
  return Sent{type, {js::whole<std::uint8_t>(number)}};
}

std::optional<DataType> type_called(std::string_view name) {
  for (const auto& [known, type] : type_names) {
    if (known == name) return type;
  }
  return std::nullopt;
}

std::optional<Conversion> make_conversion(const ConversionOptions& options) {
  for (const Row& row : rows) {
    if (row.name == options.name) return row.make(options);
  }
  return std::nullopt;
}

std::string conversion_names() {
  std::string out;
  for (const Row& row : rows) out += (out.empty() ? "" : ", ") + std::string(row.name);
  return out;
}

}  // namespace waggle::library::tuya
