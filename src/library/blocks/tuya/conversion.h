// How a Tuya datapoint's value becomes a property's and back: each conversion by a name that device files use.
#pragma once

#include <functional>

#include "library/blocks/tuya/datapoints.h"
#include "library/blocks/formula.h"

namespace waggle::library::tuya {

/// A value as it is sent: its data type follows from what it is.
struct Sent {
  DataType type;
  Bytes data;
};

struct ConversionOptions {
  std::string name;                                    // of the conversion
  std::vector<std::pair<std::string, Value>> values;   // words: what stands for each
  DataType type = DataType::enumeration;               // words: how they are sent
  Value otherwise;                                     // words: for values without a word
  double scale = 1;
  std::optional<double> low, high;
  std::vector<double> ranges;                          // range: ours from, to; the device's from, to
  std::optional<Expression> from, to;                  // formula: what is published, and what is sent
  std::optional<Expression> apart;                     // formula: what is published on its own besides
  Formulas remember;                                   // formula: what is remembered of it
  bool octets = false;                                 // formula: texts are octets in base 64
  bool typed = false;                                  // formula: `type` was given
  int day = 0;                                         // schedule: the octet in front
  int periods = 4;                                     // schedule: how many a day has
};

struct Conversion {
  /// Null: nothing to publish. An object without a property of its own: several properties.
  std::function<Value(const Datapoint&, Step&)> from;
  std::function<std::optional<Sent>(const Value&, Step&)> to;  // none: cannot be set
};

/// A value as a datapoint of this type.
std::optional<Sent> sent_as(DataType type, const Value& value, Step& step);
std::optional<DataType> type_called(std::string_view name);

std::optional<Conversion> make_conversion(const ConversionOptions& options);
std::string conversion_names();

/// What the formulas of a row see: the datapoint's value or the wanted one, its `type`, and what all formulas do.
class ValueScope final : public StepScope {
 public:
  ValueScope(const Value& value, const Step& step, DataType type = DataType::raw) : StepScope(step, EndpointId(1), unnamed()), value_(value), type_(type) {}
  Yield variable(std::string_view root, std::string_view key) const override;

 private:
  static const EndpointNames& unnamed();
  const Value& value_;
  DataType type_;
};

/// A number the way JavaScript would have it from the value: 1 of true.
Value plain_value(const Datapoint& dp);

}  // namespace waggle::library::tuya
