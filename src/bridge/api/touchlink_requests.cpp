// Requests about devices next to the radio, of any network: find them, make them blink, reset them.
#include "bridge/api/routes.h"
#include "core/log.h"

namespace waggle::bridge::api {
namespace {

constexpr std::string_view NS = "z2m";
using network::Touchlink;

Object describe(const Touchlink::Found& found) {
  return {{"ieee_address", to_string(found.ieee)}, {"channel", found.channel}};
}

bool names_one(const Value& request) { return request.find("ieee_address") && request.find("channel"); }

Result<Touchlink::Found> whom(const Value& request) {
  if (!names_one(request)) return invalid_payload();
  const Value& address = *request.find("ieee_address");
  const auto ieee = parse_ieee(to_text(address));
  if (!ieee) return Error{Errc::invalid, "Invalid payload: ieee_address is an address such as 0x00158d0001070430, not '" + to_text(address) + "'"};
  const Value& number = *request.find("channel");
  const auto channel = whole_number(number, 11, 26);
  if (!channel) return Error{Errc::invalid, "Invalid payload: channel is a number from 11 to 26, not '" + to_text(number) + "'"};
  return Touchlink::Found{*ieee, static_cast<int>(*channel)};
}

Task<Result<Object>> scan(Parts& parts, Value) {
  log::info(NS, "Start Touchlink scan");
  CO_TRY(const std::vector<Touchlink::Found> all, co_await parts.network.touchlink().scan());
  Array found;
  for (const Touchlink::Found& one : all) found.emplace_back(describe(one));
  log::info(NS, "Finished Touchlink scan");
  co_return Object{{"found", std::move(found)}};
}

Task<Result<Object>> identify(Parts& parts, Value request) {
  CO_TRY(const Touchlink::Found one, whom(request));
  log::info(NS, "Start Touchlink identify of '{}' on channel {}", to_string(one.ieee), one.channel);
  CO_TRY_DO(co_await parts.network.touchlink().identify(one));
  co_return describe(one);
}

Task<Result<Object>> factory_reset(Parts& parts, Value request) {
  Object data;
  bool done = true;
  if (names_one(request)) {
    CO_TRY(const Touchlink::Found one, whom(request));
    log::info(NS, "Start Touchlink factory reset of '{}' on channel {}", to_string(one.ieee), one.channel);
    CO_TRY_DO(co_await parts.network.touchlink().factory_reset(one));
    data = describe(one);
  } else {
    log::info(NS, "Start Touchlink factory reset of first found device");
    CO_TRY(done, co_await parts.network.touchlink().factory_reset_first());
  }
  if (!done) co_return Error{Errc::not_found, "Failed to factory reset device through Touchlink"};
  log::info(NS, "Successfully factory reset device through Touchlink");
  co_return data;
}

constexpr Route rows[] = {
    {"touchlink/factory_reset", factory_reset},
    {"touchlink/identify", identify},
    {"touchlink/scan", scan},
};

}  // namespace

const std::span<const Route> touchlink_routes = rows;

}  // namespace waggle::bridge::api
