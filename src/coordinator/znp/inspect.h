// A frame of the Monitor and Test API seen through the command tables, whatever command it is: for the
// checks over recorded frames and for fuzzing. Knows nothing about what commands are for.
#pragma once

#include <optional>
#include <string_view>

#include "coordinator/znp/commands.h"
#include "core/result.h"

namespace waggle::coordinator::znp {

/// Reads the frame's data by the row of its command and writes it again. The error says what is wrong:
/// no row for this command, or data that does not fit the row.
Result<Bytes> read_and_write(const UnpiFrame& frame);

/// The octets of one member of the frame's structure, by its name there (of the standard ZDO commands:
/// `source` and `status`); nullopt when it has none of this name.
std::optional<Bytes> member_of(const UnpiFrame& frame, std::string_view name);

}  // namespace waggle::coordinator::znp
