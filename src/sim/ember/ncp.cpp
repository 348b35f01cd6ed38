#include "sim/ember/ncp.h"

#include <algorithm>

#include "core/log.h"

namespace waggle::sim::ember {

using namespace coordinator::ember;  // NOLINT: the command tables, all of them
using coordinator::ember::describe;

namespace {

constexpr std::string_view NS = "sim";
constexpr std::chrono::milliseconds boot_time{150};

// UG100, EzspStatus.
constexpr std::uint8_t version_not_set = 0x30, unknown_number = 0x31, invalid_value = 0x36, invalid_id = 0x37, invalid_call = 0x38;

// What the firmware was built with.
const std::map<std::uint8_t, std::uint16_t> built_in_configuration = {
    {0x01, 0xFF},  // packet buffers
    {0x02, 26},    // neighbours
    {0x03, 20},    // unicasts at once
    {0x04, 32},    // bindings
    {0x05, 128},   // addresses
    {config::multicast_table_size, 16},
    {0x07, 128},   // routes
    {0x08, 16},    // discoveries
    {config::stack_profile, 0},
    {config::security_level, 5},
    {config::max_hops, 30},
    {config::max_end_device_children, 32},
    {config::indirect_transmission_timeout, 3000},
    {config::end_device_poll_timeout, 8},
    {config::trust_center_address_cache_size, 0},
    {0x1A, 128},   // source routes
    {config::key_table_size, Memory::link_key_places},
    {0x1F, 1600},  // milliseconds for an APS acknowledgement
    {0x2B, 64},    // broadcasts
    {config::supported_networks, 1},
    {config::transient_key_timeout, 300},
};

struct Firmware {
  int ezsp;
  std::uint8_t major, minor, patch;
};
constexpr Firmware firmware[] = {{13, 7, 4, 5}, {14, 8, 0, 2}, {15, 8, 0, 3}, {16, 8, 1, 0}, {17, 8, 1, 2}, {18, 8, 2, 0}, {19, 9, 0, 0}};

const Firmware& firmware_of(int version) {
  for (const Firmware& row : firmware) {
    if (row.ezsp == version) return row;
  }
  return firmware[0];
}

Ash::Side radio_side() { return Ash::Side::radio; }

}  // namespace

struct Dispatch {
  struct Row {
    CommandId id;
    void (*run)(EmberNcp& ncp, const EzspFrame& frame);
  };

  template <class C, auto answer>
  static void run(EmberNcp& ncp, const EzspFrame& frame) {
    typename C::Request request;
    Reader in(frame.parameters);
    if (!decode(request, in, ncp.options_.version)) {
      log::warning(NS, "the host's {} is cut short: {}", C::id.name, to_hex(frame.parameters));
      ncp.refuse(frame, invalid_value);
      return;
    }
    const typename C::Response response = (ncp.*answer)(request);
    ncp.respond(frame, C::id.number, encode(response, ncp.options_.version));
  }
  template <class C, auto answer>
  static constexpr Row row() {
    return {C::id, &run<C, answer>};
  }

  static std::span<const Row> rows() {
    using N = EmberNcp;
    // clang-format off
    static constexpr Row table[] = {
        row<Version, &N::version>(),
        row<GetConfigurationValue, &N::get_configuration>(),
        row<SetConfigurationValue, &N::set_configuration>(),
        row<AddEndpoint, &N::add_endpoint>(),
        row<SetPolicy, &N::set_policy>(),
        row<GetPolicy, &N::get_policy>(),
        row<GetValue, &N::get_value>(),
        row<GetExtendedValue, &N::get_extended_value>(),
        row<SetValue, &N::set_value>(),
        row<Nop, &N::nop>(),
        row<GetManufacturingToken, &N::manufacturing_token>(),
        row<ReadAndClearCounters, &N::read_counters>(),
        row<GetTokenData, &N::get_token>(),
        row<SetTokenData, &N::set_token>(),
        row<SetManufacturerCode, &N::set_manufacturer>(),
        row<GetIeee, &N::get_ieee>(),
        row<GetNwk, &N::get_nwk>(),
        row<NetworkInit, &N::network_init>(),
        row<NetworkState, &N::network_state>(),
        row<FormNetwork, &N::form_network>(),
        row<LeaveNetwork, &N::leave_network>(),
        row<PermitJoining, &N::permit_joining>(),
        row<GetNetworkParameters, &N::network_parameters>(),
        row<GetChildData, &N::child_data>(),
        row<SetRadioPower, &N::set_power>(),
        row<SetCcaMode, &N::set_cca_mode>(),
        row<SetConcentrator, &N::set_concentrator>(),
        row<SetSourceRouteDiscoveryMode, &N::discovery_mode>(),
        row<SendManyToOneRouteRequest, &N::many_to_one>(),
        row<GetMulticastTableEntry, &N::get_multicast>(),
        row<SetMulticastTableEntry, &N::set_multicast>(),
        row<LookUpNwk, &N::look_up_nwk>(),
        row<LookUpIeee, &N::look_up_ieee>(),
        row<SetInitialSecurityState, &N::set_security>(),
        row<ExportKey, &N::export_key>(),
        row<GetNetworkKeyInfo, &N::key_info>(),
        row<ImportLinkKey, &N::import_link_key>(),
        row<ExportLinkKeyByIndex, &N::export_link_key>(),
        row<EraseKeyTableEntry, &N::erase_link_key>(),
        row<ClearKeyTable, &N::clear_link_keys>(),
        row<ImportTransientKey, &N::import_transient_key>(),
        row<ClearTransientLinkKeys, &N::clear_transient_keys>(),
        row<SendUnicast, &N::send_unicast>(),
        row<SendBroadcast, &N::send_broadcast>(),
        row<SendMulticast, &N::send_multicast>(),
        row<SetLogicalAndRadioChannel, &N::set_channel>(),
        row<SendRawMessage, &N::send_raw>(),
    };
    // clang-format on
    return table;
  }
};

EmberNcp::EmberNcp(Scheduler& scheduler, Air& air, NcpOptions options)
    : scheduler_(scheduler), air_(air), options_(options), memory_(options.ieee), ash_(scheduler, *this, radio_side()),
      configuration_(built_in_configuration), joining_(scheduler), later_(scheduler) {
  if (options_.state) {
    if (const Value* saved = options_.state->section("radio"); saved && !memory_.load(*saved)) {
      log::error(NS, "the radio's memory in the state file cannot be read: the radio starts blank");
    }
    options_.state->attach("radio", [this] { return memory_.save(); });
  }
  air_.coordinator.ieee = memory_.ieee();
  air_.set_host(this);
}

EmberNcp::~EmberNcp() {
  air_.set_host(nullptr);
  if (options_.state) {
    (void)options_.state->write();
    options_.state->detach("radio");
  }
  if (stream_) stream_->listen(nullptr);
}

void EmberNcp::changed() {
  if (options_.state) options_.state->touch();
}

// The line ----------------------------------------------------------------------------------------

void EmberNcp::attach(std::unique_ptr<io::Stream> stream) {
  if (stream_) {
    log::info(NS, "another host connects; the one before is cut off");
    stream_->listen(nullptr);
  }
  stream_ = std::move(stream);
  stream_->listen(this);
}

void EmberNcp::unplug() {
  if (!stream_) return;
  stream_->listen(nullptr);
  stream_.reset();
  if (on_detached) on_detached();
}

void EmberNcp::on_closed(const Error&) {
  log::info(NS, "the host has disconnected");
  unplug();
}

void EmberNcp::on_bytes(ByteView bytes) {
  if (faults.mute) return;
  ash_.acknowledge_after = faults.acknowledge_after;
  if (faults.refused_frames > 0) {
    --faults.refused_frames;
    ash_.refuse();
    return;
  }
  ash_.feed(bytes);
}

void EmberNcp::ash_write(ByteView octets) {
  if (!stream_ || faults.mute) return;
  if (faults.drop == 0 && faults.duplicate == 0 && faults.damage == 0) {
    stream_->write(octets);
  } else {
    stream_->write(on_the_line(octets, [this] { return dice(); }));
  }
}

void EmberNcp::garbage(ByteView octets) {
  if (stream_) stream_->write(octets);
}

void EmberNcp::on_ash_reset() { reset(Ash::software_reset); }

void EmberNcp::restart(Reason reason) {
  ash_.stop();
  reset(reason == Reason::power_up ? Ash::power_on_reset : reason == Reason::watchdog ? std::uint8_t{0x03} : std::uint8_t{0x01});
}

void EmberNcp::replace(Ieee ieee) {
  memory_ = Memory(ieee);
  restart(Reason::power_up);
}

void EmberNcp::reset(std::uint8_t code) {
  later_.clear();
  changed();
  agreed_ = running_ = false;
  configuration_ = built_in_configuration;
  policies_.clear();
  security_.reset();
  counter_to_keep_.reset();
  transient_keys_.clear();
  multicast_.clear();
  zdo_sequences_.clear();
  under_way_ = 0;
  visited_channel_ = 0;
  joining_.stop();
  air_.coordinator.endpoints.clear();
  air_.coordinator.bindings.clear();
  air_.coordinator.ieee = memory_.ieee();
  air_.coordinator_groups.clear();
  air_.stop();
  later_.after(boot_time, [this, code] { ash_.announce(code); });
}

// Until a version is agreed on, the oldest form of the first command is understood beside the newest.
bool EmberNcp::first_version(ByteView ezsp) {
  const auto legacy = decode_ezsp(ezsp, FrameForm::legacy);
  if (agreed_ || ezsp.size() != 4 || legacy->number != Version::id.number) return false;
  const int wanted = legacy->parameters[0];
  agreed_ = wanted == options_.version;
  const Bytes told = encode(version({}), options_.version);
  EzspFrame out = *legacy;
  out.control = EzspFrame::response_bit;
  out.parameters = told;
  ash_.send(encode(out, FrameForm::legacy));
  return true;
}

void EmberNcp::on_ash_data(ByteView ezsp) {
  if (faults.mute || first_version(ezsp)) return;
  const auto frame = decode_ezsp(ezsp, FrameForm::extended);
  if (!frame || frame->response()) {
    log::warning(NS, "the host sent what is no EZSP command: {}", to_hex(ezsp));
    return;
  }
  last_sequence_ = frame->sequence;
  if (frame->number == Version::id.number) {
    agreed_ = !frame->parameters.empty() && frame->parameters[0] == options_.version;
  } else if (!agreed_) {
    refuse(*frame, version_not_set);
    return;
  }
  for (const Dispatch::Row& row : Dispatch::rows()) {
    if (row.id.number != frame->number) continue;
    row.run(*this, *frame);
    return;
  }
  log::debug(NS, "unknown to the virtual radio: {}", describe(frame->number, frame->parameters, false, options_.version));
  refuse(*frame, unknown_number);
}

void EmberNcp::respond(const EzspFrame& request, std::uint16_t number, ByteView parameters) {
  EzspFrame out;
  out.sequence = request.sequence;
  out.control = EzspFrame::response_bit;
  out.number = number;
  out.parameters = parameters;
  ash_.send(encode(out, FrameForm::extended));
}

void EmberNcp::refuse(const EzspFrame& request, std::uint8_t reason) {
  const Bytes parameters{reason};
  respond(request, InvalidCommand::id.number, parameters);
}

void EmberNcp::say(std::uint16_t number, ByteView parameters) {
  if (!agreed_) return;
  EzspFrame out;
  out.sequence = last_sequence_;
  out.control = EzspFrame::response_bit | EzspFrame::asynchronous;
  out.number = number;
  out.parameters = parameters;
  if (!ash_.send(encode(out, FrameForm::extended)) && ash_.is_up()) {
    log::warning(NS, "a callback with {} octets does not fit into a frame and is lost", parameters.size());
  }
}

// Configuration -----------------------------------------------------------------------------------

Version::Response EmberNcp::version(Ask<Version>) {
  const Firmware& row = firmware_of(options_.version);
  return {static_cast<std::uint8_t>(options_.version), Version::mesh,
          static_cast<std::uint16_t>(row.major << 12 | row.minor << 8 | row.patch << 4)};
}

GetConfigurationValue::Response EmberNcp::get_configuration(Ask<GetConfigurationValue> request) {
  const auto found = configuration_.find(request.id);
  if (found == configuration_.end()) return {invalid_id, 0};
  return {status::ok, found->second};
}
SetConfigurationValue::Response EmberNcp::set_configuration(Ask<SetConfigurationValue> request) {
  const auto found = configuration_.find(request.id);
  if (found == configuration_.end()) return {invalid_id};
  if (running_) return {invalid_call};
  // The tables have the size they were built with.
  const bool fixed = request.id == config::key_table_size || request.id == config::multicast_table_size;
  if (fixed && request.value > found->second) return {std::uint8_t{0x35}};  // out of memory
  found->second = request.value;
  return {status::ok};
}

AddEndpoint::Response EmberNcp::add_endpoint(Ask<AddEndpoint> request) {
  if (running_ || air_.coordinator.endpoint(request.endpoint)) return {invalid_call};
  Reader in(request.clusters.bytes);
  Endpoint endpoint;
  endpoint.number = request.endpoint;
  endpoint.profile = request.profile;
  endpoint.device = request.device;
  endpoint.version = request.version;
  for (int i = 0; i < request.input_count; ++i) endpoint.inputs.push_back(in.u16());
  for (int i = 0; i < request.output_count; ++i) endpoint.outputs.push_back(in.u16());
  if (!in.ok()) return {invalid_value};
  air_.coordinator.endpoints.push_back(std::move(endpoint));
  return {status::ok};
}

SetPolicy::Response EmberNcp::set_policy(Ask<SetPolicy> request) {
  if (request.id > 0x09) return {invalid_id};
  policies_[request.id] = request.decision;
  return {status::ok};
}
GetPolicy::Response EmberNcp::get_policy(Ask<GetPolicy> request) {
  const auto found = policies_.find(request.id);
  return {status::ok, found == policies_.end() ? std::uint8_t{0} : found->second};
}

GetValue::Response EmberNcp::get_value(Ask<GetValue> request) {
  ValueResponse out;
  if (request.id == value::version_info) {
    const Firmware& row = firmware_of(options_.version);
    constexpr std::uint16_t build = 0x01A5;
    constexpr std::uint8_t general_availability = 0xAA;
    Writer octets;
    octets.u16(build).u8(row.major).u8(row.minor).u8(row.patch).u8(0).u8(general_availability);
    out.value.bytes = octets.take();
  } else if (request.id == value::nwk_frame_counter) {
    Writer octets;
    octets.u32(counter_);
    out.value.bytes = octets.take();
  } else {
    out.status = invalid_id;
  }
  return out;
}
GetExtendedValue::Response EmberNcp::get_extended_value(Ask<GetExtendedValue> request) {
  ValueResponse out;
  if (request.id != GetExtendedValue::endpoint_flags) {
    out.status = invalid_id;
    return out;
  }
  const bool known = air_.coordinator.endpoint(EndpointId(static_cast<std::uint8_t>(request.characteristics)));
  out.status = known ? status::ok : invalid_value;
  out.value.bytes = {static_cast<std::uint8_t>(known ? 1 : 0), 0};
  return out;
}
SetValue::Response EmberNcp::set_value(Ask<SetValue> request) {
  const Bytes& octets = request.value.bytes;
  if (request.id == value::nwk_frame_counter) {
    if (running_ || octets.size() != 4) return {running_ ? invalid_call : invalid_value};
    counter_to_keep_ = Reader(octets).u32();
  }
  return {status::ok};
}

Nop::Response EmberNcp::nop(Ask<Nop>) { return {}; }
SetManufacturerCode::Response EmberNcp::set_manufacturer(Ask<SetManufacturerCode> request) {
  air_.coordinator.manufacturer = request.code;
  return {};
}
GetManufacturingToken::Response EmberNcp::manufacturing_token(Ask<GetManufacturingToken> request) {
  GetManufacturingToken::Response out;
  out.value.bytes.assign(request.id == SetManufacturingToken::custom_ieee ? 8 : 16, 0xFF);
  return out;
}
ReadAndClearCounters::Response EmberNcp::read_counters(Ask<ReadAndClearCounters>) {
  ReadAndClearCounters::Response out;
  out.values.bytes.resize(2 * counter_names().size());
  return out;
}

GetTokenData::Response EmberNcp::get_token(Ask<GetTokenData> request) {
  GetTokenData::Response out;
  if (!options_.takes_addresses || request.token != GetTokenData::restored_ieee[0] || request.index != 0) {
    out.status = status::not_found;
    out.size = 0;
    return out;
  }
  Writer octets;
  octets.u64(memory_.restored_ieee.value_or(unknown_ieee).raw);
  out.value.bytes = octets.take();
  out.size = static_cast<std::uint32_t>(out.value.bytes.size());
  return out;
}
SetTokenData::Response EmberNcp::set_token(Ask<SetTokenData> request) {
  if (!options_.takes_addresses || request.token != GetTokenData::restored_ieee[0] || request.index != 0) return {status::not_found};
  if (request.size != 8 || request.value.bytes.size() != 8) return {status::invalid_parameter};
  memory_.restored_ieee = Ieee(Reader(request.value.bytes).u64());  // after the next restart
  changed();
  return {status::ok};
}

}  // namespace waggle::sim::ember
