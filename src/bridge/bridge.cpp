#include "bridge/bridge.h"

#include <algorithm>

#include "bridge/data_folder.h"
#include "core/json.h"
#include "core/log.h"
#include "core/version.h"

namespace waggle::bridge {
namespace {

constexpr std::string_view NS = "z2m";
/// The response must be out before everything ends.
constexpr Millis restart_delay{500};

template <std::size_t N>
Result<std::array<std::uint8_t, N>> octets(const settings::Settings& settings, std::string_view path) {
  const Value* value = settings.find(path);
  if (value && value->is_array() && value->array().size() == N) {
    std::array<std::uint8_t, N> out{};
    bool good = true;
    for (std::size_t i = 0; i < N; ++i) {
      const auto octet = value->array()[i].integer(0, 255);
      good = good && octet;
      out[i] = static_cast<std::uint8_t>(octet.value_or(0));
    }
    if (good) return out;
  }
  return Error{Errc::invalid, fmt::format("{} must be a list of {} numbers from 0 to 255", path, N)};
}

network::Config network_config(const settings::Settings& settings) {
  network::Config out;
  // Whoever starts a bridge has checked them before.
  if (auto parameters = network_parameters(settings)) out.parameters = *parameters;
  out.database = settings.folder() + "/database.db";
  out.backup = settings.folder() + "/coordinator_backup.json";
  if (const Value* limit = settings.find("advanced.adapter_concurrent")) {
    out.concurrency = static_cast<std::size_t>(limit->number_or(16));
  }
  return out;
}

}  // namespace

Result<coordinator::NetworkParameters> network_parameters(const settings::Settings& settings) {
  coordinator::NetworkParameters out;
  TRY(out.key, octets<16>(settings, "advanced.network_key"));
  TRY(out.extended_pan, octets<8>(settings, "advanced.ext_pan_id"));
  const Value* pan = settings.find("advanced.pan_id");
  const auto number = pan ? pan->integer(1, 0xFFFE) : std::nullopt;
  if (!number) return Error{Errc::invalid, "advanced.pan_id must be a number from 1 to 65534"};
  out.pan = PanId{static_cast<std::uint16_t>(*number)};
  out.channel = static_cast<std::uint8_t>(settings.number("advanced.channel"));
  return out;
}

Bridge::Bridge(Surroundings around)
    : around_(std::move(around)),
      states_(around_.scheduler, around_.files, around_.settings.folder() + "/state.json",
              around_.settings.flag("advanced.cache_state_persistent")),
      network_(around_.scheduler, around_.files, network_config(around_.settings), around_.make_radio, *this),
      executor_(around_.scheduler),
      services_{network_, states_, {}, {}},
      entities_(services_, around_.library, around_.settings),
      publisher_(around_.scheduler, around_.settings, states_, around_.mqtt),
      log_levels_(around_.settings),
      log_topic_(publisher_, around_.settings.flag("advanced.log_debug_to_mqtt_frontend")),
      receiver_(around_.scheduler, executor_, publisher_),
      runner_(entities_, publisher_, executor_),
      answers_(around_.mqtt),
      postman_(around_.scheduler, around_.files, around_.settings.folder() + "/queue.json", network_, entities_, runner_, answers_),
      commands_(entities_, runner_, postman_, answers_, publisher_.base()),
      group_sync_(entities_, publisher_, states_),
      configurer_(around_.scheduler, network_, executor_),
      bound_reporting_(entities_, network_, configurer_),
      bound_polls_(around_.scheduler, network_),
      definition_events_(executor_),
      refresher_(around_.scheduler, executor_),
      documents_(around_.scheduler, entities_, network_, around_.settings, publisher_),
      events_(publisher_),
      window_(publisher_, documents_, entities_, states_, [this](const mqtt::Message& message) { on_message(message); }),
      admission_(around_.settings, network_),
      availability_({around_.scheduler, around_.settings, network_, entities_, publisher_, refresher_}, changes_),
      network_scan_(around_.scheduler, network_, entities_),
      health_(around_.scheduler, around_.settings, around_.mqtt, publisher_),
      firmware_({around_.scheduler, around_.files, around_.downloads, around_.settings, network_, states_, publisher_}),
      parts_{around_.scheduler, around_.files, around_.settings, network_, states_, entities_, publisher_, documents_,
             configurer_, definition_events_, bound_reporting_, runner_, postman_, changes_, network_scan_, firmware_, last_joined_, {}, {}, {}},
      router_(parts_, answers_),
      restart_timer_(around_.scheduler) {
  services_.publish = [this](Entity& entity, Object payload) {
    const EntityPtr shared = entity.is_device() ? entities_.find(entity.zigbee_device()->ieee()) : entities_.find(entity.group()->number);
    if (shared) receiver_.publish(shared, std::move(payload));
  };
  services_.group_bound = [this](GroupId number) {
    if (entities_.find(number)) return;
    entities_.add(network_.add_group(number));
    documents_.publish_groups();
  };
  runner_.on_scenes_changed = [this](const EntityPtr& entity) {
    documents_.publish_devices();
    documents_.publish_groups();
    changes_.tell(Change::scenes, entity);
  };
  configurer_.on_configured = [this](const EntityPtr& entity) {
    documents_.publish_devices();
    documents_.publish_info();
    documents_.publish_definitions();
    changes_.tell(Change::definition, entity);
  };
  bound_reporting_.on_changed = [this] {
    documents_.publish_devices();
    documents_.publish_info();
    documents_.publish_definitions();
  };
  entities_.on_removed.push_back([this](const EntityPtr& entity) {
    receiver_.forget(*entity);
    refresher_.forget(*entity);
    executor_.forget(*entity);
    postman_.forget(*entity);
    firmware_.forget(*entity);
  });
  parts_.names_changed = [this] { subscribe_names(); };
  parts_.settings_changed = [this] { apply_settings(); };
  parts_.restart = [this] { restart_timer_.start(restart_delay, around_.restart); };
}

Bridge::~Bridge() = default;

Result<> Bridge::load() {
  TRY_DO(network_.load());
  entities_.load();
  states_.load();
  states_.keep_only([this](const std::string& id) { return entities_.find(std::string_view(id)) != nullptr; });
  firmware_.tidy(entities_.devices());
  postman_.load();
  return {};
}

Task<> Bridge::start() {
  log::info(NS, "Starting Waggle version {} (commit #{})", version, build_commit);
  for (const std::string& line : foreign_code(around_.files, around_.settings.folder())) log::warning(NS, "{}", line);
  around_.mqtt.subscribe(publisher_.base() + "/bridge/request/#");
  subscribe_names();
  start_home_assistant();
  health_.start();
  around_.mqtt.start(*this);
  auto started = co_await network_.start();
  if (!started) log::error(NS, "The network has not started: {}. Trying again", started.error().text);
}

Task<> Bridge::stop() {
  log::info(NS, "Stopping Waggle...");
  stopping_ = true;
  availability_.pause();
  for (const EntityPtr& entity : entities_.devices()) definition_events_.trigger(entity, library::Event::stop);
  documents_.flush();
  publish_state(false);
  states_.save();
  co_await network_.stop();
  log::info(NS, "Stopped Waggle");
}

void Bridge::definitions_changed() {
  int changed = 0;
  for (const EntityPtr& entity : entities_.devices()) {
    if (!entities_.identify(*entity)) continue;
    ++changed;
    const library::Identified& known = entity->identified();
    log::info(NS, "'{}' is now {}", entity->name(), known ? fmt::format("{} {}", known.vendor(), known.model()) : std::string("not supported"));
    configurer_.heard(entity);
    changes_.tell(Change::definition, entity);
  }
  log::info(NS, "Device files have been read again: {} devices have another definition", changed);
  if (!online_) return;
  documents_.publish_devices();
  documents_.publish_definitions();
}

// Coming and going -------------------------------------------------------------------------------------------

void Bridge::on_connected() {
  if (online_) {
    // The broker may have lost what it kept.
    documents_.forget();
    publish_state(true);
    present();
    availability_.announce();
    if (home_assistant_) home_assistant_->begin();
    publish_cached_states();
    tell_health();
    return;
  }
  publish_radio();
  go_online();
  tell_health();
}

void Bridge::on_disconnected(const Error&) { tell_health(); }

void Bridge::tell_health() {
  if (!around_.health || stopping_) return;
  if (!around_.mqtt.connected()) return around_.health(false, "Waiting for the MQTT broker");
  if (online_) return around_.health(true, "Online");
  around_.health(false, radio_reason_.empty() ? "Waiting for the radio" : "Waiting for the radio: " + radio_reason_);
}

void Bridge::on_radio(network::RadioState state, const std::string& reason) {
  radio_reason_ = reason;
  publish_radio();
  if (state == network::RadioState::connected) {
    // From the loop: the network has not finished its start.
    around_.scheduler.post([this] {
      go_online();
      tell_health();
    });
  } else {
    if (online_) {
      online_ = false;
      availability_.pause();
      publish_state(false);
    }
    tell_health();
  }
}

// Only when requests are heard and can be carried out.
void Bridge::go_online() {
  if (online_ || stopping_ || !around_.mqtt.connected() || network_.state() != network::RadioState::connected) return;
  online_ = true;
  if (const network::DevicePtr coordinator = network_.coordinator()) entities_.add(coordinator);
  publish_state(true);
  present();
  availability_.begin();
  if (home_assistant_) home_assistant_->begin();
  publish_cached_states();
  postman_.begin();
  if (!welcomed_) welcome();
  welcomed_ = true;
}

void Bridge::welcome() {
  const std::vector<EntityPtr> devices = entities_.devices();
  std::vector<EntityPtr> routers;
  for (const EntityPtr& entity : devices) {
    if (entity->is_coordinator()) continue;
    const network::Device& device = *entity->zigbee_device();
    const library::Identified& known = entity->identified();
    const std::string what = entity->supported() ? fmt::format("{} - {} {}", known.model(), known.vendor(), known.description()) : "Not supported";
    log::info(NS, "{} ({}): {} ({})", entity->name(), entity->id(), what, network::type_name(device.kind));
    if (device.kind == network::DeviceType::router) routers.push_back(entity);
    definition_events_.trigger(entity, library::Event::start);
  }
  log::info(NS, "Currently {} devices are joined.", devices.empty() ? 0 : devices.size() - 1);
  configurer_.start(std::move(routers));
  tasks_.spawn("admission", admission_.enforce());
  log::info(NS, "Waggle started!");
}

void Bridge::publish_state(bool online) {
  mqtt::PublishOptions options;
  options.retain = true;
  options.qos = online ? 1 : 0;
  publisher_.send("bridge/state", online ? R"({"state":"online"})" : R"({"state":"offline"})", options);
}

void Bridge::publish_radio() {
  Object radio{{"state", network::to_string(network_.state())}};
  if (!radio_reason_.empty()) radio.set("reason", radio_reason_);
  mqtt::PublishOptions options;
  options.retain = true;
  publisher_.send("bridge/radio", json::dump(Value(std::move(radio)), json::Keys::sorted), options);
}

void Bridge::present() {
  mqtt::PublishOptions options;
  options.retain = true;
  if (around_.settings.flag("advanced.enable_external_js")) {
    // Code of the user's own, which there is none of here: clients that list it get an empty list.
    publisher_.send("bridge/converters", "[]", options);
    publisher_.send("bridge/extensions", "[]", options);
  }
  documents_.publish_all();
}

void Bridge::publish_cached_states() {
  if (!around_.settings.flag("advanced.cache_state") || !around_.settings.flag("advanced.cache_state_send_on_startup")) return;
  for (const auto& list : {entities_.devices(), entities_.groups()}) {
    for (const EntityPtr& entity : list) {
      if (states_.exists(entity->id())) publisher_.publish(entity, {}, PublishReason::cached);
    }
  }
}

// Names may have slashes, so the topics of commands have as many levels as the longest name, and one more
// for an endpoint. Listening to everything under the base would bring back every word of our own.
void Bridge::subscribe_names() {
  std::set<int> depths{1, 2};
  for (const auto& list : {entities_.devices(), entities_.groups()}) {
    for (const EntityPtr& entity : list) {
      const int depth = 1 + static_cast<int>(std::count(entity->name().begin(), entity->name().end(), '/'));
      depths.insert({depth, depth + 1});
    }
  }
  for (const int depth : depths) {
    if (!depths_.insert(depth).second) continue;
    std::string levels;
    for (int i = 0; i < depth; ++i) levels += "/+";
    around_.mqtt.subscribe(publisher_.base() + levels + "/set/#");
    around_.mqtt.subscribe(publisher_.base() + levels + "/get/#");
  }
}

void Bridge::apply_settings() {
  publisher_.configure();
  entities_.refresh_all();
  availability_.configure();
  log_levels_.apply();
}

void Bridge::start_home_assistant() {
  if (!around_.settings.flag("homeassistant.enabled")) return;
  if (const auto possible = HomeAssistant::check(around_.settings); !possible) return log::error(NS, "{}", possible.error().text);
  home_assistant_ = std::make_unique<HomeAssistant>(
      HomeAssistant::Surroundings{around_.scheduler, around_.settings, network_, entities_, states_, publisher_, around_.mqtt,
                                  [this] { publish_state(true); }},
      changes_);
}

void Bridge::on_message(const mqtt::Message& message) {
  if (home_assistant_ && home_assistant_->on_message(message)) return;
  const std::string& base = publisher_.base();
  if (!message.topic.starts_with(base) || message.topic.size() <= base.size() + 1) return;
  const std::string_view topic = message.topic.substr(base.size() + 1);
  log::debug("z2m:mqtt", "Received MQTT message on '{}' with data '{}'", message.topic, message.payload);
  constexpr std::string_view requests = "bridge/request/";
  if (topic.starts_with(requests)) {
    router_.handle(topic.substr(requests.size()), message);
  } else {
    commands_.handle(topic, message);
  }
}

// What devices do --------------------------------------------------------------------------------------------

void Bridge::identify(network::Device& device) {
  if (const EntityPtr entity = entities_.find(device.ieee())) {
    entities_.identify(*entity);
  } else if (const library::Identified known = around_.library.identify(device)) {
    device.catalogue = known.definition->catalogue();  // while the database is read
  }
}

bool Bridge::knows(const network::Device& device) { return static_cast<bool>(around_.library.identify(device)); }

bool Bridge::admits(Ieee ieee) { return admission_.admits(ieee); }

bool Bridge::wants_awake(const network::DevicePtr& device) {
  const EntityPtr entity = entities_.find(device->ieee());
  return entity && postman_.serves(*entity);
}

void Bridge::on_message(const network::DevicePtr& device, const library::Message& message) {
  const EntityPtr entity = entities_.find(device->ieee());
  if (!entity || entity->is_coordinator()) return;
  receiver_.on_message(entity, message);
  bound_polls_.on_message(*device, message);
  firmware_.on_message(entity, message);
}

void Bridge::on_default_response(const network::DevicePtr& device, EndpointId endpoint, const zcl::Frame& frame) {
  if (const EntityPtr entity = entities_.find(device->ieee())) firmware_.on_default_response(entity, endpoint, frame);
}

void Bridge::on_seen(const network::DevicePtr& device, network::SeenReason reason) {
  const EntityPtr entity = entities_.find(device->ieee());
  if (!entity || entity->is_coordinator()) return;
  configurer_.heard(entity);
  health_.heard(device->ieee());
  availability_.heard(entity);
  receiver_.on_seen(entity, reason);
  postman_.heard(entity);
}

void Bridge::on_joined(const network::DevicePtr& device) {
  const EntityPtr entity = entities_.add(device);
  last_joined_ = device->ieee();
  log::info(NS, "Device '{}' joined", entity->name());
  subscribe_names();
  documents_.publish_devices();
  events_.joined(*entity);
  configurer_.joined(entity);
  if (home_assistant_) home_assistant_->heard(entity);
}

void Bridge::on_announced(const network::DevicePtr& device) {
  const EntityPtr entity = entities_.find(device->ieee());
  if (!entity) return;
  log::debug(NS, "Device '{}' announced itself", entity->name());
  documents_.publish_devices();
  events_.announced(*entity);
  definition_events_.trigger(entity, library::Event::announced);
  refresher_.announced(entity);
  firmware_.announced(entity);
  if (home_assistant_) home_assistant_->heard(entity);
}

void Bridge::on_left(const network::DevicePtr& device) {
  const EntityPtr entity = entities_.find(device->ieee());
  if (!entity) return;
  log::warning(NS, "Device '{}' left the network", entity->name());
  health_.left(device->ieee());
  entities_.remove(entity);
  documents_.publish_groups();
  documents_.publish_devices();
  documents_.publish_definitions();
  events_.left(*entity);
}

void Bridge::on_address_changed(const network::DevicePtr& device) {
  const EntityPtr entity = entities_.find(device->ieee());
  if (!entity) return;
  log::debug(NS, "Device '{}' changed network address", entity->name());
  health_.moved(device->ieee());
  documents_.publish_devices();
  definition_events_.trigger(entity, library::Event::address_changed);
}

void Bridge::on_interview(const network::DevicePtr& device, network::InterviewState state) {
  const EntityPtr entity = entities_.find(device->ieee());
  if (!entity) return;
  documents_.publish_devices();
  events_.interview(*entity, state);
  if (state == network::InterviewState::successful) definition_events_.trigger(entity, library::Event::interviewed);
  configurer_.heard(entity);
  changes_.tell(Change::definition, entity);
}

void Bridge::on_permit_join() {
  if (!stopping_) documents_.publish_info();
}

}  // namespace waggle::bridge
