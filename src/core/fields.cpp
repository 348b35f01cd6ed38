#include "core/fields.h"

#include <fmt/format.h>

#include <cstring>

namespace waggle::fields {
namespace {

// Members are reached by the offsets that `offsetof` gave; every wire type is standard-layout.
template <class T>
T& at(void* object, const Field& field) {
  return *static_cast<T*>(static_cast<void*>(static_cast<std::byte*>(object) + field.offset));
}
template <class T>
const T& at(const void* object, const Field& field) {
  return *static_cast<const T*>(
      static_cast<const void*>(static_cast<const std::byte*>(object) + field.offset));
}

void store(void* object, const Field& field, std::uint64_t value) {
  switch (field.size) {
    case 1: at<std::uint8_t>(object, field) = static_cast<std::uint8_t>(value); break;
    case 2: at<std::uint16_t>(object, field) = static_cast<std::uint16_t>(value); break;
    case 4: at<std::uint32_t>(object, field) = static_cast<std::uint32_t>(value); break;
    default: at<std::uint64_t>(object, field) = value;
  }
}
std::uint64_t load(const void* object, const Field& field) {
  switch (field.size) {
    case 1: return at<std::uint8_t>(object, field);
    case 2: return at<std::uint16_t>(object, field);
    case 4: return at<std::uint32_t>(object, field);
    default: return at<std::uint64_t>(object, field);
  }
}

template <class Do>
void with_optional(const Field& field, Do action) {
  switch (field.size) {
    case 1: action(std::type_identity<std::optional<std::uint8_t>>{}); break;
    case 2: action(std::type_identity<std::optional<std::uint16_t>>{}); break;
    case 4: action(std::type_identity<std::optional<std::uint32_t>>{}); break;
    default: action(std::type_identity<std::optional<std::uint64_t>>{});
  }
}

}  // namespace

bool decode(void* object, std::span<const Field> rows, Reader& in) {
  for (const Field& field : rows) {
    switch (field.kind) {
      case Field::Kind::uint:
      case Field::Kind::sint: store(object, field, in.uint(field.size)); break;
      case Field::Kind::boolean: at<bool>(object, field) = in.u8() != 0; break;
      case Field::Kind::array: {
        ByteView raw = in.bytes(field.size);
        if (!raw.empty()) std::memcpy(&at<std::uint8_t>(object, field), raw.data(), raw.size());
        break;
      }
      case Field::Kind::rest: {
        ByteView raw = in.rest();
        at<Rest>(object, field).bytes.assign(raw.begin(), raw.end());
        break;
      }
      case Field::Kind::short_bytes:
      case Field::Kind::short_list8: {  // the same layout: a count of octets
        ByteView raw = in.bytes(in.u8());
        at<ShortBytes>(object, field).bytes.assign(raw.begin(), raw.end());
        break;
      }
      case Field::Kind::short_list16: {
        auto& items = at<ShortList<std::uint16_t>>(object, field).items;
        items.clear();
        for (std::size_t n = in.u8(); n > 0 && in.ok(); --n) items.push_back(in.u16());
        break;
      }
      case Field::Kind::optional_uint:
        with_optional(field, [&]<class T>(std::type_identity<T>) {
          T& value = at<T>(object, field);
          value.reset();
          if (in.ok() && in.remaining() >= field.size) {
            value = static_cast<typename T::value_type>(in.uint(field.size));
          }
        });
        break;
    }
  }
  return in.ok();
}

void encode(const void* object, std::span<const Field> rows, Writer& out) {
  for (const Field& field : rows) {
    switch (field.kind) {
      case Field::Kind::uint:
      case Field::Kind::sint: out.uint(load(object, field), field.size); break;
      case Field::Kind::boolean: out.u8(at<bool>(object, field) ? 1 : 0); break;
      case Field::Kind::array: out.bytes({&at<std::uint8_t>(object, field), field.size}); break;
      case Field::Kind::rest: out.bytes(at<Rest>(object, field).bytes); break;
      case Field::Kind::short_bytes:
      case Field::Kind::short_list8: {
        const Bytes& bytes = at<ShortBytes>(object, field).bytes;
        out.u8(bytes.size()).bytes(bytes);
        break;
      }
      case Field::Kind::short_list16: {
        const auto& items = at<ShortList<std::uint16_t>>(object, field).items;
        out.u8(items.size());
        for (std::uint16_t item : items) out.u16(item);
        break;
      }
      case Field::Kind::optional_uint:
        with_optional(field, [&]<class T>(std::type_identity<T>) {
          if (const T& value = at<T>(object, field)) out.uint(*value, field.size);
        });
        break;
    }
  }
}

std::string describe(const void* object, std::span<const Field> rows) {
  std::string text;
  for (const Field& field : rows) {
    if (!text.empty()) text += ' ';
    text += field.name;
    text += '=';
    switch (field.kind) {
      case Field::Kind::uint: text += fmt::format("0x{:0{}x}", load(object, field), field.size * 2); break;
      case Field::Kind::sint: {
        const auto shift = static_cast<unsigned>(64 - 8 * field.size);
        text += std::to_string(static_cast<std::int64_t>(load(object, field) << shift) >> shift);
        break;
      }
      case Field::Kind::boolean: text += at<bool>(object, field) ? "true" : "false"; break;
      case Field::Kind::array: text += to_hex({&at<std::uint8_t>(object, field), field.size}); break;
      case Field::Kind::rest: text += to_hex(at<Rest>(object, field).bytes); break;
      case Field::Kind::short_bytes:
      case Field::Kind::short_list8: text += to_hex(at<ShortBytes>(object, field).bytes); break;
      case Field::Kind::short_list16:
        text += '[';
        for (auto item : at<ShortList<std::uint16_t>>(object, field).items) {
          if (text.back() != '[') text += ',';
          text += fmt::format("0x{:04x}", item);
        }
        text += ']';
        break;
      case Field::Kind::optional_uint:
        with_optional(field, [&]<class T>(std::type_identity<T>) {
          const T& value = at<T>(object, field);
          text += value ? fmt::format("0x{:x}", *value) : "-";
        });
        break;
    }
  }
  return text;
}

}  // namespace waggle::fields
