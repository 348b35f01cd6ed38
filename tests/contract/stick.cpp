#include "contract/stick.h"

namespace waggle::contract {
namespace {

constexpr std::string_view home = R"(
- {name: lamp, model: L, manufacturer: F, ieee: 0x0000000000000011,
   endpoints: {1: {device: 0x0100, inputs: [genBasic, genGroups, genOnOff, touchlink], outputs: [genOta]}}}
- {name: plug, model: P, manufacturer: F, ieee: 0x0000000000000012,
   endpoints: {1: {device: 0x0051, inputs: [genBasic, genGroups, genOnOff]}}}
- {name: sensor, model: S, manufacturer: F, ieee: 0x0000000000000013, type: end_device, power: battery,
   endpoints: {1: {device: 0x0402, inputs: [genBasic, genPowerCfg, ssIasZone], outputs: [genOta]}}}
)";

}  // namespace

std::vector<Kind> kinds() {
  return {
      {.name = "zstack3x0", .family = "zstack", .version = 1, .knows_pans_nearby = true},
      {.name = "zstack30x", .family = "zstack", .version = 2, .knows_pans_nearby = true},
      {.name = "zstack12", .family = "zstack", .version = 0, .knows_pans_nearby = true, .has_install_codes = false},
      {.name = "ember13", .family = "ember", .version = 13},
      {.name = "ember14", .family = "ember", .version = 14},
      {.name = "ember16", .family = "ember", .version = 16},
      {.name = "ember19", .family = "ember", .version = 19},
  };
}

const Heard::Message* Heard::zdo_of(ClusterId cluster) const {
  for (const Message& message : zdo) {
    if (message.cluster == cluster) return &message;
  }
  return nullptr;
}

NetworkParameters wanted_network() {
  NetworkParameters network;
  network.pan = PanId(0x1A62);
  network.extended_pan = {1, 2, 3, 4, 5, 6, 7, 8};
  network.channel = 15;
  for (std::size_t i = 0; i < 16; ++i) network.key[i] = static_cast<std::uint8_t>(0xA0 + i);
  return network;
}

Stick::Stick(const Kind& which) : kind(which) {
  sim::WorldOptions options;
  options.family = kind.family;
  if (kind.family == "ember") {
    options.ezsp_version = kind.version;
  } else {
    options.product = static_cast<sim::znp::Product>(kind.version);
  }
  auto devices = sim::read_home(home, "contract.yaml");
  if (!devices) throw std::runtime_error(devices.error().text);
  auto made = sim::World::make(time, std::move(*devices), options);
  if (!made) throw std::runtime_error(made.error().text);
  world = std::move(*made);
  air().conditions.jitter = {};
  connect();
}

void Stick::connect() {
  driver.reset();
  const coordinator::Family* family = coordinator::find_family(kind.family);
  driver = family->make(time, [this] { return open(); }, {}, heard);
}

Task<Result<std::unique_ptr<io::Stream>>> Stick::open() {
  io::PipeEnds ends = io::make_pipe(time, to_radio, to_host);
  radio().attach(std::move(ends.b));
  co_return std::move(ends.a);
}

void Stick::form() {
  const auto blank = run(driver->inspect());
  ASSERT_TRUE(blank) << blank.error().text;
  EXPECT_FALSE(blank->network);
  const auto formed = run(driver->form(wanted_network()));
  ASSERT_TRUE(formed) << formed.error().text;
}

sim::VirtualDevice& Stick::join(std::string_view name) {
  sim::VirtualDevice& device = *air().find(name);
  EXPECT_TRUE(air().join(device, true));
  time.advance(1s);
  return device;
}

Result<> Stick::send(const sim::VirtualDevice& to, std::string_view hex, std::uint16_t cluster, bool recover) {
  ApsRequest request;
  request.nwk = to.node.nwk;
  request.ieee = to.node.ieee;
  request.endpoint = EndpointId(1);
  request.cluster = ClusterId(cluster);
  request.payload = from_hex(hex).value();
  request.recover = recover;
  auto result = run(driver->send(std::move(request)));
  time.advance(100ms);
  return result;
}

Result<> Stick::zdo(Nwk to, ClusterId cluster, Bytes payload, Ieee ieee) {
  coordinator::ZdoRequest request;
  request.nwk = to;
  request.ieee = ieee;
  request.cluster = cluster;
  request.payload = std::move(payload);
  auto result = run(driver->send_zdo(std::move(request)));
  time.advance(200ms);
  return result;
}

}  // namespace waggle::contract
