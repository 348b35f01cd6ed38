// Commands of the Monitor and Test API that the driver has no use for. Other programs send them and
// firmware answers them, so a recording may hold them: they are known by their layout alone.
#pragma once

#include <optional>
#include <span>

#include "coordinator/layout.h"
#include "coordinator/znp/commands.h"

namespace waggle::coordinator::znp {

struct OtherRow {
  Type type;
  Subsystem subsystem;
  std::uint8_t number;
  std::string_view name;
  std::string_view message;  // a layout (coordinator/layout.h) of an AREQ, or the request of an SREQ
  std::string_view response;
};
std::span<const OtherRow> other_rows();
const OtherRow* find_other(const UnpiFrame& frame);

}  // namespace waggle::coordinator::znp
