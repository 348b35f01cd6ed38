#include "ota/part.h"

#include <algorithm>

namespace waggle::ota {
namespace {

constexpr std::uint16_t insta = 4474, dresden_elektronik = 4405, legrand = 4129, bosch = 4617, coolkit = 4742;
constexpr std::uint32_t small_part = 40;

}  // namespace

std::optional<Part> part_for(const Request& request, std::uint32_t image_size, std::uint32_t done, std::uint32_t most) {
  Part out{request.offset + done, most};
  // They stumble over more, whatever they ask for.
  if (request.manufacturer == insta || request.manufacturer == dresden_elektronik) out.size = small_part;
  // They stumble over less than they ask for.
  if (request.manufacturer == legrand) out.size = request.most;
  out.size = std::min<std::uint32_t>(out.size, request.most);
  if (request.manufacturer == legrand && request.offset == 50 && request.most == 12) {
    // Stuck: this part, which it has not asked for, makes it begin anew (Koenkk/zigbee-OTA#328).
    out = {78, 64};
  }
  if (request.kind == Request::Kind::page) out.size = std::min<std::uint32_t>(out.size, request.page_size - done);
  if (out.offset < request.offset || out.offset >= image_size || out.size == 0) return std::nullopt;
  out.size = std::min(out.size, image_size - out.offset);
  return out;
}

std::optional<Millis> patience_with(const ImageHeader& image) {
  // Fetches in the background, for up to two days.
  if (image.manufacturer == bosch) return 60min;
  // Begins anew by itself when something has gone wrong at the end.
  if (image.manufacturer == legrand) return 30min;
  // Takes its time to check the whole (Koenkk/zigbee-herdsman-converters#6657).
  if (image.manufacturer == coolkit && image.image_type == 8199) return 60min;
  return std::nullopt;
}

}  // namespace waggle::ota
