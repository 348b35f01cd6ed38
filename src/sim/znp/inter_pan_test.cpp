#include "sim/znp/rig.h"
#include "zigbee/touchlink/inter_pan.h"

namespace waggle::sim::znp {
namespace {

constexpr std::string_view bulb = R"(
- {name: bulb, model: B, manufacturer: F, ieee: 0x0000000000000021,
   endpoints: {11: {profile: 0xc05e, device: 0x0100, inputs: [genBasic, genIdentify, touchlink]}}}
)";
constexpr std::string_view scan = "110000010000000412";

coordinator::InterPanRequest request(std::string_view hex, std::optional<Ieee> to = {}) {
  coordinator::InterPanRequest out;
  out.to = to;
  out.cluster = touchlink::cluster;
  out.payload = from_hex(hex).value();
  return out;
}

TEST(InterPan, ReachesWhoHasNoNetworkAndComesBack) {
  Rig rig;
  rig.form();
  rig.air.add(read_home(bulb, "bulb.yaml").value_or({}).front());
  const VirtualDevice& lamp = rig.join("lamp");
  coordinator::InterPan& radio = *rig.driver->inter_pan();

  ASSERT_TRUE(rig.run(radio.visit_channel(20)));
  ASSERT_TRUE(rig.run(radio.send(request(scan))));
  rig.time.advance(1s);
  EXPECT_TRUE(rig.heard.strays.empty());

  ASSERT_TRUE(rig.run(radio.visit_channel(factory_channel)));
  ASSERT_TRUE(rig.run(radio.send(request(scan))));
  rig.time.advance(1s);
  ASSERT_EQ(rig.heard.strays.size(), 1u);
  EXPECT_EQ(rig.heard.strays[0].first, Ieee(0x21));
  EXPECT_EQ(rig.heard.strays[0].second.substr(0, 14), "19000101000000");

  // The network is not served meanwhile, and is again afterwards.
  const auto busy = rig.send(lamp, "010101");
  ASSERT_FALSE(busy);
  EXPECT_EQ(busy.error().code, Errc::busy);
  EXPECT_EQ(busy.error().text, "Cannot execute command, in Inter-PAN mode");
  ASSERT_TRUE(rig.run(radio.return_to_network()));
  EXPECT_TRUE(rig.send(lamp, "010101"));
  EXPECT_EQ(rig.on("lamp"), 1);
}

TEST(InterPan, AResetIsOfTheOneThatWasScanned) {
  Rig rig;
  rig.form();
  rig.air.add(read_home(bulb, "bulb.yaml").value_or({}).front());
  coordinator::InterPan& radio = *rig.driver->inter_pan();
  VirtualDevice& device = *rig.air.find("bulb");
  device.network = bench_network();
  device.network->pan = PanId(0x7777);
  device.network->channel = 25;
  ASSERT_TRUE(rig.run(radio.visit_channel(25)));
  constexpr std::string_view reset = "11000701000000", other = "11000702000000";
  const auto say = [&](std::string_view hex, std::uint64_t whom) {
    EXPECT_TRUE(rig.run(radio.send(request(hex, Ieee(whom)))));
    rig.time.advance(1s);
    return device.network.has_value();
  };
  EXPECT_TRUE(say(reset, 0x21)) << "nobody has scanned";
  ASSERT_TRUE(rig.run(radio.send(request(scan))));
  rig.time.advance(1s);
  EXPECT_TRUE(say(other, 0x21)) << "another transaction";
  EXPECT_TRUE(say(reset, 0x22)) << "another device";
  EXPECT_FALSE(say(reset, 0x21));
  ASSERT_TRUE(rig.run(radio.return_to_network()));
}

TEST(InterPan, ALostRadioIsOnNoOtherChannel) {
  Rig rig;
  rig.form();
  ASSERT_TRUE(rig.run(rig.driver->inter_pan()->visit_channel(20)));
  rig.ncp.unplug();
  rig.time.advance(1s);
  const auto lost = rig.run(rig.driver->inter_pan()->return_to_network());
  EXPECT_FALSE(lost);
  ASSERT_TRUE(rig.run(rig.driver->inspect()));
  ASSERT_TRUE(rig.run(rig.driver->resume()));
  EXPECT_TRUE(rig.send(rig.join("lamp"), "010101"));
}

}  // namespace
}  // namespace waggle::sim::znp
