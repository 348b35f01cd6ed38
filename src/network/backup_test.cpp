// The open coordinator backup as text, and what is decided by it.
#include "network/backup.h"

#include <gtest/gtest.h>

#include "coordinator/znp/nv_tables.h"
#include "core/json.h"
#include "core/version.h"
#include "io/memory_files.h"
#include "network/restore.h"

namespace waggle::network {
namespace {

using coordinator::Key;
using coordinator::RadioInfo;

// Written by zigbee-herdsman 10.9.2 for a Z-Stack 3.x.0 radio.
constexpr std::string_view herdsman = R"({
  "metadata": {
    "format": "zigpy/open-coordinator-backup",
    "version": 1,
    "source": "zigbee-herdsman@10.9.2",
    "internal": {
      "date": "2026-11-21T06:48:33.712Z",
      "znpVersion": 1
    }
  },
  "stack_specific": {
    "zstack": {
      "tclk_seed": "d2fef6e655685af794b59767b4daf94c"
    }
  },
  "coordinator_ieee": "00124b0029a1b2c3",
  "pan_id": "2b1d",
  "extended_pan_id": "0102030405060708",
  "nwk_update_id": 0,
  "security_level": 5,
  "channel": 15,
  "channel_mask": [
    15
  ],
  "network_key": {
    "key": "4c41422d4b45592d3031323334353637",
    "sequence_number": 0,
    "frame_counter": 1250
  },
  "devices": [
    {
      "nwk_address": "9e04",
      "ieee_address": "00158d0001070430",
      "is_child": true,
      "link_key": {
        "key": "e2faf1e755e54ff7a4b19066b457ec4c",
        "rx_counter": 0,
        "tx_counter": 0
      }
    },
    {
      "nwk_address": "66ab",
      "ieee_address": "a4c1380007703001",
      "is_child": true,
      "link_key": {
        "key": "ffc6965268623630b4a717b3dac18d76",
        "rx_counter": 0,
        "tx_counter": 0
      }
    },
    {
      "nwk_address": "baaa",
      "ieee_address": "0050430000de1001",
      "is_child": true,
      "link_key": {
        "key": "f7f68b685ab4c4b596776adaf90f82fe",
        "rx_counter": 0,
        "tx_counter": 0
      }
    }
  ]
})";

Backup golden() {
  auto backup = parse_backup(herdsman);
  EXPECT_TRUE(backup) << backup.error().text;
  return backup ? *backup : Backup{};
}
/// The text with one part replaced.
std::string with(std::string_view from, std::string_view to) {
  std::string text(herdsman);
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

// As ZHA's page downloads it; the values are made up.
constexpr std::string_view zha = R"({
  "backup_time": "2025-05-10T18:40:59.996177+00:00",
  "network_info": {
    "extended_pan_id": "94:06:26:02:d2:5a:4b:d0", "pan_id": "9F0D", "nwk_update_id": 2, "nwk_manager_id": "0000",
    "channel": 20, "channel_mask": [15, 20, 25], "security_level": 5,
    "network_key": {"key": "3e:38:3b:ad:1c:31:d7:21:3b:9c:b3:3f:92:f3:76:93", "tx_counter": 83000, "rx_counter": 0, "seq": 1,
                    "partner_ieee": "00:12:4b:00:1c:a1:b8:46"},
    "tc_link_key": {"key": "5a:69:67:42:65:65:41:6c:6c:69:61:6e:63:65:30:39", "tx_counter": 0, "rx_counter": 0, "seq": 0,
                    "partner_ieee": "00:12:4b:00:1c:a1:b8:46"},
    "key_table": [{"key": "01:02:03:04:05:06:07:08:09:0a:0b:0c:0d:0e:0f:10", "tx_counter": 7, "rx_counter": 9, "seq": 0,
                   "partner_ieee": "00:15:8d:00:01:07:04:30"}],
    "children": ["00:15:8d:00:01:07:04:31"],
    "nwk_addresses": {"00:15:8d:00:01:07:04:30": "9E04", "00:15:8d:00:01:07:04:31": "66AB"},
    "stack_specific": {"ezsp": {"hashed_tclk": "71c31555703788e037d2af5192eb6e07"}},
    "metadata": {"ezsp": {"stack_version": 13}}, "source": "bellows@0.38.0"
  },
  "node_info": {"nwk": "0000", "ieee": "00:12:4b:00:1c:a1:b8:46", "logical_type": "coordinator", "model": null}
})";

TEST(Backup, ReadsZhasOwnForm) {
  const auto backup = parse_backup(zha);
  ASSERT_TRUE(backup) << backup.error().text;
  EXPECT_EQ(backup->ieee, Ieee(0x00124B001CA1B846));
  EXPECT_EQ(backup->network.pan, PanId(0x9F0D));
  EXPECT_EQ(to_hex(backup->network.extended_pan), "94062602d25a4bd0");
  EXPECT_EQ(to_hex(backup->network.key), "3e383bad1c31d7213b9cb33f92f37693");
  EXPECT_EQ(backup->network.key_sequence, 1);
  EXPECT_EQ(backup->network.update_id, 2);
  EXPECT_EQ(backup->channels, 1u << 15 | 1u << 20 | 1u << 25);
  EXPECT_EQ(backup->frame_counter, 83000u);
  ASSERT_TRUE(backup->ember_link_key);
  ASSERT_TRUE(backup->made);
  EXPECT_EQ(iso8601_utc(*backup->made), "2025-05-10T18:40:59.996Z");
  ASSERT_EQ(backup->devices.size(), 2u);
  EXPECT_EQ(backup->devices[0].nwk, Nwk(0x9E04));
  EXPECT_FALSE(backup->devices[0].child);
  ASSERT_TRUE(backup->devices[0].link_key);
  EXPECT_EQ(backup->devices[0].link_key->sent, 7u);
  EXPECT_EQ(backup->devices[0].link_key->received, 9u);
  EXPECT_TRUE(backup->devices[1].child);
  EXPECT_FALSE(backup->devices[1].link_key);
  // What is missing is named.
  const auto broken = parse_backup(R"({"network_info": {}, "node_info": {}})");
  ASSERT_FALSE(broken);
  EXPECT_NE(broken.error().text.find("coordinator_ieee"), std::string::npos) << broken.error().text;
}

TEST(BackupFormat, ReadsWhatHerdsmanWrites) {
  const Backup backup = golden();
  EXPECT_EQ(backup.ieee, Ieee(0x00124B0029A1B2C3));
  EXPECT_EQ(backup.network.pan, PanId(0x2B1D));
  EXPECT_EQ(to_hex(backup.network.extended_pan), "0102030405060708");
  EXPECT_EQ(backup.network.channel, 15);
  EXPECT_EQ(backup.channels, 1u << 15);
  EXPECT_EQ(to_hex(backup.network.key), "4c41422d4b45592d3031323334353637");
  EXPECT_EQ(backup.frame_counter, 1250u);
  EXPECT_EQ(backup.zstack_product, 1);
  ASSERT_EQ(backup.devices.size(), 3u);
  const coordinator::BackedUpDevice* device = backup.find(Ieee(0xA4C1380007703001));
  ASSERT_TRUE(device);
  EXPECT_EQ(device->nwk, Nwk(0x66AB));
  EXPECT_TRUE(device->child);
  EXPECT_EQ(iso8601_utc(*backup.made), "2026-11-21T06:48:33.712Z");
}

// What differs is who wrote it.
TEST(BackupFormat, WritesWhatHerdsmanWrites) {
  EXPECT_EQ(print_backup(golden()), with("zigbee-herdsman@10.9.2", "waggle@" + std::string(version)));
}

// herdsman has worked these keys out; the seed and the address must lead there.
TEST(BackupFormat, KeysComeFromTheSeed) {
  const Backup backup = golden();
  int shift = 0;
  for (const auto& device : backup.devices) {
    EXPECT_EQ(coordinator::znp::shift_of_key(*backup.zstack_seed, device.ieee, device.link_key->key), shift);
    EXPECT_EQ(coordinator::znp::derive_key(*backup.zstack_seed, device.ieee, static_cast<std::uint8_t>(shift)), device.link_key->key);
    ++shift;
  }
  Key other = backup.devices[0].link_key->key;
  other[15] ^= 1;
  EXPECT_EQ(coordinator::znp::shift_of_key(*backup.zstack_seed, backup.devices[0].ieee, other), std::nullopt);
}

TEST(BackupFormat, ReadsWhatIsLeftOutOrShort) {
  auto backup = parse_backup(with(R"("nwk_address": "9e04")", R"("nwk_address": null)"));
  ASSERT_TRUE(backup);
  EXPECT_EQ(backup->devices[0].nwk, std::nullopt);
  backup = parse_backup(with(R"("pan_id": "2b1d")", R"("pan_id": "B1D")"));
  ASSERT_TRUE(backup) << backup.error().text;
  EXPECT_EQ(backup->network.pan, PanId(0x0B1D));
  EXPECT_NE(print_backup(*backup).find(R"("pan_id": "0b1d")"), std::string::npos) << "others need all four digits";
  backup = parse_backup(with(R"("zstack": {)", R"("ezsp": {"hashed_tclk": "000102030405060708090a0b0c0d0e0f"}, "other": {)"));
  ASSERT_TRUE(backup);
  EXPECT_EQ(backup->zstack_seed, std::nullopt);
  EXPECT_EQ(to_hex(*backup->ember_link_key), "000102030405060708090a0b0c0d0e0f");
}

TEST(BackupFormat, NamesWhatIsWrong) {
  struct {
    std::string_view from, to, says;
  } const mistakes[] = {
      {"zigpy/open-coordinator-backup", "zigpy/open-network-backup", "metadata.format"},
      {R"("version": 1)", R"("version": 2)", "metadata.version"},
      {"00124b0029a1b2c3", "00124b0029a1b2c3ff", "coordinator_ieee"},
      {R"("2b1d")", "11037", "pan_id"},
      {"0102030405060708", "01020304050607", "extended_pan_id"},
      {R"("channel": 15)", R"("channel": 27)", "'channel'"},
      {"4c41422d", "4c41422x", "network_key.key"},
      {R"("frame_counter": 1250)", R"("frame_counter": 4294967296)", "network_key.frame_counter"},
      {R"("devices": [)", R"("things": [)", "'devices'"},
      {R"("tx_counter": 0)", R"("tx_counter": -1)", "tx_counter"},
      {R"("9e04")", R"("9e0g")", "nwk_address"},
  };
  for (const auto& mistake : mistakes) {
    const auto backup = parse_backup(with(mistake.from, mistake.to));
    ASSERT_FALSE(backup) << mistake.says;
    EXPECT_NE(backup.error().text.find(mistake.says), std::string::npos) << backup.error().text;
  }
  for (std::size_t size = 0; size < herdsman.size(); size += 7) EXPECT_FALSE(parse_backup(herdsman.substr(0, size)));
}

TEST(SafeCounters, GrowWithTheAgeOfTheBackup) {
  Backup backup = golden();
  const std::int64_t made = backup.made->ms;
  const auto counter_after = [&](std::int64_t seconds) { return with_safe_counters(backup, WallTime{made + seconds * 1000}).frame_counter; };
  EXPECT_EQ(counter_after(0), 1250u + 2500);
  EXPECT_EQ(counter_after(60), 1250u + 2500 + 600);
  EXPECT_EQ(counter_after(-5), 1250u + 2500) << "the clock was wrong";
  EXPECT_EQ(counter_after(40'000'000), 1250u + 25'000'000);
  EXPECT_EQ(with_safe_counters(backup, WallTime{made}).devices[0].link_key->sent, 2500u);
  EXPECT_EQ(with_safe_counters(backup, WallTime{made}).devices[0].link_key->received, 0u) << "theirs, not ours";
  backup.made.reset();
  EXPECT_EQ(counter_after(0), 1250u + 25'000'000);
  backup.frame_counter = 0xFFFFFFF0;
  EXPECT_EQ(counter_after(0), 0xFFFFFFFF) << "and does not start again";
}

TEST(Beginning, NeverFormsOverDevices) {
  using What = Beginning::What;
  const Backup ours = golden();
  Backup theirs = golden();
  theirs.network.pan = PanId(1);
  theirs.network.key[0] ^= 1;
  Backup empty = theirs;
  empty.devices.clear();
  const coordinator::NetworkParameters& wanted = ours.network;
  RadioInfo blank, configured, foreign;
  configured.network = ours.network;
  foreign.network = theirs.network;
  using Found = Result<std::optional<Backup>>;
  const Found none = std::optional<Backup>(), damaged = Error{Errc::malformed, "it is damaged"};
  const Found of_ours = std::optional<Backup>(ours), of_theirs = std::optional<Backup>(theirs), of_nobody = std::optional<Backup>(empty);
  struct {
    const RadioInfo& radio;
    const Found& backup;
    std::size_t known;
    What what;
    std::string_view says;
  } const cases[] = {
      {configured, none, 3, What::resume, ""},
      {configured, damaged, 3, What::resume, ""},
      {configured, of_theirs, 0, What::resume, ""},
      {blank, of_ours, 3, What::restore, "the radio holds no network, but"},
      {blank, of_ours, 0, What::restore, "with 3 devices"},
      {foreign, of_ours, 3, What::restore, "belongs to another network"},
      {blank, none, 0, What::form, "PAN ID 11037"},
      {foreign, none, 0, What::form, "no devices are known"},
      {blank, of_nobody, 0, What::form, ""},
      {blank, none, 3, What::refuse, "There is no coordinator_backup.json"},
      {foreign, none, 3, What::refuse, "3 devices are known"},
      {blank, damaged, 0, What::refuse, "it is damaged"},
      {blank, of_theirs, 0, What::refuse, "of another network than the configured one (pan_id is 11037 here and 1 there"},
      {foreign, of_theirs, 3, What::refuse, "most likely the settings were changed"},
      {blank, of_nobody, 3, What::refuse, "of another network"},
  };
  for (const auto& c : cases) {
    const Beginning beginning = how_to_begin(wanted, c.radio, c.backup, c.known);
    EXPECT_EQ(static_cast<int>(beginning.what), static_cast<int>(c.what)) << beginning.text;
    EXPECT_NE(beginning.text.find(c.says), std::string::npos) << beginning.text;
    EXPECT_EQ(beginning.text.find(to_hex(wanted.key)), std::string::npos) << "keys stay out of the log";
  }
}

TEST(BackupFile, KeepsWhatTheNewOneDoesNotSay) {
  io::MemoryFiles files;
  BackupFile file(files, "data/coordinator_backup.json");
  ASSERT_TRUE(file.read());
  EXPECT_FALSE(*file.read());
  const auto generations = [&] { return files.list("data/.generations").size(); };
  Backup backup = golden();
  ASSERT_TRUE(file.write(backup));
  EXPECT_EQ(generations(), 0u);
  backup.made->ms += 1000;
  ASSERT_TRUE(file.write(backup));
  EXPECT_EQ(generations(), 1u) << "the first";
  backup.made->ms += 1000;
  ASSERT_TRUE(file.write(backup));
  EXPECT_EQ(generations(), 1u) << "nothing new, not a day old";
  backup.devices.pop_back();
  ASSERT_TRUE(file.write(backup));
  EXPECT_EQ(generations(), 2u) << "a device has gone";
  backup.network.key[0] ^= 1;
  ASSERT_TRUE(file.write(backup));
  EXPECT_EQ(generations(), 3u) << "another network";
  EXPECT_EQ((*file.read())->network.key, backup.network.key);

  // A write that fails leaves what is there.
  files.writes_left = 0;
  backup.frame_counter = 9;
  EXPECT_FALSE(file.write(backup));
  files.writes_left = static_cast<std::size_t>(-1);
  EXPECT_EQ((*file.read())->frame_counter, 1250u);

  files.content["data/coordinator_backup.json"] = "{";
  const auto older = file.read();
  ASSERT_TRUE(older && *older);
  EXPECT_EQ((*older)->network.key, golden().network.key);
  ASSERT_TRUE(file.write(backup));
  EXPECT_EQ(files.content["data/.generations/coordinator_backup.1.json"], "{") << "somebody may still want it";
}

}  // namespace
}  // namespace waggle::network
