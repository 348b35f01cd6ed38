// Messages of ZBOSS: what the rows and forms read they write as it was, but for octets that nobody reads.
#include <algorithm>

#include "coordinator/zboss/commands.h"
#include "coordinator/zboss/inspect.h"
#include "coordinator/zboss/memory_sets.h"
#include "coordinator/zboss/zdo.h"
#include "fuzz/fuzz.h"

using namespace waggle;                      // NOLINT: one file, one function
using namespace waggle::coordinator::zboss;  // NOLINT

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView input(data, size);
  (void)decode_counters(input);
  if (const auto set = decode_addresses(input)) fuzz::require(decode_addresses(encode(*set)) == set, "addresses are read as they are written");
  if (const auto set = decode_keys(input)) fuzz::require(decode_keys(encode(*set)) == set, "keys are read as they are written");
  const auto message = decode_message(input);
  if (!message) return 0;
  fuzz::require(std::ranges::equal(encode(*message), input), "a message is written as it is read");
  (void)describe(*message);
  const auto again = read_and_write(*message);
  if (!again) return 0;
  Message second = *message;
  second.parameters = *again;
  const auto third = read_and_write(second);
  fuzz::require(third && *third == *again, "what is written is read");
  return 0;
}
