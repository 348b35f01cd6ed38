#include "coordinator/zboss/driver.h"

#include <fmt/core.h>

#include "core/log.h"
#include "zigbee/zdo/messages.h"

namespace waggle::coordinator::zboss {
namespace {

constexpr std::string_view NS = "zh:zboss";

template <class C>
std::optional<typename C::Message> read(std::uint16_t call, ByteView parameters) {
  if (call != C::id.number) return std::nullopt;
  typename C::Message message;
  Reader in(parameters);
  if (!decode(message, in)) {
    log::warning(NS, "the radio sent a malformed {}: '{}'", C::id.name, to_hex(parameters));
    return std::nullopt;
  }
  return message;
}

}  // namespace

Driver::Driver(Scheduler& scheduler, io::Opener opener, Options options, Events& events)
    : scheduler_(scheduler), options_(std::move(options)), events_(events), link_(scheduler, std::move(opener), *this) {}

Driver::~Driver() = default;

void Driver::close() {
  tasks_.cancel();
  up_ = false;
  link_.close({Errc::closed, "the radio was closed"});
}

void Driver::on_link_lost(const Error& error) {
  up_ = false;
  events_.on_lost(error);
}

// Firmware that restarted without saying so is on no network any more.
Task<Result<>> Driver::ping() {
  CO_TRY(const bool on_its_network, co_await joined());
  if (up_ && !on_its_network) co_return Error{Errc::closed, "the radio is on no network any more: it must have restarted"};
  co_return Result<>{};
}

Task<Result<NetworkParameters>> Driver::network_parameters() { co_return co_await current_network(); }

Task<Result<>> Driver::add_install_code(Ieee ieee, Bytes code, bool derived) {
  if (derived) {
    co_return Error{Errc::unsupported, "This radio's firmware takes install codes, not the keys that are derived from them: give the code "
                                       "that is printed on the device"};
  }
  AddInstallCode::Request request{ieee, {}};
  request.code.bytes = std::move(code);
  auto added = co_await link_.call<AddInstallCode>(request);
  if (added) co_return Result<>{};
  if (added.error().code != Errc::unsupported) co_return std::move(added.error());
  co_return Error{Errc::unsupported, "This radio's firmware takes no install codes (that for ESP32 chips does not): the device joins without, if "
                                     "it is not set up to insist on its code"};
}

std::vector<RadioCount> Driver::counts() const {
  const LineCounters& line = link_.counters();
  return {{"frames_sent", line.sent}, {"frames_received", line.received}, {"frames_sent_again", line.sent_again},
          {"damaged_frames", line.damaged}, {"duplicate_frames", line.duplicates}};
}

// What the firmware says unasked --------------------------------------------------------------------

void Driver::on_indication(std::uint16_t call, ByteView parameters) {
  if (auto message = read<DataIndication>(call, parameters)) {
    incoming(*message);
  } else if (auto device = read<DeviceAnnounced>(call, parameters)) {
    events_.on_zdo({device->nwk, zdo::DeviceAnnounce::cluster, parameters});
  } else if (auto update = read<DeviceUpdate>(call, parameters)) {
    device_update(*update);
  } else if (auto authorized = read<DeviceAuthorized>(call, parameters)) {
    if (authorized->outcome != 0) {
      log::warning(NS, "{} did not get a key of its own (type {}, outcome {}): it may leave again", to_string(authorized->ieee),
                   authorized->type, authorized->outcome);
    }
  } else if (call == LeaveIndication::id.number && parameters.size() >= LongLeaveIndication::length) {
    const auto leave = read<LongLeaveIndication>(call, parameters);
    if (leave && !leave->rejoin) left(leave->nwk, leave->ieee);
  } else if (auto leave = read<LeaveIndication>(call, parameters)) {
    if (!leave->rejoin) left(unknown_nwk, leave->ieee);
  }
}

}  // namespace waggle::coordinator::zboss
