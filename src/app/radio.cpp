#include "app/radio.h"

#include <fmt/core.h>

#include "coordinator/znp/driver.h"

namespace waggle::app {

Result<network::Network::MakeRadio> radio_maker(io::Loop& loop, const settings::Settings& settings) {
  const std::string port(settings.text("serial.port"));
  if (port.empty()) {
    return Error{Errc::invalid,
                 "serial.port is not set: it names the coordinator, such as /dev/serial/by-id/… or tcp://192.168.1.5:6638"};
  }
  const std::string_view adapter = settings.text("serial.adapter");
  if (!adapter.empty() && adapter != "zstack" && adapter != "auto") {
    return Error{Errc::unsupported, fmt::format("serial.adapter is '{}': this version drives 'zstack' only", adapter)};
  }
  io::SerialOptions serial;
  if (const Value* baud = settings.find("serial.baudrate")) serial.baud = static_cast<unsigned>(baud->number_or(115200));
  serial.rtscts = settings.flag("serial.rtscts");
  coordinator::Options options;
  options.disable_led = settings.flag("serial.disable_led");
  if (const Value* power = settings.find("advanced.transmit_power")) options.transmit_power = static_cast<int>(power->number_or(0));
  return network::Network::MakeRadio([&loop, port, serial, options](coordinator::Events& events) {
    io::Opener open = [&loop, port, serial] { return io::open_stream(loop, port, serial); };
    return std::make_unique<coordinator::znp::Driver>(loop, std::move(open), options, events);
  });
}

}  // namespace waggle::app
