// Formula: an expression in a block's options, and what its variables stand for when a device tells something
// or a user wants something. `reads` and `sets` are made of formulas; so are the makers' own structures.
#pragma once

#include "library/block.h"
#include "library/expression.h"

namespace waggle::library {

/// Properties with the formula of each: {temperature: "value / 100"}. An `@` behind a property stands for the
/// endpoint's name, on devices whose properties carry it.
class Formulas {
 public:
  Formulas() = default;
  /// From {property: formula}; mistakes are told as problems of the option `name`.
  Formulas(Options& o, std::string_view name, const Value& rows);
  Formulas(std::string_view property, std::string_view formula);

  bool empty() const { return rows_.empty(); }
  /// What the formulas yield, as properties of the endpoint.
  void publish(const Expression::Scope& scope, const EndpointNames& names, EndpointId endpoint, Step& step) const;
  /// What they yield is remembered, for formulas that ask for `remembered.x`, until the program ends.
  void remember(const Expression::Scope& scope, Step& step) const;
  /// What they yield, under the names as written.
  Object run(const Expression::Scope& scope) const;

 private:
  std::vector<std::pair<std::string, Expression>> rows_;
};

/// The formula of an option; nothing when the option is not there.
std::optional<Expression> read_formula(Options& o, std::string_view name, std::string_view help);
/// A formula where a plain value of YAML may stand as well: 5, true, "value * 10".
std::optional<Expression> formula_of(Options& o, std::string_view name, const Value& given);

/// What both know: `state.x` published, `option.x` chosen by the user, `device.model`, `device.maker`,
/// `device.software`, `device.hardware`, `device.application`, `note.x` kept about the endpoint, `endpoint`,
/// `endpoint_name`, `now` (milliseconds), `remembered.x`.
class StepScope : public Expression::Scope {
 public:
  StepScope(const Step& step, EndpointId endpoint, const EndpointNames& names) : step_(step), endpoint_(endpoint), names_(names) {}
  Yield variable(std::string_view root, std::string_view key) const override;

 protected:
  ~StepScope() = default;
  const Step& step_;
  EndpointId endpoint_;
  const EndpointNames& names_;
};

/// Of a message: `value` of the row at hand, `data.x`, another attribute or parameter of the same message, `cached.x`, what
/// was heard last of an attribute of the cluster, and `transaction`, the message's number.
class MessageScope final : public StepScope {
 public:
  MessageScope(const Message& message, const Step& step, const EndpointNames& names, Value value = {})
      : StepScope(step, message.endpoint, names), message_(message), value_(std::move(value)) {}
  Yield variable(std::string_view root, std::string_view key) const override;

 private:
  const Message& message_;
  Value value_;
};

/// Of a request: `value`, `key`, and `message.x`, what else was asked together with it.
class RequestScope final : public StepScope {
 public:
  RequestScope(const Request& request, const Step& step, const EndpointNames& names) : StepScope(step, request.endpoint, names), request_(request) {}
  Yield variable(std::string_view root, std::string_view key) const override;

 private:
  const Request& request_;
};

}  // namespace waggle::library
