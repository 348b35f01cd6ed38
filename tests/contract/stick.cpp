#include "contract/stick.h"

#include "sim/home.h"

namespace waggle::contract {
std::vector<Kind> kinds() {
  return {
      {.name = "zstack3x0", .family = "zstack", .version = 1, .knows_pans_nearby = true},
      {.name = "zstack30x", .family = "zstack", .version = 2, .knows_pans_nearby = true},
      {.name = "zstack12", .family = "zstack", .version = 0, .knows_pans_nearby = true, .has_install_codes = false},
      {.name = "ember13", .family = "ember", .version = 13},
      {.name = "ember14", .family = "ember", .version = 14},
      {.name = "ember16", .family = "ember", .version = 16},
      {.name = "ember19", .family = "ember", .version = 19},
      {.name = "conbee1", .family = "deconz", .version = 1, .has_touchlink = false, .tells_who_leaves = false, .tells_frame_counter = false},
      {.name = "conbee2", .family = "deconz", .version = 2, .has_touchlink = false, .tells_who_leaves = false, .tells_new_addresses = false},
      {.name = "conbee3", .family = "deconz", .version = 3, .has_touchlink = false, .tells_who_leaves = false, .tells_new_addresses = false},
      {.name = "zboss", .family = "zboss", .has_touchlink = false, .tells_new_addresses = false, .asks_for_routes = false},
      {.name = "zboss_esp", .family = "zboss", .version = 1, .has_touchlink = false, .has_install_codes = false, .tells_new_addresses = false,
       .asks_for_routes = false, .tells_frame_counter = false},
      {.name = "zigate1", .family = "zigate", .version = 0, .has_touchlink = false, .has_install_codes = false, .tells_new_addresses = false,
       .tells_frame_counter = false, .takes_pan_and_key = false, .takes_addresses = false},
      {.name = "zigate_plus", .family = "zigate", .version = 1, .has_touchlink = false, .has_install_codes = false, .tells_new_addresses = false,
       .tells_frame_counter = false, .takes_pan_and_key = false, .takes_addresses = false},
      {.name = "zigate_plus324", .family = "zigate", .version = 2, .has_touchlink = false, .has_install_codes = false,
       .tells_new_addresses = false, .takes_addresses = false},
  };
}

namespace {

sim::StickOptions options_of(const Kind& kind) {
  sim::StickOptions options;
  options.family = kind.family;
  if (kind.family == "ember") {
    options.ezsp_version = kind.version;
  } else if (kind.family == "zigate") {
    options.zigate_firmware = kind.version;
  } else if (kind.family == "deconz") {
    options.conbee = kind.version;
  } else if (kind.family == "zboss") {
    options.espressif = kind.version != 0;
  } else {
    options.product = static_cast<sim::znp::Product>(kind.version);
  }
  return options;
}

}  // namespace

Stick::Stick(const Kind& which, std::string_view home) : kind(which) {
  sim::WorldOptions options;
  static_cast<sim::StickOptions&>(options) = options_of(kind);
  auto devices = sim::read_home(home, "contract.yaml");
  if (!devices) throw std::runtime_error(devices.error().text);
  auto made = sim::World::make(time, std::move(*devices), options);
  if (!made) throw std::runtime_error(made.error().text);
  world = std::move(*made);
  air().conditions.jitter = {};
  connect();
}

Stick::~Stick() {
  tasks_.cancel();
  driver.reset();
}

void Stick::plug_in(const Kind& other) {
  driver.reset();
  kind = other;
  if (const auto plugged = world->plug_in(options_of(kind)); !plugged) throw std::runtime_error(plugged.error().text);
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
