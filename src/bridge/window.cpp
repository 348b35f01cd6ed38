#include "bridge/window.h"

#include "core/json.h"

namespace waggle::bridge {
namespace {

/// Payloads that are no JSON are shown as text.
std::string as_json(std::string_view payload) {
  return json::parse(payload) ? std::string(payload) : json::dump(Value(payload));
}

}  // namespace

Window::Window(Publisher& publisher, Documents& documents, Entities& entities, StateCache& states,
               std::function<void(const mqtt::Message&)> hear)
    : publisher_(publisher), documents_(documents), entities_(entities), states_(states), hear_(std::move(hear)) {
  publisher_.on_sent.push_back([this](std::string_view topic, std::string_view payload, bool retained) { on_sent(topic, payload, retained); });
  publisher_.on_published.push_back([this](const Publication& publication) { on_state(publication); });
}

void Window::on_sent(std::string_view topic, std::string_view payload, bool retained) {
  const bool document = documents_.has(topic);
  if (retained && !document) {
    if (payload.empty()) {
      if (const auto known = kept_.find(topic); known != kept_.end()) kept_.erase(known);
    } else {
      kept_.insert_or_assign(std::string(topic), std::string(payload));
    }
  }
  if (!viewer_) return;
  if (document) {
    viewer_->on_message(topic, payload);
  } else {
    viewer_->on_message(topic, as_json(payload));
  }
}

// Whole, however the broker gets it (`output: attribute`).
void Window::on_state(const Publication& publication) const {
  if (viewer_ && publication.message) viewer_->on_message(publication.entity->name(), json::dump(Value(*publication.message), json::Keys::sorted));
}

void Window::show_all(Viewer& viewer) const {
  for (const auto& [topic, payload] : kept_) viewer.on_message(topic, as_json(payload));
  documents_.each([&](const std::string& topic, const std::string& text) { viewer.on_message(topic, text); });
  for (const EntityPtr& entity : entities_.devices()) {
    if (entity->is_coordinator()) continue;
    Object state = states_.get(entity->id());
    publisher_.add_of_device(*entity, state);
    viewer.on_message(entity->name(), json::dump(Value(std::move(state)), json::Keys::sorted));
  }
}

void Window::say(std::string_view topic, std::string_view payload) const {
  const std::string whole = publisher_.base() + "/" + std::string(topic);
  mqtt::Message message;
  message.topic = whole;
  message.payload = payload;
  hear_(message);
}

}  // namespace waggle::bridge
