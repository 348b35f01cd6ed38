#include "library/packed.h"

#include <gtest/gtest.h>

#include "core/json.h"

namespace waggle::library {
namespace {

Value parsed(std::string_view text) { return *json::parse(text); }

TEST(Packed, GivesBackWhatWasAdded) {
  Packer packer;
  const Value values[] = {
      parsed(R"({"name":"state","values":["on","off"],"least":-20,"most":4294967296,"step":0.5,"none":null,"set":true,"get":false})"),
      parsed(R"({"values":["on","off"],"name":"state"})"),
      parsed("{}"),
      parsed("[]"),
      parsed("[[],{},[{}]]"),
      Value(),
      Value(""),
      Value(BigInt{false, ~std::uint64_t{0}}),
      Value(BigInt{true, std::uint64_t{1} << 60}),
      Value(Bytes{0, 1, 0xFF}),
      Value(-1),
      Value(1e300),
  };
  std::vector<std::uint32_t> numbers;
  for (const Value& value : values) numbers.push_back(packer.add(value));
  const Bytes octets = packer.finish();
  for (std::size_t i = 0; i < numbers.size(); ++i) EXPECT_EQ(unpack(octets, numbers[i]), values[i]) << json::dump(values[i]);
  // The order of an object's keys is part of it.
  EXPECT_EQ(json::dump(unpack(octets, numbers[1])), R"({"values":["on","off"],"name":"state"})");
}

TEST(Packed, EqualValuesStandOnce) {
  Packer packer;
  const Value value = parsed(R"({"list":["a long text that is written once"]})");
  EXPECT_EQ(packer.add(value), packer.add(value));
  const std::size_t before = packer.finish().size();
  packer.add(Value(Array{value, value, value}));
  EXPECT_LT(packer.finish().size(), before + 20);
}

TEST(Packed, BrokenOctetsGiveNothingElse) {
  Packer packer;
  std::uint32_t last = 0;
  for (int i = 0; i < 20; ++i) last = packer.add(Value(Object{{"number", i}, {"text", "word " + std::to_string(i)}, {"list", Array{i, i / 3.0}}}));
  const Bytes whole = packer.finish();
  EXPECT_TRUE(unpack(whole, last + 1).is_null());
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const Bytes cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length));
    for (std::uint32_t number = 0; number <= last; ++number) (void)unpack(cut, number);
  }
  for (std::size_t at = 0; at < whole.size(); ++at) {
    Bytes wrong = whole;
    wrong[at] ^= 0xFF;
    for (std::uint32_t number = 0; number <= last; ++number) (void)unpack(wrong, number);
  }
}

}  // namespace
}  // namespace waggle::library
