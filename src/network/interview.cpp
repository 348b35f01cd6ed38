#include "network/interview.h"

#include <algorithm>

#include "core/log.h"
#include "network/responder.h"

namespace waggle::network {
namespace {

constexpr std::string_view NS = "zh:interview";

constexpr ClusterId gen_basic{0x0000};
constexpr ClusterId gen_poll_control{0x0020};
constexpr ClusterId ias_zone{0x0500};

// In the order in which they matter: a device that falls asleep has told its name.
constexpr AttributeId model_id{0x0005};
constexpr AttributeId manufacturer_name{0x0004};
constexpr AttributeId power_source{0x0007};
constexpr AttributeId basics[] = {model_id,          manufacturer_name,   power_source,
                                  AttributeId(0x0000), AttributeId(0x0001), AttributeId(0x0002),
                                  AttributeId(0x0003), AttributeId(0x0006), AttributeId(0x4000)};

constexpr std::uint16_t tuya_slow = 0x120B;   // leaves when it is asked too soon
constexpr std::uint16_t tuya_quick = 0x1002;  // sleeps soon: first things first
constexpr std::uint16_t control4 = 0xABCD;

bool starts_with_digits(std::string_view text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Devices that never finish an interview and work all the same, once their model is known.
struct Quirk {
  std::string_view model;  // "lumi.*": any that start so
  DeviceType kind = DeviceType::unknown;
  std::uint16_t manufacturer_code = 0;
  std::string_view manufacturer_name{};
  std::string_view power_source = "Unknown";
};
// clang-format off
constexpr Quirk quirks[] = {
    {"3R*",             DeviceType::end_device, 0,      "",                  "Battery"},
    {"lumi.*",          DeviceType::end_device, 0x1037, "LUMI",              "Battery"},
    {"TERNCY-PP01",     DeviceType::end_device, 0x1228, "TERNCY",            "Battery"},
    {"MULTI-MECI--EA01"},                      // these do not finish the enrolment of their alarm zone
    {"MOT003"},
    {"C-ZB-SEDC"},
    {"C-ZB-SEMO"},
    {"CS-T9C-A0-BG"},
    {"SNZB-01"},
    {"3011",            DeviceType::end_device, 0,      "",                  "Battery"},
    {"Smart Siren",     DeviceType::unknown,    0,      "AduroSmart Eria"},
};
// clang-format on

bool has_quirk(Device& device) {
  Identity& id = device.identity;
  const std::string_view model = device.model_id();
  const std::string_view maker = device.manufacturer_name();
  const bool tuya = starts_with_digits(model, "TS") && (maker.starts_with("_TZ") || maker.starts_with("_TYZB01_"));
  if (tuya || maker == "HOBEIAN") {
    if (!id.power_source) id.power_source = "Battery";
    return true;
  }
  if (id.manufacturer_code == control4) {  // answers nothing but its own text protocol
    id.manufacturer_name = "Control4";
    id.model_id = "C4-Zigbee";
    id.power_source = "Mains (single phase)";
    return true;
  }
  for (const Quirk& q : quirks) {
    const bool prefix = q.model.ends_with('*');
    const auto name = prefix ? q.model.substr(0, q.model.size() - 1) : q.model;
    if (prefix ? !model.starts_with(name) : model != name) continue;
    if (device.kind == DeviceType::unknown && q.kind != DeviceType::unknown) device.kind = q.kind;
    if (!id.manufacturer_code && q.manufacturer_code) id.manufacturer_code = q.manufacturer_code;
    if (!id.manufacturer_name && !q.manufacturer_name.empty()) id.manufacturer_name = std::string(q.manufacturer_name);
    if (!id.power_source) id.power_source = std::string(q.power_source);
    return true;
  }
  return false;
}

bool knows(const Device& device, AttributeId id) {
  const Identity& i = device.identity;
  switch (id.raw) {
    case 0x0000: return i.zcl_version.has_value();
    case 0x0001: return i.application_version.has_value();
    case 0x0002: return i.stack_version.has_value();
    case 0x0003: return i.hardware_version.has_value();
    case 0x0004: return !device.manufacturer_name().empty();
    case 0x0005: return !device.model_id().empty();
    case 0x0006: return !device.date_code().empty();
    case 0x0007: return !device.power_source().empty() && device.power_source() != "Unknown";
    default: return !device.software_build_id().empty();
  }
}

}  // namespace

Task<Result<>> Interviewer::interview(DevicePtr device, bool ignore_cache) {
  auto done = co_await ask_everything(device, ignore_cache);
  if (!done && has_quirk(*device)) {
    log::debug(NS, "{}: not finished ({}), but {} works without", to_string(device->ieee()), done.error().text,
               device->model_id());
    done = Result<>{};
  }
  device->interview_state = done ? InterviewState::successful : InterviewState::failed;
  co_return done;
}

Task<Result<>> Interviewer::ask_everything(DevicePtr device, bool ignore_cache) {
  const std::string name = to_string(device->ieee());
  auto described = [&] { return device->identity.manufacturer_code && device->kind != DeviceType::unknown; };
  if (ignore_cache || !described()) {
    // The first request is often lost while the device still settles.
    for (int attempt = 1; attempt <= 6; ++attempt) {
      auto done = co_await node_descriptor(device);
      if (done) break;
      if (has_quirk(*device)) co_return Result<>{};
      log::debug(NS, "{}: node descriptor, attempt {}: {}", name, attempt, done.error().text);
    }
  }
  if (!described()) co_return Error{Errc::timeout, "Interview failed because can not get node descriptor ('" + name + "')"};

  const std::uint16_t maker = device->identity.manufacturer_code.value_or(0);
  if (maker == tuya_slow && device->is_end_device()) {
    co_await sleep(scheduler_, 10s);
  } else if (maker == 0 || maker == tuya_quick) {
    auto names = co_await performer_.read(device, EndpointId(1), gen_basic, model_id, manufacturer_name);
    if (!names) log::debug(NS, "{}: model and manufacturer: {}", name, names.error().text);
  }

  auto endpoints = co_await active_endpoints(device);
  if (!endpoints) {
    log::debug(NS, "{}: active endpoints: {}", name, endpoints.error().text);
    endpoints = co_await active_endpoints(device);  // Opple remotes never answer the first
  }
  if (!endpoints) co_return Error{Errc::timeout, "Interview failed because can not get active endpoints ('" + name + "')"};

  std::vector<AttributeId> wanted(std::begin(basics), std::end(basics));
  std::vector<EndpointId> ids;
  for (const Endpoint& e : device->endpoints) ids.push_back(e.id);
  for (const EndpointId id : ids) {
    CO_TRY_DO(co_await simple_descriptor(device, id));
    const Endpoint* endpoint = device->find(id);
    if (endpoint && endpoint->has_input(gen_basic)) co_await read_basics(device, id, ignore_cache, wanted);
    endpoint = device->find(id);
    if (endpoint && endpoint->has_input(ias_zone)) CO_TRY_DO(co_await enrol(device, id));
  }
  co_await bind_poll_control(device);
  co_return Result<>{};
}

Task<Result<>> Interviewer::node_descriptor(DevicePtr device) {
  zdo::NodeDescriptorRequest request;
  request.nwk = device->nwk;
  CO_TRY(const auto descriptor,
         co_await requests_.zdo<zdo::NodeDescriptorResponse>(device->nwk, device->ieee(), std::move(request)));
  device->identity.manufacturer_code = descriptor.manufacturer.raw;
  switch (descriptor.logical_type()) {
    case zdo::NodeDescriptorResponse::coordinator: device->kind = DeviceType::coordinator; break;
    case zdo::NodeDescriptorResponse::router: device->kind = DeviceType::router; break;
    case zdo::NodeDescriptorResponse::end_device: device->kind = DeviceType::end_device; break;
    default: break;
  }
  // Bits 9 to 15 of the server mask; zero before revision 21, which brought the field.
  const int revision = descriptor.server_mask >> 9;
  if (revision < 22) {
    log::info(NS, "Device '{}' is only compliant to revision '{}' of the Zigbee specification (current revision: 23)",
              to_string(device->ieee()), revision < 21 ? std::string("pre-21") : std::to_string(revision));
  }
  co_return Result<>{};
}

Task<Result<>> Interviewer::active_endpoints(DevicePtr device) {
  zdo::ActiveEndpointsRequest request;
  request.nwk = device->nwk;
  CO_TRY(auto answer, co_await requests_.zdo<zdo::ActiveEndpointsResponse>(device->nwk, device->ieee(), std::move(request)));
  auto& ids = answer.endpoints.items;
  std::sort(ids.begin(), ids.end());
  std::erase(ids, 0);  // the device itself; Terncy lists it all the same
  for (const std::uint8_t id : ids) device->ensure(EndpointId(id));
  std::erase_if(device->endpoints, [&](const Endpoint& e) { return std::find(ids.begin(), ids.end(), e.id.raw) == ids.end(); });
  co_return Result<>{};
}

Task<Result<>> Interviewer::simple_descriptor(DevicePtr device, EndpointId endpoint) {
  zdo::SimpleDescriptorRequest request;
  request.nwk = device->nwk;
  request.endpoint = endpoint;
  CO_TRY(const auto answer,
         co_await requests_.zdo<zdo::SimpleDescriptorResponse>(device->nwk, device->ieee(), std::move(request)));
  Endpoint& out = device->ensure(endpoint);
  out.described = true;
  out.profile = answer.profile;
  out.device = answer.device;
  auto clusters = [](const std::vector<std::uint16_t>& from) {
    std::vector<ClusterId> list;
    for (const std::uint16_t id : from) list.emplace_back(id);
    return list;
  };
  out.inputs = clusters(answer.inputs.items);
  out.outputs = clusters(answer.outputs.items);
  co_return Result<>{};
}

// Nice to have, all but the names; what arrives is learned where all messages arrive (network.cpp).
Task<> Interviewer::read_basics(DevicePtr device, EndpointId endpoint, bool ignore_cache, std::vector<AttributeId>& wanted) {
  const std::vector<AttributeId> now = wanted;
  for (const AttributeId id : now) {
    if (!ignore_cache && knows(*device, id)) continue;
    auto value = co_await performer_.read(device, endpoint, gen_basic, id);
    if (!value && (id == model_id || id == manufacturer_name)) {
      co_await sleep(scheduler_, 10s);
      value = co_await performer_.read(device, endpoint, gen_basic, id);
    }
    if (value) {
      std::erase(wanted, id);
    } else {
      log::debug(NS, "{}: genBasic attribute {} of endpoint {}: {}", to_string(device->ieee()), hex16(id.raw),
                 endpoint.raw, value.error().text);
    }
  }
}

Task<Result<>> Interviewer::enrol(DevicePtr device, EndpointId endpoint) {
  constexpr AttributeId zone_state{0x0000};
  constexpr AttributeId cie_address{0x0010};
  const Value own = to_string(coordinator_);
  auto enrolled = [&] {
    const Endpoint* e = device->find(endpoint);
    const Value* state = e ? e->attribute(ias_zone, zone_state) : nullptr;
    return state && state->number_or(0) == 1;
  };
  auto points_to_us = [&] {
    const Endpoint* e = device->find(endpoint);
    const Value* cie = e ? e->attribute(ias_zone, cie_address) : nullptr;
    return cie && *cie == own;
  };
  CO_TRY_DO(co_await performer_.read(device, endpoint, ias_zone, cie_address, zone_state));
  if (enrolled() && points_to_us()) co_return Result<>{};

  library::Operation write;
  write.kind = library::Operation::Kind::write;
  write.endpoint = endpoint;
  write.cluster = ias_zone;
  write.writes.push_back({cie_address, zcl::Type::ieee, own});
  CO_TRY_DO(co_await performer_.perform(device, std::move(write)));

  // Auto-enrol-response: some devices never ask to be enrolled (those that do are answered by the
  // responder).
  co_await sleep(scheduler_, 500ms);
  CO_TRY_DO(co_await performer_.perform(device, enrol_response(endpoint)));
  for (int attempt = 0; attempt < 20; ++attempt) {
    co_await sleep(scheduler_, 500ms);
    CO_TRY_DO(co_await performer_.read(device, endpoint, ias_zone, cie_address, zone_state));
    if (enrolled()) co_return Result<>{};
  }
  co_return Error{Errc::timeout, "Interview failed because of failed IAS enroll (zoneState didn't change ('" +
                                     to_string(device->ieee()) + "')"};
}

Task<> Interviewer::bind_poll_control(DevicePtr device) {
  std::vector<EndpointId> serving;
  for (const Endpoint& e : device->endpoints) {
    if (e.has_input(gen_poll_control)) serving.push_back(e.id);
  }
  for (const EndpointId id : serving) {
    Binding binding{gen_poll_control, std::nullopt, coordinator_, EndpointId(1)};
    auto bound = co_await performer_.bind(device, id, binding);
    if (bound) {
      constexpr AttributeId checkin_interval{0x0000};  // quarter seconds
      auto read = co_await performer_.read(device, id, gen_poll_control, checkin_interval);
      const Endpoint* e = device->find(id);
      const Value* interval = e ? e->attribute(gen_poll_control, checkin_interval) : nullptr;
      if (read && interval) device->checkin_interval = interval->number_or(0) / 4;
    } else {
      log::debug(NS, "{}: poll control: {}", to_string(device->ieee()), bound.error().text);
    }
  }
}

}  // namespace waggle::network
