// What devices of these blocks tell and are sent, from the frames' octets on: schedules, panels, meters, locks, sensors.
#include <gtest/gtest.h>

#include "core/json.h"
#include "library/library.h"
#include "library/test_device.h"

namespace waggle::library {
namespace {

class Blocks : public testing::Test {
 protected:
  void define(std::string_view blocks) {
    const auto compiled = library.load_user_files({{"a.yaml", "vendor: A\ndevices:\n  - {model: M, description: x, match: m, blocks: [" + std::string(blocks) + "]}\n"}});
    ASSERT_TRUE(compiled.problems.empty()) << compiled.problems.list()[0].line();
    definition = library.identify(device).definition;
  }
  /// What a frame publishes, as JSON.
  std::string receive(std::uint16_t cluster, std::string_view octets) {
    zcl::Frame frame;
    const auto bytes = from_hex(octets);
    EXPECT_TRUE(zcl::decode(definition->catalogue(), ClusterId(cluster), *bytes, frame));
    const Message message{*Message::kind_of(frame), EndpointId(1), GroupId(0), 100, frame};
    const Context context{device, state, options, {}, memory};
    Step step(context);
    definition->decode(message, step);
    effects = std::move(step.effects());
    return json::dump(Value(step.published()));
  }
  /// What is sent when a property is set, or the error.
  std::string set(std::string_view key, Value value) {
    const Encoder* encoder = definition->find_encoder(key, "");
    if (!encoder || !encoder->set) return "cannot be set";
    Object payload{{key, value}};
    const Context context{device, state, options, {}, memory};
    Step step(context);
    encoder->set({key, value, payload, EndpointId(1), ""}, step);
    if (step.error()) return step.error()->text;
    effects = std::move(step.effects());
    return sent();
  }
  /// What the last message has told in messages of its own, one after the other.
  std::string apart() {
    std::string out;
    const std::vector<Effect> put_off = std::move(effects);
    effects.clear();
    for (const Effect& effect : put_off) {
      const auto* later = std::get_if<Later>(&effect);
      if (!later || !later->action) continue;
      const Context context{device, state, options, {}, memory};
      Step step(context);
      later->action(step);
      out += json::dump(Value(step.published()));
    }
    return out;
  }
  /// Commands by name with their parameters, and how answers to questions are.
  std::string sent() const {
    std::string out;
    for (const Effect& effect : effects) {
      const auto* op = std::get_if<Operation>(&effect);
      if (!op) continue;
      if (!out.empty()) out += " ";
      if (op->command) out += std::string(op->command->name) + " " + json::dump(Value(op->payload));
      if (op->kind == Operation::Kind::default_response) out += "understood";
      if (op->kind == Operation::Kind::write) out += "write " + json::dump(op->writes.at(0).value);
      if (op->kind == Operation::Kind::foundation) out += "frame " + std::to_string(op->raw_command) + " " + to_hex(op->raw_payload);
      if (op->reserved) out += " reserved " + std::to_string(op->reserved);
      if (op->asks_default_response) out += " and answer";
      if (op->tsn) out += " #" + std::to_string(*op->tsn);
    }
    return out;
  }

  Library library{built_in_library()};
  TestDevice device{"m"};
  std::shared_ptr<const Definition> definition;
  Object state, options, memory;
  std::vector<Effect> effects;
};

TEST_F(Blocks, WeeklyScheduleIsToldAndSent) {
  define("weekly_schedule");
  EXPECT_EQ(receive(0x0201, "090100020201680134085004d007"),
            R"({"weekly_schedule":{"days":["monday"],"transitions":[{"time":360,"heating_setpoint":21},{"time":1104,"heating_setpoint":20}]}})");
  const Value schedule = *json::parse(R"({"dayofweek":["monday",{"day":"tuesday"}],"transitions":[{"heatSetpoint":21,"transitionTime":"6:00"},{"heatSetpoint":17.5,"transitionTime":{"hour":22,"minute":30}}]})");
  EXPECT_EQ(set("weekly_schedule", schedule),
            R"(setWeeklySchedule {"dayofweek":6,"numoftrans":2,"transitions":[{"heatSetpoint":2100,"transitionTime":360},{"heatSetpoint":1750,"transitionTime":1350}],"mode":1})");
  EXPECT_EQ(set("weekly_schedule", *json::parse(R"({"dayofweek":"someday","transitions":[]})")), "weekly_schedule: 'someday' is no day");
  EXPECT_EQ(set("clear_weekly_schedule", ""), "clearWeeklySchedule {}");
}

TEST_F(Blocks, WeeklyScheduleMayBeTextsByDay) {
  define("{weekly_schedule: {by_day: true}}");
  const std::string told = receive(0x0201, "090100020301680134085004d007");
  EXPECT_NE(told.find(R"("schedule_sunday":"06:00/21°C 18:24/20°C","schedule_monday":)"), std::string::npos) << told;
}

TEST_F(Blocks, PanelTellsKeypadsHowItStands) {
  define("alarm_panel");
  EXPECT_EQ(receive(0x0501, "011707"), "{}");
  EXPECT_EQ(sent(), "");  // nobody has said yet how it stands
  EXPECT_EQ(set("arm_mode", *json::parse(R"({"mode":"exit_delay","delay":30})")), R"(panelStatusChanged {"panelstatus":4,"secondsremain":30,"audiblenotif":0,"alarmstatus":0})");
  receive(0x0501, "011807");
  EXPECT_EQ(sent(), R"(getPanelStatusRsp {"panelstatus":4,"secondsremain":30,"audiblenotif":0,"alarmstatus":0} #24)");
  EXPECT_EQ(set("arm_mode", *json::parse(R"({"mode":"invalid_code","transaction":9})")), R"(armRsp {"armnotification":4} #9)");
  EXPECT_EQ(set("arm_mode", *json::parse(R"({"mode":"exit_delay","delay":300})")), "delay must be a number from 0 to 255, not '300'");
}

TEST_F(Blocks, PanelMayConfirmThatItWasAskedToArm) {
  define("{alarm_panel: {confirms: true}}");
  receive(0x0501, "0112000100bd");
  EXPECT_EQ(sent(), "understood #18");
}

TEST_F(Blocks, MeterWithoutFactorsHasThoseOfItsDescription) {
  define("{electricity_meter: {from: metering, divisors: {energy: 1000}, report: false}}");
  EXPECT_EQ(receive(0x0702, "18010a000025d20400000000"), R"({"energy":1.234})");
  EXPECT_EQ(receive(0x0702, "18020a00042a0a0000"), R"({"power":10})");
}

TEST_F(Blocks, MeterMayBeSilentWhenUnsure) {
  define("{electricity_meter: {from: metering, sure: true, report: false}}");
  EXPECT_EQ(receive(0x0702, "18010a000025000000000000"), "{}");
}

TEST_F(Blocks, LockTellsWhoWorkedIt) {
  define("{lock: {pin_codes: 10, asks_code: true}}");
  EXPECT_EQ(receive(0x0101, "190620040d8e1b0492c14f881a10020000"),
            R"({"action":"manual_lock","action_user":7054,"action_source":4,"action_source_name":"fingerprint"})");
  EXPECT_EQ(receive(0x0101, "194a210002070004a23aab9b01a4a143050000"),
            R"({"action":"pin_code_added","action_user":7,"action_source":0,"action_source_name":"keypad"})");
  EXPECT_EQ(sent(), R"(getPinCode {"userid":7})");
}

TEST_F(Blocks, AlarmMayClearItself) {
  define("{ias_zone: {alarm: occupancy, clears: occupancy_timeout}}");
  EXPECT_EQ(receive(0x0500, "090100010000000000"), R"({"occupancy":true})");
  const auto* later = std::get_if<Later>(&effects.back());
  ASSERT_NE(later, nullptr);
  EXPECT_EQ(later->time, std::chrono::seconds(90));
  options.set("occupancy_timeout", 0);
  receive(0x0500, "090200010000000000");
  EXPECT_FALSE(std::get<Later>(effects.back()).action);  // only what was under way ends
}

TEST_F(Blocks, RawMessagesAreReadByTheirOctets) {
  define("{reads: {cluster: 0xfe00, raw: {action: \"{1: 'single', 2: 'double'}[value[6]]\"}}}");
  EXPECT_EQ(receive(0xfe00, "0d28126800080200"), R"({"action":"double"})");
}

TEST_F(Blocks, WritesMayAskForADefaultResponse) {
  define("{sets: {key: p, set: [{write: genBasic, attributes: {locationDesc: value}, answered: true}]}}");
  EXPECT_EQ(set("p", "hut"), R"(write "hut" and answer)");
}

TEST_F(Blocks, FramesMayHaveOctetsOfTheirOwn) {
  define("{sets: {key: p, set: [{frame: genPowerCfg, general: 2, octets: 'octets([1, 0, value])', reserved: 3, to_client: true, transaction: 233}]}}");
  EXPECT_EQ(set("p", 7), "frame 2 010007 reserved 3 #233");
  EXPECT_EQ(set("p", "seven"), "frame 2 010000 reserved 3 #233");
  define("{sets: {key: p, set: [{frame: genPowerCfg, general: 2, octets: value}]}}");
  EXPECT_EQ(set("p", 7), "p: a frame is made of octets, not of '7'");
}

TEST_F(Blocks, OneMessageMayBeSeveralActions) {
  define("{reads: {cluster: genOnOff, commands: {'on': {}}, apart: {action: \"['a', 'b']\"}}}");
  EXPECT_EQ(receive(0x0006, "010101"), "{}");
  EXPECT_EQ(apart(), R"({"action":"a"}{"action":"b"})");
}

TEST_F(Blocks, WhatIsRememberedIsOfTheMessageBefore) {
  define("{reads: {cluster: genOnOff, attributes: {onOff: {action: \"(remembered.last ?? 'nothing') + ' before ' + value\"}}, remember: {last: value}}}");
  EXPECT_EQ(receive(0x0006, "18010a00001001"), R"({"action":"nothing before 1"})");
  EXPECT_EQ(receive(0x0006, "18020a00001000"), R"({"action":"1 before 0"})");
}

TEST_F(Blocks, InputsSayWhatTheyMeasure) {
  define("described_inputs");
  EXPECT_EQ(receive(0x000c, "18010a5500390000ac411c004208432c323846463634"), R"({"l1":21.5,"device_l1":"28FF64","temperature_l1":21.5})");
}

}  // namespace
}  // namespace waggle::library
