#include "coordinator/zigate/driver.h"

#include <fmt/core.h>

#include "coordinator/zigate/status.h"
#include "core/log.h"

namespace waggle::coordinator::zigate {
namespace {

constexpr std::string_view NS = "zh:zigate";

template <class T>
std::optional<T> read(const Spoken& message) {
  if (message.type != T::id.number) return std::nullopt;
  auto out = from_wire<T>(message.data);
  if (!out) log::warning(NS, "the radio sent a malformed {}: '{}'", T::id.name, to_hex(message.data));
  return out;
}

}  // namespace

Driver::Driver(Scheduler& scheduler, io::Opener opener, Options options, Events& events)
    : scheduler_(scheduler), opener_(std::move(opener)), options_(std::move(options)), events_(events), link_(scheduler, *this),
      deliveries_(scheduler), addresses_(scheduler) {}

Driver::~Driver() = default;

void Driver::close() {
  const Error closed{Errc::closed, "the radio was closed"};
  tasks_.cancel();
  up_ = false;
  link_.close(closed);
  deliveries_.fail_all(closed);
  addresses_.fail_all(closed);
}

void Driver::on_link_lost(const Error& error) {
  up_ = false;
  deliveries_.fail_all(error);
  addresses_.fail_all(error);
  events_.on_lost(error);
}

Task<Result<>> Driver::ping() {
  const Empty nothing{};
  auto answer = co_await link_.ask<GetVersion>(nothing);
  if (!answer) co_return std::move(answer.error());
  co_return Result<>{};
}

Task<Result<NetworkParameters>> Driver::network_parameters() { co_return co_await current_network(); }

Task<Result<>> Driver::add_install_code(Ieee, Bytes, bool) {
  co_return Error{Errc::unsupported, "ZiGate's firmware takes no install codes: the device must join without its code, which most can"};
}

// What the radio says --------------------------------------------------------------------------------

void Driver::on_message(const Spoken& message, bool awaited) {
  if (!up_) return;  // what it says of a network that nobody goes on with yet
  if (message.type == DataIndication::id.number) {
    const auto data = read_indication(message.data);
    if (data) incoming(*data, message.lqi);
    if (!data) log::warning(NS, "the radio sent a malformed message: '{}'", to_hex(message.data));
  } else if (message.type == DataConfirm::sent.number || message.type == DataConfirm::failed.number) {
    if (const auto confirm = read_confirm(message.data)) confirmed(*confirm);
  } else if (auto ack = read<DataAck>(message)) {
    acknowledged(*ack);
  } else if (auto device = read<DeviceAnnounced>(message)) {
    announced(*device);
  } else if (auto left = read<DeviceLeft>(message)) {
    if (left->rejoin == 0) events_.on_left(unknown_nwk, left->ieee);
  } else if (message.type == Restarted::id.number || message.type == RestartedBlank::id.number) {
    // Two wrong octets can pass the check sum: what ends everything must at least have the right length.
    if (awaited || message.data.size() != 1) return;
    const Error restarted{Errc::closed, "the radio has restarted by itself"};
    link_.close(restarted);
    on_link_lost(restarted);
  } else if (auto route = read<RouteDiscovered>(message)) {
    if (route->status != status::ok) {
      log::debug(NS, "no route to {} was found: {}", route->nwk ? hex16(*route->nwk) : "a device", status_name(route->status));
    }
  } else if (auto trouble = read<NetworkTrouble>(message)) {
    log::debug(NS, "the network has trouble with {}: code {:#04x}", hex16(trouble->nwk.raw), trouble->status);
  } else if (auto extended = read<ExtendedStatus>(message)) {
    log::debug(NS, "the stack says {:#04x}", extended->value);
  }
}

}  // namespace waggle::coordinator::zigate
