#include "settings/settings.h"

#include <openssl/rand.h>

#include <algorithm>
#include <set>
#include <stdexcept>

#include "core/log.h"
#include "settings/sources.h"
#include "settings/yaml_editor.h"
#include "settings/yaml_writer.h"

namespace waggle::settings {
namespace {

constexpr std::string_view NS = "z2m:settings";
constexpr std::string_view generate = "GENERATE";

Error already_used(std::string_view name) {
  return {Errc::invalid, "friendly_name '" + std::string(name) + "' is already in use"};
}
Error unknown_entity(std::string_view name) {
  return {Errc::not_found, "Device or group '" + std::string(name) + "' does not exist"};
}

std::optional<GroupId> parse_group(std::string_view text) {
  if (text.empty() || text.size() > 5) return std::nullopt;
  int number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  if (number < 1 || number > 0xFFFF) return std::nullopt;
  return GroupId{static_cast<std::uint16_t>(number)};
}

/// null is how clients take a setting away, but for those in which null means something.
void remove_nulls(Object& object, const std::string& section) {
  std::vector<std::string> gone;
  for (auto& [key, value] : object) {
    const std::string path = section.empty() ? key : section + "." + key;
    if (path == "homeassistant") continue;
    if (value.is_null()) gone.push_back(key);
    if (value.is_object()) remove_nulls(value.object(), path);
  }
  for (const std::string& key : gone) object.erase(key);
}

Object& section_of(Object& config, std::string_view key) {
  Value& section = config[key];
  if (!section.is_object()) section = Object{};
  return section.object();
}

Array random_octets(int count) {
  std::vector<unsigned char> octets(static_cast<std::size_t>(count));
  if (RAND_bytes(octets.data(), count) != 1) throw std::runtime_error("the operating system gives no random numbers");
  Array out;
  for (const unsigned char octet : octets) out.emplace_back(octet);
  return out;
}

/// Fills what the user leaves to us; true when there was something.
bool generate_missing(Object& config) {
  Value* advanced = config.find("advanced");
  if (!advanced || !advanced->is_object()) return false;
  bool any = false;
  auto fill = [&](std::string_view key, const std::function<Value()>& make) {
    Value* value = advanced->object().find(key);
    if (!value || !(*value == Value(generate))) return;
    *value = make();
    any = true;
  };
  fill("network_key", [] { return Value(random_octets(16)); });
  fill("ext_pan_id", [] { return Value(random_octets(8)); });
  fill("pan_id", [] {
    // 0xFFFF means any network; 0 is avoided by the peer, too.
    const Array two = random_octets(2);
    return Value(1 + (static_cast<int>(two[0].number()) * 256 + static_cast<int>(two[1].number())) % 0xFFFE);
  });
  return any;
}

bool contains(const Value* list, const std::string& address) {
  return list && list->is_array() && std::any_of(list->array().begin(), list->array().end(), [&](const Value& v) { return v == Value(address); });
}

}  // namespace

struct Settings::State {
  io::Files* files = nullptr;
  std::string folder;
  Environment environment;
  Sources sources;
  Object whole;
  std::map<Ieee, Object> devices;
  std::map<GroupId, Object> groups;
  Object device_options;
  std::vector<std::string> warnings;

  void read_out();
  Result<> commit(Object wanted);
  Result<> change(const std::function<Result<>(Object&)>& edit);
};

Settings::Settings(std::unique_ptr<State> state) : state_(std::move(state)) {}
Settings::~Settings() = default;

// Reading ----------------------------------------------------------------------------------------------------

void Settings::State::read_out() {
  whole = defaults(folder);
  deep_merge(whole, sources.config());
  for (const std::string_view section : {"devices", "groups"}) section_of(whole, section);
  devices.clear();
  groups.clear();
  for (const auto& [key, options] : whole.find("devices")->object()) {
    const auto ieee = parse_ieee(key);
    if (ieee) devices[*ieee] = options.is_object() ? options.object() : Object{};
  }
  for (const auto& [key, options] : whole.find("groups")->object()) {
    const auto number = parse_group(key);
    if (number) groups[*number] = options.is_object() ? options.object() : Object{};
  }
  const Value* shared = whole.find("device_options");
  device_options = shared && shared->is_object() ? shared->object() : Object{};
}

Result<std::unique_ptr<Settings>> Settings::load(io::Files& files, std::string folder, Environment environment) {
  const std::string path = folder + "/configuration.yaml";
  if (!files.exists(path)) {
    return Error{Errc::not_found, path + ": there is no such file. It must name at least the coordinator (serial.port) and the broker (mqtt.server)"};
  }
  auto state = std::make_unique<State>();
  state->files = &files;
  state->folder = std::move(folder);
  state->environment = std::move(environment);
  TRY(state->sources, Sources::read(files, state->folder));
  Object config = state->sources.config();
  apply_environment(state->environment, config);
  const bool generated = generate_missing(config);

  std::string problems;
  auto tell = [&](const Path& place, const std::string& text) {
    problems += (problems.empty() ? "" : "\n") + state->sources.where(place) + ": " + text;
  };
  for (const Mistake& mistake : validate(config)) {
    const std::string wanted = mistake.setting ? allowed(*mistake.setting) : std::string();
    tell(mistake.path, dotted(mistake.path) + " " + mistake.rule + (wanted.empty() ? "" : "; it may be " + wanted));
  }
  Object checked = defaults(state->folder);
  deep_merge(checked, config);
  for (const Finding& finding : cross_check(checked)) tell(finding.path, finding.text);
  if (!problems.empty()) return Error{Errc::invalid, std::move(problems)};

  for (const Unknown& unknown : unknown_keys(config)) {
    state->warnings.push_back(state->sources.where(unknown.path) + ": no setting is called " + dotted(unknown.path) +
                              (unknown.meant.empty() ? "" : "; was " + unknown.meant + " meant?"));
  }
  if (generated || !same(Value(config), Value(state->sources.config()))) TRY_DO(state->commit(std::move(config)));
  state->read_out();
  return std::unique_ptr<Settings>(new Settings(std::move(state)));
}

Result<> Settings::write_minimal(io::Files& files, const std::string& folder, const Environment& environment) {
  Object config{
      {"version", 5},
      {"mqtt", Object{{"base_topic", "zigbee2mqtt"}, {"server", "mqtt://localhost:1883"}}},
      {"serial", Object{}},
      {"advanced", Object{{"log_level", "info"}, {"channel", 11}, {"network_key", generate}, {"pan_id", generate},
                          {"ext_pan_id", generate}, {"enable_external_js", false}}},
      {"frontend", Object{{"enabled", false}, {"port", 8080}}},
      {"homeassistant", Object{{"enabled", false}}},
  };
  apply_environment(environment, config);
  TRY_DO(files.make_folder(folder));
  return files.replace(folder + "/configuration.yaml", write_document(config));
}

const std::string& Settings::folder() const { return state_->folder; }
const Object& Settings::whole() const { return state_->whole; }
const std::vector<std::string>& Settings::warnings() const { return state_->warnings; }
const Object& Settings::device_options() const { return state_->device_options; }

const Value* Settings::find(std::string_view path) const {
  if (!find_setting(path)) throw std::logic_error("no setting is called " + std::string(path));
  const Object* section = &state_->whole;
  for (;;) {
    const std::size_t dot = path.find('.');
    const Value* value = section->find(path.substr(0, dot));
    if (!value || value->is_null()) return nullptr;
    if (dot == std::string_view::npos) return value;
    if (!value->is_object()) return nullptr;
    section = &value->object();
    path.remove_prefix(dot + 1);
  }
}

std::string_view Settings::text(std::string_view path) const {
  const Value* value = find(path);
  return value ? value->string_or("") : std::string_view();
}
bool Settings::flag(std::string_view path) const {
  const Value* value = find(path);
  return value && truthy(*value);
}
double Settings::number(std::string_view path) const {
  const Value* value = find(path);
  return value ? value->number_or(0) : 0;
}

Object Settings::published_config() const {
  Object out = state_->whole;
  for (const Setting& setting : all_settings) {
    if (!setting.is(Setting::hidden)) continue;
    Value* section = out.find(setting.section());
    if (section && section->is_object()) section->object().erase(setting.name());
  }
  return out;
}

const Object* Settings::device(Ieee ieee) const {
  const auto found = state_->devices.find(ieee);
  return found == state_->devices.end() ? nullptr : &found->second;
}
const Object* Settings::group(GroupId number) const {
  const auto found = state_->groups.find(number);
  return found == state_->groups.end() ? nullptr : &found->second;
}
std::vector<Ieee> Settings::devices() const {
  std::vector<Ieee> out;
  for (const auto& [ieee, options] : state_->devices) out.push_back(ieee);
  return out;
}
std::vector<GroupId> Settings::groups() const {
  std::vector<GroupId> out;
  for (const auto& [number, options] : state_->groups) out.push_back(number);
  return out;
}

std::optional<Settings::Entry> Settings::find_entity(std::string_view name_or_id) const {
  auto name_of = [](const Object& options, std::string fallback) {
    const Value* name = options.find("friendly_name");
    return name && name->is_string() ? name->string() : std::move(fallback);
  };
  if (const auto ieee = parse_ieee(name_or_id); ieee && device(*ieee)) {
    return Entry{*ieee, {}, name_of(*device(*ieee), to_string(*ieee))};
  }
  for (const auto& [ieee, options] : state_->devices) {
    if (name_of(options, {}) == name_or_id) return Entry{ieee, {}, std::string(name_or_id)};
  }
  if (const auto number = parse_group(name_or_id); number && group(*number)) {
    return Entry{{}, *number, name_of(*group(*number), std::to_string(number->raw))};
  }
  for (const auto& [number, options] : state_->groups) {
    if (name_of(options, {}) == name_or_id) return Entry{{}, number, std::string(name_or_id)};
  }
  return std::nullopt;
}

bool Settings::blocked(Ieee ieee) const { return contains(find("blocklist"), to_string(ieee)); }
bool Settings::not_passed(Ieee ieee) const {
  const Value* list = find("passlist");
  return list && list->is_array() && !list->array().empty() && !contains(list, to_string(ieee));
}

// Changes ----------------------------------------------------------------------------------------------------

Result<> Settings::State::commit(Object wanted) {
  TRY(sources, sources.write(*files, wanted));
  read_out();
  return {};
}

Result<> Settings::State::change(const std::function<Result<>(Object&)>& edit) {
  Object config = sources.config();
  TRY_DO(edit(config));
  return commit(std::move(config));
}

Result<> Settings::add_device(Ieee ieee) {
  const std::string address = to_string(ieee);
  if (find_entity(address)) return Error{Errc::invalid, "Device '" + address + "' already exists"};
  return state_->change([&](Object& config) -> Result<> {
    section_of(config, "devices").set(address, Object{{"friendly_name", address}});
    return {};
  });
}

Result<> Settings::remove_device(Ieee ieee) {
  return state_->change([&](Object& config) -> Result<> {
    section_of(config, "devices").erase(to_string(ieee));
    return {};
  });
}

Result<> Settings::block_device(Ieee ieee) {
  return state_->change([&](Object& config) -> Result<> {
    Value& list = config["blocklist"];
    if (!list.is_array()) list = Array{};
    list.array().emplace_back(to_string(ieee));
    return {};
  });
}

Result<GroupId> Settings::add_group(const std::string& name, std::optional<GroupId> number) {
  const auto mistakes = name_mistakes(name);
  if (!mistakes.empty()) return Error{Errc::invalid, mistakes.front()};
  if (find_entity(name)) return already_used(name);
  GroupId id{1};
  if (number) {
    id = *number;
    if (group(id)) return Error{Errc::invalid, "Group ID '" + std::to_string(id.raw) + "' is already in use"};
  } else {
    while (group(id)) id.raw = static_cast<std::uint16_t>(id.raw + 1);
  }
  TRY_DO(state_->change([&](Object& config) -> Result<> {
    section_of(config, "groups").set(std::to_string(id.raw), Object{{"friendly_name", name}});
    return {};
  }));
  return id;
}

Result<> Settings::remove_group(GroupId number) {
  return state_->change([&](Object& config) -> Result<> {
    section_of(config, "groups").erase(std::to_string(number.raw));
    return {};
  });
}

namespace {

std::pair<std::string_view, std::string> place_of(const Settings::Entry& entry) {
  if (entry.device) return {"devices", to_string(*entry.device)};
  return {"groups", std::to_string(entry.group->raw)};
}

Object& options_of(Object& config, const Settings::Entry& entry) {
  const auto [section, key] = place_of(entry);
  Value& options = section_of(config, section)[key];
  if (!options.is_object()) options = Object{};
  return options.object();
}

}  // namespace

Result<> Settings::rename(std::string_view name_or_id, const std::string& new_name) {
  const auto mistakes = name_mistakes(new_name);
  if (!mistakes.empty()) return Error{Errc::invalid, mistakes.front()};
  if (find_entity(new_name)) return already_used(new_name);
  const auto entry = find_entity(name_or_id);
  if (!entry) return unknown_entity(name_or_id);
  return state_->change([&](Object& config) -> Result<> {
    options_of(config, *entry).set("friendly_name", new_name);
    return {};
  });
}

Result<bool> Settings::change_options(std::string_view name_or_id, const Object& change) {
  const auto entry = find_entity(name_or_id);
  if (!entry) return unknown_entity(name_or_id);
  Object wanted = change;
  wanted.erase("friendly_name");
  wanted.erase("devices");
  const Rows rows = entry->device ? device_settings : group_settings;
  TRY_DO(state_->change([&](Object& config) -> Result<> {
    Object& options = options_of(config, *entry);
    deep_merge(options, wanted);
    remove_nulls(options, {});
    for (const Mistake& mistake : validate(rows, options)) {
      if (!mistake.missing) return Error{Errc::invalid, mistake.text()};
    }
    return {};
  }));
  return needs_restart(rows, wanted);
}

Result<bool> Settings::apply(const Object& change) {
  TRY_DO(state_->change([&](Object& config) -> Result<> {
    deep_merge(config, change);
    remove_nulls(config, {});
    for (const Mistake& mistake : validate(config)) {
      if (!mistake.missing) return Error{Errc::invalid, mistake.text()};
    }
    return {};
  }));
  return needs_restart(change);
}

Result<> Settings::set(std::string_view path, const Value& value) {
  Object change;
  Object* at = &change;
  for (std::size_t dot; (dot = path.find('.')) != std::string_view::npos; path.remove_prefix(dot + 1)) {
    at = &section_of(*at, path.substr(0, dot));
  }
  at->set(path, value);
  auto done = apply(change);
  if (!done) return std::move(done.error());
  return {};
}

}  // namespace waggle::settings
