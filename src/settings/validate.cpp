#include "settings/validate.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <unordered_set>

#include "core/number.h"

namespace waggle::settings {
namespace {

bool is_number(const Value& value) {
  if (value.kind() == Value::Kind::big) return true;
  return value.is_number() && std::isfinite(value.number());
}

template <class Words>
bool contains(const Words& words, const auto& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Rules are applied in the order in which Ajv applies them, since the first breach is the answer to a
// request.
class Validator {
 public:
  explicit Validator(Rows rows) : rows_(rows) {}

  std::vector<Mistake> mistakes;
  Path path;

  void section(const Object& content, std::string_view name) {
    for (const Setting& setting : SectionView(rows_, name)) {
      if (setting.is(Setting::must_be_there) && !content.contains(setting.name())) {
        add(&setting, fmt::format("must have required property '{}'", setting.name()));
        mistakes.back().missing = true;
      }
    }
    for (const Setting& setting : SectionView(rows_, name)) {
      const Value* value = content.find(setting.name());
      if (!value || setting.is(Setting::unlisted)) continue;
      path.emplace_back(setting.name());
      check(setting, *value);
      path.pop_back();
    }
  }

 private:
  void add(const Setting* setting, std::string rule) {
    mistakes.push_back({path, setting, std::move(rule)});
  }
  void wrong_type(const Setting& setting, std::string_view type) {
    add(&setting, fmt::format("must be {}{}", type, setting.is(Setting::nullable) ? ",null" : ""));
  }

  void check(const Setting& setting, const Value& value) {
    if (value.is_null() && setting.is(Setting::nullable)) return;
    switch (setting.kind) {
      case Kind::section:
        if (!value.is_object()) return wrong_type(setting, "object");
        return section(value.object(), setting.path);
      case Kind::boolean:
        if (!value.is_bool()) wrong_type(setting, "boolean");
        return;
      case Kind::number: return number(setting, value);
      case Kind::text: return text(setting, value);
      case Kind::texts:
        if (!value.is_array()) return wrong_type(setting, "array");
        return items(value.array(), [&](const Value& item) { text(setting, item); });
      case Kind::words:
        if (!value.is_object()) return wrong_type(setting, "object");
        keys(setting, value.object());
        return members(value.object(), [&](const Value& word) { text(setting, word); });
      case Kind::any_map:
        if (!value.is_object()) wrong_type(setting, "object");
        return;
      case Kind::devices: return entities(setting, value, device_settings);
      case Kind::groups: return entities(setting, value, group_settings);
      case Kind::text_or_number:
      case Kind::text_or_numbers:
      case Kind::nothing_or_section: return choice(setting, value);
      case Kind::anything: return;
    }
  }

  void number(const Setting& setting, const Value& value) {
    if (!is_number(value)) {
      wrong_type(setting, "number");
    } else {
      const double amount = value.number_or(0);
      if (setting.maximum && amount > *setting.maximum) {
        add(&setting, "must be <= " + js::to_string(*setting.maximum));
      }
      if (setting.minimum && amount < *setting.minimum) {
        add(&setting, "must be >= " + js::to_string(*setting.minimum));
      }
    }
    if (!setting.numbers.empty() && !(value.is_number() && contains(setting.numbers, value.number()))) {
      add(&setting, "must be equal to one of the allowed values");
    }
  }

  // Of a text, of an item of a list of them, or of a value in a map of words.
  void text(const Setting& setting, const Value& value) {
    const bool is_text = value.is_string();
    if (!is_text) wrong_type(setting, "string");
    if (!setting.words.empty() && !(is_text && contains(setting.words, value.string()))) {
      add(&setting, "must be equal to one of the allowed values");
    }
    if (setting.kind == Kind::text && setting.matches && is_text && !setting.matches(value.string())) {
      add(&setting, fmt::format("must match pattern \"{}\"", setting.pattern));
    }
  }

  void keys(const Setting& setting, const Object& content) {
    for (const auto& [key, value] : content) {
      if (setting.matches(key)) continue;
      add(&setting, fmt::format("must match pattern \"{}\"", setting.pattern));
      add(&setting, "property name must be valid");
    }
  }

  void items(const Array& list, const auto& test) {
    for (std::size_t i = 0; i < list.size(); ++i) {
      path.push_back(std::to_string(i));
      test(list[i]);
      path.pop_back();
    }
  }
  void members(const Object& content, const auto& test) {
    for (const auto& [key, value] : content) {
      path.push_back(key);
      test(value);
      path.pop_back();
    }
  }

  void entities(const Setting& setting, const Value& value, Rows rows) {
    if (!value.is_object()) return wrong_type(setting, "object");
    keys(setting, value.object());
    members(value.object(), [&](const Value& options) {
      if (!options.is_object()) return add(&setting, "must be object");
      Validator inner(rows);
      inner.path = path;
      inner.section(options.object(), "");
      std::move(inner.mistakes.begin(), inner.mistakes.end(), std::back_inserter(mistakes));
    });
  }

  // One of two forms. When it is neither, a checker names what is wrong with each first.
  void choice(const Setting& setting, const Value& value) {
    const bool nothing_or_section = setting.kind == Kind::nothing_or_section;
    if (nothing_or_section ? value.is_null() : value.is_string()) return;
    const std::size_t before = mistakes.size();
    if (setting.kind == Kind::text_or_number) {
      number(setting, value);
    } else if (setting.kind == Kind::text_or_numbers) {
      if (!value.is_array()) {
        wrong_type(setting, "array");
      } else {
        items(value.array(), [&](const Value& item) {
          if (!is_number(item)) add(&setting, "must be number");
        });
      }
    } else if (!value.is_object()) {
      wrong_type(setting, "object");
    } else {
      section(value.object(), setting.path);
    }
    if (mistakes.size() == before) return;
    Mistake first{path, &setting, nothing_or_section ? "must be null" : "must be string"};
    mistakes.insert(mistakes.begin() + static_cast<std::ptrdiff_t>(before), std::move(first));
    add(&setting, "must match exactly one schema in oneOf");
  }

  Rows rows_;
};

std::string joined(std::span<const std::string_view> words, std::string_view last) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) out += i + 1 == words.size() ? last : ", ";
    out += words[i];
  }
  return out;
}

std::string range(const Setting& setting) {
  std::string out = "a number";
  if (setting.minimum) out += " from " + js::to_string(*setting.minimum);
  if (setting.maximum) out += " to " + js::to_string(*setting.maximum);
  return out;
}

bool restarts(Rows rows, const Object& change, std::string_view section) {
  for (const Setting& setting : SectionView(rows, section)) {
    const Value* value = change.find(setting.name());
    if (!value) continue;
    if (setting.is(Setting::restart)) return true;
    if (!value->is_object()) continue;
    if (setting.kind == Kind::section && restarts(rows, value->object(), setting.path)) return true;
    if (setting.kind == Kind::devices || setting.kind == Kind::groups) {
      const Rows inner = setting.kind == Kind::devices ? device_settings : group_settings;
      for (const auto& [key, options] : value->object()) {
        if (options.is_object() && restarts(inner, options.object(), "")) return true;
      }
    }
  }
  return false;
}

// How many letters to change, add or leave out to make one word of the other; more than `most` is all
// the same.
std::size_t distance(std::string_view a, std::string_view b, std::size_t most) {
  if (std::max(a.size(), b.size()) - std::min(a.size(), b.size()) > most) return most + 1;
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t k = 0; k <= b.size(); ++k) row[k] = k;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t k = 1; k <= b.size(); ++k) {
      const std::size_t change = diagonal + (a[i - 1] == b[k - 1] ? 0 : 1);
      diagonal = row[k];
      row[k] = std::min({change, row[k] + 1, row[k - 1] + 1});
    }
  }
  return row[b.size()];
}

std::string nearest(Rows rows, std::string_view section, std::string_view key) {
  const std::size_t most = key.size() < 5 ? 1 : 2;
  std::size_t best = most + 1;
  std::string out;
  for (const Setting& setting : SectionView(rows, section)) {
    const std::size_t d = distance(setting.name(), key, most);
    if (d < best) {
      best = d;
      out = setting.name();
    }
  }
  return out;
}

void unknown(std::vector<Unknown>& out, Rows rows, const Object& content, std::string_view section,
             Path& path) {
  const bool has_own_names = rows.data() != all_settings.data() && section.empty();
  for (const auto& [key, value] : content) {
    path.push_back(key);
    const Setting* known = nullptr;
    for (const Setting& setting : SectionView(rows, section)) {
      if (setting.name() == key) known = &setting;
    }
    if (!known) {
      std::string meant = nearest(rows, section, key);
      if (!has_own_names || !meant.empty()) out.push_back({path, std::move(meant)});
    } else if (known->is_section() && value.is_object()) {
      unknown(out, rows, value.object(), known->path, path);
    } else if ((known->kind == Kind::devices || known->kind == Kind::groups) && value.is_object()) {
      const Rows inner = known->kind == Kind::devices ? device_settings : group_settings;
      for (const auto& [id, options] : value.object()) {
        path.push_back(id);
        if (options.is_object()) unknown(out, inner, options.object(), "", path);
        path.pop_back();
      }
    }
    path.pop_back();
  }
}

bool has_control_character(std::string_view name) {
  for (std::size_t i = 0; i < name.size(); ++i) {
    const auto at = [&](std::size_t k) {
      return i + k < name.size() ? static_cast<std::uint8_t>(name[i + k]) : 0;
    };
    const int c = at(0);
    if (c < 0x20 || c == 0x7F) return true;
    if (c == 0xC2 && at(1) >= 0x80 && at(1) <= 0x9F) return true;                  // U+0080..9F
    if (c == 0xEF && at(1) == 0xB7 && at(2) >= 0x90 && at(2) <= 0xAF) return true;  // U+FDD0..EF
    if (c == 0xEF && at(1) == 0xBF && at(2) >= 0xBE) return true;                  // U+FFFE, U+FFFF
  }
  return false;
}

void check_forms(std::vector<Finding>& out, const Object& config) {
  const Value* advanced = config.find("advanced");
  if (!advanced) return;
  const auto check = [&](std::string_view key, std::string_view form) {
    const Value* value = advanced->find(key);
    if (!value) return;
    const Path path{"advanced", std::string(key)};
    if (value->is_string() && !value->string().empty() && value->string() != "GENERATE") {
      out.push_back({path, fmt::format("advanced.{}: should be {} or 'GENERATE' (is '{}')", key, form,
                                       value->string())});
    }
    const std::size_t octets = find_setting(dotted(path))->octets;
    const auto is_octet = [](const Value& v) { return v.integer(0, 255).has_value(); };
    if (value->is_array() && octets > 0 &&
        (value->array().size() != octets ||
         !std::all_of(value->array().begin(), value->array().end(), is_octet))) {
      out.push_back({path, fmt::format("advanced.{}: should be {} numbers from 0 to 255 (is '{}')", key,
                                       octets, to_text(*value))});
    }
    if (value->is_number() && !value->integer(1, 0xFFFE)) {
      out.push_back({path, fmt::format("advanced.{}: should be a whole number (is '{}')", key,
                                       to_text(*value))});
    }
  };
  check("network_key", "array");
  check("pan_id", "number");
  check("ext_pan_id", "array");
}

void check_broker(std::vector<Finding>& out, const Object& config) {
  const Value* mqtt = config.find("mqtt");
  if (!mqtt) return;
  const auto check = [&](std::string_view key, const auto& good, std::string_view form) {
    const Value* value = mqtt->find(key);
    if (!value || value->is_null() || good(*value)) return;
    out.push_back({{"mqtt", std::string(key)}, fmt::format("mqtt.{}: should be {} (is '{}')", key, form, to_text(*value))});
  };
  check("base_topic", [](const Value& v) { return !v.is_string() || v.string().find_first_of("+#") == std::string::npos; }, "a topic without + and #");
  check("version", [](const Value& v) { return v.integer(3, 5).has_value(); }, "3, 4 or 5");
  check("keepalive", [](const Value& v) { return v.number_or(-1) >= 0 && v.number_or(-1) <= 65535; }, "a number of seconds from 0 to 65535");
}

void check_entities(std::vector<Finding>& out, const Object& config, std::string_view kind,
                    std::unordered_set<std::string>& names) {
  const Value* all = config.find(kind);
  if (!all || !all->is_object()) return;
  for (const auto& [id, options] : all->object()) {
    const Value* given = options.find("friendly_name");
    const std::string name = given && given->is_string() ? given->string() : id;
    const Path path{std::string(kind), id, "friendly_name"};
    if (!names.insert(name).second) {
      out.push_back({path, fmt::format("Duplicate friendly_name '{}' found", name)});
    }
    for (std::string& mistake : name_mistakes(name)) out.push_back({path, std::move(mistake)});
  }
}

}  // namespace

std::string Mistake::text() const {
  std::string out;
  for (const std::string& key : path) {
    if (!out.empty()) out += '/';
    for (const char c : key) {  // as a JSON pointer
      if (c == '~') {
        out += "~0";
      } else if (c == '/') {
        out += "~1";
      } else {
        out += c;
      }
    }
  }
  return out + " " + rule;
}

std::string Mistake::advice() const {
  const std::string wanted = setting ? allowed(*setting) : std::string();
  return dotted(path) + " " + rule + (wanted.empty() ? "" : "; it may be " + wanted);
}

bool concerns_one(const Path& path) {
  return path.size() > 2 && (path[0] == "devices" || path[0] == "groups") && path[2] != "friendly_name";
}

std::vector<Mistake> validate(const Object& config) { return validate(all_settings, config); }

std::vector<Mistake> validate(Rows rows, const Object& options) {
  Validator validator(rows);
  validator.section(options, "");
  return std::move(validator.mistakes);
}

std::string allowed(const Setting& setting) {
  const std::string or_null = setting.is(Setting::nullable) ? " or null" : "";
  switch (setting.kind) {
    case Kind::section:
    case Kind::any_map: return "a map" + or_null;
    case Kind::boolean: return "true or false" + or_null;
    case Kind::number: {
      if (setting.numbers.empty()) return range(setting) + or_null;
      std::string out;
      for (const int n : setting.numbers) out += (out.empty() ? "" : ", ") + std::to_string(n);
      return out + or_null;
    }
    case Kind::text:
      if (!setting.words.empty()) return joined(setting.words, " or ") + or_null;
      if (!setting.pattern.empty()) return fmt::format("text that matches {}{}", setting.pattern, or_null);
      return "text" + or_null;
    case Kind::texts:
      return setting.words.empty() ? "a list of text" : "a list of " + joined(setting.words, " and ");
    case Kind::words:
      return fmt::format("a map of names that match {} to {}", setting.pattern, joined(setting.words, " or "));
    case Kind::devices: return "a map of addresses (0x and 16 digits) to options, or names of files";
    case Kind::groups: return "a map of numbers to options, or names of files";
    case Kind::text_or_number: return range(setting) + ", or GENERATE";
    case Kind::text_or_numbers:
      return fmt::format("a list of {} numbers from 0 to 255, or GENERATE", setting.octets);
    case Kind::nothing_or_section: return "a map, or null";
    case Kind::anything: return "anything";
  }
  return {};
}

bool needs_restart(const Object& change) { return restarts(all_settings, change, ""); }
bool needs_restart(Rows rows, const Object& change) { return restarts(rows, change, ""); }

std::vector<Unknown> unknown_keys(const Object& config) {
  std::vector<Unknown> out;
  Path path;
  unknown(out, all_settings, config, "", path);
  return out;
}

std::vector<std::string> name_mistakes(std::string_view name) {
  std::vector<std::string> out;
  if (name.empty()) out.emplace_back("friendly_name must be at least 1 char long");
  if (name.starts_with('/') || name.ends_with('/')) {
    out.emplace_back("friendly_name is not allowed to end or start with /");
  }
  if (has_control_character(name)) {
    out.emplace_back("friendly_name is not allowed to contain control char");
  }
  const std::size_t slash = name.rfind('/');
  if (slash != std::string_view::npos &&
      name.find_first_not_of("0123456789", slash + 1) == std::string_view::npos) {
    out.push_back(fmt::format("Friendly name cannot end with a \"/DIGIT\" ('{}')", name));
  }
  if (name.find_first_of("#+") != std::string_view::npos) {
    out.push_back(fmt::format("MQTT wildcard (+ and #) not allowed in friendly_name ('{}')", name));
  }
  return out;
}

std::vector<Finding> unfit_icons(const Object& config) {
  std::vector<Finding> out;
  for (const std::string_view kind : {"devices", "groups"}) {
    const Value* all = config.find(kind);
    if (!all || !all->is_object()) continue;
    for (const auto& [id, options] : all->object()) {
      const Value* icon = options.find("icon");
      const std::string picture(icon ? icon->string_or("") : "");
      if (picture.empty() || picture.starts_with("http://") || picture.starts_with("https://") || picture.starts_with("device_icons/")) continue;
      out.push_back({{std::string(kind), id, "icon"}, fmt::format("'{}' is neither an address nor a file in device_icons/: it is not shown", picture)});
    }
  }
  return out;
}

std::vector<Finding> cross_check(const Object& config) {
  std::vector<Finding> out;
  check_forms(out, config);
  check_broker(out, config);
  std::unordered_set<std::string> names;
  check_entities(out, config, "devices", names);
  check_entities(out, config, "groups", names);
  const Value* mqtt = config.find("mqtt");
  const Value* version = mqtt ? mqtt->find("version") : nullptr;
  const Value* devices = config.find("devices");
  const bool expires = version && version->integer(5, 5);
  if (expires || !devices || !devices->is_object()) return out;
  for (const auto& [id, options] : devices->object()) {
    const Value* retention = options.find("retention");
    if (!retention || !truthy(*retention)) continue;
    out.push_back({{"devices", id, "retention"}, "MQTT retention requires protocol version 5"});
  }
  return out;
}

}  // namespace waggle::settings
