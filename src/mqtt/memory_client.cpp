#include "mqtt/memory_client.h"

#include <mosquitto.h>

#include <algorithm>

namespace waggle::mqtt {
namespace {

bool matches(const std::string& filter, const std::string& topic) {
  bool result = false;
  mosquitto_topic_matches_sub(filter.c_str(), topic.c_str(), &result);
  return result;
}

}  // namespace

void MemoryClient::soon(std::function<void()> action) {
  later_.push_back(std::move(action));
  timer_.start({}, [this] {
    for (const auto& each : std::exchange(later_, {})) each();
  });
}

void MemoryClient::open() {
  started_ = true;
  if (network_) connect();
}

void MemoryClient::connect() {
  network_ = true;
  soon([this] {
    if (network_ && started_ && !connected()) accepted("memory");
  });
}

void MemoryClient::disconnect(std::string reason) {
  network_ = false;
  later_.clear();
  subscribed.clear();
  if (connected()) lost({Errc::closed, std::move(reason)});
}

void MemoryClient::deliver(const std::string& topic, std::string_view payload, bool retain) {
  if (retain) keep(topic, payload);
  Message message;
  message.topic = topic;
  message.payload = payload;  // who is subscribed already hears it as new: `retain` stays false
  deliver(message);
}

void MemoryClient::deliver(const Message& message) {
  const std::string topic(message.topic);
  const bool hears = std::any_of(subscribed.begin(), subscribed.end(),
                                 [&](const std::string& filter) { return matches(filter, topic); });
  if (connected() && hears) received(message);
}

void MemoryClient::congest(std::size_t messages) {
  const bool less = messages < backlog_;
  backlog_ = messages;
  if (less) relieved();
}

const std::string* MemoryClient::last(std::string_view topic) const {
  const auto found =
      std::find_if(sent.rbegin(), sent.rend(), [&](const Sent& s) { return s.topic == topic; });
  return found == sent.rend() ? nullptr : &found->payload;
}

void MemoryClient::keep(const std::string& topic, std::string_view payload) {
  if (payload.empty()) {
    retained.erase(topic);
  } else {
    retained[topic] = payload;
  }
}

void MemoryClient::send_subscribe(const std::string& filter) {
  subscribed.push_back(filter);
  soon([this, filter] {  // as a broker does: what it kept comes at once
    for (const auto& [topic, payload] : std::map(retained)) {
      if (!connected() || !matches(filter, topic)) continue;
      Message message;
      message.topic = topic;
      message.payload = payload;
      message.retain = true;
      received(message);
    }
  });
}

Result<> MemoryClient::send(const std::string& topic, std::string_view payload,
                            const PublishOptions& options) {
  sent.push_back({topic, std::string(payload), options});
  if (options.retain) keep(topic, payload);
  if (options.echo) {
    soon([this, topic, text = std::string(payload)] { deliver(topic, text); });
  }
  return {};
}

}  // namespace waggle::mqtt
