// Identify: makes the device show which one it is (ZCL 8, 3.5).
#include "library/blocks/common.h"

namespace waggle::library {
namespace {

class Identify final : public Block {
 public:
  void build(Builder& b) const override {
    b.expose(property::identify());
    b.option(Builder::OptionFor::set, option::identify_timeout());
    const CommandRef identify = b.command("genIdentify", "identify", false);
    b.encode({"identify"}, [=](const Request& r, Step& step) {
      const Value* seconds = step.options().find("identify_timeout");
      step.send(send_command(r.endpoint, identify, {{"identifytime", seconds ? *seconds : Value(3)}}));
    });
  }
};

}  // namespace

extern const BlockType identify_block = block<Identify>("identify", "Lets the device show itself");

}  // namespace waggle::library
