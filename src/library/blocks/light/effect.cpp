// Effects: blinking and breathing by the identify cluster (ZCL 8, 3.5.2.3.3), the color loop as an endless
// move of the hue.
#include <algorithm>

#include "core/number.h"
#include "library/blocks/light/light.h"

namespace waggle::library::light {
namespace {

constexpr std::pair<std::string_view, int> effects[] = {
    {"blink", 0}, {"breathe", 1}, {"okay", 2}, {"channel_change", 11}, {"finish_effect", 254}, {"stop_effect", 255}};
constexpr std::pair<std::string_view, int> alerts[] = {{"select", 0}, {"lselect", 1}, {"none", 255}};

}  // namespace

void add_effect(Builder& b, const Shared& parts) {
  const CommandRef trigger = b.command("genIdentify", "triggerEffect", false);
  b.encode({"effect", "alert", "flash"}, [=](const Request& r, Step& step) {
    std::string word = lower(to_text(r.value));
    std::optional<int> number;
    if (r.key == "effect") {
      if (word == "colorloop") {
        const Value* wanted = r.message.find("transition");
        const double seconds = wanted && !wanted->is_null() ? number_of(*wanted, "transition", step).value_or(15) : 15;
        hue_move(parts, r, step, true, Value(std::clamp(js::round(255 / seconds), 1.0, 255.0)));
        return;
      }
      if (word == "stop_colorloop") {
        hue_move(parts, r, step, true, Value("stop"));
        return;
      }
      number = look_up(word, effects, step);
    } else {
      // Hue's names of old.
      if (r.key == "flash" && r.value == Value(2)) word = "select";
      if (r.key == "flash" && r.value == Value(10)) word = "lselect";
      number = look_up(word, alerts, step);
    }
    if (!number) return;
    step.send(send_command(r.endpoint, trigger, {{"effectid", *number}, {"effectvariant", 0}}));
  });
}

}  // namespace waggle::library::light
