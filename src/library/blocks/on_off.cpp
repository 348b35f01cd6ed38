#include "library/blocks/on_off.h"

#include "core/number.h"

namespace waggle::library {
namespace {

constexpr std::pair<std::string_view, int> power_on_words[] = {{"off", 0}, {"on", 1}, {"toggle", 2}, {"previous", 255}};

Expose switch_state() {
  Expose e = binary("state", Access::all, "ON", "OFF").text("Whether the switch is on");
  e.value_toggle = "TOGGLE";
  return e;
}

void add_countdown(Builder& b, const OnOffRefs& refs);

class OnOff final : public Block {
  bool power_on_behavior_ = true;
  bool report_ = true;
  bool countdown_ = false;
  bool once_ = false;
  bool tells_ = true;

 public:
  void read(Options& o) override {
    o.read("power_on_behavior", power_on_behavior_, "what happens when power returns can be chosen");
    o.read("countdown", countdown_, "counts down to the other state, in Tuya's way: onWithTimedOff");
    o.read("once", once_, "a repeated transaction counts once");
    o.read("tells", tells_, "publishes the state; else another block does");
    o.read("report", report_, "bind, and have the state reported");
  }

  void build(Builder& b) const override {
    const OnOffRefs refs(b);
    b.expose(thing(Expose::Type::toggle).with(switch_state()));
    if (tells_) b.option(Builder::OptionFor::decode, option::state_action());
    if (tells_) decode_on_off(b, refs, once_);
    if (countdown_) add_countdown(b, refs);
    if (!countdown_) b.encode({"state", "on_time", "off_wait_time"},
             [refs](const Request& r, Step& step) { set_on_off(refs, r, step); },
             [refs](const Request& r, Step& step) { step.send(read_attributes(r.endpoint, {refs.on_off})); });
    if (power_on_behavior_) add_power_on_behavior(b, refs);
    if (!report_) return;
    b.configure([refs, this](Step& step) {
      set_up(step, {{refs.on_off, 0, 65000, 1}});
      if (power_on_behavior_) set_up(step, {{refs.start_up, 0, 65000, 1}}, {.report = false});
      assume_power_source(step, "Mains (single phase)");
    });
  }
};

// Setting the state ends a countdown, so the state goes first.
void set_countdown(const OnOffRefs& refs, const Request& r, Step& step) {
  const Value* state = r.message.find("state");
  const Value* countdown = r.message.find("countdown");
  if (countdown && countdown->is_null()) countdown = nullptr;
  if (countdown && !countdown->integer(0, 43200)) {
    step.fail("countdown must be an integer between 1 and 43200 (12 hours) or 0 to cancel");
    return;
  }
  bool known = false;
  if (state && state->is_string()) {
    const std::string word = lower(state->string());
    if (word != "on" && word != "off" && word != "toggle") {
      step.fail("Invalid value '" + to_text(*state) + "', must be ON, OFF or TOGGLE");
      return;
    }
    step.send(send_command(r.endpoint, word == "on" ? refs.on : word == "off" ? refs.off : refs.toggle, {}));
    std::string property = "state";
    if (!r.endpoint_name.empty()) property += "_" + std::string(r.endpoint_name);
    const Value* now = step.state().find(property);
    known = word != "toggle" || (now && truthy(*now));
    if (known) step.publish("state", word != "toggle" ? upper(word) : now->string_or("") == "OFF" ? "ON" : "OFF");
    step.publish("countdown", 0);
  }
  if (!countdown) return;
  step.send(send_command(r.endpoint, refs.timed, {{"ctrlbits", 0}, {"ontime", *countdown}, {"offwaittime", *countdown}}));
  if (known) step.publish("countdown", *countdown);
}

void add_countdown(Builder& b, const OnOffRefs& refs) {
  const AttributeRef left = b.attribute("genOnOff", "onTime");
  b.decode("genOnOff", Message::attributes, [left, names = b.names()](const Message& m, Step& step) {
    if (const auto n = m.number(left)) step.publish(names->property("countdown", m.endpoint), *n);
  });
  b.encode({"state", "countdown"}, [refs](const Request& r, Step& step) { set_countdown(refs, r, step); },
           [refs, left](const Request& r, Step& step) {
             step.send(read_attributes(r.endpoint, {r.key == "state" ? refs.on_off : left}));
           });
}

}  // namespace

OnOffRefs::OnOffRefs(Builder& b) {
  on_off = b.attribute("genOnOff", "onOff");
  start_up = b.attribute("genOnOff", "startUpOnOff");
  off = b.command("genOnOff", "off", false);
  on = b.command("genOnOff", "on", false);
  toggle = b.command("genOnOff", "toggle", false);
  timed = b.command("genOnOff", "onWithTimedOff", false);
}

void set_on_off(const OnOffRefs& refs, const Request& r, Step& step) {
  const Value* given = r.message.find("state");
  const std::string state = given && given->is_string() ? lower(given->string()) : std::string();
  if (state != "on" && state != "off" && state != "toggle") {
    step.fail("Invalid value '" + (given ? to_text(*given) : std::string("null")) + "', must be ON, OFF or TOGGLE");
    return;
  }
  const Value* on_time = r.message.find("on_time");
  const Value* wait_time = r.message.find("off_wait_time");
  if (state == "on" && ((on_time && !on_time->is_null()) || (wait_time && !wait_time->is_null()))) {
    Object payload{{"ctrlbits", 0}};
    for (const auto& [value, name, param] : {std::tuple{on_time, "on_time", "ontime"},
                                             std::tuple{wait_time, "off_wait_time", "offwaittime"}}) {
      if (value && !value->is_null() && !value->is_number()) {
        step.fail(std::string("The ") + name + " value must be a number!");
        return;
      }
      payload.set(param, js::round((value ? value->number_or(0) : 0) * 10));
    }
    step.send(send_command(r.endpoint, refs.timed, std::move(payload)));
    return;
  }
  step.send(send_command(r.endpoint, state == "on" ? refs.on : state == "off" ? refs.off : refs.toggle, {}));
  if (state != "toggle") {
    step.publish("state", upper(state));
    return;
  }
  std::string property = "state";
  if (!r.endpoint_name.empty()) property += "_" + std::string(r.endpoint_name);
  if (const Value* now = step.state().find(property)) {
    step.publish("state", now->string_or("") == "OFF" ? "ON" : "OFF");
  }
}

void decode_on_off(Builder& b, const OnOffRefs& refs, bool once) {
  b.decode("genOnOff", Message::attributes, [refs, once, names = b.names()](const Message& m, Step& step) {
    const auto n = m.number(refs.on_off);
    if (!n || (once && already_seen(m, step))) return;
    const std::string state = *n == 1 ? "ON" : "OFF";
    step.publish(names->property("state", m.endpoint), state);
    const Value* action = step.options().find("state_action");
    if (action && truthy(*action)) step.publish("action", names->property(lower(state), m.endpoint));
  });
}

void decode_power_on_behavior(Builder& b, const OnOffRefs& refs) {
  b.decode("genOnOff", Message::attributes, [refs, names = b.names()](const Message& m, Step& step) {
    const auto n = m.number(refs.start_up);
    if (!n) return;
    for (const auto& [word, number] : power_on_words) {
      if (number == static_cast<int>(*n)) step.publish(names->property("power_on_behavior", m.endpoint), word);
    }
  });
}

void add_power_on_behavior(Builder& b, const OnOffRefs& refs, bool expose) {
  if (expose) b.expose(property::power_on_behavior({"off", "on", "toggle", "previous"}));
  decode_power_on_behavior(b, refs);
  b.encode({"power_on_behavior"},
           [refs](const Request& r, Step& step) {
             const std::string word = lower(to_text(r.value));
             const auto number = look_up(word, power_on_words, step);
             if (!number) return;
             step.send(write_attribute(r.endpoint, refs.start_up, *number));
             step.publish("power_on_behavior", word);
           },
           [refs](const Request& r, Step& step) { step.send(read_attributes(r.endpoint, {refs.start_up})); });
}

namespace {
class AtPower final : public Block {
 public:
  void build(Builder& b) const override { add_power_on_behavior(b, OnOffRefs(b)); }
};
}  // namespace

extern const BlockType on_off_at_power_block = block<AtPower>("on_off_at_power", "What a switch does when power returns, and nothing else of it");
extern const BlockType on_off_block = block<OnOff>("on_off", "A switch (genOnOff)");

}  // namespace waggle::library
