// When two answers are equal (tests/data/peer/README.md): exposes, and operations on paper. The results are
// texts that tell the first difference; empty: none.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "library/definition.h"
#include "parity/subject.h"

namespace waggle::parity {

std::string differs(std::string_view what, const Value& mine, const Value& theirs);
/// As lists of exposes; texts of properties are ours and count for nothing.
std::string compare_exposes(std::string_view what, const std::vector<library::Expose>& mine, const Value& theirs);
std::string compare_operations(const std::vector<Recorded>& mine, const Value* theirs, bool no_time_sync = false);

/// Runs a step to its end, or for a minute of virtual time; nothing when it takes longer.
std::optional<network::Executor::Outcome> finish(network::Executor& executor, VirtualTime& time,
                                                 std::shared_ptr<PaperSubject> paper, library::Continuation step);
/// Configures a device on paper and compares with the operations that were recorded, which also give the answers.
std::string compare_configure(const library::Definition& definition, VirtualTime& time, std::shared_ptr<PaperSubject> paper,
                              const Value& theirs);

}  // namespace waggle::parity
