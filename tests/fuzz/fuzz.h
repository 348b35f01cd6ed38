// What every fuzz target includes: input as octets or text, and `require`, which ends the program so
// that libFuzzer keeps the input.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "core/bytes.h"

namespace waggle::fuzz {

inline void require(bool holds, std::string_view what) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %.*s\n", static_cast<int>(what.size()), what.data());
  std::abort();
}

/// Takes the first octets of an input for choices, and leaves the rest.
inline std::uint16_t take_u16(ByteView& input) {
  Reader in(input);
  const std::uint16_t out = in.u16();
  input = in.ok() ? in.rest() : ByteView();
  return out;
}

}  // namespace waggle::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
