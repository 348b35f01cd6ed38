#include "bridge/data_folder.h"

#include <fmt/core.h>

#include "core/json.h"

namespace waggle::bridge {
namespace {

Result<> not_blank(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) return Error{Errc::malformed, "it has NUL characters in it, as after a power cut"};
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) return Error{Errc::malformed, "it is empty"};
  return {};
}

std::size_t lines_in(std::string_view text) {
  std::size_t out = text.empty() || text.ends_with('\n') ? 0 : 1;
  for (const char c : text) out += c == '\n' ? 1 : 0;
  return out;
}

std::string lines_summary(std::string_view text) { return fmt::format("{} lines", lines_in(text)); }

// JSON -------------------------------------------------------------------------------------------------------

Result<> one_object(std::string_view text) {
  TRY_DO(not_blank(text));
  TRY(const Value content, json::parse(text));
  if (!content.is_object()) return Error{Errc::malformed, "it is no JSON object"};
  return {};
}

std::string states_summary(std::string_view text) {
  const auto states = json::parse(text);
  return fmt::format("the states of {} devices and groups", states && states->is_object() ? states->object().size() : 0);
}

std::string backup_summary(std::string_view text) {
  const auto backup = json::parse(text);
  const Value* devices = backup ? backup->find("devices") : nullptr;
  return fmt::format("a backup with {} devices", devices && devices->is_array() ? devices->array().size() : 0);
}

// Lines of JSON ----------------------------------------------------------------------------------------------

/// Calls `hear` with the number and the record of each line that is not blank.
template <class Hear>
void each_record(std::string_view text, Hear hear) {
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.find_first_not_of(" \r\t") != std::string_view::npos) hear(number, json::parse(line));
  }
}

Result<> records(std::string_view text) {
  TRY_DO(not_blank(text));
  Result<> out;
  each_record(text, [&](std::size_t number, const Result<Value>& record) {
    if (!out) return;
    if (!record) {
      out = Error{Errc::malformed, fmt::format("line {}: {}", number, record.error().text)};
    } else if (!record->find("id")) {
      out = Error{Errc::malformed, fmt::format("line {} is no record of a device or group", number)};
    }
  });
  return out;
}

std::string records_summary(std::string_view text) {
  std::size_t devices = 0;
  std::size_t groups = 0;
  each_record(text, [&](std::size_t, const Result<Value>& record) {
    const Value* type = record ? record->find("type") : nullptr;
    if (!type || *type == Value("Coordinator")) return;
    ++(*type == Value("Group") ? groups : devices);
  });
  return fmt::format("{} devices, {} groups", devices, groups);
}

// A configuration that is damaged in another way looks like one that somebody is editing: its mistakes are
// told, and nothing is put in its place.
constexpr io::KeptFile rows[] = {
    {"configuration.yaml", not_blank, lines_summary},
    {"database.db", records, records_summary},
    {"state.json", one_object, states_summary},
    {"coordinator_backup.json", one_object, backup_summary},
};

}  // namespace

const std::span<const io::KeptFile> kept_files = rows;

std::vector<std::string> foreign_code(io::Files& files, const std::string& folder) {
  struct Place {
    std::string_view folder, instead;
  };
  constexpr Place places[] = {
      {"external_converters", "describe the devices in devices/*.yaml (docs/add-a-device.md)"},
      {"external_extensions", "a program of yours can do the same over MQTT or the WebSocket (docs/web.md)"},
  };
  std::vector<std::string> out;
  for (const Place& place : places) {
    std::string names;
    for (const std::string& name : files.list(folder + "/" + std::string(place.folder))) {
      if (name.ends_with(".js") || name.ends_with(".mjs") || name.ends_with(".cjs")) names.append(names.empty() ? "" : ", ").append(name);
    }
    if (!names.empty()) out.push_back(fmt::format("{}/{} has {}, and Waggle runs no JavaScript: {}", folder, place.folder, names, place.instead));
  }
  return out;
}

}  // namespace waggle::bridge
