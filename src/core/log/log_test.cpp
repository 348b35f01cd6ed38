#include "core/log.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>

#include "core/log/levels.h"
#include "core/log/line.h"
#include "core/log/repeats.h"

namespace waggle::log {
namespace {

constexpr WallTime noon{1'768'478'400'007};  // Thursday 2026-01-15T12:00:00.007Z

class Zone {
 public:
  explicit Zone(const char* name) {
    setenv("TZ", name, 1);
    tzset();
  }
  ~Zone() {
    unsetenv("TZ");
    tzset();
  }
};

TEST(Levels, ANamespaceHasTheLevelOfItsLongestPart) {
  Levels levels;
  levels.set_general(Level::info);
  levels.set_namespaces({{"z2m", Level::warning}, {"z2m:mqtt", Level::debug}, {"zh:controller", Level::error}});
  EXPECT_FALSE(levels.wanted(Level::info, "z2m"));
  EXPECT_FALSE(levels.wanted(Level::info, "z2m:extension"));
  EXPECT_TRUE(levels.wanted(Level::debug, "z2m:mqtt:client"));
  EXPECT_TRUE(levels.wanted(Level::info, "z2mmqtt")) << "a part ends at ':'";
  EXPECT_FALSE(levels.wanted(Level::warning, "zh:controller:device"));
  EXPECT_TRUE(levels.wanted(Level::info, "zh"));
}

TEST(Levels, ChangesAreSeenAtOnce) {
  Levels levels;
  EXPECT_FALSE(levels.wanted(Level::debug, "z2m"));
  levels.set_general(Level::debug);
  EXPECT_TRUE(levels.wanted(Level::debug, "z2m"));
  levels.set_namespaces({{"z2m", Level::error}});
  EXPECT_FALSE(levels.wanted(Level::warning, "z2m"));
  levels.set_namespaces({});
  EXPECT_TRUE(levels.wanted(Level::debug, "z2m"));
}

TEST(Levels, IgnoredNamespacesLoseTheirDebugMessagesOnly) {
  Levels levels;
  levels.set_general(Level::debug);
  ASSERT_TRUE(levels.set_ignore_debug("^zhc:(tuya|moes)|uart"));
  EXPECT_FALSE(levels.wanted(Level::debug, "zhc:tuya:base"));
  EXPECT_FALSE(levels.wanted(Level::debug, "zh:ember:uart:ash"));
  EXPECT_TRUE(levels.wanted(Level::info, "zhc:tuya:base"));
  EXPECT_TRUE(levels.wanted(Level::debug, "zhc"));
  ASSERT_TRUE(levels.set_ignore_debug(""));
  EXPECT_TRUE(levels.wanted(Level::debug, "zhc:tuya:base"));
}

TEST(Levels, ABadExpressionChangesNothing) {
  Levels levels;
  levels.set_general(Level::debug);
  ASSERT_TRUE(levels.set_ignore_debug("tuya"));
  const auto set = levels.set_ignore_debug("(open");
  ASSERT_FALSE(set);
  EXPECT_NE(set.error().text.find("'(open' is not a regular expression"), std::string::npos) << set.error().text;
  EXPECT_FALSE(levels.wanted(Level::debug, "zhc:tuya"));
}

TEST(Timestamp, HasTheTokensOfThePeer) {
  const Zone zone("UTC");
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"YYYY-MM-DD HH:mm:ss", "2026-01-15 12:00:00"},
      {"YY/M/D H:m:s.SSS", "26/1/15 12:0:0.007"},
      {"S SS SSS", "0 00 007"},
      {"dddd, MMMM Do", "Thursday, January 15th"},
      {"ddd d dd MMM", "Thu 4 04 Jan"},
      {"hh:mm A, h a", "12:00 PM, 12 pm"},
      {"[at] HH [o'clock]", "at 12 o'clock"},
      {"Z ZZ", "+00:00 +0000"},
      {"isoDateTime", "2026-01-15T12:00:00+00:00"},
      {"shortDate", "1/15/26"},
      {"100%", "100%"},
  };
  for (const auto& [format, text] : cases) EXPECT_EQ(timestamp(noon, format), text) << format;
}

TEST(Timestamp, IsLocal) {
  const Zone zone("IST-5:30");
  EXPECT_EQ(timestamp(noon, "DD HH:mm ZZ Z"), "15 17:30 +0530 +05:30");
}

TEST(Timestamp, CountsDaysAsTheEnglishDo) {
  const Zone zone("UTC");
  const std::pair<int, std::string_view> cases[] = {{1, "1st"}, {2, "2nd"}, {3, "3rd"}, {4, "4th"}, {11, "11th"}, {13, "13th"}, {20, "20th"}, {21, "21st"}, {30, "30th"}};
  for (const auto& [day, text] : cases) EXPECT_EQ(timestamp({noon.ms + (day - 15) * 86'400'000LL}, "Do"), text);
}

TEST(Line, IsThePeers) {
  const Zone zone("UTC");
  const Message message{Level::warning, "z2m:mqtt", "Not \"connected\"", noon};
  EXPECT_EQ(text_line(message, "YYYY-MM-DD HH:mm:ss"), "[2026-01-15 12:00:00] warning: \tz2m:mqtt: Not \"connected\"");
  EXPECT_EQ(text_line(message, "HH", Color::yes), "[12] \x1b[33mwarning\x1b[39m: \tz2m:mqtt: Not \"connected\"");
  EXPECT_EQ(json_line(message, "HH:mm"), R"({"level":"warning","message":"z2m:mqtt: Not \"connected\"","timestamp":"12:00"})");
}

// Lines with the second at which they were written.
class Heard {
 public:
  void say(int second, Level level, std::string_view text) { repeats_.hear({level, "z2m", text, at(second)}); }
  void settle(int second) { repeats_.settle(at(second)); }
  void finish(int second) { repeats_.finish(at(second)); }
  std::vector<std::string> take() { return std::exchange(lines_, {}); }

 private:
  static WallTime at(int second) { return {noon.ms + second * 1000LL}; }

  std::vector<std::string> lines_;
  Repeats repeats_{[this](const Message& m) { lines_.push_back(fmt::format("{} {}", (m.time.ms - noon.ms) / 1000, m.text)); }};
};
using Lines = std::vector<std::string>;

TEST(Repeats, AFloodOfOneErrorIsWrittenThriceAndThenOnceAMinuteWithItsCount) {
  Heard log;
  for (int second = 0; second < 20; ++second) log.say(second, Level::error, "no");
  EXPECT_EQ(log.take(), (Lines{"0 no", "1 no", "2 no"}));
  log.settle(59);
  EXPECT_EQ(log.take(), Lines{});
  log.settle(60);
  EXPECT_EQ(log.take(), Lines{"60 … 17 more of the same in 60 s: no"});
  for (int second = 61; second < 71; ++second) log.say(second, Level::error, "no");
  EXPECT_EQ(log.take(), Lines{"61 no"});
  log.settle(120);
  EXPECT_EQ(log.take(), Lines{"120 … 9 more of the same in 60 s: no"});
  // A quiet minute, and it is news again.
  log.settle(180);
  for (int second = 181; second < 185; ++second) log.say(second, Level::error, "no");
  EXPECT_EQ(log.take(), (Lines{"181 no", "182 no", "183 no"}));
}

TEST(Repeats, ErrorsThatTakeTurnsAreCountedEach) {
  Heard log;
  for (int second = 0; second < 10; ++second) {
    log.say(second, Level::error, "a");
    log.say(second, Level::warning, "b");
  }
  EXPECT_EQ(log.take(), (Lines{"0 a", "0 b", "1 a", "1 b", "2 a", "2 b"}));
  log.say(70, Level::info, "another");
  EXPECT_EQ(log.take(), (Lines{"70 … 7 more of the same in 70 s: a", "70 … 7 more of the same in 70 s: b", "70 another"}));
}

TEST(Repeats, WhatDiffersInOneLetterOrInLevelIsNotTheSame) {
  Heard log;
  for (int i = 0; i < 5; ++i) log.say(0, Level::error, "attempt " + std::to_string(i));
  EXPECT_EQ(log.take().size(), 5u);
  for (int i = 0; i < 3; ++i) log.say(1, Level::error, "x");
  log.say(1, Level::warning, "x");
  EXPECT_EQ(log.take().size(), 4u);
}

TEST(Repeats, InfoIsTheSameOnlyInARowSoTheOrderStays) {
  Heard log;
  Lines all;
  for (int second = 0; second < 12; ++second) {
    log.say(second, Level::info, second % 2 ? "off" : "on");
    all.push_back(fmt::format("{} {}", second, second % 2 ? "off" : "on"));
  }
  EXPECT_EQ(log.take(), all);
  for (int second = 20; second < 28; ++second) log.say(second, Level::info, "pressed");
  log.say(30, Level::debug, "a detail");
  log.say(31, Level::info, "pressed");
  EXPECT_EQ(log.take(), (Lines{"20 pressed", "21 pressed", "22 pressed", "30 … 5 more of the same in 10 s: pressed", "30 a detail", "31 pressed"}));
}

TEST(Repeats, DebugIsNeverCounted) {
  Heard log;
  for (int i = 0; i < 50; ++i) log.say(0, Level::debug, "frame");
  EXPECT_EQ(log.take().size(), 50u);
}

TEST(Repeats, TheEndTellsAllCounts) {
  Heard log;
  for (int second = 0; second < 5; ++second) log.say(second, Level::warning, "w");
  log.take();
  log.finish(9);
  EXPECT_EQ(log.take(), Lines{"9 … 2 more of the same in 9 s: w"});
  log.finish(10);
  EXPECT_EQ(log.take(), Lines{});
}

TEST(Repeats, AClockSetBackDoesNotHideLines) {
  Heard log;
  for (int i = 0; i < 5; ++i) log.say(1000, Level::error, "e");
  log.take();
  log.say(10, Level::error, "e");
  EXPECT_EQ(log.take(), (Lines{"10 … 2 more of the same in 1 s: e", "10 e"}));
}

TEST(Repeats, ManyDifferentErrorsAreAllWritten) {
  Heard log;
  for (int i = 0; i < 2000; ++i) log.say(0, Level::error, std::to_string(i % 1000));
  EXPECT_EQ(log.take().size(), 2000u);
}

struct Kept : Sink {
  std::vector<std::string> lines;
  void write(const Message& message) override { lines.push_back(fmt::format("{} {}", to_string(message.level), message.text)); }
};

TEST(Log, SinksGetWhatTheLevelsLetThroughAndListenersGetItUncounted) {
  const auto kept = std::make_shared<Kept>();
  WallTime now = noon;
  Config config;
  config.console = false;
  config.sinks = {kept};
  config.clock = [&] { return now; };
  configure(config);
  int heard = 0;
  {
    const Listener listener([&](const Message&) { ++heard; });
    for (int i = 0; i < 10; ++i) error("z2m", "broken");
    info("z2m", "so");
    debug("z2m", "not this");
    set_level(Level::error);
    info("z2m", "nor this");
    set_namespaces({{"z2m", Level::debug}});
    debug("z2m", "but this");
    ASSERT_TRUE(set_ignore_debug("z2m"));
    debug("z2m", "ignored");
  }
  EXPECT_EQ(heard, 12);
  EXPECT_EQ(kept->lines, (Lines{"error broken", "error broken", "error broken", "info so", "debug but this"}));
  kept->lines.clear();
  now.ms += 60'000;
  settle();
  EXPECT_EQ(kept->lines, Lines{"error … 7 more of the same in 60 s: broken"});
  configure({});
  EXPECT_EQ(kept.use_count(), 2) << "only `config` here still has it";
}

}  // namespace
}  // namespace waggle::log
