// Settings::load: from a folder to a configuration that is whole and has no mistakes.
#include <fmt/format.h>
#include <openssl/rand.h>

#include "core/json.h"
#include "core/log.h"
#include "settings/migrations.h"
#include "settings/state.h"
#include "settings/yaml_writer.h"

namespace waggle::settings {
namespace {

constexpr std::string_view generate = "GENERATE";

// GENERATE ---------------------------------------------------------------------------------------------------

Result<Array> random_octets(int count) {
  std::vector<unsigned char> octets(static_cast<std::size_t>(count));
  if (RAND_bytes(octets.data(), count) != 1) return Error{Errc::io, "the operating system gives no random numbers"};
  Array out;
  for (const unsigned char octet : octets) out.emplace_back(octet);
  return out;
}

Result<Value> random_pan_id() {
  TRY(const Array two, random_octets(2));
  // 0xFFFF means any network, and 0 is avoided by Zigbee2MQTT, too.
  return Value(1 + (static_cast<int>(two[0].number()) * 256 + static_cast<int>(two[1].number())) % 0xFFFE);
}

Result<Value> random_list(int count) {
  TRY(Array octets, random_octets(count));
  return Value(std::move(octets));
}

/// Fills what the user leaves to us; gives the settings that were filled.
Result<std::vector<std::string>> generate_missing(Object& config) {
  std::vector<std::string> out;
  Value* advanced = config.find("advanced");
  if (!advanced || !advanced->is_object()) return out;
  for (const std::string_view key : {"network_key", "ext_pan_id", "pan_id"}) {
    Value* value = advanced->object().find(key);
    if (!value || !(*value == Value(generate))) continue;
    TRY(*value, key == "pan_id" ? random_pan_id() : random_list(key == "network_key" ? 16 : 8));
    out.push_back("advanced." + std::string(key));
  }
  return out;
}

// Mistakes ---------------------------------------------------------------------------------------------------

class Mistakes {
 public:
  Mistakes(const Sources& sources, const std::map<std::string, std::string>& from_environment)
      : sources_(sources), from_environment_(from_environment) {}

  void add(const Path& path, const std::string& text) {
    lines_.push_back(where(path) + ": " + text);
    serious_ = serious_ || !concerns_one(path);
  }
  /// All of them, when one is serious; otherwise the house starts, and they are warnings.
  Result<> result(std::vector<std::string>& warnings) const {
    if (!serious_) {
      warnings.insert(warnings.end(), lines_.begin(), lines_.end());
      return {};
    }
    return Error{Errc::invalid, fmt::format("{}", fmt::join(lines_, "\n"))};
  }

 private:
  std::string where(Path path) const {
    for (Path above = path; !above.empty(); above.pop_back()) {
      const auto variable = from_environment_.find(dotted(above));
      if (variable != from_environment_.end()) return "environment variable " + variable->second;
    }
    return sources_.where(path);
  }

  const Sources& sources_;
  const std::map<std::string, std::string>& from_environment_;
  std::vector<std::string> lines_;
  bool serious_ = false;
};

Result<> check(const Object& config, const std::string& folder, Mistakes mistakes, std::vector<std::string>& warnings) {
  for (const Mistake& mistake : validate(config)) mistakes.add(mistake.path, mistake.advice());
  Object complete = defaults(folder);
  deep_merge(complete, config);
  for (const Finding& finding : cross_check(complete)) mistakes.add(finding.path, finding.text);
  return mistakes.result(warnings);
}

// Migration --------------------------------------------------------------------------------------------------

/// "…/configuration.yaml" is kept as "…/configuration_backup_v1.yaml".
std::string backup_path(const std::string& path, int version) {
  const std::size_t dot = path.rfind('.');
  return path.substr(0, dot) + "_backup_v" + std::to_string(version) + path.substr(dot);
}

Result<> forget_updates(io::Files& files, const std::string& path) {
  if (!files.exists(path)) return {};
  TRY(const std::string text, files.read(path));
  auto states = json::parse(text);
  if (!states || !states->is_object()) {
    log::warning(NS, "{}: cannot be read, and is left as it is", path);
    return {};
  }
  bool any = false;
  for (Member& state : states->object()) {
    if (state.value.is_object()) any = state.value.object().erase("update") || any;
  }
  if (!any) return {};
  return files.replace(path, json::dump(*states));
}

/// All that a migration does beside the new configuration: what is old is kept, before that is written.
Result<> carry_out(const Migration& migration, const Sources& sources, io::Files& files, const std::string& folder) {
  for (const std::string& path : sources.configuration_files()) {
    if (!files.exists(path)) continue;
    TRY(const std::string text, files.read(path));
    TRY_DO(files.replace(backup_path(path, migration.from), text));
  }
  if (!migration.icons.empty()) TRY_DO(files.make_folder(folder + "/device_icons"));
  for (const IconFile& icon : migration.icons) TRY_DO(files.replace(folder + "/" + icon.path, icon.content));
  if (migration.forget_updates) TRY_DO(forget_updates(files, folder + "/state.json"));
  for (const Migration::Notes& notes : migration.notes) {
    std::string text;
    for (const std::string& line : notes.lines) text += line + "\n";
    TRY_DO(files.replace(folder + "/migration-" + std::to_string(notes.from) + "-to-" + std::to_string(notes.from + 1) + ".log", text));
  }
  return {};
}

std::string story(const Migration& migration, const std::string& path) {
  const std::string first = std::to_string(migration.from);
  return path + ": was brought from version " + first + " to " + std::to_string(current_version) + "; the old file is " +
         backup_path(path, migration.from) + ", what became of each setting is in migration-" + first + "-to-" +
         std::to_string(migration.from + 1) + ".log and those after it";
}

}  // namespace

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
  auto migrated = migrate(config);
  if (!migrated) return std::move(migrated.error()).in(state->sources.where({"version"}));
  const auto from_environment = apply_environment(state->environment, config);
  TRY(const std::vector<std::string> generated, generate_missing(config));
  TRY_DO(check(config, state->folder, Mistakes(state->sources, from_environment), state->warnings));

  for (const Unknown& unknown : unknown_keys(config)) {
    state->warnings.push_back(state->sources.where(unknown.path) + ": no setting is called " + dotted(unknown.path) +
                              (unknown.meant.empty() ? "" : "; was " + unknown.meant + " meant?"));
  }
  for (const Finding& icon : unfit_icons(config)) {
    state->warnings.push_back(state->sources.where(icon.path) + ": " + icon.text);
  }
  for (const std::string& name : unknown_variables(state->environment)) {
    state->warnings.push_back("environment variable " + name + ": names no setting");
  }
  if (migrated->needed()) {
    auto kept = carry_out(*migrated, state->sources, files, state->folder);
    if (!kept && kept.error().code != Errc::refused) return std::move(kept.error());
    if (kept) state->warnings.push_back(story(*migrated, path));
  }
  TRY_DO(state->commit(std::move(config)));
  if (!state->lasting && !generated.empty()) {
    return Error{Errc::refused, path + ": may not be written, so " + generated.front() + " cannot be generated: after the next start it "
                                "would be another one. Write a value in place of GENERATE"};
  }
  return std::unique_ptr<Settings>(new Settings(std::move(state)));
}

Result<> Settings::write_minimal(io::Files& files, const std::string& folder, const Environment& environment) {
  Object config{
      {"version", current_version},
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

}  // namespace waggle::settings
