// How the bridge is doing, every few minutes.
#include "house/house.h"
#include "house/print.h"

namespace waggle::house {
namespace {

TEST(Health, IsToldAtItsInterval) {
  House house("", std::string(configuration) + "health:\n  interval: 5\n");
  house.start();
  house.join("bedroom lamp");
  EXPECT_TRUE(house.last("bridge/health").is_null());
  house.wait(5min);
  const Value first = house.last("bridge/health");
  ASSERT_TRUE(first.is_object());
  EXPECT_TRUE(house.mqtt->retained.contains("zigbee2mqtt/bridge/health"));
  EXPECT_EQ(*first.find("mqtt", "connected"), Value(true));
  EXPECT_GT(first.find("mqtt", "published")->number_or(0), 5);
  EXPECT_EQ(*first.find("process", "uptime_sec"), Value(300));
  EXPECT_EQ(first.find("os", "load_average")->array().size(), 3u);
  for (const std::string_view of : {"os", "process"}) {
    EXPECT_GT(first.find(of, "memory_used_mb")->number_or(0), 0) << of;
    EXPECT_GT(first.find(of, "memory_percent")->number_or(0), 0) << of;
    EXPECT_LT(first.find(of, "memory_percent")->number_or(100), 100) << of;
  }
  const Value& lamp = *first.find("devices", house.address("bedroom lamp"));
  EXPECT_GT(lamp.find("messages")->number_or(0), 3);
  EXPECT_GT(lamp.find("messages_per_sec")->number_or(0), 0);
  EXPECT_EQ(*lamp.find("leave_count"), Value(0));
  EXPECT_EQ(*lamp.find("network_address_changes"), Value(0));
  house.order({{"cmd", "move"}, {"device", "bedroom lamp"}, {"nwk", 0x4321}});
  house.wait(1s);
  house.order({{"cmd", "leave"}, {"device", "bedroom lamp"}});
  house.wait(5min);
  EXPECT_EQ(house.all("bridge/health").size(), 2u);
  const Value second = house.last("bridge/health");
  EXPECT_EQ(*second.find("devices", house.address("bedroom lamp"), "network_address_changes"), Value(1));
  EXPECT_EQ(*second.find("devices", house.address("bedroom lamp"), "leave_count"), Value(1));
}

TEST(Health, CanCountAnewEachTime) {
  House house("", std::string(configuration) + "health:\n  interval: 1\n  reset_on_check: true\n");
  house.start();
  house.join("bedroom lamp");
  house.wait(1min);
  ASSERT_NE(house.last("bridge/health").find("devices", house.address("bedroom lamp")), nullptr);
  house.wait(10min);
  EXPECT_EQ(*house.last("bridge/health").find("devices"), Value(Object{}));
  EXPECT_LT(house.last("bridge/health").find("mqtt", "published")->number_or(9), 5);
}

}  // namespace
}  // namespace waggle::house
