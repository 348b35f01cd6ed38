#include "core/yaml.h"

#include <libfyaml.h>

#include <charconv>
#include <cmath>
#include <map>
#include <memory>

#include "core/number.h"

namespace waggle::yaml {
namespace {

// An alias may repeat what it names many times over; a document of a few lines must not become
// gigabytes.
constexpr std::size_t max_nodes = 2'000'000;

struct FreeDiag {
  void operator()(fy_diag* d) const { fy_diag_destroy(d); }
};
struct FreeParser {
  void operator()(fy_parser* p) const { fy_parser_destroy(p); }
};

Mark to_mark(const fy_mark* m) {
  if (!m) return {};
  return {m->input_pos, m->line + 1, m->column + 1};
}

std::size_t count(const Node& node) {
  std::size_t n = 1;
  for (const Node& item : node.items) n += count(item);
  for (const auto& [key, value] : node.entries) n += count(key) + count(value);
  return n;
}

class Loader {
 public:
  Loader(std::string_view text, std::string_view name) : name_(name) {
    fy_diag_cfg diag_config;
    fy_diag_cfg_default(&diag_config);
    diag_config.fp = nullptr;
    diag_.reset(fy_diag_create(&diag_config));
    fy_diag_set_collect_errors(diag_.get(), true);
    fy_parse_cfg config{};
    config.flags = static_cast<fy_parse_cfg_flags>(FYPCF_QUIET | FYPCF_COLLECT_DIAG);
    config.diag = diag_.get();
    parser_.reset(fy_parser_create(&config));
    fy_parser_set_string(parser_.get(), text.data(), text.size());
  }

  Result<Node> load() {
    Node root;
    root.plain = true;
    bool seen = false;
    for (;;) {
      fy_event* event = fy_parser_parse(parser_.get());
      if (!event) return failure();
      const fy_event_type type = event->type;
      if (type == FYET_DOCUMENT_START && seen) {
        const Mark mark = to_mark(fy_event_start_mark(event));
        fy_parser_event_free(parser_.get(), event);
        return Error{Errc::malformed, where(name_, mark) + ": a second document"};
      }
      if (type == FYET_STREAM_START || type == FYET_DOCUMENT_START || type == FYET_DOCUMENT_END) {
        fy_parser_event_free(parser_.get(), event);
        continue;
      }
      if (type == FYET_STREAM_END) {
        fy_parser_event_free(parser_.get(), event);
        if (fy_diag_got_error(diag_.get())) return failure();
        return root;
      }
      TRY(root, node(event, 0));
      seen = true;
    }
  }

 private:
  Error failure() {
    void* previous = nullptr;
    if (const fy_diag_error* e = fy_diag_errors_iterate(diag_.get(), &previous)) {
      return {Errc::malformed, where(name_, {0, e->line, e->column}) + ": " + (e->msg ? e->msg : "?")};
    }
    return {Errc::malformed, std::string(name_) + ": not YAML"};
  }

  // Takes the event that opens a node and everything up to its end.
  Result<Node> node(fy_event* event, int depth) {
    Node out;
    out.begin = to_mark(fy_event_start_mark(event));
    out.end = to_mark(fy_event_end_mark(event));
    std::string anchor;
    fy_token* anchor_token = nullptr;
    fy_token* tag_token = nullptr;
    const fy_event_type type = event->type;
    switch (type) {
      case FYET_SCALAR: {
        anchor_token = event->scalar.anchor;
        tag_token = event->scalar.tag;
        std::size_t length = 0;
        if (event->scalar.value) {
          if (const char* text = fy_token_get_text(event->scalar.value, &length)) {
            out.text.assign(text, length);
          }
          const fy_scalar_style style = fy_token_scalar_style(event->scalar.value);
          out.plain = style == FYSS_PLAIN;
          // libfyaml's marks leave the quotes out; ours take them in.
          if (style == FYSS_SINGLE_QUOTED || style == FYSS_DOUBLE_QUOTED) widen(out, 1, 1);
        } else {
          out.plain = true;
        }
        break;
      }
      case FYET_ALIAS: {
        std::size_t length = 0;
        const char* text = fy_token_get_text(event->alias.anchor, &length);
        const std::string name(text ? text : "", text ? length : 0);
        widen(out, 1, 0);  // the asterisk
        const Mark begin = out.begin;
        const Mark end = out.end;
        fy_parser_event_free(parser_.get(), event);
        auto found = anchors_.find(name);
        if (found == anchors_.end()) {
          return Error{Errc::malformed, where(name_, begin) + ": nothing is called &" + name};
        }
        total_ += count(found->second);
        if (total_ > max_nodes) return too_large(begin);
        out = found->second;
        out.alias = true;
        out.begin = begin;
        out.end = end;
        return out;
      }
      case FYET_SEQUENCE_START:
        anchor_token = event->sequence_start.anchor;
        tag_token = event->sequence_start.tag;
        out.kind = Node::Kind::sequence;
        out.flow = fy_event_get_node_style(event) == FYNS_FLOW;
        break;
      case FYET_MAPPING_START:
        anchor_token = event->mapping_start.anchor;
        tag_token = event->mapping_start.tag;
        out.kind = Node::Kind::map;
        out.flow = fy_event_get_node_style(event) == FYNS_FLOW;
        break;
      default:
        fy_parser_event_free(parser_.get(), event);
        return Error{Errc::malformed, where(name_, out.begin) + ": unexpected end"};
    }
    if (anchor_token) {
      std::size_t length = 0;
      if (const char* text = fy_token_get_text(anchor_token, &length)) anchor.assign(text, length);
    }
    if (tag_token) {
      std::size_t length = 0;
      if (const char* text = fy_token_get_text(tag_token, &length)) out.tag.assign(text, length);
    }
    fy_parser_event_free(parser_.get(), event);
    if (++total_ > max_nodes || depth > 200) return too_large(out.begin);
    if (type == FYET_SEQUENCE_START) TRY_DO(sequence(out, depth));
    if (type == FYET_MAPPING_START) TRY_DO(map(out, depth));
    if (!anchor.empty()) anchors_[anchor] = out;
    return out;
  }


  static void widen(Node& node, int before, int after) {
    node.begin.offset -= static_cast<std::size_t>(before);
    node.begin.column -= before;
    node.end.offset += static_cast<std::size_t>(after);
    node.end.column += after;
  }

  Error too_large(const Mark& mark) {
    return {Errc::malformed, where(name_, mark) + ": nested too deep or too large"};
  }

  Result<> sequence(Node& out, int depth) {
    for (;;) {
      fy_event* event = fy_parser_parse(parser_.get());
      if (!event) return failure();
      if (event->type == FYET_SEQUENCE_END) {
        out.end = to_mark(fy_event_end_mark(event));
        if (!out.flow && !out.items.empty()) out.end = out.items.back().end;
        fy_parser_event_free(parser_.get(), event);
        return {};
      }
      TRY(Node item, node(event, depth + 1));
      out.items.push_back(std::move(item));
    }
  }

  Result<> map(Node& out, int depth) {
    for (;;) {
      fy_event* event = fy_parser_parse(parser_.get());
      if (!event) return failure();
      if (event->type == FYET_MAPPING_END) {
        out.end = to_mark(fy_event_end_mark(event));
        if (!out.flow && !out.entries.empty()) out.end = out.entries.back().second.end;
        fy_parser_event_free(parser_.get(), event);
        return {};
      }
      TRY(Node key, node(event, depth + 1));
      if (!key.is_scalar()) {
        return Error{Errc::malformed, where(name_, key.begin) + ": a key must be text"};
      }
      if (out.find(key.text) && key.text != "<<") {
        return Error{Errc::malformed,
                     where(name_, key.begin) + ": the key '" + key.text + "' stands here twice"};
      }
      event = fy_parser_parse(parser_.get());
      if (!event) return failure();
      TRY(Node value, node(event, depth + 1));
      out.entries.emplace_back(std::move(key), std::move(value));
    }
  }

  std::string_view name_;
  std::unique_ptr<fy_diag, FreeDiag> diag_;
  std::unique_ptr<fy_parser, FreeParser> parser_;
  std::map<std::string, Node> anchors_;
  std::size_t total_ = 0;
};

bool one_of(std::string_view text, std::initializer_list<std::string_view> words) {
  for (std::string_view word : words) {
    if (text == word) return true;
  }
  return false;
}

// js-yaml's integers: sign, 0b 0o 0x or decimal, underscores between digits.
std::optional<double> integer(std::string_view text) {
  std::string digits;
  bool negative = false;
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
    negative = text[0] == '-';
    text.remove_prefix(1);
  }
  int base = 10;
  if (text.size() > 2 && text[0] == '0' && one_of(text.substr(1, 1), {"b", "o", "x"})) {
    base = text[1] == 'b' ? 2 : text[1] == 'o' ? 8 : 16;
    text.remove_prefix(2);
  }
  if (text.empty() || text.back() == '_' || text.front() == '_') return std::nullopt;
  for (char c : text) {
    if (c != '_') digits += c;
  }
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  if (end != digits.data() + digits.size() || digits.empty()) return std::nullopt;
  double number = static_cast<double>(value);
  if (error != std::errc{}) {
    if (base != 10) return std::nullopt;
    number = std::strtod(digits.c_str(), nullptr);
  }
  return negative ? -number : number;
}

std::optional<double> floating(std::string_view text) {
  std::string digits;
  std::string_view body = text;
  if (!body.empty() && (body[0] == '-' || body[0] == '+')) body.remove_prefix(1);
  if (one_of(body, {".inf", ".Inf", ".INF"})) return text[0] == '-' ? -HUGE_VAL : HUGE_VAL;
  if (one_of(text, {".nan", ".NaN", ".NAN"})) return std::nan("");
  if (body.empty() || text.back() == '_') return std::nullopt;
  bool any_digit = false;
  for (char c : text) {
    if (c == '_') continue;
    const bool number_character = (c >= '0' && c <= '9') || c == '.' || c == 'e' || c == 'E' ||
                                  c == '+' || c == '-';
    if (!number_character) return std::nullopt;
    any_digit = any_digit || (c >= '0' && c <= '9');
    digits += c;
  }
  if (!any_digit || !((body[0] >= '0' && body[0] <= '9') || body[0] == '.')) return std::nullopt;
  return js::to_number(digits);
}

Value scalar(const Node& node) {
  const std::string& t = node.text;
  if (!node.plain || node.tag == "!!str" || node.tag == "tag:yaml.org,2002:str") return Value(t);
  if (one_of(t, {"", "~", "null", "Null", "NULL"})) return {};
  if (one_of(t, {"true", "True", "TRUE"})) return Value(true);
  if (one_of(t, {"false", "False", "FALSE"})) return Value(false);
  if (auto n = integer(t)) return Value(*n);
  if (auto n = floating(t)) return Value(*n);
  return Value(t);
}

}  // namespace

const Node* Node::find(std::string_view key) const {
  for (const auto& [k, v] : entries) {
    if (k.text == key) return &v;
  }
  return nullptr;
}

std::vector<std::pair<const Node*, const Node*>> Node::members() const {
  std::vector<std::pair<const Node*, const Node*>> out;
  auto add = [&](const Node* key, const Node* value) {
    for (const auto& member : out) {
      if (member.first->text == key->text) return;
    }
    out.emplace_back(key, value);
  };
  auto is_merge = [](const Node& key) { return key.plain && key.text == "<<"; };
  for (const auto& [key, value] : entries) {
    if (!is_merge(key)) add(&key, &value);
  }
  auto merge = [&](const Node& from) {
    for (const auto& [key, value] : from.members()) add(key, value);
  };
  for (const auto& [key, value] : entries) {
    if (!is_merge(key)) continue;
    if (value.is_map()) merge(value);
    for (const Node& item : value.items) merge(item);
  }
  return out;
}

namespace {

/// Octets of the UTF-8 character that begins here; 0: none does.
std::size_t character_length(std::string_view text) {
  const auto lead = static_cast<std::uint8_t>(text[0]);
  const std::size_t length = lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
  if (length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((static_cast<std::uint8_t>(text[i]) & 0xC0) != 0x80) return 0;
  }
  return length;
}

/// YAML is text without control characters (YAML 1.2, 5.1). libfyaml 0.7 never returns from some of what
/// is not.
Result<> check_characters(std::string_view text, std::string_view name) {
  Mark mark{0, 1, 1};
  while (mark.offset < text.size()) {
    const char first = text[mark.offset];
    const std::size_t length = character_length(text.substr(mark.offset));
    if (length == 0) return Error{Errc::malformed, where(name, mark) + ": this is no UTF-8 text"};
    const bool blank = first == '\t' || first == '\n' || first == '\r';
    if ((static_cast<std::uint8_t>(first) < ' ' && !blank) || first == 0x7F) {
      return Error{Errc::malformed, where(name, mark) + ": a control character cannot stand here"};
    }
    mark.offset += length;
    ++mark.column;
    if (first == '\n') mark = {mark.offset, mark.line + 1, 1};
  }
  return {};
}

}  // namespace

Result<Node> parse(std::string_view text, std::string_view name) {
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
  TRY_DO(check_characters(text, name));
  return Loader(text, name).load();
}

Value to_value(const Node& node) {
  switch (node.kind) {
    case Node::Kind::scalar: return scalar(node);
    case Node::Kind::sequence: {
      Array out;
      out.reserve(node.items.size());
      for (const Node& item : node.items) out.push_back(to_value(item));
      return out;
    }
    case Node::Kind::map: {
      Object out;
      for (const auto& [key, value] : node.members()) out.set(key->text, to_value(*value));
      return out;
    }
  }
  return {};
}

std::string where(std::string_view name, const Mark& mark) {
  return std::string(name) + ":" + std::to_string(mark.line) + ":" + std::to_string(mark.column);
}

std::string quote_if_needed(std::string_view text) {
  Node probe;
  probe.plain = true;
  probe.text = text;
  // libfyaml drops byte order marks wherever they stand, unless they are escaped.
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  bool plain = to_value(probe).is_string() && !text.empty() && text.find(byte_order_mark) == text.npos;
  constexpr std::string_view leading = "-?:,[]{}#&*!|>'\"%@` ";
  if (plain && leading.find(text.front()) != std::string_view::npos) plain = false;
  if (plain && (text.back() == ' ' || text.back() == ':')) plain = false;
  if (text == "<<" || text == "=") plain = false;
  for (std::size_t i = 0; plain && i < text.size(); ++i) {
    const auto c = static_cast<std::uint8_t>(text[i]);
    if (c < 0x20 || c == 0x7F) plain = false;
    if (c == ':' && i + 1 < text.size() && text[i + 1] == ' ') plain = false;
    if (c == '#' && i > 0 && text[i - 1] == ' ') plain = false;
    if (std::string_view(",[]{}").find(text[i]) != std::string_view::npos) plain = false;
  }
  // js-yaml writes what looks like a date in quotes.
  if (plain && text.size() >= 8 && text[4] == '-' && std::isdigit(static_cast<unsigned char>(text[0]))) {
    plain = false;
  }
  if (plain) return std::string(text);
  std::string out;
  bool control = text.find(byte_order_mark) != text.npos;
  for (char c : text) control = control || static_cast<std::uint8_t>(c) < 0x20 || c == 0x7F;
  if (!control) {
    out = "'";
    for (char c : text) {
      out += c;
      if (c == '\'') out += '\'';
    }
    return out + "'";
  }
  out = "\"";
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (text.substr(i).starts_with(byte_order_mark)) {
      out += "\\uFEFF";
      i += byte_order_mark.size() - 1;
      continue;
    }
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\t': out += "\\t"; break;
      case '\r': out += "\\r"; break;
      default:
        if (static_cast<std::uint8_t>(c) < 0x20 || c == 0x7F) {
          constexpr char digits[] = "0123456789abcdef";
          out += "\\x";
          out += digits[static_cast<std::uint8_t>(c) >> 4];
          out += digits[static_cast<std::uint8_t>(c) & 15];
        } else {
          out += c;
        }
    }
  }
  return out + "\"";
}

}  // namespace waggle::yaml
