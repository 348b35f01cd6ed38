// The panel that keypads ask (ZCL 8, 8.3): who arms and disarms decides, keypads are told and ask again.
#include <cmath>

#include "core/number.h"
#include "library/blocks/common.h"

namespace waggle::library {
namespace {

constexpr std::string_view cluster_name = "ssIasAce";
constexpr std::pair<std::string_view, int> modes[] = {
    {"disarm", 0}, {"arm_day_zones", 1}, {"arm_night_zones", 2}, {"arm_all_zones", 3}, {"exit_delay", 4}, {"entry_delay", 5},
    {"not_ready", 6}, {"in_alarm", 7}, {"arming_stay", 8}, {"arming_night", 9}, {"arming_away", 10}};
// What became of a keypad's wish.
constexpr std::pair<std::string_view, int> notices[] = {
    {"disarm", 0}, {"arm_day_zones", 1}, {"arm_night_zones", 2}, {"arm_all_zones", 3}, {"invalid_code", 4}, {"not_ready", 5},
    {"already_disarmed", 6}};
constexpr double most_seconds = 255;

class AlarmPanel final : public Block {
  bool settable_ = true;
  bool answers_ = true;
  bool confirms_ = false;
  bool armed_or_not_ = false;
  int sound_ = 0;

 public:
  void read(Options& o) override {
    o.read("settable", settable_, "takes `arm_mode`");
    o.read("answers", answers_, "answers keypads that ask how the panel stands");
    o.read("confirms", confirms_, "answers a keypad's wish to arm with a default response, without which it repeats itself");
    o.read("armed_or_not", armed_or_not_, "the keypad knows two states alone, armed (128) and not (0)");
    o.read("sound", sound_, "1: keypads make noise unless told otherwise");
  }

  void build(Builder& b) const override {
    if (settable_) {
      const CommandRef notice = b.command(cluster_name, "armRsp", true);
      const CommandRef changed = b.command(cluster_name, "panelStatusChanged", true);
      b.encode({"arm_mode"}, [this, notice, changed](const Request& r, Step& step) { set(notice, changed, r, step); });
    }
    if (answers_) {
      const CommandRef response = b.command(cluster_name, "getPanelStatusRsp", true);
      b.decode_command(cluster_name, "getPanelStatus", [this, response](const Message& m, Step& step) { answer(response, m, step); });
    }
    if (confirms_) {
      b.decode_command(cluster_name, "arm", [](const Message& m, Step& step) {
        Operation op;
        op.kind = Operation::Kind::default_response;
        op.endpoint = m.endpoint;
        op.cluster = m.cluster();
        op.raw_command = 0;  // arm…
        op.raw_payload = {0};  // …was understood
        op.to_client = true;
        op.tsn = m.frame.header.tsn;
        op.no_answer = true;
        step.send(std::move(op));
      });
    }
  }

 private:
  static Operation response(EndpointId endpoint, const CommandRef& command, Object payload) {
    Operation op = send_command(endpoint, command, std::move(payload));
    op.kind = Operation::Kind::response;
    op.no_answer = true;
    return op;
  }

  static std::optional<double> number_in(const Value* value, std::string_view name, double most, Step& step) {
    if (!value || value->is_null()) return 0;
    if (value->is_number() && value->number() >= 0 && value->number() <= most) return value->number();
    step.fail(std::string(name) + " must be a number from 0 to " + js::to_string(most) + ", not '" + to_text(*value) + "'");
    return std::nullopt;
  }

  void set(const CommandRef& notice, const CommandRef& changed, const Request& r, Step& step) const {
    const Value* wanted = r.value.find("mode");
    const std::string word = wanted ? to_text(*wanted) : "";
    const Value* transaction = r.value.find("transaction");
    if (transaction && !transaction->is_null()) {
      const auto number = look_up(word, notices, step);
      if (!number) return;
      Operation op = response(r.endpoint, notice, {{"armnotification", *number}});
      op.tsn = js::whole<std::uint8_t>(transaction->number_or(0));
      step.send(std::move(op));
      return;
    }
    const auto mode = look_up(word, modes, step);
    if (!mode) return;
    const int status = !armed_or_not_ ? *mode : *mode != 0 && *mode != 4 ? 0x80 : 0;
    std::optional<double> delay = 0;
    if (*mode == 4 || *mode == 5) delay = number_in(r.value.find("delay"), "delay", most_seconds, step);
    const auto sound = number_in(r.value.find("audiblenotif"), "audiblenotif", 255, step);
    if (!delay || !sound) return;
    step.memory().set(slot("panel_status", r.endpoint), Object{{"status", status}, {"until", *delay > 0 ? static_cast<double>(step.now().ms) + *delay * 1000 : 0.0},
                                                               {"sound", js::round(*sound)}});
    step.send(response(r.endpoint, changed, {{"panelstatus", status}, {"secondsremain", js::round(*delay)}, {"audiblenotif", js::round(*sound)}, {"alarmstatus", 0}}));
  }

  void answer(const CommandRef& command, const Message& m, Step& step) const {
    const Value* known = step.memory().find(slot("panel_status", m.endpoint));
    if (!known) return;
    const double until = known->find("until")->number_or(0);
    const double left = until > 0 ? js::round(std::fmax(0, until - static_cast<double>(step.now().ms)) / 1000) : 0;
    Operation op = response(m.endpoint, command, {{"panelstatus", *known->find("status")}, {"secondsremain", std::fmin(left, most_seconds)},
                                                  {"audiblenotif", known->find("sound") ? *known->find("sound") : Value(sound_)}, {"alarmstatus", 0}});
    op.tsn = m.frame.header.tsn;
    step.send(std::move(op));
  }
};

}  // namespace

extern const BlockType alarm_panel_block = block<AlarmPanel>("alarm_panel", "What keypads of an alarm system ask and are told (ssIasAce)");

}  // namespace waggle::library
