// Bytes, and a Reader and Writer over them.
//
// Every decoder of the program is written against Reader: a read past the end marks the reader as
// failed and yields zero, so a decoder reads straight through and checks ok() once at the end.
// Integers are little-endian unless the name ends in _be; odd widths (24, 40, 48, 56 bits) exist
// because the ZCL has them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace waggle {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

/// Lower-case hexadecimal digits, no separator.
std::string to_hex(ByteView bytes);
/// Accepts upper and lower case and single spaces between bytes; nullopt on anything else.
std::optional<Bytes> from_hex(std::string_view text);
/// RFC 4648, with padding.
std::string to_base64(ByteView bytes);

inline ByteView as_bytes(std::string_view text) {
  // A view of characters as octets: the one place where pointers change their type.
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};  // NOLINT
}
inline std::string_view as_text(ByteView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};  // NOLINT
}

class Reader {
 public:
  explicit Reader(ByteView bytes) : bytes_(bytes) {}

  bool ok() const { return ok_; }
  /// Everything was read and nothing was missing.
  bool done() const { return ok_ && position_ == bytes_.size(); }
  std::size_t position() const { return position_; }
  std::size_t remaining() const { return bytes_.size() - position_; }
  void fail() { ok_ = false; }

  std::uint64_t uint(std::size_t width) {
    ByteView raw = bytes(width);
    std::uint64_t value = 0;
    for (std::size_t i = raw.size(); i-- > 0;) value = value << 8 | raw[i];
    return value;
  }
  std::uint64_t uint_be(std::size_t width) {
    ByteView raw = bytes(width);
    std::uint64_t value = 0;
    for (std::uint8_t byte : raw) value = value << 8 | byte;
    return value;
  }
  std::int64_t sint(std::size_t width) {
    const std::uint64_t raw = uint(width);
    const unsigned shift = static_cast<unsigned>(64 - 8 * width);
    return static_cast<std::int64_t>(raw << shift) >> shift;
  }
  std::uint8_t u8() { return static_cast<std::uint8_t>(uint(1)); }
  std::uint16_t u16() { return static_cast<std::uint16_t>(uint(2)); }
  std::uint32_t u32() { return static_cast<std::uint32_t>(uint(4)); }
  std::uint64_t u64() { return uint(8); }
  std::uint16_t u16_be() { return static_cast<std::uint16_t>(uint_be(2)); }
  std::uint32_t u32_be() { return static_cast<std::uint32_t>(uint_be(4)); }

  /// The next `count` bytes, or none at all when there are fewer.
  ByteView bytes(std::size_t count) {
    if (!ok_ || count > remaining()) {
      ok_ = false;
      return {};
    }
    ByteView part = bytes_.subspan(position_, count);
    position_ += count;
    return part;
  }
  ByteView rest() { return bytes(remaining()); }
  ByteView peek_rest() const { return bytes_.subspan(position_); }

 private:
  ByteView bytes_;
  std::size_t position_ = 0;
  bool ok_ = true;
};

class Writer {
 public:
  Writer& uint(std::uint64_t value, std::size_t width) {
    for (std::size_t i = 0; i < width; ++i) out_.push_back(static_cast<std::uint8_t>(value >> 8 * i));
    return *this;
  }
  Writer& uint_be(std::uint64_t value, std::size_t width) {
    for (std::size_t i = width; i-- > 0;) out_.push_back(static_cast<std::uint8_t>(value >> 8 * i));
    return *this;
  }
  Writer& u8(std::uint64_t value) { return uint(value, 1); }
  Writer& u16(std::uint64_t value) { return uint(value, 2); }
  Writer& u32(std::uint64_t value) { return uint(value, 4); }
  Writer& u64(std::uint64_t value) { return uint(value, 8); }
  Writer& u16_be(std::uint64_t value) { return uint_be(value, 2); }
  Writer& u32_be(std::uint64_t value) { return uint_be(value, 4); }
  Writer& bytes(ByteView part) {
    out_.insert(out_.end(), part.begin(), part.end());
    return *this;
  }
  Writer& text(std::string_view part) { return bytes(as_bytes(part)); }

  std::size_t size() const { return out_.size(); }
  /// For a length or count that is known only once its content has been written.
  void set_u8(std::size_t at, std::uint8_t value) { out_[at] = value; }
  ByteView view() const { return out_; }
  Bytes take() { return std::move(out_); }

 private:
  Bytes out_;
};

}  // namespace waggle
