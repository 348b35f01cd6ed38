// Actions: what remotes and buttons tell by plain cluster commands.
#include <algorithm>

#include "library/blocks/common.h"

namespace waggle::library {
namespace {

class Actions final : public Block {
  std::vector<std::pair<std::string, Value>> commands_;
  std::vector<std::string> values_;
  bool once_ = true;
  bool group_ = true;

 public:
  void read(Options& o) override {
    o.read("commands", commands_, "what a command means: {genOnOff.toggle: toggle}");
    o.read("values", values_, "which actions to expose, when the device cannot do all");
    o.read("once", once_, "a repeated transaction counts once");
    o.read("group", group_, "tell the group to which a command went");
    o.require("commands");
  }

  void build(Builder& b) const override {
    std::vector<std::string> values;
    for (const auto& [command, action] : commands_) {
      const std::string value(action.string_or(""));
      if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
      const auto dot = command.find('.');
      if (dot == std::string::npos || value.empty()) {
        b.problem("'" + command + "' must be cluster.command with an action");
        continue;
      }
      b.decode_command(command.substr(0, dot), command.substr(dot + 1),
                       [this, value, names = b.names()](const Message& m, Step& step) {
                         if (once_ && already_seen(m, step)) return;
                         step.publish("action", names->property(value, m.endpoint));
                         if (group_) add_action_group(m, step);
                       });
    }
    add_actions(b, values_.empty() ? values : values_);
  }
};

}  // namespace

extern const BlockType actions_block = block<Actions>("actions", "Actions of a remote, by cluster command");

}  // namespace waggle::library
