#include "core/yaml.h"

#include <gtest/gtest.h>

#include "core/json.h"

namespace waggle {
namespace {

std::string read(std::string_view text) {
  auto node = yaml::parse(text, "t.yaml");
  return node ? json::dump(yaml::to_value(*node)) : node.error().text;
}

TEST(Yaml, ScalarsAreTypedAsJsYamlTypesThem) {
  const std::pair<const char*, const char*> cases[] = {
      {"on", "\"on\""},     {"yes", "\"yes\""}, {"true", "true"}, {"~", "null"},     {"", "null"},
      {"0x1a", "26"},       {"0o17", "15"},     {"017", "17"},    {"1_000", "1000"}, {"1e3", "1000"},
      {"'1'", "\"1\""},     {"1.5", "1.5"},     {"-3", "-3"},     {".5", "0.5"},     {"1:2", "\"1:2\""},
      {"0x", "\"0x\""},     {"1.2.3", "\"1.2.3\""}, {"e5", "\"e5\""}, {"-", "[null]"},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(read(text), expected) << text;
}

TEST(Yaml, StructuresAnchorsAndMergeKeys) {
  EXPECT_EQ(read("a: &x {k: 1}\nb: *x\nc:\n  <<: *x\n  l: 2\n"),
            R"({"a":{"k":1},"b":{"k":1},"c":{"l":2,"k":1}})");
  EXPECT_EQ(read("- a\n- [b, {c: d}]\n- |\n  text\n"), R"(["a",["b",{"c":"d"}],"text\n"])");
}

TEST(Yaml, MistakesNameFileLineAndColumn) {
  EXPECT_EQ(read("a: 1\nb: [\n").substr(0, 7), "t.yaml:");
  EXPECT_EQ(read("a: 1\na: 2\n"), "t.yaml:2:1: the key 'a' stands here twice");
  EXPECT_EQ(read("a: *nobody"), "t.yaml:1:4: nothing is called &nobody");
  EXPECT_NE(read("a: b: c").find("t.yaml:1:"), std::string::npos);
}

TEST(Yaml, WhatIsNoTextIsRefusedWithItsPlace) {
  EXPECT_EQ(yaml::parse("a: \u00e4\n%:\tb \xff\xff", "x.yaml").error().text, "x.yaml:2:6: this is no UTF-8 text");
  EXPECT_EQ(yaml::parse("a: \xC3", "x.yaml").error().text, "x.yaml:1:4: this is no UTF-8 text");
  EXPECT_EQ(yaml::parse(std::string_view("a: b\0c", 6), "x.yaml").error().text,
            "x.yaml:1:5: a control character cannot stand here");
}

TEST(Yaml, MarksPointAtTheText) {
  const std::string text = "a: 1\nbb:\n  c: 'x y'\n";
  auto root = yaml::parse(text, "t.yaml");
  ASSERT_TRUE(root);
  const yaml::Node* c = root->find("bb")->find("c");
  EXPECT_EQ(c->begin.line, 3);
  EXPECT_EQ(c->begin.column, 6);
  EXPECT_EQ(text.substr(c->begin.offset, c->end.offset - c->begin.offset), "'x y'");
  EXPECT_FALSE(c->plain);
}

TEST(Yaml, ABillionLaughsAreRefused) {
  std::string text = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n";
  for (int i = 1; i < 10; ++i) {
    const std::string last = "*a" + std::to_string(i - 1);
    text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int k = 0; k < 10; ++k) text += (k ? "," : "") + last;
    text += "]\n";
  }
  EXPECT_NE(read(text).find("too large"), std::string::npos);
}

TEST(Yaml, QuotingRoundTrips) {
  for (const char* text : {"\xEF\xBB\xBFmark", "plain", "on", "true", "12", "", "a: b", "#x", "it's", "a\nb", "x y", "-a",
                           "0xff", "[1]", "2020-01-01", "with#hash", "tail:", "tab\there"}) {
    EXPECT_EQ(read("k: " + yaml::quote_if_needed(text)),
              json::dump(Value(Object{{"k", text}}))) << text;
  }
  EXPECT_EQ(yaml::quote_if_needed("living room/lamp"), "living room/lamp");
}

}  // namespace
}  // namespace waggle
