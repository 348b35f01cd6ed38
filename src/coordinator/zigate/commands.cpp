#include "coordinator/zigate/commands.h"

#include <fmt/core.h>

#include <algorithm>

#include "coordinator/zigate/zdo.h"

namespace waggle::coordinator::zigate {
namespace {

Address read_address(Reader& in) {
  Address out;
  out.mode = in.u8();
  out.value = in.uint_be(out.is_long() ? 8 : 2);
  return out;
}
void write_address(const Address& address, Writer& out) {
  out.u8(address.mode).uint_be(address.value, address.is_long() ? 8 : 2);
}
std::string describe(const Address& address) {
  return address.is_long() ? to_string(Ieee(address.value)) : hex16(static_cast<std::uint16_t>(address.value));
}

template <Wire T>
constexpr Row row(MessageId id, std::uint16_t answer = 0) {
  return {id, answer,
          [](ByteView data) -> std::optional<Bytes> {
            const auto object = from_wire<T>(data);
            if (!object) return std::nullopt;
            Bytes out = to_wire(*object);
            if (out.size() > data.size()) return std::nullopt;
            out.insert(out.end(), data.begin() + static_cast<std::ptrdiff_t>(out.size()), data.end());  // of newer firmware
            return out;
          },
          [](ByteView data) {
            const auto object = from_wire<T>(data);
            return object ? waggle::describe(*object) : "malformed " + to_hex(data);
          }};
}
template <class C>
constexpr Row command() {
  if constexpr (requires { typename C::Answer; }) return row<typename C::Request>(C::id, C::Answer::id.number);
  return row<typename C::Request>(C::id);
}
template <class M>
constexpr Row message() {
  return row<M>(M::id);
}
template <auto read>
constexpr Row by_hand(MessageId id, std::string (*describe)(ByteView data)) {
  return {id, 0,
          [](ByteView data) -> std::optional<Bytes> {
            const auto object = read(data);
            if (!object) return std::nullopt;
            return to_wire(*object);
          },
          describe};
}

std::string describe_indication(ByteView data) {
  const auto m = read_indication(data);
  if (!m) return "malformed " + to_hex(data);
  return fmt::format("status={:#04x} profile={} cluster={} source={}/{} destination={}/{} payload={}", m->status, hex16(m->profile.raw),
                     hex16(m->cluster.raw), describe(m->source), m->source_endpoint.raw, describe(m->destination), m->endpoint.raw,
                     to_hex(m->payload));
}
std::string describe_confirm(ByteView data) {
  const auto m = read_confirm(data);
  if (!m) return "malformed " + to_hex(data);
  return fmt::format("status={:#04x} source={} destination={}/{} sequence={}", m->status, m->source_endpoint.raw,
                     describe(m->destination), m->endpoint.raw, m->sequence);
}

constexpr Row rows[] = {
    command<SetRawMode>(), command<GetNetworkState>(), command<GetVersion>(), command<Reset>(), command<ErasePersistentData>(),
    command<GetPermitJoin>(), command<GetDevices>(), command<SetTime>(), command<GetTime>(), command<SetLed>(),
    command<SetExtendedPan>(), command<SetChannels>(), command<SetSecurity>(), command<SetDeviceType>(), command<StartNetwork>(),
    command<AddGroup>(), command<SendRaw>(), command<SetPower>(), command<GetNetworkKey>(), command<ExtractRecovery>(),
    command<RestoreRecovery>(), command<ExtractRecoveryAll>(),
    command<NwkAddress>(), command<IeeeAddress>(), command<NodeDescriptor>(), command<SimpleDescriptor>(), command<PowerDescriptor>(),
    command<ActiveEndpoints>(), command<MatchDescriptors>(), command<ManagementLeave>(), command<PermitJoining>(),
    command<NetworkUpdate>(), command<SystemServerDiscovery>(), command<ManagementLqi>(), command<BindDevice>(),
    command<UnbindDevice>(), command<LeaveDevice>(),
    message<Status>(), message<Log>(), message<Version>(), message<NetworkState>(), message<NetworkStarted>(), message<Restarted>(),
    message<RestartedBlank>(), message<Heartbeat>(), message<PdmLoaded>(), message<PdmEvent>(), message<PermitJoinState>(),
    message<Devices>(), message<Time>(), message<DeviceAnnounced>(), message<DeviceLeft>(), message<DataAck>(),
    message<RouteDiscovered>(), message<NetworkTrouble>(), message<ExtendedStatus>(), message<NetworkKey>(), message<RecoveryData>(),
    message<RecoveryDone>(), message<RecoveryAllData>(),
    by_hand<read_indication>(DataIndication::id, describe_indication), by_hand<read_confirm>(DataConfirm::sent, describe_confirm),
    by_hand<read_confirm>(DataConfirm::failed, describe_confirm),
};

constexpr std::size_t recovery_size = 72, head_of_devices = 8, most_devices = 64;
constexpr std::size_t device_size = 12, device_stride = 16;

}  // namespace

std::span<const Row> table() { return rows; }

const Row* find_row(std::uint16_t number) {
  for (const Row& row : rows) {
    if (row.id.number == number) return &row;
  }
  return nullptr;
}

std::string describe(std::uint16_t number, ByteView data) {
  const Row* row = find_row(number);
  if (!row) return fmt::format("{} {}", hex16(number), to_hex(data));
  return fmt::format("{} {}", row->id.name, row->describe(data));
}

Bytes to_wire(const DataIndication& m) {
  Writer out;
  out.u8(m.status).u16_be(m.profile.raw).u16_be(m.cluster.raw).u8(m.source_endpoint.raw).u8(m.endpoint.raw);
  write_address(m.source, out);
  write_address(m.destination, out);
  out.bytes(m.payload);
  return out.take();
}
std::optional<DataIndication> read_indication(ByteView octets) {
  Reader in(octets);
  DataIndication m;
  m.status = in.u8();
  m.profile = ProfileId(in.u16_be());
  m.cluster = ClusterId(in.u16_be());
  m.source_endpoint = EndpointId(in.u8());
  m.endpoint = EndpointId(in.u8());
  m.source = read_address(in);
  m.destination = read_address(in);
  const ByteView payload = in.rest();
  m.payload.assign(payload.begin(), payload.end());
  if (!in.ok()) return std::nullopt;
  return m;
}

Bytes to_wire(const DataConfirm& m) {
  Writer out;
  out.u8(m.status).u8(m.source_endpoint.raw).u8(m.endpoint.raw);
  write_address(m.destination, out);
  out.u8(m.sequence).bytes(m.buffers);
  return out.take();
}
std::optional<DataConfirm> read_confirm(ByteView octets) {
  Reader in(octets);
  DataConfirm m;
  m.status = in.u8();
  m.source_endpoint = EndpointId(in.u8());
  m.endpoint = EndpointId(in.u8());
  m.destination = read_address(in);
  m.sequence = in.u8();
  const ByteView buffers = in.rest();
  m.buffers.assign(buffers.begin(), buffers.end());
  if (!in.ok()) return std::nullopt;
  return m;
}

// The firmware leaves out the last gap.
Bytes encode_all(const RecoveryAll& all) {
  Writer out;
  encode(all.network, out);
  out.u8(all.devices.size()).uint(0, head_of_devices - 1);
  for (const RecoveryDevice& device : all.devices) {
    encode(device, out);
    out.uint(0, device_stride - device_size);
  }
  Bytes octets = out.take();
  octets.erase(octets.end() - static_cast<std::ptrdiff_t>(device_stride - device_size), octets.end());
  return octets;
}
std::optional<RecoveryAll> decode_all(ByteView octets) {
  RecoveryAll out;
  Reader in(octets);
  if (!decode(out.network, in)) return std::nullopt;
  const std::size_t count = in.u8();
  if (!in.ok() || count > most_devices) return std::nullopt;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t at = recovery_size + head_of_devices + i * device_stride;
    if (at + device_size > octets.size()) return std::nullopt;
    Reader entry(octets.subspan(at));
    if (!decode(out.devices.emplace_back(), entry)) return std::nullopt;
  }
  return out;
}

}  // namespace waggle::coordinator::zigate
