#include "app/radio.h"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>

#include "coordinator/any_radio.h"
#include "core/log.h"
#include "io/files.h"
#include "io/stream.h"

namespace waggle::app {
namespace {

constexpr std::string_view NS = "zh:adapter";
constexpr std::string_view mdns_scheme = "mdns://";

std::string known_families() {
  std::string out;
  for (const coordinator::Family& family : coordinator::families()) out += fmt::format("{}'{}'", out.empty() ? "" : ", ", family.name);
  return out;
}

bool on_the_network(std::string_view port) { return port.starts_with("tcp://") || port.starts_with("socket://"); }

bool same_port(const std::string& a, const std::string& b) {
  std::error_code ignored;
  return a == b || std::filesystem::equivalent(a, b, ignored);
}

/// Takes from what was seen whatever nobody has said.
StickAddress completed(StickAddress address, const SeenStick& seen) {
  address.port = seen.path;
  if (!address.baud) address.baud = seen.baud;
  if (!address.rtscts) address.rtscts = seen.rtscts;
  return address;
}

Result<StickAddress> by_usb(StickAddress address) {
  const SeenStick* best = nullptr;
  const std::vector<SeenStick> all = sticks_by_usb();
  for (const SeenStick& seen : all) {
    if (seen.certainty == 0 || (!address.adapter.empty() && seen.adapter != address.adapter)) continue;
    if (!best || seen.certainty > best->certainty) best = &seen;
  }
  if (!best) {
    return Error{Errc::not_found, "USB adapter discovery error (No valid USB adapter found). Specify valid 'adapter' and 'port' in your configuration."};
  }
  log::info(NS, "serial.port is not set: using {}", best->name);
  if (address.adapter.empty()) address.adapter = best->adapter;
  return completed(std::move(address), *best);
}

/// With the port at which the stick is now. What it says of its family is only where to begin asking.
Task<Result<StickAddress>> located(io::Loop& loop, StickAddress address) {
  if (address.port.empty()) co_return by_usb(std::move(address));
  if (address.port.starts_with(mdns_scheme)) {
    const std::string type = address.port.substr(mdns_scheme.size());
    if (type.empty()) co_return Error{Errc::invalid, "serial.port is 'mdns://': the type of service must follow, as in mdns://slzb-06"};
    CO_TRY(const auto found, co_await sticks_by_mdns(loop, type));
    if (found.empty()) co_return Error{Errc::not_found, fmt::format("Coordinator [{}] not found on the local network (mdns)", type)};
    log::info(NS, "{} is at {}", address.port, found.front().path);
    if (address.adapter.empty()) address.adapter = found.front().adapter;
    co_return completed(std::move(address), found.front());
  }
  if (on_the_network(address.port)) co_return address;
  for (const SeenStick& seen : sticks_by_usb()) {
    if (!same_port(seen.path, address.port)) continue;
    if (address.adapter.empty()) address.adapter = seen.adapter;
    co_return completed(std::move(address), seen);
  }
  co_return address;
}

coordinator::OpenAt opener_of(io::Loop& loop, const StickAddress& address) {
  return [&loop, port = address.port, rtscts = address.rtscts.value_or(false)](unsigned baud) {
    return io::open_stream(loop, port, {baud, rtscts});
  };
}

Task<Result<std::unique_ptr<io::Stream>>> open(io::Loop& loop, StickAddress address, const coordinator::Family* family) {
  CO_TRY(const StickAddress there, co_await located(loop, std::move(address)));
  const unsigned baud = there.baud.value_or(family->baud);
  co_return co_await opener_of(loop, there)(baud);
}

Task<Result<coordinator::AnyRadio::Place>> place(io::Loop& loop, StickAddress address) {
  CO_TRY(const StickAddress there, co_await located(loop, address));
  coordinator::AnyRadio::Place out{opener_of(loop, there), coordinator::usual_bauds(), there.adapter};
  if (there.baud) {
    // What somebody has said is so; what a table says is where to begin.
    if (address.baud) out.bauds.clear();
    std::erase(out.bauds, *there.baud);
    out.bauds.insert(out.bauds.begin(), *there.baud);
  }
  if (on_the_network(there.port)) out.bauds.resize(1);
  co_return out;
}

}  // namespace

Result<StickAddress> stick_address(const settings::Settings& settings) {
  StickAddress out;
  out.port = settings.text("serial.port");
  out.adapter = settings.text("serial.adapter");
  if (const Value* baud = settings.find("serial.baudrate")) out.baud = static_cast<unsigned>(baud->number_or(115200));
  if (settings.find("serial.rtscts")) out.rtscts = settings.flag("serial.rtscts");
  out.options.disable_led = settings.flag("serial.disable_led");
  if (const Value* power = settings.find("advanced.transmit_power")) out.options.transmit_power = static_cast<int>(power->number_or(0));
  const std::string stack_config = settings.folder() + "/stack_config.json";
  if (auto text = io::disk().read(stack_config)) {
    out.options.stack_config = std::move(*text);
  } else if (text.error().code != Errc::not_found) {
    return std::move(text.error());
  }
  return out;
}

Result<network::Network::MakeRadio> radio_maker(io::Loop& loop, StickAddress address) {
  using coordinator::Events;
  if (address.adapter == "auto") address.adapter.clear();
  if (address.adapter.empty()) {
    return network::Network::MakeRadio([&loop, address](Events& events) -> std::unique_ptr<coordinator::Coordinator> {
      return std::make_unique<coordinator::AnyRadio>(loop, [&loop, address] { return place(loop, address); }, address.options, events);
    });
  }
  const coordinator::Family* family = coordinator::find_family(address.adapter);
  if (!family) {
    return Error{Errc::unsupported, fmt::format("serial.adapter is '{}': this version drives {}; leave it out, and the stick is asked",
                                                address.adapter, known_families())};
  }
  address.adapter = family->name;
  return network::Network::MakeRadio([&loop, address, family](Events& events) {
    return family->make(loop, [&loop, address, family] { return open(loop, address, family); }, address.options, events);
  });
}

Result<network::Network::MakeRadio> radio_maker(io::Loop& loop, const settings::Settings& settings) {
  TRY(StickAddress address, stick_address(settings));
  return radio_maker(loop, std::move(address));
}

}  // namespace waggle::app
