#include "sim/world.h"

#include "sim/deconz/ncp.h"
#include "sim/ember/ncp.h"
#include "sim/zigate/ncp.h"
#include "sim/zboss/ncp.h"

namespace waggle::sim {
namespace {
constexpr auto between_joins = 700ms;  // people pair one device after another
constexpr auto between_saves =
    10s;  // of what devices remember; the radio's memory is written at once
}  // namespace

World::World(Scheduler& scheduler, WorldOptions options)
    : options_(std::move(options)),
      state_(scheduler, options_.state),
      air_(scheduler, options_.seed),
      joining_(scheduler),
      saving_(scheduler) {}

World::~World() {
  if (radio_) (void)state_.write();  // while the devices are still there to be asked
  state_.detach("devices");
}

Result<std::unique_ptr<World>> World::make(Scheduler& scheduler, std::vector<DeviceSpec> home,
                                           WorldOptions options) {
  std::unique_ptr<World> world(new World(scheduler, std::move(options)));
  TRY_DO(world->state_.load());
  for (DeviceSpec& spec : home) world->air_.add(std::move(spec));
  world->restore_devices();
  TRY_DO(world->make_radio());
  if (world->options_.life) {
    world->life_ = std::make_unique<Life>(scheduler, world->air_, world->options_.how_they_live);
  }
  if (world->options_.join_all) {
    world->air_.on_permit = [w = world.get()] {
      if (!w->joining_.running()) w->joining_.start(between_joins, [w] { w->join_next(); });
    };
  }
  return world;
}

Result<> World::plug_in(const StickOptions& stick) {
  control_.reset();
  radio_.reset();
  ncp_ = nullptr;
  static_cast<StickOptions&>(options_) = stick;
  return make_radio();
}

Result<> World::make_radio() {
  Scheduler& scheduler = air_.scheduler();
  if (options_.family == "zstack") {
    znp::NcpOptions radio;
    radio.product = options_.product;
    radio.state = &state_;
    auto ncp = std::make_unique<znp::ZnpNcp>(scheduler, air_, radio);
    ncp_ = ncp.get();
    radio_ = std::move(ncp);
  } else if (options_.family == "ember") {
    ember::NcpOptions radio;
    radio.version = options_.ezsp_version;
    radio.state = &state_;
    radio_ = std::make_unique<ember::EmberNcp>(scheduler, air_, radio);
  } else if (options_.family == "deconz") {
    deconz::NcpOptions radio;
    radio.conbee = options_.conbee;
    radio.state = &state_;
    radio_ = std::make_unique<deconz::DeconzNcp>(scheduler, air_, radio);
  } else if (options_.family == "zboss") {
    zboss::NcpOptions radio;
    if (options_.espressif) radio.firmware = zboss::Firmware::espressif;
    radio.state = &state_;
    radio_ = std::make_unique<zboss::ZbossNcp>(scheduler, air_, radio);
  } else if (options_.family == "zigate") {
    zigate::NcpOptions radio;
    radio.firmware = static_cast<zigate::Firmware>(options_.zigate_firmware);
    radio.state = &state_;
    radio_ = std::make_unique<zigate::ZigateNcp>(scheduler, air_, radio);
  } else {
    return Error{Errc::unsupported, "there is no simulated radio of the family '" + options_.family + "'"};
  }
  control_ = std::make_unique<Control>(air_, *radio_);
  return {};
}

void World::restore_devices() {
  if (const Value* saved = state_.section("devices"); saved && saved->is_object()) {
    for (const auto& [ieee, device] : saved->object()) {
      VirtualDevice* known = air_.find(ieee);
      if (known && device.is_object()) known->restore(device.object());
    }
  }
  state_.attach("devices", [this] {
    Object out;
    for (const auto& device : air_.devices()) out.set(to_string(device->node.ieee), device->save());
    return Value(std::move(out));
  });
  struct Saver {
    static void run(World& world) {
      world.state_.touch();
      world.saving_.start(between_saves, [&world] { run(world); });
    }
  };
  if (!options_.state.empty()) Saver::run(*this);
}

void World::join_next() {
  if (!air_.joining_permitted()) return;
  for (const auto& device : air_.devices()) {
    if (air_.on_network(*device)) continue;
    // Routers come first in a home file, so those who prefer one find it.
    (void)air_.join(*device);  // refused: permitted elsewhere only; the next turn tries again
    break;
  }
  joining_.start(between_joins, [this] { join_next(); });
}

}  // namespace waggle::sim
