// Expression: what a device file says with a formula, "value / 10" or "{0: 'low', 1: 'high'}[value]".
//
// A formula is checked when its definition is linked and becomes a few nodes of eight octets that run over
// values; it has no loops but each() over a list, no memory and no effects. What its variables stand for is the asker's affair
// (Scope); nothing here knows a device. A formula may yield nothing: a look-up that finds no word, the other
// side of a condition. docs/device-files.md describes the language for those who write it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/value.h"

namespace waggle::library {

/// Nothing, or a value (which may be null).
using Yield = std::optional<Value>;

/// Seconds since local midnight of 2000-01-01, as ZCL devices count, as "2000-01-01T02:05:29+00:00".
std::string local_time_since_2000(double seconds);

/// What octets a text in base 64 stands for.
Bytes octets_of_base64(std::string_view text);

class Expression {
 public:
  class Scope {
   public:
    /// `value`, `endpoint` (key empty), or `state.position` (root "state", key "position").
    virtual Yield variable(std::string_view root, std::string_view key) const = 0;

   protected:
    ~Scope() = default;
  };

  /// The error says what is wrong and where in the text.
  static Result<Expression> parse(std::string_view text);
  /// What it refers to: (root, key).
  const std::vector<std::pair<std::string, std::string>>& variables() const { return names_; }
  Yield run(const Scope& scope) const { return at(static_cast<std::uint16_t>(nodes_.size() - 1), scope); }

 private:
  friend class ExpressionParser;
  enum class Op : std::uint8_t {
    none, constant, variable, list, map, index, call, each, item, negate, complement, invert, condition, otherwise, both, either, within,
    equal, unequal, less, at_most, more, at_least, bit_or, bit_xor, bit_and, left, right, add, subtract, multiply, divide, remainder,
  };
  // What a and b are depends on the operation: nodes, or a row of names_, constants_, lists_.
  struct Node {
    Op op = Op::none;
    std::uint8_t extra = 0;
    std::uint16_t a = 0, b = 0, c = 0;
  };
  struct Item {
    std::string key;  // of a map
    std::uint16_t node = 0;
  };

  Yield at(std::uint16_t node, const Scope& scope) const;
  Yield index(const Node& node, const Scope& scope) const;
  Yield call(const Node& node, const Scope& scope) const;
  Yield arithmetic(Op op, const Value& left, const Value& right) const;

  std::vector<Node> nodes_;  // the last one is the whole
  std::vector<Value> constants_;
  std::vector<std::pair<std::string, std::string>> names_;
  std::vector<std::vector<Item>> lists_;
};

}  // namespace waggle::library
