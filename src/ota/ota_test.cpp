// Images, indexes and parts: what can be told without a device.
#include <gtest/gtest.h>

#include <algorithm>

#include "core/json.h"
#include "ota/airtime.h"
#include "ota/part.h"
#include "ota/store.h"
#include "ota/words.h"

namespace waggle::ota {
namespace {

ImageHeader header() {
  ImageHeader out;
  out.manufacturer = 0x1234;
  out.image_type = 0x0102;
  out.file_version = 0x01020304;
  out.text = "a lamp";
  return out;
}

// Images -----------------------------------------------------------------------------------------------------

TEST(Images, AreReadAsTheyWereWritten) {
  ImageHeader wanted = header();
  wanted.security_credential = 2;
  wanted.destination = Ieee(0x00158D0001070430);
  wanted.hardware = HardwareRange{1, 0x0203};
  const Bytes file = write_image(wanted, {{0, Bytes{1, 2, 3}}, {0xF000, Bytes{4, 5}}, {0xFFBF, {}}});
  const auto image = read_image(file);
  ASSERT_TRUE(image) << image.error().text;
  EXPECT_EQ(image->header.length, 56 + 1 + 8 + 4);
  EXPECT_EQ(image->header.size, file.size());
  EXPECT_EQ(image->header.manufacturer, 0x1234);
  EXPECT_EQ(image->header.image_type, 0x0102);
  EXPECT_EQ(image->header.file_version, 0x01020304u);
  EXPECT_EQ(image->header.text, "a lamp");
  EXPECT_EQ(image->header.security_credential, 2);
  EXPECT_EQ(image->header.destination, Ieee(0x00158D0001070430));
  EXPECT_EQ(image->header.hardware->max, 0x0203);
  ASSERT_EQ(image->elements.size(), 3u);
  const ImageElement& telink = image->elements[1];
  EXPECT_EQ(Bytes(file.begin() + static_cast<std::ptrdiff_t>(telink.offset), file.begin() + static_cast<std::ptrdiff_t>(telink.offset + telink.size)), (Bytes{4, 5}));
  EXPECT_EQ(image->octets, file);
}

TEST(Images, BeginBehindAMakersHeaderAndEndWhereTheySay) {
  const Bytes file = write_image(header(), {{0, Bytes(10)}});
  Bytes around{'h', 'e', 'y'};
  around.insert(around.end(), file.begin(), file.end());
  around.push_back(99);
  const auto image = read_image(around);
  ASSERT_TRUE(image) << image.error().text;
  EXPECT_EQ(image->octets, file);
}

TEST(Images, CutAnywhereAreRefused) {
  ImageHeader wanted = header();
  wanted.hardware = HardwareRange{1, 2};
  const Bytes file = write_image(wanted, {{0, Bytes(10)}, {3, Bytes(16)}});
  for (std::size_t size = 0; size < file.size(); ++size) {
    const auto image = read_image(ByteView(file).first(size));
    ASSERT_FALSE(image) << size;
    EXPECT_FALSE(image.error().text.empty());
  }
}

TEST(Images, WhatDoesNotAddUpIsRefused) {
  const Bytes good = write_image(header(), {{0, Bytes(10)}});
  struct Row {
    std::size_t at;
    std::uint8_t value;
    std::string reason;
  };
  for (const Row& row : {Row{0, 0, "Not a valid OTA file"}, Row{6, 10, "its header says that it has 10 octets, and has at least 56"},
                         Row{6, 200, "Size mismatch: its header is longer than the whole"}, Row{52, 60, "Size mismatch: the element 0x0000 goes beyond the end"},
                         Row{52, 73, "Size mismatch: there are 72 octets of 73"}, Row{58, 11, "Size mismatch: the element 0x0000 goes beyond the end"}}) {
    Bytes bad = good;
    bad[row.at] = row.value;
    const auto image = read_image(bad);
    ASSERT_FALSE(image) << row.reason;
    EXPECT_EQ(image.error().text, row.reason);
  }
}

TEST(Images, HaveTheHashOfTheStandard) {
  EXPECT_EQ(sha512(as_bytes("abc")).substr(0, 32), "ddaf35a193617abacc417349ae204131");
}

// Indexes ----------------------------------------------------------------------------------------------------

TEST(Indexes, ADeviceThatTellsItsHardwareGetsWhatIsForIt) {
  const auto document = json::parse(R"([
    {"url": "a", "imageType": 1, "manufacturerCode": 2, "fileVersion": 3, "hardwareVersionMin": 5, "hardwareVersionMax": 6},
    {"url": "b", "imageType": 1, "manufacturerCode": 2, "fileVersion": 4, "hardwareVersionMax": 8},
    {"imageType": 1}, 7,
    {"url": "c", "imageType": 1, "manufacturerCode": 2, "fileVersion": 5, "manufacturerName": "Other", "modelId": "x"}])");
  ASSERT_TRUE(document);
  int skipped = 0;
  const auto index = parse_index(*document, skipped);
  ASSERT_TRUE(index);
  EXPECT_EQ(skipped, 2);
  struct Row {
    std::optional<std::uint16_t> hardware;
    std::string_view maker;
    OtherWords words;
    std::string_view url;
  };
  for (const Row& row : {Row{5, "", {}, "a"}, Row{6, "", {}, "a"}, Row{7, "", {}, "b"}, Row{4, "", {}, "b"}, Row{9, "", {}, ""},
                         Row{std::nullopt, "", {}, ""}, Row{std::nullopt, "Other", {"x", ""}, "c"}, Row{std::nullopt, "", {"x", "Other"}, "c"}}) {
    const IndexEntry* found = find_entry(*index, {2, 1, 0, row.hardware}, {"model", row.maker, row.words});
    EXPECT_EQ(found ? std::string_view(found->url) : std::string_view(), row.url);
  }
  EXPECT_FALSE(parse_index(Value(Object{}), skipped));
}

TEST(Indexes, SomeDevicesHaveOtherNamesInThem) {
  EXPECT_EQ(other_words("SONOFF", "SWV-ZNE").model, "SWV-ZFE");
  EXPECT_EQ(other_words("Salus Controls", "SP600").maker_name, "SalusControls");
  EXPECT_EQ(other_words("IKEA", "SP600").maker_name, "");
}

// Parts ------------------------------------------------------------------------------------------------------

TEST(Parts, AreAsLargeAsBothSidesTake) {
  struct Row {
    std::string_view what;
    std::uint16_t maker;
    std::uint32_t offset;
    std::uint8_t asked;
    std::uint32_t most, begin, size;
  };
  const Row rows[] = {
      {"ours is smaller", 1, 0, 64, 50, 0, 50},     {"theirs is smaller", 1, 100, 20, 50, 100, 20}, {"the end", 1, 990, 64, 50, 990, 10},
      {"Insta", 4474, 0, 64, 50, 0, 40},            {"Insta, small", 4474, 0, 30, 50, 0, 30},       {"dresden elektronik", 4405, 0, 64, 64, 0, 40},
      {"Legrand", 4129, 0, 64, 50, 0, 64},          {"Legrand, stuck", 4129, 50, 12, 50, 78, 64},   {"Legrand, elsewhere", 4129, 100, 12, 50, 100, 12},
  };
  for (const Row& row : rows) {
    Request request;
    request.kind = Request::Kind::block;
    request.manufacturer = row.maker;
    request.offset = row.offset;
    request.most = row.asked;
    const auto part = part_for(request, 1000, 0, row.most);
    ASSERT_TRUE(part) << row.what;
    EXPECT_EQ(part->offset, row.begin) << row.what;
    EXPECT_EQ(part->size, row.size) << row.what;
  }
}

TEST(Parts, NothingIsBeyondTheEnd) {
  Request request;
  request.kind = Request::Kind::block;
  request.most = 50;
  for (const std::uint32_t offset : {1000u, 1001u, 0xFFFFFFFFu}) {
    request.offset = offset;
    EXPECT_FALSE(part_for(request, 1000, 0, 50)) << offset;
  }
  request.offset = 0xFFFFFFFF;
  EXPECT_FALSE(part_for(request, 1000, 50, 50)) << "nor round the corner";
  request.offset = 0;
  request.most = 0;
  EXPECT_FALSE(part_for(request, 1000, 0, 50));
}

TEST(Parts, OfAPageFillItAndNoMore) {
  Request request;
  request.kind = Request::Kind::page;
  request.offset = 100;
  request.most = 64;
  request.page_size = 120;
  std::vector<std::uint32_t> sizes;
  for (std::uint32_t done = 0; done < request.page_size;) {
    const auto part = part_for(request, 1000, done, 50);
    ASSERT_TRUE(part);
    sizes.push_back(part->size);
    done += part->size;
  }
  EXPECT_EQ(sizes, (std::vector<std::uint32_t>{50, 50, 20}));
}

TEST(Parts, SomeMakersNeedPatience) {
  ImageHeader image = header();
  EXPECT_FALSE(patience_with(image));
  image.manufacturer = 4617;
  EXPECT_EQ(patience_with(image), 60min);
  image.manufacturer = 4742;
  EXPECT_FALSE(patience_with(image));
  image.image_type = 8199;
  EXPECT_EQ(patience_with(image), 60min);
}

// Airtime ----------------------------------------------------------------------------------------------------

TEST(Air, BelongsToOneAloneAndIsSharedFairly) {
  VirtualTime time;
  Airtime air(time);
  std::string order;
  auto talk = [&](Airtime::Share& share, char name) -> Task<> {
    for (int i = 0; i < 5; ++i) {
      co_await share.turn();
      order += name;
    }
  };
  Airtime::Share one(air);
  {
    TaskGroup tasks;
    auto task = talk(one, 'a');
    tasks.spawn("a", std::move(task));
    EXPECT_EQ(order, "aaaaa") << "it has its own pace and no other";
  }
  order.clear();
  Airtime::Share two(air), three(air);
  TaskGroup tasks;
  auto a = talk(one, 'a'), b = talk(two, 'b'), c = talk(three, 'c');
  tasks.spawn("a", std::move(a));
  tasks.spawn("b", std::move(b));
  tasks.spawn("c", std::move(c));
  time.advance(Airtime::spacing * 8);
  EXPECT_EQ(order.size(), 8u) << order;
  for (const char name : {'a', 'b', 'c'}) EXPECT_GE(std::count(order.begin(), order.end(), name), 2) << order;
  time.advance(1min);
  EXPECT_EQ(order.size(), 15u);
  EXPECT_EQ(air.updates().free(), Airtime::most_updates);
}

}  // namespace
}  // namespace waggle::ota
