#include "app/sticks.h"

#include <fmt/core.h>

#include "coordinator/usb_sticks.h"
#include "io/mdns.h"

namespace waggle::app {
namespace {

constexpr auto browsing_time = 2s;
constexpr std::string_view radio_type = "radio_type";  // the key of the TXT record

/// "SLZB-06": what services call the radios.
std::string family_of(const std::string& radio) {
  if (radio == "znp") return "zstack";
  if (radio == "ezsp") return "ember";
  return radio;
}

}  // namespace

std::vector<SeenStick> sticks_by_usb() {
  std::vector<SeenStick> out;
  for (const io::SerialPort& port : io::serial_ports()) {
    SeenStick& seen = out.emplace_back();
    seen.path = port.path;
    const std::string file = port.path.substr(port.path.rfind('/') + 1);
    seen.name = port.manufacturer.empty() ? file : fmt::format("{} ({})", file, port.manufacturer);
    if (const auto match = coordinator::match_usb(port)) {
      seen.name = fmt::format("{}: {}", match->stick->name, file);
      seen.adapter = match->stick->family;
      seen.baud = match->stick->baud;
      seen.rtscts = match->stick->rtscts;
      seen.certainty = match->score;
    }
  }
  return out;
}

Task<Result<std::vector<SeenStick>>> sticks_by_mdns(io::Loop& loop, std::string type) {
  std::string service_type = type.empty() ? "" : "_" + type + "._tcp";
  io::MdnsOptions options;
  CO_TRY(const auto services, co_await io::browse(loop, std::move(service_type), browsing_time, std::move(options)));
  std::vector<SeenStick> out;
  for (const io::Service& service : services) {
    const auto radio = service.texts.find(std::string(radio_type));
    if (radio == service.texts.end()) {
      if (type.empty()) continue;  // a printer
      co_return Error{Errc::invalid, fmt::format("mdns://{}: '{}' at {}:{} does not say which radio it has ({}). Give its address instead: "
                                                 "tcp://{}:{}", type, service.name, service.where(), service.port, radio_type,
                                                 service.where(), service.port)};
    }
    SeenStick& seen = out.emplace_back();
    seen.path = fmt::format("tcp://{}:{}", service.where(), service.port);
    seen.name = fmt::format("{} ({})", service.name, seen.path);
    seen.adapter = family_of(radio->second);
    seen.certainty = 1;
  }
  co_return out;
}

Object to_value(const SeenStick& stick) {
  Object out{{"name", stick.name}, {"path", stick.path}};
  if (!stick.adapter.empty()) out.set("adapter", stick.adapter);
  if (stick.baud) out.set("baudRate", *stick.baud);
  if (stick.rtscts) out.set("rtscts", *stick.rtscts);
  return out;
}

}  // namespace waggle::app
