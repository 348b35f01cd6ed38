// A stick of any family, at a port of which nobody has said what is there, is found by asking, and started.
#include <fmt/core.h>

#include "contract/stick.h"
#include "coordinator/any_radio.h"

namespace waggle::contract {
namespace {

class Finding : public testing::TestWithParam<Kind> {
 protected:
  /// The driver of the stick is one that must find out.
  void ask_instead(std::string first = {}) {
    any_ = nullptr;
    stick.driver.reset();
    auto radio = std::make_unique<coordinator::AnyRadio>(stick.time, [this, first] { return place(first); }, coordinator::Options(), stick.heard);
    any_ = radio.get();
    stick.driver = std::move(radio);
  }
  std::string_view family() const { return any_->family() ? any_->family()->name : "none"; }

  Stick stick{GetParam()};
  int opened = 0;

 private:
  Task<Result<coordinator::AnyRadio::Place>> place(std::string first) {
    co_return coordinator::AnyRadio::Place{[this](unsigned) { return open(); }, {115200}, std::move(first)};
  }
  Task<Result<std::unique_ptr<io::Stream>>> open() {
    ++opened;
    return stick.open();
  }

  coordinator::AnyRadio* any_ = nullptr;
};

TEST_P(Finding, StartsAStickOfWhichNobodySaidWhatItIs) {
  ask_instead();
  const Instant begin = stick.time.now();
  const auto info = stick.run(stick.driver->inspect());
  ASSERT_TRUE(info) << info.error().text;
  EXPECT_EQ(family(), stick.kind.family);
  EXPECT_EQ(info->ieee, stick.air().coordinator.ieee);
  fmt::print("finding: {} known and looked at after {:.1f} s\n", stick.kind.name, std::chrono::duration<double>(stick.time.now() - begin).count());
  stick.form();
  sim::VirtualDevice& lamp = stick.join("lamp");
  EXPECT_TRUE(stick.send(lamp, "010101"));
  EXPECT_EQ(stick.on("lamp"), 1);
}

// Whatever the other families' greetings are to this firmware, its network outlives them.
TEST_P(Finding, LeavesARunningNetworkAsItIs) {
  stick.form();
  sim::VirtualDevice& lamp = stick.join("lamp");
  const auto before = stick.air().network();
  stick.driver->close();
  for (const coordinator::Family& other : coordinator::families()) {
    ask_instead(std::string(other.name));
    const auto info = stick.run(stick.driver->inspect());
    ASSERT_TRUE(info) << "asked first: " << other.name << ": " << info.error().text;
    EXPECT_EQ(family(), stick.kind.family) << "asked first: " << other.name;
    ASSERT_TRUE(info->network);
    ASSERT_TRUE(stick.run(stick.driver->resume()));
    EXPECT_TRUE(stick.send(lamp, "010201"));
    EXPECT_EQ(stick.air().network()->pan, before->pan);
    stick.driver->close();
    stick.wait(1s);
  }
}

TEST_P(Finding, NoticesThatTheStickIsAnother) {
  ask_instead();
  ASSERT_TRUE(stick.run(stick.driver->inspect()));
  const int before = opened;
  ASSERT_TRUE(stick.run(stick.driver->inspect()));
  EXPECT_EQ(opened, before + 1) << "what is known is not asked again";
  stick.radio().faults.mute = true;
  const auto silent = stick.run(stick.driver->inspect());
  ASSERT_FALSE(silent);
  EXPECT_EQ(silent.error().code, Errc::timeout);
  EXPECT_EQ(family(), "none");
  stick.radio().faults.mute = false;
  ASSERT_TRUE(stick.run(stick.driver->inspect()));
  EXPECT_EQ(family(), stick.kind.family);
}

INSTANTIATE_TEST_SUITE_P(Families, Finding, testing::ValuesIn(kinds()), [](const auto& row) { return std::string(row.param.name); });

TEST(Greetings, AreKnownByTheirOwnFamilyAlone) {
  for (const coordinator::Family& family : coordinator::families()) {
    ASSERT_TRUE(family.hello && family.recognises) << family.name;
    EXPECT_FALSE(family.recognises({})) << family.name;
    for (const coordinator::Family& other : coordinator::families()) {
      EXPECT_TRUE(&other == &family || !family.recognises(other.hello())) << family.name << " in " << other.name;
    }
  }
}

}  // namespace
}  // namespace waggle::contract
