#include "library/expression.h"

#include <algorithm>
#include <chrono>
#include <cctype>
#include <cmath>

#include "core/number.h"
#include "core/time.h"
#include "library/expression_functions.h"

namespace waggle::library {
namespace {

double as_number(const Value& value) {
  if (value.is_bool()) return value.boolean();
  if (value.is_string()) return js::to_number(value.string()).value_or(NAN);
  if (value.is_bytes()) return js::to_number(std::string(value.bytes().begin(), value.bytes().end())).value_or(NAN);  // as their text
  return value.number_or(NAN);
}

std::int64_t as_integer(const Value& value) {
  const double n = as_number(value);
  return std::isfinite(n) && std::abs(n) < 9e15 ? static_cast<std::int64_t>(n) : 0;
}

// Octets as a number, little end first or last; nothing where they end.
Yield integer_in(const Value& octets, const Value& where, std::size_t size, bool sign, bool big_end) {
  const std::int64_t at = as_integer(where);
  if (at < 0) return std::nullopt;
  std::uint64_t out = 0;
  for (std::size_t i = 0; i < size; ++i) {
    const std::size_t place = static_cast<std::size_t>(at) + (big_end ? i : size - 1 - i);
    std::uint8_t octet = 0;
    if (octets.is_bytes() && place < octets.bytes().size()) {
      octet = octets.bytes()[place];
    } else if (octets.is_string() && place < octets.string().size()) {
      octet = static_cast<std::uint8_t>(octets.string()[place]);
    } else if (octets.is_array() && place < octets.array().size()) {
      octet = static_cast<std::uint8_t>(as_integer(octets.array()[place]));
    } else {
      return std::nullopt;
    }
    out = out << 8 | octet;
  }
  const unsigned shift = 64 - 8 * static_cast<unsigned>(size);
  if (sign) return Value(static_cast<std::int64_t>(out << shift) >> shift);
  return Value(out);
}

// The digits that a text begins with, as a number; NaN when there is none.
double leading_integer(std::string_view text, int base) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front()))) text.remove_prefix(1);
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  double out = NAN;
  for (const char c : text) {
    const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'z' ? c - 'a' + 10 : c >= 'A' && c <= 'Z' ? c - 'A' + 10 : 99;
    if (digit >= base) break;
    out = (std::isnan(out) ? 0 : out * base) + digit;
  }
  return negative ? -out : out;
}

Array parts_of(const std::string& text, const std::string& between) {
  Array out;
  std::size_t from = 0;
  for (std::size_t at; !between.empty() && (at = text.find(between, from)) != std::string::npos; from = at + between.size()) {
    out.emplace_back(text.substr(from, at - from));
  }
  out.emplace_back(text.substr(from));
  return out;
}

// The octets that a text in base 16 begins with.
Bytes octets_of_hex(const std::string& text) {
  Bytes out;
  for (std::size_t at = 0; at + 1 < text.size(); at += 2) {
    if (!std::isxdigit(static_cast<unsigned char>(text[at])) || !std::isxdigit(static_cast<unsigned char>(text[at + 1]))) break;
    out.push_back(static_cast<std::uint8_t>(leading_integer(text.substr(at, 2), 16)));
  }
  return out;
}

std::string without_space_around(const std::string& text) {
  constexpr std::string_view space = " \t\r\n\v\f";
  const auto from = text.find_first_not_of(space);
  return from == std::string::npos ? "" : text.substr(from, text.find_last_not_of(space) - from + 1);
}

// Of a list, octets or a text.
template <class T>
T part_of(const T& whole, const std::vector<Value>& in) {
  const auto size = static_cast<std::int64_t>(whole.size());
  const std::int64_t from = std::clamp<std::int64_t>(as_integer(in[1]), 0, size);
  const std::int64_t to = in.size() > 2 ? std::clamp<std::int64_t>(as_integer(in[2]), from, size) : size;
  return T(whole.begin() + from, whole.begin() + to);
}

std::string as_latin_1(const Bytes& octets) {
  std::string out;
  for (const std::uint8_t octet : octets) {
    if (octet < 0x80) {
      out.push_back(static_cast<char>(octet));
    } else {
      out += {static_cast<char>(0xC0 | octet >> 6), static_cast<char>(0x80 | (octet & 0x3F))};
    }
  }
  return out;
}

Bytes octets_of(const Value& value) {
  if (value.is_bytes()) return value.bytes();
  Bytes out;
  if (value.is_array()) {
    for (const Value& octet : value.array()) out.push_back(static_cast<std::uint8_t>(as_integer(octet)));
  } else {
    for (const char c : to_text(value)) out.push_back(static_cast<std::uint8_t>(c));
  }
  return out;
}

// Year, month, day, hour and minute in Greenwich, of seconds since 1970; and back, whatever numbers are too great.
Yield calendar_of(double seconds) {
  if (!(std::abs(seconds) < 1e11)) return std::nullopt;
  const auto all = static_cast<std::int64_t>(std::floor(seconds));
  const auto days = std::chrono::floor<std::chrono::days>(std::chrono::sys_seconds(std::chrono::seconds(all)));
  const std::chrono::year_month_day date(days);
  const std::int64_t rest = all - std::chrono::sys_seconds(days).time_since_epoch().count();
  return Value(Array{static_cast<int>(date.year()), static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), rest / 3600, rest / 60 % 60});
}

Yield seconds_of(const std::vector<Value>& in) {
  std::int64_t part[5];
  for (std::size_t i = 0; i < 5; ++i) {
    const double n = as_number(in[i]);
    if (!(std::abs(n) < 1e6)) return std::nullopt;
    part[i] = static_cast<std::int64_t>(n);
  }
  const auto month = std::chrono::year(static_cast<int>(part[0])) / std::chrono::January / 1 + std::chrono::months(part[1] - 1);
  const std::int64_t days = std::chrono::sys_days(month).time_since_epoch().count() + part[2] - 1;
  return Value(((days * 24 + part[3]) * 60 + part[4]) * 60);
}

// The list that each() goes through.
Array items_of(const Value& whole) {
  if (whole.is_array()) return whole.array();
  Array out;
  if (whole.is_bytes()) {
    for (const std::uint8_t octet : whole.bytes()) out.emplace_back(octet);
  }
  return out;
}

std::string folded(const Value& value, int (*change)(int)) {
  std::string out = to_text(value);
  for (char& c : out) c = static_cast<char>(change(static_cast<unsigned char>(c)));
  return out;
}

std::string hex_of(const Value& value, std::size_t digits) {
  static constexpr char digit[] = "0123456789abcdef";
  std::string out;
  if (value.is_bytes()) {
    for (const std::uint8_t octet : value.bytes()) out += {digit[octet >> 4], digit[octet & 15]};
    return out;
  }
  const std::int64_t whole = as_integer(value);
  auto n = static_cast<std::uint64_t>(whole < 0 ? -whole : whole);
  do out.insert(out.begin(), digit[n & 15]);
  while (n >>= 4);
  if (whole < 0) out.insert(0, "-");
  if (out.size() < digits) out.insert(0, digits - out.size(), '0');
  return out;
}

// Within each(): its item and that one's place stand before what the formula's own scope knows.
class ItemScope final : public Expression::Scope {
 public:
  ItemScope(const Expression::Scope& outer, const Value& item, std::size_t place) : outer_(outer), item_(item), place_(place) {}
  Yield variable(std::string_view root, std::string_view key) const override {
    if (root == "item") return item_;
    if (root == "place") return Value(place_);
    return outer_.variable(root, key);
  }

 private:
  const Expression::Scope& outer_;
  const Value& item_;
  std::size_t place_;
};

}  // namespace

// As lenient as the peer: what is no digit is passed over, padding ends it.
Bytes octets_of_base64(std::string_view text) {
  Bytes out;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    if (c == '=') break;
    const int digit = c >= 'A' && c <= 'Z' ? c - 'A' : c >= 'a' && c <= 'z' ? c - 'a' + 26 : c >= '0' && c <= '9' ? c - '0' + 52
                      : c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
    if (digit < 0) continue;
    bits = bits << 6 | static_cast<std::uint32_t>(digit);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out.push_back(static_cast<std::uint8_t>(bits >> count));
  }
  return out;
}

std::string local_time_since_2000(double seconds) {
  if (std::isnan(seconds)) return "NaN-NaN-NaNTNaN:NaN:NaN-NaN:NaN";  // as Zigbee2MQTT writes a time that is none
  const WallTime as_if_here_were_greenwich{946684800000 + static_cast<std::int64_t>(seconds) * 1000};
  return iso8601_local({as_if_here_were_greenwich.ms - std::int64_t{60000} * utc_offset_minutes(as_if_here_were_greenwich)});
}

Yield Expression::at(std::uint16_t place, const Scope& scope) const {
  const Node& node = nodes_[place];
  switch (node.op) {
    case Op::none: return std::nullopt;
    case Op::constant: return constants_[node.a];
    case Op::variable: return scope.variable(names_[node.a].first, names_[node.a].second);
    case Op::list: {
      Array out;
      for (const Item& item : lists_[node.a]) {
        if (auto value = at(item.node, scope)) out.push_back(std::move(*value));
      }
      return out;
    }
    case Op::map: {
      Object out;
      for (const Item& item : lists_[node.a]) {
        if (auto value = at(item.node, scope)) out.set(item.key, std::move(*value));
      }
      return out;
    }
    case Op::index: return index(node, scope);
    case Op::call: return call(node, scope);
    case Op::item: return scope.variable(node.a ? "place" : "item", "");
    case Op::each: {
      const Yield whole = at(node.a, scope);
      if (!whole) return std::nullopt;
      Array out;
      std::size_t count = 0;
      for (const Value& item : items_of(*whole)) {
        if (auto value = at(node.b, ItemScope(scope, item, count++))) out.push_back(std::move(*value));
      }
      return out;
    }
    case Op::condition: {
      const Yield asked = at(node.a, scope);
      return at(asked && truthy(*asked) ? node.b : node.c, scope);
    }
    case Op::otherwise: {
      Yield first = at(node.a, scope);
      return first && !first->is_null() ? first : at(node.b, scope);
    }
    case Op::both: {
      Yield first = at(node.a, scope);
      return first && truthy(*first) ? at(node.b, scope) : first;
    }
    case Op::either: {
      Yield first = at(node.a, scope);
      return first && truthy(*first) ? first : at(node.b, scope);
    }
    case Op::invert: {
      const Yield value = at(node.a, scope);
      return Value(!value || !truthy(*value));
    }
    case Op::equal:
    case Op::unequal: {
      const bool same = at(node.a, scope) == at(node.b, scope);
      return Value(same == (node.op == Op::equal));
    }
    case Op::within: {
      const Yield value = at(node.a, scope), all = at(node.b, scope);
      if (value && all && all->is_string()) return Value(all->string().find(to_text(*value)) != std::string::npos);
      if (!value || !all || !all->is_array()) return Value(false);
      return Value(std::find(all->array().begin(), all->array().end(), *value) != all->array().end());
    }
    case Op::negate:
    case Op::complement: {
      const Yield value = at(node.a, scope);
      if (!value) return std::nullopt;
      return node.op == Op::negate ? Value(-as_number(*value)) : Value(~as_integer(*value));
    }
    default: {
      const Yield left = at(node.a, scope);
      const Yield right = left ? at(node.b, scope) : std::nullopt;
      if (!left || !right) return std::nullopt;
      return arithmetic(node.op, *left, *right);
    }
  }
}

Yield Expression::arithmetic(Op op, const Value& left, const Value& right) const {
  if (op == Op::add && (left.is_string() || right.is_string())) return Value(to_text(left) + to_text(right));
  if (left.is_string() && right.is_string()) {
    switch (op) {
      case Op::less: return Value(left.string() < right.string());
      case Op::at_most: return Value(left.string() <= right.string());
      case Op::more: return Value(left.string() > right.string());
      case Op::at_least: return Value(left.string() >= right.string());
      default: break;
    }
  }
  const double a = as_number(left), b = as_number(right);
  const auto shift = static_cast<unsigned>(as_integer(right) & 63);
  switch (op) {
    case Op::less: return Value(a < b);
    case Op::at_most: return Value(a <= b);
    case Op::more: return Value(a > b);
    case Op::at_least: return Value(a >= b);
    case Op::bit_or: return Value(as_integer(left) | as_integer(right));
    case Op::bit_xor: return Value(as_integer(left) ^ as_integer(right));
    case Op::bit_and: return Value(as_integer(left) & as_integer(right));
    case Op::left: return Value(static_cast<std::int64_t>(static_cast<std::uint64_t>(as_integer(left)) << shift));
    case Op::right: return Value(as_integer(left) >> shift);
    case Op::add: return Value(a + b);
    case Op::subtract: return Value(a - b);
    case Op::multiply: return Value(a * b);
    case Op::divide: return Value(a / b);
    default: return Value(std::fmod(a, b));
  }
}

// Of a map or list that stands in the formula only the wanted item is worked out.
Yield Expression::index(const Node& node, const Scope& scope) const {
  const Yield key = at(node.b, scope);
  if (!key) return std::nullopt;
  const Node& from = nodes_[node.a];
  if (from.op == Op::map) {
    const std::string wanted = to_text(*key);
    for (const Item& item : lists_[from.a]) {
      if (item.key == wanted) return at(item.node, scope);
    }
    return std::nullopt;
  }
  const auto place = key->is_number() ? key->integer(0, 65535) : std::nullopt;
  if (from.op == Op::list) {
    const auto& items = lists_[from.a];
    return place && static_cast<std::size_t>(*place) < items.size() ? at(items[static_cast<std::size_t>(*place)].node, scope) : std::nullopt;
  }
  const Yield whole = at(node.a, scope);
  if (!whole) return std::nullopt;
  if (whole->is_object()) {
    const Value* found = whole->find(to_text(*key));
    return found ? Yield(*found) : std::nullopt;
  }
  if (!place) return std::nullopt;
  if (whole->is_array()) return static_cast<std::size_t>(*place) < whole->array().size() ? Yield(whole->array()[static_cast<std::size_t>(*place)]) : std::nullopt;
  return integer_in(*whole, *key, 1, false, false);
}

Yield Expression::call(const Node& node, const Scope& scope) const {
  std::vector<Value> in;
  for (const Item& item : lists_[node.a]) {
    auto value = at(item.node, scope);
    if (!value) return std::nullopt;
    in.push_back(std::move(*value));
  }
  const double n = as_number(in[0]);
  switch (static_cast<Function>(node.extra)) {
    case Function::round: return Value(in.size() > 1 ? js::precision_round(n, static_cast<int>(as_integer(in[1]))) : js::round(n));
    case Function::fixed: return Value(js::to_fixed(n, static_cast<int>(std::clamp<std::int64_t>(as_integer(in[1]), 0, 20))));
    case Function::floor: return Value(std::floor(n));
    case Function::ceil: return Value(std::ceil(n));
    case Function::trunc: return Value(std::trunc(n));
    case Function::abs: return Value(std::abs(n));
    case Function::min: return Value(std::min(n, as_number(in[1])));
    case Function::max: return Value(std::max(n, as_number(in[1])));
    case Function::power: return Value(std::pow(n, as_number(in[1])));
    case Function::atan: return Value(std::atan(n));
    case Function::acos: return Value(std::acos(n));
    case Function::log10: return Value(std::log10(n));
    case Function::number: return Value(n);
    case Function::since_2000: return std::isfinite(n) && std::abs(n) < 1e11 ? Yield(Value(local_time_since_2000(n))) : std::nullopt;
    case Function::text: return Value(in[0].is_bytes() ? std::string(in[0].bytes().begin(), in[0].bytes().end()) : to_text(in[0]));
    case Function::lower: return Value(folded(in[0], std::tolower));
    case Function::upper: return Value(folded(in[0], std::toupper));
    case Function::length: return Value(in[0].is_array() ? in[0].array().size() : in[0].is_bytes() ? in[0].bytes().size() : to_text(in[0]).size());
    case Function::u8: return integer_in(in[0], in[1], 1, false, false);
    case Function::i8: return integer_in(in[0], in[1], 1, true, false);
    case Function::u16: return integer_in(in[0], in[1], 2, false, false);
    case Function::u16be: return integer_in(in[0], in[1], 2, false, true);
    case Function::i16: return integer_in(in[0], in[1], 2, true, false);
    case Function::i16be: return integer_in(in[0], in[1], 2, true, true);
    case Function::u24: return integer_in(in[0], in[1], 3, false, false);
    case Function::u32: return integer_in(in[0], in[1], 4, false, false);
    case Function::u32be: return integer_in(in[0], in[1], 4, false, true);
    case Function::i32: return integer_in(in[0], in[1], 4, true, false);
    case Function::hex: return Value(hex_of(in[0], in.size() > 1 ? static_cast<std::size_t>(as_integer(in[1]) & 31) : 0));
    case Function::octets: return Value(octets_of(in[0]));
    case Function::slice:
      if (in[0].is_array()) return Value(part_of(in[0].array(), in));
      if (in[0].is_string()) return Value(part_of(in[0].string(), in));
      return Value(part_of(in[0].is_bytes() ? in[0].bytes() : Bytes{}, in));
    case Function::split: return Value(parts_of(to_text(in[0]), to_text(in[1])));
    case Function::from_hex: return Value(octets_of_hex(to_text(in[0])));
    case Function::trim: return Value(without_space_around(to_text(in[0])));
    case Function::integer: return Value(leading_integer(to_text(in[0]), in.size() > 1 ? static_cast<int>(as_integer(in[1])) : 10));
    case Function::decimal: return Value(js::parse_float(to_text(in[0])).value_or(NAN));
    case Function::pad: {
      std::string out = to_text(in[0]);
      const auto digits = static_cast<std::size_t>(as_integer(in[1]) & 31);
      if (out.size() < digits) out.insert(0, digits - out.size(), '0');
      return Value(std::move(out));
    }
    case Function::range: {
      Array out;
      for (std::int64_t i = 0; i < std::min<std::int64_t>(as_integer(in[0]), 255); ++i) out.emplace_back(i);
      return Value(std::move(out));
    }
    case Function::flat: {
      Array out;
      for (const Value& item : items_of(in[0])) {
        if (!item.is_array()) {
          out.push_back(item);
          continue;
        }
        for (const Value& inner : item.array()) out.push_back(inner);
      }
      return Value(std::move(out));
    }
    case Function::merge: {
      if (!in[0].is_object() || !in[1].is_object()) return std::nullopt;
      Object out = in[0].object();
      for (const auto& [key, value] : in[1].object()) out.set(key, value);
      return Value(std::move(out));
    }
    case Function::base64: return Value(to_base64(octets_of(in[0])));
    case Function::from_base64: return Value(octets_of_base64(to_text(in[0])));
    case Function::digits: {
      std::string out = to_text(in[0]);
      std::erase_if(out, [](char c) { return c < '0' || c > '9'; });
      return Value(std::move(out));
    }
    case Function::characters: return Value(in[0].is_bytes() ? as_latin_1(in[0].bytes()) : to_text(in[0]));
    case Function::calendar: return calendar_of(n);
    case Function::seconds: return seconds_of(in);
    case Function::object: {
      Object out;
      for (const Value& pair : items_of(in[0])) {
        if (pair.is_array() && pair.array().size() == 2) out.set(to_text(pair.array()[0]), pair.array()[1]);
      }
      return Value(std::move(out));
    }
    case Function::find: {
      const Array items = items_of(in[0]);
      const auto found = std::find(items.begin(), items.end(), in[1]);
      return Value(found == items.end() ? -1 : static_cast<std::int64_t>(found - items.begin()));
    }
    case Function::keys: {
      Array out;
      if (in[0].is_object()) {
        for (const auto& [key, value] : in[0].object()) out.emplace_back(key);
      }
      return Value(std::move(out));
    }
    case Function::join: {
      std::string out;
      if (!in[0].is_array()) return std::nullopt;
      for (std::size_t i = 0; i < in[0].array().size(); ++i) out += (i ? to_text(in[1]) : "") + to_text(in[0].array()[i]);
      return Value(std::move(out));
    }
  }
  return std::nullopt;
}

}  // namespace waggle::library
