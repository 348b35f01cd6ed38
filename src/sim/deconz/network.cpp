// The virtual ConBee's network: made of its parameters whenever it connects, and come back to after a restart.
#include "coordinator/deconz/status.h"
#include "core/log.h"
#include "sim/deconz/ncp.h"

namespace waggle::sim::deconz {

using namespace coordinator::deconz;  // NOLINT: the command tables, all of them

namespace {
constexpr std::string_view NS = "sim";
constexpr std::chrono::milliseconds boot_time{500}, joining_time{600}, leaving_time{150};
constexpr std::uint32_t counter_steps = 1000;  // the memory wears out
}  // namespace

void DeconzNcp::is_now(std::uint8_t now) {
  state_ = now;
  tell_state();
}

void DeconzNcp::restart(Reason reason) {
  log::info(NS, "the radio restarts{}", reason == Reason::watchdog ? " (watchdog)" : "");
  ++restarts_;
  later_.clear();
  watchdog_.stop();
  changed();
  confirms_.clear();
  indications_.clear();
  zdo_sequences_.clear();
  under_way_ = 0;
  open_until_ = {};
  parser_.reset();
  state_ = state::offline;
  air_.stop();
  air_.coordinator.endpoints.clear();
  air_.coordinator.bindings.clear();
  booting_ = true;
  later_.after(boot_time, [this] {
    garbage(as_bytes("\r\nbootloader\r\n"));
    boot();
  });
}

void DeconzNcp::replace(Ieee ieee) {
  memory_ = Memory(ieee);
  air_.coordinator.ieee = ieee;
  restart(Reason::power_up);
}

void DeconzNcp::boot() {
  booting_ = false;
  if (!memory_.connected) return;
  is_now(state::joining);
  later_.after(joining_time, [this] { come_up(); });
}

std::uint8_t DeconzNcp::change_state(const ChangeNetworkState::Request& request, ChangeNetworkState::Response& out) {
  out = request;
  const bool up = request.state == state::connected;
  if (!up && request.state != state::offline) return status::invalid_value;
  if (state_ == state::joining || state_ == state::leaving) return status::busy;
  memory_.connected = up;
  changed();
  if (request.state == state_) return status::success;
  if (up) {
    is_now(state::joining);
    later_.after(joining_time, [this] { come_up(); });
  } else {
    is_now(state::leaving);
    later_.after(leaving_time, [this] {
      air_.stop();
      is_now(state::offline);
    });
  }
  return status::success;
}

void DeconzNcp::come_up() {
  if (memory_.of(parameter::predefined_pan) == 0 && memory_.of(parameter::pan) == 0) {
    memory_[parameter::pan] = random_() % 0xFFF0 + 1;
  }
  const coordinator::NetworkParameters network = memory_.network();
  memory_[parameter::channel] = network.channel;
  memory_[parameter::extended_pan] = Reader(network.extended_pan).uint_be(network.extended_pan.size());
  // The counter goes on well above the last one that was stored: receivers drop repeats.
  memory_[parameter::frame_counter] += counter_steps;
  counter_ = static_cast<std::uint32_t>(memory_.of(parameter::frame_counter));
  changed();
  air_.coordinator.ieee = memory_.ieee();
  register_endpoints();
  air_.host_counter = counter_;
  log::info(NS, "the radio is on channel {} with PAN ID {}", network.channel, hex16(network.pan.raw));
  air_.start(network);
  is_now(state::connected);
}

void DeconzNcp::register_endpoints() {
  air_.coordinator.endpoints.clear();
  for (const Bytes& descriptor : memory_.endpoints) {
    if (descriptor.empty()) continue;
    Reader in(descriptor);
    Endpoint endpoint;
    endpoint.number = EndpointId(in.u8());
    endpoint.profile = ProfileId(in.u16());
    endpoint.device = in.u16();
    endpoint.version = in.u8();
    for (std::size_t left = in.u8(); left > 0 && in.ok(); --left) endpoint.inputs.push_back(in.u16());
    for (std::size_t left = in.u8(); left > 0 && in.ok(); --left) endpoint.outputs.push_back(in.u16());
    if (in.done()) air_.coordinator.endpoints.push_back(std::move(endpoint));
  }
}

std::uint8_t DeconzNcp::seconds_open() const {
  const auto left = std::chrono::ceil<std::chrono::seconds>(open_until_ - scheduler_.now()).count();
  return left > 0 ? static_cast<std::uint8_t>(left) : std::uint8_t{0};
}

void DeconzNcp::count_frame() {
  air_.host_counter = ++counter_;
  if (counter_ < memory_.of(parameter::frame_counter) + counter_steps) return;
  memory_[parameter::frame_counter] = counter_;
  changed();
}

std::optional<coordinator::Key> DeconzNcp::link_key(Ieee ieee) const {
  const auto known = memory_.link_keys.find(ieee);
  return known == memory_.link_keys.end() ? std::nullopt : std::optional(known->second);
}
bool DeconzNcp::has_install_key(Ieee ieee, const coordinator::Key& key) const { return link_key(ieee) == key; }

}  // namespace waggle::sim::deconz
