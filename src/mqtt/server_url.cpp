#include "mqtt/server_url.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace waggle::mqtt {
namespace {

struct Scheme {
  std::string_view name;
  Server::Transport transport;
  std::uint16_t port;
};
constexpr Scheme schemes[] = {
    {"mqtt", Server::Transport::tcp, 1883}, {"tcp", Server::Transport::tcp, 1883},
    {"mqtts", Server::Transport::tls, 8883}, {"ssl", Server::Transport::tls, 8883},
    {"tls", Server::Transport::tls, 8883},
    {"unix", Server::Transport::unix_socket, 0}, {"mqtt+unix", Server::Transport::unix_socket, 0},
};

// For messages: a password has no place in a log.
std::string without_user(std::string_view url) {
  const auto at = url.rfind('@');
  const auto from = url.find("://");
  if (at == url.npos || from == url.npos || at < from) return std::string(url);
  return fmt::format("{}://***{}", url.substr(0, from), url.substr(at));
}

Error bad(std::string_view url, std::string_view what) {
  return {Errc::invalid, fmt::format("mqtt.server '{}': {}", without_user(url), what)};
}

// "%40" is "@": user names may hold what means something in a URL.
std::optional<std::string> unescape(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    unsigned code = 0;
    const char* first = text.data() + i + 1;
    if (i + 3 > text.size() || std::from_chars(first, first + 2, code, 16).ptr != first + 2) return {};
    out += static_cast<char>(code);
    i += 2;
  }
  return out;
}

Result<> read_user(std::string_view url, std::string_view part, Server& out) {
  const auto colon = part.find(':');
  const auto user = unescape(part.substr(0, colon));
  const auto password = unescape(colon == part.npos ? "" : part.substr(colon + 1));
  if (!user || !password) return bad(url, "a '%' in the user or password is written %25");
  out.user = *user;
  out.password = *password;
  return {};
}

Result<> read_host(std::string_view url, std::string_view part, Server& out) {
  std::size_t colon = part.rfind(':');
  if (part.starts_with('[')) {  // [::1]:1883
    const auto end = part.find(']');
    if (end == part.npos) return bad(url, "the address lacks its ']'");
    out.host = part.substr(1, end - 1);
    colon = end + 1 < part.size() ? end + 1 : part.npos;
    if (colon != part.npos && part[colon] != ':') return bad(url, "a ':' and the port follow the ']'");
  } else {
    if (colon != part.find(':')) return bad(url, "an IPv6 address stands in brackets: mqtt://[::1]:1883");
    out.host = part.substr(0, colon);
  }
  if (out.host.empty()) return bad(url, "it names no host");
  if (colon == part.npos) return {};
  const std::string_view digits = part.substr(colon + 1);
  unsigned port = 0;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (digits.empty() || parsed.ptr != digits.data() + digits.size() || port == 0 || port > 65535) {
    return bad(url, fmt::format("'{}' is no port; ports are 1 to 65535", digits));
  }
  out.port = static_cast<std::uint16_t>(port);
  return {};
}

}  // namespace

std::string Server::text() const {
  if (transport == Transport::unix_socket) return "unix:" + host;
  const bool v6 = host.find(':') != host.npos;
  return fmt::format("{}://{}{}{}:{}", transport == Transport::tls ? "mqtts" : "mqtt", v6 ? "[" : "", host,
                     v6 ? "]" : "", port);
}

Result<Server> parse_server(std::string_view url) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7F; };
  if (std::any_of(url.begin(), url.end(), is_control)) return bad(url, "it holds a control character");
  const auto colon = url.find(':');
  std::string name(url.substr(0, colon == url.npos ? 0 : colon));
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  if (name == "ws" || name == "wss") {
    return Error{Errc::unsupported,
                 fmt::format("mqtt.server '{}': Waggle speaks no MQTT over WebSocket; use the broker's own port, "
                             "such as {}",
                             without_user(url), name == "ws" ? "mqtt://HOST:1883" : "mqtts://HOST:8883")};
  }
  const auto scheme = std::find_if(std::begin(schemes), std::end(schemes),
                                   [&](const Scheme& s) { return s.name == name; });
  std::string_view rest = url.substr(colon == url.npos ? 0 : colon + 1);
  Server out;
  if (scheme != std::end(schemes) && scheme->transport == Server::Transport::unix_socket) {
    out.transport = scheme->transport;
    if (rest.starts_with("//")) rest.remove_prefix(2);
    if (!rest.starts_with('/')) return bad(url, "a Unix socket is written unix:/path/to/socket");
    out.host = rest;
    return out;
  }
  if (scheme == std::end(schemes) || !rest.starts_with("//")) {
    return bad(url, "it must begin with mqtt://, mqtts:// or unix:/, such as mqtt://localhost:1883");
  }
  rest.remove_prefix(2);
  rest = rest.substr(0, rest.find_first_of("/?"));  // MQTT has no paths; clients tolerate one
  out.transport = scheme->transport;
  out.port = scheme->port;
  if (const auto at = rest.rfind('@'); at != rest.npos) {
    TRY_DO(read_user(url, rest.substr(0, at), out));
    rest.remove_prefix(at + 1);
  }
  TRY_DO(read_host(url, rest, out));
  return out;
}

}  // namespace waggle::mqtt
