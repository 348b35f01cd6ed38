// What every driver must do with its radio, whatever it speaks. docs/add-an-adapter.md: an adapter is done when
// this is green.
#include "contract/stick.h"

#include <random>

#include "sim/behaviours/touchlink.h"
#include "sim/home.h"
#include "zigbee/install_code.h"
#include "zigbee/touchlink/inter_pan.h"
#include "zigbee/zdo/messages.h"

namespace waggle::contract {
namespace {

using sim::Delivery;
using sim::VirtualDevice;

class Contract : public testing::TestWithParam<Kind> {
 protected:
  /// As far as the firmware lets itself be told.
  static bool is(const NetworkParameters& network, const NetworkParameters& wanted) {
    return GetParam().takes_pan_and_key ? network.same_network(wanted) : network.extended_pan == wanted.extended_pan;
  }

  Stick stick{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(Families, Contract, testing::ValuesIn(kinds()),
                         [](const auto& one) { return std::string(one.param.name); });

coordinator::ZdoRequest permit(std::uint8_t seconds, Nwk to = broadcast_routers) {
  coordinator::ZdoRequest out;
  out.nwk = to;
  out.cluster = zdo::PermitJoinRequest::cluster;
  out.payload = zdo::encode_request(zdo::PermitJoinRequest{seconds, 1, {}});
  return out;
}

// The network ---------------------------------------------------------------------------------------

TEST_P(Contract, FormsOnABlankRadio) {
  stick.form();
  const auto now = stick.run(stick.driver->network_parameters());
  ASSERT_TRUE(now) << now.error().text;
  if (GetParam().takes_pan_and_key) {
    EXPECT_EQ(now->pan, sim::bench_network().pan);
  }
  EXPECT_EQ(now->extended_pan, sim::bench_network().extended_pan);
  EXPECT_EQ(now->channel, sim::bench_network().channel);
  ASSERT_TRUE(stick.air().network());
  EXPECT_TRUE(is(*stick.air().network(), sim::bench_network()));
  EXPECT_EQ(stick.air().network()->pan, now->pan);
}

TEST_P(Contract, ResumesWhatItFormed) {
  stick.form();
  VirtualDevice& lamp = stick.join("lamp");
  ASSERT_TRUE(stick.send(lamp, "010101"));
  for (int restart = 0; restart < 3; ++restart) {
    if (restart == 1) stick.radio().restart(sim::Radio::Reason::power_up);
    stick.wait(2s);
    stick.connect();
    const auto info = stick.run(stick.driver->inspect());
    ASSERT_TRUE(info) << info.error().text;
    ASSERT_TRUE(info->network);
    EXPECT_TRUE(is(*info->network, sim::bench_network()));
    EXPECT_EQ(info->network->channel, sim::bench_network().channel);
    EXPECT_EQ(info->ieee, stick.air().coordinator.ieee);
    EXPECT_FALSE(info->type.empty());
    ASSERT_TRUE(stick.run(stick.driver->resume()));
    ASSERT_TRUE(stick.send(lamp, restart % 2 ? "010201" : "010200")) << "devices take its counter";
    EXPECT_EQ(stick.on("lamp"), restart % 2);
  }
}

TEST_P(Contract, FormsAnotherNetworkInThePlaceOfTheFirst) {
  stick.form();
  stick.connect();
  ASSERT_TRUE(stick.run(stick.driver->inspect()));
  NetworkParameters other = sim::bench_network();
  other.pan = PanId(0x2B73);
  other.extended_pan[0] ^= 0x5A;
  other.channel = 25;
  for (auto& octet : other.key) octet ^= 0x5A;
  const auto formed = stick.run(stick.driver->form(other));
  ASSERT_TRUE(formed) << formed.error().text;
  stick.connect();
  const auto info = stick.run(stick.driver->inspect());
  ASSERT_TRUE(info && info->network);
  EXPECT_TRUE(is(*info->network, other));
  EXPECT_EQ(info->network->channel, 25);
}

TEST_P(Contract, SaysThatThePanIdIsTaken) {
  if (!GetParam().knows_pans_nearby) GTEST_SKIP() << "this firmware takes the PAN ID it is told";
  stick.radio().faults.pans_nearby = {sim::bench_network().pan};
  ASSERT_TRUE(stick.run(stick.driver->inspect()));
  const auto formed = stick.run(stick.driver->form(sim::bench_network()));
  ASSERT_FALSE(formed);
  EXPECT_NE(formed.error().text.find("pan_id"), std::string::npos);
}

TEST_P(Contract, ChangesTheChannel) {
  stick.form();
  VirtualDevice& lamp = stick.join("lamp");
  const zdo::NwkUpdateRequest move{1u << 25, zdo::NwkUpdateRequest::change_channel, 1, {}};
  ASSERT_TRUE(stick.zdo(broadcast_all, zdo::NwkUpdateRequest::cluster, zdo::encode_request(move)));
  stick.wait(1s);
  const auto now = stick.run(stick.driver->network_parameters());
  ASSERT_TRUE(now);
  EXPECT_EQ(now->channel, 25);
  EXPECT_TRUE(stick.send(lamp, "110101")) << "the devices have moved as well";
  stick.connect();
  const auto info = stick.run(stick.driver->inspect());
  ASSERT_TRUE(info && info->network);
  EXPECT_EQ(info->network->channel, 25);
}

// Who joins -----------------------------------------------------------------------------------------

TEST_P(Contract, LetsDevicesInWhileItIsPermitted) {
  stick.form();
  VirtualDevice& lamp = *stick.air().find("lamp");
  EXPECT_FALSE(stick.air().join(lamp)) << "nobody has permitted it";
  ASSERT_TRUE(stick.run(stick.driver->send_zdo(permit(60))));
  stick.wait(200ms);
  ASSERT_TRUE(stick.air().join(lamp));
  stick.wait(1s);
  ASSERT_EQ(stick.heard.joined.size(), 1u);
  EXPECT_EQ(stick.heard.joined[0], std::pair(lamp.node.nwk, lamp.node.ieee));
  const auto* announced = stick.heard.zdo_of(zdo::DeviceAnnounce::cluster);
  ASSERT_NE(announced, nullptr);
  EXPECT_EQ(announced->payload, to_hex(zdo::encode_request(zdo::DeviceAnnounce{lamp.node.nwk, lamp.node.ieee, lamp.node.capability()})));
  stick.wait(61s);
  EXPECT_FALSE(stick.air().join(*stick.air().find("plug"))) << "the time is over";
  ASSERT_TRUE(stick.run(stick.driver->send_zdo(permit(60))));
  ASSERT_TRUE(stick.run(stick.driver->send_zdo(permit(0))));
  stick.wait(200ms);
  EXPECT_FALSE(stick.air().join(*stick.air().find("plug"))) << "it was closed";
}

TEST_P(Contract, LetsDevicesInByOneOfItsRouters) {
  stick.form();
  VirtualDevice& lamp = stick.join("lamp");
  stick.heard.zdo.clear();
  auto request = permit(60, lamp.node.nwk);
  request.ieee = lamp.node.ieee;
  ASSERT_TRUE(stick.run(stick.driver->send_zdo(request)));
  stick.wait(200ms);
  EXPECT_NE(stick.heard.zdo_of(ClusterId(0x8036)), nullptr) << "the router answers";
  VirtualDevice& sensor = *stick.air().find("sensor");
  ASSERT_TRUE(stick.air().join(sensor));
  EXPECT_EQ(stick.air().parent_of(sensor).nwk, lamp.node.nwk);

  stick.heard.zdo.clear();
  ASSERT_TRUE(stick.run(stick.driver->send_zdo(permit(60, coordinator_nwk))));
  stick.wait(200ms);
  const auto* own = stick.heard.zdo_of(ClusterId(0x8036));
  ASSERT_NE(own, nullptr) << "the radio answers for itself";
  EXPECT_EQ(own->payload.substr(0, 2), "00");
}

TEST_P(Contract, HearsWhoLeavesAndWhoComesBack) {
  stick.form();
  VirtualDevice& lamp = stick.join("lamp");
  VirtualDevice& plug = stick.join("plug");
  stick.heard.joined.clear();
  const std::size_t left = GetParam().tells_who_leaves ? 1 : 0;
  stick.air().leave(lamp, false);
  stick.wait(1s);
  ASSERT_EQ(stick.heard.left.size(), left);
  for (const auto& [nwk, ieee] : stick.heard.left) EXPECT_EQ(ieee, lamp.node.ieee);
  ASSERT_TRUE(stick.air().rejoin(plug));
  stick.wait(1s);
  ASSERT_EQ(stick.heard.joined.size(), 1u);
  EXPECT_EQ(stick.heard.joined[0].second, plug.node.ieee);
  stick.air().leave(plug, true);  // and comes back by itself
  stick.wait(2s);
  EXPECT_EQ(stick.heard.left.size(), left);
}

TEST_P(Contract, HearsOfNewAddresses) {
  stick.form();
  VirtualDevice& lamp = stick.join("lamp");
  ASSERT_TRUE(stick.air().move(lamp, Nwk(0x1234), true));
  lamp.send(EndpointId(1), ClusterId(6), {0x18, 0x05, 0x0A, 0x00, 0x00, 0x10, 0x01}, coordinator_nwk, EndpointId(1));
  stick.wait(1s);
  if (!GetParam().tells_new_addresses) GTEST_SKIP() << "this radio cannot";
  ASSERT_FALSE(stick.heard.addresses.empty());
  EXPECT_EQ(stick.heard.addresses.back(), std::pair(Nwk(0x1234), lamp.node.ieee));
}

TEST_P(Contract, TakesInstallCodes) {
  stick.form();
  VirtualDevice& plug = *stick.air().find("plug");
  const Bytes code = from_hex("83fed3407a939723a5c639b26916d505c3b5").value();
  const auto added = stick.run(stick.driver->add_install_code(plug.node.ieee, code, false));
  if (!GetParam().has_install_codes) {
    ASSERT_FALSE(added);
    EXPECT_EQ(added.error().code, Errc::unsupported);
    return;
  }
  ASSERT_TRUE(added) << added.error().text;
  auto homes = sim::read_home("- {name: safe, model: S, manufacturer: F, ieee: 0x0000000000000031, endpoints: {1: {inputs: [genBasic]}}}", "x");
  sim::DeviceSpec spec = std::move(homes->front());
  spec.node.ieee = Ieee(0x31);
  spec.install_key = aes_mmo_hash(code);
  VirtualDevice& safe = stick.air().add(std::move(spec));
  EXPECT_FALSE(stick.air().join(safe, true)) << "the code is another device's";
  ASSERT_TRUE(stick.run(stick.driver->add_install_code(safe.node.ieee, code, false)));
  EXPECT_TRUE(stick.air().join(safe, true));
}

// Messages ------------------------------------------------------------------------------------------

TEST_P(Contract, DeliversToOneDevice) {
  stick.form();
  VirtualDevice& lamp = stick.join("lamp");
  ASSERT_TRUE(stick.send(lamp, "010101"));
  EXPECT_EQ(stick.on("lamp"), 1);
  ASSERT_EQ(stick.heard.messages.size(), 1u) << "the default response";
  EXPECT_EQ(stick.heard.messages[0].source, lamp.node.nwk);
  EXPECT_EQ(stick.heard.messages[0].cluster, ClusterId(6));
  EXPECT_EQ(stick.heard.messages[0].payload.substr(2), "010b0100");
  ASSERT_TRUE(stick.send(lamp, "110200"));
  EXPECT_EQ(stick.on("lamp"), 0);
}

TEST_P(Contract, DeliversToGroupsAndToAll) {
  stick.form();
  VirtualDevice& lamp = stick.join("lamp");
  VirtualDevice& plug = stick.join("plug");
  for (VirtualDevice* device : {&lamp, &plug}) ASSERT_TRUE(stick.send(*device, "0101000700" "00", 0x0004));  // add group 7
  ApsRequest request;
  request.kind = ApsRequest::Kind::group;
  request.group = GroupId(7);
  request.cluster = ClusterId(6);
  request.payload = {0x01, 0x10, 0x01};
  stick.heard.messages.clear();
  ASSERT_TRUE(stick.run(stick.driver->send(request)));
  stick.wait(1s);
  EXPECT_EQ(stick.on("lamp"), 1);
  EXPECT_EQ(stick.on("plug"), 1);
  for (const auto& message : stick.heard.messages) EXPECT_NE(message.source, coordinator_nwk) << "its own words come back";
  request = {};
  request.kind = ApsRequest::Kind::broadcast;
  request.nwk = broadcast_rx_on;
  request.endpoint = EndpointId(0xFF);
  request.cluster = ClusterId(6);
  request.payload = {0x11, 0x11, 0x00};
  ASSERT_TRUE(stick.run(stick.driver->send(request)));
  stick.wait(1s);
  EXPECT_EQ(stick.on("lamp"), 0);
  EXPECT_EQ(stick.on("plug"), 0);
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(stick.run(stick.driver->send(request))) << "one after the other";
}

TEST_P(Contract, HearsWhatDevicesSay) {
  stick.form();
  VirtualDevice& lamp = stick.join("lamp");
  lamp.send(EndpointId(1), ClusterId(6), {0x18, 0x05, 0x0A, 0x00, 0x00, 0x10, 0x01}, coordinator_nwk, EndpointId(1));
  stick.wait(1s);
  ASSERT_EQ(stick.heard.messages.size(), 1u);
  EXPECT_EQ(stick.heard.messages[0].payload, "18050a00001001");
  EXPECT_EQ(stick.heard.messages[0].source, lamp.node.nwk);
}

TEST_P(Contract, SaysThatADeviceIsNotThere) {
  stick.form();
  VirtualDevice& lamp = stick.join("lamp");
  lamp.faults.dropped = true;
  const Instant begin = stick.time.now();
  const auto sent = stick.send(lamp, "010101", 6, false);
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().code, Errc::timeout) << sent.error().text;
  EXPECT_LT(stick.time.now() - begin, 40s);
  EXPECT_FALSE(sent.error().text.empty());
  lamp.faults.dropped = false;
  EXPECT_TRUE(stick.send(lamp, "010101"));
}

TEST_P(Contract, FindsAWayAgain) {
  stick.form();
  VirtualDevice& lamp = stick.join("lamp");
  lamp.faults.failures = 1;
  lamp.faults.failure = static_cast<std::uint8_t>(Delivery::no_route);
  ASSERT_TRUE(stick.send(lamp, "010101"));
  EXPECT_EQ(stick.on("lamp"), 1);
  // It has another address by now, and nobody has said so.
  const Nwk old = lamp.node.nwk;
  ASSERT_TRUE(stick.air().move(lamp, Nwk(0x2345), true));
  ApsRequest request;
  request.nwk = old;
  request.ieee = lamp.node.ieee;
  request.endpoint = EndpointId(1);
  request.cluster = ClusterId(6);
  request.payload = {0x11, 0x02, 0x00};
  const auto sent = stick.run(stick.driver->send(request));
  ASSERT_TRUE(sent) << sent.error().text;
  stick.wait(1s);
  EXPECT_EQ(stick.on("lamp"), 0);
}

TEST_P(Contract, WaitsForRoom) {
  stick.form();
  VirtualDevice& lamp = stick.join("lamp");
  stick.radio().faults.buffer_full = 2;
  ASSERT_TRUE(stick.send(lamp, "010101"));
  EXPECT_EQ(stick.on("lamp"), 1);
  stick.radio().faults.buffer_full = 1;
  const auto refused = stick.send(lamp, "010200", 6, false);
  ASSERT_FALSE(refused) << "told not to try again";
  EXPECT_EQ(refused.error().code, Errc::refused);
  EXPECT_EQ(stick.on("lamp"), 1);
}

TEST_P(Contract, CarriesManyAtOnce) {
  stick.form();
  VirtualDevice& lamp = stick.join("lamp");
  const std::size_t count = stick.driver->concurrency();
  ASSERT_GE(count, 1u);
  std::vector<std::optional<Result<>>> results(3 * count);
  for (std::size_t i = 0; i < results.size(); ++i) {
    ApsRequest request;
    request.nwk = lamp.node.nwk;
    request.ieee = lamp.node.ieee;
    request.endpoint = EndpointId(1);
    request.cluster = ClusterId(6);
    request.payload = {0x01, static_cast<std::uint8_t>(i), static_cast<std::uint8_t>(i & 1)};
    stick.begin(stick.driver->send(std::move(request)), results[i]);
  }
  stick.wait(30s);
  for (const auto& result : results) {
    ASSERT_TRUE(result);
    EXPECT_TRUE(*result);
  }
  EXPECT_EQ(stick.heard.messages.size(), results.size()) << "each was answered";
}

TEST_P(Contract, AsksAndAnswersZdo) {
  stick.form();
  VirtualDevice& lamp = stick.join("lamp");
  const Nwk nwk = lamp.node.nwk;
  struct Story {
    ClusterId cluster;
    Bytes payload;
    std::string beginning;  // of the response
  };
  const std::string address = to_hex(encode(zdo::ActiveEndpointsRequest{nwk}));
  const std::string ieee = "1100000000000000";
  const std::string binding = ieee + "01" "0600" "03" "0100000000" "4b1200" "01";
  const auto bytes = [](const std::string& hex) { return from_hex(hex).value(); };
  const Story stories[] = {
      {ClusterId(0x0002), bytes(address), "00" + address + "01408e"},
      {ClusterId(0x0004), bytes(address + "01"), "00" + address},
      {ClusterId(0x0005), bytes(address), "00" + address + "0101"},
      {ClusterId(0x0021), bytes(binding), "00"},
      {ClusterId(0x0022), bytes(binding), "00"},
      {ClusterId(0x0031), bytes("00"), "000"},
      {ClusterId(0x0032), bytes("00"), "000"},
      {ClusterId(0x0033), bytes("00"), "00000000"},
  };
  for (const Story& story : stories) {
    stick.heard.zdo.clear();
    if (story.cluster == zdo::RoutingRequest::cluster && !GetParam().asks_for_routes) {
      const auto refused = stick.zdo(nwk, story.cluster, story.payload, lamp.node.ieee);
      ASSERT_FALSE(refused);
      EXPECT_EQ(refused.error().code, Errc::unsupported);
      EXPECT_NE(refused.error().text.find("routes"), std::string::npos) << refused.error().text;
      continue;
    }
    ASSERT_TRUE(stick.zdo(nwk, story.cluster, story.payload, lamp.node.ieee));
    const auto* answer = stick.heard.zdo_of(ClusterId(story.cluster.raw | zdo::response_bit));
    ASSERT_NE(answer, nullptr) << hex16(story.cluster.raw);
    EXPECT_EQ(answer->payload.substr(0, story.beginning.size()), story.beginning);
    EXPECT_EQ(answer->source, nwk);
  }
  // The radio, too, has endpoints and says which.
  stick.heard.zdo.clear();
  ASSERT_TRUE(stick.zdo(coordinator_nwk, ClusterId(0x0005), bytes("0000")));
  const auto* own = stick.heard.zdo_of(ClusterId(0x8005));
  ASSERT_NE(own, nullptr);
  EXPECT_EQ(own->payload.substr(0, 6), "000000");
  // Told to leave, it leaves.
  ASSERT_TRUE(stick.zdo(nwk, ClusterId(0x0034), bytes(ieee + "00"), lamp.node.ieee));
  stick.wait(1s);
  EXPECT_FALSE(stick.air().on_network(lamp));
}

TEST_P(Contract, SpeaksOutsideItsNetwork) {
  if (!GetParam().has_touchlink) {
    EXPECT_EQ(stick.driver->inter_pan(), nullptr);
    return;
  }
  stick.form();
  VirtualDevice& lamp = *stick.air().find("lamp");  // of no network: listens on the factory channel
  VirtualDevice& plug = stick.join("plug");
  coordinator::InterPan* radio = stick.driver->inter_pan();
  ASSERT_NE(radio, nullptr);
  coordinator::InterPanRequest scan;
  scan.cluster = touchlink::cluster;
  scan.payload = from_hex("110000010000000412").value();
  ASSERT_TRUE(stick.run(radio->visit_channel(20)));
  ASSERT_TRUE(stick.run(radio->send(scan)));
  stick.wait(1s);
  EXPECT_TRUE(stick.heard.strays.empty());
  ASSERT_TRUE(stick.run(radio->visit_channel(sim::factory_channel)));
  ASSERT_TRUE(stick.run(radio->send(scan)));
  stick.wait(1s);
  ASSERT_EQ(stick.heard.strays.size(), 1u);
  EXPECT_EQ(stick.heard.strays[0].first, lamp.node.ieee);
  const auto busy = stick.send(plug, "010101");
  ASSERT_FALSE(busy);
  EXPECT_EQ(busy.error().code, Errc::busy);
  ASSERT_TRUE(stick.run(radio->return_to_network()));
  EXPECT_TRUE(stick.send(plug, "010101"));
}

// Backup and restore --------------------------------------------------------------------------------

TEST_P(Contract, GoesOnOnAnotherRadio) {
  stick.form();
  for (const char* name : {"lamp", "plug", "sensor"}) stick.join(name);
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(stick.send(*stick.air().find("lamp"), "010201"));
  auto backup = stick.run(stick.driver->backup());
  if (!GetParam().tells_frame_counter) {
    ASSERT_FALSE(backup);
    EXPECT_EQ(backup.error().code, Errc::unsupported);
    EXPECT_NE(backup.error().text.find("frame counter"), std::string::npos) << backup.error().text;
    return;
  }
  ASSERT_TRUE(backup) << backup.error().text;
  EXPECT_TRUE(backup->network.same_network(sim::bench_network()));
  EXPECT_EQ(backup->network.channel, 15);
  const Ieee old = stick.air().coordinator.ieee;
  EXPECT_EQ(backup->ieee, old);
  EXPECT_TRUE(backup->channels >> 15 & 1);
  backup->frame_counter += 5000;  // what callers add

  stick.driver->close();
  stick.radio().replace(Ieee(0x0000000000ABCDEF));
  stick.wait(2s);
  stick.connect();
  const auto blank = stick.run(stick.driver->inspect());
  ASSERT_TRUE(blank) << blank.error().text;
  EXPECT_FALSE(blank->network);
  const auto restored = stick.run(stick.driver->restore(*backup));
  ASSERT_TRUE(restored) << restored.error().text;
  const auto info = stick.run(stick.driver->inspect());
  ASSERT_TRUE(info && info->network);
  EXPECT_TRUE(info->network->same_network(sim::bench_network()));
  EXPECT_EQ(info->network->channel, 15);
  EXPECT_EQ(info->ieee == old, GetParam().takes_addresses) << "the address comes along";
  ASSERT_TRUE(stick.run(stick.driver->resume()));
  for (const char* name : {"lamp", "plug"}) {
    EXPECT_TRUE(stick.send(*stick.air().find(name), "010200")) << name << " does not join again";
    EXPECT_EQ(stick.on(name), 0);
  }
  const auto again = stick.run(stick.driver->backup());
  ASSERT_TRUE(again);
  EXPECT_GE(again->frame_counter, backup->frame_counter) << "the counter never goes back";
  EXPECT_EQ(again->zstack_seed, backup->zstack_seed);
  EXPECT_EQ(again->ember_link_key, backup->ember_link_key);
  for (const auto& device : backup->devices) {
    if (!device.link_key) continue;
    const auto* same = again->find(device.ieee);
    ASSERT_TRUE(same && same->link_key);
    EXPECT_EQ(same->link_key->key, device.link_key->key);
  }
}

TEST_P(Contract, RefusesToBackUpNothing) {
  ASSERT_TRUE(stick.run(stick.driver->inspect()));
  const auto backup = stick.run(stick.driver->backup());
  ASSERT_FALSE(backup);
  EXPECT_EQ(backup.error().code, Errc::not_found);
}

// Trouble -------------------------------------------------------------------------------------------

TEST_P(Contract, SaysThatItIsLostAndComesBack) {
  stick.form();
  VirtualDevice& lamp = stick.join("lamp");
  int losses = 0;
  for (const char* how : {"unplugged", "restarted"}) {
    if (how[0] == 'u') {
      stick.radio().unplug();
    } else {
      stick.radio().restart(sim::Radio::Reason::watchdog);
    }
    stick.wait(3s);
    ASSERT_EQ(stick.heard.lost.size(), static_cast<std::size_t>(++losses)) << how;
    const auto sent = stick.send(lamp, "010101");
    ASSERT_FALSE(sent);
    EXPECT_EQ(sent.error().code, Errc::closed) << sent.error().text;
    const auto info = stick.run(stick.driver->inspect());
    ASSERT_TRUE(info) << how << ": " << info.error().text;
    ASSERT_TRUE(info->network);
    ASSERT_TRUE(stick.run(stick.driver->resume()));
    EXPECT_TRUE(stick.send(lamp, "010201")) << how;
  }
  EXPECT_EQ(stick.heard.lost.size(), 2u);
}

TEST_P(Contract, DoesNotWaitForEverForASilentRadio) {
  stick.form();
  stick.radio().faults.mute = true;
  const Instant begin = stick.time.now();
  EXPECT_FALSE(stick.run(stick.driver->ping()));
  EXPECT_LT(stick.time.now() - begin, 20s);
  stick.driver->close();
  EXPECT_FALSE(stick.run(stick.driver->inspect()));
  EXPECT_LT(stick.time.now() - begin, 3min);
  stick.radio().faults.mute = false;
  stick.wait(1s);
  const auto info = stick.run(stick.driver->inspect());
  ASSERT_TRUE(info) << info.error().text;
  EXPECT_TRUE(info->network);
}

TEST_P(Contract, HearsNothingAfterClose) {
  stick.form();
  VirtualDevice& lamp = stick.join("lamp");
  stick.driver->close();
  stick.heard = {};
  lamp.send(EndpointId(1), ClusterId(6), {0x18, 0x05, 0x0A}, coordinator_nwk, EndpointId(1));
  stick.wait(5s);
  EXPECT_TRUE(stick.heard.messages.empty());
  EXPECT_TRUE(stick.heard.lost.empty());
}

TEST_P(Contract, TakesAnyChunksAndGarbage) {
  stick.to_host.chunk = 1;
  stick.to_radio.chunk = 3;
  stick.form();
  VirtualDevice& lamp = stick.join("lamp");
  std::mt19937 random(11);
  for (int i = 0; i < 50; ++i) {
    Bytes noise(random() % 12);
    for (auto& octet : noise) octet = static_cast<std::uint8_t>(random());
    stick.radio().garbage(noise);
    stick.wait(1s);
  }
  stick.wait(5s);
  EXPECT_TRUE(stick.heard.messages.empty()) << "noise is no message";
  EXPECT_TRUE(stick.heard.lost.empty());
  EXPECT_TRUE(stick.send(lamp, "010101"));
}

// A bad line may cost messages; what arrives is right, and afterwards all is well.
TEST_P(Contract, SurvivesABadLine) {
  stick.form();
  VirtualDevice& lamp = stick.join("lamp");
  stick.radio().faults.drop = stick.radio().faults.duplicate = stick.radio().faults.damage = 0.002;
  int delivered = 0;
  for (int i = 0; i < 100; ++i) {
    const std::size_t before = stick.heard.messages.size();
    const int wanted = i & 1;
    const auto sent = stick.send(lamp, wanted ? "010101" : "010100");
    if (!stick.heard.lost.empty()) break;
    if (sent) {
      ++delivered;
      EXPECT_EQ(stick.on("lamp"), wanted);
    }
    stick.wait(1s);
    for (std::size_t k = before; k < stick.heard.messages.size(); ++k) {
      EXPECT_EQ(stick.heard.messages[k].payload.substr(4, 2), "0b") << "nothing but default responses was said";
    }
  }
  stick.radio().faults.drop = stick.radio().faults.duplicate = stick.radio().faults.damage = 0;
  if (!stick.heard.lost.empty()) {
    ASSERT_TRUE(stick.run(stick.driver->inspect()));
    ASSERT_TRUE(stick.run(stick.driver->resume()));
  }
  EXPECT_GT(delivered, 60);
  stick.wait(10s);
  EXPECT_TRUE(stick.send(lamp, "010101"));
}

TEST_P(Contract, SurvivesLateAndRefusedAcknowledgements) {
  stick.form();
  VirtualDevice& lamp = stick.join("lamp");
  stick.radio().faults.acknowledge_after = 700ms;
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(stick.send(lamp, i & 1 ? "010101" : "010100"));
  stick.radio().faults.acknowledge_after = {};
  for (int i = 0; i < 10; ++i) {
    if (GetParam().family != "zstack") stick.radio().faults.refused_frames = 1;
    ASSERT_TRUE(stick.send(lamp, i & 1 ? "010101" : "010100"));
    EXPECT_EQ(stick.on("lamp"), i & 1);
  }
  EXPECT_TRUE(stick.heard.lost.empty());
}

// Whatever goes wrong, in whatever order: no crash, no wrong answer, no lost device, and a way back.
TEST_P(Contract, SurvivesRandomFaults) {
  const char* count_wanted = std::getenv("WAGGLE_FAULTS");
  const int count = count_wanted ? std::atoi(count_wanted) : 60;
  stick.form();
  VirtualDevice& lamp = stick.join("lamp");
  std::mt19937 random(GetParam().version + 1000u);
  std::vector<double> recoveries;
  for (int i = 0; i < count; ++i) {
    sim::RadioFaults& faults = stick.radio().faults;
    switch (random() % 8) {
      case 0: stick.radio().unplug(); break;
      case 1: stick.radio().restart(sim::Radio::Reason::watchdog); break;
      case 2: faults.drop = 0.02; break;
      case 3: faults.damage = 0.02; break;
      case 4: faults.duplicate = 0.02; break;
      case 5: faults.mute = true; break;
      case 6: faults.buffer_full = static_cast<int>(random() % 6); break;
      case 7: faults.acknowledge_after = std::chrono::milliseconds(random() % 2000); break;
    }
    stick.heard.lost.clear();
    const Instant begin = stick.time.now();
    (void)stick.send(lamp, "010101");
    stick.wait(std::chrono::milliseconds(random() % 3000));
    faults = {};
    // As the network does: whoever does not answer is given up and tried again.
    bool well = false;
    for (int tries = 0; tries < 8 && !well; ++tries) {
      if (!stick.heard.lost.empty() || !stick.run(stick.driver->ping())) {
        stick.heard.lost.clear();
        const auto info = stick.run(stick.driver->inspect());
        if (!info) continue;
        ASSERT_TRUE(info->network) << "the network was lost, fault " << i;
        if (!stick.run(stick.driver->resume())) continue;
      }
      const bool wanted = i & 1;
      well = stick.send(lamp, wanted ? "010101" : "010100").ok();
      if (well) {
        EXPECT_EQ(stick.on("lamp"), wanted ? 1 : 0);
      }
    }
    ASSERT_TRUE(well) << "no way back after fault " << i;
    recoveries.push_back(std::chrono::duration<double>(stick.time.now() - begin).count());
  }
  std::sort(recoveries.begin(), recoveries.end());
  std::printf("%s: %d faults, well again after %.1f s (median), %.1f s (worst)\n", std::string(GetParam().name).c_str(), count,
              recoveries[recoveries.size() / 2], recoveries.back());
}

}  // namespace
}  // namespace waggle::contract
