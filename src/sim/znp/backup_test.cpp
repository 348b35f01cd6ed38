// Backup and restore, played by the Z-Stack driver against the virtual radio: what was read from one radio
// makes another one go on with the network, and the devices do not notice.
#include "sim/znp/rig.h"

namespace waggle::sim::znp {
namespace {

using coordinator::BackedUpDevice;
using coordinator::Backup;

class BackupOf : public testing::TestWithParam<Product> {
 protected:
  bool has_keys() const { return GetParam() != Product::zstack12; }
};

/// The radio is another one, as delivered.
void swap_radio(Rig& rig) {
  rig.ncp.memory().factory();
  rig.ncp.memory().set_ieee(Ieee(0x00124B0000000002));
  rig.ncp.restart(Radio::Reason::power_up);
  rig.time.advance(1s);
  rig.connect();
}

Result<Backup> back_up(Rig& rig) { return rig.run(rig.driver->backup()); }

Result<> restore(Rig& rig, Backup backup) {
  TRY_DO(rig.run(rig.driver->inspect()));
  TRY_DO(rig.run(rig.driver->restore(std::move(backup))));
  TRY_DO(rig.run(rig.driver->inspect()));
  return rig.run(rig.driver->resume());
}

void expect_same(const Backup& is, const Backup& was) {
  EXPECT_EQ(is.ieee, was.ieee);
  EXPECT_TRUE(is.network.same_network(was.network));
  EXPECT_EQ(is.network.channel, was.network.channel);
  EXPECT_EQ(is.network.key_sequence, was.network.key_sequence);
  EXPECT_EQ(is.network.update_id, was.network.update_id);
  EXPECT_EQ(is.channels, was.channels);
  EXPECT_EQ(is.security_level, was.security_level);
  EXPECT_EQ(is.zstack_seed, was.zstack_seed);
  EXPECT_EQ(is.devices, was.devices);
}

TEST_P(BackupOf, SaysAllThereIs) {
  Rig rig(GetParam());
  rig.form();
  const VirtualDevice& lamp = rig.join("lamp");
  const VirtualDevice& sensor = rig.join("sensor");
  const auto backup = back_up(rig);
  ASSERT_TRUE(backup) << backup.error().text;
  EXPECT_EQ(backup->ieee, Ieee(0x00124B0000000001));
  EXPECT_TRUE(backup->network.same_network(bench_network()));
  EXPECT_EQ(backup->network.channel, 15);
  EXPECT_EQ(backup->channels, 1u << 15);
  EXPECT_EQ(backup->security_level, 5);
  EXPECT_EQ(backup->zstack_seed.has_value(), has_keys());
  EXPECT_EQ(backup->zstack_product, static_cast<std::uint8_t>(GetParam()));
  ASSERT_EQ(backup->devices.size(), 2u);
  const BackedUpDevice* known = backup->find(lamp.node.ieee);
  ASSERT_TRUE(known);
  EXPECT_EQ(known->nwk, lamp.node.nwk);
  EXPECT_FALSE(known->child);
  ASSERT_EQ(known->link_key.has_value(), has_keys());
  const BackedUpDevice* other = backup->find(sensor.node.ieee);
  ASSERT_TRUE(other);
  if (!has_keys()) return;
  EXPECT_NE(known->link_key->key, other->link_key->key);
  EXPECT_EQ(known->link_key->sent, 1u);
  EXPECT_EQ(known->link_key->received, 2u);
}

TEST_P(BackupOf, CountersGrowWithTraffic) {
  Rig rig(GetParam());
  rig.form();
  VirtualDevice& lamp = rig.join("lamp");
  const auto before = back_up(rig);
  ASSERT_TRUE(before);
  for (int i = 0; i < 1100; ++i) ASSERT_TRUE(rig.send(lamp, "110102"));
  const auto after = back_up(rig);
  ASSERT_TRUE(after);
  EXPECT_GE(after->frame_counter, before->frame_counter + 1000);
}

TEST_P(BackupOf, MovesTheNetworkToABlankRadio) {
  Rig rig(GetParam());
  rig.form();
  VirtualDevice& lamp = rig.join("lamp");
  rig.join("plug");
  VirtualDevice& sensor = rig.join("sensor");
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(rig.send(lamp, "110102"));
  const auto backup = back_up(rig);
  ASSERT_TRUE(backup) << backup.error().text;
  const auto joins = rig.heard.joined.size();

  swap_radio(rig);
  const auto blank = rig.run(rig.driver->inspect());
  ASSERT_TRUE(blank) << blank.error().text;
  ASSERT_FALSE(blank->network);
  ASSERT_EQ(blank->ieee, Ieee(0x00124B0000000002));
  Backup raised = *backup;
  raised.frame_counter += 2500;
  const auto restored = restore(rig, raised);
  ASSERT_TRUE(restored) << restored.error().text;

  EXPECT_EQ(rig.air.coordinator.ieee, backup->ieee);
  ASSERT_TRUE(rig.send(lamp, "110101"));
  EXPECT_EQ(rig.on("lamp"), 1);
  rig.heard.messages.clear();
  ASSERT_TRUE(rig.send(sensor, "1001000500", 0x0000));
  EXPECT_EQ(rig.heard.messages.size(), 1u) << "the sensor is heard as well";
  EXPECT_EQ(rig.heard.joined.size(), joins) << "nobody has to join again";
  const auto again = back_up(rig);
  ASSERT_TRUE(again) << again.error().text;
  expect_same(*again, raised);
  EXPECT_GE(again->frame_counter, raised.frame_counter);

  // And once more after a restart of the radio alone.
  rig.ncp.restart(Radio::Reason::power_up);
  rig.time.advance(1s);
  rig.connect();
  const auto found = rig.run(rig.driver->inspect());
  ASSERT_TRUE(found && found->network);
  ASSERT_TRUE(rig.run(rig.driver->resume()));
  EXPECT_TRUE(rig.send(lamp, "110300"));
  EXPECT_EQ(rig.on("lamp"), 0);
}

TEST_P(BackupOf, WritesOverAnotherNetwork) {
  Rig rig(GetParam());
  rig.form();
  VirtualDevice& lamp = rig.join("lamp");
  Backup backup = back_up(rig).value_or({});
  swap_radio(rig);
  NetworkParameters other = bench_network();
  other.pan = PanId(0x2B2B);
  other.key[3] = 1;
  ASSERT_TRUE(rig.run(rig.driver->inspect()));
  ASSERT_TRUE(rig.run(rig.driver->form(other)));
  ASSERT_FALSE(rig.air.on_network(lamp));
  backup.frame_counter += 2500;
  const auto restored = restore(rig, backup);
  ASSERT_TRUE(restored) << restored.error().text;
  EXPECT_TRUE(rig.send(lamp, "110101"));
  expect_same(back_up(rig).value_or({}), backup);
}

// What the margin is for: devices are deaf to numbers that they have seen.
TEST_P(BackupOf, DevicesAreDeafToCountersThatGoBack) {
  Rig rig(GetParam());
  rig.form();
  VirtualDevice& lamp = rig.join("lamp");
  Backup backup = back_up(rig).value_or({});
  for (int i = 0; i < 3000; ++i) ASSERT_TRUE(rig.send(lamp, "110102"));
  swap_radio(rig);
  backup.frame_counter = 0;
  ASSERT_TRUE(restore(rig, backup));
  EXPECT_FALSE(rig.send(lamp, "110101", 0x0006, false));
  backup.frame_counter = 10'000;
  rig.connect();
  ASSERT_TRUE(restore(rig, backup));
  EXPECT_TRUE(rig.send(lamp, "110101", 0x0006, false));
}

// A key of another maker's radio does not come from Z-Stack's seed.
TEST_P(BackupOf, KeepsKeysThatDoNotComeFromTheSeed) {
  Rig rig(GetParam());
  rig.form();
  rig.join("lamp");
  rig.join("plug");
  Backup backup = back_up(rig).value_or({});
  ASSERT_EQ(backup.devices.size(), 2u);
  for (std::uint8_t i = 0; i < 2; ++i) {
    backup.devices[i].link_key = coordinator::LinkKey{{}, 77u + i, 66u + i};
    backup.devices[i].link_key->key.fill(static_cast<std::uint8_t>(0x5A + i));
  }
  const auto restored = restore(rig, backup);
  ASSERT_TRUE(restored) << restored.error().text;
  if (!has_keys()) {  // Z-Stack 1.2: the devices go on without
    for (auto& device : backup.devices) device.link_key.reset();
  }
  expect_same(back_up(rig).value_or({}), backup);
}

TEST_P(BackupOf, RefusesMoreDevicesThanTheRadioCanHold) {
  Rig rig(GetParam());
  rig.form();
  VirtualDevice& lamp = rig.join("lamp");
  Backup backup = back_up(rig).value_or({});
  for (std::uint64_t i = 0; i < 200; ++i) backup.devices.push_back({Ieee(0x1000 + i), Nwk(static_cast<std::uint16_t>(0x100 + i)), false, {}});
  const auto restored = restore(rig, backup);
  ASSERT_FALSE(restored);
  EXPECT_NE(restored.error().text.find("201 devices"), std::string::npos) << restored.error().text;
  rig.connect();
  const auto found = rig.run(rig.driver->inspect());
  ASSERT_TRUE(found && found->network) << "the old network is still there";
  ASSERT_TRUE(rig.run(rig.driver->resume()));
  EXPECT_TRUE(rig.send(lamp, "110101"));
}

TEST_P(BackupOf, ARadioThatLosesPowerOnTheWayIsBlank) {
  Rig rig(GetParam());
  rig.form();
  VirtualDevice& lamp = rig.join("lamp");
  Backup backup = back_up(rig).value_or({});
  backup.frame_counter += 2500;
  int tried = 0;
  for (const auto moment : {300ms, 1200ms, 2000ms, 2500ms}) {
    swap_radio(rig);
    ASSERT_TRUE(rig.run(rig.driver->inspect()));
    std::optional<Result<>> done;
    TaskGroup group;
    group.spawn("restore", Rig::keep(rig.driver->restore(backup), done));
    rig.time.advance(moment);
    if (done) continue;
    group.cancel();
    rig.ncp.restart(Radio::Reason::power_up);
    rig.time.advance(1s);
    rig.connect();
    const auto found = rig.run(rig.driver->inspect());
    ASSERT_TRUE(found) << found.error().text;
    EXPECT_FALSE(found->network) << "after " << moment.count() << " ms";
    ++tried;
  }
  EXPECT_GE(tried, 2);
  ASSERT_TRUE(restore(rig, backup));
  EXPECT_TRUE(rig.send(lamp, "110101"));
}

TEST_P(BackupOf, ABlankRadioHasNothingToBackUp) {
  Rig rig(GetParam());
  ASSERT_TRUE(rig.run(rig.driver->inspect()));
  const auto backup = back_up(rig);
  ASSERT_FALSE(backup);
  EXPECT_EQ(backup.error().code, Errc::not_found);
}

INSTANTIATE_TEST_SUITE_P(ZStack, BackupOf, testing::Values(Product::zstack3x0, Product::zstack30x, Product::zstack12),
                         [](const auto& product) {
                           return product.param == Product::zstack3x0   ? "3x0"
                                  : product.param == Product::zstack30x ? "30x"
                                                                        : "12";
                         });

}  // namespace
}  // namespace waggle::sim::znp
