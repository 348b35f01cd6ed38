// Sets: what is sent when a user sets or asks for a property, as a list of operations with formulas.
#include "library/blocks/plans.h"

namespace waggle::library {
namespace {

class Sets final : public Block {
  std::vector<std::string> keys_;
  Plans set_;
  Plans get_;
  Formulas state_;
  bool own_state_ = false;
  bool settable_ = false;

 public:
  void read(Options& o) override {
    o.read("key", keys_, "the properties, of which one is set or asked for at a time");
    set_.read(o, "set", "operations in order, each with `write`, `command`, `read` or `wait`");
    get_.read(o, "get", "operations to ask for it");
    Value state;
    o.read("state", state, "what is taken for the state once it has been set: {property: formula}; without it the value itself");
    own_state_ = state.is_object();
    if (own_state_) state_ = Formulas(o, "state", state);
    settable_ = o.given("set");
    o.require("key");
  }

  void build(Builder& b) const override {
    Encode set, get;
    if (settable_) {
      set = [this, send = set_.build(b), names = b.names()](const Request& r, Step& step) {
        const RequestScope scope(r, step, *names);
        send(scope, r.endpoint, r.key, step);
        if (step.error()) return;
        if (own_state_) {
          step.publish(state_.run(scope));
        } else {
          step.publish(r.key, r.value);
        }
      };
    }
    if (!get_.empty()) {
      get = [send = get_.build(b), names = b.names()](const Request& r, Step& step) { send(RequestScope(r, step, *names), r.endpoint, r.key, step); };
    }
    b.encode(keys_, std::move(set), std::move(get), b.only());
  }
};

}  // namespace

extern const BlockType sets_block = block<Sets>("sets", "What is sent when a property is set or asked for, by formulas");

}  // namespace waggle::library
