#include "settings/yaml_writer.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <initializer_list>

#include "core/json.h"
#include "core/number.h"

namespace waggle::settings {
namespace {

void look_at(const yaml::Node& node, bool in_map, int key_column, YamlStyle& style, bool& step_known,
             bool& list_known) {
  if (node.alias || node.flow) return;
  const int column = node.begin.column;
  if (in_map && node.is_map() && !node.entries.empty() && column > key_column && !step_known) {
    style.step = column - key_column;
    step_known = true;
  }
  if (in_map && node.is_sequence() && !node.items.empty() && column >= key_column && !list_known) {
    style.list_indent = column - key_column;
    list_known = true;
  }
  for (const auto& [key, value] : node.entries) {
    look_at(value, true, key.begin.column, style, step_known, list_known);
  }
  for (const yaml::Node& item : node.items) look_at(item, false, 0, style, step_known, list_known);
}

// Characters that must not, or had better not, stand in a file as themselves.
bool must_escape(std::string_view text, std::size_t i) {
  const auto at = [&](std::size_t k) {
    return i + k < text.size() ? static_cast<std::uint8_t>(text[i + k]) : 0;
  };
  const int c = at(0);
  if (c < 0x20 || c == 0x7F) return true;
  if (c == 0xC2 && at(1) <= 0x9F) return true;                      // U+0080..9F
  if (c == 0xE2 && at(1) == 0x80 && (at(2) == 0xA8 || at(2) == 0xA9)) return true;
  if (c == 0xEF && at(1) == 0xBB && at(2) == 0xBF) return true;     // byte order mark
  return c == 0xEF && at(1) == 0xBF && at(2) >= 0xBE;               // U+FFFE, U+FFFF
}

// The code point at `i`, which must_escape() has found, and how many octets it takes.
std::pair<unsigned, std::size_t> code_point(std::string_view text, std::size_t i) {
  const auto at = [&](std::size_t k) { return static_cast<unsigned>(static_cast<std::uint8_t>(text[i + k])); };
  if (at(0) < 0x80) return {at(0), 1};
  if (at(0) == 0xC2) return {at(1), 2};
  return {(at(0) & 0xFU) << 12U | (at(1) & 0x3FU) << 6U | (at(2) & 0x3FU), 3};
}

std::string double_quoted(std::string_view text) {
  std::string out = "\"";
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (c == '"' || c == '\\') {
      out += {'\\', c};
      ++i;
    } else if (c == '\n' || c == '\t' || c == '\r') {
      out += {'\\', c == '\n' ? 'n' : c == '\t' ? 't' : 'r'};
      ++i;
    } else if (must_escape(text, i)) {
      constexpr char digits[] = "0123456789abcdef";
      const auto [code, length] = code_point(text, i);
      out += "\\u";
      for (unsigned shift = 16; shift > 0; shift -= 4) out += digits[code >> (shift - 4) & 15U];
      i += length;
    } else {
      out += c;
      ++i;
    }
  }
  return out + "\"";
}

std::string single_quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    out += c;
    if (c == '\'') out += c;
  }
  return out + "'";
}

// What YAML 1.1 reads as a boolean or a number, though 1.2 does not.
bool older_meaning(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  for (const std::string_view word : {"y", "n", "yes", "no", "on", "off"}) {
    if (lower == word) return true;
  }
  return !lower.empty() && lower[0] >= '0' && lower[0] <= '9' &&
         lower.find_first_not_of("0123456789abcdefox_:.+-") == std::string::npos;
}

std::string write_text(std::string_view text, char quote) {
  bool escape = false;
  for (std::size_t i = 0; i < text.size() && !escape; ++i) escape = must_escape(text, i);
  if (escape || quote == '"') return double_quoted(text);
  if (quote == '\'' || older_meaning(text)) return single_quoted(text);
  return yaml::quote_if_needed(text);
}

std::string write_number(double number) {
  if (std::isnan(number)) return ".nan";
  if (std::isinf(number)) return number < 0 ? "-.inf" : ".inf";
  return js::to_string(number);
}

void pad(std::string& out, int indent) { out.append(static_cast<std::size_t>(indent), ' '); }

void write_items(std::string& out, const Array& items, int indent, const YamlStyle& style) {
  for (const Value& item : items) {
    pad(out, indent);
    out += "- ";
    if (is_block(item)) {
      std::string lines;
      write_block(lines, item, indent + 2, style);
      out += std::string_view(lines).substr(static_cast<std::size_t>(indent) + 2);
    } else {
      out += write_inline(item, style) + style.line_end;
    }
  }
}

}  // namespace

YamlStyle YamlStyle::of(std::string_view text, const yaml::Node& root) {
  YamlStyle style;
  const std::size_t line = text.find('\n');
  if (line != std::string_view::npos && line > 0 && text[line - 1] == '\r') style.line_end = "\r\n";
  bool step_known = false;
  bool list_known = false;
  look_at(root, false, 0, style, step_known, list_known);
  if (root.flow && root.is_map() && !root.entries.empty()) {
    const yaml::Node& key = root.entries[0].first;
    style.json = !key.plain && key.begin.offset < text.size() && text[key.begin.offset] == '"';
  }
  return style;
}

Value read_value(const yaml::Node& node) {
  switch (node.kind) {
    case yaml::Node::Kind::scalar:
      if (node.tag.starts_with('!') && !node.tag.starts_with("!!") && node.tag != "!") {
        return node.tag + " " + node.text;
      }
      return yaml::to_value(node);
    case yaml::Node::Kind::sequence: {
      Array out;
      out.reserve(node.items.size());
      for (const yaml::Node& item : node.items) out.push_back(read_value(item));
      return out;
    }
    case yaml::Node::Kind::map: break;
  }
  Object out;
  for (const auto& [key, value] : node.members()) out.set(key->text, read_value(*value));
  return out;
}

bool same(const Value& a, const Value& b) {
  const auto is_number = [](const Value& v) { return v.is_number() || v.kind() == Value::Kind::big; };
  if (is_number(a) && is_number(b)) {
    const double x = a.number_or(0);
    const double y = b.number_or(0);
    return x == y || (std::isnan(x) && std::isnan(y));
  }
  if (a.is_array() && b.is_array()) {
    return std::equal(a.array().begin(), a.array().end(), b.array().begin(), b.array().end(), same);
  }
  if (a.is_object() && b.is_object()) {
    if (a.object().size() != b.object().size()) return false;
    auto beside = b.object().begin();
    for (const auto& [key, value] : a.object()) {
      // Mostly in the same order.
      const Value* other = beside->key == key ? &beside->value : b.object().find(key);
      ++beside;
      if (!other || !same(value, *other)) return false;
    }
    return true;
  }
  return a == b;
}

bool is_block(const Value& value) {
  return (value.is_object() && !value.object().empty()) || (value.is_array() && !value.array().empty());
}

std::string write_inline(const Value& value, const YamlStyle& style, char quote) {
  if (style.json) return json::dump(value);
  switch (value.kind()) {
    case Value::Kind::number: return write_number(value.number());
    case Value::Kind::string: return write_text(value.string(), quote);
    case Value::Kind::array: {
      std::string out;
      for (const Value& item : value.array()) out += (out.empty() ? "" : ", ") + write_inline(item, style);
      return "[" + out + "]";
    }
    case Value::Kind::object: {
      std::string out;
      for (const auto& [key, inner] : value.object()) {
        out += (out.empty() ? "" : ", ") + write_inline_entry(key, inner, style);
      }
      return "{" + out + "}";
    }
    default: return to_text(value);
  }
}

std::string write_inline_entry(std::string_view key, const Value& value, const YamlStyle& style) {
  return write_inline(key, style) + ": " + write_inline(value, style);
}

void write_block(std::string& out, const Value& value, int indent, const YamlStyle& style) {
  if (value.is_array()) return write_items(out, value.array(), indent, style);
  for (const auto& [key, inner] : value.object()) write_entry(out, key, inner, indent, style);
}

void write_entry(std::string& out, std::string_view key, const Value& value, int indent,
                 const YamlStyle& style) {
  pad(out, indent);
  out += write_inline(key, style) + ":";
  if (is_block(value)) {
    out += style.line_end;
    write_block(out, value, indent + (value.is_array() ? style.list_indent : style.step), style);
  } else {
    out += " " + write_inline(value, style) + style.line_end;
  }
}

std::string write_document(const Object& content, const YamlStyle& style) {
  if (style.json) return json::pretty(content, style.step) + style.line_end;
  if (content.empty()) return "{}" + style.line_end;
  std::string out;
  write_block(out, content, 0, style);
  return out;
}

}  // namespace waggle::settings
