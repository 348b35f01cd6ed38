#include "core/json.h"

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <charconv>
#include <cmath>

#include "core/number.h"

namespace waggle::json {
namespace {

namespace bj = boost::json;

// Builds Values from the parser's events. The innermost open container is at the back of `open_`.
struct Builder {
  constexpr static std::size_t max_object_size = std::size_t(-1);
  constexpr static std::size_t max_array_size = std::size_t(-1);
  constexpr static std::size_t max_key_size = std::size_t(-1);
  constexpr static std::size_t max_string_size = std::size_t(-1);
  using error_code = bj::error_code;

  struct Open {
    Value container;
    std::string key;
  };
  std::vector<Open> open_;
  std::string text_;
  Value root_;

  bool place(Value value) {
    if (open_.empty()) {
      root_ = std::move(value);
    } else if (Open& top = open_.back(); top.container.is_array()) {
      top.container.array().push_back(std::move(value));
    } else {
      top.container.object().set(top.key, std::move(value));  // the last of equal keys counts
    }
    return true;
  }
  bool close() {
    Value done = std::move(open_.back().container);
    open_.pop_back();
    return place(std::move(done));
  }

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code&) {
    open_.push_back({Value(Object{}), {}});
    return true;
  }
  bool on_object_end(std::size_t, error_code&) { return close(); }
  bool on_array_begin(error_code&) {
    open_.push_back({Value(Array{}), {}});
    return true;
  }
  bool on_array_end(std::size_t, error_code&) { return close(); }
  bool on_key_part(bj::string_view part, std::size_t, error_code&) {
    text_.append(part.data(), part.size());
    return true;
  }
  bool on_key(bj::string_view part, std::size_t, error_code&) {
    text_.append(part.data(), part.size());
    open_.back().key = std::exchange(text_, {});
    return true;
  }
  bool on_string_part(bj::string_view part, std::size_t, error_code&) {
    text_.append(part.data(), part.size());
    return true;
  }
  bool on_string(bj::string_view part, std::size_t, error_code&) {
    text_.append(part.data(), part.size());
    return place(Value(std::exchange(text_, {})));
  }
  bool on_number_part(bj::string_view part, error_code&) {
    text_.append(part.data(), part.size());
    return true;
  }
  bool on_int64(std::int64_t value, bj::string_view, error_code&) {
    text_.clear();
    return place(Value(static_cast<double>(value)));  // JSON.parse reads every number as a double
  }
  bool on_uint64(std::uint64_t value, bj::string_view, error_code&) {
    text_.clear();
    return place(Value(static_cast<double>(value)));
  }
  // Boost.JSON 1.81 computes with what it has, and misses the nearest double by one now and then.
  bool on_double(double near, bj::string_view part, error_code&) {
    text_.append(part.data(), part.size());
    double exact = near;
    std::from_chars(text_.data(), text_.data() + text_.size(), exact);  // out of range leaves `near`: 0 or infinite
    text_.clear();
    return place(Value(exact));
  }
  bool on_bool(bool value, error_code&) { return place(Value(value)); }
  bool on_null(error_code&) { return place(Value()); }
  bool on_comment_part(bj::string_view, error_code&) { return true; }
  bool on_comment(bj::string_view, error_code&) { return true; }
};

std::size_t utf8_length_here(std::string_view text) {
  const auto lead = static_cast<std::uint8_t>(text[0]);
  const std::size_t need = lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3
                                         : lead < 0xF5 ? 4 : 0;
  if (need == 0 || need > text.size()) return 0;
  for (std::size_t i = 1; i < need; ++i) {
    if ((static_cast<std::uint8_t>(text[i]) & 0xC0) != 0x80) return 0;
  }
  return need;
}

struct Layout {
  Keys keys;
  int indent = -1;  // -1: compact

  void line(std::string& out, int depth) const {
    if (indent < 0) return;
    out += '\n';
    out.append(static_cast<std::size_t>(depth * indent), ' ');
  }
};

void write(std::string& out, const Value& value, const Layout& layout, int depth);

void write(std::string& out, const Object& object, const Layout& layout, int depth) {
  if (object.empty()) {
    out += "{}";
    return;
  }
  out += '{';
  bool first = true;
  auto member = [&](const Member& m) {
    if (!first) out += ',';
    first = false;
    layout.line(out, depth + 1);
    append_string(out, m.key);
    out += layout.indent < 0 ? ":" : ": ";
    write(out, m.value, layout, depth + 1);
  };
  auto less = [](const Member& a, const Member& b) { return key_less(a.key, b.key); };
  if (layout.keys == Keys::as_added || std::is_sorted(object.begin(), object.end(), less)) {
    for (const Member& m : object) member(m);
  } else {
    std::vector<const Member*> order;
    order.reserve(object.size());
    for (const Member& m : object) order.push_back(&m);
    std::sort(order.begin(), order.end(), [&](auto* a, auto* b) { return less(*a, *b); });
    for (const Member* m : order) member(*m);
  }
  layout.line(out, depth);
  out += '}';
}

void write(std::string& out, const Value& value, const Layout& layout, int depth) {
  switch (value.kind()) {
    case Value::Kind::null: out += "null"; break;
    case Value::Kind::boolean: out += value.boolean() ? "true" : "false"; break;
    case Value::Kind::number:
      if (std::isfinite(value.number())) {
        js::append(out, value.number());
      } else {
        out += "null";
      }
      break;
    case Value::Kind::big: append_string(out, to_text(value)); break;  // as the peer prints BigInt
    case Value::Kind::string: append_string(out, value.string()); break;
    case Value::Kind::bytes: {
      Array data;
      for (std::uint8_t byte : value.bytes()) data.emplace_back(byte);
      Object buffer;
      if (layout.keys == Keys::sorted) buffer.set("data", data);
      buffer.set("type", "Buffer");
      if (layout.keys != Keys::sorted) buffer.set("data", data);
      write(out, buffer, layout, depth);
      break;
    }
    case Value::Kind::array: {
      if (value.array().empty()) {
        out += "[]";
        break;
      }
      out += '[';
      bool first = true;
      for (const Value& item : value.array()) {
        if (!first) out += ',';
        first = false;
        layout.line(out, depth + 1);
        write(out, item, layout, depth + 1);
      }
      layout.line(out, depth);
      out += ']';
      break;
    }
    case Value::Kind::object: write(out, value.object(), layout, depth); break;
  }
}

// How many octets one mark stands for: a character that begins well and breaks off, else one.
std::size_t broken_here(std::string_view text) {
  const auto at = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t lead = at(0);
  const std::size_t size = lead >= 0xC2 && lead < 0xE0 ? 2 : lead >= 0xE0 && lead < 0xF0 ? 3 : lead >= 0xF0 && lead < 0xF5 ? 4 : 1;
  const std::uint8_t least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const std::uint8_t most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  std::size_t good = 1;
  while (good < size && good < text.size() && at(good) >= (good == 1 ? least : 0x80) && at(good) <= (good == 1 ? most : 0xBF)) ++good;
  return good;
}

}  // namespace

void append_string(std::string& out, std::string_view text) {
  constexpr char digits[] = "0123456789abcdef";
  out += '"';
  while (!text.empty()) {
    const char c = text[0];
    const auto code = static_cast<std::uint8_t>(c);
    std::size_t used = 1;
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (code < 0x20) {
      switch (c) {
        case '\b': out += "\\b"; break;
        case '\f': out += "\\f"; break;
        case '\n': out += "\\n"; break;
        case '\r': out += "\\r"; break;
        case '\t': out += "\\t"; break;
        default:
          out += "\\u00";
          out += digits[code >> 4];
          out += digits[code & 15];
      }
    } else if (code < 0x80) {
      out += c;
    } else if (const std::size_t length = utf8_length_here(text); length > 0) {
      out += text.substr(0, length);
      used = length;
    } else {
      out += "\xEF\xBF\xBD";  // devices send strings that are not UTF-8: U+FFFD, as Node.js decodes
      used = broken_here(text);
    }
    text.remove_prefix(used);
  }
  out += '"';
}

Result<Value> parse(std::string_view text) {
  bj::parse_options options;
  options.max_depth = 64;
  bj::basic_parser<Builder> parser(options);
  bj::error_code error;
  const std::size_t used = parser.write_some(false, text.data(), text.size(), error);
  if (!error && used < text.size()) error = bj::error::extra_data;
  if (error) {
    return Error{Errc::malformed,
                 "not JSON: " + error.message() + " at character " + std::to_string(used)};
  }
  return std::move(parser.handler().root_);
}

void append(std::string& out, const Value& value, Keys keys) { write(out, value, {keys}, 0); }
void append(std::string& out, const Object& object, Keys keys) { write(out, object, {keys}, 0); }

std::string dump(const Value& value, Keys keys) {
  std::string out;
  append(out, value, keys);
  return out;
}

std::string pretty(const Value& value, int indent, Keys keys) {
  std::string out;
  write(out, value, {keys, indent}, 0);
  return out;
}

}  // namespace waggle::json
