// Which part of an image answers a request for one. Pure: sizes, and what is known of devices that count in
// their own way.
#pragma once

#include "ota/request.h"

namespace waggle::ota {

struct Part {
  std::uint32_t offset = 0;
  std::uint32_t size = 0;
};

/// `done`: octets of the page that were sent; `most`: of one part, as the user wants it. Nothing when the
/// device asks for what lies beyond the end.
std::optional<Part> part_for(const Request& request, std::uint32_t image_size, std::uint32_t done, std::uint32_t most);

/// Pauses longer than the user's that devices of some makers need between their questions.
std::optional<Millis> patience_with(const ImageHeader& image);

}  // namespace waggle::ota
