// What a device asks of the server of its updates (genOta, ZCL 8, 11.13), and what else may come instead.
#pragma once

#include <optional>

#include "library/effects.h"
#include "ota/index.h"

namespace waggle::ota {

inline constexpr ClusterId cluster{0x0019};

struct Request {
  enum class Kind : std::uint8_t {
    query,      // is there an image for me?
    block,      // a part of the image, please
    page,       // many parts one after the other, please
    end,        // I have all of it, or give up: `status`
    refusal,    // a default response that says no: `status` to `command`
    announced,  // it says that it is there
  };
  Kind kind = Kind::query;
  EndpointId endpoint{};
  std::uint8_t tsn = 0;
  std::uint16_t manufacturer = 0;
  std::uint16_t image_type = 0;
  std::uint32_t file_version = 0;
  std::optional<std::uint16_t> hardware_version;
  std::uint32_t offset = 0;
  std::uint8_t most = 0;             // octets of one part
  std::uint16_t page_size = 0;
  std::uint16_t spacing = 0;         // milliseconds between the parts of a page
  std::uint8_t status = 0;
  std::uint8_t command = 0;

  /// The same words as those of `other`: radios deliver some twice, and devices repeat themselves.
  bool repeats(const Request& other) const {
    return kind == other.kind && tsn == other.tsn && offset == other.offset && endpoint == other.endpoint;
  }
  Candidate candidate() const { return {manufacturer, image_type, file_version, hardware_version}; }
};

/// Nothing when it is no question to a server of updates.
std::optional<Request> read_request(const library::Message& message);

// The answers, to where `request` came from.
library::Operation no_image(const Request& request);
library::Operation offer(const Request& request, const ImageHeader& image);
/// A part of the image. Maker, type and version are those that the device asked with.
library::Operation part(const Request& request, std::uint32_t offset, ByteView octets);
library::Operation abort(const Request& request);
library::Operation install_now(const Request& request, const ImageHeader& image);
/// Nothing but a default response.
library::Operation acknowledge(const Request& request, zcl::Status status);
/// Asks a device to ask.
library::Operation notify(EndpointId endpoint);

}  // namespace waggle::ota
