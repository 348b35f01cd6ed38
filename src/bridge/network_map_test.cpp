#include "bridge/network_map.h"

#include <gtest/gtest.h>

#include "core/json.h"

namespace waggle::bridge {
namespace {

using network::DeviceType;

constexpr Ieee center{0x00124b0029a1b2c3};
constexpr Ieee lamp{0x00158d0002650001};
constexpr Ieee motion{0x00158d0001070430};
constexpr WallTime now{1'800'000'000'000};

const MapColors colors{{"c1", "r1", "e1"}, {"c2", "r2", "e2"}, "green", "red"};

/// A lamp that the coordinator has a route through, and a sensor below the lamp.
NetworkMap small_map() {
  NetworkMap out;
  NetworkMap::Node node;
  node.ieee = center;
  node.name = "Coordinator";
  node.kind = DeviceType::coordinator;
  node.failed.emplace();
  out.nodes.push_back(node);
  node.ieee = lamp;
  node.nwk = Nwk(0x29cd);
  node.name = "lamp \"left\"";
  node.kind = DeviceType::router;
  node.manufacturer = "innr";
  node.model_id = "RB 265";
  node.last_seen = WallTime{now.ms - 12'000};
  node.definition = NetworkMap::Definition{"RB 265", "Innr", "E27 bulb", "light (state, brightness), effect"};
  node.failed = {"lqi", "routingTable"};
  out.nodes.push_back(node);
  node = {};
  node.ieee = motion;
  node.nwk = Nwk(0x9e);
  node.name = "Attic";
  node.kind = DeviceType::end_device;
  out.nodes.push_back(node);
  NetworkMap::Link link;
  link.source = lamp;
  link.target = center;
  link.told.ieee = lamp;
  link.told.nwk = Nwk(0x29cd);
  link.told.kind = 0x15;  // router, listens, child
  link.told.permit = 2;
  link.told.depth = 1;
  link.told.lqi = 155;
  link.routes = {{Nwk(0x29cd), 0x38, Nwk(0x29cd)}, {Nwk(0x9e), 0x03, Nwk(0x29cd)}};
  out.links.push_back(link);
  link = {};
  link.source = motion;
  link.target = lamp;
  link.target_nwk = Nwk(0x29cd);
  link.told.nwk = Nwk(0x9e);
  link.told.lqi = 40;
  out.links.push_back(link);
  return out;
}

TEST(NetworkMap, IsToldAsData) {
  const Value value = to_value(small_map());
  const Array& nodes = value.find("nodes")->array();
  EXPECT_EQ(json::dump(nodes[0]), R"({"ieeeAddr":"0x00124b0029a1b2c3","friendlyName":"Coordinator","type":"Coordinator","networkAddress":0,"failed":[]})");
  EXPECT_EQ(*nodes[1].find("failed"), Value(Array{"lqi", "routingTable"}));
  EXPECT_EQ(*nodes[1].find("definition", "supports"), Value("light (state, brightness), effect"));
  EXPECT_EQ(*nodes[1].find("lastSeen"), Value(now.ms - 12'000));
  EXPECT_EQ(nodes[2].find("failed"), nullptr) << "it was not asked";
  const Array& links = value.find("links")->array();
  EXPECT_EQ(json::dump(links[0]),
            R"({"source":{"ieeeAddr":"0x00158d0002650001","networkAddress":10701},"target":{"ieeeAddr":"0x00124b0029a1b2c3","networkAddress":0},)"
            R"("deviceType":1,"rxOnWhenIdle":1,"relationship":1,"permitJoining":2,"depth":1,"lqi":155,"routes":[)"
            R"({"destinationAddress":10701,"status":"ACTIVE","memoryConstrained":1,"manyToOne":1,"routeRecordRequired":1,"reserved1":0,"nextHopAddress":10701},)"
            R"({"destinationAddress":158,"status":"INACTIVE","memoryConstrained":0,"manyToOne":0,"routeRecordRequired":0,"reserved1":0,"nextHopAddress":10701}],)"
            R"("sourceIeeeAddr":"0x00158d0002650001","targetIeeeAddr":"0x00124b0029a1b2c3","sourceNwkAddr":10701,"linkquality":155})");
}

TEST(NetworkMap, IsDrawnForGraphviz) {
  EXPECT_EQ(to_graphviz(small_map(), colors, now), R"j(digraph G {
node[shape=record];
  "0x00124b0029a1b2c3" [style="bold, filled", fillcolor="c1", fontcolor="c2", label="{Coordinator|0x00124b0029a1b2c3 (0x0000)|0 seconds ago}"];
  "0x00158d0002650001" [style="rounded, filled", fillcolor="r1", fontcolor="r2", label="{lamp \"left\"|0x00158d0002650001 (0x29cd)failed: lqi,routingTable|Innr E27 bulb (RB 265)|12 seconds ago}"];
  "0x00158d0002650001" -> "0x00124b0029a1b2c3" [penwidth=2, weight=1, color="green", label="155 (routes: 0x29cd,0x009e)"]
  "0x00158d0001070430" [style="rounded, dashed, filled", fillcolor="e1", fontcolor="e2", label="{Attic|0x00158d0001070430 (0x009e)|Not supported|unknown}"];
  "0x00158d0001070430" -> "0x00158d0002650001" [penwidth=1, weight=0, color="red", label="40"]
})j");
}

TEST(NetworkMap, IsDrawnForPlantUml) {
  EXPECT_EQ(to_plantuml(small_map(), now), R"(' paste into: https://www.planttext.com/

@startuml
card 0x00158d0001070430 [
Attic
---
0x00158d0001070430 (0x009e)
---
Not supported
---
unknown
]

card 0x00124b0029a1b2c3 [
Coordinator
---
0x00124b0029a1b2c3 (0x0000)
---
0 seconds ago
]

card 0x00158d0002650001 [
lamp "left"
---
0x00158d0002650001 (0x29cd) failed: lqi,routingTable
---
Innr E27 bulb (RB 265)
---
12 seconds ago
]

0x00158d0002650001 --> 0x00124b0029a1b2c3: 155
0x00158d0001070430 --> 0x00158d0002650001: 40

@enduml)");
}

TEST(NetworkMap, TellsTimesInWords) {
  EXPECT_EQ(in_words(0ms), "0 seconds");
  EXPECT_EQ(in_words(400ms), "0 seconds");
  EXPECT_EQ(in_words(1'499ms), "1 second");
  EXPECT_EQ(in_words(84s), "1 minute, 24 seconds");
  EXPECT_EQ(in_words(60'400ms), "1 minute");
  EXPECT_EQ(in_words(59'600ms), "1 minute");
  EXPECT_EQ(in_words(1h + 30s), "1 hour, 30 seconds");
  EXPECT_EQ(in_words(3h + 29min + 40s), "3 hours, 30 minutes");
  EXPECT_EQ(in_words(23h + 59min + 50s), "1 day");
  EXPECT_EQ(in_words(24h * 400), "1 year, 1 month");
}

}  // namespace
}  // namespace waggle::bridge
