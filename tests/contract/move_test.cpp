// A network of ten devices moves from a stick of each family to one of each other, as `waggle move` does it. What comes of it
// is printed as a matrix: who answers without joining again, what became of the frame counter and of the coordinator's
// address, who could come back without the network's key. Where firmware has no way, the cell says what that means.
#include <fmt/core.h>

#include <algorithm>

#include "contract/stick.h"
#include "io/memory_files.h"
#include "network/restore.h"

namespace waggle::contract {
namespace {

constexpr int routers = 6, end_devices = 4, all_devices = routers + end_devices;
constexpr std::uint64_t first_ieee = 0x00158D0000000100;

std::string ten_devices() {
  std::string out;
  for (int i = 0; i < all_devices; ++i) {
    const bool router = i < routers;
    out += fmt::format("- {{name: d{}, model: M, manufacturer: F, ieee: 0x{:016x}, {}\n   endpoints: {{1: {{device: 0x0100, inputs: [genBasic, genOnOff]}}}}}}\n", i,
                       first_ieee + static_cast<std::uint64_t>(i), router ? "" : "type: end_device, power: battery,");
  }
  return out;
}

struct Cell {
  int answering = 0;
  int can_come_back = 0;  // without the network's key
  std::uint32_t counter_before = 0, counter_after = 0;
  bool same_address = false;
  std::string refused;  // why nothing moved

  std::string text() const {
    if (!refused.empty()) return "stays: " + refused;
    return fmt::format("{} of {} answer, frame counter {} -> {}, address {}, {} of {} could come back without the network's key{}", answering,
                       all_devices, counter_before, counter_after, same_address ? "kept" : "not kept: bindings to the coordinator must be made anew",
                       can_come_back, all_devices, can_come_back < all_devices ? " (the others, once they lose it, must be paired again)" : "");
  }
};

class Move : public testing::TestWithParam<std::pair<Kind, Kind>> {
 protected:
  void form() {
    stick.form();
    for (int i = 0; i < all_devices; ++i) {
      const sim::VirtualDevice& device = stick.join(fmt::format("d{}", i));
      auto known = std::make_shared<network::Device>(i + 1, i < routers ? library::DeviceType::router : library::DeviceType::end_device, device.node.ieee,
                                                     device.node.nwk);
      known->identity.zcl_version = 3;
      database.push_back(std::move(known));
    }
    for (int i = 0; i < 30; ++i) ASSERT_TRUE(stick.send(*stick.air().find("d0"), "010201"));
  }

  bool answers(int number) {
    sim::VirtualDevice& device = *stick.air().find(fmt::format("d{}", number));
    if (number < routers) return stick.send(device, "010201").ok();
    // One that sleeps is heard, and hears what waits for it.
    const std::size_t before = stick.heard.messages.size();
    device.send(EndpointId(1), ClusterId(6), {0x18, 0x05, 0x0A, 0x00, 0x00, 0x10, 0x01}, coordinator_nwk, EndpointId(1));
    stick.wait(1s);
    return stick.heard.messages.size() > before && stick.send(device, "010201").ok();
  }

  Cell move(const Kind& to) {
    Cell cell;
    network::BackupFile file(files, "coordinator_backup.json");
    const auto info = stick.run(stick.driver->inspect());
    EXPECT_TRUE(info && info->network);
    if (!info) return cell;
    const Ieee address = info->ieee;
    cell.counter_before = stick.air().host_counter;
    auto backup = stick.run(network::read_for_another(*stick.driver, *info, sim::bench_network(), file, database, stick.time.wall()));
    if (!backup) {
      cell.refused = backup.error().text;
      return cell;
    }
    stick.driver->close();
    stick.plug_in(to);
    auto blank = stick.run(stick.driver->inspect());
    EXPECT_TRUE(blank) << blank.error().text;
    if (!blank) return cell;
    EXPECT_NE(blank->ieee, address) << "every stick has an address of its own";
    const auto written = stick.run(network::restore_backup(*stick.driver, std::move(*blank), file, std::move(*backup), stick.time.wall()));
    if (!written) {
      cell.refused = written.error().text;
      return cell;
    }
    const auto now = stick.run(stick.driver->inspect());
    EXPECT_TRUE(now && now->network && now->is_wanted(*now->network, sim::bench_network()));
    if (!now) return cell;
    EXPECT_TRUE(stick.run(stick.driver->resume()));
    cell.same_address = now->ieee == address;
    stick.air().host_counter = std::max(stick.air().host_counter, 1u);
    for (int i = 0; i < all_devices; ++i) cell.answering += answers(i);
    cell.counter_after = stick.air().host_counter;
    for (int i = 0; i < all_devices; ++i) cell.can_come_back += stick.air().rejoin_by_trust_center(*stick.air().find(fmt::format("d{}", i))).ok();
    return cell;
  }

  io::MemoryFiles files;
  Stick stick{GetParam().first, ten_devices()};
  std::vector<network::DevicePtr> database;
};

TEST_P(Move, KeepsEveryDeviceOrSaysWhyNot) {
  form();
  const Cell cell = move(GetParam().second);
  fmt::print("move: {} -> {}: {}\n", GetParam().first.name, GetParam().second.name, cell.text());
  if (!cell.refused.empty()) return;
  EXPECT_EQ(cell.answering, all_devices);
  EXPECT_GT(cell.counter_after, cell.counter_before);
}

/// From each family to each other; of two families a firmware that can less, too.
std::vector<std::pair<Kind, Kind>> pairs() {
  constexpr std::string_view names[] = {"zstack3x0", "ember16", "conbee2", "conbee1", "zboss", "zboss_esp", "zigate_plus324"};
  std::vector<Kind> chosen;
  for (const Kind& kind : kinds()) {
    if (std::find(std::begin(names), std::end(names), kind.name) != std::end(names)) chosen.push_back(kind);
  }
  std::vector<std::pair<Kind, Kind>> out;
  for (const Kind& from : chosen) {
    for (const Kind& to : chosen) {
      if (from.family != to.family) out.emplace_back(from, to);
    }
  }
  return out;
}

INSTANTIATE_TEST_SUITE_P(Matrix, Move, testing::ValuesIn(pairs()),
                         [](const auto& row) { return fmt::format("{}To{}", row.param.first.name, row.param.second.name); });

}  // namespace
}  // namespace waggle::contract
