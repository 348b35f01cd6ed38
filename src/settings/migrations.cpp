#include "settings/migrations.h"

#include <fmt/core.h>
#include <openssl/evp.h>

#include <algorithm>
#include <optional>
#include <span>

#include "settings/validate.h"
#include "settings/yaml_editor.h"

namespace waggle::settings {
namespace {

// When the user is told of something that went away: only when it made a difference.
enum class Tell : std::uint8_t { if_true, if_there, if_not_empty };

struct Moved {
  std::string_view from;
  std::string_view to;
};
struct Gone {
  std::string_view path;
  Tell tell;
  std::string_view why;
};

// 1 to 2 -----------------------------------------------------------------------------------------------------

constexpr Moved moved_in_2[] = {
    {"advanced.homeassistant_discovery_topic", "homeassistant.discovery_topic"},
    {"advanced.homeassistant_status_topic", "homeassistant.status_topic"},
    {"advanced.baudrate", "serial.baudrate"},
    {"advanced.rtscts", "serial.rtscts"},
    {"experimental.transmit_power", "advanced.transmit_power"},
    {"experimental.output", "advanced.output"},
    {"ban", "blocklist"},
    {"whitelist", "passlist"},
};

constexpr std::string_view no_triggers = "sensors of actions and clicks are gone from Home Assistant; use device triggers";
constexpr std::string_view no_attributes = "entities in Home Assistant carry no attributes any more";
constexpr std::string_view one_ota_index = "firmware comes from one index of all vendors";
constexpr std::string_view no_old_availability = "availability has a section of its own";

constexpr Gone gone_in_2[] = {
    {"homeassistant.legacy_triggers", Tell::if_true, no_triggers},
    {"advanced.homeassistant_legacy_triggers", Tell::if_true, no_triggers},
    {"homeassistant.legacy_entity_attributes", Tell::if_true, no_attributes},
    {"advanced.homeassistant_legacy_entity_attributes", Tell::if_true, no_attributes},
    {"permit_join", Tell::if_true, "joining is permitted for a while, by request"},
    {"ota.ikea_ota_use_test_url", Tell::if_true, one_ota_index},
    {"advanced.ikea_ota_use_test_url", Tell::if_true, one_ota_index},
    {"advanced.legacy_api", Tell::if_true, "the old topics under bridge/config are gone; use bridge/request"},
    {"advanced.legacy_availability_payload", Tell::if_true, "bridge/state and availability are always JSON"},
    {"advanced.soft_reset_timeout", Tell::if_there, "the soft reset is gone"},
    {"advanced.report", Tell::if_true, "reporting is set up for each device by its definition"},
    {"advanced.availability_timeout", Tell::if_there, no_old_availability},
    {"advanced.availability_blocklist", Tell::if_not_empty, no_old_availability},
    {"advanced.availability_passlist", Tell::if_not_empty, no_old_availability},
    {"advanced.availability_blacklist", Tell::if_not_empty, no_old_availability},
    {"advanced.availability_whitelist", Tell::if_not_empty, no_old_availability},
    {"device_options.legacy", Tell::if_true, "the old properties that it switched on are gone"},
    {"experimental", Tell::if_there, "nothing is experimental any more"},
    {"external_converters", Tell::if_not_empty, "they are loaded from the folder external_converters"},
};

// The same, of every device or group.
constexpr Gone gone_of_devices_in_2[] = {
    {"retrieve_state", Tell::if_true, "states are not read after each command"},
};
constexpr Gone gone_of_groups_in_2[] = {
    {"retrieve_state", Tell::if_true, "states are not read after each command"},
    {"devices", Tell::if_there, "members are kept with the network, and changed by request; they stay as they are"},
};

// Sections that were a switch once.
constexpr std::string_view sections_since_3[] = {"homeassistant", "frontend", "availability"};

// ------------------------------------------------------------------------------------------------------------

const Value* look(const Object& config, const Path& path) {
  const Value* found = find(config, path);
  return found && !found->is_null() ? found : nullptr;
}

class Step {
 public:
  Step(Object& config, Migration& out, int from) : config_(config), out_(out) { out.notes.push_back({from, {}}); }

  void move(const Moved& row) {
    const Path from = split(row.from);
    const Path to = split(row.to);
    const Value* old = look(config_, from);
    Value value = old ? *old : Value();
    yaml_editor::apply(config_, {from, std::nullopt});
    if (value.is_null()) return;
    const Value* there = look(config_, to);
    if (there && !there->is_array()) {
      return note(fmt::format("{} was removed: {} is set already", row.from, row.to));
    }
    if (there && value.is_array()) value.array().insert(value.array().end(), there->array().begin(), there->array().end());
    yaml_editor::apply(config_, {to, std::move(value)});
    note(fmt::format("{} is now {}", row.from, row.to));
  }

  void remove(const Gone& row, const Path& below = {}) {
    Path path = below;
    for (std::string& key : split(row.path)) path.push_back(std::move(key));
    const Value* old = look(config_, path);
    const bool worth_telling = old && (row.tell == Tell::if_there || (row.tell == Tell::if_true && *old == Value(true)) ||
                                       (row.tell == Tell::if_not_empty && old->is_array() && !old->array().empty()));
    yaml_editor::apply(config_, {path, std::nullopt});
    if (worth_telling) note(fmt::format("{} was removed: {}", dotted(path), row.why));
  }

  void remove_of_each(std::string_view section, std::span<const Gone> rows) {
    const Value* all = config_.find(section);
    if (!all || !all->is_object()) return;
    std::vector<std::string> keys;
    for (const Member& member : all->object()) keys.push_back(member.key);
    for (const std::string& key : keys) {
      for (const Gone& row : rows) remove(row, {std::string(section), key});
    }
  }

  void note(std::string text) { out_.notes.back().lines.push_back(std::move(text)); }

 private:
  Object& config_;
  Migration& out_;
};

void to_2(Object& config, Migration& out) {
  Step step(config, out, 1);
  for (const Moved& row : moved_in_2) step.move(row);
  const Path log_level{"advanced", "log_level"};
  const Value* level = look(config, log_level);
  if (level && *level == Value("warn")) {
    yaml_editor::apply(config, {log_level, Value("warning")});
    step.note("advanced.log_level: warn is now called warning");
  }
  for (const Gone& row : gone_in_2) step.remove(row);
  step.remove_of_each("devices", gone_of_devices_in_2);
  step.remove_of_each("groups", gone_of_groups_in_2);
}

void to_3(Object& config, Migration& out) {
  Step step(config, out, 2);
  for (const std::string_view name : sections_since_3) {
    Value* section = config.find(name);
    if (!section) continue;
    const bool enabled = !section->is_bool() || section->boolean();
    if (!section->is_object()) *section = Object{};
    if (!section->object().contains("enabled")) section->object().set("enabled", enabled);
    step.note(fmt::format("{} is always a section; {}.enabled is its switch", name, name));
  }
}

// "data:image/png;base64,…"
struct Picture {
  std::string_view extension;
  std::string_view data;
};
std::optional<Picture> read_picture(std::string_view text) {
  constexpr std::string_view head = "data:image/";
  constexpr std::string_view middle = ";base64,";
  if (!text.starts_with(head)) return std::nullopt;
  text.remove_prefix(head.size());
  const std::size_t end = text.find(middle);
  if (end == std::string_view::npos || end == 0) return std::nullopt;
  const Picture out{text.substr(0, end), text.substr(end + middle.size())};
  // It becomes part of a file's name.
  const bool harmless = std::all_of(out.extension.begin(), out.extension.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '+'; });
  return harmless && !out.data.empty() ? std::optional(out) : std::nullopt;
}

std::optional<std::string> from_base64(std::string_view text) {
  std::string padded(text);
  while (padded.size() % 4 != 0) padded += '=';
  std::string out(padded.size() / 4 * 3, '\0');
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()), reinterpret_cast<const unsigned char*>(padded.data()),
                                   static_cast<int>(padded.size()));
  if (size < 0) return std::nullopt;
  const auto filler = static_cast<std::size_t>(std::count(padded.end() - 2, padded.end(), '='));
  out.resize(static_cast<std::size_t>(size) - filler);
  return out;
}

std::string md5(std::string_view text) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  if (EVP_Digest(text.data(), text.size(), digest, &size, EVP_md5(), nullptr) != 1) size = 0;
  std::string out;
  for (unsigned int i = 0; i < size; ++i) out += fmt::format("{:02x}", digest[i]);
  return out;
}

void to_4(Object& config, Migration& out) {
  Step step(config, out, 3);
  Value* devices = config.find("devices");
  if (!devices || !devices->is_object()) return;
  for (auto& [address, options] : devices->object()) {
    Value* icon = options.is_object() ? options.object().find("icon") : nullptr;
    const auto picture = icon ? read_picture(icon->string_or("")) : std::nullopt;
    auto content = picture ? from_base64(picture->data) : std::nullopt;
    if (!content) continue;
    // Zigbee2MQTT names the file by the text's digest; the same picture gets the same file in both.
    const std::string path = fmt::format("device_icons/{}.{}", md5(picture->data), picture->extension);
    out.icons.push_back({path, std::move(*content)});
    *icon = path;
    step.note(fmt::format("devices.{}.icon is now the file {}", address, path));
  }
}

void to_5(Object& config, Migration& out) {
  Step step(config, out, 4);
  out.forget_updates = true;
  step.note("what was known of firmware updates is asked anew");
}

constexpr void (*steps[])(Object&, Migration&) = {to_2, to_3, to_4, to_5};

}  // namespace

Result<Migration> migrate(Object& config) {
  Migration out;
  const Value* version = config.find("version");
  const auto number = version ? version->integer(2, current_version) : std::optional<std::int64_t>(1);
  if (!number) {
    return Error{Errc::unsupported, fmt::format("version {} is not one of those this program knows (2 to {}); it was written by a newer "
                                                "program, or by hand", to_text(*version), current_version)};
  }
  out.from = static_cast<int>(*number);
  for (int from = out.from; from < current_version; ++from) {
    steps[from - 1](config, out);
    out.notes.back().lines.push_back(fmt::format("the version is now {}", from + 1));
  }
  if (out.needed()) config.set("version", current_version);
  return out;
}

}  // namespace waggle::settings
