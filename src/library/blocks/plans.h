// Plans: operations with formulas, as `sets` sends them for a user and `reads` in answer to a device.
#pragma once

#include "library/blocks/formula.h"

namespace waggle::library {

/// A list of operations of a device file, each with `write`, `command`, `read`, `datapoint`, `frame` or `wait`.
class Plans {
 public:
  void read(Options& o, std::string_view name, std::string_view help);
  bool empty() const { return plans_.empty(); }

  /// Sends them in order, with what the scope's variables stand for; `endpoint` where a plan names none. Fails the
  /// step at a formula without a value, saying `what` cannot be done.
  using Steps = std::function<void(const Expression::Scope& scope, EndpointId endpoint, std::string_view what, Step& step)>;
  /// The steps refer to the plans.
  Steps build(Builder& b) const;

 private:
  // What is fixed of an operation, and the formulas that fill it in.
  struct Plan {
    enum class What : std::uint8_t { write, command, read, datapoint, frame, wait };
    What what = What::read;
    std::string name;  // cluster, or cluster.command
    Value attributes;  // read
    std::vector<std::pair<std::string, Expression>> values;
    std::string type;
    std::string endpoint;
    int manufacturer = 0;
    int milliseconds = 0;
    int datapoint = 0;
    int general = 0;      // frame: the number of a general command
    int reserved = 0;     // frame
    int transaction = -1; // frame
    bool to_client = false;
    bool quiet = false;
    bool answered = false;
    bool counted = false;
    bool joined = false;
    bool partial = false;
    std::optional<Expression> condition;
  };
  static Steps write(Builder& b, const Plan& plan);
  static Steps command(Builder& b, const Plan& plan);
  static Steps read_from(Builder& b, const Plan& plan);
  static Steps datapoint(Builder& b, const Plan& plan);
  static Steps frame(Builder& b, const Plan& plan);
  static EndpointId place(Builder& b, const Plan& plan);
  static void finish(Operation& op, const Plan& plan);

  std::vector<Plan> plans_;
};

}  // namespace waggle::library
