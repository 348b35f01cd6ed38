// The page for Prometheus: every line is one, and the numbers are those of what happened.
#include <regex>

#include "house/house.h"

namespace waggle::house {
namespace {

double number(const std::string& page, const std::string& name) {
  const std::size_t at = page.find("\n" + name + " ");
  return at == std::string::npos ? -1 : std::stod(page.substr(at + name.size() + 2));
}

TEST(Metrics, CountWhatHappens) {
  House house("", configuration);
  house.start();
  house.join("bedroom lamp");
  const std::string lamp = house.address("bedroom lamp");
  house.request("device/rename", Object{{"from", lamp}, {"to", "lamp \"one\""}});
  const std::string before = house.bridge->metrics();
  house.publish(lamp + "/get", R"({"state":""})");
  house.order({{"cmd", "silent"}, {"device", "bedroom lamp"}, {"count", 9}});
  house.publish(lamp + "/get", R"({"state":""})");
  house.wait(1min);
  const std::string after = house.bridge->metrics();
  const auto grown = [&](const std::string& name) { return number(after, name) - number(before, name); };
  EXPECT_GE(grown("waggle_zigbee_sent_total"), 3);
  EXPECT_EQ(grown("waggle_zigbee_repeated_total"), 1);
  EXPECT_EQ(grown("waggle_zigbee_unanswered_total"), 1);
  EXPECT_EQ(grown("waggle_zigbee_round_trip_seconds_count"), 1);
  EXPECT_EQ(number(after, "waggle_zigbee_under_way"), 0);
  EXPECT_EQ(number(after, "waggle_radio_connected"), 1);
  EXPECT_EQ(number(after, "waggle_radio_losses_total"), 0);
  EXPECT_EQ(number(after, "waggle_radio_events_total{event=\"damaged_frames\"}"), 0);
  EXPECT_GT(number(after, R"(waggle_device_messages_total{device="lamp \"one\"",ieee=")" + lamp + "\"}"), 3);
  EXPECT_GT(number(after, "waggle_resident_memory_bytes"), 1e6);
}

TEST(Metrics, AreInTheTextFormat) {
  House house;
  house.start();
  house.join("bedroom lamp");
  const std::regex form(R"(# (HELP|TYPE) waggle_\w+ .+|waggle_\w+(\{\w+="([^"\\]|\\.)*"(,\w+="([^"\\]|\\.)*")*\})? -?[0-9.e+-]+)");
  std::istringstream page(house.bridge->metrics());
  int lines = 0;
  for (std::string line; std::getline(page, line); ++lines) EXPECT_TRUE(std::regex_match(line, form)) << line;
  EXPECT_GT(lines, 40);
}

}  // namespace
}  // namespace waggle::house
