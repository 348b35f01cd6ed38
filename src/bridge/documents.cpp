#include "bridge/documents.h"

#include <algorithm>
#include <map>

#include "bridge/scenes.h"
#include "core/json.h"
#include "core/log.h"
#include "core/set_if.h"
#include "core/version.h"
#include "io/system.h"
#include "settings/schema.h"
#include "zigbee/zcl/describe.h"

namespace waggle::bridge {
namespace {

constexpr std::chrono::seconds between_drawings{1};

/// What pictures are called on the web: letters, figures and "- _./:"; anything else is a dash.
std::string picture_name(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    out += plain || std::string_view("- _./:").find(c) != std::string_view::npos ? c : '-';
  }
  return out;
}

void replace(std::string& text, std::string_view what, const std::string& by) {
  const std::size_t at = text.find(what);
  if (at != std::string::npos) text.replace(at, what.size(), by);
}

Array labels(const zcl::Catalogue& catalogue, const std::vector<ClusterId>& clusters) {
  Array out;
  for (const ClusterId id : clusters) out.emplace_back(zcl::cluster_label(catalogue, id));
  return out;
}

Array listed(const Scenes& scenes) {
  Array out;
  for (const auto& [id, name] : scenes) out.emplace_back(Object{{"id", id}, {"name", name}});
  return out;
}

/// Devices and groups that are gone may still be in a binding table.
bool leads_somewhere(const network::Network& network, const network::Binding& binding) {
  if (binding.group) return network.find(*binding.group) != nullptr;
  const network::DevicePtr target = network.find(binding.target);
  return target && target->find(binding.target_endpoint);
}

void add(std::string& list, const Object& item) {
  if (!list.empty()) list += ',';
  json::append(list, item, json::Keys::sorted);
}
std::string bracketed(std::string items) { return "[" + std::move(items) + "]"; }

std::size_t hash_of(const Value& value) { return std::hash<std::string>{}(json::dump(value)); }

std::string hex_of(const coordinator::ExtendedPan& pan) { return "0x" + to_hex(pan); }

}  // namespace

Documents::Documents(Scheduler& scheduler, Entities& entities, network::Network& network, settings::Settings& settings, Publisher& publisher)
    : scheduler_(scheduler),
      entities_(entities),
      network_(network),
      settings_(settings),
      publisher_(publisher),
      info_(scheduler, "bridge/info", &Documents::info),
      devices_(scheduler, "bridge/devices", &Documents::devices),
      groups_(scheduler, "bridge/groups", &Documents::groups),
      definitions_(scheduler, "bridge/definitions", &Documents::definitions) {
  const io::Machine machine = io::machine();
  os_ = {{"version", machine.system}, {"node_version", "none, this is Waggle " + std::string(waggle::version)}, {"cpus", machine.processors}, {"memory_mb", machine.memory_mb}};
}

void Documents::want(Picture& picture) {
  const Instant due = picture.drawn ? *picture.drawn + between_drawings : scheduler_.now();
  if (due <= scheduler_.now()) return publish(picture);
  if (!picture.pause.running()) picture.pause.start(due - scheduler_.now(), [this, &picture] { publish(picture); });
}

void Documents::publish(Picture& picture) {
  picture.pause.stop();
  picture.drawn = scheduler_.now();
  const std::string text = (this->*picture.draw)();
  const std::size_t hash = std::hash<std::string>{}(text);
  if (picture.published == hash) return;
  picture.published = hash;
  mqtt::PublishOptions options;
  options.retain = true;
  publisher_.send_unlogged(std::string(picture.topic), text, options);
}

void Documents::publish_definitions() {
  // Of all it says only the makers' own clusters change while we run, and it is large: look at these first.
  const std::size_t clusters = hash_of(custom_clusters());
  if (definitions_.published && clusters == custom_clusters_) return;
  custom_clusters_ = clusters;
  want(definitions_);
}

void Documents::publish_all() {
  custom_clusters_ = hash_of(custom_clusters());
  for (Picture* picture : {&info_, &devices_, &groups_, &definitions_}) publish(*picture);
}

void Documents::flush() {
  for (Picture* picture : {&info_, &devices_, &groups_, &definitions_}) {
    if (picture->pause.running()) publish(*picture);
  }
}

void Documents::forget() {
  for (Picture* picture : {&info_, &devices_, &groups_, &definitions_}) picture->published.reset();
}

void Documents::each(const std::function<void(const std::string& topic, const std::string& text)>& show) const {
  for (const Picture* picture : {&info_, &devices_, &groups_, &definitions_}) {
    show(std::string(picture->topic), (this->*picture->draw)());
  }
}

bool Documents::has(std::string_view topic) const {
  for (const Picture* picture : {&info_, &devices_, &groups_, &definitions_}) {
    if (picture->topic == topic) return true;
  }
  return false;
}

std::string Documents::devices() const {
  std::string out;
  for (const EntityPtr& entity : entities_.devices()) add(out, device(*entity));
  return bracketed(std::move(out));
}

std::string Documents::groups() const {
  std::string out;
  for (const EntityPtr& entity : entities_.groups()) add(out, group(*entity));
  return bracketed(std::move(out));
}

std::string Documents::definitions() const {
  std::map<std::string_view, const zcl::Cluster*> clusters;
  for (const zcl::Cluster* cluster : zcl::standard_clusters()) clusters.emplace(cluster->name, cluster);
  std::string out = R"({"actions":)";
  json::append(out, Array{action_raw, action_hue_reset}, json::Keys::sorted);
  out += R"(,"clusters":)";
  char before = '{';
  for (const auto& [name, cluster] : clusters) {
    out += before;
    json::append_string(out, name);
    out += ':';
    json::append(out, zcl::describe(*cluster), json::Keys::sorted);
    before = ',';
  }
  out += R"(},"custom_clusters":)";
  json::append(out, custom_clusters(), json::Keys::sorted);
  out += '}';
  return out;
}

Value Documents::custom_clusters() const {
  Object custom;
  for (const EntityPtr& entity : entities_.devices()) {
    const zcl::Overlay* overlay = entity->zigbee_device()->catalogue.overlay();
    if (!overlay || overlay->empty()) continue;
    Object own;
    for (const auto& cluster : *overlay) own.set(cluster->view().name, zcl::describe(cluster->view()));
    custom.set(entity->id(), std::move(own));
  }
  return custom;
}

std::string Documents::info() const {
  const coordinator::RadioInfo& radio = network_.radio();
  const coordinator::NetworkParameters& parameters = network_.parameters();
  coordinator::ExtendedPan extended_pan = parameters.extended_pan;
  if (radio.extended_pan_backwards) std::reverse(extended_pan.begin(), extended_pan.end());
  Object out{
      {"os", os_},
      {"mqtt", Object{{"server", settings_.text("mqtt.server")}, {"version", settings_.number("mqtt.version")}}},
      {"version", api_version},
      {"commit", build_commit},
      {"zigbee_herdsman", Object{{"version", "10.9.2"}}},
      {"zigbee_herdsman_converters", Object{{"version", "26.105.0"}}},
      {"coordinator", Object{{"ieee_address", to_string(radio.ieee)}, {"type", radio.type}, {"meta", radio.meta}}},
      {"network", Object{{"pan_id", parameters.pan.raw}, {"extended_pan_id", hex_of(extended_pan)}, {"channel", parameters.channel}}},
      {"log_level", log::to_string(log::level())},
      {"permit_join", network_.joining()},
      {"restart_required", restart_required_},
      {"config", settings_.published_config()},
      {"config_schema", settings::json_schema()},
  };
  if (const auto until = network_.joining_until()) out.set("permit_join_end", until->ms);
  return json::dump(Value(std::move(out)), json::Keys::sorted);
}

Object Documents::device(const Entity& entity) const {
  const network::Device& device = *entity.zigbee_device();
  const network::Identity& identity = device.identity;
  Object endpoints;
  for (const network::Endpoint& e : device.endpoints) endpoints.set(std::to_string(e.id.raw), endpoint(entity, e));
  Object out{{"ieee_address", entity.id()},
             {"type", network::type_name(device.kind)},
             {"network_address", device.nwk.raw},
             {"supported", entity.supported()},
             {"friendly_name", entity.name()},
             {"disabled", entity.output().disabled},
             {"interviewing", device.interview_state == network::InterviewState::in_progress},
             {"interview_completed", device.interview_state == network::InterviewState::successful},
             {"interview_state", to_string(device.interview_state)},
             {"endpoints", std::move(endpoints)}};
  if (const Value* text = entity.user_options().find("description")) out.set("description", *text);
  if (entity.definition()) out.set("definition", definition(entity));
  set_if(out, "power_source", identity.power_source);
  set_if(out, "software_build_id", identity.software_build_id);
  set_if(out, "date_code", identity.date_code);
  set_if(out, "model_id", identity.model_id);
  set_if(out, "manufacturer", identity.manufacturer_name);
  return out;
}

Object Documents::endpoint(const Entity& entity, const network::Endpoint& e) const {
  const zcl::Catalogue& catalogue = entity.zigbee_device()->catalogue;
  Array bindings;
  for (const network::Binding& b : e.bindings) {
    if (!leads_somewhere(network_, b)) continue;
    Object target = b.group ? Object{{"type", "group"}, {"id", b.group->raw}}
                            : Object{{"type", "endpoint"}, {"ieee_address", to_string(b.target)}, {"endpoint", b.target_endpoint.raw}};
    bindings.emplace_back(Object{{"cluster", zcl::cluster_label(catalogue, b.cluster)}, {"target", std::move(target)}});
  }
  Array reportings;
  for (const network::Reporting& r : e.reportings) {
    const zcl::Cluster* cluster = catalogue.find(r.cluster, r.manufacturer);
    const zcl::Attribute* row = cluster ? cluster->attribute(r.attribute, r.manufacturer) : nullptr;
    reportings.emplace_back(Object{{"cluster", zcl::cluster_label(catalogue, r.cluster)},
                                   {"attribute", row ? Value(row->name) : Value(r.attribute.raw)},
                                   {"minimum_report_interval", r.min},
                                   {"maximum_report_interval", r.max}});
    if (!r.change.is_null()) reportings.back().object().set("reportable_change", r.change);
  }
  Object out{{"bindings", std::move(bindings)},
             {"configured_reportings", std::move(reportings)},
             {"clusters", Object{{"input", labels(catalogue, e.inputs)}, {"output", labels(catalogue, e.outputs)}}},
             {"scenes", listed(scenes_of(e))}};
  if (entity.definition()) {
    const auto name = entity.definition()->endpoints->name_of(e.id);
    if (!name.empty()) out.set("name", name);
  }
  return out;
}

Object Documents::group(const Entity& entity) const {
  const network::Group& group = *entity.group();
  Array members;
  for (const network::Member& m : group.members) {
    members.emplace_back(Object{{"ieee_address", to_string(m.device)}, {"endpoint", m.endpoint.raw}});
  }
  Object out{{"id", group.number.raw},
             {"friendly_name", group.number == default_bind_group ? std::string(default_bind_group_name) : entity.name()},
             {"scenes", listed(scenes_of(group, network_))},
             {"members", std::move(members)}};
  if (const Value* text = entity.user_options().find("description")) out.set("description", *text);
  return out;
}

Value Documents::definition(const Entity& entity) {
  const library::Identified& known = entity.identified();
  if (!known) return {};
  const library::Definition& d = *known.definition;
  Object out{{"source", d.generated ? "generated" : d.own ? "external" : "native"},
             {"model", known.model()},
             {"vendor", known.vendor()},
             {"description", known.description()},
             {"exposes", library::to_value(entity.exposes())},
             {"supports_ota", d.ota},
             {"options", library::to_value(d.options)},
             {"version", d.version.empty() ? std::string("0.0.0") : d.version}};
  const Value* chosen = entity.user_options().find("icon");
  std::string icon = chosen ? std::string(chosen->string_or("")) : d.icon;
  if (!icon.empty()) {
    replace(icon, "$zigbeeModel", picture_name(entity.device().model_id()));
    replace(icon, "$model", picture_name(known.model()));
    out.set("icon", icon);
  }
  return out;
}

}  // namespace waggle::bridge
