#include "library/blocks/property_shape.h"

#include <cmath>

#include "core/number.h"
#include "library/blocks/common.h"

namespace waggle::library {
namespace {

double as_number(const Value& value) { return value.is_bool() ? value.boolean() : value.number_or(NAN); }

}  // namespace

void PropertyShape::start_from(const Usual& usual) {
  name_ = usual.name;
  unit_ = usual.unit;
  label_ = usual.label;
  scale_ = usual.scale;
}

void PropertyShape::read(Options& o) {
  o.read("name", name_, "the property");
  o.read("kind", kind_, {{"number", Kind::number}, {"enum", Kind::words}, {"binary", Kind::two}, {"text", Kind::text}},
         "what the property is");
  o.read("values", values_, "enum: what is published for each number, {low: 0, high: 1}; binary: the value for on, then that for off");
  o.read("scale", scale_, "number: how many of the device's units make one of `unit`");
  o.read("precision", precision_, "number: digits behind the point");
  o.read("unit", unit_, "number: the unit");
  o.read("min", min_, "number: the least value");
  o.read("max", max_, "number: the greatest value");
  o.read("step", step_, "number: from one value to the next");
  o.read("label", label_, "when it is not made from the name");
  o.read("description", description_, "what a user should know of it");
  o.read("category", category_, "config or diagnostic, when it is not what the device is for");
  o.read("set", set_, "can be set");
  if (name_.empty()) o.require("name");
  if (scale_ == 0) o.complain("scale", "must not be 0");
  if (!category_.empty() && category_ != "config" && category_ != "diagnostic") o.complain("category", "must be config or diagnostic");
  if (kind_ == Kind::words && values_.empty()) o.complain("values", "is missing: an enum needs its words");
  if (kind_ == Kind::two && values_.size() != 2) o.complain("values", "must hold the value for on and the value for off");
  if (kind_ != Kind::words && kind_ != Kind::two && !values_.empty()) o.complain("values", "belongs to an enum or binary: say `kind`");
  for (const auto& [text, number] : values_) {
    if (!number.is_number() && !number.is_bool()) o.complain("values", "must be a map from words to numbers");
  }
}

Expose PropertyShape::expose(bool readable) const {
  const auto access = static_cast<std::uint8_t>(Access::state | (set_ ? Access::set : 0) | (readable ? Access::get : 0));
  Expose e = numeric(name_, access);
  if (kind_ == Kind::text) e = text(name_, access);
  if (kind_ == Kind::two && values_.size() == 2) e = binary(name_, access, word(0), word(1));
  if (kind_ == Kind::words) {
    e = enumeration(name_, access, {});
    for (std::size_t i = 0; i < values_.size(); ++i) e.values.push_back(word(i));
  }
  e.label = label_;
  e.description = description_;
  e.unit = unit_;
  e.category = category_;
  e.min = min_;
  e.max = max_;
  e.step = step_;
  return e;
}

// The keys of a YAML map are text; true and false are meant as such.
Value PropertyShape::word(std::size_t i) const {
  const std::string& text = values_[i].first;
  if (text == "true") return true;
  if (text == "false") return false;
  return text;
}

std::optional<Value> PropertyShape::published(const Value& raw) const {
  if (kind_ == Kind::text) return raw.is_string() ? std::optional(raw) : std::nullopt;
  if (kind_ == Kind::number) {
    if (!raw.is_number() && !raw.is_bool()) return std::nullopt;
    const double value = as_number(raw) / scale_;
    return Value(precision_ ? js::precision_round(value, *precision_) : value);
  }
  for (std::size_t i = 0; i < values_.size(); ++i) {
    if (as_number(values_[i].second) == as_number(raw)) return word(i);
  }
  if (kind_ == Kind::two) return word(1);  // whatever is not on is off
  return std::nullopt;
}

std::optional<Value> PropertyShape::sent(const Value& wanted, Step& step) const {
  if (kind_ == Kind::text) return Value(to_text(wanted));
  if (kind_ == Kind::number) {
    if (!wanted.is_number()) {
      step.fail(name_ + " is not a number, got " + std::string(kind_name(wanted)) + " (" + to_text(wanted) + ")");
      return std::nullopt;
    }
    const double value = wanted.number() * scale_;
    return Value(precision_ ? js::precision_round(value, *precision_) : value);
  }
  if (kind_ == Kind::two) return values_[word(0) == wanted ? 0 : 1].second;
  const std::string asked = wanted.is_string() ? lower(wanted.string()) : std::string();
  for (std::size_t i = 0; i < values_.size(); ++i) {
    if (word(i).is_string() && lower(word(i).string()) == asked) return values_[i].second;
  }
  std::string all;
  for (std::size_t i = 0; i < values_.size(); ++i) {
    if (word(i) == wanted) return values_[i].second;
    all += (all.empty() ? "'" : ", '") + values_[i].first + "'";
  }
  step.fail("Value: '" + to_text(wanted) + "' not found in: [" + all + "]");
  return std::nullopt;
}

}  // namespace waggle::library
