#include "bridge/data_folder.h"
#include "durability/story.h"

namespace waggle::durability {
namespace {

// WAGGLE_EVERY=1 takes every operation in turn; without it, one in so many, a different lot for each fault.
std::size_t stride() {
  const char* text = std::getenv("WAGGLE_EVERY");
  return text ? static_cast<std::size_t>(std::max(1, std::atoi(text))) : 10;
}

class Quiet {
 public:
  Quiet() {
    log::Config config;
    config.console = false;
    log::configure(config);
  }
  ~Quiet() { log::configure({}); }
};

void play_with_every_fault(CrashDisk::Fault fault, std::size_t first) {
  const Quiet quiet;
  std::size_t rounds = 0;
  std::size_t acknowledged = 0;
  std::chrono::milliseconds oldest{0};
  for (std::size_t operation = first;; operation += stride()) {
    SCOPED_TRACE("operation " + std::to_string(operation));
    Story story;
    story.tell(operation, fault);
    const bool hit = story.disk.hit();
    story.check_after_crash(static_cast<unsigned>(operation));
    ++rounds;
    acknowledged += story.acknowledged();
    oldest = std::max(oldest, story.oldest_state());
    if (!hit || ::testing::Test::HasFailure()) break;
  }
  std::printf("%zu rounds, %zu changes acknowledged, %s, oldest state %lld ms\n", rounds, acknowledged,
              ::testing::Test::HasFailure() ? "SOME LOST" : "none lost", static_cast<long long>(oldest.count()));
}

TEST(Durability, WhatWasAcknowledgedSurvivesAPowerCutAtAnyOperation) { play_with_every_fault(CrashDisk::Fault::power_cut, 1); }
TEST(Durability, WhatWasAcknowledgedSurvivesAnErrorAtAnyOperation) { play_with_every_fault(CrashDisk::Fault::error, 2); }

// A thousand reports a second of fifty devices: what must reach the disk is the last value of each.
TEST(Durability, AStormOfReportsCostsTheDiskLittle) {
  VirtualTime time;
  CrashDisk disk;
  io::DurableFiles files(disk);
  SlowFiles slow(time, files, 20ms);
  bridge::StateCache states(time, slow, "data/state.json", true);
  const bridge::PropertyFilter none;
  constexpr int seconds = 60;
  std::size_t reported = 0;
  for (int i = 0; i < 1000 * seconds; ++i) {
    const Object report{{"temperature", 20.0 + i % 97}, {"humidity", 50}, {"linkquality", i % 7}};
    reported += json::dump(Value(report)).size();
    states.set("0x00158d00000000" + std::to_string(10 + i % 50), report, none);
    time.advance(1ms);
  }
  std::printf("%d s at 1000 reports/s: %zu octets reported, %zu written, %zu syncs\n", seconds, reported,
              disk.octets_written(), disk.syncs());
  EXPECT_LE(disk.syncs(), seconds * 1000u / bridge::StateCache::between_writes.count() + 10);
  EXPECT_LE(disk.octets_written(), reported / 5);
}

TEST(Durability, WhatDoesNotChangeIsNotWritten) {
  VirtualTime time;
  CrashDisk disk;
  io::DurableFiles files(disk);
  bridge::StateCache states(time, files, "data/state.json", true);
  const bridge::PropertyFilter none;
  for (int i = 0; i < 100; ++i) {
    states.set("0x0000000000000001", {{"contact", true}}, none);
    time.advance(1s);
  }
  const std::size_t after = disk.octets_written();
  for (int i = 0; i < 1000; ++i) {
    states.set("0x0000000000000001", {{"contact", true}}, none);
    time.advance(1s);
  }
  EXPECT_LE(disk.octets_written() - after, 200u);  // state.json, once
}

// Files that others have spoilt ------------------------------------------------------------------------------

struct Spoilt {
  const char* file;
  std::string (*how)(const std::string& whole);
};

std::string emptied(const std::string&) { return {}; }
std::string zeroed(const std::string& whole) { return std::string(whole.size(), '\0'); }
std::string cut(const std::string& whole) { return whole.substr(0, whole.size() * 2 / 3 + 1); }
std::string overwritten(const std::string& whole) { return whole.substr(0, whole.size() / 2) + std::string(64, '\0') + whole.substr(whole.size() / 2); }

TEST(Durability, ADamagedFileIsReplacedByItsLastGoodVersion) {
  const Quiet quiet;
  const Spoilt rows[] = {
      {"configuration.yaml", emptied}, {"configuration.yaml", zeroed}, {"configuration.yaml", overwritten},
      {"database.db", emptied},        {"database.db", zeroed},        {"database.db", cut},
      {"database.db", overwritten},    {"state.json", emptied},        {"state.json", zeroed},
      {"state.json", cut},             {"state.json", overwritten},
  };
  for (const Spoilt& row : rows) {
    SCOPED_TRACE(row.file);
    Story story;
    EXPECT_EQ(story.generations.begin(), std::vector<std::string>{});
    story.house.start();
    story.house.join("bedroom lamp");
    const std::string lamp = story.house.address("bedroom lamp");
    story.house.publish(lamp + "/set", R"({"brightness":77})");
    story.house.stop();
    EXPECT_EQ(story.generations.begin(), std::vector<std::string>{});
    const std::string path = std::string("data/") + row.file;
    const std::string whole = *story.disk.read(path);
    const std::string damaged = row.how(whole);
    story.disk.spoil(path, damaged);
    const auto told = story.generations.begin();
    ASSERT_EQ(told.size(), 1u);
    EXPECT_NE(told[0].find(path + " is damaged ("), std::string::npos) << told[0];
    EXPECT_NE(told[0].find("takes its place"), std::string::npos) << told[0];
    EXPECT_EQ(*story.disk.read(path + ".damaged"), damaged);
    story.house.start();
    EXPECT_EQ(story.house.last("bridge/devices").array().size(), 2u);
  }
}

}  // namespace
}  // namespace waggle::durability
