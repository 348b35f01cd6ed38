#include "web/address.h"

#include <charconv>

namespace waggle::web {
namespace {

constexpr std::uint16_t plain_port = 80, secure_port = 443;

Error bad(std::string_view url) { return {Errc::invalid, "'" + std::string(url) + "' is no address such as https://host/path"}; }

bool is_printable(std::string_view text) {
  for (const char c : text) {
    if (c <= ' ' || c > '~') return false;
  }
  return true;
}

}  // namespace

std::string Address::authority() const {
  const std::string name = host.find(':') == std::string::npos ? host : "[" + host + "]";
  return port == (secure ? secure_port : plain_port) ? name : name + ":" + std::to_string(port);
}

std::string Address::text() const { return (secure ? "https://" : "http://") + authority() + target; }

Result<Address> parse_address(std::string_view url) {
  Address out;
  std::string_view rest = url;
  if (rest.starts_with("https://")) {
    out.secure = true;
    out.port = secure_port;
    rest.remove_prefix(8);
  } else if (rest.starts_with("http://")) {
    rest.remove_prefix(7);
  } else {
    return bad(url);
  }
  if (!is_printable(rest)) return bad(url);
  rest = rest.substr(0, rest.find('#'));
  const auto end = rest.find_first_of("/?");
  std::string_view authority = rest.substr(0, end);
  out.target = end == std::string_view::npos ? "/" : std::string(rest.substr(end));
  if (out.target.front() == '?') out.target.insert(0, "/");
  if (authority.find('@') != std::string_view::npos) return bad(url);
  const auto colon = authority.rfind(':');
  if (colon != std::string_view::npos && authority.find(']', colon) == std::string_view::npos) {
    const std::string_view digits = authority.substr(colon + 1);
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), out.port);
    if (read.ec != std::errc() || read.ptr != digits.data() + digits.size() || out.port == 0) return bad(url);
    authority = authority.substr(0, colon);
  }
  if (authority.starts_with('[') && authority.ends_with(']')) authority = authority.substr(1, authority.size() - 2);
  if (authority.empty()) return bad(url);
  out.host = std::string(authority);
  return out;
}

Result<Address> follow(const Address& from, std::string_view location) {
  if (location.find("://") != std::string_view::npos) return parse_address(location);
  const std::string scheme = from.secure ? "https:" : "http:";
  if (location.starts_with("//")) return parse_address(scheme + std::string(location));
  const std::string base = scheme + "//" + from.authority();
  if (location.starts_with('/')) return parse_address(base + std::string(location));
  const std::string path = from.target.substr(0, from.target.find('?'));
  return parse_address(base + path.substr(0, path.rfind('/') + 1) + std::string(location));
}

}  // namespace waggle::web
