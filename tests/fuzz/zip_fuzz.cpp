// ZIP archives that people bring to the set-up page.
#include "fuzz/fuzz.h"
#include "io/zip.h"

using namespace waggle;  // NOLINT: one file, one function

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t most = 1 << 20;
  const auto entries = io::unzip({data, size}, most);
  if (!entries) {
    fuzz::require(!entries.error().text.empty(), "a mistake has a reason");
    return 0;
  }
  std::size_t total = 0;
  for (const io::ZipEntry& entry : *entries) {
    total += entry.content.size();
    fuzz::require(!entry.name.empty() && !entry.name.starts_with('/'), "names stay inside");
  }
  fuzz::require(total <= most, "no more than allowed");
  const auto again = io::unzip(io::zip(*entries, {}), most);
  fuzz::require(again && again->size() == entries->size(), "what was read can be packed");
  return 0;
}
