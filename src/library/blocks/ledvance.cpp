// LEDVANCE and OSRAM lamps: the transition of their switch, and remembering the present state for power-on.
#include "core/number.h"
#include "library/blocks/common.h"

namespace waggle::library {
namespace {

constexpr std::uint16_t osram_sylvania = 0x110C;

class LedvanceCommands final : public Block {
 public:
  void build(Builder& b) const override {
    const CommandRef remember = b.command("manuSpecificOsram", "saveStartupParams", false);
    const CommandRef forget = b.command("manuSpecificOsram", "resetStartupParams", false);
    const ClusterRef level = b.cluster("genLevelCtrl");
    b.encode({"set_transition", "remember_state", "osram_set_transition", "osram_remember_state"}, [=](const Request& r, Step& step) {
      if (r.key.ends_with("set_transition")) {
        if (!truthy(r.value)) return;
        if (!r.value.is_number()) {
          step.fail(std::string(r.key) + " is not a number, got " + std::string(kind_name(r.value)) + " (" + to_text(r.value) + ")");
          return;
        }
        // In half seconds, and at least a tenth.
        const double seconds = r.value.number();
        const double time = seconds > 1 ? js::precision_round(js::round(js::precision_round(seconds * 2, 1)) / 2, 1) * 10 : 1;
        Operation op = write_attribute(r.endpoint, {level.id, AttributeId(18), nullptr, 0}, time);
        op.writes[0].type = zcl::Type::uint16;
        op.writes.push_back({AttributeId(19), zcl::Type::uint16, Value(time)});
        step.send(std::move(op));
      } else if (r.value.is_bool()) {
        Operation& op = step.send(send_command(r.endpoint, r.value.boolean() ? remember : forget, {}));
        op.manufacturer = osram_sylvania;
      }
    });
  }
};

}  // namespace

extern const BlockType ledvance_commands_block =
    block<LedvanceCommands>("ledvance_commands", "Transition of the switch and remembered state of LEDVANCE lamps");

}  // namespace waggle::library
