#include "library/library.h"

// devices.S places the compiled device files between these.
extern "C" {
extern const std::uint8_t waggle_devices_begin[];
extern const std::uint8_t waggle_devices_end[];
}

namespace waggle::library {

Blob built_in_library() {
  return Blob::trust({waggle_devices_begin, static_cast<std::size_t>(waggle_devices_end - waggle_devices_begin)});
}

}  // namespace waggle::library
