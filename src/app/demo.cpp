// waggle demo: a virtual home in one command. A broker, a simulated radio on a pseudo-terminal with
// devices that live their day behind it, and the bridge on that radio, through the real serial protocol.
// The account it gives of them is made from MQTT alone, as any user would.
#include <fmt/core.h>

#include <filesystem>

#include "app/demo_firmware.h"
#include "app/free_port.h"
#include "app/narrator.h"
#include "app/options.h"
#include "app/own_broker.h"
#include "app/process.h"
#include "app/web_pages.h"
#include "core/log.h"
#include "mqtt/mosquitto_client.h"
#include "sim/home.h"
#include "sim/run.h"

namespace waggle::app {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view configuration = R"(# The demo's home. Everything here may be changed; the page docs/settings.md lists what there is.
version: 5
mqtt:
  base_topic: zigbee2mqtt
  server: {0}
serial:
  port: {1}
  adapter: zstack
advanced:
  network_key: GENERATE
  pan_id: GENERATE
  ext_pan_id: GENERATE
  log_output: [file]
  log_directory: {2}/log
  log_file: waggle.log
ota:
  zigbee_ota_override_index_location: {3}
)";

Result<> prepare(const std::string& folder, const std::string& server, const std::string& radio) {
  TRY_DO(io::disk().make_folder(folder));
  const std::string path = folder + "/configuration.yaml";
  if (io::disk().exists(path)) return {};
  return io::disk().replace(path, fmt::format(configuration, server, radio, folder, demo_index));
}

int fail(const Error& error) {
  fmt::print(stderr, "{}\n", error.text);
  return 1;
}

}  // namespace

int demo(const DemoOptions& options) {
  log::Config quiet;
  quiet.level = log::Level::warning;
  log::configure(quiet);
  const std::string folder = fs::absolute(options.data).lexically_normal().string();
  const std::string radio = folder + "/radio";
  if (auto made = io::disk().make_folder(folder); !made) return fail(made.error());
  std::unique_ptr<OwnBroker> broker;
  std::string server = options.mqtt;
  if (server.empty()) {
    auto own = OwnBroker::start(folder, options.mqtt_port);
    if (!own) return fail(own.error());
    broker = std::move(*own);
    server = fmt::format("mqtt://localhost:{}", broker->port());
  }
  if (auto ready = prepare(folder, server, radio); !ready) return fail(ready.error());

  io::Loop loop;
  auto home = sim::read_home(sim::demo_home(), "the demo home");
  if (!home) return fail(home.error());
  if (auto written = write_demo_firmware(folder, *home); !written) return fail(written.error());
  sim::SimOptions wanted;
  wanted.pty = radio;
  wanted.world.state = folder + "/home.json";
  wanted.world.join_all = true;
  wanted.world.life = true;
  auto simulation = sim::Simulation::start(loop, wanted);
  if (!simulation) return fail(simulation.error());

  settings::Environment environment = settings::process_environment();
  environment["ZIGBEE2MQTT_CONFIG_MQTT_SERVER"] = server;
  environment["ZIGBEE2MQTT_CONFIG_SERIAL_PORT"] = radio;
  // For this computer alone: the demo asks nobody who they are.
  const std::uint16_t web_port = free_port(options.web_port);
  environment["ZIGBEE2MQTT_CONFIG_FRONTEND_ENABLED"] = "true";
  environment["ZIGBEE2MQTT_CONFIG_FRONTEND_HOST"] = "127.0.0.1";
  environment["ZIGBEE2MQTT_CONFIG_FRONTEND_PORT"] = std::to_string(web_port);
  auto made = Process::make(loop, folder, environment);
  if (!made) return fail(made.error());
  std::unique_ptr<Process> process = std::move(*made);
  mqtt::Options connection;
  connection.server = server;
  auto client = mqtt::make_client(loop, connection);
  if (!client) return fail(client.error());

  Narrator::Home names;
  for (const sim::DeviceSpec& device : *home) names.devices[to_string(device.node.ieee)] = device.name;
  names.server = server;
  names.folder = folder;
  if (!find_pages(process->settings().text("frontend.package")).empty()) names.pages = fmt::format("http://localhost:{}/", web_port);
  names.own_broker = broker != nullptr;
  Narrator narrator(loop, **client, std::move(names));
  int result = 0;
  Timer anew(loop);
  std::function<void()> begin_again;
  const auto begin = [&] {
    // Not from inside the process that ends.
    process->on_restart = [&] { process->stop([&] { anew.start({}, begin_again); }); };
    process->start();
  };
  begin_again = [&] {
    process.reset();
    auto next = Process::make(loop, folder, environment);
    if (!next) {
      result = fail(next.error());
      return loop.stop();
    }
    process = std::move(*next);
    begin();
  };
  loop.on_signals([&](int) {
    narrator.say_goodbye();
    process->stop([&] { loop.stop(); });
  });
  narrator.start();
  begin();
  loop.run();
  return result;
}

}  // namespace waggle::app
