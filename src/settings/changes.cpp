// The changes that Settings makes for the user.
#include <algorithm>

#include "core/log.h"
#include "settings/state.h"
#include "settings/yaml_editor.h"
#include "settings/yaml_writer.h"

namespace waggle::settings {
namespace {

constexpr int last_group = 0xFFF7;  // above are the addresses of broadcasts

Error already_used(std::string_view name) {
  return {Errc::invalid, "friendly_name '" + std::string(name) + "' is already in use"};
}
Error unknown_entity(std::string_view kind, std::string_view name) {
  return {Errc::not_found, std::string(kind) + " '" + std::string(name) + "' does not exist"};
}
Error used_number(GroupId number) {
  return {Errc::invalid, "Group ID '" + std::to_string(number.raw) + "' is already in use"};
}

/// Null is how clients take a setting away, but not in what is said to Home Assistant, where it means
/// "no name".
void merge_change(Object& into, const Object& change, bool keep_nulls = false) {
  for (const auto& [key, value] : change) {
    const bool keep = keep_nulls || key == "homeassistant";
    if (value.is_null() && !keep) {
      into.erase(key);
    } else if (value.is_object()) {
      merge_change(section_of(into, key), value.object(), keep);
    } else {
      into.set(key, value);
    }
  }
}

/// The key as the user wrote it: hexadecimal digits may be large or small.
std::string key_of(const Object& devices, Ieee ieee) {
  std::string usual = to_string(ieee);
  if (devices.contains(usual)) return usual;
  for (const Member& member : devices) {
    if (parse_ieee(member.key) == ieee) return member.key;
  }
  return usual;
}

/// Where the options of a device or group stand: the section, and the key in it.
std::pair<std::string_view, std::string> place_of(Object& config, const Settings::Entry& entry) {
  if (entry.group) return {"groups", std::to_string(entry.group->raw)};
  return {"devices", key_of(section_of(config, "devices"), *entry.device)};
}

Object& options_of(Object& config, const Settings::Entry& entry) {
  const auto [section, key] = place_of(config, entry);
  return section_of(section_of(config, section), key);
}

/// In the words of Zigbee2MQTT. What is missing may still come with the next change.
std::vector<std::string> row_mistakes(const Object& config) {
  std::vector<std::string> out;
  for (const Mistake& mistake : validate(config)) {
    if (!mistake.missing) out.push_back(mistake.text());
  }
  return out;
}

std::vector<std::string> all_mistakes(const Object& config) {
  std::vector<std::string> out = row_mistakes(config);
  for (Finding& finding : cross_check(config)) out.push_back(std::move(finding.text));
  return out;
}

/// The first mistake that was not there before: an old one keeps nobody from changing something else.
Result<> check(const std::vector<std::string>& before, const std::vector<std::string>& after) {
  for (const std::string& text : after) {
    if (std::find(before.begin(), before.end(), text) == before.end()) return Error{Errc::invalid, text};
  }
  return {};
}

/// Clients may write into the options of one device or group what they like: what cannot be used is not, and named.
void warn_of_options(const Object& config, std::string_view section, const std::string& key, const Object& change) {
  const auto is_new = [&](const Path& path) {
    return concerns_one(path) && path[0] == section && path[1] == key && change.contains(path[2]);
  };
  for (const Mistake& mistake : validate(config)) {
    if (is_new(mistake.path)) log::warning(NS, "{}", mistake.advice());
  }
  for (const Finding& finding : cross_check(config)) {
    if (is_new(finding.path)) log::warning(NS, "{}: {}", dotted(finding.path), finding.text);
  }
}

}  // namespace

Result<> Settings::State::commit(Object wanted) {
  if (!environment.empty()) {
    const Object asked = wanted;
    apply_environment(environment, wanted);
    const auto kept = yaml_editor::changes(asked, wanted);
    if (!kept.empty()) log::debug(NS, "{} stays as the environment sets it", dotted(kept.front().path));
  }
  TRY(const Sources::Written written, sources.write(*files, wanted));
  const bool news = !told_read_only || written.lasting != lasting;
  lasting = written.lasting;
  if (!written.refused.empty() && news) {
    told_read_only = true;
    std::string text = written.refused.front() + (lasting ? ". Changes go to " + sources.overlay_path() + ", which is laid over it at each start"
                                                          : ". Changes are kept until the program ends, and written when that becomes possible");
    log::warning(NS, "{}", text);
    warnings.push_back(std::move(text));
  }
  read_out();
  return {};
}

Result<> Settings::State::change(const std::function<Result<>(Object&)>& edit) {
  Object config = sources.config();
  TRY_DO(edit(config));
  return commit(std::move(config));
}

// Devices ----------------------------------------------------------------------------------------------------

Result<> Settings::add_device(Ieee ieee) {
  const std::string address = to_string(ieee);
  if (find_entity(address)) return Error{Errc::invalid, "Device '" + address + "' already exists"};
  return state_->change([&](Object& config) -> Result<> {
    section_of(config, "devices").set(address, Object{{"friendly_name", address}});
    return {};
  });
}

Result<> Settings::add_devices(const std::vector<Ieee>& devices) {
  return state_->change([&](Object& config) -> Result<> {
    Object& known = section_of(config, "devices");
    for (const Ieee ieee : devices) {
      const std::string address = to_string(ieee);
      if (!device(ieee)) known.set(address, Object{{"friendly_name", address}});
    }
    return {};
  });
}

Result<> Settings::remove_device(Ieee ieee) {
  if (!device(ieee)) return unknown_entity("Device", to_string(ieee));
  return state_->change([&](Object& config) -> Result<> {
    Object& devices = section_of(config, "devices");
    devices.erase(key_of(devices, ieee));
    return {};
  });
}

Result<> Settings::block_device(Ieee ieee) {
  if (blocked(ieee)) return {};
  return state_->change([&](Object& config) -> Result<> {
    Value& list = config["blocklist"];
    if (!list.is_array()) list = Array{};
    list.array().emplace_back(to_string(ieee));
    return {};
  });
}

// Groups -----------------------------------------------------------------------------------------------------

Result<GroupId> Settings::add_group(const std::string& name, std::optional<GroupId> number) {
  const auto mistakes = name_mistakes(name);
  if (!mistakes.empty()) return Error{Errc::invalid, mistakes.front()};
  if (find_entity(name)) return already_used(name);
  GroupId id = number.value_or(GroupId{1});
  if (number && group(id)) return used_number(id);
  while (!number && group(id)) {
    if (id.raw == last_group) return Error{Errc::refused, "All group IDs are in use"};
    ++id.raw;
  }
  TRY_DO(state_->change([&](Object& config) -> Result<> {
    section_of(config, "groups").set(std::to_string(id.raw), Object{{"friendly_name", name}});
    return {};
  }));
  return id;
}

Result<> Settings::remove_group(GroupId number) {
  if (!group(number)) return unknown_entity("Group", std::to_string(number.raw));
  return state_->change([&](Object& config) -> Result<> {
    section_of(config, "groups").erase(std::to_string(number.raw));
    return {};
  });
}

// Both -------------------------------------------------------------------------------------------------------

Result<> Settings::rename(std::string_view name_or_id, const std::string& new_name) {
  const auto mistakes = name_mistakes(new_name);
  if (!mistakes.empty()) return Error{Errc::invalid, mistakes.front()};
  if (find_entity(new_name)) return already_used(new_name);
  const auto entry = find_entity(name_or_id);
  if (!entry) return unknown_entity("Device or group", name_or_id);
  return state_->change([&](Object& config) -> Result<> {
    options_of(config, *entry).set("friendly_name", new_name);
    return {};
  });
}

Result<bool> Settings::change_options(std::string_view name_or_id, const Object& change) {
  const auto entry = find_entity(name_or_id);
  if (!entry) return unknown_entity("Device or group", name_or_id);
  Object wanted = change;
  wanted.erase("friendly_name");
  wanted.erase("devices");
  const Rows rows = entry->device ? device_settings : group_settings;
  TRY_DO(state_->change([&](Object& config) -> Result<> {
    merge_change(options_of(config, *entry), wanted);
    const auto [section, key] = place_of(config, *entry);
    warn_of_options(config, section, key, wanted);
    return {};
  }));
  return needs_restart(rows, wanted);
}

Result<bool> Settings::apply(const Object& change) {
  TRY_DO(state_->change([&](Object& config) -> Result<> {
    const std::vector<std::string> before = all_mistakes(config);
    merge_change(config, change);
    return check(before, all_mistakes(config));
  }));
  return needs_restart(change);
}

Result<> Settings::set(std::string_view path, const Value& value) {
  if (!find_setting(path)) return Error{Errc::not_found, "no setting is called " + std::string(path)};
  return state_->change([&](Object& config) -> Result<> {
    const std::vector<std::string> before = row_mistakes(config);
    yaml_editor::apply(config, {split(path), value});
    return check(before, row_mistakes(config));
  });
}

}  // namespace waggle::settings
