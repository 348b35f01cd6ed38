#include "app/radio.h"

#include <fmt/core.h>

#include "coordinator/family.h"
#include "io/files.h"

namespace waggle::app {
namespace {

std::string known_families() {
  std::string out;
  for (const coordinator::Family& family : coordinator::families()) out += fmt::format("{}'{}'", out.empty() ? "" : ", ", family.name);
  return out;
}

}  // namespace

Result<network::Network::MakeRadio> radio_maker(io::Loop& loop, const settings::Settings& settings) {
  const std::string port(settings.text("serial.port"));
  if (port.empty()) {
    return Error{Errc::invalid,
                 "serial.port is not set: it names the coordinator, such as /dev/serial/by-id/… or tcp://192.168.1.5:6638"};
  }
  std::string_view adapter = settings.text("serial.adapter");
  if (adapter.empty() || adapter == "auto") adapter = "zstack";
  const coordinator::Family* family = coordinator::find_family(adapter);
  if (!family) return Error{Errc::unsupported, fmt::format("serial.adapter is '{}': this version drives {}", adapter, known_families())};
  io::SerialOptions serial;
  if (const Value* baud = settings.find("serial.baudrate")) serial.baud = static_cast<unsigned>(baud->number_or(115200));
  serial.rtscts = settings.flag("serial.rtscts");
  coordinator::Options options;
  options.disable_led = settings.flag("serial.disable_led");
  if (const Value* power = settings.find("advanced.transmit_power")) options.transmit_power = static_cast<int>(power->number_or(0));
  const std::string stack_config = settings.folder() + "/stack_config.json";
  if (auto text = io::disk().read(stack_config)) {
    options.stack_config = std::move(*text);
  } else if (text.error().code != Errc::not_found) {
    return std::move(text.error());
  }
  return network::Network::MakeRadio([&loop, port, serial, options, family](coordinator::Events& events) {
    io::Opener open = [&loop, port, serial] { return io::open_stream(loop, port, serial); };
    return family->make(loop, std::move(open), options, events);
  });
}

}  // namespace waggle::app
