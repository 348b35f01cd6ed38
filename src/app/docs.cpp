// waggle docs: the pages about all devices.
#include "docs/docs.h"

#include <fmt/core.h>

#include "app/options.h"

namespace waggle::app {

int docs(const std::string& out) {
  library::Library library(library::built_in_library());
  const auto done = docs::write_all(io::disk(), library, out);
  if (!done) {
    fmt::print(stderr, "{}\n", done.error().text);
    return 1;
  }
  fmt::print("The pages of all devices are in {}/devices, the index is {}/supported-devices.md\n", out, out);
  return 0;
}

}  // namespace waggle::app
