// The bridge as the web pages see it: what they are told, and what they may say.
#include <gtest/gtest.h>

#include "core/json.h"
#include "house/house.h"

namespace waggle::house {
namespace {

struct Pages final : bridge::Window::Viewer {
  void on_message(std::string_view topic, std::string_view json) override {
    const auto value = json::parse(json);
    EXPECT_TRUE(value) << topic << " " << json;
    if (value) told.emplace_back(topic, *value);
  }
  const Value* last(std::string_view topic) const {
    for (auto at = told.rbegin(); at != told.rend(); ++at) {
      if (at->first == topic) return &at->second;
    }
    return nullptr;
  }
  std::vector<std::pair<std::string, Value>> told;
};

class WindowTest : public ::testing::Test {
 protected:
  WindowTest() {
    house.start();
    house.join("bedroom lamp");
    lamp = house.address("bedroom lamp");
    house.bridge->window().open(&pages);
  }
  ~WindowTest() override { house.bridge->window().open(nullptr); }
  House house;
  std::string lamp;
  Pages pages;
};

TEST_F(WindowTest, ShowsEverythingToWhoComes) {
  house.bridge->window().show_all(pages);
  for (const std::string_view topic : {"bridge/state", "bridge/info", "bridge/devices", "bridge/groups", "bridge/definitions"}) {
    ASSERT_TRUE(pages.last(topic)) << topic;
    EXPECT_EQ(json::dump(*pages.last(topic), json::Keys::sorted), json::dump(house.last(std::string(topic)), json::Keys::sorted)) << topic;
  }
  ASSERT_TRUE(pages.last(lamp));
  EXPECT_TRUE(pages.last(lamp)->find("linkquality")->is_number());
}

TEST_F(WindowTest, CarriesOutWhatIsSaid) {
  house.bridge->window().say(lamp + "/set", R"({"state":"ON","brightness":77})");
  house.wait(2s);
  EXPECT_EQ(*house.last(lamp).find("brightness"), Value(77));
  ASSERT_TRUE(pages.last(lamp));
  EXPECT_EQ(*pages.last(lamp)->find("brightness"), Value(77));
  house.bridge->window().say("bridge/request/health_check", R"({"transaction":"x"})");
  house.wait(1s);
  ASSERT_TRUE(pages.last("bridge/response/health_check"));
  EXPECT_EQ(*pages.last("bridge/response/health_check")->find("transaction"), Value("x"));
  house.bridge->window().say("bridge/request/nonsense", "{");
  house.bridge->window().say("nobody/set", "");
  house.wait(1s);
}

TEST_F(WindowTest, ShowsStatesWholeHoweverTheBrokerGetsThem) {
  ASSERT_TRUE(house.settings->set("advanced.output", "attribute"));
  house.request("options", Object{{"options", Object{{"advanced", Object{{"output", "attribute"}}}}}});
  house.bridge->window().say(lamp + "/set", R"({"brightness":78})");
  house.wait(2s);
  ASSERT_TRUE(pages.last(lamp));
  EXPECT_EQ(*pages.last(lamp)->find("brightness"), Value(78));
  EXPECT_FALSE(pages.last(lamp + "/brightness"));
}

TEST_F(WindowTest, ForgetsWhatWasTakenBack) {
  house.request("device/options", Object{{"id", lamp}, {"options", Object{{"retain", true}}}});
  house.bridge->window().say(lamp + "/set", R"({"brightness":79})");
  house.wait(2s);
  house.request("device/rename", Object{{"from", lamp}, {"to", "lamp"}});
  house.wait(2s);
  pages.told.clear();
  house.bridge->window().show_all(pages);
  EXPECT_TRUE(pages.last("lamp"));
  EXPECT_FALSE(pages.last(lamp));
}

}  // namespace
}  // namespace waggle::house
