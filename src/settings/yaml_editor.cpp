#include "settings/yaml_editor.h"

#include <algorithm>

#include "settings/yaml_splices.h"
#include "settings/yaml_writer.h"

namespace waggle::settings::yaml_editor {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr int any_depth = 1000;

bool holds(std::string_view text, const Object& wanted) {
  const auto root = yaml::parse(text, "");
  if (!root) return false;
  const Value now = read_value(*root);
  return same(now, wanted) || (now.is_null() && wanted.empty());
}

// The text with the splices made; nullopt when two of them touch the same octets.
std::optional<std::string> carry_out(std::string_view text, std::vector<Splice> splices) {
  std::stable_sort(splices.begin(), splices.end(), [](const Splice& a, const Splice& b) {
    return a.at != b.at ? a.at < b.at : (a.length == 0) > (b.length == 0);
  });
  std::string out;
  std::size_t done = 0;
  for (const Splice& splice : splices) {
    if (splice.at < done || splice.at + splice.length > text.size()) return std::nullopt;
    out += text.substr(done, splice.at - done);
    out += splice.text;
    done = splice.at + splice.length;
  }
  out += text.substr(done);
  return out;
}

// In place, down to `depth` keys; below, maps and lists are written anew.
std::optional<std::string> edited(std::string_view text, const yaml::Node& root, const Object& wanted,
                                  int depth) {
  // Lines can only be added after a whole line.
  std::string whole_lines(text);
  const YamlStyle style = YamlStyle::of(text, root);
  const bool added_end = !text.empty() && text.back() != '\n';
  if (added_end) whole_lines += style.line_end;
  auto splices = plan(whole_lines, root, wanted, style, depth);
  if (!splices) return std::nullopt;
  const bool end_touched = std::any_of(splices->begin(), splices->end(), [&](const Splice& splice) {
    return splice.at + splice.length > text.size();
  });
  auto out = carry_out(whole_lines, std::move(*splices));
  if (out && added_end && !end_touched) out->resize(out->size() - style.line_end.size());
  if (!out || !holds(*out, wanted)) return std::nullopt;
  return out;
}

// Written anew, below the comments it began with.
std::optional<std::string> written_anew(std::string_view text, const yaml::Node& root,
                                        const Object& wanted) {
  const YamlStyle style = YamlStyle::of(text, root);
  const std::string document = write_document(wanted, style);
  std::string head;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
    const std::string_view line = text.substr(at, end - at);
    const std::size_t first = line.find_first_not_of(" \t\r\n");
    if (first != std::string_view::npos && line[first] != '#' && !line.starts_with("---")) break;
    if (line.starts_with("---") && line.find_first_not_of("-\r\n") != std::string_view::npos) break;
    head += line;
    at = end;
  }
  if (!head.empty() && head.back() != '\n') head += style.line_end;
  if (holds(head + document, wanted)) return head + document;
  if (holds(document, wanted)) return document;
  const std::string plain = write_document(wanted);  // what JSON cannot say, for one
  if (holds(plain, wanted)) return plain;
  return std::nullopt;
}

// One change, `level` keys down.
Result<std::string> change_text(std::string text, const Object& wanted, std::size_t level,
                                std::string_view name) {
  TRY(const yaml::Node root, yaml::parse(text, name));
  if (same(read_value(root), wanted)) return text;
  for (int depth = any_depth; depth > 0; depth = std::min(depth - 1, static_cast<int>(level))) {
    if (auto out = edited(text, root, wanted, depth)) return std::move(*out);
  }
  if (auto out = written_anew(text, root, wanted)) return std::move(*out);
  return Error{Errc::invalid, std::string(name) + ": this cannot be written as YAML"};
}

void list_changes(std::vector<Change>& out, const Object& before, const Object& after, Path& path) {
  for (const auto& [key, value] : before) {
    path.push_back(key);
    const Value* next = after.find(key);
    if (!next) {
      out.push_back({path, std::nullopt});
    } else if (value.is_object() && next->is_object()) {
      list_changes(out, value.object(), next->object(), path);
    } else if (!same(value, *next)) {
      out.push_back({path, *next});
    }
    path.pop_back();
  }
  for (const auto& [key, value] : after) {
    if (before.contains(key)) continue;
    path.push_back(key);
    out.push_back({path, value});
    path.pop_back();
  }
}

Result<std::string> rewrite_body(std::string_view body, const Object& wanted, std::string_view name) {
  TRY(const yaml::Node root, yaml::parse(body, name));
  const Value now = read_value(root);
  if (same(now, wanted) || (now.is_null() && wanted.empty())) return std::string(body);
  if (auto out = edited(body, root, wanted, any_depth)) return std::move(*out);
  // Something in it cannot be done in place. One change after the other, so that only that one is
  // written anew.
  std::string text(body);
  Object reached = now.is_object() ? now.object() : Object{};
  for (const Change& change : changes(reached, wanted)) {
    apply(reached, change);
    TRY(text, change_text(std::move(text), reached, change.path.size(), name));
  }
  if (!holds(text, wanted)) return Error{Errc::invalid, std::string(name) + ": this cannot be written as YAML"};
  return text;
}

Result<Value> current(std::string_view text, std::string_view name) {
  TRY(const yaml::Node root, yaml::parse(text, name));
  return read_value(root);
}

}  // namespace

std::vector<Change> changes(const Object& before, const Object& after) {
  std::vector<Change> out;
  Path path;
  list_changes(out, before, after, path);
  return out;
}

void apply(Object& root, const Change& change) {
  Object* at = &root;
  for (std::size_t i = 0; i + 1 < change.path.size(); ++i) {
    Value* inner = at->find(change.path[i]);
    if (!change.value && (!inner || !inner->is_object())) return;
    if (!inner) inner = &(*at)[change.path[i]];
    if (!inner->is_object()) *inner = Object{};
    at = &inner->object();
  }
  if (change.value) {
    at->set(change.path.back(), *change.value);
  } else {
    at->erase(change.path.back());
  }
}

Result<std::string> rewrite(std::string_view text, const Object& wanted, std::string_view name) {
  if (!text.starts_with(byte_order_mark)) return rewrite_body(text, wanted, name);
  TRY(const std::string body, rewrite_body(text.substr(byte_order_mark.size()), wanted, name));
  return std::string(byte_order_mark) + body;
}

Result<std::string> set(std::string_view text, const Path& path, const Value& value,
                        std::string_view name) {
  TRY(Value now, current(text, name));
  Object wanted = now.is_object() ? std::move(now.object()) : Object{};
  if (path.empty()) {
    if (!value.is_object()) return Error{Errc::invalid, std::string(name) + ": a document must be a map"};
    wanted = value.object();
  } else {
    apply(wanted, {path, value});
  }
  return rewrite(text, wanted, name);
}

Result<std::string> erase(std::string_view text, const Path& path, std::string_view name) {
  TRY(Value now, current(text, name));
  if (!now.is_object() || path.empty()) return std::string(text);
  Object wanted = std::move(now.object());
  apply(wanted, {path, std::nullopt});
  return rewrite(text, wanted, name);
}

}  // namespace waggle::settings::yaml_editor
