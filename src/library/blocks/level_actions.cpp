// Level actions: what remotes that dim tell by level commands: moves, steps, stops, and how far and fast.
#include <algorithm>
#include <cmath>

#include "core/number.h"
#include "library/blocks/common.h"

namespace waggle::library {
namespace {

constexpr double full = 255;

// A brightness of the remote's own, for those who dim something that is no Zigbee lamp.
class Simulation {
 public:
  Simulation(const Message& m, Step& step, std::shared_ptr<const EndpointNames> names)
      : endpoint_(m.endpoint), step_(step), names_(std::move(names)), option_(step.options().find("simulated_brightness")) {}

  bool wanted() const { return option_ && truthy(*option_); }

  void change(double delta) { show(std::clamp(now() + delta, 0.0, full), delta); }
  void set(double level) { show(level, level - now()); }

  void start(bool up) {
    step_.memory().set(slot("simulated_up", endpoint_), up);
    Value& running = step_.memory()[slot("simulated_running", endpoint_)];
    if (running.bool_or(false)) return;
    running = true;
    tick(step_, endpoint_, names_, number("delta", 20), Millis(std::max(1, js::whole<std::int32_t>(number("interval", 200)))));
  }
  void stop() {
    step_.memory().erase(slot("simulated_running", endpoint_));
    step_.forget(slot("simulated_brightness", endpoint_));
  }

 private:
  double now() const {
    const Value* known = step_.memory().find(slot("simulated_brightness", endpoint_));
    return known ? known->number_or(full) : full;
  }
  double number(std::string_view key, double fallback) const {
    const Value* given = option_->find(key);
    return given ? given->number_or(fallback) : fallback;
  }
  void show(double level, double delta) {
    step_.memory().set(slot("simulated_brightness", endpoint_), level);
    step_.publish(names_->property("brightness", endpoint_), level);
    step_.publish(names_->property("action_brightness_delta", endpoint_), delta);
  }

  static void tick(Step& step, EndpointId endpoint, const std::shared_ptr<const EndpointNames>& names, double delta, Millis interval) {
    step.later(slot("simulated_brightness", endpoint), interval, [=](Step& next) {
      const std::string key = slot("simulated_brightness", endpoint);
      const Value* up = next.memory().find(slot("simulated_up", endpoint));
      const Value* known = next.memory().find(key);
      const double change = up && up->bool_or(false) ? delta : -delta;
      const double level = std::clamp((known ? known->number_or(full) : full) + change, 0.0, full);
      next.memory().set(key, level);
      next.publish(names->property("brightness", endpoint), level);
      next.publish(names->property("action_brightness_delta", endpoint), change);
      tick(next, endpoint, names, delta, interval);
    });
  }

  EndpointId endpoint_;
  Step& step_;
  std::shared_ptr<const EndpointNames> names_;
  const Value* option_;
};

Value seconds(const Message& m) {
  const zcl::Datum* time = m.frame.param("transtime");
  if (!time || time->is_invalid()) return Value(std::nan(""));
  return Value(static_cast<double>(time->bits) / 10);
}

Value number_of(const Message& m, std::string_view name) {
  const zcl::Datum* datum = m.frame.param(name);
  return datum && datum->is_invalid() ? Value(std::nan("")) : Value(m.frame.uint_or(name, 0));
}

class LevelActions final : public Block {
  std::vector<std::string> values_{"brightness_move_to_level", "brightness_move_up", "brightness_move_down",
                                   "brightness_step_up", "brightness_step_down", "brightness_stop"};
  bool once_ = true;
  bool group_ = true;

 public:
  void read(Options& o) override {
    const std::vector<std::string> all = values_;
    o.read("values", values_, "which actions to expose, when the device cannot do all: brightness_move_to_level, "
                              "brightness_move_up, brightness_move_down, brightness_step_up, brightness_step_down, brightness_stop");
    o.read("once", once_, "a repeated transaction counts once");
    o.read("group", group_, "tell the group to which a command went");
    for (const std::string& value : values_) {
      if (std::find(all.begin(), all.end(), value) == all.end()) o.complain("values", "has no '" + value + "'");
    }
  }

  void build(Builder& b) const override {
    add_actions(b, values_);
    b.option(Builder::OptionFor::decode, option::simulated_brightness());
    using Action = void (*)(const Message&, Step&, Simulation, const EndpointNames&);
    auto decode = [&](std::string_view command, Action action) {
      b.decode_command("genLevelCtrl", command, [this, action, names = b.names()](const Message& m, Step& step) {
        if (once_ && already_seen(m, step)) return;
        action(m, step, Simulation(m, step, names), *names);
        if (group_) add_action_group(m, step);
      });
    };
    for (const std::string_view end : {"", "WithOnOff"}) {
      const std::string tail(end);
      decode("moveToLevel" + tail, [](const Message& m, Step& step, Simulation simulation, const EndpointNames& names) {
        const auto level = static_cast<double>(m.frame.uint_or("level", 0));
        step.publish("action", names.property("brightness_move_to_level", m.endpoint));
        step.publish("action_level", level);
        step.publish("action_transition_time", seconds(m));
        if (simulation.wanted()) simulation.set(level);
      });
      decode("move" + tail, [](const Message& m, Step& step, Simulation simulation, const EndpointNames& names) {
        const bool up = m.frame.uint_or("movemode", 0) != 1;
        step.publish("action", names.property(up ? "brightness_move_up" : "brightness_move_down", m.endpoint));
        step.publish("action_rate", number_of(m, "rate"));
        if (simulation.wanted()) simulation.start(up);
      });
      decode("step" + tail, [](const Message& m, Step& step, Simulation simulation, const EndpointNames& names) {
        const bool up = m.frame.uint_or("stepmode", 0) != 1;
        const auto size = static_cast<double>(m.frame.uint_or("stepsize", 0));
        step.publish("action", names.property(up ? "brightness_step_up" : "brightness_step_down", m.endpoint));
        step.publish("action_step_size", number_of(m, "stepsize"));
        step.publish("action_transition_time", seconds(m));
        if (simulation.wanted()) simulation.change(up ? size : -size);
      });
      decode("stop" + tail, [](const Message& m, Step& step, Simulation simulation, const EndpointNames& names) {
        if (simulation.wanted()) simulation.stop();
        step.publish("action", names.property("brightness_stop", m.endpoint));
      });
    }
  }
};

}  // namespace

extern const BlockType level_actions_block = block<LevelActions>("level_actions", "Actions of a remote that dims (genLevelCtrl)");

}  // namespace waggle::library
