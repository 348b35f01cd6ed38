#include "durability/story.h"

#include "bridge/data_folder.h"
#include "bridge/state_cache.h"
#include "core/log.h"

namespace waggle::durability {
namespace {

constexpr Millis glance{50};
constexpr std::chrono::nanoseconds disk_time = 20ms;
constexpr std::string_view watched[] = {"brightness", "temperature", "state"};

bool is_ok(const Value& answer) {
  const Value* status = answer.find("status");
  return status && *status == Value("ok");
}

}  // namespace

Story::Story() : generations(files, "data", bridge::kept_files), slow(house.time, generations, disk_time), watch_(house.time) {
  disk.spoil("data/configuration.yaml", std::string(house::configuration));
  house.disk = &slow;
}

// What is seen -----------------------------------------------------------------------------------------------

void Story::watch() {
  if (disk.hit() && !fault_) fault_ = house.time.now();
  if (over() && !died_) died_ = house.time.now();
  for (; house.mqtt && seen_ < house.mqtt->sent.size(); ++seen_) {
    const auto& sent = house.mqtt->sent[seen_];
    const std::string topic = sent.topic.substr(sent.topic.find('/') + 1);
    const auto payload = json::parse(sent.payload);
    if (!payload) continue;
    if (topic == "bridge/event" && !over() && payload->find("data", "status") && *payload->find("data", "status") == Value("successful")) {
      const std::string address(payload->find("data", "ieee_address")->string_or(""));
      allowed_["interview of " + address] = {Value("SUCCESSFUL")};
      allowed_.emplace("name of " + address, std::vector<Value>{Value(address)});
      ++acknowledged_;
    }
    const auto device = names_.find(topic);
    if (device == names_.end()) continue;
    for (const std::string_view key : watched) {
      if (const Value* value = payload->find(key)) history_.push_back({house.time.now(), device->second + " " + std::string(key), *value});
    }
  }
  watch_.start(glance, [this] { watch(); });
}

Story::Facts Story::observe() {
  Facts out;
  const Value devices = house.last("bridge/devices");
  for (const Value& device : devices.is_array() ? devices.array() : Array{}) {
    const std::string address(device.find("ieee_address")->string_or(""));
    out["name of " + address] = *device.find("friendly_name");
    out["interview of " + address] = *device.find("interview_state");
  }
  const Value groups = house.last("bridge/groups");
  for (const Value& group : groups.is_array() ? groups.array() : Array{}) {
    const std::string number = to_text(*group.find("id"));
    out["name of " + number] = *group.find("friendly_name");
    out["members of " + number] = Value(static_cast<int>(group.find("members")->array().size()));
  }
  const Value info = house.last("bridge/info");
  for (const std::string_view kind : {"devices", "groups"}) {
    const Value* all = info.find("config", kind);
    if (!all || !all->is_object()) continue;
    for (const auto& [id, options] : all->object()) {
      for (const std::string_view option : {"retain", "qos", "debounce", "queue"}) {
        if (const Value* value = options.find(option)) out[std::string(option) + " of " + id] = *value;
      }
    }
  }
  const Value queues = house.request("device/queue", Value(Object{}));
  const Value* waiting = queues.find("data", "devices");
  for (const Value& device : waiting ? waiting->array() : Array{}) {
    out["queued for " + device.find("ieee_address")->string()] = *device.find("waiting")->array().back().find("value");
  }
  return out;
}

// What happens -----------------------------------------------------------------------------------------------

void Story::join(std::string_view device) {
  if (!over()) house.join(device);
}

void Story::ask(const std::string& path, Object payload, const std::string& fact, Value value) {
  if (over()) return;
  note(fact, std::move(value), is_ok(house.request(path, Value(std::move(payload)))));
}

void Story::note(const std::string& fact, Value value, bool acknowledged) {
  if (acknowledged && !over()) {
    allowed_[fact] = {std::move(value)};
    ++acknowledged_;
    return;
  }
  // It may be as it was, or as it was to be.
  auto& both = allowed_[fact];
  if (both.empty()) both.emplace_back();
  both.push_back(std::move(value));
}

void Story::set(const std::string& name, std::string_view payload) {
  if (over()) return;
  house.mqtt->deliver("zigbee2mqtt/" + name + "/set", payload);
  house.wait(300ms);
}

void Story::queue(const std::string& address, int brightness) {
  if (over()) return;
  house.mqtt->deliver("zigbee2mqtt/" + address + "/set", json::dump(Object{{"brightness", brightness}, {"transaction", brightness}}));
  house.wait(2min);
  bool queued = false;
  bool refused = false;
  for (const Value& answer : house.all(address + "/response")) {
    if (!(*answer.find("transaction") == Value(brightness))) continue;
    queued = queued || *answer.find("status") == Value("queued");
    refused = refused || *answer.find("status") == Value("error");
  }
  const std::string fact = "queued for " + address;
  note(fact, brightness, queued);
  // Then nothing waits: the value before was given up for this one, and this one could not be kept.
  if (refused) allowed_[fact].emplace_back();
}

void Story::measure(int hundredths) {
  if (over()) return;
  house.order({{"cmd", "report"}, {"device", "living room climate"}, {"cluster", "msTemperatureMeasurement"},
               {"attrs", Object{{"measuredValue", hundredths}}}});
  house.wait(130ms);
}

void Story::tell(std::size_t operation, CrashDisk::Fault fault) {
  house.start();
  disk.fail_at(operation, fault);
  watch();
  for (const std::string_view device : {"bedroom lamp", "living room climate", "kitchen plug"}) join(device);
  const std::string lamp = house.address("bedroom lamp");
  const std::string climate = house.address("living room climate");
  const std::string plug = house.address("kitchen plug");
  for (const std::string_view name : {"lamp", "bed/lamp"}) names_[std::string(name)] = lamp;
  names_[lamp] = lamp;
  for (const std::string& name : {climate, std::string("weather")}) names_[name] = climate;

  ask("device/rename", {{"from", lamp}, {"to", "lamp"}}, "name of " + lamp, "lamp");
  set(lamp, R"({"brightness":20})");
  set("lamp", R"({"brightness":40})");
  ask("device/rename", {{"from", climate}, {"to", "weather"}}, "name of " + climate, "weather");
  for (int i = 0; i < 10; ++i) measure(2000 + i);
  ask("device/options", {{"id", lamp}, {"options", Object{{"retain", true}}}}, "retain of " + lamp, true);
  ask("group/add", {{"friendly_name", "evening"}, {"id", 5}}, "name of 5", "evening");
  ask("group/members/add", {{"group", "5"}, {"device", lamp}}, "members of 5", 1);
  ask("group/members/add", {{"group", "5"}, {"device", plug}}, "members of 5", 2);
  set(lamp, R"({"brightness":60})");
  ask("group/rename", {{"from", "5"}, {"to", "night"}}, "name of 5", "night");
  ask("group/options", {{"id", "5"}, {"options", Object{{"qos", 1}}}}, "qos of 5", 1);
  for (int i = 0; i < 10; ++i) measure(2100 + i);
  ask("device/rename", {{"from", lamp}, {"to", "bed/lamp"}}, "name of " + lamp, "bed/lamp");
  ask("group/members/remove", {{"group", "5"}, {"device", lamp}}, "members of 5", 1);
  ask("device/options", {{"id", climate}, {"options", Object{{"qos", 2}}}}, "qos of " + climate, 2);
  set("bed/lamp", R"({"brightness":80})");
  ask("device/remove", {{"id", plug}, {"force", true}}, "name of " + plug, Value());
  if (over()) {  // perhaps it was still removed
    for (const std::string& fact : {"interview of " + plug, std::string("members of 5")}) {
      if (allowed_.contains(fact)) allowed_[fact].emplace_back(fact.starts_with("members") ? Value(0) : Value());
    }
    return;
  }
  const bool removed = allowed_["name of " + plug].size() == 1;
  allowed_.erase("members of 5");  // it was one
  if (removed) allowed_["interview of " + plug] = {Value()};
  if (!removed) allowed_.erase("interview of " + plug);
  for (int i = 0; i < 10; ++i) measure(2200 + i);
  for (int i = 0; i < 5; ++i) set(lamp, R"({"brightness":)" + std::to_string(100 + i) + "}");
  ask("device/options", {{"id", lamp}, {"options", Object{{"queue", true}}}}, "queue of " + lamp, true);
  if (!over()) house.order({{"cmd", "drop"}, {"device", "bedroom lamp"}});
  for (int i = 0; i < 3; ++i) queue(lamp, 110 + i);
}

// The end ----------------------------------------------------------------------------------------------------

void Story::check_after_crash(unsigned seed) {
  if (!died_) died_ = house.time.now();
  watch_.stop();
  house.kill();
  slow.forget();
  disk.crash(seed);
  EXPECT_EQ(generations.begin(), std::vector<std::string>{});
  check_states();
  house.start();
  const Facts found = observe();
  for (const auto& [fact, values] : allowed_) {
    const auto at = found.find(fact);
    const Value value = at == found.end() ? Value() : at->second;
    EXPECT_NE(std::find(values.begin(), values.end(), value), values.end())
        << fact << " is " << json::dump(value) << ", was told to be " << json::dump(values.back());
  }
}

void Story::check_states() {
  bridge::StateCache states(house.time, slow, "data/state.json", true);
  states.load();
  // After a failed write, the next one comes a second later.
  const bool late = fault_ && *died_ - *fault_ < 2500ms && *fault_ < *died_;
  const std::chrono::nanoseconds bound = late ? std::chrono::nanoseconds(2200ms) : std::chrono::nanoseconds(1s);
  std::map<std::string, std::vector<const Entry*>> by_place;
  for (const Entry& entry : history_) by_place[entry.place].push_back(&entry);
  for (const auto& [place, entries] : by_place) {
    const std::size_t space = place.find(' ');
    const Value* value = states.get(place.substr(0, space)).find(place.substr(space + 1));
    // The newest entry that the disk has, and how long the one after it had been true.
    std::size_t next = entries.size();
    while (next > 0 && !(value && entries[next - 1]->value == *value)) --next;
    if (next == entries.size()) continue;
    const auto age = *died_ - entries[next]->time;
    oldest_ = std::max(oldest_, std::chrono::duration_cast<std::chrono::milliseconds>(age));
    EXPECT_LE(age, bound) << place << " is " << (value ? json::dump(*value) : "nothing") << ", was "
                          << json::dump(entries[next]->value) << " for " << age / 1ms << " ms";
  }
}

}  // namespace waggle::durability
