// waggle: what can be said to it on the command line.
#include <CLI/CLI.hpp>
#include <cstdlib>

#include "app/options.h"
#include "core/version.h"

namespace {

std::string default_data() {
  const char* folder = std::getenv("ZIGBEE2MQTT_DATA");
  return folder && *folder ? folder : "./data";
}

}  // namespace

int main(int argc, char** argv) {
  using namespace waggle;  // NOLINT: a main file
  CLI::App app("Waggle: Zigbee to MQTT in one small program", "waggle");
  app.set_version_flag("--version", "waggle " + std::string(version) + " (" + std::string(build_commit) + ")");
  app.require_subcommand(1);
  int exit_code = 0;
  auto data_option = [](CLI::App* command, std::string& data) {
    data = default_data();
    command->add_option("--data", data, "the data folder: configuration.yaml, database.db, state.json")->capture_default_str();
  };

  app::RunOptions run;
  CLI::App* command = app.add_subcommand("run", "Run the bridge");
  data_option(command, run.data);
  command->callback([&] { exit_code = app::run(run); });

  app::DemoOptions demo;
  command = app.add_subcommand("demo", "A virtual home with a dozen devices, the bridge on it, and a broker of its own");
  command->add_option("--data", demo.data, "where the home is kept from one start to the next")->capture_default_str();
  command->add_option("--mqtt", demo.mqtt, "a broker to use instead, such as mqtt://localhost:1883");
  command->add_option("--mqtt-port", demo.mqtt_port, "port of the broker, if it is free")->capture_default_str();
  command->add_option("--web-port", demo.web_port, "port of the web pages, if it is free")->capture_default_str();
  command->callback([&] { exit_code = app::demo(demo); });

  app::SimOptions sim;
  command = app.add_subcommand("sim", "A simulated radio with simulated devices, for other programs to use");
  auto* port = command->add_option("--port", sim.port, "TCP port of the radio, on loopback; 0: any free one");
  auto* control = command->add_option("--control-port", sim.control_port, "TCP port for scripts; 0: any free one");
  command->add_option("--pty", sim.pty, "offer the radio on a pseudo-terminal, under this link");
  command->add_option("--state", sim.state, "file in which radio and devices survive a restart");
  command->add_option("--home", sim.home, "YAML file with the devices; without it the demo home");
  command->add_option("--family", sim.family, "what it speaks: zstack, ember or deconz")->capture_default_str();
  command->add_option("--ezsp", sim.ezsp_version, "of ember: the version of EZSP")->check(CLI::Range(13, 19))->capture_default_str();
  command->add_option("--conbee", sim.conbee, "of deconz: ConBee 1, 2 or 3, each with firmware of its time")->check(CLI::Range(1, 3))->capture_default_str();
  command->add_flag("--espressif", sim.espressif, "of zboss: the firmware for ESP32 chips, which knows fewer calls");
  command->add_option("--zigate", sim.zigate, "of zigate: 0: ZiGate (V1), 1: ZiGate+ with 3.21, 2: ZiGate+ with 3.24")->check(CLI::Range(0, 2))->capture_default_str();
  command->add_option("--product", sim.product, "of zstack: 1: Z-Stack 3.x.0, 2: 3.0.x, 0: 1.2")->check(CLI::Range(0, 2));
  command->add_option("--seed", sim.seed, "of everything random");
  command->add_option("--speed", sim.speed, "of the devices' life");
  command->add_flag("--join-all", sim.join_all, "devices join as soon as joining is permitted");
  command->add_flag("--life", sim.life, "devices do things by themselves");
  command->add_flag("--verbose", sim.verbose, "log every frame");
  command->callback([&] {
    sim.tcp = port->count() > 0 || sim.pty.empty();
    sim.control = control->count() > 0;
    exit_code = app::sim(sim);
  });

  app::DevicesOptions devices;
  command = app.add_subcommand("devices", "List the devices Waggle knows");
  command->add_option("search", devices.words, "words that vendor, model or description must have");
  command->add_option("--data", devices.data, "also the device files of this data folder");
  command->callback([&] { exit_code = app::devices(devices); });

  app::BackupOptions backup;
  command = app.add_subcommand("backup", "Read the radio's network, keys and counters into a file. Stop the bridge first");
  data_option(command, backup.data);
  command->add_option("--out", backup.out, "the file to write; without it coordinator_backup.json in the data folder");
  command->callback([&] { exit_code = app::backup(backup); });

  app::RestoreOptions restore;
  command = app.add_subcommand("restore", "Write a coordinator backup to the radio. Stop the bridge first");
  data_option(command, restore.data);
  command->add_option("--file", restore.file, "the backup; without it coordinator_backup.json in the data folder");
  command->callback([&] { exit_code = app::restore(restore); });

  app::AdaptersOptions adapters;
  command = app.add_subcommand("adapters", "List the sticks that can be seen from here, and ask them what they are");
  command->add_option("port", adapters.ports, "ask only what is at these ports, such as /dev/ttyUSB0 or tcp://192.168.1.5:6638");
  command->add_flag("--ask", adapters.ask, "ask all that are listed. Stop whatever uses them first: some restart when asked");
  command->callback([&] { exit_code = app::adapters(adapters); });

  app::MoveOptions move;
  command = app.add_subcommand("move", "Move the network to another stick, of any make; no device must join again. Stop the bridge first");
  data_option(command, move.data);
  command->add_option("--to", move.to, "port of the new stick, such as /dev/ttyUSB0 or tcp://192.168.1.5:6638")->required();
  command->add_option("--to-adapter", move.to_adapter, "its family; without it the stick is asked");
  command->add_option("--from", move.from, "port of the old stick; without it that of the settings");
  command->add_option("--from-adapter", move.from_adapter, "its family; without it the stick is asked");
  command->callback([&] { exit_code = app::move(move); });

  std::string out = "docs-out";
  command = app.add_subcommand("docs", "Write the pages about all devices");
  command->add_option("--out", out, "the folder to write to")->capture_default_str();
  command->callback([&] { exit_code = app::docs(out); });

  std::string checked;
  command = app.add_subcommand("check", "Check a data folder and its device files, without starting anything");
  data_option(command, checked);
  command->callback([&] { exit_code = app::check(checked); });

  CLI11_PARSE(app, argc, argv);
  return exit_code;
}
