// The virtual ZiGate's network: forming it, taking another, who joins.
#include <algorithm>
#include <bit>

#include "coordinator/zigate/status.h"
#include "core/log.h"
#include "sim/zigate/ncp.h"

namespace waggle::sim::zigate {

using namespace coordinator::zigate;  // NOLINT: the command tables, all of them

namespace {

constexpr std::string_view NS = "sim";
constexpr std::uint32_t all_channels = 0x07FFF800;
constexpr std::chrono::milliseconds forming_time{400};
constexpr std::uint32_t counter_steps = 1024;  // flash wears out

std::uint64_t number_of(const coordinator::ExtendedPan& octets) { return Reader(octets).uint_be(octets.size()); }

}  // namespace

ZigateNcp::Outcome ZigateNcp::get_state(Ask<GetNetworkState>) {
  later_.after({}, [this] {
    NetworkState out;
    out.nwk = memory_.network ? coordinator_nwk : Nwk(0xFFFF);
    out.ieee = memory_.ieee;
    out.pan = memory_.network ? memory_.network->pan : next_pan_;
    if (memory_.network) out.extended_pan = memory_.network->extended_pan;
    out.channel = memory_.network ? memory_.network->channel : std::uint8_t{11};
    tell(out);
  });
  return {};
}

ZigateNcp::Outcome ZigateNcp::set_extended_pan(Ask<SetExtendedPan> request) {
  if (memory_.network) return {status::already_started};
  memory_.extended_pan = request.extended_pan;
  return {};
}

// The lowest of the channels is taken at once, also by a network that runs.
ZigateNcp::Outcome ZigateNcp::set_channels(Ask<SetChannels> request) {
  std::uint32_t channels = request.channels;
  if (channels > 10 && channels < 27) channels = 1u << channels;
  channels &= all_channels;
  if (channels == 0) channels = all_channels;
  memory_.channels = channels;
  const auto lowest = static_cast<std::uint8_t>(std::countr_zero(channels));
  if (!memory_.network || std::popcount(channels) > 1 || memory_.network->channel == lowest) return {};
  memory_.network->channel = lowest;
  air_.start(*memory_.network);
  changed();
  return {};
}

ZigateNcp::Outcome ZigateNcp::set_security(Ask<SetSecurity>) { return {}; }  // of link keys; the network's is its own affair
ZigateNcp::Outcome ZigateNcp::set_device_type(Ask<SetDeviceType> request) {
  if (request.value != SetDeviceType::coordinator) log::warning(NS, "the virtual radio is always a coordinator");
  return {};
}

ZigateNcp::Outcome ZigateNcp::start_network(Ask<StartNetwork>) {
  if (memory_.network) {
    tell(NetworkStarted{NetworkStarted::already, std::uint16_t{0}, memory_.ieee.raw, memory_.network->channel});
    return {};
  }
  coordinator::NetworkParameters network;
  network.pan = next_pan_;
  network.extended_pan = memory_.extended_pan;
  const auto random_octet = [this] { return static_cast<std::uint8_t>(random_()); };
  if (network.extended_pan == coordinator::ExtendedPan{}) std::generate(network.extended_pan.begin(), network.extended_pan.end(), random_octet);
  std::generate(network.key.begin(), network.key.end(), random_octet);
  network.channel = static_cast<std::uint8_t>(std::countr_zero(memory_.channels ? memory_.channels : all_channels));
  later_.after(forming_time, [this, network] {
    log::info(NS, "the radio forms a network on channel {} with PAN ID {}", network.channel, hex16(network.pan.raw));
    memory_.network = network;
    memory_.frame_counter = counter_ = 0;
    start(network);
    tell(NetworkStarted{NetworkStarted::formed, std::uint16_t{0}, memory_.ieee.raw, network.channel});
  });
  return {};
}

void ZigateNcp::start(const coordinator::NetworkParameters& network) {
  running_ = true;
  air_.host_counter = counter_;
  air_.start(network);
  changed();
}

ZigateNcp::Outcome ZigateNcp::get_permit_join(Ask<GetPermitJoin>) {
  later_.after({}, [this] { tell(PermitJoinState{{static_cast<std::uint8_t>(air_.joining_permitted() ? 1 : 0)}}); });
  return {};
}

ZigateNcp::Outcome ZigateNcp::get_devices(Ask<GetDevices>) {
  Writer out;
  std::uint8_t number = 0;
  for (const auto& device : air_.devices()) {
    if (!running_ || !air_.on_network(*device)) continue;
    out.u8(number++).u16_be(device->node.nwk.raw).uint_be(device->node.ieee.raw, 8).u8(device->node.mains ? 1 : 0).u8(150);
  }
  later_.after({}, [this, list = Devices{{out.take()}}] { tell(list); });
  return {};
}

ZigateNcp::Outcome ZigateNcp::add_group(Ask<AddGroup> request) {
  if (!running_) return {status::incorrect_parameters};
  if (request.nwk == coordinator_nwk) {
    air_.coordinator_groups.insert(request.group);
    return sent(1);
  }
  return {status::unhandled_command};  // what else it does for hosts without ZCL is left out here
}

ZigateNcp::Outcome ZigateNcp::leave_device(Ask<LeaveDevice> request) {
  VirtualDevice* device = air_.find(to_string(request.ieee));
  if (!running_ || !device || !air_.on_network(*device)) return {0xC8};  // unknown device
  later_.after(50ms, [this, device, rejoin = request.rejoin != 0] { air_.leave(*device, rejoin); });
  return {};
}

// The network in one piece ------------------------------------------------------------------------

Recovery ZigateNcp::network_data() const {
  Recovery out;
  out.ieee = memory_.ieee;
  out.trust_center = memory_.ieee;
  out.security_level = 5;
  out.capability = 0x8F;
  out.nwk = Nwk(0xFFFF);
  if (!memory_.network) return out;
  out.extended_pan = number_of(memory_.network->extended_pan);
  out.pan = memory_.network->pan;
  out.nwk = coordinator_nwk;
  out.channel = memory_.network->channel;
  out.update_id = memory_.network->update_id;
  out.key = memory_.network->key;
  out.key_sequence = memory_.network->key_sequence;
  out.frame_counter = counter_;
  return out;
}

ZigateNcp::Outcome ZigateNcp::get_key(Ask<GetNetworkKey>) {
  tell(NetworkKey{memory_.network ? memory_.network->key : coordinator::Key{}});  // before the status
  return {};
}
ZigateNcp::Outcome ZigateNcp::extract(Ask<ExtractRecovery>) {
  tell(RecoveryData{{waggle::encode(network_data())}});
  return {};
}
ZigateNcp::Outcome ZigateNcp::extract_all(Ask<ExtractRecoveryAll>) {
  RecoveryAll all{network_data(), {}};
  for (const auto& device : air_.devices()) {
    if (running_ && air_.on_network(*device)) all.devices.push_back({device->node.ieee, device->node.nwk, device->node.mains, 0});
  }
  tell(RecoveryAllData{{encode_all(all)}});
  return {};
}

ZigateNcp::Outcome ZigateNcp::restore(Ask<RestoreRecovery> request) {
  Recovery wanted;
  Reader in(request.data.bytes);
  if (waggle::decode(wanted, in) && (wanted.version == 1 || wanted.version == Recovery::layout)) {
    coordinator::NetworkParameters network;
    network.pan = wanted.pan;
    Writer octets;
    octets.uint_be(wanted.extended_pan, 8);
    std::copy(octets.view().begin(), octets.view().end(), network.extended_pan.begin());
    network.channel = wanted.channel;
    network.key = wanted.key;
    network.key_sequence = wanted.key_sequence;
    network.update_id = wanted.update_id;
    memory_.network = network;
    constexpr std::uint32_t margin = 1000;
    memory_.frame_counter = counter_ = wanted.frame_counter + margin;
    start(network);
  }
  tell(RecoveryDone{{0}});  // whatever became of it
  return {};
}

// From the air ------------------------------------------------------------------------------------

void ZigateNcp::count_frame() {
  air_.host_counter = ++counter_;
  if (counter_ < memory_.frame_counter + counter_steps) return;
  memory_.frame_counter = counter_;
  changed();
}

void ZigateNcp::on_joined(const Node& device, Nwk parent) {
  if (parent != coordinator_nwk) return;  // its router lets it in; the host hears of it when it announces itself
  tell(DeviceAnnounced{device.nwk, device.ieee, device.capability(), std::uint8_t{0}}, 150);
}

void ZigateNcp::on_left(Nwk, Ieee ieee, bool rejoin) { tell(DeviceLeft{ieee, static_cast<std::uint8_t>(rejoin ? 1 : 0)}); }

void ZigateNcp::on_network_changed() {
  const auto& network = air_.network();
  if (!network || !memory_.network) return;
  memory_.network->channel = network->channel;
  memory_.network->update_id = network->update_id;
  changed();
}

}  // namespace waggle::sim::zigate
