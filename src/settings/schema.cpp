#include "settings/schema.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "core/json.h"
#include "core/number.h"
#include "settings/table.h"
#include "settings/validate.h"

namespace waggle::settings {
namespace {

Array list(std::span<const std::string_view> words) { return {words.begin(), words.end()}; }

Object text_schema(std::span<const std::string_view> words = {}) {
  Object out{{"type", "string"}};
  if (!words.empty()) out.set("enum", list(words));
  return out;
}

std::string_view type_of(Kind kind) {
  switch (kind) {
    case Kind::boolean: return "boolean";
    case Kind::number: return "number";
    case Kind::text: return "string";
    case Kind::texts: return "array";
    default: return "object";
  }
}

void add_type(Object& out, const Setting& setting) {
  const std::string_view type = type_of(setting.kind);
  if (setting.is(Setting::nullable)) {
    out.set("type", Array{type, "null"});
  } else if (setting.is(Setting::type_as_list)) {
    out.set("type", Array{type});
  } else {
    out.set("type", type);
  }
}

void add_limits(Object& out, const Setting& setting) {
  if (setting.minimum) out.set("minimum", *setting.minimum);
  if (setting.maximum) out.set("maximum", *setting.maximum);
}

Object schema_of(Rows rows, const Setting& setting);

// `properties` of a section, and which of them must be there.
void add_properties(Object& out, Rows rows, std::string_view section, bool lists_required) {
  Object properties;
  Array required;
  for (const Setting& inner : SectionView(rows, section)) {
    if (inner.is(Setting::unlisted)) continue;
    properties.set(inner.name(), schema_of(rows, inner));
    if (inner.is(Setting::must_be_there)) required.emplace_back(inner.name());
  }
  out.set("properties", std::move(properties));
  if (lists_required || !required.empty()) out.set("required", std::move(required));
}

Object definition(Rows rows) {
  Object out{{"type", "object"}};
  add_properties(out, rows, "", false);
  return out;
}

Object entities(const Setting& setting, std::string_view reference) {
  return {{"type", "object"},
          {"propertyNames", Object{{"pattern", setting.pattern}}},
          {"patternProperties", Object{{"^.*$", Object{{"$ref", reference}}}}}};
}

Array choices(Rows rows, const Setting& setting) {
  Object first{{"title", setting.first_choice}, {"type", "string"}};
  Object second{{"title", setting.second_choice}};
  switch (setting.kind) {
    case Kind::text_or_number:
      second.set("type", "number");
      add_limits(second, setting);
      break;
    case Kind::text_or_numbers:
      second.set("type", "array");
      second.set("items", Object{{"type", "number"}});
      break;
    default:
      first.set("type", "null");
      second.set("type", "object");
      add_properties(second, rows, setting.path, false);
  }
  return {std::move(first), std::move(second)};
}

Object schema_of(Rows rows, const Setting& setting) {
  Object out;
  switch (setting.kind) {
    case Kind::devices: return entities(setting, "#/definitions/device");
    case Kind::groups: return entities(setting, "#/definitions/group");
    case Kind::text_or_number:
    case Kind::text_or_numbers:
    case Kind::nothing_or_section: out.set("oneOf", choices(rows, setting)); break;
    case Kind::anything: break;
    default: add_type(out, setting);
  }
  if (!setting.title.empty()) out.set("title", setting.title);
  if (!setting.help.empty()) out.set("description", setting.help);
  if (setting.is(Setting::restart)) out.set("requiresRestart", true);
  if (setting.is(Setting::read_only)) out.set("readOnly", true);
  switch (setting.kind) {
    case Kind::section:
      add_properties(out, rows, setting.path, setting.is(Setting::lists_required));
      break;
    case Kind::number:
      add_limits(out, setting);
      if (!setting.numbers.empty()) out.set("enum", Array(setting.numbers.begin(), setting.numbers.end()));
      break;
    case Kind::text:
      if (!setting.words.empty()) out.set("enum", list(setting.words));
      if (!setting.pattern.empty()) out.set("pattern", setting.pattern);
      break;
    case Kind::texts: out.set("items", text_schema(setting.words)); break;
    case Kind::words:
      out.set("propertyNames", Object{{"pattern", setting.pattern}});
      out.set("additionalProperties", text_schema(setting.words));
      break;
    default: break;
  }
  const Initial& initial = setting.schema_initial ? setting.schema_initial : setting.initial;
  if (initial && !setting.schema_silent) out.set("default", initial.value());
  if (!setting.examples.empty()) out.set("examples", json::parse(setting.examples).value_or({}));
  return out;
}

// In a cell of a table.
std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') out += '\\';
    out += c;
  }
  return out;
}

void add_table(std::string& page, Rows rows, std::string_view section) {
  bool any = false;
  for (const Setting& setting : SectionView(rows, section)) {
    if (setting.kind == Kind::section) continue;
    if (!any) page += "| setting | value | default | restart | what it is |\n|---|---|---|---|---|\n";
    any = true;
    const Initial& initial = setting.initial ? setting.initial : setting.schema_initial;
    const std::string normally =
        initial && initial.form != Initial::Form::null ? "`" + json::dump(initial.value()) + "`" : "";
    page += fmt::format("| `{}` | {} | {} | {} | {} |\n", setting.path, cell(allowed(setting)),
                        cell(normally), setting.is(Setting::restart) ? "yes" : "", cell(setting.help.empty() ? setting.title : setting.help));
  }
  if (any) page += "\n";
}

/// Whether a section holds more than sections.
bool has_table(Rows rows, std::string_view section) {
  for (const Setting& setting : SectionView(rows, section)) {
    if (setting.kind != Kind::section) return true;
  }
  return false;
}

void add_sections(std::string& page, Rows rows, std::string_view section) {
  for (const Setting& setting : SectionView(rows, section)) {
    if (!setting.is_section()) continue;
    if (has_table(rows, setting.path) || !setting.help.empty()) page += fmt::format("### `{}`\n\n", setting.path);
    if (setting.kind == Kind::section && !setting.help.empty()) page += std::string(setting.help) + "\n\n";
    add_table(page, rows, setting.path);
    add_sections(page, rows, setting.path);
  }
}

}  // namespace

Object json_schema() {
  Object out{{"type", "object"}};
  add_properties(out, all_settings, "", false);
  out.set("definitions",
          Object{{"device", definition(device_settings)}, {"group", definition(group_settings)}});
  return out;
}

std::string reference_page() {
  std::string page =
      "# Settings\n\n"
      "All that `configuration.yaml` in the data folder may hold. What is not written there has the "
      "default. The program changes the file only where something changes: comments, order and "
      "spelling of the rest stay as they are.\n\n"
      "Each setting can be given by the environment: `ZIGBEE2MQTT_CONFIG_` and its path in capitals "
      "with `_` for each dot, `ZIGBEE2MQTT_CONFIG_MQTT_SERVER` for `mqtt.server`. Lists and maps are "
      "written as JSON. Such a value is written into the file.\n\n";
  page += "These may stand in another file: ";
  bool first = true;
  for (const Setting& setting : all_settings) {
    if (!setting.is(Setting::in_other_file)) continue;
    page += fmt::format("{}`{}`", first ? "" : ", ", setting.path);
    first = false;
  }
  page +=
      ". Write `'!secret name'` for the value called `name` in `secret.yaml`, or "
      "`'!file.yaml name'` for one in `file.yaml`. `devices` and `groups` may be the name of a file, "
      "or a list of such names; what is new is written to the first.\n\n"
      "Where a file may not be written, changes go to `configuration.overlay.yaml` beside it, which is laid "
      "over the rest at each start; `null` there takes a value away. They move where they belong as soon as "
      "that can be written. Where the overlay cannot be written either, changes last until the program ends.\n\n"
      "## Of the program\n\n";
  add_table(page, all_settings, "");
  add_sections(page, all_settings, "");
  page += "## Of a device (`devices.<address>`)\n\nOptions that a model has of its own stand on its page.\n\n";
  add_table(page, device_settings, "");
  add_sections(page, device_settings, "");
  page += "## Of a group (`groups.<number>`)\n\n";
  add_table(page, group_settings, "");
  add_sections(page, group_settings, "");
  while (page.ends_with("\n\n")) page.pop_back();
  return page;
}

}  // namespace waggle::settings
