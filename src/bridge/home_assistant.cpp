#include "bridge/home_assistant.h"

#include <algorithm>

#include "bridge/availability.h"
#include "bridge/documents.h"
#include "bridge/scenes.h"
#include "core/json.h"
#include "core/log.h"
#include "core/set_if.h"
#include "homeassistant/device_message.h"

namespace waggle::bridge {
namespace {

namespace ha = homeassistant;

constexpr std::string_view NS = "z2m";
/// A broker sends what it keeps at once, but there may be much of it.
constexpr auto learning_time = 5s;
/// An entity that comes back at once under another name is taken for a second one (zigbee2mqtt#12610).
constexpr auto forgetting_time = 2s;
/// Home Assistant subscribes to states long after it has said that it is there.
constexpr auto birth_delay = 30s;

std::size_t hash_of(std::string_view text) { return std::hash<std::string_view>{}(text); }

/// "sensor/0x…/power/config", or "device/0x…/config" for all of them.
struct Address {
  std::string_view type, owner, object;

  static std::optional<Address> read(std::string_view topic) {
    constexpr std::string_view end = "/config";
    if (!topic.ends_with(end)) return std::nullopt;
    topic.remove_suffix(end.size());
    const std::size_t first = topic.find('/');
    const std::size_t last = topic.rfind('/');
    if (first == std::string_view::npos) return std::nullopt;
    const bool whole = topic.substr(0, first) == ha::device_message;
    if ((first == last) != whole) return std::nullopt;
    if (whole) return Address{ha::device_message, topic.substr(first + 1), {}};
    return Address{topic.substr(0, first), topic.substr(first + 1, last - first - 1), topic.substr(last + 1)};
  }
  bool is_whole() const { return type == ha::device_message; }
  bool is_trigger() const { return type == "device_automation"; }
  /// Without the digits of the base topic that groups and the bridge have before it.
  std::string_view id() const { return owner.substr(owner.find('_') + 1); }
};

/// The topic by which a message shows which bridge it is of.
std::string_view telling_topic(const Value& message, const Address& address) {
  if (address.is_trigger()) {
    const Value* topic = message.find("topic");
    return topic ? topic->string_or("") : std::string_view();
  }
  const Value* sources = message.find("availability");
  const Value* components = address.is_whole() && !sources ? message.find("components") : nullptr;
  if (components && components->is_object()) {
    for (const auto& [name, component] : components->object()) {
      if ((sources = component.find("availability"))) break;  // some have none
    }
  }
  if (!sources || !sources->is_array() || sources->array().empty()) return {};
  const Value* topic = sources->array()[0].find("topic");
  return topic ? topic->string_or("") : std::string_view();
}

Object identity(const Entity& entity) {
  const library::Identified& known = entity.identified();
  const network::Identity& told = entity.zigbee_device()->identity;
  Object out{{"manufacturer", known.vendor()}, {"model", known.description()}, {"model_id", known.model()}};
  set_if(out, "sw_version", told.software_build_id);
  set_if(out, "hw_version", told.hardware_version);
  return out;
}

ha::LastSeen last_seen_form(const settings::Settings& settings) {
  const std::string_view form = settings.text("advanced.last_seen");
  if (form.starts_with("ISO_8601")) return ha::LastSeen::timestamp;
  return form == "disable" ? ha::LastSeen::none : ha::LastSeen::number;
}

void add_scenes(const Scenes& scenes, ha::Entries& out) {
  std::vector<ha::Scene> list;
  for (const auto& [id, name] : scenes) list.push_back({id, name});
  ha::add_scenes(list, out);
}

std::string member_key(Ieee device, EndpointId endpoint, std::string_view type) {
  return fmt::format("{}_{}_{}", to_string(device), endpoint.raw, type);
}

}  // namespace

Result<> HomeAssistant::check(const settings::Settings& settings) {
  if (settings.text("advanced.output") == "attribute") {
    return Error{Errc::invalid, "Home Assistant needs 'advanced.output: json' (it is 'attribute'): nothing is announced"};
  }
  const std::string_view topic = settings.text("homeassistant.discovery_topic");
  if (topic == settings.text("mqtt.base_topic")) {
    return Error{Errc::invalid, fmt::format("homeassistant.discovery_topic must differ from mqtt.base_topic (both are '{}'): nothing is announced", topic)};
  }
  return {};
}

HomeAssistant::HomeAssistant(Surroundings around, Changes& changes)
    : around_(std::move(around)), learned_(around_.scheduler), born_(around_.scheduler) {
  const settings::Settings& settings = around_.settings;
  site_.base_topic = settings.text("mqtt.base_topic");
  site_.version = api_version;
  site_.pages = settings.text("frontend.url");
  site_.windfront = settings.text("frontend.package") == "zigbee2mqtt-windfront";
  style_ = {settings.flag("homeassistant.legacy_action_sensor"), settings.flag("homeassistant.experimental_event_entities")};
  one_message_ = settings.flag("homeassistant.device_discovery");
  discovery_ = std::string(settings.text("homeassistant.discovery_topic")) + "/";
  status_ = settings.text("homeassistant.status_topic");
  if (!settings.flag("advanced.cache_state")) {
    log::warning(NS, "Home Assistant shows unknown states after its own restarts unless 'advanced.cache_state' is true");
  }
  changes.listeners.push_back([this](Change change, const EntityPtr& entity) { changed(change, entity); });
  around_.publisher.adjust.push_back([this](const Entity& entity, Object& message) { complete(entity, message); });
  around_.publisher.on_published.push_back([this](const Publication& p) { published(p); });
  around_.mqtt.subscribe(status_);
}

// What is announced, and when --------------------------------------------------------------------------------

void HomeAssistant::begin() {
  site_.bridge = to_string(around_.network.radio().ieee);
  for (auto& [id, said] : said_) {
    for (auto& [topic, sent] : said.messages) sent.published = false;
  }
  // What should be there must be known before what is there arrives.
  announce_everything(false);
  learning_ = true;
  around_.mqtt.subscribe(discovery_ + "#");
  learned_.start(learning_time, [this] {
    learning_ = false;
    around_.mqtt.unsubscribe(discovery_ + "#");
    announce_everything(true);
  });
}

void HomeAssistant::announce_everything(bool publish) {
  announce_bridge(publish);
  // Groups name the entities of their members.
  for (const EntityPtr& device : around_.entities.devices()) announce(device, publish);
  for (const EntityPtr& group : around_.entities.groups()) announce(group, publish);
}

void HomeAssistant::heard(const EntityPtr& entity) {
  const auto known = said_.find(entity->id());
  if (known == said_.end() || !known->second.announced) announce(entity);
}

void HomeAssistant::changed(Change change, const EntityPtr& entity) {
  if (site_.bridge.empty()) return;  // nothing has been announced so far
  switch (change) {
    case Change::renamed_afresh:
    case Change::scenes:
      tasks_.spawn("home assistant", announce_afresh(entity, change == Change::scenes));
      break;
    case Change::removed:
      take_back(said_[entity->id()]);
      said_.erase(entity->id());
      break;
    case Change::renamed:
      announce(entity);
      for (const std::string& key : std::set(said_[entity->id()].triggers)) announce_trigger(entity, key);
      break;
    case Change::options:
    case Change::members:
    case Change::definition:
      announce(entity);
      break;
  }
}

Task<> HomeAssistant::announce_afresh(EntityPtr entity, bool only_scenes) {
  Said& said = said_[entity->id()];
  for (auto at = said.messages.begin(); at != said.messages.end();) {
    const bool goes = !only_scenes || at->first.starts_with("scene/");
    if (goes) send(at->first, "");
    at = goes ? said.messages.erase(at) : std::next(at);
  }
  co_await sleep(around_.scheduler, forgetting_time);
  if (!said_.contains(entity->id())) co_return;  // removed meanwhile
  announce(entity);
  if (only_scenes) co_return;
  for (const std::string& key : std::set(said_[entity->id()].triggers)) announce_trigger(entity, key);
}

bool HomeAssistant::wanted(const Entity& entity) const {
  const Value* own = entity.user_options().find("homeassistant");
  if (own && !truthy(*own)) return false;
  return entity.is_device() ? entity.definition() != nullptr : !entity.group()->members.empty();
}

void HomeAssistant::announce(const EntityPtr& entity, bool publish) {
  if (site_.bridge.empty() || entity->is_coordinator()) return;
  if (entity->is_device() && !entity->zigbee_device()->interviewed()) return;
  if (!wanted(*entity)) {
    const auto known = said_.find(entity->id());
    if (known == said_.end()) return;
    take_back(known->second);
    said_.erase(known);
    return;
  }
  announce(said_[entity->id()], owner(*entity), entries(*entity), publish);
}

void HomeAssistant::announce_bridge(bool publish) {
  ha::Owner owner;
  owner.kind = ha::Owner::Kind::bridge;
  owner.id = site_.bridge;
  owner.name = "bridge";
  const coordinator::RadioInfo& radio = around_.network.radio();
  const Value* revision = radio.meta.find("revision");
  owner.identity.set("hw_version", radio.type + " " + (revision ? to_text(*revision) : ""));
  announce(said_[site_.bridge], owner, ha::bridge_entries(site_.base_topic), publish);
}

ha::Owner HomeAssistant::owner(const Entity& entity) const {
  ha::Owner out;
  out.kind = entity.is_device() ? ha::Owner::Kind::device : ha::Owner::Kind::group;
  out.id = entity.id();
  out.name = entity.name();
  out.options = &entity.user_options();
  out.availability = Availability::wanted(entity, around_.entities, around_.settings.flag("availability.enabled"));
  out.disabled = entity.is_device() && entity.output().disabled;
  if (entity.is_device()) {
    out.model = entity.identified().model();
    out.identity = identity(entity);
  } else {
    out.members = [this, &entity](std::string_view type) { return member_ids(entity, type); };
  }
  return out;
}

ha::Entries HomeAssistant::entries(const Entity& entity) const {
  ha::Entries out;
  if (entity.is_device()) {
    const ha::DeviceFacts facts{entity.id(), std::string(entity.identified().model()), entity.definition()->ota};
    out = ha::device_entries(facts, entity.exposes(), style_, last_seen_form(around_.settings), site_.base_topic);
    for (const network::Endpoint& endpoint : entity.zigbee_device()->endpoints) add_scenes(scenes_of(endpoint), out);
  } else {
    std::vector<std::vector<library::Expose>> members;
    for (const network::Member& member : entity.group()->members) {
      if (const EntityPtr device = around_.entities.find(member.device)) members.push_back(device->exposes());
    }
    out = ha::group_entries(members, style_);
    add_scenes(scenes_of(*entity.group(), around_.network), out);
  }
  if (const Value* own = entity.user_options().find("homeassistant"); own && own->is_object()) ha::choose(own->object(), out);
  return out;
}

void HomeAssistant::remember_member(const Entity& entity, const ha::Entry& entry, const std::string& unique_id) {
  const auto endpoint = library::find_endpoint(entity.device(), entity.definition(), entry.endpoint);
  if (endpoint) unique_ids_[member_key(entity.zigbee_device()->ieee(), *endpoint, entry.type)] = unique_id;
}

Array HomeAssistant::member_ids(const Entity& group, std::string_view type) const {
  Array out;
  for (const network::Member& member : group.group()->members) {
    const auto known = unique_ids_.find(member_key(member.device, member.endpoint, type));
    if (known != unique_ids_.end()) out.emplace_back(known->second);
  }
  return out;
}

void HomeAssistant::announce(Said& said, const ha::Owner& owner, ha::Entries entries, bool publish) {
  const EntityPtr device = owner.kind == ha::Owner::Kind::device ? around_.entities.find(std::string_view(owner.id)) : nullptr;
  said.announced = true;
  said.fill.clear();
  said.endpoints.clear();
  std::vector<ha::Announcement> wanted;
  for (const ha::Entry& entry : entries) {
    ha::Announcement made = ha::announce(entry, owner, site_);
    for (const auto& property : entry.fill) said.fill.push_back(property);
    if (device && !entry.state_below.empty()) said.endpoints.push_back(entry.state_below);
    // Updates and scenes are the whole device's; exposes belong to an endpoint.
    if (device && entry.type != "scene" && entry.type != "update") remember_member(*device, entry, made.unique_id);
    // Two exposes may ask for one entity: the last one has it.
    const auto same = std::find_if(wanted.begin(), wanted.end(), [&](const ha::Announcement& w) { return w.topic == made.topic; });
    if (same == wanted.end()) {
      wanted.push_back(std::move(made));
    } else {
      *same = std::move(made);
    }
  }
  if (one_message_ && !wanted.empty()) wanted = {ha::combine(std::move(wanted))};
  std::set<std::string> topics;
  for (const ha::Announcement& one : wanted) {
    topics.insert(one.topic);
    const std::string text = json::dump(one.payload, json::Keys::sorted);
    const std::size_t hash = hash_of(text);
    Sent& sent = said.messages[one.topic];
    if (sent.published && sent.hash == hash) continue;
    sent = {hash, publish};
    if (publish) send(one.topic, text);
  }
  for (auto at = said.messages.begin(); at != said.messages.end();) {
    const bool stale = !topics.contains(at->first) && !at->first.starts_with("device_automation/");
    if (stale) send(at->first, "");
    at = stale ? said.messages.erase(at) : std::next(at);
  }
}

void HomeAssistant::announce_trigger(const EntityPtr& entity, const std::string& key) {
  const std::size_t split = key.find('_');
  const ha::Announcement made = ha::announce_trigger(key.substr(0, split), key.substr(split + 1), owner(*entity), site_);
  const std::string text = json::dump(made.payload, json::Keys::sorted);
  Said& said = said_[entity->id()];
  said.triggers.insert(key);
  Sent& sent = said.messages[made.topic];
  const std::size_t hash = hash_of(text);
  if (sent.published && sent.hash == hash) return;
  sent = {hash, true};
  send(made.topic, text);
}

// What the broker has ----------------------------------------------------------------------------------------

bool HomeAssistant::on_message(const mqtt::Message& message) {
  if (message.topic == status_) {
    std::string text(message.payload);
    std::transform(text.begin(), text.end(), text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    if (text == "online" && !born_.running()) born_.start(birth_delay, [this] { born(); });
    return true;
  }
  if (!message.topic.starts_with(discovery_)) return false;
  if (learning_) learn(message.topic.substr(discovery_.size()), message.payload);
  return true;
}

void HomeAssistant::learn(std::string_view topic, std::string_view payload) {
  if (payload == ha::migrate) return finish_migration(topic);
  const auto address = Address::read(topic);
  const auto message = address ? json::parse(payload) : Result<Value>(Error{Errc::malformed, {}});
  if (!message || !telling_topic(*message, *address).starts_with(site_.base_topic + "/")) return;  // somebody else's
  const std::string id(address->id());
  const std::string name(topic);
  const auto said = said_.find(id);
  const bool known = said != said_.end() && (address->is_trigger() || said->second.messages.contains(name));
  if (!known && said != said_.end() && address->is_whole() != one_message_) {
    // The other form: it goes when this one has been said, and Home Assistant keeps what it knows of the entities.
    send(name, ha::migrate);
    said->second.messages[name] = {0, true};
    return;
  }
  if (!known) {
    log::debug(NS, "Clearing outdated Home Assistant config '{}'", topic);
    send(name, "");
    return;
  }
  said->second.messages[name] = {hash_of(json::dump(*message, json::Keys::sorted)), true};
  const EntityPtr entity = around_.entities.find(std::string_view(id));
  const std::string kind(address->object.substr(0, address->object.find('_')));
  if (address->is_trigger() && entity && telling_topic(*message, *address) == fmt::format("{}/{}/{}", site_.base_topic, entity->name(), kind)) {
    said->second.triggers.emplace(address->object);
  }
}

// The program ended between telling Home Assistant to let go and taking the old form back: what is said now is the new
// form, and after it the old topic is stale. The message does not show whose it is, its topic does.
void HomeAssistant::finish_migration(std::string_view topic) {
  const auto address = Address::read(topic);
  const auto said = address ? said_.find(std::string(address->id())) : said_.end();
  if (said == said_.end()) return;
  auto& messages = said->second.messages;
  const bool ours = std::any_of(messages.begin(), messages.end(), [&](const auto& message) {
    const auto own = Address::read(message.first);
    return own && own->owner == address->owner;
  });
  if (ours) messages.try_emplace(std::string(topic), Sent{0, true});
}

void HomeAssistant::take_back(Said& said) {
  for (const auto& [topic, sent] : said.messages) send(topic, "");
  said.messages.clear();
}

void HomeAssistant::born() {
  // Everything is shown as available before its state comes.
  around_.say_online();
  for (const auto& list : {around_.entities.devices(), around_.entities.groups()}) {
    for (const EntityPtr& entity : list) {
      if (around_.states.exists(entity->id())) around_.publisher.publish(entity, {}, PublishReason::cached);
    }
  }
}

void HomeAssistant::send(const std::string& topic, std::string_view payload) {
  const std::string whole = discovery_ + topic;
  log::debug("z2m:mqtt", "MQTT publish: topic '{}', payload '{}'", whole, payload);
  mqtt::PublishOptions options;
  options.retain = true;
  options.qos = 1;
  options.echo = true;  // there are many, and nobody listens to them but while it is learned what there is
  around_.mqtt.publish(whole, payload, options);
}

// What is published besides ----------------------------------------------------------------------------------

void HomeAssistant::complete(const Entity& entity, Object& message) const {
  if (const auto said = said_.find(entity.id()); said != said_.end()) {
    for (const auto& [property, value] : said->second.fill) {
      if (!message.contains(property)) message.set(property, value);
    }
  }
  // Home Assistant's words for them.
  if (Value* color = message.find("color"); color && color->is_object()) {
    for (const auto& [word, short_word] : {std::pair("hue", "h"), std::pair("saturation", "s")}) {
      if (const Value* part = color->find(word)) {
        const Value value = *part;
        color->object().set(short_word, value);
      }
    }
  }
  if (!entity.definition() || !entity.definition()->ota) return;
  const Value* update = message.find("update");
  const Value* latest = update ? update->find("latest_version") : nullptr;
  if (latest && !latest->is_null()) return;
  Object unknown = update && update->is_object() ? update->object() : Object();
  unknown.set("installed_version", -1);
  unknown.set("latest_version", -1);
  message.set("update", std::move(unknown));
}

void HomeAssistant::published(const Publication& publication) {
  const EntityPtr& entity = publication.entity;
  const Object& message = *publication.message;
  const auto said = said_.find(entity->id());
  if (entity->is_device() && said != said_.end()) {
    // Home Assistant's lights read "state", never "state_l1".
    for (const std::string& endpoint : said->second.endpoints) {
      Object own;
      const std::string suffix = "_" + endpoint;
      for (const auto& [key, value] : message) {
        if (key.ends_with(suffix)) own.set(key.substr(0, key.size() - suffix.size()), value);
      }
      around_.publisher.send(entity->name() + "/" + endpoint, json::dump(own, json::Keys::sorted));
    }
  }
  const Value* action = message.find("action");
  if (!action || !truthy(*action)) return;
  const std::string value = to_text(*action);
  if (style_.legacy_action_sensor) around_.publisher.publish(entity, {{"action", ""}});
  if (!entity->is_device() || !entity->definition()) return;
  const Value* own = entity->user_options().find("homeassistant");
  const Value* triggers = own ? own->find("device_automation") : nullptr;
  const bool hidden = (own && own->is_null()) || (triggers && triggers->is_null());
  const std::string key = "action_" + value;
  if (!hidden && !site_.bridge.empty() && !said_[entity->id()].triggers.contains(key)) announce_trigger(entity, key);
  if (around_.settings.text("advanced.output") == "json") around_.publisher.send(entity->name() + "/action", value);
}

}  // namespace waggle::bridge
