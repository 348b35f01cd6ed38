#include "core/value.h"

#include <algorithm>
#include <cmath>

#include "core/number.h"

namespace waggle {

Object::Object(std::initializer_list<std::pair<std::string_view, Value>> members) {
  members_.reserve(members.size());
  for (const auto& [key, value] : members) set(key, value);
}

const Value* Object::find(std::string_view key) const {
  for (const Member& member : members_) {
    if (member.key == key) return &member.value;
  }
  return nullptr;
}

Value* Object::find(std::string_view key) {
  return const_cast<Value*>(std::as_const(*this).find(key));  // NOLINT: same object, not const here
}

Value& Object::operator[](std::string_view key) {
  if (Value* found = find(key)) return *found;
  members_.push_back({std::string(key), {}});
  return members_.back().value;
}

Value& Object::set(std::string_view key, Value value) { return (*this)[key] = std::move(value); }

bool Object::erase(std::string_view key) {
  return std::erase_if(members_, [&](const Member& m) { return m.key == key; }) > 0;
}

Value& Object::set_sorted(std::string_view key, Value value) {
  auto at = std::lower_bound(members_.begin(), members_.end(), key,
                             [](const Member& m, std::string_view k) { return key_less(m.key, k); });
  if (at == members_.end() || at->key != key) at = members_.insert(at, {std::string(key), {}});
  return at->value = std::move(value);
}

std::optional<std::int64_t> Value::integer(std::int64_t low, std::int64_t high) const {
  if (!is_number()) return std::nullopt;
  const double n = number();
  if (n != std::floor(n) || n < static_cast<double>(low) || n > static_cast<double>(high)) {
    return std::nullopt;
  }
  return static_cast<std::int64_t>(n);
}

bool Value::operator==(const Value& other) const {
  if (kind() != other.kind()) return false;
  switch (kind()) {
    case Kind::null: return true;
    case Kind::boolean: return boolean() == other.boolean();
    case Kind::number: return number() == other.number();
    case Kind::big: return big() == other.big();
    case Kind::string: return string() == other.string();
    case Kind::bytes: return bytes() == other.bytes();
    case Kind::array: return array() == other.array();
    case Kind::object:
      if (object().size() != other.object().size()) return false;
      return std::all_of(object().begin(), object().end(), [&](const Member& m) {
        const Value* there = other.object().find(m.key);
        return there && *there == m.value;
      });
  }
  return false;
}

void deep_merge(Object& into, const Object& from) {
  for (const auto& [key, value] : from) {
    Value* old = into.find(key);
    if (old && old->is_object() && value.is_object()) {
      deep_merge(old->object(), value.object());
    } else {
      into.set(key, value);
    }
  }
}

bool truthy(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::null: return false;
    case Value::Kind::boolean: return value.boolean();
    case Value::Kind::number: return value.number() != 0 && !std::isnan(value.number());
    case Value::Kind::big: return value.big().magnitude != 0;
    case Value::Kind::string: return !value.string().empty();
    default: return true;
  }
}

std::string to_text(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::null: return "null";
    case Value::Kind::boolean: return value.boolean() ? "true" : "false";
    case Value::Kind::number: return js::to_string(value.number());
    case Value::Kind::big: {
      const BigInt b = value.big();
      return (b.negative ? "-" : "") + std::to_string(b.magnitude);
    }
    case Value::Kind::string: return value.string();
    case Value::Kind::bytes: return to_hex(value.bytes());
    case Value::Kind::array: {
      std::string out;
      for (const Value& item : value.array()) {
        if (&item != value.array().data()) out += ',';
        if (!item.is_null()) out += to_text(item);
      }
      return out;
    }
    case Value::Kind::object: return "[object Object]";
  }
  return {};
}

std::string_view kind_name(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::null: return "null";
    case Value::Kind::boolean: return "boolean";
    case Value::Kind::number:
    case Value::Kind::big: return "number";
    case Value::Kind::string: return "string";
    case Value::Kind::bytes:
    case Value::Kind::array: return "array";
    case Value::Kind::object: return "object";
  }
  return "unknown";
}

bool key_less(std::string_view a, std::string_view b) {
  // UTF-8 byte order equals UTF-16 order except between surrogate pairs (U+10000 and above, lead
  // byte F0..F4) and U+E000..U+FFFF (lead bytes EE, EF): there UTF-16 puts the pairs first.
  const auto [x, y] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  if (x == a.end() || y == b.end()) return x == a.end() && y != b.end();
  const auto p = static_cast<std::uint8_t>(*x);
  const auto q = static_cast<std::uint8_t>(*y);
  if (p >= 0xEE && q >= 0xEE && (p >= 0xF0) != (q >= 0xF0)) return p >= 0xF0;
  return p < q;
}

}  // namespace waggle
