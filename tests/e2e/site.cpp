#include "e2e/site.h"

#include <arpa/inet.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "core/json.h"

namespace waggle::e2e {
namespace {

constexpr std::string_view base = "zigbee2mqtt/";

Value parsed(std::string_view text) {
  auto value = json::parse(text);
  return value ? std::move(*value) : Value(text);
}

/// One line to a port of this computer, and one back; empty when there is none within seconds.
std::string ask(int port, std::string line) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const timeval limit{5, 0};
  ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::string answer;
  line += '\n';
  if (::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 &&  // NOLINT: as sockets want it
      ::send(fd, line.data(), line.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(line.size())) {
    char buffer[65536];
    while (!answer.ends_with('\n')) {
      const ssize_t n = ::recv(fd, buffer, sizeof buffer, 0);
      if (n <= 0) break;
      answer.append(buffer, static_cast<std::size_t>(n));
    }
  }
  ::close(fd);
  return answer;
}

}  // namespace

Value at(const Value& document, std::initializer_list<std::string_view> path) {
  const Value* found = &document;
  for (const std::string_view key : path) {
    found = found->is_object() ? found->find(key) : nullptr;
    if (!found) return Value();
  }
  return *found;
}

Site::Site(Line line) : line_(line) {
  std::filesystem::create_directory(data());
  broker.start();
  start_radio();
  const std::string port = line_ == Line::tcp ? "tcp://127.0.0.1:" + std::to_string(radio_port_) : folder / "radio";
  std::ofstream(data() + "/configuration.yaml") << "version: 5\nmqtt:\n  base_topic: zigbee2mqtt\n  server: " << broker.url()
                                               << "\nserial:\n  port: " << port << "\n  adapter: zstack\n"
                                               << "advanced:\n  channel: 15\n  pan_id: 6754\n  network_key: GENERATE\n";
  mqtt::Options options;
  options.server = broker.url();
  auto made = mqtt::make_client(loop, options);
  if (!made) throw std::runtime_error(made.error().text);
  client = std::move(*made);
  client->subscribe("zigbee2mqtt/#");
  client->start(seen);
  EXPECT_TRUE(run_until([&] { return client->connected(); }, 5s));
}

Site::~Site() {
  if (!::testing::Test::HasFailure()) return;
  const std::string log = read_text(folder / "bridge.log");
  std::fprintf(stderr, "The bridge said at the end:\n%s\n", log.substr(log.size() - std::min<std::size_t>(log.size(), 6000)).c_str());
}

void Site::start_radio() {
  const std::string log = folder / "radio.log";
  std::filesystem::remove(log);
  std::vector<std::string> arguments{"sim", "--control-port", "0", "--state", folder / "radio.json"};
  if (line_ == Line::tcp) {
    arguments.insert(arguments.end(), {"--port", std::to_string(radio_port_)});
  } else {
    arguments.insert(arguments.end(), {"--pty", folder / "radio"});
  }
  radio.start(arguments, log);
  std::string said;
  EXPECT_TRUE(run_until([&] { return (said = read_text(log)).find('\n') != said.npos; }, 5s)) << said;
  const Value ready = parsed(said.substr(0, said.find('\n')));
  radio_port_ = static_cast<int>(at(ready, {"port"}).number_or(0));
  control_port_ = static_cast<int>(at(ready, {"control"}).number_or(0));
}

void Site::start_bridge() {
  forget();
  bridge.start({"run", "--data", data()}, folder / "bridge.log");
  wait_state("online");
}

void Site::wait_state(std::string_view state) {
  wait_for("bridge/state", [&](const Value& v) { return at(v, {"state"}) == Value(state); }, 20s);
}

void Site::stop_bridge() {
  forget();
  bridge.signal(SIGTERM);
  const auto code = bridge.wait(5s);
  ASSERT_TRUE(code) << "SIGTERM has not ended it within 5 s";
  EXPECT_EQ(*code, 0);
  wait_state("offline");
}

Value Site::order(const Object& request) {
  const Value answer = parsed(ask(control_port_, json::dump(Value(request))));
  EXPECT_EQ(at(answer, {"ok"}), Value(true)) << json::dump(Value(request)) << " " << json::dump(answer);
  return at(answer, {"result"});
}

void Site::publish(const std::string& topic, std::string_view payload) {
  mqtt::PublishOptions options;
  options.qos = 1;
  client->publish(std::string(base) + topic, payload, options);
}

Value Site::request(const std::string& path, const Value& payload) {
  const std::string topic = "bridge/response/" + path;
  std::erase_if(seen.messages, [&](const auto& m) { return m.topic == std::string(base) + topic; });
  publish("bridge/request/" + path, payload.is_string() ? payload.string() : json::dump(payload));
  return wait_for(topic, [](const Value&) { return true; }, 20s);
}

Value Site::wait_for(const std::string& topic, const Test& test, std::chrono::milliseconds limit) {
  const std::string full = std::string(base) + topic;
  std::size_t read = 0;
  Value found;
  const bool came = run_until(
      [&] {
        for (; read < seen.messages.size(); ++read) {
          if (seen.messages[read].topic != full) continue;
          if (Value value = parsed(seen.messages[read].payload); test(value)) {
            found = std::move(value);
            return true;
          }
        }
        return false;
      },
      limit);
  EXPECT_TRUE(came) << "what was waited for has not come on " << topic << "; last: " << json::dump(last(topic)).substr(0, 600);
  return found;
}

void Site::wait_log(const std::string& part) {
  SCOPED_TRACE(part);
  wait_for("bridge/logging", [&](const Value& v) { return at(v, {"message"}).string_or("").find(part) != std::string::npos; });
}

int Site::count_log(const std::string& level, const std::string& part) const {
  int count = 0;
  for (const auto& m : seen.messages) {
    if (m.topic != std::string(base) + "bridge/logging") continue;
    const Value line = parsed(m.payload);
    const std::string message(at(line, {"message"}).string_or(""));
    if (at(line, {"level"}) == Value(level) && message.find(part) != std::string::npos) ++count;
  }
  return count;
}

Value Site::last(const std::string& topic) const {
  for (auto m = seen.messages.rbegin(); m != seen.messages.rend(); ++m) {
    if (m->topic == std::string(base) + topic) return parsed(m->payload);
  }
  return Value();
}

}  // namespace waggle::e2e
