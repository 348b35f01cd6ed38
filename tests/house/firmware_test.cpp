// Updates of firmware through the whole program: where images come from, devices that fetch them, and what
// people are told.
#include <algorithm>

#include "house/house.h"
#include "ota/image.h"

namespace waggle::house {
namespace {

constexpr std::uint16_t ikea = 0x117C, lamp_type = 0x2801, light_type = 0x2202;
constexpr std::uint32_t old_version = 0x10000001, new_version = 0x10000002;
constexpr std::string_view latest = "https://raw.githubusercontent.com/Koenkk/zigbee-OTA/master/index.json";
constexpr std::string_view previous = "https://raw.githubusercontent.com/Koenkk/zigbee-OTA/master/index1.json";

std::string image(std::uint32_t version, std::size_t size = 1200, std::uint16_t type = lamp_type, std::uint16_t maker = ikea) {
  ota::ImageHeader header;
  header.manufacturer = maker;
  header.image_type = type;
  header.file_version = version;
  header.text = "build " + std::to_string(version & 0xFF);
  Bytes content(size);
  for (std::size_t i = 0; i < size; ++i) content[i] = static_cast<std::uint8_t>(i * 7 + 3);
  return std::string(as_text(ota::write_image(header, {{0, std::move(content)}})));
}

Object entry(const std::string& url, std::uint32_t version, std::uint16_t type = lamp_type) {
  return {{"url", url}, {"fileVersion", version}, {"imageType", type}, {"manufacturerCode", ikea}};
}

class FirmwareTest : public testing::Test {
 protected:
  FirmwareTest() {
    house.web.pages[std::string(latest)] = "[]";
    house.web.pages[std::string(previous)] = "[]";
    house.start();
    house.join("living room lamp");
    name("living room lamp", "lamp");
  }
  void name(std::string_view device, std::string_view as) {
    house.request("device/rename", Object{{"from", house.address(device)}, {"to", as}});
    house.forget();
  }
  /// The index has an image for the lamp.
  void offer(std::uint32_t version, std::size_t size = 1200, Object more = {}) {
    const std::string url = "https://firmware/lamp.ota";
    house.web.pages[url] = image(version, size);
    Object row = entry(url, version);
    for (const auto& [key, value] : more) row.set(key, value);
    house.web.pages[std::string(latest)] = json::dump(Value(Array{row}));
  }
  Value ask(const std::string& what, Value payload = Object{{"id", "lamp"}}) { return house.request("device/ota_update/" + what, payload); }
  /// Without waiting for the response.
  void begin(const std::string& what, Value payload = Object{{"id", "lamp"}}) {
    house.mqtt->deliver("zigbee2mqtt/bridge/request/device/ota_update/" + what, json::dump(payload));
  }
  /// What the device says of its updates.
  Value client(std::string_view device = "living room lamp") {
    const Value all = house.order({{"cmd", "device"}, {"device", device}});
    const Value* found = all.find("ota");
    return found ? *found : Value();
  }
  std::uint32_t version(std::string_view device = "living room lamp") {
    return static_cast<std::uint32_t>(client(device).find("version")->number_or(0));
  }
  /// The device asks by itself.
  void query(std::string_view device = "living room lamp", std::uint32_t has = old_version, std::uint16_t type = lamp_type) {
    house.order({{"cmd", "command"}, {"device", device}, {"cluster", "genOta"}, {"command", "queryNextImageRequest"}, {"to_client", false},
                 {"payload", Object{{"fieldControl", 0}, {"manufacturerCode", ikea}, {"imageType", type}, {"fileVersion", has}}}});
    house.wait(1s);
  }
  Value shown(std::string_view device = "lamp") {
    const Value state = house.last(std::string(device));
    const Value* update = state.find("update");
    return update ? *update : Value();
  }
  /// The states of the property one after the other, without repetitions.
  std::vector<std::string> states(std::string_view device = "lamp") {
    std::vector<std::string> out;
    for (const Value& state : house.all(std::string(device))) {
      const Value* update = state.find("update", "state");
      if (update && (out.empty() || out.back() != update->string())) out.push_back(update->string());
    }
    return out;
  }
  struct Sent {
    std::int64_t at = 0;  // milliseconds
    std::string device;
    std::string octets;  // hexadecimal, header and all
  };
  /// Frames of the cluster from (`up`) or to devices.
  std::vector<Sent> frames(bool up, std::uint8_t command) {
    std::vector<Sent> out;
    const Value log = house.order({{"cmd", "log"}, {"from", 0}});
    for (const Value& frame : log.find("frames")->array()) {
      if (*frame.find("cluster") != Value(0x19) || (*frame.find("dir") == Value("up")) != up || *frame.find("kind") != Value("zcl")) continue;
      const std::string& data = frame.find("data")->string();
      if (data.size() < 6 || (data[1] != '1' && data[1] != '9') || data.substr(4, 2) != to_hex(Bytes{command})) continue;
      out.push_back({static_cast<std::int64_t>(frame.find("t")->number()), frame.find("device")->string(), data});
    }
    return out;
  }

  House house;
};

// Checking ---------------------------------------------------------------------------------------------------

TEST_F(FirmwareTest, NothingIsThere) {
  const Value answer = ask("check", Object{{"id", "lamp"}, {"transaction", 7}});
  EXPECT_EQ(answer, Value(Object{{"data", Object{{"id", "lamp"}, {"update_available", false}, {"downgrade", false}}}, {"status", "ok"}, {"transaction", 7}}));
  EXPECT_EQ(shown(), Value(Object{{"state", "idle"}, {"installed_version", old_version}, {"latest_version", old_version}, {"latest_source", nullptr}, {"latest_release_notes", nullptr}}));
  EXPECT_EQ(*client().find("refused"), Value(0x98));
}

TEST_F(FirmwareTest, SomethingIsThere) {
  offer(new_version, 1200, {{"releaseNotes", "Brighter"}});
  const Value answer = ask("check", "lamp");
  EXPECT_EQ(*answer.find("data"), Value(Object{{"id", "lamp"}, {"update_available", true}, {"downgrade", false}, {"source", "https://firmware/lamp.ota"}, {"release_notes", "Brighter"}}));
  EXPECT_EQ(shown(), Value(Object{{"state", "available"}, {"installed_version", old_version}, {"latest_version", new_version}, {"latest_source", "https://firmware/lamp.ota"}, {"latest_release_notes", "Brighter"}}));
}

TEST_F(FirmwareTest, EntriesAreForSomeDevicesOnly) {
  struct Row {
    Object more;
    bool available;
  };
  const Row rows[] = {
      {{}, true},
      {{{"modelId", "TRADFRI bulb E27 CWS opal 600lm"}}, true},
      {{{"modelId", "another"}}, false},
      {{{"manufacturerName", Array{"Nobody", "IKEA of Sweden"}}}, true},
      {{{"manufacturerName", Array{"Nobody"}}}, false},
      {{{"minFileVersion", old_version}}, true},
      {{{"minFileVersion", new_version}}, false},
      {{{"maxFileVersion", old_version}}, true},
      {{{"maxFileVersion", 5}}, false},
      {{{"hardwareVersionMin", 1}}, false},
      {{{"hardwareVersionMax", 1}}, false},
      {{{"manufacturerCode", 0x1037}}, false},
      {{{"imageType", 1}}, false},
      {{{"fileVersion", 1}}, false},
      {{{"fileVersion", 1}, {"force", true}}, true},
  };
  for (const Row& row : rows) {
    offer(new_version, 1200, row.more);
    EXPECT_EQ(*ask("check").find("data", "update_available"), Value(row.available)) << json::dump(Value(row.more));
  }
}

TEST_F(FirmwareTest, TheUsersIndexComesFirst) {
  offer(new_version + 1);
  house.stop();
  (void)house.files.replace("data/configuration.yaml", *house.files.read("data/configuration.yaml") + "ota:\n  zigbee_ota_override_index_location: own.json\n");
  (void)house.files.replace("data/own.json", json::dump(Value(Array{Object{{"url", "own.ota"}}})));
  (void)house.files.replace("data/own.ota", "a maker's own header" + image(new_version));
  house.start();
  EXPECT_EQ(*ask("check").find("data", "source"), Value("own.ota"));
  EXPECT_EQ(*shown().find("latest_version"), Value(new_version));
  house.web.pages.clear();
  EXPECT_EQ(*ask("check").find("data", "source"), Value("own.ota")) << "the other one is not needed";
  (void)house.files.remove("data/own.ota");
  EXPECT_NE(ask("check").find("error")->string().find("own.ota"), std::string::npos);
  EXPECT_EQ(*ask("update").find("status"), Value("error"));
}

TEST_F(FirmwareTest, SaysWhatIsWrong) {
  house.join("living room climate");
  struct Row {
    std::string path, answered;
    Value payload;
    std::string error;
  };
  const std::string climate = house.address("living room climate");
  const Row rows[] = {
      {"check", "check", Object{}, "Invalid payload"},
      {"check", "check", Object{{"id", "nobody"}}, "Device 'nobody' does not exist"},
      {"check/downgrade", "check", Object{{"id", "nobody"}}, "Device 'nobody' does not exist"},
      {"check", "check", Object{{"id", climate}}, "Device '" + climate + "' does not support OTA updates"},
      {"update", "update", Object{{"id", climate}}, "Device '" + climate + "' does not support OTA updates"},
      {"schedule", "schedule", Object{{"id", climate}}, "Device '" + climate + "' does not support OTA updates"},
      {"schedule", "schedule", Object{{"id", climate}, {"url", "x.ota"}}, "No endpoint found with OTA cluster support for " + climate},
      {"update", "update", Object{{"id", climate}, {"url", "x.ota"}}, "OTA update of '" + climate + "' failed (No endpoint found with OTA cluster support for " + climate + ")"},
      {"update/abort", "update", Object{{"id", "lamp"}}, "No OTA in progress to abort for device 'lamp'"},
      {"update", "update", Object{{"id", "lamp"}, {"hex", Object{{"file_name", "x"}}}}, "Invalid payload"},
      {"update", "update", Object{{"id", "lamp"}, {"hex", Object{{"data", "0g"}}}}, "hex.data must be the file as hexadecimal digits"},
      {"update", "update", Object{{"id", "lamp"}, {"hex", Object{{"data", "00"}, {"file_name", "../x"}}}}, "'../x' is no name of a file"},
      {"update", "update", Object{{"id", "lamp"}, {"image_block_response_delay", "soon"}}, "image_block_response_delay must be a number of milliseconds, not 'soon'"},
      {"check", "check", Object{{"id", "lamp"}, {"url", "none.json"}}, "Failed to check if OTA update available for 'lamp' (data/none.json: there is no such file)"},
  };
  for (const Row& row : rows) {
    house.forget();
    begin(row.path, row.payload);
    house.wait(20s);
    const Value answer = house.last("bridge/response/device/ota_update/" + row.answered);
    EXPECT_EQ(*answer.find("status"), Value("error")) << row.path << json::dump(row.payload);
    EXPECT_EQ(*answer.find("error"), Value(row.error));
  }
}

TEST_F(FirmwareTest, ADeviceThatDoesNotAnswer) {
  house.order({{"cmd", "silent"}, {"device", "living room lamp"}, {"count", 100}});
  begin("check");
  house.wait(30s);
  EXPECT_EQ(*ask("check").find("error"), Value("OTA update or check for update already in progress for 'lamp'"));
  house.forget();
  house.wait(31s);
  EXPECT_EQ(*house.last("bridge/response/device/ota_update/check").find("error"),
            Value("Failed to check if OTA update available for 'lamp' (Device didn't respond to OTA request)"));
}

TEST_F(FirmwareTest, ADeviceThatRefusesToAnswer) {
  house.order({{"cmd", "error"}, {"device", "living room lamp"}, {"count", 1}, {"status", 0x81}});
  const Instant before = house.time.now();
  EXPECT_EQ(*ask("check").find("error"), Value("Failed to check if OTA update available for 'lamp' (Device didn't respond to OTA request)"));
  EXPECT_LT(house.time.now() - before, 5s);
}

TEST(FirmwareOfLumi, SomeTellTheirVersionElsewhere) {
  House house(R"(
- name: curtain
  model: lumi.curtain.acn003
  manufacturer: LUMI
  manufacturer_code: 0x115f
  ieee: 0x54ef441000000001
  endpoints:
    1: {device: 0x0202, inputs: [genBasic, 0xfcc0], outputs: [genOta]}
  attributes:
    genOta: {imageTypeId: 1, currentFileVersion: 5}
    0xfcc0: {0xee: {type: uint32, value: 0, manufacturer: 0x115f}}
)");
  house.web.pages[std::string(latest)] = "[]";
  house.start();
  house.join("curtain");
  const Object asked{{"id", house.address("curtain")}};
  EXPECT_EQ(*house.request("device/ota_update/check", asked).find("status"), Value("ok"));
  EXPECT_EQ(*house.last(house.address("curtain")).find("update", "installed_version"), Value(5));
  house.order({{"cmd", "report"}, {"device", "curtain"}, {"cluster", "0xfcc0"}, {"manufacturer", 0x115f}, {"attrs", Object{{"0x00ee", Object{{"type", "uint32"}, {"value", 3103}}}}}});
  house.wait(1s);
  EXPECT_EQ(*house.request("device/ota_update/check", asked).find("status"), Value("ok"));
  EXPECT_EQ(*house.last(house.address("curtain")).find("update", "installed_version"), Value(3103));
}

// Updating ---------------------------------------------------------------------------------------------------

TEST_F(FirmwareTest, AnUpdateFromBeginningToEnd) {
  offer(new_version);
  const Value answer = ask("update");
  ASSERT_EQ(*answer.find("status"), Value("ok")) << json::dump(answer);
  EXPECT_EQ(*answer.find("data"), Value(Object{{"id", "lamp"},
                                               {"from", Object{{"file_version", old_version}, {"software_build_id", "2.3.093"}, {"date_code", "20210608"}}},
                                               {"to", Object{{"file_version", new_version}, {"software_build_id", "build 2"}, {"date_code", "20210608"}}}}));
  EXPECT_EQ(version(), new_version);
  EXPECT_EQ(states(), (std::vector<std::string>{"updating", "idle"}));
  EXPECT_EQ(shown(), Value(Object{{"state", "idle"}, {"installed_version", new_version}, {"latest_version", new_version}, {"latest_source", nullptr}, {"latest_release_notes", nullptr}}));
  // The first and the last word of the download itself: 1262 octets in 26 parts of 50, four a second.
  std::vector<Value> progress;
  for (const Value& state : house.all("lamp")) {
    if (state.find("update", "progress")) progress.push_back(*state.find("update"));
  }
  ASSERT_EQ(progress.size(), 2u);
  EXPECT_EQ(progress[0], Value(Object{{"state", "updating"}, {"progress", 0}, {"remaining", 7}}));
  EXPECT_EQ(progress[1], Value(Object{{"state", "updating"}, {"progress", 100}, {"remaining", 0}}));
  // It is looked at and set up as if it had joined.
  house.forget();
  house.wait(20s);
  bool interviewed = false;
  for (const Value& event : house.all("bridge/event")) interviewed = interviewed || *event.find("data", "status") == Value("successful");
  EXPECT_TRUE(interviewed);
  EXPECT_TRUE(house.bridge->network().devices().back()->meta.contains("configured"));
  EXPECT_EQ(house.files.read("data/database.db")->find("otaUnfinished"), std::string::npos);
}

TEST_F(FirmwareTest, PartsAreAsLargeAndAsFarApartAsWanted) {
  offer(new_version);
  const Value answer = ask("update", Object{{"id", "lamp"}, {"image_block_response_delay", 500}, {"default_maximum_data_size", 40}});
  ASSERT_EQ(*answer.find("status"), Value("ok")) << json::dump(answer);
  const auto parts = frames(false, 0x05);
  ASSERT_EQ(parts.size(), 32u);  // 1262 / 40
  for (std::size_t i = 1; i < parts.size(); ++i) EXPECT_GE(parts[i].at - parts[i - 1].at, 500) << i;
  EXPECT_EQ(parts[3].octets.substr(0, 34), parts[3].octets.substr(0, 6) + "00" + "7c11" + "0128" + "02000010" + "78000000" + "28");
}

TEST_F(FirmwareTest, TellsHowFarItIs) {
  offer(new_version, 20'000);  // 402 parts, some 100 seconds
  begin("update");
  std::vector<double> percent, remaining;
  house.wait(95s);
  for (const Value& state : house.all("lamp")) {
    if (!state.find("update", "progress")) continue;
    percent.push_back(state.find("update", "progress")->number());
    remaining.push_back(state.find("update", "remaining")->number());
  }
  ASSERT_EQ(percent.size(), 4u);  // at the start, then every thirty seconds
  EXPECT_EQ(percent[0], 0);
  EXPECT_NEAR(percent[1], 30, 2);
  EXPECT_NEAR(percent[3], 90, 3);
  EXPECT_NEAR(remaining[0], 101, 1);
  EXPECT_NEAR(remaining[3], 10, 3);
  house.wait(30s);
  EXPECT_EQ(version(), new_version);
}

TEST_F(FirmwareTest, ASlowDeviceAndABadLine) {
  offer(new_version);
  house.order({{"cmd", "conditions"}, {"loss", 0.2}, {"duplicates", 0.2}});
  house.order({{"cmd", "latency"}, {"device", "living room lamp"}, {"ms", 300}});
  begin("update");
  house.wait(10min);
  house.order({{"cmd", "conditions"}, {"loss", 0}, {"duplicates", 0}});
  house.order({{"cmd", "latency"}, {"device", "living room lamp"}, {"ms", 0}});
  EXPECT_EQ(version(), new_version) << json::dump(house.last("bridge/response/device/ota_update/update"));
  EXPECT_GT(frames(false, 0x05).size(), 26u) << "some parts were sent again";
}

TEST_F(FirmwareTest, PagesAreSentPartByPart) {
  offer(new_version);
  house.order({{"cmd", "silent"}, {"device", "living room lamp"}, {"count", 1000}});
  begin("update");
  house.wait(25s);  // the software is asked for, in vain
  query();
  house.order({{"cmd", "command"}, {"device", "living room lamp"}, {"cluster", "genOta"}, {"command", "imagePageRequest"}, {"to_client", false},
               {"payload", Object{{"fieldControl", 0}, {"manufacturerCode", ikea}, {"imageType", lamp_type}, {"fileVersion", new_version},
                                  {"fileOffset", 100}, {"maximumDataSize", 64}, {"pageSize", 220}, {"responseSpacing", 400}}}});
  house.wait(10s);
  const auto parts = frames(false, 0x05);
  ASSERT_EQ(parts.size(), 5u);
  const std::string offsets[] = {"64000000" "32", "96000000" "32", "c8000000" "32", "fa000000" "32", "2c010000" "14"};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    EXPECT_EQ(parts[i].octets.substr(24, 10), offsets[i]);
    if (i == 0) continue;
    EXPECT_GE(parts[i].at - parts[i - 1].at, 400);
  }
}

TEST_F(FirmwareTest, ADeviceThatFallsSilent) {
  offer(new_version);
  begin("update", Object{{"id", "lamp"}, {"image_block_request_timeout", 20000}});
  house.wait(3s);
  house.order({{"cmd", "drop"}, {"device", "living room lamp"}});
  house.wait(2min);
  const std::string address = house.address("living room lamp");
  const std::string nwk = std::to_string(house.bridge->network().devices().back()->nwk.raw);
  EXPECT_EQ(*house.last("bridge/response/device/ota_update/update").find("error"),
            Value("OTA update of 'lamp' failed (Device " + address + " did not start/finish firmware download after being notified. (Timeout - " +
                  nwk + " - 1 - undefined - 25 - 3 after 20000ms))"));
  EXPECT_EQ(shown(), Value(Object{{"state", "available"}}));
}

TEST_F(FirmwareTest, ADeviceThatWasWithoutPowerBeginsAnew) {
  offer(new_version);
  begin("update");
  house.wait(3s);
  house.order({{"cmd", "drop"}, {"device", "living room lamp"}});
  house.wait(20s);
  house.order({{"cmd", "drop"}, {"device", "living room lamp"}, {"on", false}});
  house.wait(1s);
  query();
  house.wait(40s);
  EXPECT_EQ(version(), new_version);
}

TEST_F(FirmwareTest, ADeviceThatAsksBesidesGoesOn) {
  offer(new_version);
  begin("update");
  house.wait(3s);
  query();
  house.wait(20s);
  EXPECT_EQ(version(), new_version);
  EXPECT_EQ(frames(false, 0x05).size(), 26u) << "nothing was sent twice";
}

TEST_F(FirmwareTest, Abort) {
  offer(new_version);
  begin("update");
  house.wait(3s);
  house.forget();
  EXPECT_EQ(ask("update/abort"), Value(Object{{"data", Object{{"id", "lamp"}}}, {"status", "ok"}}));
  house.wait(5s);
  EXPECT_EQ(*house.last("bridge/response/device/ota_update/update").find("error"),
            Value("OTA update of 'lamp' failed (OTA for device " + house.address("living room lamp") + " was aborted)"));
  EXPECT_EQ(shown(), Value(Object{{"state", "available"}}));
  EXPECT_EQ(*client().find("refused"), Value(0x95)) << "the device was told";
  EXPECT_EQ(version(), old_version);
  // And nothing of it stays in the way.
  EXPECT_EQ(*ask("update").find("status"), Value("ok"));
  EXPECT_EQ(version(), new_version);
}

TEST_F(FirmwareTest, ADeviceThatLeaves) {
  offer(new_version);
  begin("update");
  house.wait(3s);
  house.order({{"cmd", "leave"}, {"device", "living room lamp"}});
  house.forget();
  house.wait(1min);
  const Value answer = house.last("bridge/response/device/ota_update/update");
  ASSERT_TRUE(answer.is_object());
  EXPECT_EQ(*answer.find("status"), Value("error"));
  EXPECT_TRUE(house.last("lamp").is_null());
}

// Images -----------------------------------------------------------------------------------------------------

TEST_F(FirmwareTest, WhatIsNoImageForItIsNotOffered) {
  const std::string good = image(new_version);
  std::string shortened = good.substr(0, good.size() - 1);
  ota::ImageHeader picky;
  picky.manufacturer = ikea;
  picky.image_type = lamp_type;
  picky.file_version = new_version;
  picky.destination = Ieee(0x1234);
  const std::pair<std::string, std::string> files[] = {
      {"no_image.ota", "hello"},
      {"cut.ota", shortened},
      {"other_maker.ota", image(new_version, 1200, lamp_type, 0x1037)},
      {"other_type.ota", image(new_version, 1200, 0x1111)},
      {"other_device.ota", std::string(as_text(ota::write_image(picky, {{0, Bytes(50)}})))},
      {"old.ota", image(old_version)},
      {"missing.ota", ""},
  };
  for (const auto& [name, content] : files) {
    if (!content.empty()) (void)house.files.replace("data/" + name, content);
    house.forget();
    const Value answer = ask("update", Object{{"id", "lamp"}, {"url", name}});
    EXPECT_EQ(*answer.find("error"), Value("Update of 'lamp' failed (No image currently available)")) << name;
    EXPECT_EQ(*shown().find("state"), Value("idle"));
    EXPECT_EQ(*client().find("refused"), Value(0x98));
  }
  (void)house.files.replace("data/good.ota", good);
  EXPECT_EQ(*ask("update", Object{{"id", "lamp"}, {"url", "good.ota"}}).find("status"), Value("ok"));
  EXPECT_EQ(version(), new_version);
}

TEST_F(FirmwareTest, TheChecksumOfTheIndexCounts) {
  offer(new_version, 1200, {{"sha512", std::string(128, 'a')}});
  EXPECT_EQ(*ask("update").find("error"), Value("Update of 'lamp' failed (No image currently available)"));
  offer(new_version, 1200, {{"sha512", ota::sha512(as_bytes(image(new_version)))}});
  EXPECT_EQ(*ask("update").find("status"), Value("ok"));
}

TEST_F(FirmwareTest, TheDeviceMayRefuse) {
  (void)house.files.replace("data/any.ota", image(new_version, 1200, lamp_type, ota::any_code));
  const Value answer = ask("update", Object{{"id", "lamp"}, {"url", "any.ota"}});
  const std::string address = house.address("living room lamp");
  EXPECT_EQ(*answer.find("error"), Value("OTA update of 'lamp' failed (OTA update of " + address + " failed with reason: INVALID_IMAGE)"));
  EXPECT_EQ(*shown().find("state"), Value("available"));
  EXPECT_EQ(version(), old_version);
}

TEST_F(FirmwareTest, AFileOfTheUsersOwn) {
  const Object hex{{"data", to_hex(as_bytes(image(new_version)))}, {"file_name", "mine.ota"}};
  EXPECT_EQ(*ask("update", Object{{"id", "lamp"}, {"hex", hex}}).find("status"), Value("ok"));
  EXPECT_EQ(*house.files.read("data/ota/mine.ota"), image(new_version));
  EXPECT_EQ(version(), new_version);
}

TEST_F(FirmwareTest, Downgrade) {
  (void)house.files.replace("data/older.ota", image(1));
  house.web.pages[std::string(previous)] = json::dump(Value(Array{entry("older.ota", 1)}));
  EXPECT_EQ(*ask("check").find("data", "update_available"), Value(false));
  house.forget();
  begin("check/downgrade");
  house.wait(2s);
  EXPECT_EQ(*house.last("bridge/response/device/ota_update/check").find("data"),
            Value(Object{{"id", "lamp"}, {"update_available", true}, {"downgrade", true}, {"source", "older.ota"}}));
  begin("update/downgrade");
  house.wait(20s);
  EXPECT_EQ(*house.last("bridge/response/device/ota_update/update").find("status"), Value("ok"));
  EXPECT_EQ(version(), 1u);
}

// Later ------------------------------------------------------------------------------------------------------

TEST_F(FirmwareTest, WhatIsScheduledBeginsWhenTheDeviceAsks) {
  offer(new_version);
  EXPECT_EQ(ask("schedule"), Value(Object{{"data", Object{{"id", "lamp"}}}, {"status", "ok"}}));
  EXPECT_EQ(shown(), Value(Object{{"state", "scheduled"}}));
  house.kill();
  house.start();
  EXPECT_EQ(version(), old_version);
  house.forget();
  query();
  house.wait(20s);
  EXPECT_EQ(version(), new_version);
  EXPECT_EQ(states(), (std::vector<std::string>{"updating", "idle"}));
  house.wait(2min);
  EXPECT_EQ(house.files.read("data/database.db")->find("scheduledOta"), std::string::npos);
}

TEST_F(FirmwareTest, WhatWasScheduledCanBeTakenBack) {
  const Object hex{{"data", to_hex(as_bytes(image(new_version)))}, {"file_name", "mine.ota"}};
  EXPECT_EQ(*ask("schedule", Object{{"id", "lamp"}, {"hex", hex}}).find("data", "url"), Value("data/ota/mine.ota"));
  EXPECT_EQ(*ask("unschedule").find("status"), Value("ok"));
  EXPECT_FALSE(house.files.exists("data/ota/mine.ota"));
  EXPECT_EQ(shown(), Value(Object{{"state", "idle"}}));
  query();
  house.wait(20s);
  EXPECT_EQ(version(), old_version);
}

TEST_F(FirmwareTest, AScheduledUpdateThatFailsIsTriedAgain) {
  (void)ask("schedule", Object{{"id", "lamp"}, {"url", "later.ota"}});
  query();
  house.wait(5s);
  EXPECT_EQ(*shown().find("state"), Value("scheduled"));
  (void)house.files.replace("data/later.ota", image(new_version));
  query();
  house.wait(20s);
  EXPECT_EQ(version(), new_version);
}

TEST_F(FirmwareTest, AScheduledUpdateToNothingEnds) {
  (void)ask("schedule");
  query();
  EXPECT_EQ(*shown().find("state"), Value("idle"));
  offer(new_version);
  query();
  house.wait(20s);
  EXPECT_EQ(version(), old_version);
}

TEST_F(FirmwareTest, DevicesThatAskAreToldAndPeopleHearOfIt) {
  offer(new_version);
  query();
  EXPECT_EQ(*shown().find("state"), Value("available"));
  EXPECT_EQ(*client().find("refused"), Value(0x98));
  house.forget();
  const std::size_t fetched = house.web.fetched.size();
  query();
  house.wait(60s);
  EXPECT_TRUE(shown().is_null()) << "once a day is enough";
  house.wait(24h);
  query();
  EXPECT_EQ(house.web.fetched.size(), fetched + 1);
  EXPECT_EQ(*shown().find("state"), Value("available"));
}

TEST_F(FirmwareTest, ChecksCanBeSwitchedOff) {
  offer(new_version);
  const auto untouched = [&] {
    house.web.fetched.clear();
    house.forget();
    query();
    return shown().is_null() && house.web.fetched.empty() && *client().find("refused") == Value(0x98);
  };
  (void)house.request("device/options", Object{{"id", "lamp"}, {"options", Object{{"disable_automatic_update_check", true}}}});
  EXPECT_TRUE(untouched());
  (void)house.request("device/options", Object{{"id", "lamp"}, {"options", Object{{"disable_automatic_update_check", false}}}});
  (void)house.request("options", Object{{"options", Object{{"ota", Object{{"disable_automatic_update_check", true}}}}}});
  EXPECT_TRUE(untouched());
}

TEST_F(FirmwareTest, ManyThatAskAtOnceCostOneDownload) {
  house.join("reading light");
  name("reading light", "light");
  house.web.fetched.clear();
  query();
  query("reading light", old_version, light_type);
  EXPECT_EQ(*shown("lamp").find("state"), Value("idle"));
  EXPECT_EQ(*shown("light").find("state"), Value("idle"));
  EXPECT_EQ(house.web.fetched.size(), 1u);
}

// Several, and restarts --------------------------------------------------------------------------------------

TEST_F(FirmwareTest, TwoAtOnceShareTheAir) {
  house.join("reading light");
  name("reading light", "light");
  (void)house.files.replace("data/lamp.ota", image(new_version));
  (void)house.files.replace("data/light.ota", image(new_version, 1200, light_type));
  const Object fast{{"image_block_response_delay", 50}};
  for (const std::string_view who : {"lamp", "light"}) {
    Object request = fast;
    request.set("id", who);
    request.set("url", std::string(who) + ".ota");
    begin("update", request);
  }
  house.wait(40s);
  EXPECT_EQ(version("living room lamp"), new_version);
  EXPECT_EQ(version("reading light"), new_version);
  const auto parts = frames(false, 0x05);
  ASSERT_EQ(parts.size(), 52u);
  int changes = 0, close = 0;
  for (std::size_t i = 1; i < parts.size(); ++i) {
    if (parts[i].device != parts[i - 1].device) ++changes;
    if (parts[i].at - parts[i - 1].at < 119) ++close;
  }
  EXPECT_GT(changes, 40) << "they take turns";
  EXPECT_LT(close, 4) << "and leave air to others, as long as there are two";
}

TEST_F(FirmwareTest, GoesOnAfterARestart) {
  offer(new_version);
  begin("update");
  house.wait(4s);
  const double before = client().find("received")->number();
  EXPECT_GT(before, 300);
  house.kill();
  const std::size_t sent = frames(false, 0x05).size();
  house.start();
  EXPECT_EQ(house.last("lamp").find("update", "progress"), nullptr);
  EXPECT_EQ(*shown().find("state"), Value("idle"));
  house.forget();
  house.wait(30s);  // the device asks for the next part
  EXPECT_EQ(version(), new_version);
  EXPECT_EQ(states(), (std::vector<std::string>{"updating", "idle"}));
  // What it had, it did not fetch again.
  const auto parts = frames(false, 0x05);
  EXPECT_LE(parts.size(), 27u);
  ASSERT_LT(sent, parts.size());
  const auto octets = from_hex(parts[sent].octets);
  ASSERT_TRUE(octets);
  Reader in(*octets);
  in.bytes(12);
  EXPECT_GE(in.u32(), before);
  EXPECT_EQ(house.files.read("data/database.db")->find("otaUnfinished"), std::string::npos);
}

TEST_F(FirmwareTest, AfterARestartAnotherImageIsNotMixedIn) {
  offer(new_version);
  begin("update");
  house.wait(4s);
  house.kill();
  offer(new_version + 1);
  house.start();
  house.wait(1min);
  EXPECT_EQ(version(), old_version);
  // From the beginning it may.
  EXPECT_EQ(*ask("update").find("status"), Value("ok"));
  EXPECT_EQ(version(), new_version + 1);
}

TEST_F(FirmwareTest, AnIndexOrAFileThatIsOnTheWayStopsNobody) {
  offer(new_version);
  house.web.pages[std::string(latest)] = "nonsense";
  EXPECT_NE(ask("check").find("error")->string().find("is no JSON"), std::string::npos);
  house.web.pages[std::string(latest)] = "{}";
  EXPECT_NE(ask("check").find("error")->string().find("it is no list of images"), std::string::npos);
  house.web.pages.erase(std::string(latest));
  EXPECT_EQ(*ask("check").find("error"),
            Value("Failed to check if OTA update available for 'lamp' (Invalid response from " + std::string(latest) + " status=404)"));
  EXPECT_EQ(*ask("update").find("error"), Value("OTA update of 'lamp' failed (Invalid response from " + std::string(latest) + " status=404)"));
}

}  // namespace
}  // namespace waggle::house
