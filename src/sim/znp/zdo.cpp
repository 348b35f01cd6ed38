// The virtual radio's ZDO, UTIL, SAPI and APP_CNF commands: the network, and its nodes.
#include <algorithm>

#include "sim/znp/ncp.h"
#include "zigbee/install_code.h"

namespace waggle::sim::znp {

using namespace coordinator::znp;  // NOLINT: the command tables, all of them

namespace {

constexpr std::uint8_t success = 0x00, failure = 0x01;
constexpr std::uint8_t initialized_not_started = 0;
constexpr std::uint8_t coordinator_router_and_end_device = 7;

Bytes octets(ByteView part) { return {part.begin(), part.end()}; }

}  // namespace

// Standard ZDO, in this firmware's wrapping -------------------------------------------------------

bool ZnpNcp::zdo_request(const UnpiFrame& frame) {
  const auto rows = zdo_rows();
  const auto row = std::find_if(rows.begin(), rows.end(), [&](const ZdoRow& r) {
    return r.request == frame.command && r.request != 0xFF;
  });
  if (row == rows.end()) return false;
  Reader in(frame.data);
  Nwk to = broadcast_rx_on;  // NWK_addr_req and server discovery ask everybody
  switch (row->form) {
    case ZdoRow::Form::plain:
      if (row->cluster == zdo::IeeeAddressRequest::cluster.raw) to = Nwk(Reader(frame.data).u16());
      break;
    case ZdoRow::Form::destination:
    case ZdoRow::Form::padded_bind: to = Nwk(in.u16()); break;
    case ZdoRow::Form::mode_first: {
      const std::uint8_t mode = in.u8();
      to = Nwk(in.u16());
      // As a unicast the routers' broadcast address means "only you".
      if (mode == AfDataRequestExt::to_nwk && to == broadcast_routers) to = coordinator_nwk;
      break;
    }
    case ZdoRow::Form::mode_second:
      to = Nwk(in.u16());
      in.u8();
      break;
  }
  const Bytes payload = octets(in.rest());
  const std::uint8_t status = !in.ok() ? 0x02 : running_ ? success : failure;
  send(Type::srsp, Subsystem::zdo, frame.command, {&status, 1});
  if (status != success) return true;
  if (row->cluster == zdo::PermitJoinRequest::cluster.raw && !payload.empty()) {
    const bool here = to == coordinator_nwk || is_broadcast(to);
    if (here) tell<ZdoPermitJoinIndication>({payload.front()});
  }
  count_frame();
  air_.send_zdo(to, ClusterId(row->cluster), payload);
  return true;
}

void ZnpNcp::on_zdo(Nwk source, ClusterId cluster, ByteView payload) {
  const bool announce = cluster == zdo::DeviceAnnounce::cluster;
  const ZdoRow* row = find_zdo(announce ? cluster.raw : cluster.raw & ~zdo::response_bit);
  if (!row || row->response == 0xFF || !running_) return;
  Writer out;
  if (row->names_source) out.u16(source.raw);
  out.bytes(payload);
  if (!row->names_source) {
    // This firmware puts the start index before the count, and always sends both (MT API,
    // ZDO_NWK_ADDR_RSP).
    constexpr std::size_t fixed = 11;  // status, long address, short address
    while (out.size() < fixed + 2) out.u8(0);
    Bytes all = out.take();
    std::swap(all[fixed], all[fixed + 1]);
    send(Type::areq, Subsystem::zdo, row->response, all);
    return;
  }
  send(Type::areq, Subsystem::zdo, row->response, out.view());
}

// Starting ----------------------------------------------------------------------------------------

ZdoStartup::Response ZnpNcp::startup(Ask<ZdoStartup> request) {
  const bool known = memory_.network().has_value();
  later_.after(std::chrono::milliseconds(request.delay) + 50ms, [this] { resume(); });
  return {known ? ZdoStartup::restored : ZdoStartup::formed};
}

AppSetChannel::Response ZnpNcp::set_channel(Ask<AppSetChannel> request) {
  if (request.primary) channels_ = request.channels;
  return {success};
}
AppStartCommissioning::Response ZnpNcp::start_commissioning(Ask<AppStartCommissioning> request) {
  if (!(request.mode & AppStartCommissioning::network_formation)) return {failure};
  later_.after(150ms, [this] {
    // BDB does not form a second network over one that is still in memory.
    if (memory_.network()) {
      resume();
    } else {
      form();
    }
    AppCommissioningNotification::Message done;
    done.tail.bytes = {AppStartCommissioning::network_formation, 0};
    tell<AppCommissioningNotification>(done);
  });
  return {success};
}
AppAddInstallCode::Response ZnpNcp::install_code(Ask<AppAddInstallCode> request) {
  const Bytes& code = request.code.bytes;
  coordinator::Key key{};
  if (request.format == AppAddInstallCode::derived_key) {
    if (code.size() != key.size()) return {failure};
    std::copy(code.begin(), code.end(), key.begin());
  } else {
    const auto crc = check_install_code(code);
    if (code.size() != AppAddInstallCode::full_code || !crc || *crc != InstallCodeCrc::right) return {failure};
    key = aes_mmo_hash(code);
  }
  install_keys_[request.ieee].push_back(key);
  return {success};
}
bool ZnpNcp::has_install_key(Ieee ieee, const coordinator::Key& key) const {
  const auto known = install_keys_.find(ieee);
  return known != install_keys_.end() && std::find(known->second.begin(), known->second.end(), key) != known->second.end();
}
AppSetFrameCounter::Response ZnpNcp::set_frame_counter(Ask<AppSetFrameCounter> request) {
  memory_.set_frame_counter(request.value);
  counter_ = request.value;
  changed();
  return {success};
}

ZdoExtNetworkInfo::Response ZnpNcp::network_info(Ask<ZdoExtNetworkInfo>) {
  ZdoExtNetworkInfo::Response out;
  const auto& network = air_.network();
  out.nwk = running_ ? coordinator_nwk : unknown_nwk;
  out.state = running_ ? ZdoStateChange::coordinator_started : initialized_not_started;
  out.pan = running_ && network ? network->pan : PanId(0xFFFF);
  out.parent_ieee = memory_.ieee();
  if (running_ && network) {
    for (const std::uint8_t octet : network->extended_pan)
      out.extended_pan = out.extended_pan << 8 | octet;
    out.channel = network->channel;
  }
  return out;
}

ZdoExtRouteDiscovery::Response ZnpNcp::discover_route(Ask<ZdoExtRouteDiscovery> request) {
  later_.after(200ms, [this, to = request.destination] { air_.discover_route(to); });
  return {success};
}
ZdoMessageCallbackRegister::Response ZnpNcp::callback_register(Ask<ZdoMessageCallbackRegister>) {
  return {success};
}

// Groups of the coordinator -----------------------------------------------------------------------

ZdoExtAddGroup::Response ZnpNcp::add_group(Ask<ZdoExtAddGroup> request) {
  groups_.emplace(request.endpoint.raw, request.group.raw);
  air_.coordinator_groups.insert(request.group);
  return {success};
}
ZdoExtRemoveGroup::Response ZnpNcp::remove_group(Ask<ZdoExtRemoveGroup> request) {
  const bool found = groups_.erase({request.endpoint.raw, request.group.raw}) > 0;
  const bool still = std::any_of(groups_.begin(), groups_.end(), [&](const auto& entry) {
    return entry.second == request.group.raw;
  });
  if (!still) air_.coordinator_groups.erase(request.group);
  return {found ? success : failure};
}
ZdoExtFindGroup::Response ZnpNcp::find_group(Ask<ZdoExtFindGroup> request) {
  const bool found = groups_.contains({request.endpoint.raw, request.group.raw});
  return {found ? success : failure, request.group, {}};
}

// UTIL --------------------------------------------------------------------------------------------

UtilGetDeviceInfo::Response ZnpNcp::device_info(Ask<UtilGetDeviceInfo>) {
  UtilGetDeviceInfo::Response out;
  out.ieee = memory_.ieee();
  out.nwk = running_ ? coordinator_nwk : unknown_nwk;
  out.kind = coordinator_router_and_end_device;
  out.state = running_ ? UtilGetDeviceInfo::running_as_coordinator : initialized_not_started;
  if (running_) {
    for (const Nwk child : air_.children_of(air_.coordinator))
      out.children.items.push_back(child.raw);
  }
  return out;
}

UtilLedControl::Response ZnpNcp::led(Ask<UtilLedControl>) { return {success}; }

UtilNwkOfIeee::Response ZnpNcp::nwk_of(Ask<UtilNwkOfIeee> request) {
  return {air_.address_of(request.ieee).value_or(unknown_nwk)};
}
UtilIeeeOfNwk::Response ZnpNcp::ieee_of(Ask<UtilIeeeOfNwk> request) {
  const Node* node = air_.node_by_nwk(request.nwk);
  return {node ? node->ieee : unknown_ieee};
}

bool ZnpNcp::is_child(Ieee ieee) const {
  if (forgotten_children_.contains(ieee)) return false;
  const VirtualDevice* device = air_.find(to_string(ieee));
  return device && device->node.type == Node::Type::end_device && air_.on_network(*device) &&
         air_.parent_of(*device).ieee == air_.coordinator.ieee;
}
UtilAssociationCount::Response ZnpNcp::association_count(Ask<UtilAssociationCount>) {
  return {static_cast<std::uint16_t>(air_.children_of(air_.coordinator).size())};
}
UtilAssociationOf::Response ZnpNcp::association_of(Ask<UtilAssociationOf> request) {
  const auto nwk = air_.address_of(request.ieee);
  if (!nwk || !is_child(request.ieee)) return {unknown_nwk, 0xFFFF, UtilAssociationOf::nobody, {}};
  return {*nwk, 1, UtilAssociationOf::child_rx_off, {}};
}
UtilAssociationRemove::Response ZnpNcp::association_remove(Ask<UtilAssociationRemove> request) {
  if (!is_child(request.ieee)) return {failure};
  forgotten_children_.insert(request.ieee);
  return {success};
}
UtilAssociationAdd::Response ZnpNcp::association_add(Ask<UtilAssociationAdd> request) {
  forgotten_children_.erase(request.ieee);
  return {success};
}

// SAPI of Z-Stack 1.2 -----------------------------------------------------------------------------

SapiReadConfiguration::Response ZnpNcp::read_configuration(Ask<SapiReadConfiguration> request) {
  const Bytes* value = memory_.store.find(request.item);
  return {value ? success : failure, request.item, {value ? *value : Bytes()}};
}
SapiWriteConfiguration::Response ZnpNcp::write_configuration(Ask<SapiWriteConfiguration> request) {
  memory_.store.put(request.item, request.value.bytes);
  changed();
  return {success};
}
SapiGetDeviceInfo::Response ZnpNcp::sapi_device_info(Ask<SapiGetDeviceInfo> request) {
  constexpr std::uint8_t ieee = 1, channel = 5, pan = 6;
  SapiGetDeviceInfo::Response out{request.param, 0};
  const auto& network = air_.network();
  if (request.param == ieee) out.value = memory_.ieee().raw;
  if (request.param == channel && network) out.value = network->channel;
  if (request.param == pan && network) out.value = network->pan.raw;
  return out;
}

}  // namespace waggle::sim::znp
