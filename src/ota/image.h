// The Zigbee OTA file (ZCL 8, 11.4): a header, then elements. Pure: octets in, facts out.
//
// Makers put headers of their own in front of it; the file begins where its identifier is found.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/bytes.h"
#include "core/result.h"
#include "zigbee/ids.h"

namespace waggle::ota {

/// Stands for any maker and for any type of image.
inline constexpr std::uint16_t any_code = 0xFFFF;

struct HardwareRange {
  std::uint16_t min = 0;
  std::uint16_t max = 0;
};

struct ImageHeader {
  std::uint16_t header_version = 0x0100;
  std::uint16_t length = 0;  // of the header
  std::uint16_t manufacturer = 0;
  std::uint16_t image_type = 0;
  std::uint32_t file_version = 0;
  std::uint16_t stack_version = 2;
  std::string text;         // at most 32 octets
  std::uint32_t size = 0;   // of the whole, header included
  std::optional<std::uint8_t> security_credential;
  std::optional<Ieee> destination;  // for one device only
  std::optional<HardwareRange> hardware;
};

struct ImageElement {
  std::uint16_t tag = 0;
  std::size_t offset = 0;  // of its content in Image::octets
  std::size_t size = 0;
};

struct Image {
  ImageHeader header;
  std::vector<ImageElement> elements;
  Bytes octets;  // what the device gets, from the identifier on
};
using ImagePtr = std::shared_ptr<const Image>;

/// Errors say what of the file is wrong.
Result<Image> read_image(ByteView file);
/// A file of these elements (tag and content); length and size of the header are worked out.
Bytes write_image(const ImageHeader& header, const std::vector<std::pair<std::uint16_t, Bytes>>& elements);

/// In lower-case hexadecimal, as the index has it.
std::string sha512(ByteView octets);

}  // namespace waggle::ota
