// Philips Hue's switches: each press, hold and release, and each turn of a dial, in one command of their own cluster.
#include <algorithm>
#include <cmath>

#include "library/blocks/common.h"

namespace waggle::library {
namespace {

class HueDimmer final : public Block {
  std::vector<std::pair<std::string, Value>> buttons_{{"1", "on"}, {"2", "up"}, {"3", "down"}, {"4", "off"}};
  std::vector<std::string> timed_{"hold"};
  int dial_ = 0;
  bool dims_ = true;
  bool once_ = true;

 public:
  void read(Options& o) override {
    o.read("buttons", buttons_, "{number: name}; without it on, up, down and off");
    o.read("timed", timed_, "after which kinds of press to tell how long it has lasted: hold, hold_release");
    o.read("dial", dial_, "the number under which a dial tells its turns; 0: it has none");
    o.read("dims", dims_, "has buttons or a dial for brightness, which can be simulated");
    o.read("once", once_, "a repeated transaction counts once");
  }

  void build(Builder& b) const override {
    if (!timed_.empty()) b.expose(numeric("action_duration", Access::state).in("s").diagnostic().text("How long the button has been held"));
    std::vector<std::string> actions;
    for (const auto& [number, name] : buttons_) {
      for (const std::string_view type : {"press", "press_release", "hold", "hold_release"}) {
        actions.push_back(to_text(name) + "_" + std::string(type));
      }
    }
    add_actions(b, actions);
    if (dims_) b.option(Builder::OptionFor::decode, option::simulated_brightness());
    b.decode_command("manuSpecificPhilips", "hueNotification", [this](const Message& m, Step& step) {
      if (once_ && already_seen(m, step)) return;
      if (dial_ != 0 && m.frame.uint_or("button", 0) == static_cast<std::uint64_t>(dial_)) {
        turned(m, step);
      } else {
        pressed(m, step);
      }
    });
  }

 private:
  static constexpr std::string_view types[] = {"press", "hold", "press_release", "hold_release"};

  void pressed(const Message& m, Step& step) const {
    const std::uint64_t kind = m.frame.uint_or("type", 0);
    const std::string button = button_called(m.frame.uint_or("button", 0));
    // What nobody knows is told all the same: a new remote shows itself so.
    const std::string type(kind < std::size(types) ? types[kind] : "undefined");
    step.publish("action", button + "_" + type);
    const std::string since = slot("pressed", m.endpoint);
    const auto now = static_cast<double>(step.now().ms);
    if (type == "press") {
      step.memory().set(since, now);
    } else if (std::find(timed_.begin(), timed_.end(), type) != timed_.end()) {
      const Value* start = step.memory().find(since);
      step.publish("action_duration", start ? (now - start->number_or(now)) / 1000 : std::nan(""));
    }
    if (dims_ && (button == "up" || button == "down")) simulate_brightness(button == "up", true, m, step);
  }

  void turned(const Message& m, Step& step) const {
    const bool right = m.frame.uint_or("unknown3", 0) < 127;
    const auto time = static_cast<double>(m.frame.uint_or("time", 0));
    const double turn = right ? time : 256 - time;
    const std::string direction = right ? "right" : "left";
    step.publish("action", "dial_rotate_" + direction + (turn <= 25 ? "_step" : turn <= 75 ? "_slow" : "_fast"));
    step.publish("action_time", turn);
    step.publish("action_direction", direction);
    const std::uint64_t kind = m.frame.uint_or("type", 0);
    if (kind == 1 || kind == 2) step.publish("action_type", kind == 1 ? "step" : "rotate");
    if (dims_) simulate_brightness(right, false, m, step);
  }

  std::string button_called(std::uint64_t number) const {
    const std::string wanted = std::to_string(number);
    for (const auto& [key, name] : buttons_) {
      if (key == wanted) return to_text(name);
    }
    return "undefined";
  }

  static void simulate_brightness(bool up, bool tell_step, const Message& m, Step& step) {
    const Value* wanted = step.options().find("simulated_brightness");
    if (!wanted || !truthy(*wanted)) return;
    const Value* given = wanted->find("delta");
    const double size = given && !given->is_null() ? given->number_or(35) : 35;
    const double delta = up ? size : -size;
    const std::string key = slot("simulated_brightness", m.endpoint);
    const Value* before = step.memory().find(key);
    const double brightness = std::clamp((before ? before->number_or(255) : 255) + delta, 0.0, 255.0);
    step.memory().set(key, brightness);
    step.publish("brightness", brightness);
    if (tell_step) step.publish("action_brightness_delta", delta);
  }
};

}  // namespace

extern const BlockType hue_dimmer_block = block<HueDimmer>("hue_dimmer", "Philips Hue's switches: buttons and dials");

}  // namespace waggle::library
