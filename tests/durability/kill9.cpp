// kill9 [ROUNDS [SEED]]: a broker, the simulated radio and the bridge as processes of their own; a storm of
// joins, renames, option changes, groups, commands and reports; kill -9 at a random moment; again. Counts
// what was acknowledged and is not there afterwards, how old the states on the disk are, and starts that
// failed. Ends with 1 when anything was lost.
#include <fmt/core.h>

#include <filesystem>
#include <random>
#include <sstream>
#include <set>

#include "bridge/state_cache.h"
#include "core/json.h"
#include "core/log.h"
#include "e2e/site.h"
#include "io/files.h"

namespace waggle::durability {
namespace {

using e2e::at;
using Clock = std::chrono::steady_clock;

constexpr std::string_view base = "zigbee2mqtt/";
struct Joiner {
  std::string_view name;
  std::string address;
};
const Joiner joiners[] = {{"bedroom lamp", "0x00158d0002650001"},
                          {"kitchen plug", "0x04cd15fffe240001"},
                          {"living room lamp", "0x000b57fffe9a0001"},
                          {"hallway motion", "0x00158d0001070430"}};
const Joiner climate{"living room climate", "0x00158d0003ea0001"};

struct Counts {
  int rounds = 0;
  int acknowledged = 0;
  int lost = 0;
  int failed_starts = 0;
  int reports = 0;
  std::chrono::milliseconds oldest{0};
};

class Storm {
 public:
  Storm(int rounds, unsigned seed) : rounds_(rounds), random_(seed) {}

  Counts run() {
    if (!start()) return counts_;
    ask("permit_join", {{"time", 254}}, {}, {});
    site_.run_for(500ms);
    site_.order({{"cmd", "join"}, {"device", climate.name}});
    const bool joined = site_.run_until([&] { hear(); return interviewed_.contains(climate.address); }, 30s);
    EXPECT_TRUE(joined) << "the thermometer does not join";
    while (joined && counts_.rounds < rounds_ && counts_.failed_starts == 0) round();
    return counts_;
  }

 private:
  using Facts = std::map<std::string, Value>;
  struct Asked {
    std::string fact;
    Value value;
  };

  unsigned pick(unsigned below) { return static_cast<unsigned>(random_() % below); }

  bool start() {
    site_.start_bridge();
    const bool there = site_.run_until(
        [&] { return !site_.last("bridge/info").is_null() && !site_.last("bridge/devices").is_null() && !site_.last("bridge/groups").is_null(); }, 20s);
    heard_ = 0;
    if (there && site_.bridge.runs()) return true;
    ++counts_.failed_starts;
    fmt::print("the start after round {} failed; the log:\n{}\n", counts_.rounds + 1, e2e::read_text(site_.folder / "bridge.log"));
    return false;
  }

  void round() {
    hear();
    const auto end = Clock::now() + Millis(200 + pick(2500));
    ask("permit_join", {{"time", 254}}, {}, {});
    while (Clock::now() < end) {
      report();
      if (waiting_.empty()) act();
      site_.run_for(Millis(5 + pick(40)));
      hear();
    }
    killed_ = Clock::now();
    site_.bridge.kill();
    site_.run_for(150ms);  // what had left before
    hear();
    for (auto& [id, asked] : waiting_) {
      const std::string id_of = asked.fact.substr(asked.fact.rfind(' ') + 1);
      if (asked.value.is_null()) forget(id_of);  // perhaps removed
      perhaps(asked.fact, std::move(asked.value));
    }
    waiting_.clear();
    check_states();
    if (start()) check_facts();
    ++counts_.rounds;
    if (counts_.rounds % 10 == 0) {
      fmt::print("{} rounds, {} acknowledged, {} lost, oldest state {} ms\n", counts_.rounds, counts_.acknowledged, counts_.lost, counts_.oldest.count());
      std::fflush(stdout);
    }
  }

  // What is done ---------------------------------------------------------------------------------------------

  void report() {
    ++counts_.reports;
    site_.order({{"cmd", "report"}, {"device", climate.name}, {"cluster", "msTemperatureMeasurement"},
                 {"attrs", Object{{"measuredValue", -5000 + next_value_++ % 15000}}}});
  }

  void ask(const std::string& path, Object payload, std::string fact, Value value) {
    const int id = ++next_id_;
    payload.set("transaction", id);
    waiting_[id] = {std::move(fact), std::move(value)};
    site_.publish("bridge/request/" + path, json::dump(Value(std::move(payload))));
  }

  void act() {
    const auto& [name, address] = joiners[pick(std::size(joiners))];
    const bool known = interviewed_.contains(address);
    const std::string fresh = fmt::format("name {}", ++next_name_);
    switch (pick(8)) {
      case 0:
      case 1:
        if (!known) {
          facts_.erase("interview of " + address);
          site_.order({{"cmd", "join"}, {"device", name}});
        } else if (pick(3) == 0) {
          interviewed_.erase(address);
          ask("device/remove", {{"id", address}, {"force", true}}, "interview of " + address, Value());
        }
        break;
      case 2:
      case 3:
        if (known) ask("device/rename", {{"from", address}, {"to", fresh}}, "name of " + address, fresh);
        break;
      case 4:
        if (known) {
          const int debounce = static_cast<int>(pick(1000));
          ask("device/options", {{"id", address}, {"options", Object{{"qos", debounce % 3}, {"retain", debounce > 500}}}}, "qos of " + address, debounce % 3);
        }
        break;
      case 5: {
        const int number = 1 + static_cast<int>(pick(200));
        const std::string id = std::to_string(number);
        if (facts_.contains("name of " + id)) {
          ask("group/rename", {{"from", id}, {"to", fresh}}, "name of " + id, fresh);
        } else {
          ask("group/add", {{"friendly_name", fresh}, {"id", number}}, "name of " + id, fresh);
        }
        break;
      }
      default:
        if (known) site_.publish(address + "/set", fmt::format(R"({{"state":"{}"}})", pick(2) ? "ON" : "OFF"));
    }
  }

  // What is heard --------------------------------------------------------------------------------------------

  void surely(const std::string& fact, Value value) {
    ++counts_.acknowledged;
    if (!fact.empty()) facts_[fact] = {std::move(value)};
  }
  /// It is gone, and when it comes back, everything is as the first time.
  void forget(const std::string& address) {
    for (const std::string_view what : {"name of ", "qos of "}) facts_.erase(std::string(what) + address);
  }
  void perhaps(const std::string& fact, Value value) {
    if (fact.empty()) return;
    auto& values = facts_[fact];
    if (values.empty()) {  // nothing was told before: then it may be as at first, when devices are called by their address
      const std::string id = fact.substr(fact.rfind(' ') + 1);
      values.push_back(fact.starts_with("name of 0x") ? Value(id) : Value());
    }
    values.push_back(std::move(value));
  }

  void hear() {
    for (; heard_ < site_.seen.messages.size(); ++heard_) {
      const auto& message = site_.seen.messages[heard_];
      const std::string_view topic = std::string_view(message.topic).substr(base.size());
      auto parsed = json::parse(message.payload);
      if (!parsed) continue;
      if (topic.starts_with("bridge/response/")) {
        const auto asked = waiting_.find(static_cast<int>(at(*parsed, {"transaction"}).number_or(0)));
        if (asked == waiting_.end()) continue;
        if (at(*parsed, {"status"}) == Value("ok")) {
          surely(asked->second.fact, std::move(asked->second.value));
          if (topic == "bridge/response/device/remove") forget(asked->second.fact.substr(asked->second.fact.rfind(' ') + 1));
        } else {
          perhaps(asked->second.fact, std::move(asked->second.value));
        }
        waiting_.erase(asked);
      } else if (topic == "bridge/event" && at(*parsed, {"data", "status"}) == Value("successful")) {
        const std::string address(at(*parsed, {"data", "ieee_address"}).string_or(""));
        interviewed_.insert(address);
        surely("interview of " + address, "SUCCESSFUL");
      } else if (const Value temperature = at(*parsed, {"temperature"}); topic == climate.address && temperature.is_number()) {
        temperatures_.emplace_back(Clock::now(), temperature);
      }
    }
  }

  // What is there afterwards ---------------------------------------------------------------------------------

  void check_states() {
    VirtualTime still;
    bridge::StateCache states(still, io::disk(), site_.data() + "/state.json", true);
    states.load();
    const Value* kept = states.get(climate.address).find("temperature");
    std::size_t next = temperatures_.size();
    while (next > 0 && !(kept && temperatures_[next - 1].second == *kept)) --next;
    if (next == temperatures_.size()) return;
    counts_.oldest = std::max(counts_.oldest, std::chrono::duration_cast<std::chrono::milliseconds>(killed_ - temperatures_[next].first));
    temperatures_.clear();
  }

  /// What the bridge said of a device or group lately.
  void tell_of(const std::string& id) {
    std::istringstream log(e2e::read_text(site_.folder / "bridge.log"));
    std::vector<std::string> lines;
    for (std::string line; std::getline(log, line);) {
      if (line.find(id) != line.npos || line.find("Starting Waggle") != line.npos) lines.push_back(line);
    }
    for (std::size_t i = lines.size() - std::min<std::size_t>(lines.size(), 40); i < lines.size(); ++i) fmt::print("  {}\n", lines[i]);
  }

  void check_facts() {
    Facts found;
    const Value devices = site_.last("bridge/devices");
    for (const Value& device : devices.is_array() ? devices.array() : Array{}) {
      const std::string address(at(device, {"ieee_address"}).string_or(""));
      found["name of " + address] = at(device, {"friendly_name"});
      found["interview of " + address] = at(device, {"interview_state"});
    }
    const Value groups = site_.last("bridge/groups");
    for (const Value& group : groups.is_array() ? groups.array() : Array{}) {
      found["name of " + to_text(at(group, {"id"}))] = at(group, {"friendly_name"});
    }
    const Value options = at(site_.last("bridge/info"), {"config", "devices"});
    for (const Member& member : options.is_object() ? options.object() : Object{}) {
      found["qos of " + member.key] = at(member.value, {"qos"});
    }
    for (const auto& [fact, values] : facts_) {
      const auto place = found.find(fact);
      const Value value = place == found.end() ? Value() : place->second;
      if (std::find(values.begin(), values.end(), value) != values.end()) continue;
      ++counts_.lost;
      fmt::print("lost in round {}: {} is {}, was told to be {}\n", counts_.rounds + 1, fact, json::dump(value), json::dump(values.back()));
      tell_of(fact.substr(fact.rfind(' ') + 1));
    }
    // What was uncertain is known now.
    for (auto& [fact, values] : facts_) {
      const auto place = found.find(fact);
      values = {place == found.end() ? Value() : place->second};
    }
  }

  const int rounds_;
  std::mt19937 random_;
  e2e::Site site_{e2e::Line::tcp};
  Counts counts_;
  std::map<std::string, std::vector<Value>> facts_;  // what each may be
  std::map<int, Asked> waiting_;
  std::set<std::string> interviewed_;
  std::vector<std::pair<Clock::time_point, Value>> temperatures_;
  std::size_t heard_ = 0;
  int next_id_ = 0;
  int next_name_ = 0;
  int next_value_ = 0;
  Clock::time_point killed_;
};

int run(int rounds, unsigned seed) {
  log::Config quiet;
  quiet.level = log::Level::error;
  log::configure(quiet);
  const Counts counts = Storm(rounds, seed).run();
  fmt::print("rounds                {}\nacknowledged changes  {}\nreports               {}\nlost                  {}\n"
             "oldest state          {} ms\nfailed starts         {}\n",
             counts.rounds, counts.acknowledged, counts.reports, counts.lost, counts.oldest.count(), counts.failed_starts);
  const bool good = counts.rounds == rounds && counts.acknowledged > 0 && counts.lost == 0 && counts.failed_starts == 0 &&
                    counts.oldest <= std::chrono::seconds(1) && !::testing::Test::HasFailure();
  return good ? 0 : 1;
}

}  // namespace
}  // namespace waggle::durability

int main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  const int rounds = argc > 1 ? std::atoi(argv[1]) : 10;
  const unsigned seed = argc > 2 ? static_cast<unsigned>(std::atoi(argv[2])) : std::random_device{}();
  if (rounds < 1) {
    fmt::print(stderr, "kill9 [ROUNDS [SEED]]: ROUNDS is a number from 1\n");
    return 2;
  }
  fmt::print("seed {}\n", seed);
  return waggle::durability::run(rounds, seed);
}
