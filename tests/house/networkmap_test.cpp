// The map of the network: every router is asked whom it hears, several at once, and silent ones hold nobody up.
#include "house/house.h"
#include "house/print.h"

namespace waggle::house {
namespace {

class NetworkMap : public testing::Test {
 protected:
  NetworkMap() {
    house.start();
    for (const std::string name : {"living room lamp", "reading light", "kitchen plug", "bedroom dimmer"}) {
      house.join(name, name);
    }
  }
  static const Value* node(const Value& answer, std::string_view name) {
    for (const Value& n : answer.find("data", "value", "nodes")->array()) {
      if (*n.find("friendlyName") == Value(name)) return &n;
    }
    return nullptr;
  }
  std::size_t links_told_by(const Value& answer, std::string_view name) const {
    std::size_t count = 0;
    for (const Value& link : answer.find("data", "value", "links")->array()) count += *link.find("targetIeeeAddr") == Value(house.address(name));
    return count;
  }

  House house;
};

TEST_F(NetworkMap, ShowsWhoHearsWhom) {
  const Value answer = house.request("networkmap", Object{{"type", "raw"}, {"routes", true}, {"transaction", 7}});
  ASSERT_EQ(*answer.find("status"), Value("ok")) << json::dump(answer);
  EXPECT_EQ(*answer.find("transaction"), Value(7));
  EXPECT_EQ(*answer.find("data", "routes"), Value(true));
  EXPECT_EQ(answer.find("data", "value", "nodes")->array().size(), 5u);
  for (const std::string name : {"Coordinator", "living room lamp", "reading light", "kitchen plug"}) {
    EXPECT_EQ(*node(answer, name)->find("failed"), Value(Array{})) << name;
  }
  EXPECT_EQ(node(answer, "bedroom dimmer")->find("failed"), nullptr) << "it sleeps, and is not asked";
  EXPECT_GT(links_told_by(answer, "kitchen plug"), 0u);
  bool with_route = false;
  for (const Value& link : answer.find("data", "value", "links")->array()) with_route = with_route || !link.find("routes")->array().empty();
  EXPECT_TRUE(with_route);
}

TEST_F(NetworkMap, IsDrawn) {
  const Value dot = house.request("networkmap", "graphviz");
  EXPECT_EQ(*dot.find("data", "routes"), Value(false));
  EXPECT_TRUE(dot.find("data", "value")->string().starts_with("digraph G {"));
  const Value uml = house.request("networkmap", Object{{"type", "plantuml"}});
  EXPECT_EQ(uml.find("data", "routes"), nullptr);
  EXPECT_NE(uml.find("data", "value")->string().find("card " + house.address("kitchen plug")), std::string::npos);
}

TEST_F(NetworkMap, RefusesOtherForms) {
  EXPECT_EQ(*house.request("networkmap", "nosuch").find("error"), Value("Type 'nosuch' not supported, allowed are: raw,graphviz,plantuml"));
  EXPECT_EQ(*house.request("networkmap", Object{}).find("error"), Value("Type 'undefined' not supported, allowed are: raw,graphviz,plantuml"));
}

TEST_F(NetworkMap, SaysWhoWasSilentAndWaitsForThemTogether) {
  for (const std::string name : {"living room lamp", "reading light", "kitchen plug"}) house.order({{"cmd", "drop"}, {"device", name}});
  const Instant asked = house.time.now();
  const Value answer = house.request("networkmap", Object{{"type", "raw"}, {"routes", true}});
  ASSERT_EQ(*answer.find("status"), Value("ok")) << json::dump(answer);
  EXPECT_LT(house.time.now() - asked, 40s);
  EXPECT_EQ(*node(answer, "reading light")->find("failed"), Value(Array{"lqi", "routingTable"}));
  EXPECT_EQ(links_told_by(answer, "reading light"), 0u);
}

TEST_F(NetworkMap, LeavesOutWhatIsDisabled) {
  house.request("device/options", Object{{"id", "kitchen plug"}, {"options", Object{{"disabled", true}}}});
  const Value answer = house.request("networkmap", "raw");
  EXPECT_EQ(node(answer, "kitchen plug"), nullptr);
  EXPECT_EQ(links_told_by(answer, "kitchen plug"), 0u);
}

TEST_F(NetworkMap, CanBeCancelled) {
  house.order({{"cmd", "drop"}, {"device", "kitchen plug"}});
  house.mqtt->deliver("zigbee2mqtt/bridge/request/networkmap", "raw");
  house.wait(3s);
  EXPECT_TRUE(house.all("bridge/response/networkmap").empty());
  EXPECT_EQ(*house.request("networkmap/cancel", "").find("status"), Value("ok"));
  house.wait(1s);
  EXPECT_EQ(*house.last("bridge/response/networkmap").find("error"), Value("The network scan was cancelled"));
  EXPECT_EQ(*house.request("networkmap/cancel", "").find("error"), Value("No network scan is under way"));
}

}  // namespace
}  // namespace waggle::house
