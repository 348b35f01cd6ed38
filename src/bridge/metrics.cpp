#include "bridge/metrics.h"

#include <fmt/core.h>

#include "core/version.h"
#include "io/system.h"

namespace waggle::bridge {
namespace {

using Labels = std::initializer_list<std::pair<std::string_view, std::string_view>>;

class Page {
 public:
  /// What follows belongs to it.
  void family(std::string_view name, std::string_view type, std::string_view help) {
    name_ = name;
    text_ += fmt::format("# HELP waggle_{} {}\n# TYPE waggle_{} {}\n", name, help, name, type);
  }
  void sample(double value, Labels labels = {}, std::string_view suffix = {}) {
    text_ += fmt::format("waggle_{}{}", name_, suffix);
    char before = '{';
    for (const auto& [label, content] : labels) {
      text_ += fmt::format("{}{}=\"{}\"", before, label, escaped(content));
      before = ',';
    }
    if (labels.size() > 0) text_ += '}';
    text_ += fmt::format(" {}\n", value);
  }
  void single(std::string_view name, std::string_view type, std::string_view help, double value) {
    family(name, type, help);
    sample(value);
  }
  std::string take() { return std::move(text_); }

 private:
  static std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
      if (c == '\\' || c == '"') out += '\\';
      if (c == '\n') {
        out += "\\n";
      } else {
        out += c;
      }
    }
    return out;
  }

  std::string name_;
  std::string text_;
};

void program(Page& page, const Parts& parts, const Health& health, const mqtt::Client& mqtt) {
  page.family("info", "gauge", "The program and its radio.");
  page.sample(1, {{"version", waggle::version}, {"radio", parts.network.radio().type}});
  page.single("uptime_seconds", "counter", "Time since the start.", std::chrono::duration<double>(parts.scheduler.now() - health.started()).count());
  page.single("resident_memory_bytes", "gauge", "Memory of the program.", io::usage().own_mb * 1024 * 1024);
  page.single("mqtt_connected", "gauge", "Whether the broker is there.", mqtt.connected());
  page.single("mqtt_published_total", "counter", "Messages published.", static_cast<double>(mqtt.counters().published));
  page.single("mqtt_received_total", "counter", "Messages received.", static_cast<double>(mqtt.counters().received));
  page.single("mqtt_queued", "gauge", "Messages that wait for the broker.", static_cast<double>(mqtt.queued()));
}

void radio(Page& page, const Parts& parts) {
  const network::Traffic& traffic = parts.network.requests().traffic();
  const auto number = [](std::uint64_t value) { return static_cast<double>(value); };
  page.single("radio_connected", "gauge", "Whether the radio is there.", parts.network.state() == network::RadioState::connected);
  page.single("radio_losses_total", "counter", "How often it was lost.", number(traffic.radio_losses));
  page.family("radio_events_total", "counter", "What the radio and the line to it have counted.");
  for (const coordinator::RadioCount& count : parts.network.radio_counts()) page.sample(number(count.value), {{"event", count.name}});
  page.single("zigbee_received_total", "counter", "Messages of devices.", number(traffic.received));
  page.single("zigbee_sent_total", "counter", "Messages handed to the radio.", number(traffic.sent));
  page.single("zigbee_undelivered_total", "counter", "Messages that did not get there, as the radio says.", number(traffic.undelivered));
  page.single("zigbee_repeated_total", "counter", "Requests sent again on a new way because nobody answered.", number(traffic.repeated));
  page.single("zigbee_unanswered_total", "counter", "Requests that nobody answered.", number(traffic.unanswered));
  page.single("zigbee_under_way", "gauge", "Requests that wait for their turn or for an answer.", number(traffic.under_way));
  page.family("zigbee_round_trip_seconds", "histogram", "From handing a request to the radio to the device's answer.");
  const network::RoundTrips& trips = traffic.round_trips;
  for (std::size_t i = 0; i < trips.limits.size(); ++i) page.sample(number(trips.within(i)), {{"le", fmt::format("{}", trips.limits[i])}}, "_bucket");
  page.sample(number(trips.count()), {{"le", "+Inf"}}, "_bucket");
  page.sample(trips.seconds(), {}, "_sum");
  page.sample(number(trips.count()), {}, "_count");
}

void devices(Page& page, const Parts& parts, const Health& health) {
  const auto all = parts.entities.devices();
  // One sample for each device that has the number.
  const auto each = [&](std::string_view name, std::string_view type, std::string_view help, const auto& number) {
    page.family(name, type, help);
    for (const EntityPtr& entity : all) {
      if (entity->is_coordinator()) continue;
      const std::optional<double> value = number(*entity->zigbee_device());
      if (value) page.sample(*value, {{"device", entity->name()}, {"ieee", entity->id()}});
    }
  };
  const auto counted = [&](std::uint64_t Health::Count::*what) {
    return [&health, what](const network::Device& device) -> std::optional<double> {
      const auto found = health.counts().find(device.ieee());
      return found == health.counts().end() ? 0 : static_cast<double>(found->second.*what);
    };
  };
  std::map<std::string, double> waiting;
  for (const Order& order : parts.postman.box().orders()) ++waiting[order.device];

  each("device_messages_total", "counter", "Messages of a device.", counted(&Health::Count::messages));
  each("device_leaves_total", "counter", "How often it left the network.", counted(&Health::Count::leaves));
  each("device_link_quality", "gauge", "Of its last message, 0 to 255.", [](const network::Device& d) { return std::optional<double>(d.linkquality); });
  each("device_last_seen_timestamp_seconds", "gauge", "When it was heard last.", [](const network::Device& d) {
    return d.last_seen ? std::optional(static_cast<double>(d.last_seen->ms) / 1000) : std::nullopt;
  });
  each("device_waiting_commands", "gauge", "Commands that wait for a device that sleeps.", [&](const network::Device& d) {
    const auto found = waiting.find(to_string(d.ieee()));
    return found == waiting.end() ? std::nullopt : std::optional(found->second);
  });
}

}  // namespace

std::string metrics(const Parts& parts, const Health& health, const mqtt::Client& mqtt) {
  Page page;
  program(page, parts, health, mqtt);
  radio(page, parts);
  devices(page, parts, health);
  return page.take();
}

}  // namespace waggle::bridge
