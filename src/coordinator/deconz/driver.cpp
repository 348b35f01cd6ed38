#include "coordinator/deconz/driver.h"

#include <fmt/core.h>

#include "coordinator/deconz/status.h"
#include "core/log.h"
#include "zigbee/install_code.h"

namespace waggle::coordinator::deconz {
namespace {

constexpr std::string_view NS = "zh:deconz";
/// A notice that something waits may get lost; then it waits no longer than this.
constexpr std::chrono::seconds between_looks{1};
constexpr int most_silences = 2;  // each of several questions
/// The firmware restarts when it hears of nobody for that long: a host that hangs does not cost the network.
constexpr std::chrono::seconds watchdog_time{600}, between_feedings{300};

}  // namespace

Driver::Driver(Scheduler& scheduler, io::Opener opener, Options options, Events& events)
    : scheduler_(scheduler), opener_(std::move(opener)), options_(std::move(options)), events_(events), link_(scheduler, *this),
      under_way_(scheduler, most_at_once), confirms_(scheduler), addresses_(scheduler), look_(scheduler),
      lost_(scheduler) {}

Driver::~Driver() = default;

void Driver::close() {
  const Error closed{Errc::closed, "the radio was closed"};
  look_.stop();
  lost_.stop();
  tasks_.cancel();
  up_ = changing_ = fetching_ = false;
  link_.close(closed);
  confirms_.fail_all(closed);
  addresses_.fail_all(closed);
}

void Driver::on_link_lost(const Error& error) {
  look_.stop();
  lost_.stop();
  up_ = false;
  confirms_.fail_all(error);
  addresses_.fail_all(error);
  events_.on_lost(error);
}

// Not from here: tasks stand on the stack that end when the link does.
void Driver::lose(Error error) {
  up_ = false;
  lost_.start({}, [this, error = std::move(error)] {
    link_.close(error);
    on_link_lost(error);
  });
}

Result<> Driver::on_network() const {
  if (changing_) return Error{Errc::busy, "the radio is changing its network"};
  if (!link_.is_open() || !up_) return Error{Errc::closed, "the radio is not connected"};
  return {};
}

Task<Result<>> Driver::ping() {
  const GetDeviceState::Request nothing{};
  auto answer = co_await link_.call<GetDeviceState>(nothing);
  if (!answer) co_return std::move(answer.error());
  co_return Result<>{};
}

Task<Result<>> Driver::add_install_code(Ieee ieee, Bytes code, bool derived) {
  Writer entry;
  entry.u64(ieee.raw);
  if (!derived) {
    entry.bytes(aes_mmo_hash(code));
  } else if (code.size() == parameter::link_key.size) {
    entry.bytes(code);
  } else {
    co_return Error{Errc::invalid, fmt::format("a key has {} octets, not {}", parameter::link_key.size, code.size())};
  }
  Bytes octets = entry.take();
  co_return co_await write_parameter(parameter::link_key, std::move(octets));
}

// What the firmware says unasked --------------------------------------------------------------------

void Driver::on_unasked(const Frame& frame) {
  if (frame.status != status::success) return;
  DeviceStateChanged::Message changed;
  GetDeviceState::Response state;
  if (frame.command == DeviceStateChanged::id.number && read_content<DeviceStateChanged>(changed, frame.content)) {
    note_state(changed.state);
  } else if (frame.command == GetDeviceState::id.number && read_content<GetDeviceState>(state, frame.content)) {
    note_state(state.state);  // as the first firmware of the ConBee III tells of changes
  } else if (frame.command == GreenPowerData::id.number) {
    green_power(frame);
  }
}

void Driver::note_state(std::uint8_t octet) {
  state_ = octet;
  state_heard_ = scheduler_.now();
  silences_ = 0;
  if (up_ && !changing_ && (octet & state::network) != state::connected) {
    lose({Errc::closed, "the radio has restarted, or left its network by itself"});
    return;
  }
  if (fetching_ || !(octet & (state::has_confirm | state::has_indication))) return;
  fetching_ = true;
  tasks_.spawn("fetch", fetch());
}

// Confirmations first: each makes room for another request.
Task<> Driver::fetch() {
  while (link_.is_open() && state_ & (state::has_confirm | state::has_indication)) {
    const std::uint8_t waits = state_ & state::has_confirm ? state::has_confirm : state::has_indication;
    state_ = static_cast<std::uint8_t>(state_ & ~waits);  // the answer tells anew
    if (waits == state::has_confirm) {
      const ReadConfirm::Request nothing{};
      const auto answer = co_await link_.call<ReadConfirm>(nothing);
      if (!answer) continue;
      note_state(answer->state);
      confirmed(*answer);
    } else {
      ReadIndication::Request how;
      // The firmware of the first ConBee names the receivers of groupcasts wrongly otherwise (found by the authors of zigpy).
      if (platform::of(version_) == platform::conbee_1) how.flags = ReadIndication::both_sources;
      const auto answer = co_await link_.call<ReadIndication>(how);
      if (!answer) continue;
      note_state(answer->state);
      incoming(*answer);
    }
  }
  fetching_ = false;
}

void Driver::look_regularly() {
  look_.start(between_looks, [this] { tasks_.spawn("look", look()); });
}

Task<> Driver::look() {
  if (scheduler_.now() >= watchdog_due_) co_await feed_watchdog();
  if (scheduler_.now() - state_heard_ >= between_looks) {
    const GetDeviceState::Request nothing{};
    const auto answer = co_await link_.call<GetDeviceState>(nothing);
    if (answer) {
      note_state(answer->state);
    } else if (up_ && answer.error().code == Errc::timeout && ++silences_ == most_silences) {
      lose({Errc::timeout, "the radio does not answer any more"});
    }
  }
  if (up_) look_regularly();
}

Task<> Driver::feed_watchdog() {
  if (!has_watchdog_) co_return;
  watchdog_due_ = scheduler_.now() + between_feedings;
  const auto fed = co_await write_number(parameter::watchdog, watchdog_time.count());
  if (fed || fed.error().code != Errc::unsupported) co_return;
  has_watchdog_ = false;
  log::debug(NS, "this firmware has no watchdog");
}

}  // namespace waggle::coordinator::deconz
