// Any message of ZBOSS seen through its tables: for the checks over recorded frames and for fuzzing.
#pragma once

#include "coordinator/zboss/message.h"
#include "core/result.h"

namespace waggle::coordinator::zboss {

/// Reads the parameters by the row of their call, or the form of a device's request, and writes them again. The error says
/// what is wrong: parameters that do not fit. Calls that nothing here makes or hears are taken as they are.
Result<Bytes> read_and_write(const Message& message);

}  // namespace waggle::coordinator::zboss
