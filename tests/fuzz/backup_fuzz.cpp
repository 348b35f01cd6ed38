// A coordinator backup in either form: what can be read can be written, and is then the same.
#include <string_view>

#include "fuzz/fuzz.h"
#include "network/backup.h"

using namespace waggle;           // NOLINT: one file, one function
using namespace waggle::network;  // NOLINT

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto read = parse_backup({reinterpret_cast<const char*>(data), size});  // NOLINT
  if (!read) return 0;
  const auto again = parse_backup(print_backup(*read));
  fuzz::require(again.ok(), "what was written can be read");
  fuzz::require(again->network.same_network(read->network) && again->frame_counter == read->frame_counter && again->devices == read->devices,
                "what was written is what was read");
  return 0;
}
