#include "sim/deconz/ncp.h"

#include "coordinator/deconz/status.h"
#include "core/log.h"
#include "sim/deconz/firmware.h"

namespace waggle::sim::deconz {

using namespace coordinator::deconz;  // NOLINT: the command tables, all of them
using coordinator::deconz::Frame;

namespace {
constexpr std::string_view NS = "sim";
}

const DeconzNcp::Firmware& DeconzNcp::firmware() const {
  static constexpr Firmware rows[] = {
      {0, 0x26190500, 0x0107, false, false, false, false},  // of 2018: older than drivers take
      {1, 0x26370500, 0x010B, false, true, false, false},
      {2, 0x26780700, 0x010E, true, true, false, true},
      {3, 0x26450900, 0x010E, true, false, true, true},
  };
  for (const Firmware& row : rows) {
    if (row.conbee == options_.conbee) return row;
  }
  return rows[1];
}

struct Dispatch {
  struct Row {
    CommandId id;
    void (*run)(DeconzNcp& ncp, const Frame& frame);
  };

  template <class C, auto handler>
  static void run(DeconzNcp& ncp, const Frame& frame) {
    typename C::Request request;
    typename C::Response response;
    std::uint8_t status = status::error;
    if (read_content<C>(request, frame.content)) {
      status = (ncp.*handler)(request, response);
    } else {
      log::warning(NS, "the host's {} is cut short: {}", C::id.name, to_hex(frame.content));
    }
    Bytes octets = content<C>(response);
    // Of an answer that refuses there is no more than the first octet: the state, or the number of the parameter.
    if (status != status::success && C::id.counted) octets = Bytes{1, 0, octets[2]};
    ncp.answer(frame, status, std::move(octets));
  }
  template <class C, auto handler>
  static constexpr Row row() {
    return {C::id, &run<C, handler>};
  }

  static std::span<const Row> rows() {
    using N = DeconzNcp;
    static constexpr Row table[] = {
        row<GetVersion, &N::version>(),           row<GetDeviceState, &N::device_state>(),   row<ReadParameter, &N::read_parameter>(),
        row<WriteParameter, &N::write_parameter>(), row<ChangeNetworkState, &N::change_state>(), row<SendData, &N::send_data>(),
        row<ReadConfirm, &N::read_confirm>(),     row<ReadIndication, &N::read_indication>(),
    };
    return table;
  }
};

DeconzNcp::DeconzNcp(Scheduler& scheduler, Air& air, NcpOptions options)
    : scheduler_(scheduler), air_(air), options_(options), memory_(options.ieee), watchdog_(scheduler), later_(scheduler) {
  if (options_.state) {
    if (const Value* saved = options_.state->section("radio"); saved && !memory_.load(*saved)) {
      log::error(NS, "the radio's memory in the state file cannot be read: the radio starts blank");
    }
    options_.state->attach("radio", [this] { return memory_.save(); });
  }
  air_.coordinator.ieee = memory_.ieee();
  air_.coordinator.manufacturer = ManufacturerCode(0x1135);
  air_.coordinator_hears_all_groups = true;
  air_.set_host(this);
  boot();
}

DeconzNcp::~DeconzNcp() {
  air_.set_host(nullptr);
  if (options_.state) {
    (void)options_.state->write();
    options_.state->detach("radio");
  }
  if (stream_) stream_->listen(nullptr);
}

void DeconzNcp::changed() {
  if (options_.state) options_.state->touch();
}

// The line ----------------------------------------------------------------------------------------

void DeconzNcp::attach(std::unique_ptr<io::Stream> stream) {
  if (stream_) {
    log::info(NS, "another host connects; the one before is cut off");
    stream_->listen(nullptr);
  }
  parser_.reset();
  stream_ = std::move(stream);
  stream_->listen(this);
}

void DeconzNcp::unplug() {
  if (!stream_) return;
  stream_->listen(nullptr);
  stream_.reset();
  if (on_detached) on_detached();
}

void DeconzNcp::on_closed(const Error&) {
  log::info(NS, "the host has disconnected");
  unplug();
}

void DeconzNcp::garbage(ByteView octets) {
  if (stream_) stream_->write(octets);
}

// A damaged frame is dropped without a word.
void DeconzNcp::on_bytes(ByteView bytes) {
  if (faults.mute || booting_) return;
  if (faults.refused_frames > 0) {
    --faults.refused_frames;
    return;
  }
  parser_.feed(bytes, [this](const Frame& frame) { hear(frame); });
}

void DeconzNcp::hear(const Frame& frame) {
  for (const Dispatch::Row& row : Dispatch::rows()) {
    if (row.id.number != frame.command) continue;
    row.run(*this, frame);
    return;
  }
  log::debug(NS, "unknown to the virtual radio: {}", describe(frame, false));
  answer(frame, status::unsupported, {});
}

void DeconzNcp::say(const Frame& frame) {
  if (!stream_ || faults.mute) return;
  const Bytes octets = encode(frame);
  if (faults.drop == 0 && faults.duplicate == 0 && faults.damage == 0) {
    stream_->write(octets);
  } else {
    stream_->write(on_the_line(octets, [this] { return dice(); }));
  }
}

// The protocol acknowledges nothing; what comes closest is the answer to a request to send.
void DeconzNcp::answer(const Frame& request, std::uint8_t status, Bytes content) {
  Frame out{request.command, request.sequence, status, {}};
  if (request.command != SendData::id.number || faults.acknowledge_after.count() == 0) {
    out.content = content;
    say(out);
    return;
  }
  later_.after(faults.acknowledge_after, [this, out, content = std::move(content)]() mutable {
    out.content = content;
    say(out);
  });
}

void DeconzNcp::tell(const CommandId& id, Bytes content) {
  if (booting_) return;
  notice_ = static_cast<std::uint8_t>(notice_ + 1);
  say(Frame{id.number, notice_, status::success, content});
}

std::uint8_t DeconzNcp::state_octet() const {
  std::uint8_t out = state_;
  if (!confirms_.empty()) out |= state::has_confirm;
  if (!indications_.empty()) out |= state::has_indication;
  if (under_way_ < request_places) out |= state::has_room;
  return out;
}

void DeconzNcp::tell_state() {
  constexpr std::uint8_t always = 0x80;  // what it means is written nowhere
  if (firmware().state_as_answer) {
    GetDeviceState::Response message;
    message.state = state_octet() | always;
    message.reserved.bytes = Bytes(2);
    tell(GetDeviceState::id, content<GetDeviceState>(message));
  } else {
    DeviceStateChanged::Message message;
    message.state = state_octet() | always;
    message.reserved.bytes = Bytes(1);
    tell(DeviceStateChanged::id, content<DeviceStateChanged>(message));
  }
}

std::uint8_t DeconzNcp::version(const GetVersion::Request&, GetVersion::Response& out) {
  out.version = firmware().version;
  return status::success;
}
std::uint8_t DeconzNcp::device_state(const GetDeviceState::Request&, GetDeviceState::Response& out) {
  constexpr std::uint8_t always = 0x80;
  out.state = state_octet() | always;
  out.reserved.bytes = Bytes(2);
  return status::success;
}

// Parameters --------------------------------------------------------------------------------------

std::uint8_t DeconzNcp::read_parameter(const ReadParameter::Request& request, ReadParameter::Response& out) {
  out.parameter = request.parameter;
  const Parameter* which = find_parameter(request.parameter);
  const Bytes& index = request.argument.bytes;
  if (!which || (which->id == parameter::frame_counter.id && !firmware().has_frame_counter) ||
      (which->id == parameter::watchdog.id && !firmware().has_watchdog)) {
    return status::unsupported;
  }
  if (index.size() != which->index) return status::invalid_value;
  Writer value;
  value.bytes(index);
  if (which->id == parameter::endpoint.id) {
    if (index[0] >= Memory::endpoint_places) return status::unsupported;
    value.bytes(memory_.endpoints[index[0]]);
  } else if (which->id == parameter::network_key.id) {
    if (index[0] != 0) return status::unsupported;
    value.bytes(memory_.network_key);
  } else if (which->id == parameter::link_key.id) {
    const auto key = link_key(Ieee(Reader(index).u64()));
    if (!key) return status::failure;
    value.bytes(*key);
  } else if (which->id == parameter::protocol_version.id) {
    value.u16(firmware().protocol);
  } else if (which->id == parameter::frame_counter.id) {
    value.u32(running() ? counter_ : memory_.of(parameter::frame_counter));
  } else {
    value.uint(memory_.of(*which), which->size);
  }
  out.value.bytes = value.take();
  return status::success;
}

std::uint8_t DeconzNcp::write_parameter(const WriteParameter::Request& request, WriteParameter::Response& out) {
  out.parameter = request.parameter;
  const Parameter* which = find_parameter(request.parameter);
  const std::uint8_t id = request.parameter;
  const bool fixed = id == parameter::channel.id || id == parameter::protocol_version.id || id == parameter::extended_pan.id;
  if (!which || fixed || (id == parameter::frame_counter.id && !firmware().has_frame_counter) ||
      (id == parameter::watchdog.id && !firmware().has_watchdog)) {
    return status::unsupported;
  }
  const Bytes& octets = request.value.bytes;
  const std::size_t size = std::size_t{which->index} + which->size;
  if (which->size > 0 ? octets.size() != size : octets.size() <= size) return status::invalid_value;
  Reader in(octets);
  if (id == parameter::endpoint.id) {
    if (octets[0] >= Memory::endpoint_places) return status::unsupported;
    memory_.endpoints[octets[0]].assign(octets.begin() + 1, octets.end());
  } else if (id == parameter::network_key.id) {
    if (octets[0] != 0) return status::unsupported;
    std::copy(octets.begin() + 1, octets.end(), memory_.network_key.begin());
  } else if (id == parameter::link_key.id) {
    const Ieee ieee(in.u64());
    if (memory_.link_keys.size() == Memory::link_key_places && !memory_.link_keys.contains(ieee)) return status::failure;
    std::copy(octets.begin() + which->index, octets.end(), memory_.link_keys[ieee].begin());
  } else if (id == parameter::permit_join.id) {
    if (!running()) return status::no_network;
    const std::uint8_t seconds = in.u8();
    open_until_ = scheduler_.now() + std::chrono::seconds(seconds);
    air_.permit_joining(coordinator_nwk, seconds);
  } else if (id == parameter::watchdog.id) {
    watchdog_.start(std::chrono::seconds(in.u32()), [this] { restart(Reason::watchdog); });
  } else {
    memory_[*which] = in.uint(which->size);
    if (id == parameter::frame_counter.id) counter_ = static_cast<std::uint32_t>(memory_.of(*which));
  }
  changed();
  return status::success;
}

}  // namespace waggle::sim::deconz
