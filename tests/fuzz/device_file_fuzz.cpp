// A user's own device file: compiled, linked and looked through, as the running program does it.
#include "fuzz/fuzz.h"
#include "library/library.h"

using namespace waggle;  // NOLINT: one file, one function

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const library::SourceFile file{"fuzz.yaml", std::string(as_text({data, size}))};
  static const Bytes nothing = library::compile({}).octets;
  library::Library devices(library::Blob::trust(nothing));
  const library::Compiled compiled = devices.load_user_files({file});
  std::size_t seen = 0;
  devices.for_each([&](const library::Definition&, const library::PageFacts&) { ++seen; });
  fuzz::require(seen <= compiled.definitions, "what is linked was compiled");
  return 0;
}
