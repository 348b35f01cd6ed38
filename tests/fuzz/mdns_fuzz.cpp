// Packets of the local network, one after the other (each begins with its length): whatever they say, a service that comes
// of them can be reached, and what is asked next is a packet of the size such packets have.
#include "fuzz/fuzz.h"
#include "io/mdns.h"

using namespace waggle;      // NOLINT: one file, one function
using namespace waggle::io;  // NOLINT

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  MdnsAnswers answers;
  for (ByteView rest(data, size); rest.size() > 2;) {
    const std::size_t length = std::min<std::size_t>(rest[0] << 8 | rest[1], rest.size() - 2);
    answers.hear(rest.subspan(2, length));
    rest = rest.subspan(2 + length);
  }
  for (const Service& service : answers.services()) fuzz::require(service.port != 0, "a service has a port");
  for (const Question& question : answers.open_questions()) {
    const Bytes packet = encode(question);
    fuzz::require(packet.size() > 12 && packet.size() < 1100, "a question has its size");
  }
  return 0;
}
