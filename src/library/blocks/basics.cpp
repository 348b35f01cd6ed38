// What devices tell of themselves by merely being heard: how well, and that somebody pressed their button.
#include "library/blocks/common.h"

namespace waggle::library {
namespace {

class LinkQuality final : public Block {
 public:
  void build(Builder& b) const override {
    b.decode("genBasic", Message::attributes, [](const Message& m, Step& step) { step.publish("linkquality", m.lqi); });
  }
};

class IdentifyAction final : public Block {
 public:
  void build(Builder& b) const override {
    add_actions(b, {"identify"});
    b.decode("genIdentify", Message::attributes, [names = b.names()](const Message& m, Step& step) {
      step.publish("action", names->property("identify", m.endpoint));
    });
  }
};

}  // namespace

extern const BlockType link_quality_block = block<LinkQuality>("link_quality", "Publishes the link quality with every message of genBasic");
extern const BlockType identify_action_block = block<IdentifyAction>("identify_action", "An action for a device that shows itself (genIdentify)");

}  // namespace waggle::library
