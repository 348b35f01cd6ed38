#include "app/web_pages.h"

#include <fmt/core.h>

#include <cstdlib>
#include <filesystem>

#include "core/log.h"

namespace waggle::app {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view NS = "z2m:frontend";

bool there(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(path, ignored);
}

std::optional<web::ServerOptions::Tls> tls_of(const settings::Settings& settings) {
  const std::string certificate(settings.text("frontend.ssl_cert")), key(settings.text("frontend.ssl_key"));
  if (certificate.empty() && key.empty()) return std::nullopt;
  for (const auto& [name, file] : {std::pair{"ssl_cert", certificate}, std::pair{"ssl_key", key}}) {
    if (!file.empty() && there(file)) continue;
    log::error(NS, "frontend.{} is '{}', and there is no such file: the web pages are served without TLS", name, file);
    return std::nullopt;
  }
  return web::ServerOptions::Tls{certificate, key};
}

}  // namespace

std::string find_pages(std::string_view package) {
  std::error_code ignored;
  const fs::path program = fs::read_symlink("/proc/self/exe", ignored).parent_path();
  const char* named = std::getenv("WAGGLE_WEB");
  for (const fs::path& place : {fs::path(named ? named : ""), program / "web", program / "../share/waggle/web", fs::path("/usr/share/waggle/web")}) {
    if (place.empty()) continue;
    const fs::path folder = place / package;
    if (there(folder / "index.html")) return folder.lexically_normal().string();
  }
  return {};
}

std::unique_ptr<web::Frontend> open_web_pages(io::Loop& loop, const settings::Settings& settings, bridge::Window& window) {
  if (!settings.flag("frontend.enabled")) return nullptr;
  web::FrontendOptions options;
  options.server.host = settings.text("frontend.host");
  options.server.port = static_cast<std::uint16_t>(settings.number("frontend.port"));
  options.server.tls = tls_of(settings);
  options.base_url = settings.text("frontend.base_url");
  options.auth_token = settings.text("frontend.auth_token");
  options.device_icons = settings.folder() + "/device_icons";
  const bool pages_wanted = !settings.flag("frontend.disable_ui_serving");
  if (pages_wanted) {
    const std::string_view package = settings.text("frontend.package");
    options.pages = find_pages(package);
    if (options.pages.empty()) {
      log::error(NS, "The web pages '{}' are not installed beside the program; only their WebSocket is served. tools/fetch_pages brings them", package);
    }
  }
  const std::string host = options.server.host;
  const bool secure = options.server.tls.has_value();
  auto frontend = web::Frontend::start(loop, std::move(options), window);
  if (!frontend) {
    log::error(NS, "{}", frontend.error().text);
    return nullptr;
  }
  const std::string where = host.starts_with('/') ? "socket " + host : fmt::format("port {}{}{}", host, host.empty() ? "" : ":", (*frontend)->port());
  log::info(NS, "Started frontend on {}{}{}", where, secure ? " (TLS)" : "", pages_wanted ? "" : ": the WebSocket alone, without pages");
  return std::move(*frontend);
}

}  // namespace waggle::app
