#include <gtest/gtest.h>

#include "core/bytes.h"
#include "core/fields.h"
#include "core/number.h"
#include "core/time.h"

namespace waggle {
namespace {

TEST(Reader, ShortInputFailsOnceAndYieldsZero) {
  const Bytes bytes{1, 2, 3};
  Reader in(bytes);
  EXPECT_EQ(in.u16(), 0x0201);
  EXPECT_EQ(in.u16(), 0);
  EXPECT_FALSE(in.ok());
  EXPECT_EQ(in.u8(), 0) << "a failed reader stays failed";
}

TEST(Reader, OddWidthsAndSigns) {
  const Bytes bytes{0xFF, 0xFF, 0xFF, 0x01, 0x02, 0x03};
  Reader in(bytes);
  EXPECT_EQ(in.sint(3), -1);
  EXPECT_EQ(in.uint_be(3), 0x010203u);
  EXPECT_TRUE(in.done());
}

TEST(Hex, BothWays) {
  EXPECT_EQ(to_hex(Bytes{0x00, 0xAB, 0x10}), "00ab10");
  EXPECT_EQ(from_hex("00AB 10"), (Bytes{0x00, 0xAB, 0x10}));
  for (const char* bad : {"0", "0g", "00 ", " 00", "0 0"}) EXPECT_FALSE(from_hex(bad)) << bad;
}

struct Sample {
  std::uint16_t nwk{};
  std::int8_t power{};
  bool joined{};
  std::array<std::uint8_t, 3> key{};
  ShortList<std::uint16_t> clusters{};
  std::optional<std::uint32_t> revision{};
  WAGGLE_FIELDS(Sample, nwk, power, joined, key, clusters, revision)
};
struct Nothing {
  WAGGLE_FIELDS(Nothing)
};

TEST(Fields, EncodeThenDecodeIsIdentity) {
  const Sample sent{0x1A2B, -5, true, {1, 2, 3}, {{6, 8}}, 20240710};
  const Bytes bytes = encode(sent);
  EXPECT_EQ(to_hex(bytes), "2b1afb01010203020600080046d93401");
  Sample got;
  Reader in(bytes);
  EXPECT_TRUE(decode(got, in));
  EXPECT_TRUE(in.done());
  EXPECT_EQ(got, sent);
  EXPECT_EQ(describe(got),
            "nwk=0x1a2b power=-5 joined=true key=010203 clusters=[0x0006,0x0008] revision=0x134d946");
  EXPECT_TRUE(encode(Nothing{}).empty());
}

TEST(Fields, OptionalTailMayBeMissingButNothingElse) {
  const Bytes bytes = *from_hex("2b1afb0101020300");
  Sample got;
  Reader whole(bytes);
  EXPECT_TRUE(decode(got, whole));
  EXPECT_FALSE(got.revision);
  for (std::size_t n = 0; n < bytes.size(); ++n) {
    Reader part(ByteView(bytes).first(n));
    EXPECT_FALSE(decode(got, part)) << n;
  }
}

TEST(Number, PrintsAsJavaScriptDoes) {
  const std::pair<double, const char*> cases[] = {
      {21.5, "21.5"},       {0, "0"},           {-0.0, "0"},          {1e21, "1e+21"},
      {1e20, "100000000000000000000"},          {1.5e-7, "1.5e-7"},   {0.000001, "0.000001"},
      {123456789012345680.0, "123456789012345680"}, {0.1 + 0.2, "0.30000000000000004"},
      {-1.25, "-1.25"},     {5e-324, "5e-324"}, {1e15, "1000000000000000"},
  };
  for (const auto& [value, text] : cases) EXPECT_EQ(js::to_string(value), text);
}

TEST(Number, RoundsAsJavaScriptDoes) {
  EXPECT_EQ(js::round(2.5), 3);
  EXPECT_EQ(js::round(-2.5), -2);
  EXPECT_EQ(js::round(0.49999999999999994), 0);
  EXPECT_EQ(js::to_fixed(2.5, 0), "3");
  EXPECT_EQ(js::to_fixed(-2.5, 0), "-3");
  EXPECT_EQ(js::to_fixed(1.005, 2), "1.00");
  EXPECT_EQ(js::to_fixed(9.995, 2), "9.99");
  EXPECT_EQ(js::to_fixed(99.5, 0), "100");
  EXPECT_EQ(js::to_fixed(21.7, 1), "21.7");
  EXPECT_EQ(js::precision_round(21.655, 2), 21.66);
}

TEST(Number, ReadsAsJavaScriptDoes) {
  EXPECT_EQ(js::to_number(" 12 "), 12);
  EXPECT_EQ(js::to_number(""), 0);
  EXPECT_EQ(js::to_number("0x10"), 16);
  EXPECT_EQ(js::to_number("1e3"), 1000);
  EXPECT_FALSE(js::to_number("12px"));
  EXPECT_EQ(js::parse_float("12.5px"), 12.5);
  EXPECT_FALSE(js::parse_float("px"));
}

TEST(Number, WholeFitsWhateverComes) {
  EXPECT_EQ(js::whole<std::uint8_t>(7.9), 7);
  EXPECT_EQ(js::whole<std::uint8_t>(256), 255);
  EXPECT_EQ(js::whole<std::uint8_t>(-1), 0);
  EXPECT_EQ(js::whole<int>(1e30), INT32_MAX);
  EXPECT_EQ(js::whole<int>(-1e30), INT32_MIN);
  EXPECT_EQ(js::whole<std::uint64_t>(1e30), UINT64_MAX);
  EXPECT_EQ(js::whole<std::int64_t>(-9007199254740991.0), -9007199254740991);
  EXPECT_EQ(js::whole<int>(std::nan("")), 0);
  EXPECT_EQ(js::whole<int>(std::nan(""), -1), -1);
}

TEST(Time, IsoText) {
  EXPECT_EQ(iso8601_utc({1768478400123}), "2026-01-15T12:00:00.123Z");
  EXPECT_EQ(iso8601_utc({-1}), "1969-12-31T23:59:59.999Z");
}

}  // namespace
}  // namespace waggle
