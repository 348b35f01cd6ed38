// Sets: what is sent when a user sets or asks for a property, as a list of operations with formulas.
#include <algorithm>

#include "library/blocks/plans.h"

namespace waggle::library {
namespace {

// Properties with the same operations.
struct SetRow {
  std::vector<std::string> keys;
  Plans set;
  Plans get;
  Formulas state;
  bool own_state = false;
  bool settable = false;

  void read(Options& o) {
    o.read("key", keys, "the properties, of which one is set or asked for at a time");
    set.read(o, "set", "operations in order, each with `write`, `command`, `read` or `wait`");
    get.read(o, "get", "operations to ask for it");
    Value told;
    o.read("state", told, "what is taken for the state once it has been set: {property: formula}; without it the value itself");
    own_state = told.is_object();
    if (own_state) state = Formulas(o, "state", told);
    settable = o.given("set");
  }

  bool has(std::string_view key) const { return std::find(keys.begin(), keys.end(), key) != keys.end(); }
};

class Sets final : public Block {
  std::vector<SetRow> rows_;

 public:
  void read(Options& o) override {
    SetRow only;
    only.read(o);
    o.read_each("rows", "of which one is done for a message, whatever else it asks of them: each with the keys above", [&](const std::string&, OptionNode item) {
      Options in = o.inside("rows", item);
      rows_.emplace_back().read(in);
      in.finish("a row");
    });
    if (!only.keys.empty()) rows_.push_back(std::move(only));
    if (rows_.empty()) o.require("key");
  }

  void build(Builder& b) const override {
    std::vector<std::string> keys;
    std::vector<Plans::Steps> sets, gets;
    bool settable = false, gettable = false;
    for (const SetRow& row : rows_) {
      keys.insert(keys.end(), row.keys.begin(), row.keys.end());
      sets.push_back(row.set.build(b));
      gets.push_back(row.get.empty() ? Plans::Steps() : row.get.build(b));
      settable = settable || row.settable;
      gettable = gettable || !row.get.empty();
    }
    Encode set, get;
    if (settable) {
      set = [this, sets, names = b.names()](const Request& r, Step& step) {
        const std::size_t at = row_of(r.key);
        const RequestScope scope(r, step, *names);
        sets[at](scope, r.endpoint, r.key, step);
        if (step.error()) return;
        if (rows_[at].own_state) {
          step.publish(rows_[at].state.run(scope));
        } else {
          step.publish(r.key, r.value);
        }
      };
    }
    if (gettable) {
      get = [this, gets, names = b.names()](const Request& r, Step& step) {
        const auto& send = gets[row_of(r.key)];
        if (send) send(RequestScope(r, step, *names), r.endpoint, r.key, step);
      };
    }
    b.encode(std::move(keys), std::move(set), std::move(get), b.only());
  }

 private:
  std::size_t row_of(std::string_view key) const {
    const auto row = std::find_if(rows_.begin(), rows_.end(), [&](const SetRow& candidate) { return candidate.has(key); });
    return row == rows_.end() ? 0 : static_cast<std::size_t>(row - rows_.begin());
  }
};

}  // namespace

extern const BlockType sets_block = block<Sets>("sets", "What is sent when a property is set or asked for, by formulas");

}  // namespace waggle::library
