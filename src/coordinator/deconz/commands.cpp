#include "coordinator/deconz/commands.h"

#include <fmt/core.h>

#include "coordinator/deconz/stack_parameters.h"
#include "coordinator/deconz/status.h"

namespace waggle::coordinator::deconz {
namespace {

void read(Address& out, Reader& in) {
  const std::uint8_t mode = in.u8();
  out.mode = static_cast<AddressMode>(mode);
  const bool has_short = out.mode == AddressMode::group || out.mode == AddressMode::nwk || out.mode == AddressMode::nwk_and_ieee;
  const bool has_long = out.mode == AddressMode::ieee || out.mode == AddressMode::nwk_and_ieee;
  if (has_short) out.shorter = in.u16();
  if (has_long) out.ieee = Ieee(in.u64());
  if (!has_short && !has_long && mode != 0) in.fail();
}
void write(const Address& address, Writer& out) {
  out.u8(static_cast<std::uint8_t>(address.mode));
  if (address.mode != AddressMode::ieee && address.mode != AddressMode::none) out.u16(address.shorter);
  if (address.mode == AddressMode::ieee || address.mode == AddressMode::nwk_and_ieee) out.u64(address.ieee.raw);
}
bool has_endpoint(const Address& address) { return address.mode != AddressMode::group && address.mode != AddressMode::none; }

Bytes copy(ByteView octets) { return {octets.begin(), octets.end()}; }

template <class C, class T>
std::optional<Bytes> again_as(ByteView octets) {
  const auto part = counted_part(C::id, octets);
  if (!part) return std::nullopt;
  T object;
  Reader in(*part);
  if (!decode(object, in) || !in.done()) return std::nullopt;
  return content<C>(object);
}

template <class C>
consteval Row row() {
  if constexpr (requires { typename C::Message; }) {
    return {C::id, true, [](ByteView octets, bool) { return again_as<C, typename C::Message>(octets); }};
  } else {
    return {C::id, false, [](ByteView octets, bool response) {
              return response ? again_as<C, typename C::Response>(octets) : again_as<C, typename C::Request>(octets);
            }};
  }
}

constexpr Row rows[] = {
    row<ReadConfirm>(), row<GetDeviceState>(),     row<ChangeNetworkState>(), row<ReadParameter>(),  row<WriteParameter>(), row<GetVersion>(),
    row<SendData>(),    row<DeviceStateChanged>(), row<ReadIndication>(),     row<GreenPowerData>(), row<MacPoll>(),
};

constexpr Parameter all_parameters[] = {
    parameter::ieee,          parameter::pan,      parameter::nwk,            parameter::extended_pan, parameter::designed_coordinator,
    parameter::channels,      parameter::wanted_extended_pan, parameter::trust_center, parameter::security_mode, parameter::endpoint,
    parameter::predefined_pan, parameter::network_key, parameter::link_key,   parameter::channel,      parameter::permit_join,
    parameter::protocol_version, parameter::update_id, parameter::watchdog,   parameter::frame_counter,
};

}  // namespace

std::span<const Parameter> parameters() { return all_parameters; }
const Parameter* find_parameter(std::uint8_t id) {
  for (const Parameter& parameter : all_parameters) {
    if (parameter.id == id) return &parameter;
  }
  return nullptr;
}

// Codecs by hand ------------------------------------------------------------------------------------

bool decode(SendData::Request& r, Reader& in) {
  r.request = in.u8();
  r.flags = in.u8();
  read(r.destination, in);
  if (has_endpoint(r.destination)) r.endpoint = EndpointId(in.u8());
  r.profile = ProfileId(in.u16());
  r.cluster = ClusterId(in.u16());
  r.source_endpoint = EndpointId(in.u8());
  r.payload = copy(in.bytes(in.u16()));
  r.options = in.u8();
  r.radius = in.u8();
  return in.ok();
}
void encode(const SendData::Request& r, Writer& out) {
  out.u8(r.request).u8(r.flags);
  write(r.destination, out);
  if (has_endpoint(r.destination)) out.u8(r.endpoint.raw);
  out.u16(r.profile.raw).u16(r.cluster.raw).u8(r.source_endpoint.raw).u16(r.payload.size()).bytes(r.payload);
  out.u8(r.options).u8(r.radius);
}

bool decode(ReadConfirm::Response& r, Reader& in) {
  r.state = in.u8();
  r.request = in.u8();
  read(r.destination, in);
  if (has_endpoint(r.destination)) r.endpoint = EndpointId(in.u8());
  r.source_endpoint = EndpointId(in.u8());
  r.confirmed = in.u8();
  r.reserved = copy(in.rest());
  return in.ok();
}
void encode(const ReadConfirm::Response& r, Writer& out) {
  out.u8(r.state).u8(r.request);
  write(r.destination, out);
  if (has_endpoint(r.destination)) out.u8(r.endpoint.raw);
  out.u8(r.source_endpoint.raw).u8(r.confirmed).bytes(r.reserved);
}

bool decode(ReadIndication::Response& r, Reader& in) {
  r.state = in.u8();
  read(r.destination, in);
  r.endpoint = EndpointId(in.u8());
  read(r.source, in);
  r.source_endpoint = EndpointId(in.u8());
  r.profile = ProfileId(in.u16());
  r.cluster = ClusterId(in.u16());
  r.payload = copy(in.bytes(in.u16()));
  r.last_hop = in.u16();
  r.lqi = in.u8();
  r.tail = copy(in.rest());
  return in.ok();
}
void encode(const ReadIndication::Response& r, Writer& out) {
  out.u8(r.state);
  write(r.destination, out);
  out.u8(r.endpoint.raw);
  write(r.source, out);
  out.u8(r.source_endpoint.raw).u16(r.profile.raw).u16(r.cluster.raw).u16(r.payload.size()).bytes(r.payload);
  out.u16(r.last_hop).u8(r.lqi).bytes(r.tail);
}

bool decode(MacPoll::Message& m, Reader& in) {
  read(m.source, in);
  m.lqi = in.u8();
  m.rssi = static_cast<std::int8_t>(in.u8());
  m.tail = copy(in.rest());
  return in.ok();
}
void encode(const MacPoll::Message& m, Writer& out) {
  write(m.source, out);
  out.u8(m.lqi).u8(static_cast<std::uint8_t>(m.rssi)).bytes(m.tail);
}

// The table -----------------------------------------------------------------------------------------

std::optional<ByteView> counted_part(const CommandId& id, ByteView content) {
  if (!id.counted) return content;
  Reader in(content);
  const std::size_t count = in.u16();
  if (!in.ok() || count != in.remaining()) return std::nullopt;
  return in.rest();
}

std::span<const Row> table() { return rows; }
const Row* find_row(std::uint8_t number) {
  for (const Row& row : rows) {
    if (row.id.number == number) return &row;
  }
  return nullptr;
}

Result<Bytes> read_and_write(const Frame& frame, bool response) {
  const Row* row = find_row(frame.command);
  if (!row) return Error{Errc::unsupported, "there is no row for this command: " + describe(frame, response)};
  std::optional<Bytes> again;
  if (frame.status == status::success) {
    again = row->again(frame.content, response);
  } else if (counted_part(row->id, frame.content)) {
    again = copy(frame.content);
  }
  if (!again) return Error{Errc::malformed, "does not fit its row: " + describe(frame, response)};
  return *std::move(again);
}

std::string describe(const Frame& frame, bool response) {
  const Row* row = find_row(frame.command);
  std::string out = fmt::format("{} {}{}", row ? std::string(row->id.name) : fmt::format("command {:#04x}", frame.command),
                                frame.sequence, response && row && !row->unasked ? " answered" : "");
  if (frame.status != status::success) out += " with " + status_name(frame.status);
  const bool of_parameter = frame.command == ReadParameter::id.number || frame.command == WriteParameter::id.number;
  const auto part = row ? counted_part(row->id, frame.content) : std::nullopt;
  if (of_parameter && part && !part->empty()) {
    const Parameter* which = find_parameter(part->front());
    out += fmt::format(" {}", which ? std::string(which->name) : fmt::format("{:#04x}", part->front()));
    return which && which->secret ? out : out + " " + to_hex(part->subspan(1));
  }
  return out + " " + to_hex(part ? *part : frame.content);
}

}  // namespace waggle::coordinator::deconz
