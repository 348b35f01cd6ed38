#include "settings/yaml_editor.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "core/json.h"
#include "core/yaml.h"
#include "settings/yaml_writer.h"

namespace waggle::settings {
namespace {

std::string set(std::string_view text, const Path& path, const Value& value) {
  auto out = yaml_editor::set(text, path, value, "t.yaml");
  return out ? *out : "error: " + out.error().text;
}
std::string erase(std::string_view text, const Path& path) {
  auto out = yaml_editor::erase(text, path, "t.yaml");
  return out ? *out : "error: " + out.error().text;
}
Value parsed(std::string_view text) {
  auto root = yaml::parse(text, "t.yaml");
  EXPECT_TRUE(root) << text << (root ? "" : root.error().text);
  return root ? read_value(*root) : Value();
}

constexpr std::string_view home = R"(# My home
version: 5
mqtt:
    base_topic: zigbee2mqtt   # the usual
    server: 'mqtt://localhost:1883'
    # user: me

advanced:
    pan_id: 0x1A62  # hexadecimal
    network_key: [1, 3, 5, 7,
      9, 11]
    log_output:
        - console   # seen by systemd
        # and
        - "file"
devices:
    '0x00158d0001070430':
        friendly_name: "hall/motion"
        # retain: true
    '0x04cd15fffe240001': {friendly_name: plug, retain: true}

groups: {}
# the end
)";

std::string with(std::string_view text, std::string_view old, std::string_view now) {
  std::string out(text);
  const std::size_t at = out.find(old);
  EXPECT_NE(at, std::string::npos) << old;
  if (at != std::string::npos) out.replace(at, old.size(), now);
  return out;
}

TEST(YamlEditor, ReplacesAScalarAndNothingElse) {
  EXPECT_EQ(set(home, {"version"}, 6), with(home, "version: 5", "version: 6"));
  EXPECT_EQ(set(home, {"mqtt", "base_topic"}, "on"), with(home, "zigbee2mqtt ", "'on' "));
  EXPECT_EQ(set(home, {"mqtt", "server"}, "mqtt://b"), with(home, "'mqtt://localhost:1883'", "'mqtt://b'"));
  EXPECT_EQ(set(home, {"devices", "0x00158d0001070430", "friendly_name"}, "a b"),
            with(home, "\"hall/motion\"", "\"a b\""));
  EXPECT_EQ(set(home, {"devices", "0x04cd15fffe240001", "friendly_name"}, "a, b"),
            with(home, "plug,", "'a, b',"));
}

TEST(YamlEditor, KeepsTheSpellingOfNumbers) {
  EXPECT_EQ(set(home, {"advanced", "pan_id"}, 0x2B1D), with(home, "0x1A62", "0x2B1D"));
  EXPECT_EQ(set("a: 017\nb: 1_0\nc: 1.50\n", {"d"}, 1), "a: 017\nb: 1_0\nc: 1.50\nd: 1\n");
}

TEST(YamlEditor, AddsToTheEndOfAMapInItsStyle) {
  EXPECT_EQ(set(home, {"mqtt", "user"}, "me"), with(home, "    # user: me\n", "    # user: me\n    user: me\n"));
  EXPECT_EQ(set(home, {"advanced", "log_syslog", "port"}, 514),
            with(home, "- \"file\"\n", "- \"file\"\n    log_syslog:\n        port: 514\n"));
  EXPECT_EQ(set(home, {"devices", "0x04cd15fffe240001", "qos"}, 1), with(home, "true}", "true, qos: 1}"));
  EXPECT_EQ(set(home, {"devices", "0x00158d0001070430", "retain"}, true),
            with(home, "# retain: true\n", "# retain: true\n        retain: true\n"));
  EXPECT_EQ(set(home, {"groups", "1"}, Object{{"friendly_name", "all"}, {"devices", Array{"a", "b"}}}),
            with(home, "groups: {}\n",
                 "groups:\n    '1':\n        friendly_name: all\n        devices:\n            - a\n            - b\n"));
  EXPECT_EQ(set(home, {"ota", "x"}, Object{}), std::string(home) + "ota:\n    x: {}\n");
}

TEST(YamlEditor, TakesAway) {
  EXPECT_EQ(erase(home, {"version"}), with(home, "version: 5\n", ""));
  EXPECT_EQ(erase(home, {"mqtt", "base_topic"}), with(home, "    base_topic: zigbee2mqtt   # the usual\n", ""));
  EXPECT_EQ(erase(home, {"devices", "0x00158d0001070430"}),
            with(home, "    '0x00158d0001070430':\n        friendly_name: \"hall/motion\"\n        # retain: true\n", ""));
  EXPECT_EQ(erase(home, {"devices", "0x04cd15fffe240001", "retain"}), with(home, ", retain: true", ""));
  EXPECT_EQ(erase(home, {"devices", "0x04cd15fffe240001", "friendly_name"}), with(home, "friendly_name: plug, ", ""));
  EXPECT_EQ(erase(home, {"nothing", "here"}), home);
  EXPECT_EQ(erase("a:\n  b: 1 # c\nd: 2\n", {"a", "b"}), "a: {}\nd: 2\n");
  EXPECT_EQ(erase("# x\na: 1\n", {"a"}), "# x\n{}\n");
}

TEST(YamlEditor, ChangesOnlyTheItemsThatChanged) {
  EXPECT_EQ(set(home, {"advanced", "log_output"}, Array{"console", "syslog"}), with(home, "\"file\"", "\"syslog\""));
  EXPECT_EQ(set(home, {"advanced", "log_output"}, Array{"console", "file", "syslog"}),
            with(home, "- \"file\"\n", "- \"file\"\n        - syslog\n"));
  EXPECT_EQ(set(home, {"advanced", "log_output"}, Array{"file"}),
            with(home, "        - console   # seen by systemd\n", ""));
  EXPECT_EQ(set(home, {"advanced", "network_key"}, Array{1, 3, 5, 7, 9, 12}), with(home, "9, 11]", "9, 12]"));
  EXPECT_EQ(set(home, {"advanced", "log_output"}, Array{}),
            with(home, ":\n        - console   # seen by systemd\n        # and\n        - \"file\"\n", ": []\n"));
}

TEST(YamlEditor, KeepsLineEndsAndTheLackOfOne) {
  EXPECT_EQ(set("a: 1\r\nb:\r\n  c: 2\r\n", {"b", "d"}, Object{{"e", 1}}),
            "a: 1\r\nb:\r\n  c: 2\r\n  d:\r\n    e: 1\r\n");
  EXPECT_EQ(set("a: 1\nb: 2", {"a"}, 3), "a: 3\nb: 2");
  EXPECT_EQ(set("a: 1\nb: 2", {"b"}, 3), "a: 1\nb: 3");
  EXPECT_EQ(set("a: 1\nb: 2", {"c"}, 3), "a: 1\nb: 2\nc: 3\n");
  EXPECT_EQ(set("\xEF\xBB\xBF" "a: 1\n", {"b"}, 2), "\xEF\xBB\xBF" "a: 1\nb: 2\n");
}

TEST(YamlEditor, KeepsTheStyleOfJson) {
  constexpr std::string_view json = "{\n  \"a\": 1,\n  \"b\": {\n    \"c\": \"x\"\n  }\n}\n";
  EXPECT_EQ(set(json, {"b", "d"}, Object{{"e", "f"}}), with(json, "\"x\"\n", "\"x\",\n    \"d\": {\"e\":\"f\"}\n"));
  EXPECT_EQ(set(json, {"b", "c"}, "y"), with(json, "\"x\"", "\"y\""));
  EXPECT_EQ(erase(json, {"a"}), with(json, "\"a\": 1,\n  ", ""));
}

TEST(YamlEditor, StartsAnEmptyFile) {
  EXPECT_EQ(set("", {"a", "b"}, 1), "a:\n  b: 1\n");
  EXPECT_EQ(set("# only this\n", {"a"}, 1), "# only this\na: 1\n");
  EXPECT_EQ(set("{}\n", {"a"}, Object{{"b", 1}}), "a:\n  b: 1\n");
}

TEST(YamlEditor, AReferenceToAnotherFileStaysOne) {
  constexpr std::string_view text = "mqtt:\n  password: !secret word  # hidden\n  user: me\n";
  EXPECT_EQ(set(text, {"mqtt", "user"}, "you"), with(text, "user: me", "user: you"));
  EXPECT_EQ(set(text, {"mqtt", "password"}, "plain"), with(text, "!secret word", "plain"));
  EXPECT_EQ(parsed(text).find("mqtt", "password")->string(), "!secret word");
}

TEST(YamlEditor, LayoutsThatCannotBeChangedInPlaceKeepTheirMeaning) {
  constexpr std::string_view shared = "# top\na: &x\n  k: 1\nb: *x\nc: 3 # three\n";
  EXPECT_EQ(set(shared, {"b", "k"}, 2), with(shared, "b: *x", "b:\n  k: 2"));
  EXPECT_EQ(parsed(set(shared, {"a", "k"}, 2)), (Object{{"a", Object{{"k", 2}}}, {"b", Object{{"k", 1}}}, {"c", 3}}));
  constexpr std::string_view merged = "a: &x {k: 1, l: 2}\nb:\n  <<: *x\n  m: 3\n";
  EXPECT_EQ(set(merged, {"b", "k"}, 9), std::string(merged) + "  k: 9\n");
  EXPECT_EQ(*parsed(erase(merged, {"b", "l"})).find("b"), (Object{{"k", 1}, {"m", 3}}));
  EXPECT_EQ(set("? a\n: 1\n? b\n: 2\n", {"c"}, 3).find("error"), std::string::npos);
}

TEST(YamlEditor, MistakesInTheTextAreSaid) {
  EXPECT_EQ(set("a: 1\na: 2\n", {"b"}, 1), "error: t.yaml:2:1: the key 'a' stands here twice");
  EXPECT_NE(set("a: [", {"b"}, 1).find("error: t.yaml:"), std::string::npos);
  EXPECT_NE(set("a: 1\n", {"b"}, "\xFF\xFE").find("cannot be written"), std::string::npos);
}

// --- random changes to awkward documents ---

constexpr std::string_view awkward[] = {
    home,
    "",
    "# nothing but this",
    "---\na: 1\nb:\n- x\n- y: 1\n  z:\n  - 2\n-   - p\n    - q\n...\n",
    "a: |\n  some\n  text\n\nb: >+\n  folded\n\n\nc: 'it''s\n  long'\nd: plain\n  goes on\ne: |-\n    x\nf: !!str 12\n",
    "{a: 1, b: [x, {y: 2}], c: {d: , e: ''}, \"f\": 'g'}",
    "{\n  \"a\": 1, // no\n}",
    "{\n  \"a\": [1, 2],\n  \"b\": {\"c\": null}, # note\n  \"d\": {}\n}",
    "a: &one\n  b: 1\nc: *one\nd: {<<: *one, e: 2}\nf: [*one, 3]\n",
    "a:\r\n  b: 1   # eins\r\n  # zwei\r\n\r\n  c:\r\n    - 1\r\n    -\r\nd:\r\n",
    "\xC3\xBC: \xE2\x82\xAC   # \xC3\xA4\n'k: e #y': \"q\\\"\\u00e9\"\nz:\n      deep:\n            er: 1\n\n\n",
    "a:\nb: ~\nc: # nothing\nd: &x\ne: !!null\nf: []\ng: {}\n",
    "list:\n- a: 1\n  b: 2\n- - c\n  - d\n-\n- {e: 1}\n- - - deep\n",
    "? a\n: 1\n? b\n: - 2\n  - 3\nc: 4\n",
};

class Dice {
 public:
  explicit Dice(unsigned seed) : random_(seed) {}
  std::size_t below(std::size_t n) { return random_() % n; }

  std::string text() {
    static const std::vector<std::string> some = {"x", "", "on", "12", "0x1f", "a: b", "# c", "it's", "\"", "tab\there", "two\nlines\n", " edge ",
        "-", "- a", "[b]", "{", "*a", "&b", "!c", "null", "~", "1e3", ".nan", "\xC3\xA9t\xC3\xA9", "?", "a,b", "=", "<<", "k y", "%", "@", "|", ">", "...", "---", "\xC2\x85", "\xE2\x80\xA8", "y", "a\r\nb", "very " + std::string(150, 'l') + "ong text"};
    return some[below(some.size())];
  }
  Value value(int depth = 0) {
    switch (below(depth > 2 ? 6 : 9)) {
      case 0: return nullptr;
      case 1: return below(2) == 0;
      case 2: return static_cast<int>(below(300)) - 100;
      case 3: return static_cast<double>(below(1000)) / 7;
      case 4:
      case 5: return text();
      case 6: {
        Array out;
        for (std::size_t n = below(4); n > 0; --n) out.push_back(value(depth + 1));
        return out;
      }
      default: {
        Object out;
        for (std::size_t n = below(4); n > 0; --n) out.set(text(), value(depth + 1));
        return out;
      }
    }
  }
  Path path(const Value& in) {
    Path out;
    const Value* at = &in;
    while (at && at->is_object() && !at->object().empty() && (out.empty() || below(4) != 0)) {
      if (below(5) == 0) break;
      const auto member = at->object().begin() + static_cast<std::ptrdiff_t>(below(at->object().size()));
      out.push_back(member->key);
      at = &member->value;
    }
    if (out.empty() || below(3) == 0) out.push_back(text());
    return out;
  }
  /// A list like the given one, with one thing done to it.
  Value nearby(Array list) {
    const std::size_t at = below(list.size() + 1);
    if (at < list.size() && below(2) == 0) {
      list.erase(list.begin() + static_cast<std::ptrdiff_t>(at));
    } else if (at < list.size() && below(2) == 0) {
      list[at] = value(1);
    } else {
      list.insert(list.begin() + static_cast<std::ptrdiff_t>(at), value(1));
    }
    return list;
  }

 private:
  std::mt19937 random_;
};

const Value* look_up(const Value& root, const Path& path) {
  const Value* at = &root;
  for (const std::string& key : path) at = at ? at->find(key) : nullptr;
  return at;
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    out.emplace_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return out;
}

// Each reading of a text costs more than all the rest here, so a step reads what it made, once.
TEST(YamlEditor, RandomChangesGiveTheValueThatWasMeant) {
  for (unsigned seed = 0; seed < 700; ++seed) {
    Dice dice(seed);
    std::string text(awkward[dice.below(std::size(awkward))]);
    if (!yaml::parse(text, "")) continue;
    Value before = parsed(text);
    for (int step = 0; step < 6; ++step) {
      const Path path = dice.path(before);
      const Value* old = look_up(before, path);
      const bool take_away = dice.below(3) == 0;
      const Value value = old && old->is_array() && dice.below(2) == 0 ? dice.nearby(old->array()) : dice.value();
      Object wanted = before.is_object() ? before.object() : Object{};
      yaml_editor::apply(wanted, {path, take_away ? std::nullopt : std::optional(value)});
      const auto changed = yaml_editor::rewrite(text, wanted, "t.yaml");
      ASSERT_TRUE(changed) << seed << '\n' << text << "\npath " << json::dump(Array(path.begin(), path.end()))
                           << " value " << json::dump(value) << "\n" << changed.error().text;
      Value after = parsed(*changed);
      ASSERT_TRUE(same(after, wanted) || (wanted.empty() && after.is_null())) << seed << '\n' << text << "->\n" << *changed;
      text = *changed;
      before = std::move(after);
    }
  }
}

// One new key, one changed scalar or one key less in an ordinary file: all other lines are still there,
// in their order.
TEST(YamlEditor, OtherLinesStayAsTheyAre) {
  for (unsigned seed = 0; seed < 400; ++seed) {
    Dice dice(seed);
    const Value before = parsed(home);
    const Path path = dice.path(before);
    const Value* old = look_up(before, path);
    const Value* around = look_up(before, Path(path.begin(), path.end() - 1));
    const bool whole_block = (old && is_block(*old)) || (around && !around->is_object());
    if (whole_block || (path[0] == "devices" && path.size() == 2)) continue;
    const auto changed = yaml_editor::set(home, path, dice.text());
    ASSERT_TRUE(changed);
    const std::vector<std::string> old_lines = lines_of(home);
    const std::vector<std::string> new_lines = lines_of(*changed);
    std::size_t found = 0;
    for (const std::string& line : new_lines) {
      if (found < old_lines.size() && line == old_lines[found]) ++found;
      else if (found + 1 < old_lines.size() && line == old_lines[found + 1]) found += 2;
    }
    const bool one_line_changed = found + 1 >= old_lines.size();
    EXPECT_TRUE(one_line_changed) << json::dump(Array(path.begin(), path.end())) << "\n" << *changed;
  }
}

}  // namespace
}  // namespace waggle::settings
