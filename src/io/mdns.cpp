#include "io/mdns.h"

#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <resolv.h>

#include <array>
#include <boost/asio/ip/multicast.hpp>
#include <boost/asio/ip/udp.hpp>
#include <cctype>
#include <memory>

#include "io/loop.h"

namespace waggle::io {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using asio::ip::udp;

constexpr std::string_view all_types = "_services._dns-sd._udp.local";
constexpr std::string_view domain = ".local";
constexpr std::size_t most_records = 500;  // of one kind: a network has a handful

/// No dot at the end. What is no plain character of a label stays escaped, so that "My stick.v2" is one label.
std::string name_at(const ns_msg& message, const u_char* at) {
  std::array<char, NS_MAXDNAME> out{};
  if (dn_expand(ns_msg_base(message), ns_msg_end(message), at, out.data(), static_cast<int>(out.size())) < 0) return {};
  return out.data();
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

/// "SLZB\\032one" as people read it.
std::string readable(std::string_view label) {
  std::string out;
  for (std::size_t i = 0; i < label.size(); ++i) {
    if (label[i] != '\\') {
      out += label[i];
    } else if (i + 3 < label.size() && std::isdigit(static_cast<unsigned char>(label[i + 1]))) {
      out += static_cast<char>((label[i + 1] - '0') * 100 + (label[i + 2] - '0') * 10 + (label[i + 3] - '0'));
      i += 3;
    } else if (i + 1 < label.size()) {
      out += label[++i];
    }
  }
  return out;
}

std::map<std::string, std::string> texts(ByteView data) {
  std::map<std::string, std::string> out;
  for (std::size_t at = 0; at < data.size();) {
    const std::size_t length = std::min<std::size_t>(data[at], data.size() - at - 1);
    const std::string entry(data.begin() + static_cast<std::ptrdiff_t>(at) + 1, data.begin() + static_cast<std::ptrdiff_t>(at + 1 + length));
    const std::size_t equals = entry.find('=');
    if (equals != 0 && !entry.empty()) out.emplace(lower(entry.substr(0, equals)), equals == entry.npos ? "" : entry.substr(equals + 1));
    at += 1 + length;
  }
  return out;
}

template <class Map, class Key, class Value>
void keep(Map& map, const Key& key, Value value) {
  if (map.size() < most_records || map.contains(key)) map.insert_or_assign(key, std::move(value));
}

/// The interfaces that multicasts can leave by. With none named, the system would take the one of the default route.
std::vector<asio::ip::address_v4> interfaces() {
  std::vector<asio::ip::address_v4> out;
  ifaddrs* first = nullptr;
  if (getifaddrs(&first) != 0) return out;
  const std::unique_ptr<ifaddrs, void (*)(ifaddrs*)> guard(first, freeifaddrs);
  for (const ifaddrs* one = first; one; one = one->ifa_next) {
    if (!one->ifa_addr || one->ifa_addr->sa_family != AF_INET) continue;
    if (!(one->ifa_flags & IFF_UP) || !(one->ifa_flags & IFF_MULTICAST)) continue;
    const auto* address = reinterpret_cast<const sockaddr_in*>(one->ifa_addr);  // NOLINT: so the system gives it
    out.emplace_back(ntohl(address->sin_addr.s_addr));
  }
  return out;
}

/// The socket, which an operation of Asio's may outlive the browsing with.
struct Ears {
  explicit Ears(asio::io_context& context) : socket(context) {}
  udp::socket socket;
  udp::endpoint from;
  std::array<std::uint8_t, 9000> packet{};  // RFC 6762, 17
  MdnsAnswers answers;
  bool open = true;

  static void listen(const std::shared_ptr<Ears>& ears) {
    ears->socket.async_receive_from(asio::buffer(ears->packet), ears->from, [ears](error_code error, std::size_t n) {
      if (!ears->open || error == asio::error::operation_aborted) return;
      if (!error) ears->answers.hear(ByteView(ears->packet).first(n));
      listen(ears);
    });
  }
};
struct CloseEars {
  std::shared_ptr<Ears> ears;
  ~CloseEars() {
    ears->open = false;
    error_code ignored;
    ears->socket.close(ignored);
  }
};

}  // namespace

Bytes encode(const Question& question) {
  constexpr std::uint16_t internet = 1;
  Writer out;
  out.u16_be(0).u16_be(0).u16_be(1).u16_be(0).u16_be(0).u16_be(0);  // one question
  std::string_view rest = question.name;
  while (!rest.empty()) {
    // A dot that is escaped belongs to its label.
    std::size_t dot = 0;
    while (dot < rest.size() && rest[dot] != '.') dot += rest[dot] == '\\' ? 2 : 1;
    const std::string label = readable(rest.substr(0, std::min(dot, rest.size()))).substr(0, NS_MAXLABEL);
    out.u8(static_cast<std::uint8_t>(label.size())).bytes(ByteView(reinterpret_cast<const std::uint8_t*>(label.data()), label.size()));  // NOLINT
    rest.remove_prefix(std::min(dot + 1, rest.size()));
  }
  return out.u8(0).u16_be(question.type).u16_be(internet).take();
}

void MdnsAnswers::hear(ByteView packet) {
  ns_msg message{};
  if (packet.size() > NS_MAXMSG || ns_initparse(packet.data(), static_cast<int>(packet.size()), &message) != 0) return;
  if (!ns_msg_getflag(message, ns_f_qr)) return;
  for (const ns_sect section : {ns_s_an, ns_s_ns, ns_s_ar}) {
    for (int i = 0; i < ns_msg_count(message, section); ++i) {
      ns_rr record{};
      if (ns_parserr(&message, section, i, &record) != 0) return;
      const std::string owner = ns_rr_name(record);
      const u_char* data = ns_rr_rdata(record);
      const std::size_t size = ns_rr_rdlen(record);
      switch (ns_rr_type(record)) {
        case ns_t_ptr: {
          const std::string target = name_at(message, data);
          if (target.empty() || !target.ends_with(domain)) break;
          if (lower(owner) == all_types) {
            if (types_.size() < most_records) types_.insert(target);
          } else {
            keep(instances_, target, owner);
          }
          break;
        }
        case ns_t_srv:
          if (size < 7) break;
          keep(locations_, owner, Location{name_at(message, data + 6), static_cast<std::uint16_t>(data[4] << 8 | data[5])});
          break;
        case ns_t_txt: keep(texts_, owner, texts({data, size})); break;
        case ns_t_a:
          if (size != 4) break;
          keep(addresses_, lower(owner), asio::ip::make_address_v4(asio::ip::address_v4::bytes_type{data[0], data[1], data[2], data[3]}).to_string());
          break;
        default: break;
      }
    }
  }
}

std::vector<Question> MdnsAnswers::open_questions() const {
  std::vector<Question> out;
  for (const std::string& type : types_) {
    bool known = false;
    for (const auto& [instance, of] : instances_) known |= of == type;
    if (!known) out.push_back({type, ns_t_ptr});
  }
  for (const auto& [instance, type] : instances_) {
    const auto location = locations_.find(instance);
    if (location == locations_.end()) {
      out.push_back({instance, ns_t_srv});
    } else if (!addresses_.contains(lower(location->second.host))) {
      out.push_back({location->second.host, ns_t_a});
    }
    if (!texts_.contains(instance)) out.push_back({instance, ns_t_txt});
  }
  return out;
}

std::vector<Service> MdnsAnswers::services() const {
  std::vector<Service> out;
  for (const auto& [instance, type] : instances_) {
    const auto location = locations_.find(instance);
    if (location == locations_.end() || location->second.port == 0) continue;
    Service& service = out.emplace_back();
    service.type = type.substr(0, type.size() - std::min(type.size(), domain.size()));
    service.name = readable(instance.ends_with("." + type) ? std::string_view(instance).substr(0, instance.size() - type.size() - 1) : instance);
    service.host = location->second.host;
    service.port = location->second.port;
    if (const auto at = addresses_.find(lower(service.host)); at != addresses_.end()) service.address = at->second;
    if (const auto said = texts_.find(instance); said != texts_.end()) service.texts = said->second;
  }
  return out;
}

Task<Result<std::vector<Service>>> browse(Loop& loop, std::string type, std::chrono::nanoseconds duration, MdnsOptions options) {
  constexpr auto turn = 100ms;
  constexpr int turns_between_repeats = 6;  // answers get lost
  auto ears = std::make_shared<Ears>(loop.context());
  const CloseEars guard{ears};
  error_code error;
  const auto address = asio::ip::make_address_v4(options.address, error);
  if (!error) ears->socket.open(udp::v4(), error);
  if (!error) ears->socket.bind({udp::v4(), 0}, error);
  if (!error) ears->socket.non_blocking(true, error);
  if (error) co_return Error{Errc::io, "the local network cannot be asked for services: " + error.message()};
  Ears::listen(ears);
  const udp::endpoint everybody(address, options.port);
  const std::vector<asio::ip::address_v4> ways = address.is_multicast() ? interfaces() : std::vector<asio::ip::address_v4>();
  const auto ask = [&](const Question& question) {
    const Bytes packet = encode(question);
    error_code ignored;  // an interface may be down: others are not
    if (ways.empty()) ears->socket.send_to(asio::buffer(packet), everybody, 0, ignored);
    for (const auto& way : ways) {
      ears->socket.set_option(asio::ip::multicast::outbound_interface(way), ignored);
      ears->socket.send_to(asio::buffer(packet), everybody, 0, ignored);
    }
  };
  const Question first{type.empty() ? std::string(all_types) : type + std::string(domain), ns_t_ptr};
  std::set<Question> asked;
  int turns = 0;
  for (std::chrono::nanoseconds waited{}; waited < duration; waited += turn) {
    const bool repeat = turns++ % turns_between_repeats == 0;
    if (repeat) ask(first);
    for (const Question& question : ears->answers.open_questions()) {
      if (asked.insert(question).second || repeat) ask(question);
    }
    co_await sleep(loop, turn);
  }
  co_return ears->answers.services();
}

}  // namespace waggle::io
