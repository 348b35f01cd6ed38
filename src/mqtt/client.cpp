#include "mqtt/client.h"

#include <algorithm>
#include <exception>

#include "core/log.h"

namespace waggle::mqtt {
namespace {

constexpr std::string_view log_name = "z2m:mqtt";

// A broker that takes nothing must not fill our memory: beyond this, messages are treated as if it
// were away.
constexpr std::size_t max_backlog = 10'000;

std::string_view what_is_wrong_with(std::string_view topic) {
  if (topic.empty()) return "it is empty";
  if (topic.size() > 65535) return "it has more than 65,535 bytes";
  if (topic.find_first_of("+#") != topic.npos) {
    return "it contains '+' or '#', which MQTT keeps for subscriptions; rename the device or group";
  }
  if (topic.find('\0') != topic.npos) return "it contains a zero byte";
  return {};
}

}  // namespace

void Client::start(Listener& listener) {
  listener_ = &listener;
  open();
}

void Client::subscribe(std::string filter) {
  if (std::find(filters_.begin(), filters_.end(), filter) != filters_.end()) return;
  filters_.push_back(std::move(filter));
  if (connected_) send_subscribe(filters_.back());
}

void Client::unsubscribe(const std::string& filter) {
  if (std::erase(filters_, filter) > 0 && connected_) send_unsubscribe(filter);
}

bool Client::publish(const std::string& topic, std::string_view payload, PublishOptions options) {
  // A topic that was published before is a good one.
  if (!own_.contains(topic)) {
    if (const auto wrong = what_is_wrong_with(topic); !wrong.empty()) {
      log::error(log_name, "Topic '{}' is not published: {}", topic.substr(0, 200), wrong);
      return false;
    }
    if (!options.echo) own_.insert(topic);
  }
  const bool keepable = options.retain;
  if (force_disable_retain_) options.retain = false;
  if (can_send()) {
    if (!outbox_.empty()) send_kept();  // older values go first
    if (outbox_.empty()) {
      auto sent = send(topic, payload, options);
      if (sent) {
        ++counters_.published;
        return true;
      }
      if (sent.error().code != Errc::closed) {
        log::error(log_name, "Topic '{}' is not published: {}", topic, sent.error().text);
        return false;
      }
    }
  }
  if (!keepable) {
    ++counters_.dropped;
    log::debug(log_name, "No connection to the MQTT server: a message for '{}' is dropped", topic);
    return false;
  }
  keep(topic, payload, options);
  return true;
}

void Client::keep(const std::string& topic, std::string_view payload, const PublishOptions& options) {
  if (outbox_.put(topic, payload, options, scheduler_.now())) return;
  ++counters_.dropped;
  if (!std::exchange(said_full_, true)) {
    log::warning(log_name, "{} topics wait for the MQTT server; further ones are dropped",
                 Outbox::capacity);
  }
}

bool Client::can_send() const { return connected_ && backlog() < max_backlog; }

void Client::send_kept() {
  outbox_.drain(scheduler_.now(), [this](const std::string& topic, std::string_view payload,
                                         const PublishOptions& options) {
    if (!can_send()) return false;
    const auto sent = send(topic, payload, options);
    if (!sent && sent.error().code == Errc::closed) return false;
    if (sent) {
      ++counters_.published;
    } else {
      log::error(log_name, "Topic '{}' is not published: {}", topic, sent.error().text);
    }
    return true;
  });
}

template <class Action>
void Client::tell(std::string_view what, Action action) {
  if (!listener_) return;
  // Below us is C code, which an exception must not pass.
  try {
    action(*listener_);
  } catch (const std::exception& error) {
    log::error(log_name, "{}: {}", what, error.what());
  }
}

void Client::accepted(std::string_view server) {
  connected_ = true;
  trouble_.clear();
  said_full_ = false;
  const std::uint64_t dropped = counters_.dropped - dropped_before_;
  if (dropped > 0 || !outbox_.empty()) {
    log::info(log_name, "Connected to MQTT server {}: {} retained messages are sent now, {} others were lost meanwhile",
              server, outbox_.size(), dropped);
  } else {
    log::info(log_name, "Connected to MQTT server {}", server);
  }
  for (const std::string& filter : filters_) send_subscribe(filter);
  send_kept();
  tell("on connected", [](Listener& listener) { listener.on_connected(); });
}

void Client::lost(const Error& reason) {
  connected_ = false;
  trouble_ = reason.text;
  dropped_before_ = counters_.dropped;
  log::error(log_name, "{}; trying again", reason.text);
  tell("on disconnected", [&](Listener& listener) { listener.on_disconnected(reason); });
}

void Client::failed(const Error& reason) {
  // Said once, not at every attempt.
  if (trouble_ == reason.text) {
    log::debug(log_name, "{}; trying again", reason.text);
  } else {
    log::error(log_name, "{}; trying again", reason.text);
  }
  trouble_ = reason.text;
}

void Client::received(const Message& message) {
  if (own_.contains(message.topic)) return;
  ++counters_.received;
  tell(message.topic, [&](Listener& listener) { listener.on_message(message); });
}

void Client::relieved() {
  if (!outbox_.empty() && can_send()) send_kept();
}

}  // namespace waggle::mqtt
