// What a property that a device file describes looks like, and how its value and the device's become each
// other: a number with a scale, words, on and off, text. Where the device keeps it is its block's affair.
#pragma once

#include "library/block.h"

namespace waggle::library {

class PropertyShape {
 public:
  enum class Kind : std::uint8_t { number, words, two, text };

  /// What the block knows before it reads: a property that many devices have.
  struct Usual {
    std::string_view name, unit, label;
    double scale = 1;
  };
  void start_from(const Usual& usual);
  /// `name` and all that follows from it.
  void read(Options& o);

  const std::string& name() const { return name_; }
  Kind kind() const { return kind_; }
  bool settable() const { return set_; }
  /// The words stand for true and false.
  bool of_truth() const { return !values_.empty() && values_[0].second.is_bool(); }

  Expose expose(bool readable) const;
  /// What the property shows of the device's value; nothing for a number without a word.
  std::optional<Value> published(const Value& raw) const;
  /// The device's value for what a user asked; fails the step when there is none.
  std::optional<Value> sent(const Value& wanted, Step& step) const;
  void set_settable(bool yes) { set_ = yes; }

 private:
  Value word(std::size_t i) const;

  std::string name_;
  std::string label_;
  std::string description_;
  std::string unit_;
  std::string category_;
  Kind kind_ = Kind::number;
  std::vector<std::pair<std::string, Value>> values_;
  double scale_ = 1;
  std::optional<int> precision_;
  std::optional<double> min_, max_, step_;
  bool set_ = false;
};

}  // namespace waggle::library
