// Philips Hue's dimmer switch: each press, hold and release in one command of its own cluster.
#include <algorithm>

#include "library/blocks/common.h"

namespace waggle::library {
namespace {

class HueDimmer final : public Block {
 public:
  void build(Builder& b) const override {
    b.expose(numeric("action_duration", Access::state).in("s").diagnostic().text("How long the button has been held"));
    std::vector<std::string> actions;
    for (const std::string_view button : buttons) {
      for (const std::string_view type : {"press", "press_release", "hold", "hold_release"}) {
        actions.push_back(std::string(button) + "_" + std::string(type));
      }
    }
    add_actions(b, actions);
    b.option(Builder::OptionFor::decode, option::simulated_brightness());
    b.decode_command("manuSpecificPhilips", "hueNotification", [](const Message& m, Step& step) {
      if (already_seen(m, step)) return;
      const std::uint64_t number = m.frame.uint_or("button", 0);
      const std::uint64_t kind = m.frame.uint_or("type", 0);
      if (number < 1 || number > 4 || kind > 3) return;
      const std::string_view button = buttons[number - 1];
      const std::string_view type = types[kind];
      step.publish("action", std::string(button) + "_" + std::string(type));
      const std::string pressed = slot("pressed", m.endpoint);
      const auto now = static_cast<double>(step.now().ms);
      if (type == "press") {
        step.memory().set(pressed, now);
      } else if (type == "hold") {
        if (const Value* since = step.memory().find(pressed)) step.publish("action_duration", (now - since->number_or(now)) / 1000);
      }
      simulate_brightness(button, m, step);
    });
  }

 private:
  static constexpr std::string_view buttons[] = {"on", "up", "down", "off"};
  static constexpr std::string_view types[] = {"press", "hold", "press_release", "hold_release"};

  static void simulate_brightness(std::string_view button, const Message& m, Step& step) {
    const Value* wanted = step.options().find("simulated_brightness");
    if (!wanted || !truthy(*wanted) || (button != "up" && button != "down")) return;
    const Value* given = wanted->find("delta");
    const double size = given && !given->is_null() ? given->number_or(35) : 35;
    const double delta = button == "up" ? size : -size;
    const std::string key = slot("simulated_brightness", m.endpoint);
    const Value* before = step.memory().find(key);
    const double brightness = std::clamp((before ? before->number_or(255) : 255) + delta, 0.0, 255.0);
    step.memory().set(key, brightness);
    step.publish("brightness", brightness);
    step.publish("action_brightness_delta", delta);
  }
};

}  // namespace

extern const BlockType hue_dimmer_block = block<HueDimmer>("hue_dimmer", "Philips Hue's four-button dimmer switch");

}  // namespace waggle::library
