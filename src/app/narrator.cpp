#include "app/narrator.h"

#include <fmt/core.h>

#include <algorithm>

#include "core/json.h"

namespace waggle::app {
namespace {

constexpr std::string_view base = "zigbee2mqtt/";
constexpr std::chrono::seconds long_enough{45};  // for the last to join; the rest come when they like

/// "living room lamp" is easier typed in a shell as living_room_lamp.
std::string topic_name(std::string name) {
  std::replace(name.begin(), name.end(), ' ', '_');
  return name;
}

std::string clock(WallTime now) { return iso8601_local(now).substr(11, 8); }

bool tells_something(std::string_view key) {
  return key != "linkquality" && key != "last_seen" && key != "update" && key != "device" && !key.starts_with("power_on");
}

void say(const std::string& line) {
  fmt::print("{}\n", line);
  std::fflush(stdout);
}

}  // namespace

Narrator::Narrator(Scheduler& scheduler, mqtt::Client& mqtt, Home home)
    : scheduler_(scheduler), mqtt_(mqtt), home_(std::move(home)), impatience_(scheduler) {}

void Narrator::start() {
  say("Waggle demo: a home of " + std::to_string(home_.devices.size()) + " simulated Zigbee devices.");
  say(home_.own_broker ? "  A broker of its own listens on " + home_.server + "." : "  The broker is " + home_.server + ".");
  say("  Configuration, database and log are in " + home_.folder + ".");
  mqtt_.subscribe(std::string(base) + "#");
  mqtt_.start(*this);
}

void Narrator::on_connected() {}
void Narrator::on_disconnected(const Error& reason) { say("The broker is away: " + reason.text); }

void Narrator::on_message(const mqtt::Message& message) {
  if (!message.topic.starts_with(base)) return;
  const std::string_view topic = message.topic.substr(base.size());
  auto parsed = json::parse(message.payload);
  if (!parsed) return;
  if (topic == "bridge/devices") {
    devices(*parsed);
  } else if (topic == "bridge/state") {
    if (parsed->find("state") && *parsed->find("state") == Value("online")) online();
  } else if (topic == "bridge/event") {
    event(*parsed);
  } else if (topic.starts_with("bridge/response/")) {
    response(*parsed);
  } else if (topic.find('/') == std::string_view::npos && !message.retain) {
    state(topic, *parsed);
  }
}

void Narrator::online() {
  if (opened_) return;
  opened_ = true;
  say("The bridge is up.");
  impatience_.start(long_enough, [this] { invite(); });
  // bridge/devices follows and tells whether this is the first time.
}

void Narrator::devices(const Value& list) {
  if (!list.is_array() || !opened_) return;
  const auto known = static_cast<std::size_t>(std::count_if(list.array().begin(), list.array().end(), [](const Value& device) {
    const Value* done = device.find("interview_completed");
    return device.find("definition") && done && *done == Value(true);
  }));
  complete_ = known >= home_.devices.size();
  if (asked_) return;  // what comes now is told when it has been understood
  if (complete_) {
    say("All devices are known from last time.");
    invite();
  } else {
    say("The network is open for joining; the devices come in one after the other.");
    request("permit_join", {{"time", 254}});
  }
  asked_ = true;
}

void Narrator::event(const Value& event) {
  const Value* type = event.find("type");
  const Value* data = event.find("data");
  const Value* address = data ? data->find("ieee_address") : nullptr;
  if (!type || !address) return;
  const Value* status = data->find("status");
  if (*type == Value("device_interview") && status && *status == Value("successful")) {
    welcome_device(std::string(address->string_or("")), *data);
    if (complete_) invite();
  }
}

void Narrator::welcome_device(const std::string& address, const Value& data) {
  const Value* definition = data.find("definition");
  auto text = [&](std::string_view key) {
    const Value* found = definition ? definition->find(key) : nullptr;
    return std::string(found ? found->string_or("?") : "?");
  };
  const auto name = home_.devices.find(address);
  const std::string called = name == home_.devices.end() ? address : topic_name(name->second);
  say(fmt::format("  + {:26} {} {}, {}", called, text("vendor"), text("model"), text("description")));
  const Value* current = data.find("friendly_name");
  if (called != address && current && *current != Value(called)) {
    request("device/rename", {{"from", address}, {"to", called}});
  }
}

void Narrator::state(std::string_view name, const Value& state) {
  if (!state.is_object() || name.starts_with("0x")) return;
  Object& told = last_[std::string(name)];
  std::string changes;
  for (const auto& [key, value] : state.object()) {
    const Value* before = told.find(key);
    if (!tells_something(key) || value.is_null() || (before && *before == value && key != "action")) continue;
    changes += fmt::format("{}{} {}", changes.empty() ? "" : ", ", key, value.is_string() ? value.string() : json::dump(value));
  }
  told = state.object();
  if (invited_ && !changes.empty()) say(fmt::format("{}  {:26} {}", clock(scheduler_.wall()), name, changes));
}

void Narrator::response(const Value& response) {
  const Value* error = response.find("error");
  if (error) say(fmt::format("  The bridge answers: {}", to_text(*error)));
}

void Narrator::invite() {
  if (invited_) return;
  invited_ = true;
  impatience_.stop();
  const std::string port = home_.server.substr(home_.server.rfind(':') + 1);
  const bool local = home_.own_broker;
  const std::string where = local ? " -p " + port : std::string(" (with your broker's address)");
  say("");
  if (!home_.pages.empty()) say("See it in a browser:   " + home_.pages);
  say("Watch everything:      mosquitto_sub" + where + " -t 'zigbee2mqtt/#' -v");
  say("Switch a lamp:         mosquitto_pub" + where + " -t zigbee2mqtt/living_room_lamp/set -m '{\"state\": \"ON\", \"brightness\": 120, \"transition\": 2}'");
  say("Colour it:             mosquitto_pub" + where + " -t zigbee2mqtt/living_room_lamp/set -m '{\"color\": {\"hex\": \"#ff7700\"}}'");
  say("Warm the room:         mosquitto_pub" + where + " -t zigbee2mqtt/radiator_valve/set -m '{\"current_heating_setpoint\": 22.5}'");
  say("Ask the valve:         mosquitto_pub" + where + " -t zigbee2mqtt/radiator_valve/get -m '{\"system_mode\": \"\"}'");
  say("Lock the door:         mosquitto_pub" + where + " -t zigbee2mqtt/front_door_lock/set -m '{\"state\": \"LOCK\"}'");
  say("Rename a device:       mosquitto_pub" + where + " -t zigbee2mqtt/bridge/request/device/rename -m '{\"from\": \"reading_light\", \"to\": \"my_light\"}'");
  say("Ctrl-C ends the demo; the next start goes on with the same home.");
  say("");
}

void Narrator::request(std::string_view path, const Object& payload) {
  mqtt_.publish(std::string(base) + "bridge/request/" + std::string(path), json::dump(Value(payload)));
}

void Narrator::say_goodbye() { say("\nThe home is kept in " + home_.folder + ". Goodbye."); }

}  // namespace waggle::app
