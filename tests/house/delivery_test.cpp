// A message that does not arrive, or is not answered, is given the chances it deserves.
#include "house/house.h"

namespace waggle::house {
namespace {

class Delivery : public testing::Test {
 protected:
  Delivery() {
    house.start();
    house.join("bedroom lamp", "lamp");
    house.publish("lamp/set", R"({"state":"ON"})");
    house.forget();
  }
  House house;
};

TEST_F(Delivery, ASilentDeviceIsAskedOnceMore) {
  house.order({{"cmd", "silent"}, {"device", "bedroom lamp"}, {"count", 1}});
  house.publish("lamp/get", R"({"state":""})");
  EXPECT_TRUE(house.last("lamp").is_null()) << "it says nothing yet";
  house.wait(15s);
  EXPECT_EQ(*house.last("lamp").find("state"), Value("ON"));
}

TEST_F(Delivery, ADeviceThatMovedUnnoticedIsFound) {
  house.order({{"cmd", "move"}, {"device", "bedroom lamp"}, {"nwk", 0x1234}, {"quietly", true}});
  house.publish("lamp/set", R"({"state":"OFF"})");
  house.wait(30s);
  EXPECT_EQ(*house.last("lamp").find("state"), Value("OFF"));
  EXPECT_EQ(house.bridge->network().find(Nwk(0x1234)), house.bridge->network().devices().back());
}

TEST_F(Delivery, FailsWithAReasonWhenNothingHelps) {
  house.order({{"cmd", "fail"}, {"device", "bedroom lamp"}, {"count", 20}, {"status", "no_ack"}});
  house.publish("lamp/set", R"({"state":"OFF"})");
  house.wait(60s);
  EXPECT_TRUE(house.last("lamp").is_null());
  house.order({{"cmd", "fail"}, {"device", "bedroom lamp"}, {"count", 0}, {"status", "no_ack"}});
  house.publish("lamp/set", R"({"state":"OFF"})");
  EXPECT_EQ(*house.last("lamp").find("state"), Value("OFF"));
}

}  // namespace
}  // namespace waggle::house
