#include <algorithm>
#include <span>

#include "core/log.h"
#include "homeassistant/components.h"

namespace waggle::homeassistant {
namespace {

constexpr std::string_view opening_words[] = {"opening", "open", "forward", "up", "rising"};
constexpr std::string_view closing_words[] = {"closing", "close", "backward", "back", "reverse", "down", "declining"};
constexpr std::string_view stopped_words[] = {"stopped", "stop", "pause", "paused"};

/// The first value of a motor's state that says so; empty: none does.
std::string word_for(const Expose& motor, std::span<const std::string_view> words) {
  for (const Value& value : motor.values) {
    std::string lower = to_text(value);
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    if (std::find(words.begin(), words.end(), lower) != words.end()) return to_text(value);
  }
  return {};
}

std::string known(std::string_view property) { return fmt::format(R"("{}" in value_json)", property); }
std::string equals(std::string_view property, std::string_view value) {
  return fmt::format(R"({} and value_json["{}"] == {})", known(property), property, value);
}
std::string quoted(std::string_view text) { return fmt::format("\"{}\"", text); }

/// {% if … %}…{% elif … %}…: Home Assistant's language of templates.
class Choice {
 public:
  Choice& when(std::string_view condition, std::string_view result) {
    text_ += fmt::format("{{% {} {} %}}{}", text_.empty() ? "if" : "elif", condition, result);
    return *this;
  }
  std::string otherwise(std::string_view result) { return text_ + fmt::format("{{% else %}}{}{{% endif %}}", result); }

 private:
  std::string text_;
};

/// Only whether it moves is known; where to is guessed from where it is.
std::string running_template(const std::string& running, const std::string& position) {
  return fmt::format(R"({{% if {} and value_json["{}"] %}} {{% if value_json["{}"] > 0 %}} closing {{% else %}} opening {{% endif %}} {{% else %}} stopped {{% endif %}})",
                     known(running), running, position);
}

struct Motion {
  std::string motor, state, position;  // properties; no position: empty
  std::string opening, closing, stopped;
};

/// What a motor says of its movement may be old: at an end, where it says so itself, it has arrived.
std::string motion_template(const Motion& m) {
  Choice choice;
  if (!m.position.empty()) {
    choice.when(equals(m.position, "0") + " and " + equals(m.state, quoted("CLOSE")), "CLOSE");
    choice.when(equals(m.position, "100") + " and " + equals(m.state, quoted("OPEN")), "OPEN");
  }
  choice.when(equals(m.motor, quoted(m.opening)), m.opening);
  choice.when(equals(m.motor, quoted(m.closing)), m.closing);
  if (!m.position.empty()) {
    choice.when(equals(m.motor, quoted(m.stopped)) + " and " + known(m.position),
                fmt::format(R"({{% if value_json["{}"] == 0 %}}CLOSE{{% else %}}OPEN{{% endif %}})", m.position));
  }
  choice.when(equals(m.state, quoted("OPEN")), "OPEN");
  choice.when(equals(m.state, quoted("CLOSE")), "CLOSE");
  return choice.otherwise(m.stopped);
}

const Expose* motor_state(const Source& source) {
  const auto found = std::find_if(source.all.begin(), source.all.end(), [](const Expose* e) {
    return e->type == Expose::Type::enumeration && (e->name == "motor_state" || e->name == "moving") && (e->access & Access::state);
  });
  return found == source.all.end() ? nullptr : *found;
}

}  // namespace

void add_cover(const Source& source, Entries& out) {
  const std::string_view endpoint = source.endpoint();
  const Expose* state = source.feature("state");
  if (!state) return;
  const Expose* position = source.feature("position");
  const Expose* tilt = source.feature("tilt");
  const Expose* running = source.sibling(Expose::Type::binary, "running", false);
  Entry& entry = out.emplace_back("cover", with_endpoint("cover", endpoint));
  Object& payload = entry.payload;
  payload.set("name", name_of_thing(endpoint));
  entry.command("command_topic");
  entry.commands_below = entry.state_below = endpoint;
  entry.fill.emplace_back(property_of(*state), nullptr);

  std::string shown;
  if (running && position) shown = running_template(bare_property(*running), bare_property(*position));
  if (const Expose* motor = motor_state(source)) {
    const Motion motion{bare_property(*motor), bare_property(*state), position ? bare_property(*position) : "",
                        word_for(*motor, opening_words), word_for(*motor, closing_words), word_for(*motor, stopped_words)};
    if (!motion.opening.empty() && !motion.closing.empty() && !motion.stopped.empty()) {
      shown = motion_template(motion);
      payload.set("state_opening", motion.opening);
      payload.set("state_closing", motion.closing);
      payload.set("state_stopped", motion.stopped);
      payload.set("state_open", "OPEN");
      payload.set("state_closed", "CLOSE");
    }
  }
  if (shown.empty()) {
    shown = value_template(bare_property(*state));
    payload.set("state_open", "OPEN");
    payload.set("state_closed", "CLOSE");
    payload.set("state_stopped", "STOP");
  }
  payload.set("value_template", shown);
  if (!position && !tilt) payload.set("optimistic", true);
  if (position) {
    payload.set("position_template", value_template(bare_property(*position)));
    payload.set("set_position_template", fmt::format(R"({{ "{}": {{{{ position }}}} }})", source.property(*position)));
    entry.command("set_position_topic").follows_state("position_topic");
  }
  if (tilt) {
    payload.set("tilt_status_template", value_template(bare_property(*tilt)));
    entry.command("tilt_command_topic", "tilt").follows_state("tilt_status_topic");
  }
}

}  // namespace waggle::homeassistant
