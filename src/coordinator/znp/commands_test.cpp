// Walks the tables: each command stands once, its rows agree with each other, and what decodes encodes
// to the same octets.
#include <gtest/gtest.h>

#include <random>
#include <set>

#include "coordinator/znp/inspect.h"
#include "coordinator/znp/other_commands.h"
#include "zigbee/zdo/messages.h"

namespace waggle::coordinator::znp {
namespace {

using Key = std::tuple<Type, Subsystem, int>;

TEST(MtTables, NoCommandStandsTwice) {
  std::set<Key> seen;
  std::set<std::string_view> names;
  auto add = [&](Type type, Subsystem subsystem, int number, std::string_view name) {
    EXPECT_TRUE(seen.emplace(type, subsystem, number).second) << name;
  };
  for (const Row& row : table()) {
    add(row.id.type, row.id.subsystem, row.id.number, row.id.name);
    EXPECT_TRUE(names.insert(row.id.name).second) << row.id.name;
  }
  for (const OtherRow& row : other_rows()) {
    add(row.type, row.subsystem, row.number, row.name);
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
  }
  for (const ZdoRow& row : zdo_rows()) {
    if (row.request != 0xFF) add(Type::sreq, Subsystem::zdo, row.request, row.name);
    if (row.response != 0xFF) add(Type::areq, Subsystem::zdo, row.response, row.name);
  }
}

TEST(MtTables, RequestsAndMessagesHaveTheirTypes) {
  for (const Row& row : table()) {
    EXPECT_TRUE(row.id.type == Type::sreq || row.id.type == Type::areq) << row.id.name;
    // The number space is divided: radios speak from 0x80 on (0xFF of APP_CNF and SYS_RESET_REQ aside).
    if (row.id.type != Type::sreq) continue;
    EXPECT_TRUE(row.id.number < 0x80 || row.id.number == 0xFF) << row.id.name;
  }
}

TEST(MtTables, EveryZdoRowHasItsMessages) {
  for (const ZdoRow& row : zdo_rows()) {
    EXPECT_NE(zdo::name_of(ClusterId(row.cluster)), "unknown") << row.name;
    if (row.request == 0xFF) continue;
    EXPECT_NE(zdo::name_of(ClusterId(row.cluster | zdo::response_bit)), "unknown") << row.name;
    EXPECT_EQ(find_zdo(row.cluster), &row) << row.name;
  }
}

TEST(MtProperty, WhatDecodesEncodesToTheSameOctets) {
  std::mt19937 random(5);
  for (const Row& row : table()) {
    for (const bool response : {false, true}) {
      if (response && row.id.type == Type::areq) continue;
      int decoded = 0;
      for (int round = 0; round < 4000; ++round) {
        Bytes data;
        for (auto n = random() % 60; n > 0; --n) {
          // Small octets make counts that fit.
          data.push_back(static_cast<std::uint8_t>(random() % 4 ? random() % 6 : random()));
        }
        const auto again = row.again(data, response);
        if (!again) continue;
        ++decoded;
        ASSERT_EQ(to_hex(*again), to_hex(data)) << row.id.name << (response ? " response" : "");
        EXPECT_EQ(row.describe(data, response).find("malformed"), std::string::npos) << row.id.name;
      }
      EXPECT_GT(decoded, 3) << row.id.name << (response ? " response" : "");
    }
  }
}

TEST(MtProperty, ShorterDataNeverFits) {
  const Bytes whole = *from_hex("00000003cf050101016900f0aee100000e11724c0345000700000000000000cf051d");
  for (const Row& row : table()) {
    if (row.id.name != "AF_INCOMING_MSG") continue;
    ASSERT_TRUE(row.again(whole, false));
    // The three octets behind the payload are newer firmware's, and may be missing.
    for (std::size_t n = 0; n + 3 < whole.size(); ++n) EXPECT_FALSE(row.again(ByteView(whole).first(n), false)) << n;
  }
}

TEST(OtherCommands, LayoutsCountTheirOctets) {
  const Bytes data = *from_hex("341202010002000302aabb");
  constexpr std::string_view layout = "destination:2 relays:** index:1 data:*";
  EXPECT_TRUE(fits(layout, data));
  EXPECT_FALSE(fits(layout, ByteView(data).first(data.size() - 1))) << "two octets are announced and one is there";
  EXPECT_EQ(to_hex(*member_by_layout(layout, data, "data")), "aabb");
  EXPECT_EQ(to_hex(*member_by_layout(layout, data, "index")), "03");
  EXPECT_EQ(to_hex(*member_by_layout("destination:2 relays:** rest:...", data, "relays")), "01000200");
  EXPECT_EQ(to_hex(*member_by_layout("destination:2 relays:** rest:...", data, "destination")), "3412");
  EXPECT_FALSE(member_by_layout("destination:2 relays:** rest:...", data, "nothing"));
  EXPECT_TRUE(fits("", {}));
  EXPECT_FALSE(fits("", data));
}

TEST(OtherCommands, EveryLayoutFitsTheLeastItAsksFor) {
  for (const OtherRow& row : other_rows()) {
    for (const std::string_view layout : {row.message, row.response}) {
      // Zeros: fixed members are there, counted ones are empty. One octet less is too few.
      std::size_t least = 0;
      while (least < 64 && !fits(layout, Bytes(least))) ++least;
      ASSERT_LT(least, 64u) << row.name << ": " << layout;
      EXPECT_TRUE(least == 0 || !fits(layout, Bytes(least - 1))) << row.name;
      const bool open = layout.find("...") != layout.npos;
      EXPECT_EQ(fits(layout, Bytes(least + 1)), open) << row.name;
    }
  }
}

TEST(Inspect, SaysWhatDoesNotFit) {
  const Bytes two{0, 0};
  const auto nothing = read_and_write({Type::sreq, Subsystem::sys, 0x70, two});
  ASSERT_FALSE(nothing);
  EXPECT_EQ(nothing.error().text, "there is no row for this command: type 1 subsystem 1 command 0x70 0000");
  const auto wrong = read_and_write({Type::sreq, Subsystem::sys, 0x01, two});
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().code, Errc::malformed);
}

TEST(Inspect, MembersOfWrappedZdoMessages) {
  const Bytes data = *from_hex("0a1b80");  // mgmt permit join response of 0x1B0A
  const UnpiFrame frame{Type::areq, Subsystem::zdo, 0xB6, data};
  EXPECT_EQ(to_hex(*member_of(frame, "source")), "0a1b");
  EXPECT_EQ(to_hex(*member_of(frame, "status")), "80");
  EXPECT_FALSE(member_of(frame, "data"));
}

}  // namespace
}  // namespace waggle::coordinator::znp
