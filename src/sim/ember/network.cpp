// The virtual radio's network: forming, resuming, leaving; who joins; keys.
#include <algorithm>

#include "coordinator/link_keys.h"
#include "core/log.h"
#include "sim/ember/ncp.h"

namespace waggle::sim::ember {

using namespace coordinator::ember;  // NOLINT: the command tables, all of them

namespace {

constexpr std::string_view NS = "sim";
constexpr std::uint32_t counter_steps = 1000;  // tokens wear out
constexpr std::uint8_t coordinator_type = 1, sleepy_type = 4, end_device_type = 3;
constexpr Nwk nobody{0xFFFF};

}  // namespace

GetIeee::Response EmberNcp::get_ieee(Ask<GetIeee>) { return {air_.coordinator.ieee}; }
GetNwk::Response EmberNcp::get_nwk(Ask<GetNwk>) { return {running_ ? coordinator_nwk : unknown_nwk}; }

void EmberNcp::stack_is(std::uint32_t now) {
  later_.after(30ms, [this, now] { tell<StackStatus>({now}); });
}

NetworkInit::Response EmberNcp::network_init(Ask<NetworkInit>) {
  if (running_) return {status::invalid_state};
  if (!memory_.network) return {status::not_joined};
  // The counter goes on well above the last one that was stored: receivers drop repeats.
  memory_.frame_counter += counter_steps;
  counter_ = memory_.frame_counter;
  log::info(NS, "the radio resumes its network on channel {} with PAN ID {}", memory_.network->channel, hex16(memory_.network->pan.raw));
  start(*memory_.network);
  return {status::ok};
}

void EmberNcp::start(const coordinator::NetworkParameters& network) {
  running_ = true;
  air_.host_counter = counter_;
  air_.start(network);
  changed();
  stack_is(status::network_up);
}

NetworkState::Response EmberNcp::network_state(Ask<NetworkState>) {
  return {running_ ? NetworkState::joined : NetworkState::none};
}

FormNetwork::Response EmberNcp::form_network(Ask<FormNetwork> request) {
  if (running_) return {status::invalid_state};
  if (!security_) return {0xC0B};  // ZIGBEE_SECURITY_STATE_NOT_SET
  if (request.channel < 11 || request.channel > 26) return {status::invalid_parameter};
  coordinator::NetworkParameters network;
  network.pan = request.pan;
  network.extended_pan = request.extended_pan;
  network.channel = request.channel;
  network.update_id = request.update_id;
  network.key = security_->network_key;
  network.key_sequence = security_->key_sequence;
  memory_.members.clear();
  memory_.network = network;
  memory_.link_key = security_->link_key;
  memory_.channels = request.channels;
  memory_.power = request.power;
  const bool keep = security_->options & SetInitialSecurityState::keep_frame_counter;
  counter_ = memory_.frame_counter = keep ? counter_to_keep_.value_or(memory_.frame_counter) : 0;
  log::info(NS, "the radio forms a network on channel {} with PAN ID {}", network.channel, hex16(network.pan.raw));
  start(network);
  return {status::ok};
}

LeaveNetwork::Response EmberNcp::leave_network(Ask<LeaveNetwork>) {
  if (!running_) return {status::invalid_state};
  running_ = false;
  security_.reset();
  memory_.forget_network();
  air_.stop();
  changed();
  stack_is(status::network_down);
  return {status::ok};
}

PermitJoining::Response EmberNcp::permit_joining(Ask<PermitJoining> request) {
  if (!running_) return {status::invalid_state};
  air_.permit_joining(coordinator_nwk, request.seconds);
  joining_.stop();
  constexpr std::uint8_t for_ever = 0xFF;
  if (request.seconds == 0) {
    stack_is(status::network_closed);
    return {status::ok};
  }
  stack_is(status::network_opened);
  if (request.seconds != for_ever) joining_.start(std::chrono::seconds(request.seconds), [this] { stack_is(status::network_closed); });
  return {status::ok};
}

GetNetworkParameters::Response EmberNcp::network_parameters(Ask<GetNetworkParameters>) {
  GetNetworkParameters::Response out;
  if (!running_ || !air_.network()) {
    out.status = status::not_joined;
    return out;
  }
  const auto& network = *air_.network();
  out.node_type = coordinator_type;
  out.extended_pan = network.extended_pan;
  out.pan = network.pan;
  out.power = memory_.power;
  out.channel = network.channel;
  out.manager = coordinator_nwk;
  out.update_id = network.update_id;
  out.channels = memory_.channels;
  return out;
}

GetChildData::Response EmberNcp::child_data(Ask<GetChildData> request) {
  GetChildData::Response out;
  const auto children = running_ ? air_.children_of(air_.coordinator) : std::vector<Nwk>();
  const Node* child = request.index < children.size() ? air_.node_by_nwk(children[request.index]) : nullptr;
  if (!child) {
    out.status = status::not_joined;
    return out;
  }
  out.ieee = child->ieee;
  out.nwk = child->nwk;
  out.type = child->sleepy() ? sleepy_type : end_device_type;
  return out;
}

SetRadioPower::Response EmberNcp::set_power(Ask<SetRadioPower> request) {
  memory_.power = request.power;
  changed();
  return {status::ok};
}
SetCcaMode::Response EmberNcp::set_cca_mode(Ask<SetCcaMode> request) {
  return {request.mode <= 4 ? status::ok : status::invalid_parameter};
}
SetConcentrator::Response EmberNcp::set_concentrator(Ask<SetConcentrator> request) {
  const bool known = request.type == SetConcentrator::low_ram || request.type == SetConcentrator::high_ram;
  return {!request.on || (known && request.min_time < request.max_time) ? status::ok : status::invalid_parameter};
}
SetSourceRouteDiscoveryMode::Response EmberNcp::discovery_mode(Ask<SetSourceRouteDiscoveryMode>) { return {5000}; }
SendManyToOneRouteRequest::Response EmberNcp::many_to_one(Ask<SendManyToOneRouteRequest>) {
  return {running_ ? status::ok : status::network_down};
}

GetMulticastTableEntry::Response EmberNcp::get_multicast(Ask<GetMulticastTableEntry> request) {
  GetMulticastTableEntry::Response out;
  if (request.index >= configuration_[config::multicast_table_size]) out.status = status::invalid_index;
  if (const auto found = multicast_.find(request.index); found != multicast_.end()) {
    out.group = found->second.first;
    out.endpoint = found->second.second;
  }
  out.network_index = 0;
  return out;
}
SetMulticastTableEntry::Response EmberNcp::set_multicast(Ask<SetMulticastTableEntry> request) {
  if (request.index >= configuration_[config::multicast_table_size]) return {status::invalid_index};
  multicast_[request.index] = {request.group, request.endpoint};
  air_.coordinator_groups.clear();
  for (const auto& [index, entry] : multicast_) {
    if (entry.second.raw != 0) air_.coordinator_groups.insert(entry.first);
  }
  return {status::ok};
}

LookUpNwk::Response EmberNcp::look_up_nwk(Ask<LookUpNwk> request) {
  return {running_ ? air_.address_of(request.ieee).value_or(nobody) : nobody};
}
LookUpIeee::Response EmberNcp::look_up_ieee(Ask<LookUpIeee> request) {
  const Node* node = running_ ? air_.node_by_nwk(request.nwk) : nullptr;
  if (!node) return {status::not_found, unknown_ieee};
  return {status::ok, node->ieee};
}

// Keys --------------------------------------------------------------------------------------------

SetInitialSecurityState::Response EmberNcp::set_security(Ask<SetInitialSecurityState> request) {
  if (running_) return {status::invalid_state};
  security_ = request;
  return {status::ok};
}

ExportKey::Response EmberNcp::export_key(Ask<ExportKey> request) {
  ExportKey::Response out;
  out.kind = request.kind;
  if (request.kind == key_kind::network && memory_.network) {
    out.key = memory_.network->key;
  } else if (request.kind == key_kind::trust_center_link && memory_.network) {
    out.key = memory_.link_key;
  } else {
    out.outcome = status::not_found;
  }
  return out;
}
GetNetworkKeyInfo::Response EmberNcp::key_info(Ask<GetNetworkKeyInfo>) {
  GetNetworkKeyInfo::Response out;
  out.set = memory_.network.has_value();
  if (memory_.network) out.sequence = memory_.network->key_sequence;
  out.frame_counter = counter_;
  return out;
}

ImportLinkKey::Response EmberNcp::import_link_key(Ask<ImportLinkKey> request) {
  if (request.index >= memory_.link_keys.size()) return {status::invalid_index};
  if (running_) return {status::invalid_state};
  memory_.link_keys[request.index] = Memory::LinkKeyEntry{request.ieee, {request.key, 0, 0}};
  changed();
  return {status::ok};
}
ExportLinkKeyByIndex::Response EmberNcp::export_link_key(Ask<ExportLinkKeyByIndex> request) {
  ExportLinkKeyByIndex::Response out;
  if (request.index >= memory_.link_keys.size() || !memory_.link_keys[request.index]) {
    out.outcome = request.index >= memory_.link_keys.size() ? status::invalid_index : status::not_found;
    return out;
  }
  const auto& entry = *memory_.link_keys[request.index];
  out.ieee = entry.ieee;
  out.key = entry.key.key;
  out.sent = entry.key.sent;
  out.received = entry.key.received;
  return out;
}
EraseKeyTableEntry::Response EmberNcp::erase_link_key(Ask<EraseKeyTableEntry> request) {
  if (request.index >= memory_.link_keys.size()) return {status::invalid_index};
  memory_.link_keys[request.index].reset();
  changed();
  return {status::ok};
}
ClearKeyTable::Response EmberNcp::clear_link_keys(Ask<ClearKeyTable>) {
  for (auto& entry : memory_.link_keys) entry.reset();
  changed();
  return {status::ok};
}

ImportTransientKey::Response EmberNcp::import_transient_key(Ask<ImportTransientKey> request) {
  transient_keys_[request.ieee] = request.key;
  return {status::ok};
}
ClearTransientLinkKeys::Response EmberNcp::clear_transient_keys(Ask<ClearTransientLinkKeys>) {
  transient_keys_.clear();
  return {};
}
std::optional<coordinator::Key> EmberNcp::link_key(Ieee ieee) const {
  for (const auto& entry : memory_.link_keys) {
    if (entry && entry->ieee == ieee) return entry->key.key;
  }
  return coordinator::hashed_link_key(memory_.link_key, ieee);
}

bool EmberNcp::has_install_key(Ieee ieee, const coordinator::Key& key) const {
  const auto known = transient_keys_.find(ieee);
  return known != transient_keys_.end() && known->second == key;
}

// From the air ------------------------------------------------------------------------------------

void EmberNcp::count_frame() {
  air_.host_counter = ++counter_;
  if (counter_ < memory_.frame_counter + counter_steps) return;
  memory_.frame_counter = counter_;
  changed();
}

void EmberNcp::on_joined(const Node& device, Nwk parent) {
  TrustCenterJoin::Message message;
  message.nwk = device.nwk;
  message.ieee = device.ieee;
  message.parent = parent;
  const bool back = memory_.members.contains(device.ieee);
  message.update = back ? TrustCenterJoin::secured_rejoin : TrustCenterJoin::unsecured_join;
  memory_.members.insert(device.ieee);
  changed();
  if (parent == coordinator_nwk && device.type == Node::Type::end_device) {
    tell<ChildJoin>({0, true, device.nwk, device.ieee, device.sleepy() ? sleepy_type : end_device_type});
  }
  tell<TrustCenterJoin>(message);
}

void EmberNcp::on_left(Nwk nwk, Ieee ieee, bool rejoin) {
  if (rejoin) return;
  memory_.members.erase(ieee);
  changed();
  TrustCenterJoin::Message message;
  message.nwk = nwk;
  message.ieee = ieee;
  message.update = TrustCenterJoin::left;
  message.decision = TrustCenterJoin::no_action;
  tell<TrustCenterJoin>(message);
}

void EmberNcp::on_address(const Node& device) { tell<RouteRecord>({device.nwk, device.ieee, 200, -50, {}}); }

void EmberNcp::on_network_changed() {
  const auto& network = air_.network();
  if (!network || !memory_.network) return;
  memory_.network->channel = network->channel;
  memory_.network->update_id = network->update_id;
  changed();
  stack_is(status::channel_changed);
}

}  // namespace waggle::sim::ember
