#include "settings/settings.h"

#include <stdexcept>

#include "settings/state.h"

namespace waggle::settings {
namespace {

std::set<Ieee> addresses(const Value* list) {
  std::set<Ieee> out;
  if (!list || !list->is_array()) return out;
  for (const Value& item : list->array()) {
    if (const auto ieee = parse_ieee(item.string_or(""))) out.insert(*ieee);
  }
  return out;
}

}  // namespace

Object& section_of(Object& config, std::string_view key) {
  Value& section = config[key];
  if (!section.is_object()) section = Object{};
  return section.object();
}

Settings::Settings(std::unique_ptr<State> state) : state_(std::move(state)) {}
Settings::~Settings() = default;

// Reading ----------------------------------------------------------------------------------------------------

std::optional<GroupId> Settings::State::parse_group(std::string_view text) {
  if (text.empty() || text.size() > 5) return std::nullopt;
  int number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  if (number < 1 || number > 0xFFFF) return std::nullopt;
  return GroupId{static_cast<std::uint16_t>(number)};
}

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
  passlist = addresses(whole.find("passlist"));
  blocklist = addresses(whole.find("blocklist"));
}

const std::string& Settings::folder() const { return state_->folder; }
const Object& Settings::whole() const { return state_->whole; }
const std::vector<std::string>& Settings::warnings() const { return state_->warnings; }
const Object& Settings::device_options() const { return state_->device_options; }

const Value* Settings::find(std::string_view path) const {
  if (!find_setting(path)) throw std::logic_error("no setting is called " + std::string(path));
  const Value* value = settings::find(state_->whole, path);
  return value && !value->is_null() ? value : nullptr;
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
  if (const auto number = State::parse_group(name_or_id); number && group(*number)) {
    return Entry{{}, *number, name_of(*group(*number), std::to_string(number->raw))};
  }
  for (const auto& [number, options] : state_->groups) {
    if (name_of(options, {}) == name_or_id) return Entry{{}, number, std::string(name_or_id)};
  }
  return std::nullopt;
}

bool Settings::blocked(Ieee ieee) const { return state_->blocklist.contains(ieee); }
bool Settings::not_passed(Ieee ieee) const {
  const Value* list = find("passlist");
  return list && list->is_array() && !list->array().empty() && !state_->passlist.contains(ieee);
}

}  // namespace waggle::settings
