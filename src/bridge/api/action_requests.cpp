// Actions: what reaches past the devices that are known, for tools and experiments: any frame to anybody,
// and the reset of Philips' lamps by the number printed on them.
#include "bridge/api/routes.h"
#include "core/log.h"
#include "zigbee/zcl/frame.h"
#include "zigbee/zdo/by_hand.h"

namespace waggle::bridge::api {
namespace {

constexpr Nwk first_broadcast{0xFFF8};

Error wrong(std::string_view key, std::string_view allowed, const Value* value) {
  return {Errc::invalid, "Invalid payload: '" + std::string(key) + "' should be " + std::string(allowed) + ", not '" + (value ? to_text(*value) : "undefined") + "'"};
}

Result<std::int64_t> number(const Object& from, std::string_view key, std::int64_t low, std::int64_t high, std::optional<std::int64_t> otherwise = {}) {
  const Value* found = from.find(key);
  if ((!found || found->is_null()) && otherwise) return *otherwise;
  const auto value = found ? whole_number(*found, low, high) : std::nullopt;
  if (!value) return wrong(key, "a number from " + std::to_string(low) + " to " + std::to_string(high), found);
  return *value;
}

Result<Ieee> address(const Object& from) {
  const Value* text = from.find("ieee_address");
  const auto ieee = text && text->is_string() ? parse_ieee(text->string()) : std::nullopt;
  if (!ieee) return wrong("ieee_address", "an address such as 0x00158d0001070430", text);
  return *ieee;
}

bool yes(const Object& from, std::string_view key) {
  const Value* found = from.find(key);
  return found && truthy(*found);
}

// ZCL --------------------------------------------------------------------------------------------------------

struct RawFrame {
  ClusterId cluster;
  Bytes octets;
  network::AwaitedAnswer awaited;
};

// `device`: whose clusters count; none: the standard's.
Result<RawFrame> frame(const Object& params, const Object& zcl, const network::Device& device, std::uint8_t tsn) {
  using Answer = network::AwaitedAnswer::Kind;
  RawFrame out;
  const Value* key = params.find("cluster_key");
  if (!key) return wrong("cluster_key", "the name or number of a cluster", key);
  TRY(out.cluster, find_cluster(device, *key));
  TRY(const auto type, number(zcl, "frame_type", 0, 1));
  TRY(const auto direction, number(zcl, "direction", 0, 1));
  TRY(const auto manufacturer, number(zcl, "manufacturer_code", 0, 0xFFFF, 0));
  TRY(const auto own_tsn, number(zcl, "tsn", 0, 0xFF, tsn));
  zcl::Header header;
  header.cluster_specific = type == 1;
  header.to_client = direction == 1;
  header.no_default_response = yes(zcl, "disable_default_response");
  header.manufacturer_specific = manufacturer != 0;
  header.manufacturer = static_cast<std::uint16_t>(manufacturer);
  header.tsn = static_cast<std::uint8_t>(own_tsn);
  if (!header.no_default_response) out.awaited.kind = Answer::default_response;

  const Value* command = zcl.find("command_key");
  const Value* payload = zcl.find("payload");
  Writer rest;
  if (header.cluster_specific) {
    const zcl::Cluster* cluster = device.catalogue.find(out.cluster, header.manufacturer);
    const zcl::Command* row = nullptr;
    if (cluster && command && command->is_string()) row = cluster->command(command->string(), header.to_client);
    if (cluster && command && command->is_number()) row = cluster->command(static_cast<std::uint8_t>(command->integer(0, 0xFF).value_or(0)), header.to_client);
    if (!row) return wrong("command_key", "a command of the cluster", command);
    header.command = row->id;
    TRY_DO(zcl::encode_params(*row, payload && payload->is_object() ? payload->object() : Object{}, rest));
    if (row->response >= 0) out.awaited = {Answer::command, static_cast<std::uint8_t>(row->response)};
  } else {
    const auto foundation = command && command->is_string() ? zcl::foundation_named(command->string()) : std::nullopt;
    if (!foundation) return wrong("command_key", "a foundation command", command);
    header.command = static_cast<std::uint8_t>(*foundation);
    TRY_DO(zcl::encode_records(*foundation, payload && payload->is_array() ? payload->array() : Array{}, rest));
    out.awaited = {};
    if (const auto response = zcl::response_of(*foundation)) out.awaited = {Answer::foundation, static_cast<std::uint8_t>(*response)};
  }
  if (yes(params, "disable_response")) out.awaited = {};
  Writer all;
  zcl::encode(header, all);
  all.bytes(rest.view());
  out.octets = all.take();
  return out;
}

// As Zigbee2MQTT shows what a device answered.
Object describe(const network::Reply& reply, const network::Device& device, EndpointId endpoint, EndpointId own) {
  Array octets;
  for (const std::uint8_t octet : reply.octets) octets.emplace_back(octet);
  const zcl::Header& header = reply.frame.header;
  return {{"address", device.nwk.raw},
          {"clusterID", reply.frame.cluster_id.raw},
          {"data", Object{{"data", std::move(octets)}, {"type", "Buffer"}}},
          {"destinationEndpoint", own.raw},
          {"endpoint", endpoint.raw},
          {"groupID", 0},
          {"header", Object{{"commandIdentifier", header.command},
                            {"frameControl", Object{{"direction", header.to_client ? 1 : 0},
                                                    {"disableDefaultResponse", header.no_default_response},
                                                    {"frameType", header.cluster_specific ? 1 : 0},
                                                    {"manufacturerSpecific", header.manufacturer_specific},
                                                    {"reservedBits", header.reserved}}},
                            {"manufacturerCode", header.manufacturer_specific ? Value(header.manufacturer) : Value()},
                            {"transactionSequenceNumber", header.tsn}}},
          {"linkquality", device.linkquality.value_or(0)},
          {"wasBroadcast", false}};
}

// What was said outside the network is not listened to here: touchlink/* does that.
Task<Result<Object>> say_outside(Parts& parts, std::optional<Ieee> to, RawFrame frame, std::optional<int> channel, Millis pause) {
  coordinator::InterPanRequest request;
  request.to = to;
  request.cluster = frame.cluster;
  request.payload = std::move(frame.octets);
  CO_TRY_DO(co_await parts.network.touchlink().say(channel, std::move(request), pause));
  co_return Object{};
}

Task<Result<Object>> send_zcl(Parts& parts, Object params, Object zcl) {
  const bool interpan = yes(params, "interpan");
  const bool addressed = params.find("ieee_address") != nullptr;
  Ieee ieee{};
  if (addressed) {
    CO_TRY(ieee, address(params));
  }
  network::DevicePtr device = addressed ? parts.network.find(ieee) : nullptr;
  CO_TRY(const auto nwk, number(params, "network_address", 0, 0xFFFF, device ? device->nwk.raw : 0));
  // Under the address that was asked for, and with the clusters of the device if it is known.
  auto to = std::make_shared<network::Device>(0, network::DeviceType::unknown, ieee, Nwk(static_cast<std::uint16_t>(nwk)));
  if (device) {
    to->catalogue = device->catalogue;
    to->linkquality = device->linkquality;
  }
  if (interpan) {
    zcl.set("frame_type", 1);
    zcl.set("direction", 0);
    zcl.set("disable_default_response", true);
    CO_TRY(RawFrame raw, frame(params, zcl, *to, 0));
    std::optional<Ieee> whom;
    if (addressed) whom = ieee;
    const Millis pause{100};
    co_return co_await say_outside(parts, whom, std::move(raw), parts.network.parameters().channel, pause);
  }
  network::Requests& requests = parts.network.requests();
  CO_TRY(RawFrame raw, frame(params, zcl, *to, requests.next_tsn()));
  CO_TRY(const auto own, number(params, "src_endpoint", 1, 255, 1));
  CO_TRY(const auto profile, number(params, "profile_id", 0, 0xFFFF, profile_home_automation.raw));
  CO_TRY(const auto timeout, number(params, "timeout", 1, 3'600'000, 10'000));
  network::SendOptions options;
  options.source = EndpointId(static_cast<std::uint8_t>(own));
  options.profile = ProfileId(static_cast<std::uint16_t>(profile));
  options.timeout = Millis(timeout);
  if (params.find("group_id")) {
    CO_TRY(const auto group, number(params, "group_id", 0, 0xFFFF));
    CO_TRY_DO(co_await requests.groupcast(GroupId(static_cast<std::uint16_t>(group)), raw.cluster, std::move(raw.octets), options.source));
    co_return Object{};
  }
  CO_TRY(const auto endpoint, number(params, "dst_endpoint", 1, 255));
  const EndpointId there(static_cast<std::uint8_t>(endpoint));
  if (to->nwk >= first_broadcast) {
    CO_TRY_DO(co_await requests.broadcast(to->nwk, there, raw.cluster, std::move(raw.octets), options.source, options.profile));
    co_return Object{};
  }
  if (!addressed) co_return wrong("ieee_address", "an address such as 0x00158d0001070430", nullptr);
  CO_TRY(const network::ReplyPtr reply, co_await requests.unicast(to, there, raw.cluster, std::move(raw.octets), raw.awaited, options));
  if (!reply) co_return Object{};
  co_return describe(*reply, *to, there, options.source);
}

// ZDO --------------------------------------------------------------------------------------------------------

Task<Result<Object>> send_zdo(Parts& parts, Object params) {
  CO_TRY(const Ieee ieee, address(params));
  CO_TRY(const auto nwk, number(params, "network_address", 0, 0xFFFF));
  CO_TRY(const auto cluster, number(params, "cluster_key", 0, zdo::response_bit - 1));
  const Value* values = params.find("zdo_params");
  if (!values || !values->is_array() || values->array().empty()) co_return wrong("zdo_params", "a list of the request's fields", values);
  const ClusterId request(static_cast<std::uint16_t>(cluster));
  CO_TRY(Bytes octets, zdo::encode_by_hand(request, values->array()));
  const Nwk to(static_cast<std::uint16_t>(nwk));
  network::Requests& requests = parts.network.requests();
  if (to >= first_broadcast || yes(params, "disable_response")) {
    CO_TRY_DO(co_await requests.zdo_broadcast(to, request, std::move(octets)));
    co_return Object{};
  }
  const ClusterId response(static_cast<std::uint16_t>(cluster | zdo::response_bit));
  CO_TRY(const Bytes answer, co_await requests.zdo_raw(to, ieee, request, std::move(octets), response));
  if (answer.empty()) co_return Error{Errc::malformed, "The answer is empty"};
  co_return Object{{"status", zdo::status_name(answer.front())}, {"payload", to_hex(ByteView(answer).subspan(1))}};
}

// Actions ----------------------------------------------------------------------------------------------------

Task<Result<Object>> raw(Parts& parts, Object params) {
  CO_TRY(const auto profile, number(params, "profile_id", 0, 0xFFFF, profile_home_automation.raw));
  if (profile == 0) co_return co_await send_zdo(parts, std::move(params));
  const Value* zcl = params.find("zcl");
  if (!zcl || !zcl->is_object()) co_return wrong("zcl", "an object with frame_type, direction, command_key and payload", zcl);
  Object frame = zcl->object();
  co_return co_await send_zcl(parts, std::move(params), std::move(frame));
}

// A lamp of Philips leaves its network when it hears its serial number, said outside all networks
// (cluster 0x1000, maker's command 0: extended PAN, count, numbers).
Task<Result<Object>> philips_hue_factory_reset(Parts& parts, Object params) {
  constexpr std::uint16_t signify = 0x100B;
  constexpr std::chrono::seconds between_channels{1};  // leave some of the air to others
  const Value* serials = params.find("serial_numbers");
  Writer out;
  zcl::Header header;
  header.cluster_specific = true;
  header.no_default_response = true;
  header.manufacturer_specific = true;
  header.manufacturer = signify;
  zcl::encode(header, out);
  const coordinator::ExtendedPan own = parts.network.parameters().extended_pan;
  Bytes pan(own.begin(), own.end());
  if (const Value* given = params.find("extended_pan_id"); given && truthy(*given)) {
    const std::string text = to_text(*given);
    const auto octets = text.size() == 18 && text.starts_with("0x") ? from_hex(std::string_view(text).substr(2)) : std::nullopt;
    if (!octets) co_return wrong("extended_pan_id", "0x and 16 hexadecimal digits", given);
    pan = *octets;
  }
  out.bytes(Bytes(pan.rbegin(), pan.rend()));
  if (!serials || !serials->is_array() || serials->array().empty() || serials->array().size() > 0xFF) co_return wrong("serial_numbers", "a list of serial numbers", serials);
  out.u8(serials->array().size());
  for (const Value& serial : serials->array()) {
    const auto octets = serial.is_string() && serial.string().size() == 6 ? from_hex(serial.string()) : std::nullopt;
    if (!octets) co_return wrong("serial_numbers", "a list of the 6 hexadecimal digits printed on lamps", &serial);
    out.bytes(Bytes(octets->rbegin(), octets->rend())).u8(0);
  }
  RawFrame frame;
  frame.cluster = ClusterId(0x1000);
  frame.octets = out.take();
  co_return co_await say_outside(parts, std::nullopt, std::move(frame), std::nullopt, between_channels);
}

struct Action {
  std::string_view name;
  Task<Result<Object>> (*run)(Parts& parts, Object params);
};
constexpr Action actions[] = {
    {action_raw, raw},
    {action_hue_reset, philips_hue_factory_reset},
};

Task<Result<Object>> action(Parts& parts, Value request) {
  const Value* name = request.find("action");
  if (!name || !truthy(*name)) co_return invalid_payload();
  const Value* given = request.find("params");
  Object params;
  if (given && given->is_object()) params = given->object();
  for (const Action& row : actions) {
    if (*name == Value(row.name)) co_return co_await row.run(parts, std::move(params));
  }
  co_return Error{Errc::not_found, "Invalid action"};
}

constexpr Route rows[] = {{"action", action}};

}  // namespace

const std::span<const Route> action_routes = rows;

}  // namespace waggle::bridge::api
