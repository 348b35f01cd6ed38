#include "web/frontend.h"

#include <fmt/core.h>
#include <openssl/crypto.h>

#include <algorithm>

#include "core/json.h"
#include "core/log.h"

namespace waggle::web {
namespace {

constexpr std::string_view NS = "z2m:frontend";
constexpr std::uint16_t going_away = 1001;
constexpr std::uint16_t unauthorized = 4401;

std::string_view path_of(std::string_view target) { return target.substr(0, target.find_first_of("?#")); }

/// The first value of a name in "…?name=value&…".
std::string query_value(std::string_view target, std::string_view name) {
  const std::size_t begin = target.find('?');
  std::string_view query = begin == target.npos ? std::string_view() : target.substr(begin + 1);
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view item = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    if (item.substr(0, item.find('=')) != name || item.size() <= name.size()) continue;
    std::string value(item.substr(name.size() + 1));
    std::replace(value.begin(), value.end(), '+', ' ');
    return unescape(value).value_or("");
  }
  return {};
}

/// Takes as long for a near miss as for a far one.
bool same(const std::string& given, const std::string& wanted) {
  std::string padded = given;
  padded.resize(wanted.size());
  return CRYPTO_memcmp(padded.data(), wanted.data(), wanted.size()) == 0 && given.size() == wanted.size();
}

std::string escape_html(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view("&<>\"'").find(c) == std::string_view::npos) {
      out += c;
    } else {
      out += fmt::format("&#{};", static_cast<int>(c));
    }
  }
  return out;
}

Reply not_found(const Request& request) {
  Reply reply;
  reply.status = 404;
  reply.content_type = "text/html; charset=utf-8";
  reply.headers = {{"Content-Security-Policy", "default-src 'none'"}, {"X-Content-Type-Options", "nosniff"}};
  reply.body = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Error</title>\n</head>\n<body>\n<pre>" +
               escape_html(fmt::format("Cannot {} {}", request.method, request.target)) + "</pre>\n</body>\n</html>\n";
  return reply;
}

/// "/z2m/assets/x" under "/z2m" -> "assets/x"; nullopt: not under it.
std::optional<std::string_view> below(std::string_view base, std::string_view path) {
  while (base.ends_with('/')) base.remove_suffix(1);
  if (!path.starts_with(base)) return std::nullopt;
  path.remove_prefix(base.size());
  if (!path.empty() && !path.starts_with('/')) return std::nullopt;
  return path.empty() ? path : path.substr(1);
}

std::shared_ptr<const std::string> framed(std::string_view topic, std::string_view json) {
  std::string text = R"({"topic":)";
  json::append_string(text, topic);
  text.append(R"(,"payload":)").append(json).append("}");
  return std::make_shared<const std::string>(std::move(text));
}

/// What is shown to one who has just come.
struct Welcome final : bridge::Window::Viewer {
  explicit Welcome(Socket& to) : socket(to) {}
  void on_message(std::string_view topic, std::string_view json) override { socket.send(framed(topic, json)); }
  Socket& socket;
};

}  // namespace

Frontend::Frontend(FrontendOptions options, bridge::Window& window)
    : options_(std::move(options)), window_(window), files_(options_.pages), icons_(options_.device_icons) {}

Result<std::unique_ptr<Frontend>> Frontend::start(io::Loop& loop, FrontendOptions options, bridge::Window& window) {
  std::unique_ptr<Frontend> out(new Frontend(std::move(options), window));
  TRY(out->server_, Server::start(loop, out->options_.server, *out));
  window.open(out.get());
  return out;
}

Frontend::~Frontend() {
  window_.open(nullptr);
  for (const auto& socket : sockets_) socket->close(going_away, "Waggle stops");
}

// The pages hold nothing of the user's; their socket does, and what is added.
bool Frontend::may(const Request& request) const {
  if (options_.auth_token.empty()) return true;
  constexpr std::string_view bearer = "Bearer ";
  if (request.authorization.starts_with(bearer)) return same(request.authorization.substr(bearer.size()), options_.auth_token);
  return same(query_value(request.target, "token"), options_.auth_token);
}

Reply Frontend::on_request(const Request& request) {
  const std::string_view path = path_of(request.target);
  const auto inside = below(options_.base_url, path);
  const bool reads = request.method == "GET" || request.method == "HEAD";
  if (!inside || !reads) return not_found(request);
  if (inside->empty() && !path.ends_with('/')) {
    // So that the page's relative addresses are looked for beneath it.
    Reply moved;
    moved.status = 301;
    moved.headers.emplace_back("Location", std::string(path) + "/" + request.target.substr(path.size()));
    return moved;
  }
  if (const auto page = pages_.find(*inside); page != pages_.end()) {
    if (may(request)) return page->second();
    Reply refused;
    refused.status = 401;
    refused.content_type = "text/plain";
    refused.headers.emplace_back("WWW-Authenticate", "Bearer");
    refused.body = "Unauthorized\n";
    return refused;
  }
  constexpr std::string_view icons = "device_icons/";
  std::optional<Reply> file;
  if (inside->starts_with(icons)) {
    file = icons_.find(inside->substr(icons.size()), request);
  } else if (!options_.pages.empty()) {
    file = files_.find(*inside, request);
  }
  return file ? std::move(*file) : not_found(request);
}

bool Frontend::has_socket(const Request& request) {
  const auto inside = below(options_.base_url, path_of(request.target));
  return inside && (*inside == "api" || *inside == "api/");
}

void Frontend::on_socket(const std::shared_ptr<Socket>& socket, const Request& request) {
  if (!may(request)) return socket->close(unauthorized, "Unauthorized");
  sockets_.insert(socket);
  Welcome welcome(*socket);
  window_.show_all(welcome);
}

void Frontend::on_text(const std::shared_ptr<Socket>& socket, std::string_view text) {
  if (!sockets_.contains(socket)) return;  // not let in
  const auto message = json::parse(text);
  const Value* topic = message ? message->find("topic") : nullptr;
  if (!topic || !topic->is_string() || topic->string().empty()) {
    return log::error(NS, R"(A web client has said '{}', which is not {{"topic": "…", "payload": …}}; it is ignored)", text.substr(0, 200));
  }
  const Value* payload = message->find("payload");
  window_.say(topic->string(), payload ? json::dump(*payload) : std::string());
}

void Frontend::on_closed(const std::shared_ptr<Socket>& socket) { sockets_.erase(socket); }

void Frontend::on_message(std::string_view topic, std::string_view json) {
  if (sockets_.empty()) return;
  const auto text = framed(topic, json);
  // One that cannot take it is dropped on the way.
  const std::vector<std::shared_ptr<Socket>> all(sockets_.begin(), sockets_.end());
  for (const auto& socket : all) socket->send(text);
}

}  // namespace waggle::web
