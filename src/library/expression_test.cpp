// Formulas of device files: what they yield, and what is told of a mistake.
#include "library/expression.h"

#include <gtest/gtest.h>

#include "core/json.h"

namespace waggle::library {
namespace {

struct Scope final : Expression::Scope {
  Yield variable(std::string_view root, std::string_view key) const override {
    if (root == "value") return Value(7);
    if (root == "octets") return Value(Bytes{0x01, 0xFF, 0x80});
    if (root == "state" && key == "mode") return Value("eco");
    return std::nullopt;
  }
};

std::string yields(std::string_view text) {
  const auto parsed = Expression::parse(text);
  if (!parsed) return "error: " + parsed.error().text;
  const Yield out = parsed->run(Scope{});
  return out ? json::dump(*out) : "nothing";
}

TEST(Expression, ComputesAsDeviceFilesMeanIt) {
  struct {
    std::string_view text, wanted;
  } const rows[] = {
      {"value / 2 + 1 * 3", "6.5"},
      {"(value - 1) / 3", "2"},
      {"-value * -2", "14"},
      {"value & 3 | 8", "11"},
      {"1 << 4 >> 2", "4"},
      {"value > 5 && value != 8 ? 'high' : 'low'", "\"high\""},
      {"value == 7 ? {6: 'six', 7: 'seven'}[value] : none", "\"seven\""},
      {"{0: 'off', 1: 'on'}[value]", "nothing"},
      {"{0: 'off', 1: 'on'}[value] ?? 'other'", "\"other\""},
      {"['a', 'b'][value - 6]", "\"b\""},
      {"value in [1, 7]", "true"},
      {"state.mode == 'eco'", "true"},
      {"state.other ?? null", "null"},
      {"state.other == none", "true"},
      {"state.other + 1", "nothing"},
      {"'n' + value", "\"n7\""},
      {"round(value / 3, 2)", "2.33"},
      {"u16(octets, 0)", "65281"},
      {"i8(octets, 1)", "-1"},
      {"i16be(octets, 1)", "-128"},
      {"u16(octets, 2)", "nothing"},
      {"octets[1]", "255"},
      {"hex(octets)", "\"01ff80\""},
      {"{a: value, b: none, 'c d': {x: 1}}", R"({"a":7,"c d":{"x":1}})"},
      {"!value", "false"},
      {"0x10 % 5", "1"},
      {"lower('ON') == 'on'", "true"},
      {"each([3, 4], item * value + place)", "[21,29]"},
      {"each(octets, item > 200 ? none : item)", "[1,128]"},
      {"each(split('06:30 8:05', ' '), pad(integer(split(item, ':')[0]), 2))", R"(["06","08"])"},
      {"each(range(2), each(range(2), item))", "[[0,1],[0,1]]"},
      {"characters(octets)", "\"\\u0001\u00ff\u0080\""},
      {"hex(-998)", "\"-3e6\""},
      {"base64([1, 2])", "\"AQI=\""},
      {"hex(from_base64('AQI='))", "\"0102\""},
      {"digits('2024/12/31 09:05')", "\"202412310905\""},
      {"calendar(seconds(2024, 2, 29, 23, 61))", "[2024,3,1,0,1]"},
      {"flat([1, [2, 3]])", "[1,2,3]"},
      {"slice('schedule', 2, 5)", "\"hed\""},
      {"slice([1, 2, 3], 1)", "[2,3]"},
      {"integer('1fz', 16) + decimal('2.5 degrees')", "33.5"},
      {"object([['a', 1], ['b' + 2, none], ['c', 3]])", R"({"a":1,"c":3})"},
      {"merge({a: 1, b: 2}, {b: 3})", R"({"a":1,"b":3})"},
      {"find(['a', 'b'], 'b') + find(['a'], 'c')", "0"},
      {"'Tu' in 'MoTuWe'", "true"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(yields(row.text), row.wanted) << row.text;
  }
}

TEST(Expression, SaysWhereAMistakeIs) {
  EXPECT_EQ(yields("value +"), "error: 'value +': ends where a value is due (character 8)");
  EXPECT_EQ(yields("value value"), "error: 'value value': ends before 'value' (character 7)");
  EXPECT_NE(yields("sin(1)").find("there is no function sin()"), std::string::npos);
  EXPECT_NE(yields("round()").find("round() takes 1 or 2"), std::string::npos);
  EXPECT_NE(yields("'open").find("a text without an end"), std::string::npos);
  EXPECT_NE(yields("(1").find("misses ')'"), std::string::npos);
  EXPECT_NE(yields("each(octets)").find("misses ','"), std::string::npos);
  EXPECT_NE(yields(std::string(300, '(')).find("nested too deeply"), std::string::npos);
}

}  // namespace
}  // namespace waggle::library
