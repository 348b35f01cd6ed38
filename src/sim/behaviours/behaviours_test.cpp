#include "sim/bench.h"
#include "sim/behaviours/color_math.h"
#include "sim/behaviours/tuya.h"

namespace waggle::sim {
namespace {

constexpr std::uint16_t basic = 0x0000, identify = 0x0003, groups = 0x0004, scenes = 0x0005, on_off = 0x0006,
                        level = 0x0008, time_cluster = 0x000A, ota = 0x0019, poll_control = 0x0020, lock = 0x0101,
                        covering = 0x0102, thermostat = 0x0201, color = 0x0300, ias_zone = 0x0500,
                        ias_wd = 0x0502, tuya = 0xEF00;

int exchanges = 0;

class Behaviours : public testing::Test {
 protected:
  static void TearDownTestSuite() { std::printf("behaviours: %d exchanges\n", exchanges); }
  static void play(Bench& bench, const std::vector<Exchange>& story) { exchanges += sim::play(bench, story); }
};

std::string device(std::string_view clusters, std::string_view more = "") {
  return "- {name: d, model: M, manufacturer: F, manufacturer_code: 0x1234, ieee: 0x0000000000000042, "
         "endpoints: {1: " + std::string(clusters) + "}" + std::string(more) + "}\n";
}
const std::string lamp = device(
    "{inputs: [genBasic, genIdentify, genGroups, genScenes, genOnOff, genLevelCtrl, lightingColorCtrl]}");

TEST_F(Behaviours, Basic) {
  Bench bench(lamp);
  play(bench, {
      {"on", on_off, "110101", {}, 50ms, {{"genOnOff/onOff", 1}}},
      {"reset to factory defaults", basic, "010200", {"18020b0000"}, 50ms, {{"genOnOff/onOff", 0}}},
  });
}

TEST_F(Behaviours, Identify) {
  Bench bench(lamp);
  play(bench, {
      {"nobody identifies: silence", identify, "110101", {}},
      {"nobody identifies, default response", identify, "010201", {"18020b0100"}},
      {"identify for three seconds", identify, "110300" "0300", {}, 50ms, {{"genIdentify/identifyTime", 3}}},
      {"query", identify, "110401", {"1904000300"}, 1s, {{"genIdentify/identifyTime", 2}}},
      {"an effect", identify, "010540" "0000", {"18050b4000"}, 3s, {{"genIdentify/identifyTime", 0}}},
      {"written, it counts as well", identify, "1006020000210500", {"18060400"}, 2050ms,
       {{"genIdentify/identifyTime", 3}}},
  });
}

TEST_F(Behaviours, Groups) {
  Bench bench(lamp);
  play(bench, {
      {"add", groups, "010100" "0a00" "00", {"190100" "00" "0a00"}},
      {"add another", groups, "010200" "0b00" "00", {"190200" "00" "0b00"}},
      {"view", groups, "010301" "0a00", {"190301" "00" "0a00" "00"}},
      {"view what it is not in", groups, "010401" "0c00", {"190401" "8b" "0c00" "00"}},
      {"all memberships", groups, "010502" "00", {"190502" "0e" "02" "0a00" "0b00"}},
      {"of two", groups, "010602" "02" "0b00" "0c00", {"190602" "0e" "01" "0b00"}},
      {"of none of its own: silence", groups, "010702" "01" "0d00", {}},
      {"remove", groups, "010803" "0a00", {"190803" "00" "0a00"}},
      {"remove again", groups, "010903" "0a00", {"190903" "8b" "0a00"}},
      {"add if identifying: it is not", groups, "110a05" "0500" "00", {}},
      {"identify", identify, "110b00" "0300", {}},
      {"add if identifying", groups, "010c05" "0500" "00", {"180c0b0500"}},
      {"all memberships", groups, "010d02" "00", {"190d02" "0e" "02" "0500" "0b00"}},
      {"remove all", groups, "010e04", {"180e0b0400"}},
      {"all memberships: none", groups, "010f02" "00", {"190f02" "10" "00"}},
  });
}

TEST_F(Behaviours, Scenes) {
  Bench bench(lamp);
  play(bench, {
      {"level 100", level, "110104" "64" "0000", {}, 50ms, {{"genLevelCtrl/currentLevel", 100}}},
      {"store without the group", scenes, "010204" "0a00" "01", {"190204" "85" "0a00" "01"}},
      {"add the group", groups, "010300" "0a00" "00", {"190300" "00" "0a00"}},
      {"store", scenes, "010404" "0a00" "01", {"190404" "00" "0a00" "01"}, 50ms,
       {{"genScenes/count", 1}, {"genScenes/currentScene", 1}, {"genScenes/sceneValid", 1}}},
      {"view: on, level, colour", scenes, "010501" "0a00" "01",
       {"190501" "00" "0a00" "01" "0000" "00" "0600" "01" "01" "0800" "01" "64" "0003" "0d"
        "ba75" "1d69" "0000" "00" "00" "00" "1900" "7201"}},
      {"off", on_off, "110600", {}, 50ms, {{"genOnOff/onOff", 0}}},
      {"recall", scenes, "110705" "0a00" "01", {}, 50ms,
       {{"genOnOff/onOff", 1}, {"genLevelCtrl/currentLevel", 100}}},
      {"recall what is not there", scenes, "110805" "0a00" "02", {"18080b058b"}},
      {"add with fields: off, level 20", scenes,
       "010900" "0a00" "02" "0100" "0461626364" "0600" "01" "00" "0800" "01" "14", {"190900" "00" "0a00" "02"}},
      {"membership", scenes, "010a06" "0a00", {"190a06" "00" "0e" "0a00" "02" "01" "02"}},
      {"recall within two seconds", scenes, "110b05" "0a00" "02" "1400", {}, 1050ms, {{"genLevelCtrl/currentLevel", 60}}},
      {"… has arrived", scenes, "010c06" "0b00", {"190c06" "85" "0e" "0b00"}, 1s,
       {{"genLevelCtrl/currentLevel", 20}}},
      {"copy", scenes, "010d42" "00" "0a00" "02" "0a00" "03", {"190d42" "00" "0a00" "02"}},
      {"remove", scenes, "010e02" "0a00" "03", {"190e02" "00" "0a00" "03"}},
      {"remove again", scenes, "010f02" "0a00" "03", {"190f02" "8b" "0a00" "03"}},
      {"enhanced add: tenths of seconds", scenes, "011040" "0a00" "05" "1e00" "00", {"191040" "00" "0a00" "05"}},
      {"enhanced view", scenes, "011141" "0a00" "05", {"191141" "00" "0a00" "05" "1e00" "00"}},
      {"view: seconds", scenes, "011201" "0a00" "05", {"191201" "00" "0a00" "05" "0300" "00"}},
      {"remove all", scenes, "011303" "0a00", {"191303" "00" "0a00"}, 50ms, {{"genScenes/count", 0}}},
      {"the group goes, its scenes go", groups, "011403" "0a00", {"191403" "00" "0a00"}},
  });
}

TEST_F(Behaviours, OnOff) {
  Bench bench(lamp);
  play(bench, {
      {"on", on_off, "010101", {"18010b0100"}, 50ms, {{"genOnOff/onOff", 1}}},
      {"toggle", on_off, "110202", {}, 50ms, {{"genOnOff/onOff", 0}}},
      {"toggle back", on_off, "110302", {}, 50ms, {{"genOnOff/onOff", 1}}},
      {"off with effect", on_off, "110440" "0001", {}, 50ms, {{"genOnOff/onOff", 0}, {"genOnOff/globalSceneCtrl", 0}}},
      {"on with the global scene", on_off, "110541", {}, 50ms, {{"genOnOff/onOff", 1}}},
      {"off", on_off, "110600", {}, 50ms, {{"genOnOff/onOff", 0}}},
      {"timed, only when on: it is not", on_off, "110742" "01" "0a00" "0000", {}, 50ms, {{"genOnOff/onOff", 0}}},
      {"on for a second, then unwilling for one", on_off, "110842" "00" "0a00" "0a00", {}, 950ms,
       {{"genOnOff/onOff", 1}}},
      {"too early", on_off, "110942" "01" "0a00" "0a00", {}, 1100ms, {{"genOnOff/onOff", 0}}},
      {"unwilling", on_off, "110a42" "00" "0a00" "0000", {}, 50ms, {{"genOnOff/onOff", 0}}},
      {"a plain on works", on_off, "110b01", {}, 50ms, {{"genOnOff/onOff", 1}}},
  });
}

TEST_F(Behaviours, Level) {
  Bench bench(lamp);
  play(bench, {
      {"off, it does not move", level, "110100" "32" "0000", {}, 50ms, {{"genLevelCtrl/currentLevel", 254}}},
      {"unless told so", level, "110200" "32" "0000" "0101", {}, 50ms, {{"genLevelCtrl/currentLevel", 50}}},
      {"with on/off", level, "110304" "64" "0000", {}, 50ms,
       {{"genLevelCtrl/currentLevel", 100}, {"genOnOff/onOff", 1}}},
      {"within a second: half way", level, "110400" "c8" "0a00", {}, 500ms,
       {{"genLevelCtrl/currentLevel", 150}, {"genLevelCtrl/remainingTime", 10}}},
      {"stop", level, "110503", {}, 1s, {{"genLevelCtrl/currentLevel", 150}, {"genLevelCtrl/remainingTime", 0}}},
      {"move down, 50 a second", level, "110601" "01" "32", {}, 1s, {{"genLevelCtrl/currentLevel", 100}}},
      {"… to the lowest", level, "110703", {}, 0ms},
      {"step up", level, "110802" "00" "14" "0000", {}, 50ms, {{"genLevelCtrl/currentLevel", 120}}},
      {"step down, too far", level, "110902" "01" "c8" "0000", {}, 50ms,
       {{"genLevelCtrl/currentLevel", 1}, {"genOnOff/onOff", 1}}},
      {"up again", level, "110a04" "64" "0000", {}, 50ms, {{"genLevelCtrl/currentLevel", 100}}},
      {"fade to off comes back where it was", level, "110b04" "00" "0a00", {}, 1500ms,
       {{"genOnOff/onOff", 0}, {"genLevelCtrl/currentLevel", 100}}},
      {"move up switches on", level, "110c05" "00" "ff", {}, 1s,
       {{"genOnOff/onOff", 1}, {"genLevelCtrl/currentLevel", 150}}},
      {"the highest is 254", level, "110d07", {}, 0ms},
      {"255 is more than there is", level, "110e00" "ff" "0000", {}, 50ms, {{"genLevelCtrl/currentLevel", 254}}},
      {"as fast as it can", level, "110f00" "0a" "ffff", {}, 50ms, {{"genLevelCtrl/currentLevel", 10}}},
  });
}

TEST_F(Behaviours, Color) {
  Bench bench(lamp);
  play(bench, {
      {"coordinates", color, "110107" "0040" "0050" "0000", {}, 50ms,
       {{"lightingColorCtrl/currentX", 0x4000}, {"lightingColorCtrl/currentY", 0x5000}, {"lightingColorCtrl/colorMode", 1}}},
      {"within a second", color, "110207" "0080" "0050" "0a00", {}, 500ms, {{"lightingColorCtrl/currentX", 0x6000}}},
      {"stop", color, "110347", {}, 1s, {{"lightingColorCtrl/currentX", 0x6000}}},
      {"temperature", color, "11040a" "2c01" "0000", {}, 50ms,
       {{"lightingColorCtrl/colorTemperature", 300}, {"lightingColorCtrl/colorMode", 2}, {"lightingColorCtrl/currentX", 27194}}},
      {"colder than it can", color, "11050a" "3200" "0000", {}, 50ms, {{"lightingColorCtrl/colorTemperature", 153}}},
      {"a step warmer", color, "11064c" "01" "3200" "0000" "0000" "0000", {}, 50ms, {{"lightingColorCtrl/colorTemperature", 203}}},
      {"a step colder, not below 190", color, "11074c" "03" "3200" "0000" "be00" "0000", {}, 50ms,
       {{"lightingColorCtrl/colorTemperature", 190}}},
      {"move warmer, 100 a second", color, "11084b" "01" "6400" "0000" "0000", {}, 1s,
       {{"lightingColorCtrl/colorTemperature", 290}}},
      {"hue and saturation: red", color, "110906" "00" "fe" "0000", {}, 50ms,
       {{"lightingColorCtrl/currentHue", 0}, {"lightingColorCtrl/currentSaturation", 254},
        {"lightingColorCtrl/colorMode", 0}, {"lightingColorCtrl/currentX", 41948}}},
      {"hue up, the shorter way", color, "110a00" "14" "00" "0000", {}, 50ms, {{"lightingColorCtrl/currentHue", 20}}},
      {"hue down past zero, half way", color, "110b00" "f0" "00" "0a00", {}, 500ms, {{"lightingColorCtrl/currentHue", 2}}},
      {"… arrived", color, "110c05" "03" "32" "00", {}, 1s, {{"lightingColorCtrl/currentHue", 240}, {"lightingColorCtrl/currentSaturation", 204}}},
      {"saturation", color, "110d03" "64" "0000", {}, 50ms, {{"lightingColorCtrl/currentSaturation", 100}}},
      {"step hue", color, "110e02" "01" "20" "00", {}, 50ms, {{"lightingColorCtrl/currentHue", 16}}},
      {"enhanced hue", color, "110f40" "3412" "00" "0000", {}, 50ms,
       {{"lightingColorCtrl/enhancedCurrentHue", 0x1234}, {"lightingColorCtrl/currentHue", 0x12},
        {"lightingColorCtrl/enhancedColorMode", 3}, {"lightingColorCtrl/colorMode", 0}}},
      {"enhanced hue and saturation", color, "111043" "0080" "50" "0000", {}, 50ms,
       {{"lightingColorCtrl/enhancedCurrentHue", 0x8000}, {"lightingColorCtrl/currentSaturation", 0x50}}},
      {"move hue round and round", color, "111141" "01" "0080", {}, 3s, {{"lightingColorCtrl/enhancedCurrentHue", 0}}},
      {"and stop", color, "111247", {}, 2s, {{"lightingColorCtrl/enhancedCurrentHue", 0}}},
      {"colour loop", color, "111344" "07" "02" "01" "0a00" "0000", {}, 1s, {{"lightingColorCtrl/colorLoopActive", 1}, {"lightingColorCtrl/enhancedCurrentHue", 6554}}},
      {"no loop", color, "111444" "01" "00" "00" "0000" "0000", {}, 1s, {{"lightingColorCtrl/colorLoopActive", 0}}},
      {"step coordinates", color, "111507" "0010" "0010" "0000", {}, 50ms, {{"lightingColorCtrl/currentX", 0x1000}}},
      {"step left", color, "111609" "00f8" "0001" "0000", {}, 50ms,
       {{"lightingColorCtrl/currentX", 0x0800}, {"lightingColorCtrl/currentY", 0x1100}}},
      {"drift", color, "111708" "0001" "0000", {}, 1s, {{"lightingColorCtrl/currentX", 0x0900}}},
  });
}

TEST_F(Behaviours, ColorsAreWhatTheyShouldBe) {
  // sRGB red and white, and 2,700 K by CIE 15.
  EXPECT_NEAR(from_hue_saturation(0, 1).x, 0.640, 0.001);
  EXPECT_NEAR(from_hue_saturation(0, 1).y, 0.330, 0.001);
  EXPECT_NEAR(from_hue_saturation(0.4, 0).x, 0.3127, 0.001);
  EXPECT_NEAR(from_mireds(370).x, 0.4599, 0.002);
  EXPECT_NEAR(from_mireds(370).y, 0.4106, 0.002);
  EXPECT_NEAR(from_mireds(153).x, 0.3123, 0.004);
}

TEST_F(Behaviours, DoorLock) {
  Bench bench(device("{inputs: [genBasic, closuresDoorLock]}"));
  play(bench, {
      {"unlock, and tell", lock, "110101" "00", {"190101" "00", "190120" "01" "02" "ffff" "00" "00000000" "00"}, 1s,
       {{"closuresDoorLock/lockState", 2}}},
      {"lock", lock, "110200" "00", {"190200" "00", "190220" "01" "01" "ffff" "00" "00000000" "00"}, 1s,
       {{"closuresDoorLock/lockState", 1}}},
      {"toggle", lock, "110302" "00", {"190302" "00", "190320" "01" "02" "ffff" "00" "00000000" "00"}, 1s,
       {{"closuresDoorLock/lockState", 2}}},
      {"a code that is too short", lock, "110405" "0300" "01" "00" "03313233", {"190405" "01"}},
      {"a code", lock, "110505" "0300" "01" "00" "0434373131",
       {"190505" "00", "190421" "01" "02" "0300" "00" "00" "01" "00000000" "00"}},
      {"which code", lock, "110606" "0300", {"190606" "0300" "01" "00" "0434373131"}},
      {"which other", lock, "110706" "0400", {"190706" "0400" "00" "ff" "00"}},
      {"codes are needed", lock, "10080233001001", {"18080400"}},
      {"lock without", lock, "110900" "00", {"190900" "01", "190520" "01" "03" "ffff" "00" "00000000" "00"}, 1s,
       {{"closuresDoorLock/lockState", 2}}},
      {"lock with", lock, "110a00" "0434373131", {"190a00" "00", "190620" "01" "01" "0300" "00" "00000000" "00"}, 1s,
       {{"closuresDoorLock/lockState", 1}}},
      {"disable the user", lock, "110b09" "0300" "03", {"190b09" "00"}},
      {"its status", lock, "110c0a" "0300", {"190c0a" "0300" "03"}},
      {"lock with: not any more", lock, "110d00" "0434373131", {"190d00" "01", "190720" "01" "03" "ffff" "00" "00000000" "00"}},
      {"clear", lock, "110e07" "0300", {"190e07" "00", "190821" "01" "03" "0300" "00" "00" "00" "00000000" "00"}},
      {"clear all", lock, "110f08", {"190f08" "00"}},
      {"no codes needed", lock, "10100233001000", {"18100400"}},
      {"unlock for three seconds", lock, "111103" "0300" "00", {"191103" "00", "190920" "01" "02" "ffff" "00" "00000000" "00"},
       2s, {{"closuresDoorLock/lockState", 2}}},
      {"… locked again", lock, "11120a" "0300", {"19120a" "0300" "00", "190a20" "01" "01" "ffff" "00" "00000000" "00"}, 2s,
       {{"closuresDoorLock/lockState", 1}}},
  });
}

TEST_F(Behaviours, WindowCovering) {
  Bench bench(device("{inputs: [closuresWindowCovering]}"));
  play(bench, {
      {"to 50 %", covering, "010105" "32", {"18010b0500"}, 3s, {{"closuresWindowCovering/currentPositionLiftPercentage", 25}}},
      {"… arrived", covering, "110202", {}, 0ms},
      {"down", covering, "110301", {}, 6s, {{"closuresWindowCovering/currentPositionLiftPercentage", 75}}},
      {"stop", covering, "110402", {}, 3s, {{"closuresWindowCovering/currentPositionLiftPercentage", 75}}},
      {"up", covering, "110500", {}, 10s, {{"closuresWindowCovering/currentPositionLiftPercentage", 0}}},
      {"more than there is", covering, "110605" "65", {"18060b0580"}},
      {"it cannot tilt", covering, "110708" "32", {"18070b0881"}},
  });
}

TEST_F(Behaviours, Thermostat) {
  Bench bench(device("{inputs: [hvacThermostat]}"));
  play(bench, {
      {"half a degree up", thermostat, "110100" "00" "05", {}, 50ms, {{"hvacThermostat/occupiedHeatingSetpoint", 2050}}},
      {"both two down", thermostat, "110200" "02" "ec", {}, 50ms,
       {{"hvacThermostat/occupiedHeatingSetpoint", 1850}, {"hvacThermostat/occupiedCoolingSetpoint", 2400}}},
      {"not above the limit", thermostat, "110300" "00" "7f", {}, 50ms, {{"hvacThermostat/occupiedHeatingSetpoint", 3120}}},
      {"written, with a demand of half", thermostat, "1005021200" "29ca08", {"18050400"}, 50ms,
       {{"hvacThermostat/pIHeatingDemand", 50}, {"hvacThermostat/runningState", 1}}},
      {"off", thermostat, "1006021c003000", {"18060400"}, 50ms,
       {{"hvacThermostat/pIHeatingDemand", 0}, {"hvacThermostat/runningState", 0}}},
      {"no schedule for Monday", thermostat, "110702" "02" "01", {"190700" "00" "02" "01"}},
      {"Monday and Tuesday", thermostat, "010801" "02" "06" "01" "6801" "d007" "3805" "a406", {"18080b0100"}},
      {"Tuesday", thermostat, "110902" "04" "01", {"190900" "02" "04" "01" "6801" "d007" "3805" "a406"}},
      {"cleared", thermostat, "010a03", {"180a0b0300"}},
      {"none", thermostat, "110b02" "04" "01", {"190b00" "00" "04" "01"}},
      {"there is no such mode", thermostat, "110c00" "05" "05", {"180c0b0085"}},
  });
}

TEST_F(Behaviours, IasZone) {
  Bench bench(device("{inputs: [ssIasZone]}"));
  const std::string cie = "efcdab8967452301";
  play(bench, {
      {"the address, and it asks to be enrolled", ias_zone, "1001021000f0" + cie,
       {"18010400", "190101" "0d00" "3412"}},
      {"enrolled as 23", ias_zone, "110200" "00" "17", {}, 50ms, {{"ssIasZone/zoneState", 1}, {"ssIasZone/zoneId", 23}}},
      {"status is read-only", ias_zone, "100302020019ff00", {"180304880200"}},
  });
  bench.sent.clear();
  ASSERT_TRUE(change(bench.device(), "ssIasZone", "zoneStatus", Value(1)));
  ASSERT_EQ(bench.sent.size(), 1u);
  EXPECT_EQ(to_hex(bench.sent[0].payload), "190200" "0100" "00" "17" "0000");
  play(bench, {{"refused", ias_zone, "110400" "01" "17", {}, 50ms, {{"ssIasZone/zoneState", 0}, {"ssIasZone/zoneId", 255}}}});
}

TEST_F(Behaviours, WarningDevice) {
  Bench bench(device("{inputs: [ssIasWd]}"));
  play(bench, {
      {"burglar, ten seconds", ias_wd, "010100" "14" "0a00" "3200", {"18010b0000"}},
      {"squawk", ias_wd, "010201" "00", {"18020b0100"}},
  });
  EXPECT_EQ(*bench.device().snapshot().find("warning"), Value(Object{{"mode", 1}, {"squawks", 1}}));
  bench.time.advance(10s);
  EXPECT_EQ(*bench.device().snapshot().find("warning"), Value(Object{{"mode", 0}, {"squawks", 1}}));
}

TEST_F(Behaviours, PollControl) {
  Bench bench(device("{inputs: [genPollCtrl]}", ", attributes: {genPollCtrl: {checkinInterval: 40}}"));
  bench.bind(poll_control);
  bench.sent.clear();
  bench.time.advance(10s);
  ASSERT_EQ(bench.sent.size(), 1u);
  EXPECT_EQ(to_hex(bench.sent[0].payload), "190100");
  play(bench, {
      {"stay awake", poll_control, "110100" "01" "1400", {}},
      {"stop", poll_control, "010201", {"18020b0100"}},
      {"not awake any more", poll_control, "010301", {"18030b0101"}},
      {"poll every minute", poll_control, "010402" "f0000000", {"18040b0200"}, 50ms, {{"genPollCtrl/longPollInterval", 240}}},
      {"longer than the long one", poll_control, "010503" "f100", {"18050b0387"}},
      {"short", poll_control, "010603" "0400", {"18060b0300"}, 50ms, {{"genPollCtrl/shortPollInterval", 4}}},
      {"another rhythm", poll_control, "1007020000230c000000", {"18070400", "190200"}, 3s},
  });
}

TEST_F(Behaviours, TimeClient) {
  Bench bench(device("{inputs: [genBasic], outputs: [genTime]}"));
  bench.time.advance(6s);
  ASSERT_EQ(bench.sent.size(), 1u);
  EXPECT_EQ(to_hex(bench.sent[0].payload), "100100" "0000" "0100" "0200");
  play(bench, {{"the answer", time_cluster, "180101" "0000" "00" "e2" "78563412" "0100" "86", {}}});
  EXPECT_EQ(*bench.device().snapshot().find("time"), Value(0x12345678));
}

TEST_F(Behaviours, OtaClient) {
  Bench bench(device("{inputs: [genBasic], outputs: [genOta]}",
                     ", attributes: {genOta: {imageTypeId: 0x2801, currentFileVersion: 0x10}}"));
  play(bench, {
      {"notified, it asks", ota, "190100" "03" "64" "3412" "0128" "20000000",
       {"110101" "00" "3412" "0128" "10000000"}, 100ms},
      {"nothing for it", ota, "190202" "98", {}},
      {"an image of 100 octets", ota, "190302" "00" "3412" "0128" "20000000" "64000000",
       {"110203" "00" "3412" "0128" "20000000" "00000000" "40"}},
      {"wait two seconds", ota, "190405" "97" "00000000" "02000000" "0000",
       {"110303" "00" "3412" "0128" "20000000" "00000000" "40"}, 2s},
      {"no block: it asks again", ota, "190500" "00" "64",
       {"110401" "00" "3412" "0128" "10000000", "110503" "00" "3412" "0128" "20000000" "00000000" "40"}, 5s},
  });
  const std::string header = "1ef1ee0b" "0001" "3800" "0000" "3412" "0128" "20000000" "0200" + std::string(64, '0') + "64000000";
  const std::string block = header + std::string(16, '5');
  play(bench, {
      {"the first block", ota, "190605" "00" "3412" "0128" "20000000" "00000000" "40" + block,
       {"110603" "00" "3412" "0128" "20000000" "40000000" "40"}},
      {"the first again", ota, "190705" "00" "3412" "0128" "20000000" "00000000" "40" + block, {}},
      {"the rest", ota, "190805" "00" "3412" "0128" "20000000" "40000000" "24" + block.substr(0, 72),
       {"110706" "00" "3412" "0128" "20000000"}},
      {"install now", ota, "190907" "3412" "0128" "20000000" "00000000" "00000000", {}, 2s},
  });
  EXPECT_EQ(bench.announcements, 1);
  EXPECT_EQ(*bench.device().snapshot().find("ota"), Value(Object{{"version", 0x20}, {"received", 100}, {"size", 100}}));
}

TEST_F(Behaviours, Tuya) {
  Bench bench(device("{inputs: [genBasic, manuSpecificTuya]}",
                     ", datapoints: {1: {type: boolean, value: true}, 2: {type: value, value: 210}, "
                     "13: {type: bitmap, value: 0}, 20: {type: string, value: hi}, 21: {type: raw, value: '0aff'}}"));
  play(bench, {
      {"set 22.5", tuya, "110100" "0007" "02020004000000e1", {"190101" "0001" "02020004000000e1"}},
      {"set two at once", tuya, "010204" "0008" "0101000100" "0202000400000000",
       {"18020b0400", "190201" "0002" "0101000100", "190301" "0003" "0202000400000000"}},
      {"ask for all", tuya, "110303",
       {"190402" "0004" "0101000100", "190502" "0005" "0202000400000000", "190602" "0006" "0d05000100",
        "190702" "0007" "140300026869", "190802" "0008" "150000020aff"},
       200ms},
      {"version", tuya, "110410" "0009", {"190911" "0009" "46"}},
      {"cut short", tuya, "110500" "000a" "02020004", {"18050b0080"}},
      {"the time", tuya, "110624" "0800" "0000000000000000", {}},
  });
  bench.sent.clear();
  EXPECT_TRUE(set_datapoint(bench.device(), 2, Value(-5)));
  EXPECT_EQ(to_hex(bench.sent.at(0).payload), "190a02" "0009" "02020004fffffffb");
  EXPECT_FALSE(set_datapoint(bench.device(), 3, Value(1)));
  EXPECT_TRUE(set_datapoint(bench.device(), 3, Value(1), Datapoint::Type::enumeration));
  EXPECT_FALSE(set_datapoint(bench.device(), 1, Value("yes")));
  EXPECT_EQ(*bench.device().snapshot().find("time_known"), Value(true));
}

TEST_F(Behaviours, TuyaAsksForTheTime) {
  Bench bench(device("{inputs: [genBasic, manuSpecificTuya]}"));
  bench.time.advance(3s);
  ASSERT_EQ(bench.sent.size(), 1u);
  EXPECT_EQ(to_hex(bench.sent[0].payload), "190124" "0000");
}

}  // namespace
}  // namespace waggle::sim
