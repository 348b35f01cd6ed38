#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "core/json.h"
#include "zigbee/zcl/frame.h"

namespace waggle::zcl {
namespace {

Bytes hex(std::string_view text) { return *from_hex(text); }

Frame read(ClusterId cluster, const Bytes& octets) {
  Frame frame;
  const auto result = decode(Catalogue(), cluster, octets, frame);
  EXPECT_TRUE(result) << to_hex(octets) << ": " << (result ? "" : result.error().text);
  return frame;
}

TEST(ZclTypes, EveryTypeRoundTripsZeroAndItsInvalidValue) {
  for (int number = 0; number < 256; ++number) {
    const TypeInfo* info = find_type(static_cast<Type>(number));
    if (!info) continue;
    ASSERT_EQ(find_type(info->name), info);
    ASSERT_EQ(find_type(info->label), info);
    Writer out;
    ASSERT_TRUE(encode(info->type, zero_value(info->type), out)) << info->name;
    const Bytes octets = out.take();
    Reader in(octets);
    Datum datum;
    ASSERT_TRUE(decode(info->type, in, datum)) << info->name;
    EXPECT_TRUE(in.done()) << info->name;
    EXPECT_FALSE(datum.is_invalid()) << info->name;
    Writer again;
    encode(datum, again);
    EXPECT_EQ(to_hex(again.view()), to_hex(octets)) << info->name;
    for (std::size_t n = 0; n < octets.size(); ++n) {
      Reader part(ByteView(octets).first(n));
      EXPECT_FALSE(decode(info->type, part, datum)) << info->name << " of " << n << " octets";
    }
    if (const auto none = invalid_value(info->type); none && info->form != TypeInfo::Form::semi) {
      Writer invalid;
      ASSERT_TRUE(encode(info->type, *none, invalid)) << info->name;
      const Bytes invalid_octets = invalid.take();
      Reader reread(invalid_octets);
      ASSERT_TRUE(decode(info->type, reread, datum));
      EXPECT_TRUE(datum.is_invalid()) << info->name;
    }
  }
}

TEST(ZclTypes, HalfPrecisionIsExactBothWays) {
  for (unsigned half = 0; half <= 0xFFFF; ++half) {
    const Bytes octets{static_cast<std::uint8_t>(half), static_cast<std::uint8_t>(half >> 8)};
    Reader in(octets);
    Datum datum;
    ASSERT_TRUE(decode(Type::semi, in, datum));
    Writer out;
    encode(datum, out);
    ASSERT_EQ(to_hex(out.view()), to_hex(octets)) << half;
  }
}

TEST(ZclTypes, ValuesOutOfRangeAreRefusedWithTheReason) {
  Writer out;
  EXPECT_FALSE(encode(Type::uint8, Value(256), out));
  EXPECT_FALSE(encode(Type::uint8, Value(-1), out));
  EXPECT_FALSE(encode(Type::int8, Value(128), out));
  EXPECT_FALSE(encode(Type::uint16, Value("abc"), out));
  EXPECT_FALSE(encode(Type::ieee, Value("0x12"), out));
  const auto result = encode(Type::uint8, Value(300), out);
  EXPECT_EQ(result.error().text, "the value 300 is out of range for uint8");
  EXPECT_EQ(out.size(), 0u);
  EXPECT_TRUE(encode(Type::uint64, Value("18446744073709551615"), out));
  EXPECT_EQ(to_hex(out.view()), "ffffffffffffffff");
}

TEST(ZclTables, NamesAndNumbersOfClustersAreUnique) {
  const auto all = standard_clusters();
  EXPECT_EQ(all.size(), 129u);
  std::size_t attributes = 0;
  std::size_t commands = 0;
  for (const Cluster* c : all) {
    EXPECT_EQ(find_standard(c->id), c) << c->name;
    EXPECT_EQ(find_standard(c->name), c) << c->name;
    attributes += c->attributes.size();
    commands += c->commands.size() + c->responses.size();
    for (const Attribute& a : c->attributes) EXPECT_TRUE(find_type(a.type)) << c->name << a.name;
  }
  EXPECT_EQ(attributes, 1354u);
  EXPECT_EQ(commands, 424u);
}

TEST(ZclFrame, ReadResponseWithEveryKindOfRecord) {
  // A TRADFRI lamp answers a read of modelId, powerSource and something it has not.
  const Bytes octets = hex("18160104000042105f545a453230305f776c6f7366656e6107000030 03feff86");
  const Frame frame = read(ClusterId(0), octets);
  ASSERT_TRUE(frame.is(Foundation::read_response));
  ASSERT_EQ(frame.records.size(), 3u);
  EXPECT_EQ(frame.records[0].value.text(), "_TZE200_wlosfena");
  EXPECT_EQ(frame.records[1].value.bits, 3u);
  EXPECT_EQ(frame.records[2].status, 0x86);
  EXPECT_EQ(to_hex(encode(frame)), to_hex(octets));
}

TEST(ZclFrame, ReportingInBothDirectionsAndShortSuccess) {
  for (const char* text : {"005106000000100100201c",        // discrete: no reportable change
                           "000106000000290a002c01640001 0500 3c00",  // analog, then a direction 1
                           "08280700", "182807860000050018 2807"}) {
    const Bytes octets = hex(text);
    Frame frame;
    if (decode(Catalogue(), ClusterId(0x0402), octets, frame)) {
      EXPECT_EQ(to_hex(encode(frame)), to_hex(octets)) << text;
    }
  }
  const Frame frame = read(ClusterId(0x0402), hex("000106000000290a002c016400010500 3c00"));
  ASSERT_EQ(frame.records.size(), 2u);
  EXPECT_EQ(frame.records[0].value.sint(), 100);
  EXPECT_EQ(frame.records[1].timeout, 60);
}

TEST(ZclFrame, CommandsWithConditions) {
  const Frame off = read(ClusterId(6), hex("1101400001"));
  EXPECT_TRUE(off.is_command("offWithEffect"));
  EXPECT_EQ(json::dump(params_to_object(off)), R"({"effectid":0,"effectvariant":1})");
  // genScenes recall may carry a transition time or not.
  EXPECT_EQ(json::dump(params_to_object(read(ClusterId(5), hex("110105070001")))),
            R"({"groupid":7,"sceneid":1})");
  EXPECT_EQ(json::dump(params_to_object(read(ClusterId(5), hex("1101050700010a00")))),
            R"({"groupid":7,"sceneid":1,"transitionTime":10})");
  // A group membership response counts its list in the parameter before it.
  EXPECT_EQ(json::dump(params_to_object(read(ClusterId(4), hex("190102fe0207000900")))),
            R"({"capacity":254,"groupcount":2,"grouplist":[7,9]})");
}

TEST(ZclFrame, TuyaDatapoints) {
  const Bytes octets = hex("190102000103020004000000d9");
  const Frame frame = read(ClusterId(0xEF00), octets);
  EXPECT_TRUE(frame.is_command("dataReport"));
  EXPECT_EQ(json::dump(params_to_object(frame)),
            R"({"seq":256,"dpValues":[{"dp":3,"datatype":2,"data":{"type":"Buffer","data":[0,0,0,217]}}]})");
  EXPECT_EQ(to_hex(encode(frame)), to_hex(octets));
  Writer out;
  const Object again = params_to_object(frame);
  ASSERT_TRUE(encode_params(*frame.command, again, out));
  EXPECT_EQ(to_hex(out.view()), to_hex(ByteView(octets).subspan(3)));
}

TEST(ZclFrame, UnknownClustersAndCommandsKeepTheirOctets) {
  const Bytes octets = hex("057c112c0700010d00");  // an IKEA arrow key: scenes, command 7, code 0x117C
  const Frame frame = read(ClusterId(0xFC7F), octets);
  EXPECT_EQ(frame.cluster, nullptr);
  EXPECT_EQ(frame.header.manufacturer, 0x117C);
  EXPECT_EQ(to_hex(frame.payload), "00010d00");
  EXPECT_EQ(to_hex(encode(frame)), to_hex(octets));
}

TEST(ZclFrame, NonsenseIsRefused) {
  for (const char* text : {"", "00", "1801", "180100", "02010000", "18010104000042105f", "1101400 0",
                           "180117", "18010a0000ee00", "18010a000048200100"}) {
    const auto octets = from_hex(text);
    if (!octets) continue;
    Frame frame;
    if (std::string_view(text) == "180100") continue;  // a read of nothing is legal
    EXPECT_FALSE(decode(Catalogue(), ClusterId(6), *octets, frame)) << text;
  }
}

TEST(ZclFrame, MissingParametersAndForbiddenValuesAreNamed) {
  Writer out;
  const Command* add = find_standard("genGroups")->command("add", false);
  auto result = encode_params(*add, {{"groupid", 1}}, out);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().text, "Parameter 'groupname' is missing");
  result = encode_params(*add, {{"groupid", 70000}, {"groupname", ""}}, out);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().text, "Parameter 'groupid' the value 70000 is out of range for uint16");
}

// For every command of every cluster: random payloads, decoded and encoded again.
TEST(ZclProperty, DecodedCommandsEncodeToTheSameOctets) {
  std::mt19937 random(1);
  std::size_t decoded = 0;
  for (const Cluster* cluster : standard_clusters()) {
    for (bool to_client : {false, true}) {
      for (const Command& command : to_client ? cluster->responses : cluster->commands) {
        for (int round = 0; round < 40; ++round) {
          Bytes octets{static_cast<std::uint8_t>(to_client ? 9 : 1), 7, command.id};
          for (auto n = random() % 40; n > 0; --n) octets.push_back(static_cast<std::uint8_t>(random()));
          Frame frame;
          if (!decode(Catalogue(), cluster->id, octets, frame)) continue;
          ++decoded;
          ASSERT_EQ(to_hex(encode(frame)), to_hex(octets)) << cluster->name << " " << command.name;
          // What people can write as JSON gives the same octets wherever values say it all.
          Writer out;
          const Object values = params_to_object(frame);
          if (encode_params(command, values, out)) {
            ASSERT_LE(out.size(), frame.payload.size()) << cluster->name << " " << command.name;
          }
        }
      }
    }
  }
  EXPECT_GT(decoded, 5000u);
}

TEST(ZclProperty, FoundationFramesOfRandomOctetsRoundTrip) {
  std::mt19937 random(2);
  std::size_t decoded = 0;
  for (int round = 0; round < 200'000; ++round) {
    Bytes octets{static_cast<std::uint8_t>(8 * (random() & 1)), 1, static_cast<std::uint8_t>(random() % 24)};
    for (auto n = random() % 24; n > 0; --n) {
      // Small numbers are likelier to be types and statuses.
      octets.push_back(static_cast<std::uint8_t>(random() % 3 ? random() % 0x50 : random()));
    }
    Frame frame;
    if (!decode(Catalogue(), ClusterId(0), octets, frame)) continue;
    ++decoded;
    ASSERT_EQ(to_hex(encode(frame)), to_hex(octets));
    for (const Record& record : frame.records) (void)to_value(record.value);
  }
  EXPECT_GT(decoded, 10'000u);
}

TEST(ZclCatalogue, OverlaysAddAndReplaceRows) {
  auto owned = std::make_shared<OwnedCluster>(ClusterId(6), "genOnOff", std::uint16_t{0}, find_standard("genOnOff"));
  owned->add(Attribute(0x8000, "childLock", Type::boolean).write());
  ASSERT_TRUE(owned->add_command(false, 0xFC, "ping", "seq:uint8 rest:buffer", -1, 0));
  const auto bad = owned->add_command(false, 0xFD, "broken", "seq:uint9", -1, 0);
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().text, "command 'broken': no such type at character 10 of 'seq:uint9'");
  const Catalogue catalogue(std::make_shared<Overlay>(Overlay{owned}));
  EXPECT_EQ(catalogue.find("genOnOff")->attribute(AttributeId(0x8000))->name, "childLock");
  EXPECT_EQ(catalogue.find(ClusterId(6))->attribute("onOff")->id, 0);
  Frame frame;
  const Bytes octets = hex("1101fc050102");
  ASSERT_TRUE(decode(catalogue, ClusterId(6), octets, frame));
  EXPECT_EQ(json::dump(params_to_object(frame)), R"({"seq":5,"rest":{"type":"Buffer","data":[1,2]}})");
}

}  // namespace
}  // namespace waggle::zcl
