// Any EZSP frame seen through the command tables: for the checks over recorded frames and for fuzzing.
#pragma once

#include "coordinator/ember/commands.h"
#include "coordinator/ember/frame.h"
#include "core/result.h"

namespace waggle::coordinator::ember {

/// Reads the parameters by the row of their command and writes them again. The error says what is wrong: no row
/// for this command, or parameters that do not fit the row.
Result<Bytes> read_and_write(std::uint16_t number, ByteView parameters, bool response, int version);

}  // namespace waggle::coordinator::ember
