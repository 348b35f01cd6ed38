// Lamps that are a light, and a little more: of Gledopto and of Tuya.
#include <algorithm>

#include <cmath>

#include "core/number.h"
#include "library/blocks/light/light.h"

namespace waggle::library {
namespace {

using light::LightBlock;

// Gledopto's seconds are shorter, and its lamps come on when they are given a color.
class GledoptoLight final : public Block {
  LightBlock light_;
  bool on_first_ = false;

 public:
  void read(Options& o) override {
    light_.read(o);
    o.read("on_first", on_first_, "must be on before it is given a brightness");
  }

  void build(Builder& b) const override {
    const std::size_t first = b.parts.encoders.size();
    const OnOffRefs on_off(b);
    light_.build(b);
    for (std::size_t i = first; i < b.parts.encoders.size(); ++i) {
      Encoder& e = b.parts.encoders[i];
      auto has = [&](std::string_view key) { return std::find(e.keys.begin(), e.keys.end(), key) != e.keys.end(); };
      if (has("state")) {
        std::erase_if(e.keys, [](const std::string& key) { return key == "on_time" || key == "off_wait_time"; });
        e.set = [inner = e.set, on_off, wake = on_first_](const Request& r, Step& step) {
          stretch(r);
          const Value* state = r.message.find("state");
          if (wake && state && state->is_string() && lower(state->string()) == "on") {
            step.send(send_command(r.endpoint, on_off.on, {}));
            step.wait(1000ms);
          }
          inner(r, step);
        };
      } else if (has("color") || has("color_temp")) {
        const bool both = has("color") && has("color_temp");
        e.set = [inner = e.set, both](const Request& r, Step& step) {
          stretch(r);
          const Value* time = r.message.find("transition");
          if (r.key == "color" && (!time || !truthy(*time))) r.message.set("transition", 0.4);
          inner(r, step);
          if (step.error()) return;
          step.publish("state", "ON");
          if (!both) return;
          if (r.key == "color") {
            const Value* shown = step.published().find("color");
            const Value* x = shown ? shown->find("x") : nullptr;
            const Value* y = shown ? shown->find("y") : nullptr;
            if (x && y) step.publish("color_temp", js::round(color::mireds_of({x->number_or(0), y->number_or(0)})));
          } else if (const Value* mireds = step.published().find("color_temp")) {
            const color::Xy xy = rounded(color::xy_of_mireds(mireds->number_or(0)), 4);
            step.publish("color", Object{{"x", xy.x}, {"y", xy.y}});
          }
        };
      }
    }
  }

 private:
  static void stretch(const Request& r) {
    const Value* time = r.message.find("transition");
    if (time && time->is_number()) r.message.set("transition", time->number() * 3.3);
  }
};

constexpr std::pair<std::string_view, int> start_words[] = {{"initial", 0}, {"previous", 1}, {"customized", 2}};

// What Tuya's lamps have behind the standard ones.
class TuyaLamp final : public Block {
  bool quiet_ = true;
  bool start_ = false;

 public:
  void read(Options& o) override {
    o.read("do_not_disturb", quiet_, "can be told to stay dark when power returns");
    o.read("color_power_on_behavior", start_, "what color it has when power returns can be chosen");
  }
  void build(Builder& b) const override {
    const ClusterRef level = b.cluster("genLevelCtrl");
    const AttributeRef tuya_level{level.id, AttributeId(61440), nullptr, 0};
    b.decode("genLevelCtrl", Message::attributes, [tuya_level, names = b.names()](const Message& m, Step& step) {
      const auto told = m.value(tuya_level);  // what is no number leaves the brightness unknown
      if (told) step.publish(names->property("brightness", m.endpoint), scale(told->number_or(NAN), 0, 1000, 0, 255));
    });
    if (quiet_) {
      const CommandRef command = b.command("lightingColorCtrl", "tuyaDoNotDisturb", false);
      b.expose(binary("do_not_disturb", Access::state_set, true, false).config().text("Stay dark when power returns, until it is switched on"));
      b.encode({"do_not_disturb"}, [command](const Request& r, Step& step) {
        step.send(send_command(r.endpoint, command, {{"enable", truthy(r.value) ? 1 : 0}}));
        step.publish("do_not_disturb", r.value);
      });
    }
    if (!start_) return;
    const CommandRef command = b.command("lightingColorCtrl", "tuyaOnStartUp", false);
    b.expose(enumeration("color_power_on_behavior", Access::state_set, {"initial", "previous", "customized"})
                 .config().text("What color the lamp has when power returns"));
    b.encode({"color_power_on_behavior"}, [command](const Request& r, Step& step) {
      const auto number = look_up(to_text(r.value), start_words, step);
      if (!number) return;
      step.send(send_command(r.endpoint, command, {{"mode", *number * 256}, {"data", Array(10, Value(0))}}));
      step.publish("color_power_on_behavior", r.value);
    });
  }
};

}  // namespace

extern const BlockType gledopto_light_block = block<GledoptoLight>("gledopto_light", "A Gledopto lamp: a light with longer seconds");
extern const BlockType tuya_lamp_block = block<TuyaLamp>("tuya_lamp", "What Tuya's lamps have besides a light");

}  // namespace waggle::library
