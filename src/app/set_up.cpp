#include "app/set_up.h"

#include <fmt/core.h>

#include <charconv>
#include <cstdlib>

#include "app/service.h"
#include "app/sticks.h"
#include "app/web_pages.h"
#include "io/files.h"
#include "io/loop.h"
#include "io/zip.h"
#include "settings/schema.h"
#include "settings/settings.h"
#include "web/set_up.h"

namespace waggle::app {
namespace {

constexpr std::size_t largest_backup = 256 << 20;

bool in_environment(const char* name) {
  const char* value = std::getenv(name);
  return value && *value;
}

/// "http://0.0.0.0:8080"
Result<web::ServerOptions> address() {
  const char* named = std::getenv("Z2M_ONBOARD_URL");
  std::string_view url = named && *named ? named : "http://0.0.0.0:8080";
  const Error wrong{Errc::invalid, fmt::format("Z2M_ONBOARD_URL is '{}'; it must be like http://0.0.0.0:8080", url)};
  constexpr std::string_view scheme = "http://";
  if (!url.starts_with(scheme)) return wrong;
  url.remove_prefix(scheme.size());
  url = url.substr(0, url.find('/'));
  web::ServerOptions out;
  out.port = 80;
  if (const auto colon = url.rfind(':'); colon != url.npos && url.find(']', colon) == url.npos) {
    const std::string_view digits = url.substr(colon + 1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out.port);
    if (error != std::errc() || end != digits.data() + digits.size()) return wrong;
    url = url.substr(0, colon);
  }
  if (url.starts_with('[') && url.ends_with(']')) url = url.substr(1, url.size() - 2);
  out.host = url;
  return out;
}

/// Keeps looking for sticks on the local network, so that the page need not wait for them.
class NetworkSticks {
 public:
  explicit NetworkSticks(io::Loop& loop) : pause_(loop) { look(loop); }
  const std::vector<SeenStick>& seen() const { return seen_; }

 private:
  static constexpr auto between = 10s;

  void look(io::Loop& loop) { tasks_.spawn("mdns", looking(loop)); }
  Task<> looking(io::Loop& loop) {
    const std::string any_type;
    auto found = co_await sticks_by_mdns(loop, any_type);
    if (found) seen_ = std::move(*found);
    pause_.start(between, [this, &loop] { look(loop); });
  }

  std::vector<SeenStick> seen_;
  Timer pause_;
  TaskGroup tasks_;
};

Array as_values(const std::vector<SeenStick>& by_usb, const std::vector<SeenStick>& by_mdns) {
  Array out;
  for (const auto* list : {&by_usb, &by_mdns}) {
    for (const SeenStick& stick : *list) out.emplace_back(to_value(stick));
  }
  return out;
}

Result<std::string> filled_in(settings::Settings& settings, const Object& answers) {
  Object change = answers;
  change.set("onboarding", Value());
  TRY_DO(settings.apply(change));
  const std::string_view host = settings.text("frontend.host");
  if (in_environment("Z2M_ONBOARD_NO_REDIRECT") || !settings.flag("frontend.enabled") || host.starts_with('/')) return std::string();
  const bool secure = !settings.text("frontend.ssl_cert").empty() && !settings.text("frontend.ssl_key").empty();
  return fmt::format("{}://{}:{}{}", secure ? "https" : "http", host.empty() ? "localhost" : host, settings.number("frontend.port"), settings.text("frontend.base_url"));
}

Result<> restored(const std::string& data, ByteView archive) {
  TRY(const std::vector<io::ZipEntry> entries, io::unzip(archive, largest_backup));
  if (entries.empty()) return Error{Errc::invalid, "the archive is empty"};
  for (const io::ZipEntry& entry : entries) {
    const std::string path = data + "/" + entry.name;
    TRY_DO(io::disk().make_folder(path.substr(0, path.rfind('/'))));
    TRY_DO(io::disk().replace(path, entry.content));
  }
  return {};
}

}  // namespace

bool set_up_wanted(const std::string& data, const settings::Environment& environment) {
  if (in_environment("Z2M_ONBOARD_NO_SERVER") || environment.contains("ZIGBEE2MQTT_CONFIG_SERIAL_PORT")) return false;
  if (in_environment("Z2M_ONBOARD_FORCE_RUN") || !io::disk().exists(data + "/configuration.yaml")) return true;
  const auto settings = settings::Settings::load(io::disk(), data, environment);
  return settings && (*settings)->flag("onboarding");
}

SetUpEnd set_up(const std::string& data, const settings::Environment& environment) {
  const auto impossible = [](const std::string& why) {
    fmt::print(stderr, "The set-up page cannot be served: {}\n", why);
    return SetUpEnd::impossible;
  };
  const std::string pages = find_pages("zigbee2mqtt-windfront");
  if (pages.empty()) return impossible("the web pages are not installed beside the program");
  if (!io::disk().exists(data + "/configuration.yaml")) {
    if (auto written = settings::Settings::write_minimal(io::disk(), data, environment); !written) return impossible(written.error().text);
  }
  auto settings = settings::Settings::load(io::disk(), data, environment);
  if (!settings) return impossible(settings.error().text);
  // Until it is filled in, whatever happens meanwhile.
  if (auto marked = (*settings)->set("onboarding", true); !marked) return impossible(marked.error().text);
  auto where = address();
  if (!where) return impossible(where.error().text);

  io::Loop loop;
  const NetworkSticks on_the_network(loop);
  SetUpEnd end = SetUpEnd::stopped;
  web::SetUpActions actions;
  actions.data = [&] {
    return Object{{"settings", (*settings)->whole()}, {"settingsSchema", settings::json_schema()}, {"devices", as_values(sticks_by_usb(), on_the_network.seen())}};
  };
  actions.submit = [&](const Object& answers) { return filled_in(**settings, answers); };
  actions.restore = [&](ByteView archive) { return restored(data, archive); };
  actions.done = [&] {
    end = SetUpEnd::filled_in;
    loop.stop();
  };
  auto page = web::SetUp::start(loop, *where, pages + "/onboarding", std::move(actions));
  if (!page) return impossible(page.error().text);
  fmt::print("There is no configuration yet. Open http://{}:{}/ in a browser and fill it in.\n",
             where->host == "0.0.0.0" || where->host.empty() ? "localhost" : where->host, where->port);
  std::fflush(stdout);
  // To systemd, waiting for a person is no failed start.
  Service service(loop, service_options_of_environment());
  service.starting();
  service.health(false, "Waiting to be set up in a browser");
  loop.on_signals([&](int) { loop.stop(); });
  loop.run();
  if (end == SetUpEnd::stopped) service.stopping();
  return end;
}

}  // namespace waggle::app
