#include "library/blocks/formula.h"

#include <algorithm>
#include <iterator>

namespace waggle::library {
namespace {

constexpr std::string_view roots[] = {"value", "data", "key", "message", "state", "option", "device", "note", "endpoint", "endpoint_name", "now", "transaction", "cached", "remembered", "type"};

Yield found(const Value* value) { return value ? Yield(*value) : std::nullopt; }

Yield member(const Value& whole, std::string_view key) { return key.empty() ? Yield(whole) : found(whole.find(key)); }

Yield found(const Object& whole, std::string_view key) { return key.empty() ? Yield(Value(whole)) : found(whole.find(key)); }

Yield of_device(const Device& device, std::string_view key) {
  auto number = [](auto n) { return n ? Yield(Value(*n)) : std::nullopt; };
  if (key == "model") return Value(device.model_id());
  if (key == "maker") return Value(device.manufacturer_name());
  if (key == "software") return Value(device.software_build_id());
  if (key == "hardware") return number(device.hardware_version());
  if (key == "application") return number(device.application_version());
  if (key == "power_source") return Value(device.power_source());
  return std::nullopt;
}

}  // namespace

Formulas::Formulas(Options& o, std::string_view name, const Value& rows) {
  if (!rows.is_object()) {
    o.complain(name, "must be properties with a formula each");
    return;
  }
  for (const auto& [property, given] : rows.object()) {
    if (auto formula = formula_of(o, name, given)) rows_.emplace_back(property, std::move(*formula));
  }
}

Formulas::Formulas(std::string_view property, std::string_view formula) {
  auto parsed = Expression::parse(formula);
  if (parsed) rows_.emplace_back(property, std::move(*parsed));
}

void Formulas::publish(const Expression::Scope& scope, const EndpointNames& names, EndpointId endpoint, Step& step) const {
  for (const auto& [property, formula] : rows_) {
    auto value = formula.run(scope);
    if (!value) continue;
    if (property.ends_with('@')) {
      step.publish(names.property(std::string_view(property).substr(0, property.size() - 1), endpoint), std::move(*value));
    } else {
      step.publish(property, std::move(*value));
    }
  }
}

void Formulas::remember(const Expression::Scope& scope, Step& step) const {
  Object fresh = run(scope);  // each of them with what was remembered before
  if (fresh.empty()) return;
  Value& all = step.memory()["remembered"];
  if (!all.is_object()) all = Object{};
  for (auto& [name, value] : fresh) all.object().set(name, std::move(value));
}

Object Formulas::run(const Expression::Scope& scope) const {
  Object out;
  for (const auto& [property, formula] : rows_) {
    if (auto value = formula.run(scope)) out.set(property, std::move(*value));
  }
  return out;
}

std::optional<Expression> formula_of(Options& o, std::string_view name, const Value& given) {
  if (given.is_null() || given.is_array() || given.is_object()) {
    o.complain(name, "must be a formula");
    return std::nullopt;
  }
  auto parsed = Expression::parse(to_text(given));
  if (!parsed) {
    o.complain(name, "has a mistake: " + parsed.error().text);
    return std::nullopt;
  }
  for (const auto& [root, key] : parsed->variables()) {
    if (std::find(std::begin(roots), std::end(roots), root) == std::end(roots)) {
      o.complain(name, "'" + to_text(given) + "': there is no variable '" + root + "'");
      return std::nullopt;
    }
  }
  return std::move(*parsed);
}

std::optional<Expression> read_formula(Options& o, std::string_view name, std::string_view help) {
  Value given;
  o.read(name, given, help);
  return given.is_null() ? std::nullopt : formula_of(o, name, given);
}

Yield StepScope::variable(std::string_view root, std::string_view key) const {
  if (root == "state") return found(step_.state(), key);
  if (root == "option") return found(step_.options(), key);
  if (root == "device") return of_device(step_.device(), key);
  if (root == "remembered") {
    const Value* all = step_.context().memory.find("remembered");
    return all ? found(all->find(key)) : std::nullopt;
  }
  if (root == "note") return found(step_.device().note(endpoint_, key));
  if (root == "endpoint") return Value(endpoint_.raw);
  if (root == "endpoint_name") {
    const std::string_view name = names_.name_of(endpoint_);
    return name.empty() ? std::nullopt : Yield(Value(name));
  }
  if (root == "now") return Value(step_.now().ms);
  return std::nullopt;
}

Yield MessageScope::variable(std::string_view root, std::string_view key) const {
  if (root == "value") return member(value_, key);
  const zcl::Frame& frame = message_.frame;
  if (root == "transaction") return Value(frame.header.tsn);
  if (root == "cached") {
    const zcl::Attribute* row = frame.cluster ? frame.cluster->attribute(key) : nullptr;
    return row ? found(step_.device().attribute(message_.endpoint, frame.cluster_id, AttributeId(row->id))) : std::nullopt;
  }
  if (root != "data") return StepScope::variable(root, key);
  if (frame.header.cluster_specific) return found(zcl::params_to_object(frame), key);
  Object all;
  for (const zcl::Record& record : frame.records) {
    if (record.status != 0) continue;
    const zcl::Attribute* row = frame.cluster ? frame.cluster->attribute(record.attribute, frame.header.manufacturer) : nullptr;
    const std::string name = row ? std::string(row->name) : std::to_string(record.attribute.raw);
    if (!key.empty() && key != name) continue;
    auto value = zcl::attribute_value(row, record.value);
    if (value) all.set(name, std::move(*value));
  }
  return found(all, key);
}

Yield RequestScope::variable(std::string_view root, std::string_view key) const {
  if (root == "value") return member(request_.value, key);
  if (root == "key") return Value(request_.key);
  if (root == "message") return found(request_.message, key);
  // Several names may stand for one endpoint: the one that was said counts.
  if (root == "endpoint_name" && !request_.endpoint_name.empty()) return Value(request_.endpoint_name);
  return StepScope::variable(root, key);
}

}  // namespace waggle::library
