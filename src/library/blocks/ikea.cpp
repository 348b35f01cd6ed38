// What only IKEA's remotes do.
#include "library/blocks/common.h"

namespace waggle::library {
namespace {

// The arrows of the round remote are scene commands of IKEA's own; the cluster file ikea.yaml adds them.
class IkeaArrows final : public Block {
 public:
  void build(Builder& b) const override {
    add_actions(b, {"arrow_left_click", "arrow_left_hold", "arrow_left_release", "arrow_right_click",
                    "arrow_right_hold", "arrow_right_release"});
    b.decode_command("genScenes", "tradfriArrowSingle", [](const Message& m, Step& step) {
      if (already_seen(m, step)) return;
      const std::uint64_t value = m.frame.uint_or("value", 0);
      if (value == 2) return;  // sent while the toggle button is held
      step.publish("action", value == 257 ? "arrow_left_click" : "arrow_right_click");
    });
    b.decode_command("genScenes", "tradfriArrowHold", [](const Message& m, Step& step) {
      if (already_seen(m, step)) return;
      const std::string direction = m.frame.uint_or("value", 0) == 3329 ? "left" : "right";
      step.memory().set(slot("arrow", m.endpoint), direction);
      step.publish("action", "arrow_" + direction + "_hold");
    });
    b.decode_command("genScenes", "tradfriArrowRelease", [](const Message& m, Step& step) {
      if (already_seen(m, step)) return;
      const std::string key = slot("arrow", m.endpoint);
      const Value* held = step.memory().find(key);
      if (!held) return;
      step.publish("action", "arrow_" + std::string(held->string_or("")) + "_release");
      step.publish("action_duration", static_cast<double>(m.frame.uint_or("value", 0)) / 1000);
      step.memory().erase(key);
    });
  }
};

// Firmware before 2.3.75 sends its commands to a group; later firmware wants a binding to the coordinator.
class IkeaRemoteBind final : public Block {
  static constexpr GroupId default_bind_group{901};

 public:
  void build(Builder& b) const override {
    const ClusterId on_off = b.cluster("genOnOff").id;
    b.configure([on_off](Step& step) {
      const auto version = version_of(step.device().software_build_id());
      if (!version) return;  // without a version nobody can say; pairing again brings one
      Operation op = bind(EndpointId(1), on_off);
      if (*version < std::array{2, 3, 75}) op.target_group = default_bind_group;
      step.send(std::move(op));
    });
  }
};

// From version 24 battery devices check in far too often.
class IkeaPollControl final : public Block {
 public:
  void build(Builder& b) const override {
    const AttributeRef interval = b.attribute("genPollCtrl", "checkinInterval");
    b.configure([interval](Step& step) {
      const auto version = version_of(step.device().software_build_id());
      if (version && (*version)[0] >= 24) step.send(write_attribute(EndpointId(1), interval, 172800));
    });
  }
};

}  // namespace

extern const BlockType ikea_arrows_block = block<IkeaArrows>("ikea_arrows", "The arrow buttons of IKEA's remotes");
extern const BlockType ikea_poll_control_block =
    block<IkeaPollControl>("ikea_poll_control", "Slows down the check-ins of IKEA's newer battery devices");
extern const BlockType ikea_remote_bind_block =
    block<IkeaRemoteBind>("ikea_remote_bind", "Binds an IKEA remote as its firmware wants it");

}  // namespace waggle::library
