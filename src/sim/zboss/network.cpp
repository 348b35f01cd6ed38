// The virtual radio's settings and network: forming, starting, what it tells of both; keys, addresses, memory.
#include <algorithm>
#include <bit>

#include "coordinator/zboss/memory_sets.h"
#include "core/log.h"
#include "sim/zboss/ncp.h"
#include "zigbee/install_code.h"

namespace waggle::sim::zboss {

using namespace coordinator::zboss;  // NOLINT: the calls, all of them
using coordinator::zboss::encode;

namespace {

constexpr std::string_view NS = "sim";
constexpr std::uint32_t counter_steps = 1000;  // memory wears out
constexpr PanId no_pan{0xFFFF};

}  // namespace

#define WAGGLE_ANSWER(Call, name) Status ZbossNcp::name([[maybe_unused]] const Call::Request& request, [[maybe_unused]] Call::Response& out)

WAGGLE_ANSWER(GetModuleVersion, version) {
  // What an nRF52840 says, and an ESP32-C6.
  out = nordic() ? GetModuleVersion::Response{0x01000001, 0x030B0600, 0x00000115} : GetModuleVersion::Response{0x504, 0x03010000, 0x00000100};
  return status::ok;
}
WAGGLE_ANSWER(GetRole, get_role) {
  out.value = nordic() ? memory_.role : std::uint8_t{GetRole::coordinator};
  return status::ok;
}
WAGGLE_ANSWER(SetRole, set_role) {
  if (request.value != GetRole::coordinator) return status::invalid_parameter_1;
  memory_.role = request.value;
  changed();
  return status::ok;
}
WAGGLE_ANSWER(GetChannelMask, get_channel_mask) {
  Writer entry;
  out.pages = 1;
  out.entries.bytes = entry.u8(0).u32(memory_.channels).take();
  return status::ok;
}
WAGGLE_ANSWER(SetChannelMask, set_channel_mask) {
  if (request.page != 0) return status::invalid_parameter_1;
  memory_.channels = request.channels;
  changed();
  return status::ok;
}
WAGGLE_ANSWER(GetChannel, get_channel) {
  out.channel = memory_.network ? memory_.network->channel : std::uint8_t{0};
  return status::ok;
}
WAGGLE_ANSWER(GetPan, get_pan) {
  out.pan = memory_.network ? memory_.network->pan : no_pan;
  return status::ok;
}
WAGGLE_ANSWER(SetPan, set_pan) {
  memory_.settings.pan = request.pan;
  if (running_) {
    memory_.network->pan = request.pan;
    air_.start(*memory_.network);
  }
  changed();
  return status::ok;
}
WAGGLE_ANSWER(GetLocalIeee, get_ieee) {
  if (request.value != 0) return status::invalid_parameter_1;
  out.ieee = air_.coordinator.ieee;
  return status::ok;
}
WAGGLE_ANSWER(SetLocalIeee, set_ieee) {
  if (!nordic()) return status::blocked;
  if (running_) return status::invalid_state;
  memory_.set_ieee = request.ieee;
  air_.coordinator.ieee = memory_.ieee();
  changed();
  return status::ok;
}
WAGGLE_ANSWER(GetPower, get_power) {
  out.dbm = power_;
  return status::ok;
}
WAGGLE_ANSWER(SetPower, set_power) {
  constexpr std::int8_t least = -20, most = 8;
  out.dbm = power_ = std::clamp(request.dbm, least, most);
  return status::ok;
}
WAGGLE_ANSWER(GetRxOnWhenIdle, get_rx_on) {
  out.value = rx_on_;
  return status::ok;
}
WAGGLE_ANSWER(SetRxOnWhenIdle, set_rx_on) {
  rx_on_ = request.value;
  return status::ok;
}
WAGGLE_ANSWER(GetJoined, get_joined) {
  out.value = running_ ? GetJoined::joined : std::uint8_t{0};
  return status::ok;
}
WAGGLE_ANSWER(GetAuthenticated, get_authenticated) {
  out.value = running_ ? 1 : 0;
  return status::ok;
}
WAGGLE_ANSWER(SetEndDeviceTimeout, set_end_device_timeout) { return request.value <= 14 ? status::ok : status::invalid_parameter_1; }
WAGGLE_ANSWER(SetMaxChildren, set_max_children) { return status::ok; }
WAGGLE_ANSWER(SetNetworkKey, set_network_key) {
  if (request.number > 2) return status::invalid_parameter_2;
  memory_.settings.key = request.key;
  memory_.settings.key_sequence = request.number;
  return status::ok;
}
WAGGLE_ANSWER(GetNetworkKeys, get_network_keys) {
  if (memory_.network) {
    out.key = memory_.network->key;
    out.number = memory_.network->key_sequence;
  }
  return status::ok;
}
WAGGLE_ANSWER(GetApsKey, get_aps_key) {
  const auto known = memory_.keys.find(request.ieee);
  if (known == memory_.keys.end()) return status::not_found;
  out.key = known->second;
  return status::ok;
}
WAGGLE_ANSWER(GetExtendedPan, get_extended_pan) {
  if (memory_.network) std::ranges::reverse_copy(memory_.network->extended_pan, out.extended_pan.begin());
  return status::ok;
}
WAGGLE_ANSWER(SetExtendedPan, set_extended_pan) {
  memory_.settings.extended_pan = request.extended_pan;
  return status::ok;
}
WAGGLE_ANSWER(GetCoordinatorVersion, coordinator_version) {
  out.value = 0x16;  // revision 22 of the specification
  return status::ok;
}
WAGGLE_ANSWER(GetShortAddress, get_short_address) {
  out.nwk = running_ ? coordinator_nwk : unknown_nwk;
  return status::ok;
}
WAGGLE_ANSWER(SetPolicy, set_policy) {
  if (request.policy > SetPolicy::no_channel_update) return status::invalid_parameter_1;
  // Seen of sticks: octets nobody explains.
  out.rest.bytes = nordic() ? Bytes{0x00, 0x0F, 0x2D, 0x2E, 0xD2, 0xBE, 0xCA, 0x9E} : Bytes();
  return status::ok;
}
WAGGLE_ANSWER(SetSimpleDescriptor, set_simple_descriptor) {
  if (!nordic()) return status::ok;  // it has its own
  Reader in(request.clusters.bytes);
  Endpoint endpoint;
  endpoint.number = request.endpoint;
  endpoint.profile = request.profile;
  endpoint.device = request.device;
  endpoint.version = request.version;
  for (int i = 0; i < request.input_count; ++i) endpoint.inputs.push_back(in.u16());
  for (int i = 0; i < request.output_count; ++i) endpoint.outputs.push_back(in.u16());
  if (!in.ok()) return status::invalid_parameter;
  auto& all = air_.coordinator.endpoints;
  std::erase_if(all, [&](const Endpoint& known) { return known.number == endpoint.number; });
  all.push_back(std::move(endpoint));
  return status::ok;
}
WAGGLE_ANSWER(SetManufacturerCode, set_manufacturer) {
  air_.coordinator.manufacturer = request.code;
  return status::ok;
}
WAGGLE_ANSWER(AddGroup, add_group) {
  constexpr std::size_t places = 16;
  if (air_.coordinator_groups.size() >= places) return {Category::aps, status::aps_table_full.code};
  air_.coordinator_groups.insert(request.group);
  return status::ok;
}
WAGGLE_ANSWER(LookUpIeee, look_up_ieee) {
  for (const auto& [ieee, nwk] : memory_.addresses) {
    if (nwk != request.nwk) continue;
    out.ieee = ieee;
    return status::ok;
  }
  return status::not_found;
}
WAGGLE_ANSWER(LookUpNwk, look_up_nwk) {
  const auto known = memory_.addresses.find(request.ieee);
  if (known == memory_.addresses.end()) return status::not_found;
  out.nwk = known->second;
  return status::ok;
}
WAGGLE_ANSWER(AddInstallCode, add_install_code) {
  const Bytes& code = request.code.bytes;
  constexpr std::size_t sizes[] = {8, 10, 14, 18};
  if (std::find(std::begin(sizes), std::end(sizes), code.size()) == std::end(sizes)) return status::invalid_parameter_2;
  const auto crc = check_install_code(code);
  if (!crc || *crc != InstallCodeCrc::right) return status::invalid_parameter_2;
  memory_.install_keys[request.ieee] = aes_mmo_hash(code);
  changed();
  return status::ok;
}

// The network ---------------------------------------------------------------------------------------

WAGGLE_ANSWER(Form, form) {
  if (running_) return status::invalid_state;
  if (request.pages != 1 || request.page != 0 || request.channels == 0 || (nordic() && memory_.role != GetRole::coordinator)) {
    return status::invalid_parameter;
  }
  coordinator::NetworkParameters network = memory_.settings;
  network.channel = static_cast<std::uint8_t>(std::countr_zero(request.channels));
  network.extended_pan = request.extended_pan;
  while (network.pan == no_pan || network.pan == PanId() || faults.pans_nearby.contains(network.pan)) {
    network.pan = PanId(static_cast<std::uint16_t>(random_() % 0xFFFE + 1));
  }
  log::info(NS, "the radio forms a network on channel {} with PAN ID {}", network.channel, hex16(network.pan.raw));
  memory_.network = network;
  memory_.addresses.clear();
  memory_.keys.clear();
  counter_ = memory_.frame_counter = 0;
  start(network);
  Writer address;
  out.rest.bytes = address.u16(coordinator_nwk.raw).take();
  return status::ok;
}

WAGGLE_ANSWER(StartWithoutForming, start_without_forming) {
  if (running_) return status::ok;
  if (!memory_.network) return nordic() ? status::error : status::ok;
  // The counter goes on well above the last one that was stored: receivers drop repeats.
  memory_.frame_counter += counter_steps;
  counter_ = memory_.frame_counter;
  log::info(NS, "the radio goes on with its network on channel {} with PAN ID {}", memory_.network->channel, hex16(memory_.network->pan.raw));
  start(*memory_.network);
  return status::ok;
}

void ZbossNcp::start(const coordinator::NetworkParameters& network) {
  running_ = true;
  air_.host_counter = counter_;
  air_.start(network);
  changed();
}

void ZbossNcp::count_frame() {
  air_.host_counter = ++counter_;
  if (counter_ < memory_.frame_counter + counter_steps) return;
  memory_.frame_counter = counter_;
  changed();
}

// Memory --------------------------------------------------------------------------------------------

WAGGLE_ANSWER(ReadMemory, read_memory) {
  out.set = request.set;
  if (!memory_.network) return status::not_found;
  if (request.set == CounterSet::number) {
    out.version = CounterSet::version;
    out.data.bytes = encode(CounterSet{running_ ? counter_ : memory_.frame_counter, memory_.device_counter});
  } else if (request.set == AddressSet::number) {
    AddressSet set{{{memory_.ieee(), coordinator_nwk, 0}}};
    for (const auto& [ieee, nwk] : memory_.addresses) set.entries.push_back({ieee, nwk, static_cast<std::uint8_t>(set.entries.size())});
    out.version = AddressSet::version;
    out.data.bytes = encode(set);
  } else if (request.set == KeySet::number) {
    KeySet set;
    for (const auto& [ieee, key] : memory_.keys) set.entries.push_back({ieee, key});
    out.version = KeySet::version;
    out.data.bytes = encode(set);
  } else {
    return status::not_found;
  }
  out.size = static_cast<std::uint16_t>(out.data.bytes.size());
  return status::ok;
}

// What is written takes effect with the next start.
WAGGLE_ANSWER(WriteMemory, write_memory) {
  const Bytes& data = request.data.bytes;
  if (request.count != 1 || request.size != data.size()) return status::invalid_parameter;
  if (request.set == CounterSet::number && request.version == CounterSet::version) {
    const auto set = decode_counters(data);
    if (!set) return status::invalid_parameter;
    memory_.frame_counter = set->network;
    memory_.device_counter = set->devices;
  } else if (request.set == AddressSet::number && request.version == AddressSet::version) {
    const auto set = decode_addresses(data);
    if (!set) return status::invalid_parameter;
    memory_.addresses.clear();
    for (const AddressSet::Entry& entry : set->entries) {
      if (entry.nwk != coordinator_nwk) memory_.addresses[entry.ieee] = entry.nwk;
    }
  } else if (request.set == KeySet::number && request.version == KeySet::version) {
    const auto set = decode_keys(data);
    if (!set) return status::invalid_parameter;
    memory_.keys.clear();
    for (const KeySet::Entry& entry : set->entries) memory_.keys[entry.ieee] = entry.key;
  } else {
    return status::invalid_parameter;
  }
  changed();
  return status::ok;
}

#undef WAGGLE_ANSWER

// From the air ------------------------------------------------------------------------------------

void ZbossNcp::on_joined(const Node& device, Nwk) {
  const bool back = memory_.addresses.contains(device.ieee);
  memory_.addresses[device.ieee] = device.nwk;
  if (!back) {
    for (std::uint8_t& octet : memory_.keys[device.ieee]) octet = static_cast<std::uint8_t>(random_());
  }
  changed();
  const std::uint8_t update = back ? DeviceUpdate::secured_rejoin : DeviceUpdate::unsecured_join;
  tell<DeviceUpdate>({device.ieee, device.nwk, update, {}});
  if (back) return;
  later_.after(100ms, [this, ieee = device.ieee, nwk = device.nwk] {
    tell<DeviceAuthorized>({ieee, nwk, DeviceAuthorized::trust_center_key, 0});
  });
}

// Its parent tells of it, and so does what the device itself says.
void ZbossNcp::on_left(Nwk nwk, Ieee ieee, bool rejoin) {
  const VirtualDevice* device = air_.find(to_string(ieee));
  if (!rejoin) {
    memory_.addresses.erase(ieee);
    memory_.keys.erase(ieee);
    changed();
    if (device && air_.parent_of(*device).nwk != coordinator_nwk) tell<DeviceUpdate>({ieee, nwk, DeviceUpdate::left, {}});
  }
  if (nordic()) {
    tell<LeaveIndication>({ieee, rejoin, {}});
  } else {
    tell<LongLeaveIndication>({nwk, ieee, rejoin, {}});
  }
}

void ZbossNcp::on_address(const Node& device) {
  memory_.addresses[device.ieee] = device.nwk;
  changed();
}

bool ZbossNcp::has_install_key(Ieee ieee, const coordinator::Key& key) const {
  const auto known = memory_.install_keys.find(ieee);
  return known != memory_.install_keys.end() && known->second == key;
}

void ZbossNcp::on_network_changed() {
  const auto& network = air_.network();
  if (!network || !memory_.network) return;
  memory_.network->channel = network->channel;
  memory_.network->update_id = network->update_id;
  changed();
}

}  // namespace waggle::sim::zboss
