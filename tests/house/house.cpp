#include "house/house.h"

namespace waggle::house {
namespace {

constexpr std::string_view base = "zigbee2mqtt/";

Value parsed(std::string_view text) {
  auto value = json::parse(text);
  return value ? std::move(*value) : Value(text);
}

}  // namespace

Task<Result<std::string>> Web::get(std::string url) {
  fetched.push_back(url);
  const auto page = pages.find(url);
  if (page == pages.end()) co_return Error{Errc::refused, "Invalid response from " + url + " status=404", 404};
  co_return page->second;
}

House::House(std::string_view home, std::string_view config) : library(library::built_in_library()) {
  auto devices = sim::read_home(home.empty() ? sim::demo_home() : home, "house.yaml");
  if (!devices) throw std::runtime_error(devices.error().text);
  sim::WorldOptions options;
  for (const coordinator::Family& family : coordinator::families()) {
    if (config.find("adapter: " + std::string(family.name)) != std::string_view::npos) options.family = family.name;
  }
  auto made = sim::World::make(time, std::move(*devices), options);
  if (!made) throw std::runtime_error(made.error().text);
  world = std::move(*made);
  (void)files.replace("data/configuration.yaml", config);
}

House::~House() { kill(); }

Task<Result<std::unique_ptr<io::Stream>>> House::open() {
  io::PipeEnds ends = io::make_pipe(time);
  world->radio().attach(std::move(ends.b));
  co_return std::move(ends.a);
}

void House::start(bool comes_online) {
  kill();
  auto loaded = settings::Settings::load(*disk, "data");
  ASSERT_TRUE(loaded) << loaded.error().text;
  settings = std::move(*loaded);
  mqtt = std::make_unique<mqtt::MemoryClient>(time);
  bridge = std::make_unique<bridge::Bridge>(bridge::Bridge::Surroundings{
      time, *disk, *settings, library, *mqtt,
      [this](coordinator::Events& events) {
        return coordinator::find_family(world->family())->make(time, [this] { return open(); }, coordinator::Options{}, events);
      },
      [this] { restart_wanted = true; }, {}, &web});
  const auto read = bridge->load();
  ASSERT_TRUE(read) << read.error().text;
  tasks_.spawn("start", bridge->start());
  if (!comes_online) return;
  const Instant limit = time.now() + 5min;
  while (last("bridge/state") != Value(Object{{"state", "online"}}) && time.now() < limit) time.advance(100ms);
  EXPECT_EQ(last("bridge/state"), Value(Object{{"state", "online"}}));
}

void House::stop() {
  bool done = false;
  auto ending = [this, &done]() -> Task<> {
    co_await bridge->stop();
    done = true;
  };
  auto end = ending();
  tasks_.spawn("stop", std::move(end));
  const Instant limit = time.now() + 1min;
  while (!done && time.now() < limit) time.advance(10ms);
  EXPECT_TRUE(done) << "the bridge does not stop";
}

void House::kill() {
  tasks_.cancel();
  bridge.reset();
  mqtt.reset();
  settings.reset();
}

void House::join(std::string_view name) {
  request("permit_join", Object{{"time", 254}});
  order({{"cmd", "join"}, {"device", name}});
  wait(20s);
}

std::string House::join(std::string_view name, std::string_view as) {
  join(name);
  const Value named = request("device/rename", Object{{"from", address(name)}, {"to", as}});
  EXPECT_EQ(*named.find("status"), Value("ok")) << json::dump(named);
  return address(name);
}

Value House::order(Object request) {
  auto done = world->control().run(Value(std::move(request)));
  EXPECT_TRUE(done) << done.error().text;
  return done ? std::move(*done) : Value();
}

void House::publish(const std::string& topic, std::string_view payload) {
  mqtt->deliver(std::string(base) + topic, payload);
  wait(2s);
}

Value House::request(const std::string& path, const Value& payload) {
  const std::string answer = "bridge/response/" + path;
  const std::size_t before = all(answer).size();
  mqtt->deliver(std::string(base) + "bridge/request/" + path, payload.is_string() ? payload.string() : json::dump(payload));
  const Instant limit = time.now() + 1min;
  while (all(answer).size() == before && time.now() < limit) time.advance(100ms);
  return last(answer);
}

Value House::last(const std::string& topic) const {
  const std::string* found = mqtt->last(std::string(base) + topic);
  return found ? parsed(*found) : Value();
}

std::vector<Value> House::all(const std::string& topic) const {
  std::vector<Value> out;
  for (const auto& sent : mqtt->sent) {
    if (sent.topic == std::string(base) + topic) out.push_back(parsed(sent.payload));
  }
  return out;
}

std::vector<std::string> House::topics() const {
  std::vector<std::string> out;
  for (const auto& sent : mqtt->sent) out.push_back(sent.topic.substr(std::min(base.size(), sent.topic.size())));
  return out;
}

std::string House::address(std::string_view name) const {
  const sim::VirtualDevice* device = world->air().find(name);
  return device ? to_string(device->node.ieee) : std::string();
}

}  // namespace waggle::house
