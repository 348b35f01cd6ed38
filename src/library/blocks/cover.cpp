// Covers: blinds, shutters and curtains (ZCL 8, 7.4). The cluster counts how far a cover is closed, people
// how far it is open.
#include <cmath>

#include "library/blocks/common.h"

namespace waggle::library {
namespace {

struct Refs {
  AttributeRef lift;
  AttributeRef tilt;
  AttributeRef mode;
  CommandRef up, down, stop, to_lift, to_tilt;

  explicit Refs(Builder& b) {
    constexpr std::string_view name = "closuresWindowCovering";
    lift = b.attribute(name, "currentPositionLiftPercentage");
    tilt = b.attribute(name, "currentPositionTiltPercentage");
    mode = b.attribute(name, "windowCoveringMode");
    up = b.command(name, "upOpen", false);
    down = b.command(name, "downClose", false);
    stop = b.command(name, "stop", false);
    to_lift = b.command(name, "goToLiftPercentage", false);
    to_tilt = b.command(name, "goToTiltPercentage", false);
  }
};

// Bits of windowCoveringMode, from the lowest.
constexpr std::string_view mode_bits[] = {"reversed", "calibration", "maintenance", "led"};

bool flag(const Step& step, std::string_view option) {
  const Value* value = step.options().find(option);
  return value && truthy(*value);
}

class Cover final : public Block {
  std::vector<std::string> controls_{"lift"};
  bool inverted_ = false;
  bool state_from_tilt_ = false;
  bool report_ = true;

 public:
  void read(Options& o) override {
    o.read("controls", controls_, "lift, tilt");
    o.read("inverted", inverted_, "the device counts the other way round");
    o.read("state_from_tilt", state_from_tilt_, "`state` follows the tilt");
    o.read("report", report_, "bind, and have the position reported");
    for (const std::string& c : controls_) {
      if (c != "lift" && c != "tilt") o.complain("controls", "must be lift or tilt");
    }
  }

  void build(Builder& b) const override {
    const Refs refs(b);
    Expose out = thing(Expose::Type::cover).with(enumeration("state", Access::state_set, {"OPEN", "CLOSE", "STOP"}).text("Opens, closes and stops"));
    if (has("lift")) {
      out.add(numeric("position", Access::all).in("%").range(0, 100).text("How far the cover is open"));
    }
    if (has("tilt")) {
      out.add(numeric("tilt", Access::all).in("%").range(0, 100).text("How far the slats are tilted"));
    }
    b.expose(std::move(out));
    b.option(Builder::OptionFor::set, option::invert_cover());
    b.option(Builder::OptionFor::set, option::cover_position_tilt_disable_report());
    b.decode("closuresWindowCovering", Message::attributes, [refs, this, names = b.names()](const Message& m, Step& step) {
      const bool invert = inverted_ != flag(step, "invert_cover");
      auto part = [&](const AttributeRef& attribute, std::string_view property, bool states) {
        const auto n = m.number(attribute);
        if (!n || !(*n <= 100)) return;  // unknown is no number
        const double open = invert ? *n : 100 - *n;
        step.publish(names->property(property, m.endpoint), open);
        if (states) step.publish(names->property("state", m.endpoint), state_of(*n, invert, property == "tilt"));
      };
      part(refs.lift, "position", !state_from_tilt_);
      part(refs.tilt, "tilt", state_from_tilt_);
      if (const auto n = m.number(refs.mode); n && !std::isnan(*n)) {
        const auto bits = static_cast<std::uint32_t>(*n);
        Object flags;
        for (std::size_t i = 0; i < std::size(mode_bits); ++i) flags.set(mode_bits[i], (bits >> i & 1) != 0);
        step.publish(names->property("cover_mode", m.endpoint), std::move(flags));
      }
    });
    b.encode({"state"}, [refs](const Request& r, Step& step) {
      const std::string word = r.value.is_string() ? lower(r.value.string()) : std::string();
      const bool invert = flag(step, "invert_cover");
      CommandRef command;
      if (word == "stop") command = refs.stop;
      if (word == "open" || word == "on") command = invert ? refs.down : refs.up;
      if (word == "close" || word == "off") command = invert ? refs.up : refs.down;
      if (!command) {
        step.fail("Value: '" + to_text(r.value) + "' must be OPEN, CLOSE or STOP");
        return;
      }
      step.send(send_command(r.endpoint, command, {}));
    });
    b.encode({"position", "tilt"},
             [refs, this](const Request& r, Step& step) {
               if (!r.value.is_number()) {
                 step.fail(std::string(r.key) + " is not a number, got " + std::string(kind_name(r.value)) + " (" + to_text(r.value) + ")");
                 return;
               }
               const bool lift = r.key == "position";
               const bool as_given = inverted_ != flag(step, "invert_cover");
               const double percentage = as_given ? r.value.number() : 100 - r.value.number();
               step.send(send_command(r.endpoint, lift ? refs.to_lift : refs.to_tilt,
                                      {{lift ? "percentageliftvalue" : "percentagetiltvalue", percentage}}));
               if (!flag(step, "cover_position_tilt_disable_report")) step.publish(r.key, r.value);
             },
             [refs](const Request& r, Step& step) {
               step.send(read_attributes(r.endpoint, {r.key == "position" ? refs.lift : refs.tilt}));
             });
    if (!report_) return;
    b.configure([refs, this](Step& step) {
      if (has("lift")) set_up(step, {{refs.lift, 1, 65000, 1}});
      if (has("tilt")) set_up(step, {{refs.tilt, 1, 65000, 1}});
    });
  }

 private:
  bool has(std::string_view control) const {
    for (const std::string& c : controls_) {
      if (c == control) return true;
    }
    return false;
  }
  static std::string_view state_of(double closed, bool invert, bool tilt) {
    if (tilt) return (invert ? closed == 100 : closed == 0) ? "OPEN" : "CLOSE";
    return (invert ? closed == 0 : closed == 100) ? "CLOSE" : "OPEN";
  }
};

}  // namespace

extern const BlockType cover_block = block<Cover>("cover", "A blind, shutter or curtain (closuresWindowCovering)");

}  // namespace waggle::library
