// Green Power switches: an action for each command of theirs, by number.
#include <algorithm>

#include "library/blocks/common.h"

namespace waggle::library {
namespace {

/// From here on commands are about belonging to a network, not about the application.
constexpr std::uint64_t network_commands = 0xE0;

class GreenPower final : public Block {
  std::vector<std::pair<std::string, Value>> actions_;
  std::vector<std::string> values_;
  bool contacts_ = false;
  bool others_ = false;
  bool payload_ = false;

 public:
  void read(Options& o) override {
    o.read("actions", actions_, "actions, and the number of the command of each: {press_1: 16}");
    o.read("values", values_, "which actions to expose, when the device cannot do all");
    o.read("contacts", contacts_, "a command means something together with its first octet: {press_1: 105/1, release: 104/}");
    o.read("others", others_, "tell other commands as unknown_<number>");
    o.read("payload", payload_, "also publish what came with a command, as a list of octets");
    o.require("actions");
  }

  void build(Builder& b) const override {
    std::vector<std::string> all;
    for (const auto& [action, command] : actions_) all.push_back(action);
    const Decode decode = [this](const Message& m, Step& step) { publish(m, step); };
    b.decode_command("greenPower", "notification", decode);
    b.decode_command("greenPower", "commissioningNotification", decode);
    if (payload_) {
      b.expose(list("payload", Access::state, numeric("payload", Access::state)).text("What came with the command, octet by octet"));
    }
    add_actions(b, values_.empty() ? all : values_);
  }

 private:
  // Several proxies tell of one press: it counts once.
  static bool told_before(const std::string& command, std::uint64_t counter, Step& step) {
    Value& seen = step.memory()["frames " + command];
    if (!seen.is_array()) seen = Array{};
    Array& list = seen.array();
    if (std::find(list.begin(), list.end(), Value(counter)) != list.end()) return true;
    list.insert(list.begin(), Value(counter));
    if (list.size() > 5) list.resize(5);
    return false;
  }

  void publish(const Message& m, Step& step) const {
    const std::uint64_t number = m.frame.uint_or("commandID", network_commands);
    const zcl::Datum* told = m.frame.param("commandID");
    if (others_ && told && told->is_invalid()) return step.publish("action", "unknown_NaN");
    std::string command = std::to_string(number);
    if (told_before(command, m.frame.uint_or("frameCounter", 0), step) || number >= network_commands) return;
    if (contacts_) {
      const zcl::Datum* payload = m.frame.param("commandFrame");
      command += "/";
      if (payload && !payload->raw.empty()) command += std::to_string(payload->raw[0]);
    }
    if (payload_) {
      Array octets;
      if (const zcl::Datum* payload = m.frame.param("commandFrame")) octets.assign(payload->raw.begin(), payload->raw.end());
      step.publish("payload", std::move(octets));
    }
    for (const auto& [action, known] : actions_) {
      if (to_text(known) == command) return step.publish("action", action);
    }
    if (others_) return step.publish("action", "unknown_" + command);
    step.fail("the device sent command " + command + ", which its definition does not know");
  }
};

}  // namespace

extern const BlockType green_power_block = block<GreenPower>("green_power", "Actions of a Green Power switch, by command number");

}  // namespace waggle::library
