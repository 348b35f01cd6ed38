#include "app/logging.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "bridge/log_levels.h"
#include "core/json.h"
#include "io/files.h"
#include "io/log_file.h"
#include "io/log_folders.h"
#include "io/syslog.h"

namespace waggle::app {
namespace {

constexpr std::string_view NS = "z2m";
constexpr std::chrono::seconds pause{10};
constexpr io::Rotation rotation{10'000'000, 3};

bool has(const Value* list, std::string_view word) {
  if (!list || !list->is_array()) return false;
  return std::any_of(list->array().begin(), list->array().end(), [&](const Value& v) { return v == Value(word); });
}

struct Place {
  std::string pattern;  // of the folder
  std::string folder;
  std::string file;
};

Place place_of(const settings::Settings& settings, WallTime now) {
  Place out;
  out.pattern = settings.text("advanced.log_directory");
  out.folder = io::fill_timestamp(out.pattern, now);
  out.file = io::fill_timestamp(std::string(settings.text("advanced.log_file")), now);
  return out;
}

Result<std::shared_ptr<log::Sink>> open_file(const settings::Settings& settings, const Place& place) {
  const std::string path = place.folder + "/" + place.file;
  TRY_DO(io::disk().make_folder(std::filesystem::path(path).parent_path().string()));
  const io::Rotation wanted = settings.flag("advanced.log_rotation") ? rotation : io::Rotation{};
  TRY(std::shared_ptr<log::Sink> out, io::LogFile::open(path, wanted, std::string(settings.text("advanced.timestamp_format"))));
  return out;
}

// What the settings say of one option, as text, whether written as text or as a number.
std::string option(const settings::Settings& settings, std::string_view name, std::string_view otherwise) {
  const Value* value = settings.find("advanced.log_syslog." + std::string(name));
  if (!value || value->is_null()) return std::string(otherwise);
  return value->is_string() ? std::string(value->string_or("")) : json::dump(*value);
}

bool is_number(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Result<io::SyslogOptions> syslog_options(const settings::Settings& settings) {
  io::SyslogOptions out;
  TRY_DO(io::set_syslog_protocol(out, option(settings, "protocol", "udp4")));
  out.host = option(settings, "host", out.host);
  out.path = option(settings, "path", out.path);
  const std::string port = option(settings, "port", "514");
  const unsigned long number = is_number(port) && port.size() <= 5 ? std::stoul(port) : 0;
  if (number < 1 || number > 65535) return Error{Errc::invalid, "port '" + port + "' is not between 1 and 65535"};
  out.port = static_cast<std::uint16_t>(number);
  const std::string type = option(settings, "type", "BSD");
  const bool bsd = type == "bsd" || type == "BSD" || type.find("3164") != std::string::npos;
  out.form = bsd ? io::SyslogOptions::Form::bsd : io::SyslogOptions::Form::rfc5424;
  out.own_host = option(settings, "localhost", out.own_host);
  out.app = option(settings, "app_name", out.app);
  // The web page offers the words "process.pid".
  if (const std::string process = option(settings, "pid", ""); is_number(process)) out.process = process;
  out.end_of_line = option(settings, "eol", "");
  return out;
}

}  // namespace

Logging::Logging(io::Loop& loop, const settings::Settings& settings) : timer_(loop) {
  const WallTime now = loop.wall();
  const Value* outputs = settings.find("advanced.log_output");
  const bridge::LogLevels::Wanted levels = bridge::LogLevels::read(settings);
  std::vector<std::string> problems;
  log::Config config;
  config.level = std::getenv("DEBUG") ? log::Level::debug : levels.level;
  config.namespaces = levels.namespaces;
  config.timestamp_format = settings.text("advanced.timestamp_format");
  config.console = has(outputs, "console");
  config.console_json = settings.flag("advanced.log_console_json");
  config.clock = [&loop] { return loop.wall(); };
  std::string others;

  const Place place = place_of(settings, now);
  const bool file_wanted = has(outputs, "file");
  if (file_wanted) {
    if (auto file = open_file(settings, place)) {
      config.sinks.push_back(std::move(*file));
      others += ", file (filename: " + place.file + ")";
    } else {
      problems.push_back("The log is not written to a file: " + file.error().text);
    }
  }
  if (has(outputs, "syslog")) {
    if (auto options = syslog_options(settings)) {
      config.sinks.push_back(std::make_shared<io::Syslog>(loop, std::move(*options)));
      others += ", syslog";
    } else {
      problems.push_back("The log is not sent to the system log: advanced.log_syslog: " + options.error().text);
    }
  }
  // Somebody must hear of it.
  if (config.sinks.empty() && !problems.empty()) config.console = true;

  log::configure(config);
  bridge::LogLevels::ignore_debug(levels.ignore_debug);
  for (const std::string& problem : problems) log::error(NS, "{}", problem);
  log::info(NS, "Logging to console{}{}", config.console ? "" : " (silenced)", others);
  if (file_wanted) {
    if (settings.flag("advanced.log_symlink_current")) {
      if (auto linked = io::link_current_log_folder(place.pattern, now); !linked) log::error(NS, "{}", linked.error().text);
    }
    const auto keep = static_cast<std::size_t>(settings.number("advanced.log_directories_to_keep"));
    for (const std::string& problem : io::remove_old_log_folders(place.pattern, keep)) log::error(NS, "{}", problem);
  }
  settle_now_and_then();
}

void Logging::settle_now_and_then() {
  timer_.start(pause, [this] {
    log::settle();
    settle_now_and_then();
  });
}

}  // namespace waggle::app
