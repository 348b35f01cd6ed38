#include "core/json.h"

#include <gtest/gtest.h>

namespace waggle {
namespace {

TEST(Json, RoundTripKeepsOrderAndSortsOnRequest) {
  const auto value = json::parse(R"({"b":[1,2.5,"x"],"a":{"n":null,"t":true}})");
  ASSERT_TRUE(value);
  EXPECT_EQ(json::dump(*value), R"({"b":[1,2.5,"x"],"a":{"n":null,"t":true}})");
  EXPECT_EQ(json::dump(*value, json::Keys::sorted), R"({"a":{"n":null,"t":true},"b":[1,2.5,"x"]})");
  EXPECT_EQ(json::pretty(*json::parse(R"({"a":[],"b":[1]})"), 2),
            "{\n  \"a\": [],\n  \"b\": [\n    1\n  ]\n}");
}

TEST(Json, MistakesAreNamedWithTheirPlace) {
  for (const char* bad : {"", "{", "{\"a\":}", "[1,]", "nul", "{} x", "\"\xff\"", "01"}) {
    const auto value = json::parse(bad);
    ASSERT_FALSE(value) << bad;
    EXPECT_EQ(value.error().code, Errc::malformed);
    EXPECT_NE(value.error().text.find("not JSON"), std::string::npos);
  }
  EXPECT_FALSE(json::parse(std::string(100'000, '[')));
}

TEST(Json, NumbersAreThoseOfJavaScript) {
  const std::pair<const char*, const char*> rows[] = {
      {"123456789.123456789", "123456789.12345679"},
      {"900719925474099311844674407370955161", "9.007199254740993e+35"},
      {"18446744073709551615", "18446744073709552000"},
      {"-9223372036854775809", "-9223372036854776000"},
      {"9007199254740993", "9007199254740992"},
      {"2251799813685249.5", "2251799813685249.5"},
      {"123456789012345678901", "123456789012345680000"},
      {"1e21", "1e+21"},
      {"1e400", "null"},
      {"1e-400", "0"},
      {"-0", "0"},
  };
  for (const auto& [text, written] : rows) EXPECT_EQ(json::dump(*json::parse(text)), written) << text;
}

TEST(Json, StringsOfDevicesNeedNotBeText) {
  EXPECT_EQ(json::dump(Value("a\"\\\n\x01\xff")), "\"a\\\"\\\\\\n\\u0001\xEF\xBF\xBD\"");
  EXPECT_EQ(json::dump(Value(Bytes{1, 2})), R"({"type":"Buffer","data":[1,2]})");
}

TEST(Value, Integers) {
  EXPECT_EQ(json::dump(Value(std::uint64_t{0xFFFFFFFFFFFFFFFF})), "\"18446744073709551615\"");
  EXPECT_EQ(json::dump(Value(std::int64_t{INT64_MIN})), "\"-9223372036854775808\"");
  EXPECT_EQ(Value(3).integer(0, 5), 3);
  EXPECT_FALSE(Value(3.5).integer(0, 5));
  EXPECT_FALSE(Value(6).integer(0, 5));
}

TEST(Value, KeysSortAsUtf16) {
  EXPECT_TRUE(key_less("a", "ab"));
  EXPECT_TRUE(key_less("\xF0\x9F\x98\x80", "\xEF\xBF\xBD"));  // an emoji before U+FFFD
  EXPECT_TRUE(key_less("z", "\xC3\xA4"));
}

TEST(Value, DeepMergeMergesObjectsAndReplacesTheRest) {
  Object into = json::parse(R"({"a":{"x":1,"y":2},"b":[1,2]})")->object();
  deep_merge(into, json::parse(R"({"a":{"y":3},"b":[9]})")->object());
  EXPECT_EQ(json::dump(Value(into)), R"({"a":{"x":1,"y":3},"b":[9]})");
}

}  // namespace
}  // namespace waggle
