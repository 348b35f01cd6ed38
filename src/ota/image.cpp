#include "ota/image.h"

#include <fmt/core.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>

namespace waggle::ota {
namespace {

constexpr std::uint32_t identifier = 0x0BEEF11E;
constexpr std::array<std::uint8_t, 4> identifier_octets{0x1E, 0xF1, 0xEE, 0x0B};
constexpr std::size_t fixed_part = 56;
constexpr std::size_t text_size = 32;
// Bits of the field control.
constexpr std::uint16_t has_credential = 1, has_destination = 2, has_hardware = 4;

/// Telink's encrypted image: two octets of its own follow the length (tl_zigbee_sdk, zigbee/ota/ota.h).
constexpr std::uint16_t telink_aes = 0xF000;
constexpr std::size_t telink_info = 2;

Error bad(std::string reason) { return {Errc::malformed, std::move(reason)}; }

Result<ImageHeader> read_header(Reader& in) {
  ImageHeader out;
  in.u32();
  out.header_version = in.u16();
  out.length = in.u16();
  const std::uint16_t control = in.u16();
  out.manufacturer = in.u16();
  out.image_type = in.u16();
  out.file_version = in.u32();
  out.stack_version = in.u16();
  const std::string_view text = as_text(in.bytes(text_size));
  out.text = std::string(text.substr(0, text.find('\0')));
  out.size = in.u32();
  if (control & has_credential) out.security_credential = in.u8();
  if (control & has_destination) out.destination = Ieee(in.u64());
  if (control & has_hardware) {
    const std::uint16_t min = in.u16(), max = in.u16();
    out.hardware = HardwareRange{min, max};
  }
  if (!in.ok()) return bad("the file ends inside its header");
  if (out.length < fixed_part) return bad(fmt::format("its header says that it has {} octets, and has at least {}", out.length, fixed_part));
  if (out.length < in.position()) {  // it promises what it has no place for
    out.security_credential.reset();
    out.destination.reset();
    out.hardware.reset();
  }
  return out;
}

}  // namespace

Result<Image> read_image(ByteView file) {
  const auto start = std::search(file.begin(), file.end(), identifier_octets.begin(), identifier_octets.end());
  if (start == file.end()) return bad("Not a valid OTA file");
  const ByteView all = file.subspan(static_cast<std::size_t>(start - file.begin()));
  Image out;
  Reader header_in(all);
  TRY(out.header, read_header(header_in));
  if (all.size() < out.header.size) {
    return bad(fmt::format("Size mismatch: there are {} octets of {}", all.size(), out.header.size));
  }
  const ByteView image = all.first(out.header.size);
  if (out.header.length > image.size()) return bad("Size mismatch: its header is longer than the whole");
  Reader in(image);
  in.bytes(out.header.length);
  while (in.remaining() > 0) {
    ImageElement element;
    element.tag = in.u16();
    element.size = in.u32();
    if (element.tag == telink_aes) in.bytes(telink_info);
    element.offset = in.position();
    in.bytes(element.size);
    if (!in.ok()) return bad(fmt::format("Size mismatch: the element {:#06x} goes beyond the end", element.tag));
    out.elements.push_back(element);
  }
  out.octets.assign(image.begin(), image.end());
  return out;
}

Bytes write_image(const ImageHeader& header, const std::vector<std::pair<std::uint16_t, Bytes>>& elements) {
  std::uint16_t control = 0;
  Writer optional;
  if (header.security_credential) {
    control |= has_credential;
    optional.u8(*header.security_credential);
  }
  if (header.destination) {
    control |= has_destination;
    optional.u64(header.destination->raw);
  }
  if (header.hardware) {
    control |= has_hardware;
    optional.u16(header.hardware->min).u16(header.hardware->max);
  }
  Writer content;
  for (const auto& [tag, octets] : elements) {
    content.u16(tag).u32(octets.size());
    if (tag == telink_aes) content.u16(0);
    content.bytes(octets);
  }
  std::string text = header.text;
  text.resize(text_size, '\0');
  const std::size_t length = fixed_part + optional.size();
  Writer out;
  out.u32(identifier).u16(header.header_version).u16(length).u16(control);
  out.u16(header.manufacturer).u16(header.image_type).u32(header.file_version).u16(header.stack_version);
  out.text(text).u32(length + content.size()).bytes(optional.view()).bytes(content.view());
  return out.take();
}

std::string sha512(ByteView octets) {
  std::array<std::uint8_t, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  EVP_Digest(octets.data(), octets.size(), digest.data(), &size, EVP_sha512(), nullptr);
  return to_hex(ByteView(digest).first(size));
}

}  // namespace waggle::ota
