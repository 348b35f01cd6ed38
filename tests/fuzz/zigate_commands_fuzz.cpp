// The data of ZiGate's commands and messages: type, data.
#include <algorithm>

#include "coordinator/zigate/commands.h"
#include "coordinator/zigate/zdo.h"
#include "fuzz/fuzz.h"

using namespace waggle;                       // NOLINT: one file, one function
using namespace waggle::coordinator::zigate;  // NOLINT

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  Reader head(ByteView(data, size));
  const std::uint16_t type = head.u16_be();
  const ByteView input = ByteView(data, size).subspan(2);
  if (const Row* row = find_row(type)) {
    const auto again = row->again(input);
    if (again) fuzz::require(std::ranges::equal(*again, input), "what is read is written");
  }
  (void)describe(type, input);
  if (const auto request = standard_zdo(type, input)) {
    // What goes to one device says the same in both forms.
    const auto back = zdo_command({request->to, request->to_ieee, request->cluster, request->payload});
    if (back) fuzz::require(back->id.number == type, "a request has one command");
  }
  if (const auto all = decode_all(input)) fuzz::require(decode_all(encode_all(*all)) == all, "recovery data is read as it is written");
  return 0;
}
