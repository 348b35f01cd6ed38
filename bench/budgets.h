// What is allowed, and the table that shows it beside what was measured.
#pragma once

#include <map>
#include <string>

namespace waggle::bench {

/// By the names of the benchmarks ("Start/100"), processor time in nanoseconds; "resident/100" and
/// "each device" in octets.
using Measured = std::map<std::string, double>;

/// Prints the table; how many rows are over their budget.
int print_budgets(const Measured& measured);

}  // namespace waggle::bench
