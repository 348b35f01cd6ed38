#include "settings/yaml_splices.h"

#include <algorithm>

namespace waggle::settings::yaml_editor {
namespace {

using yaml::Node;
constexpr std::size_t none = std::string_view::npos;

bool is_merge(const Node& key) { return key.plain && key.text == "<<"; }
bool is_place(const yaml::Mark& mark) { return mark.line > 0; }  // what is empty stands nowhere

class Planner {
 public:
  Planner(std::string_view text, const YamlStyle& style, int depth)
      : text_(text), style_(style), deepest_(depth) {}

  std::vector<Splice> splices;

  bool document(const Node& root, const Object& wanted) {
    if (root.is_map() && !root.entries.empty()) return !wanted.empty() && members(root, wanted, 0);
    // Nothing but comments: add to the end.
    if (is_place(root.begin)) return false;
    splices.push_back({text_.size(), 0, write_document(wanted, style_)});
    return true;
  }

 private:
  // --- places in the text ---

  std::size_t line_start(std::size_t at) const {
    const std::size_t before = at == 0 ? none : text_.rfind('\n', at - 1);
    return before == none ? 0 : before + 1;
  }
  std::size_t line_end(std::size_t at) const {
    const std::size_t end = std::min(text_.find('\n', at), text_.size());
    return end > at && text_[end - 1] == '\r' ? end - 1 : end;
  }
  std::size_t next_line(std::size_t at) const {
    const std::size_t end = text_.find('\n', at);
    return end == none ? text_.size() : end + 1;
  }
  std::size_t skip_spaces(std::size_t at) const {
    return std::min(text_.find_first_not_of(" \t", at), text_.size());
  }
  bool only_spaces(std::size_t from, std::size_t to) const {
    return text_.substr(from, to - from).find_first_not_of(' ') == none;
  }
  /// After the comment lines from `at` on that stand at `column` (from 0) or further right.
  std::size_t skip_comments(std::size_t at, int column) const {
    while (at < text_.size()) {
      const std::size_t first = skip_spaces(at);
      if (first >= text_.size() || text_[first] != '#') break;
      if (first - at < static_cast<std::size_t>(column)) break;
      at = next_line(at);
    }
    return at;
  }

  /// After the colon of an entry.
  std::size_t after_colon(const Node& key) const {
    if (key.alias || !is_place(key.begin)) return none;
    const std::size_t at = skip_spaces(key.end.offset);
    return at < text_.size() && text_[at] == ':' ? at + 1 : none;
  }
  /// The dash of an item.
  std::size_t dash_of(const Node& item) const {
    if (!is_place(item.begin)) return none;
    std::size_t at = item.begin.offset;
    while (at > 0 && text_[at - 1] == ' ') --at;
    return at > 0 && text_[at - 1] == '-' ? at - 1 : none;
  }
  bool is_block_scalar(const Node& node) const {
    if (!node.is_scalar() || node.plain || node.alias || !is_place(node.begin)) return false;
    const char first = node.begin.offset < text_.size() ? text_[node.begin.offset] : '\n';
    return first != '\'' && first != '"';
  }

  /// Where the content of a node ends that begins after `from`; none when that cannot be told.
  std::size_t end_of(const Node& node, std::size_t from) const {
    if (from == none) return none;
    if (node.alias || node.flow) return node.end.offset;
    if (node.is_map() && !node.entries.empty()) {
      const auto& [key, value] = node.entries.back();
      return end_of(value, after_colon(key));
    }
    if (node.is_sequence() && !node.items.empty()) {
      const std::size_t dash = dash_of(node.items.back());
      return dash == none ? none : end_of(node.items.back(), dash + 1);
    }
    if (!is_place(node.begin)) return from;
    std::size_t end = node.end.offset;
    if (!is_block_scalar(node)) return end;
    // The mark of such a scalar takes in its last line end and, unless it is kept (`|+`), empty lines.
    const bool keeps = text_.substr(from, line_end(from) - from).find('+') != none;
    while (end > from && (text_[end - 1] == '\n' || text_[end - 1] == '\r')) {
      const bool line_feed = text_[end - 1] == '\n';
      --end;
      if (keeps && line_feed) break;
    }
    return end;
  }

  // --- entries of a map ---

  static int column_of(const Node& map, std::size_t index) { return map.entries[index].first.begin.column - 1; }

  std::size_t entry_end(const Node& map, std::size_t index) const {
    const auto& [key, value] = map.entries[index];
    return end_of(value, after_colon(key));
  }

  bool members(const Node& map, const Object& wanted, int depth) {
    if (depth >= deepest_) return false;
    const auto merged = map.members();
    std::vector<std::size_t> gone;
    std::size_t stay = 0;
    for (std::size_t i = 0; i < map.entries.size(); ++i) {
      const Node& key = map.entries[i].first;
      const Value* value = is_merge(key) ? nullptr : wanted.find(key.text);
      if (!value && !is_merge(key)) {
        gone.push_back(i);
        continue;
      }
      ++stay;
      if (value && !change(map, i, *value, depth)) return false;
    }
    if (stay == 0) return false;
    Object added;
    for (const auto& [key, value] : wanted) {
      const auto known = std::find_if(merged.begin(), merged.end(), [&](const auto& m) { return m.first->text == key; });
      if (known == merged.end() || (!map.find(key) && !same(read_value(*known->second), value))) {
        added.set(key, value);
      }
    }
    if (map.flow) return flow_entries(map, gone, added);
    return (gone.empty() || erase_lines(map, gone)) && (added.empty() || add_lines(map, added));
  }

  bool change(const Node& map, std::size_t index, const Value& wanted, int depth) {
    const Node& node = map.entries[index].second;
    const Value now = read_value(node);
    if (same(now, wanted)) return true;
    const std::size_t before = splices.size();
    if (!node.alias && node.tag.empty()) {
      if (node.is_map() && !node.entries.empty() && wanted.is_object() &&
          members(node, wanted.object(), depth + 1)) {
        return true;
      }
      splices.resize(before);
      if (node.is_sequence() && !node.items.empty() && wanted.is_array() && !wanted.array().empty() &&
          depth + 1 < deepest_ && items(node, wanted.array(), depth + 1)) {
        return true;
      }
      splices.resize(before);
    }
    return map.flow ? replace_in_flow(map, index, wanted) : replace(map, index, wanted);
  }

  bool erase_lines(const Node& map, const std::vector<std::size_t>& gone) {
    for (const std::size_t i : gone) {
      const Node& key = map.entries[i].first;
      const std::size_t begin = line_start(key.begin.offset);
      if (!only_spaces(begin, key.begin.offset)) {
        // The first entry of a map in a list stands after the dash.
        const bool next_stays = i + 1 < map.entries.size() && (gone.size() < 2 || gone[1] != i + 1);
        if (i != 0 || !next_stays) return false;
        splices.push_back({key.begin.offset, map.entries[1].first.begin.offset - key.begin.offset, ""});
        continue;
      }
      const std::size_t end = entry_end(map, i);
      if (end == none) return false;
      const std::size_t after = skip_comments(next_line(end), column_of(map, i) + 1);
      splices.push_back({begin, after - begin, ""});
    }
    return true;
  }

  bool add_lines(const Node& map, const Object& added) {
    const std::size_t end = entry_end(map, map.entries.size() - 1);
    if (end == none) return false;
    const int column = column_of(map, map.entries.size() - 1);
    std::string lines;
    for (const auto& [key, value] : added) write_entry(lines, key, value, column, style_);
    splices.push_back({skip_comments(next_line(end), column), 0, std::move(lines)});
    return true;
  }

  /// [value's first character or a tag or anchor before it, its end) on the line of the colon; nothing
  /// there leaves both at the colon.
  struct Extent {
    std::size_t after_colon = none;
    std::size_t begin = none;  // none: on later lines, or nowhere
    std::size_t end = none;
  };
  Extent extent(const Node& map, std::size_t index) const {
    Extent out;
    out.after_colon = after_colon(map.entries[index].first);
    if (out.after_colon == none) return out;
    out.end = entry_end(map, index);
    const std::size_t first = skip_spaces(out.after_colon);
    const bool something = first < text_.size() && std::string_view("\r\n#").find(text_[first]) == none;
    if (!something) return out;
    out.begin = first;
    // A tag or anchor and nothing after it.
    if (out.end != none && out.end < first) out.end = std::min(text_.find_first_of(" \t\r\n", first), text_.size());
    return out;
  }

  std::string written(const Node& old, std::size_t begin, const Value& wanted) const {
    if (old.is_scalar() && wanted.is_string() && begin < text_.size() &&
        (text_[begin] == '\'' || text_[begin] == '"')) {
      return write_inline(wanted, style_, text_[begin]);
    }
    const bool hexadecimal = old.is_scalar() && old.plain && (old.text.starts_with("0x"));
    if (const auto n = wanted.integer(0, 0xFFFFFFFF); n && hexadecimal) {
      const bool capitals = old.text.find_first_of("ABCDEF") != none;
      std::string digits;
      for (auto rest = static_cast<std::uint64_t>(*n); rest > 0 || digits.empty(); rest >>= 4U) {
        digits.insert(digits.begin(), (capitals ? "0123456789ABCDEF" : "0123456789abcdef")[rest & 15U]);
      }
      return "0x" + digits;
    }
    return write_inline(wanted, style_);
  }

  bool replace(const Node& map, std::size_t index, const Value& wanted) {
    const Node& old = map.entries[index].second;
    const Extent old_text = extent(map, index);
    if (old_text.end == none) return false;
    const bool stays_flow = old.flow && !old.alias && (old.is_map() ? !old.entries.empty() && wanted.is_object()
                                                                    : !old.items.empty() && wanted.is_array());
    const int column = column_of(map, index);
    std::string lines;
    if (is_block(wanted) && !stays_flow) {
      write_block(lines, wanted, column + (wanted.is_array() ? style_.list_indent : style_.step), style_);
    }
    if (old_text.begin != none) {
      if (lines.empty()) {
        splices.push_back({old_text.begin, old_text.end - old_text.begin, written(old, old_text.begin, wanted)});
        return true;
      }
      // A comment behind the old value stays behind the key.
      const std::size_t end = line_end(old_text.end);
      const std::string_view tail = text_.substr(old_text.end, end - old_text.end);
      const std::size_t comment = tail.find_first_not_of(" \t");
      if (comment != none && tail[comment] != '#') return false;
      splices.push_back({old_text.after_colon, next_line(end) - old_text.after_colon,
                         (comment == none ? "" : std::string(tail)) + style_.line_end + lines});
      return true;
    }
    // The old value, if any, stands on the lines after the key.
    const std::size_t begin = next_line(old_text.after_colon);
    const bool empty = old_text.end == old_text.after_colon;
    const std::size_t end = empty ? begin : skip_comments(next_line(old_text.end), column + 1);
    if (lines.empty()) splices.push_back({old_text.after_colon, 0, " " + write_inline(wanted, style_)});
    splices.push_back({begin, end - begin, lines});
    return true;
  }

  // --- entries of a map between braces ---

  bool replace_in_flow(const Node& map, std::size_t index, const Value& wanted) {
    const Node& old = map.entries[index].second;
    const std::size_t colon = after_colon(map.entries[index].first);
    if (colon == none) return false;
    if (!is_place(old.begin)) {
      splices.push_back({colon, 0, " " + write_inline(wanted, style_)});
      return true;
    }
    const std::size_t begin = text_.find_first_not_of(" \t\r\n", colon);
    if (begin == none || text_[begin] == '#') return false;
    splices.push_back({begin, old.end.offset - begin, written(old, begin, wanted)});
    return true;
  }

  bool flow_entries(const Node& map, const std::vector<std::size_t>& gone, const Object& added) {
    const std::size_t count = map.entries.size();
    const auto is_gone = [&](std::size_t i) { return std::find(gone.begin(), gone.end(), i) != gone.end(); };
    std::size_t last = count - 1;
    while (is_gone(last)) --last;  // members() has seen that one stays
    const std::size_t last_end = entry_end(map, last);
    if (last_end == none) return false;
    if (last + 1 < count) {
      const std::size_t end = entry_end(map, count - 1);
      if (end == none || !added.empty()) return false;
      splices.push_back({last_end, end - last_end, ""});
    }
    for (const std::size_t i : gone) {
      if (i > last) break;
      const std::size_t begin = map.entries[i].first.begin.offset;
      splices.push_back({begin, map.entries[i + 1].first.begin.offset - begin, ""});
    }
    return added.empty() || add_in_flow(map, last_end, added);
  }

  bool add_in_flow(const Node& map, std::size_t end, const Object& added) {
    // Entries on lines of their own?
    const std::size_t key = map.entries.back().first.begin.offset;
    const std::size_t start = line_start(key);
    const bool own_lines = start > map.begin.offset && only_spaces(start, key);
    std::string text;
    for (const auto& [name, value] : added) {
      if (!text.empty()) text += ",";
      if (own_lines) {
        text += style_.line_end + std::string(text_.substr(start, key - start));
      } else {
        text += text.empty() ? "" : " ";
      }
      text += write_inline_entry(name, value, style_);
    }
    if (!own_lines) {
      splices.push_back({end, 0, ", " + text});
      return true;
    }
    // After the comment that may stand behind the last entry, and the comma that may.
    const std::size_t rest = skip_spaces(end);
    const bool comma = rest < text_.size() && text_[rest] == ',';
    if (!comma) splices.push_back({end, 0, ","});
    splices.push_back({line_end(end), 0, std::move(text)});
    return true;
  }

  // --- items of a list ---

  bool items(const Node& list, const Array& wanted, int depth) {
    const std::size_t old_count = list.items.size();
    const auto unchanged = [&](std::size_t i, std::size_t k) { return same(read_value(list.items[i]), wanted[k]); };
    std::size_t head = 0;
    while (head < old_count && head < wanted.size() && unchanged(head, head)) ++head;
    std::size_t tail = 0;
    while (tail < old_count - head && tail < wanted.size() - head &&
           unchanged(old_count - 1 - tail, wanted.size() - 1 - tail)) {
      ++tail;
    }
    const std::size_t old_middle = old_count - head - tail;
    const std::size_t new_middle = wanted.size() - head - tail;
    const std::size_t both = std::min(old_middle, new_middle);
    for (std::size_t i = head; i < head + both; ++i) {
      if (!item(list, i, wanted[i], depth)) return false;
    }
    if (list.flow) return old_middle == new_middle || (head == old_count && append_in_flow(list, wanted, head));
    for (std::size_t i = head + both; i < head + old_middle; ++i) {
      const std::size_t dash = dash_of(list.items[i]);
      const std::size_t end = dash == none ? none : end_of(list.items[i], dash + 1);
      if (end == none || !only_spaces(line_start(dash), dash)) return false;
      const std::size_t after = skip_comments(next_line(end), list.begin.column);
      splices.push_back({line_start(dash), after - line_start(dash), ""});
    }
    return new_middle == both || add_items(list, wanted, head + both, new_middle - both);
  }

  bool item(const Node& list, std::size_t index, const Value& wanted, int depth) {
    const Node& old = list.items[index];
    if (old.alias || !old.tag.empty() || !is_place(old.begin)) return false;
    if (old.is_map() && !old.entries.empty() && wanted.is_object()) return members(old, wanted.object(), depth);
    if (!old.is_scalar() || is_block_scalar(old) || (is_block(wanted) && !list.flow)) return false;
    const std::size_t begin = old.begin.offset;
    if (begin > 0 && !list.flow && dash_of(old) == none) return false;  // behind an anchor
    splices.push_back({begin, old.end.offset - begin, written(old, begin, wanted)});
    return true;
  }

  bool add_items(const Node& list, const Array& wanted, std::size_t from, std::size_t count) {
    std::string lines;
    const Array added(wanted.begin() + static_cast<std::ptrdiff_t>(from),
                      wanted.begin() + static_cast<std::ptrdiff_t>(from + count));
    write_block(lines, added, list.begin.column - 1, style_);
    if (from == 0) {
      const std::size_t dash = dash_of(list.items[0]);
      if (dash == none || !only_spaces(line_start(dash), dash)) return false;
      splices.push_back({line_start(dash), 0, std::move(lines)});
      return true;
    }
    const std::size_t dash = dash_of(list.items[from - 1]);
    const std::size_t end = dash == none ? none : end_of(list.items[from - 1], dash + 1);
    if (end == none) return false;
    splices.push_back({next_line(end), 0, std::move(lines)});
    return true;
  }

  bool append_in_flow(const Node& list, const Array& wanted, std::size_t from) {
    std::string text;
    for (std::size_t i = from; i < wanted.size(); ++i) text += ", " + write_inline(wanted[i], style_);
    if (!is_place(list.items.back().begin)) return false;
    splices.push_back({list.items.back().end.offset, 0, std::move(text)});
    return true;
  }

  std::string_view text_;
  const YamlStyle& style_;
  int deepest_;
};

}  // namespace

std::optional<std::vector<Splice>> plan(std::string_view text, const Node& root, const Object& wanted,
                                        const YamlStyle& style, int depth) {
  Planner planner(text, style, depth);
  if (!planner.document(root, wanted)) return std::nullopt;
  return std::move(planner.splices);
}

}  // namespace waggle::settings::yaml_editor
