// Switches, lamps and their ballasts, meters and locks.
#include "core/number.h"
#include "library/generate/maker.h"

namespace waggle::library::generate_parts {
namespace {

/// Its lamps understand commands of its own.
constexpr std::uint16_t signify = 0x100B;

// Bits of the attribute colorCapabilities (ZCL 8, table 5-7).
constexpr std::uint32_t hue_and_saturation = 1, enhanced_hue = 2, xy = 8, color_temperature = 16;
constexpr double all_colors = 31;

bool is_lamp(const EndpointInfo& endpoint) { return serves(endpoint, "lightingColorCtrl") || serves(endpoint, "genLevelCtrl"); }

void add_lamp(Maker& maker, const EndpointInfo& endpoint, const Endpoints& lamps) {
  double told = 0;
  if (serves(endpoint, "lightingColorCtrl")) told = maker.ask_number(endpoint, "lightingColorCtrl", "colorCapabilities").value_or(all_colors);
  const auto capabilities = js::whole<std::uint32_t>(told);
  const bool philips = maker.device().manufacturer_code() == signify;
  const bool several_modes = philips || (capabilities & hue_and_saturation) != 0;
  Object options;
  if (philips) options.set("off_at_one", true);
  if (capabilities & color_temperature) {
    const double coolest = maker.ask_number(endpoint, "lightingColorCtrl", "colorTempPhysicalMin").value_or(150);
    const double warmest = maker.ask_number(endpoint, "lightingColorCtrl", "colorTempPhysicalMax").value_or(500);
    options.set("color_temp", true);
    options.set("range", Array{coolest, warmest});
  }
  if (capabilities & xy) {
    options.set("color", several_modes ? Value(Array{"xy", "hs"}) : Value("xy"));
    if (several_modes && (philips || (capabilities & enhanced_hue) != 0)) options.set("enhanced_hue", true);
  }
  if (philips) {
    options.set("effect", false);
    maker.use_clusters({"manuSpecificPhilips2", "manuSpecificPhilips3"});
    maker.take_updates();
  }
  const bool apart = maker.is_for_editing() && lamps.size() > 1;
  options.set("endpoints", names_of(apart ? Endpoints{&endpoint} : lamps));
  if (maker.is_first_alone(lamps)) options.erase("endpoints");
  maker.add(philips ? "hue_light" : "light", std::move(options));
  if (maker.is_first_alone(lamps)) {
    maker.skip({"state", "on", "off", "brightness", "level_config", "power_on_behavior"});
    if (capabilities & color_temperature) maker.skip({"color_temp", "color_temp_startup"});
    if (capabilities & xy) maker.skip({"color"});
    if (capabilities & (xy | color_temperature)) maker.skip({"color_mode", "color_options"});
  }
}

}  // namespace

void add_switches_and_lamps(Maker& maker, const Endpoints& endpoints) {
  Endpoints switches, lamps;
  for (const EndpointInfo* endpoint : endpoints) (is_lamp(*endpoint) ? lamps : switches).push_back(endpoint);
  if (!switches.empty()) {
    maker.add_for(switches, "on_off");
    if (maker.is_first_alone(switches)) maker.skip({"state", "on", "off", "power_on_behavior"});
  }
  for (const EndpointInfo* lamp : lamps) add_lamp(maker, *lamp, lamps);
}

void add_ballast(Maker& maker, const Endpoints& endpoints) {
  constexpr std::string_view cluster = "lightingBallastCfg";
  constexpr std::tuple<std::string_view, std::string_view, std::string_view> levels[] = {
      {"ballast_minimum_level", "minLevel", "The least light the ballast gives"},
      {"ballast_maximum_level", "maxLevel", "The most light the ballast gives"}};
  for (const auto& [name, attribute, text] : levels) {
    maker.add("attribute", {{"name", name}, {"cluster", cluster}, {"attribute", attribute}, {"min", 1}, {"max", 254}, {"set", true},
                            {"direct", true}, {"description", text}, {"configure", false}});
  }
  Array steps;
  for (const EndpointInfo* endpoint : endpoints) {
    steps.push_back(Object{{"read", cluster}, {"attributes", Array{"minLevel", "maxLevel"}}, {"endpoint", endpoint->id.raw}, {"may_fail", true}});
  }
  maker.add("configure", {{"steps", std::move(steps)}});
}

void add_meter(Maker& maker, const Endpoints& endpoints) {
  const EndpointInfo& endpoint = *endpoints[0];
  const bool counts = serves(endpoint, "seMetering");
  const bool measures = serves(endpoint, "haElectricalMeasurement");
  Object options;
  if (!counts || !measures) options.set("from", counts ? "metering" : "electrical");
  if (!counts) {
    constexpr int dc = 6;
    const double kinds = maker.ask_number(endpoint, "haElectricalMeasurement", "measurementType").value_or(0);
    if (js::whole<std::uint32_t>(kinds) >> dc & 1) options.set("direct_current", true);
  }
  if (endpoint.id != EndpointId(1)) options.set("endpoints", names_of({&endpoint}));
  maker.add("electricity_meter", std::move(options));
}

void add_lock(Maker& maker, const Endpoints& endpoints) {
  const double codes = maker.ask_number(*endpoints[0], "closuresDoorLock", "numOfPinUsersSupported").value_or(50);
  maker.add("lock", {{"pin_codes", codes}, {"auto_relock", true}, {"sound_volume", true}, {"report", false}});
  Array steps;
  add_reporting(steps, endpoints, "closuresDoorLock", "lockState", {0, 3600, 0});
  maker.add("configure", {{"steps", std::move(steps)}});
}

}  // namespace waggle::library::generate_parts
