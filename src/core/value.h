// Value: what a JSON document, a device's state, an option or a ZCL payload holds.
//
// One type for all of them, so that a key travels from MQTT to a block and back without conversion.
// Numbers are doubles, as in JavaScript, whose output Waggle reproduces; 64-bit integers that a double
// cannot hold are kept exactly (`big`). Objects keep the order in which keys were added, because the
// order of keys in a /set message matters; the writer sorts where the wire wants it sorted.
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "core/bytes.h"

namespace waggle {

class Value;
struct Member;
using Array = std::vector<Value>;

/// Keys in the order they were added; few of them, so look-up is a scan.
class Object {
 public:
  // Defined below Member, of which a vector needs to know all.
  Object();
  Object(const Object&);
  Object(Object&&) noexcept;
  Object& operator=(const Object&);
  Object& operator=(Object&&) noexcept;
  ~Object();
  Object(std::initializer_list<std::pair<std::string_view, Value>> members);

  bool empty() const;
  std::size_t size() const;
  auto begin() { return members_.begin(); }
  auto end() { return members_.end(); }
  auto begin() const { return members_.begin(); }
  auto end() const { return members_.end(); }

  const Value* find(std::string_view key) const;
  Value* find(std::string_view key);
  bool contains(std::string_view key) const { return find(key) != nullptr; }
  /// The value of `key`; null is added when there was none.
  Value& operator[](std::string_view key);
  Value& set(std::string_view key, Value value);
  bool erase(std::string_view key);
  void clear();
  /// Adds where the key belongs in alphabetical (UTF-16, as JavaScript sorts) order; for objects
  /// that are kept sorted.
  Value& set_sorted(std::string_view key, Value value);

 private:
  std::vector<Member> members_;
};

/// An integer too large for a double.
struct BigInt {
  bool negative = false;
  std::uint64_t magnitude = 0;
  bool operator==(const BigInt&) const = default;
};

class Value {
  template <class T>
  class Box {  // a copyable owner, so that Value has a fixed size
   public:
    explicit Box(T value) : content_(std::make_unique<T>(std::move(value))) {}
    Box(const Box& other) : content_(std::make_unique<T>(*other.content_)) {}
    Box(Box&&) noexcept = default;
    Box& operator=(const Box& other) {
      content_ = std::make_unique<T>(*other.content_);
      return *this;
    }
    Box& operator=(Box&&) noexcept = default;
    T& operator*() const { return *content_; }

   private:
    std::unique_ptr<T> content_;
  };

 public:
  enum class Kind : std::uint8_t { null, boolean, number, big, string, bytes, array, object };

  Value() = default;
  Value(std::nullptr_t) {}
  Value(bool value) : data_(value) {}
  Value(std::same_as<double> auto value) : data_(value) {}
  Value(std::integral auto value)
    requires(!std::same_as<decltype(value), bool>)
  {
    set_integer(value);
  }
  Value(BigInt value) : data_(value) {}
  Value(std::string value) : data_(std::move(value)) {}
  Value(std::string_view value) : data_(std::string(value)) {}
  Value(const char* value) : data_(std::string(value)) {}
  Value(Bytes value) : data_(Box<Bytes>(std::move(value))) {}
  Value(ByteView value) : data_(Box<Bytes>(Bytes(value.begin(), value.end()))) {}
  Value(Array value) : data_(Box<Array>(std::move(value))) {}
  Value(Object value) : data_(Box<Object>(std::move(value))) {}

  Kind kind() const { return static_cast<Kind>(data_.index()); }
  bool is_null() const { return kind() == Kind::null; }
  bool is_bool() const { return kind() == Kind::boolean; }
  bool is_number() const { return kind() == Kind::number; }
  bool is_string() const { return kind() == Kind::string; }
  bool is_bytes() const { return kind() == Kind::bytes; }
  bool is_array() const { return kind() == Kind::array; }
  bool is_object() const { return kind() == Kind::object; }

  // Unchecked access is a programming fault; use the `_or` forms on input from outside.
  bool boolean() const { return std::get<bool>(data_); }
  double number() const { return std::get<double>(data_); }
  BigInt big() const { return std::get<BigInt>(data_); }
  const std::string& string() const { return std::get<std::string>(data_); }
  const Bytes& bytes() const { return *std::get<Box<Bytes>>(data_); }
  const Array& array() const { return *std::get<Box<Array>>(data_); }
  Array& array() { return *std::get<Box<Array>>(data_); }
  const Object& object() const { return *std::get<Box<Object>>(data_); }
  Object& object() { return *std::get<Box<Object>>(data_); }

  bool bool_or(bool fallback) const { return is_bool() ? boolean() : fallback; }
  /// Numbers of either kind, as JavaScript's Number() rounds a BigInt.
  double number_or(double fallback) const {
    if (is_number()) return number();
    if (kind() != Kind::big) return fallback;
    const double size = static_cast<double>(big().magnitude);
    return big().negative ? -size : size;
  }
  std::string_view string_or(std::string_view fallback) const {
    return is_string() ? std::string_view(string()) : fallback;
  }
  /// A whole number in [low, high].
  std::optional<std::int64_t> integer(std::int64_t low, std::int64_t high) const;

  /// The member of an object; nullptr when this is no object or has no such key.
  const Value* find(std::string_view key) const { return is_object() ? object().find(key) : nullptr; }
  /// The member at the end of a path of keys.
  template <class... Keys>
  const Value* find(std::string_view key, std::string_view next, Keys... rest) const {
    const Value* inner = find(key);
    return inner ? inner->find(next, rest...) : nullptr;
  }

  /// Deep equality; objects are equal whatever the order of their keys.
  bool operator==(const Value& other) const;

 private:
  void set_integer(std::integral auto value) {
    constexpr std::int64_t exact = std::int64_t{1} << 53;
    if constexpr (sizeof(value) < 8) {
      data_ = static_cast<double>(value);
    } else if (std::cmp_less_equal(value, exact) && std::cmp_greater_equal(value, -exact)) {
      data_ = static_cast<double>(value);
    } else if (std::cmp_less(value, 0)) {
      data_ = BigInt{true, ~static_cast<std::uint64_t>(value) + 1};
    } else {
      data_ = BigInt{false, static_cast<std::uint64_t>(value)};
    }
  }

  std::variant<std::monostate, bool, double, BigInt, std::string, Box<Bytes>, Box<Array>, Box<Object>>
      data_;
};

struct Member {
  std::string key;
  Value value;
};

inline Object::Object() = default;
inline Object::Object(const Object&) = default;
inline Object::Object(Object&&) noexcept = default;
inline Object& Object::operator=(const Object&) = default;
inline Object& Object::operator=(Object&&) noexcept = default;
inline Object::~Object() = default;
inline bool Object::empty() const { return members_.empty(); }
inline std::size_t Object::size() const { return members_.size(); }
inline void Object::clear() { members_.clear(); }

/// Merges as lodash-like deep merge does in the peer: objects into objects, everything else replaces.
void deep_merge(Object& into, const Object& from);

/// What JavaScript's truthiness says: null, false, 0, NaN and "" are false.
bool truthy(const Value& value);
/// As JavaScript's String(value) for scalars; arrays joined by ",", objects "[object Object]".
std::string to_text(const Value& value);
/// "null", "boolean", "number", "string", "array", "object": for messages.
std::string_view kind_name(const Value& value);

/// JavaScript's order of keys: by UTF-16 code units.
bool key_less(std::string_view a, std::string_view b);

}  // namespace waggle
