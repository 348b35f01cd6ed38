// Reads: what a device tells as properties, by formulas. For attributes and commands whose meaning is more than
// a scale or a list of words (`attribute`, `actions`), and no more than a formula.
#include "core/number.h"
#include "library/blocks/common.h"
#include "library/blocks/plans.h"

namespace waggle::library {
namespace {

class Reads final : public Block {
  std::string cluster_;
  std::vector<std::pair<std::string, Formulas>> attributes_;
  std::vector<std::pair<std::string, Formulas>> commands_;
  Formulas raw_;
  std::vector<std::string> kinds_;
  bool once_ = false;
  bool group_ = false;
  Plans answer_;
  std::optional<Expression> after_;
  Formulas later_;
  bool absence_ = false;
  Formulas remember_;
  Formulas apart_;

 public:
  void read(Options& o) override {
    o.read("cluster", cluster_, "by name");
    auto rows = [&](std::string_view name, std::vector<std::pair<std::string, Formulas>>& out, std::string_view help) {
      Value given;
      o.read(name, given, help);
      if (!given.is_object()) return;
      for (const auto& [key, formulas] : given.object()) out.emplace_back(key, Formulas(o, name, formulas));
    };
    rows("attributes", attributes_, "what an attribute, by name or number, tells: {attribute: {property: formula}}; any: with whatever attributes; `value` is the attribute's");
    rows("commands", commands_, "what a command tells: {command: {property: formula}}; `data.x` is its parameter");
    Value raw;
    o.read("raw", raw, "what a message tells that is no known command: {property: formula}; `value` is all its octets");
    if (!raw.is_null()) raw_ = Formulas(o, "raw", raw);
    o.read("kinds", kinds_, "of messages with attributes: report, response, write; without it the first two");
    o.read("once", once_, "a repeated transaction counts once");
    o.read("group", group_, "tell the group to which a command, or a message of `any` attributes, went");
    answer_.read(o, "answer", "operations to send in answer to any of them");
    after_ = read_formula(o, "after", "seconds after which to tell `later`, unless it is told again before; 0: never; nothing: what waits goes on waiting");
    Value later;
    o.read("later", later, "what is told then: {property: formula}");
    if (!later.is_null()) later_ = Formulas(o, "later", later);
    o.read("absence", absence_, "also tell that nobody has been there for a while, at times that the user may choose");
    Value remember;
    o.read("remember", remember, "what to remember of any of them, for formulas that ask for `remembered.x`: {x: formula}");
    if (!remember.is_null()) remember_ = Formulas(o, "remember", remember);
    Value apart;
    o.read("apart", apart, "what is told of any of them in messages of its own: {property: formula}; of a list, one for each item");
    if (!apart.is_null()) apart_ = Formulas(o, "apart", apart);
    if (after_.has_value() == later_.empty()) o.complain("later", "and 'after' go together");
    o.require("cluster");
  }

  void build(Builder& b) const override {
    std::uint16_t kinds = kinds_.empty() ? static_cast<std::uint16_t>(Message::attributes) : 0;
    for (const std::string& kind : kinds_) {
      constexpr std::pair<std::string_view, std::uint16_t> known[] = {
          {"report", Message::report}, {"response", Message::read_response}, {"write", Message::write}};
      const std::uint16_t before = kinds;
      for (const auto& [name, bit] : known) {
        if (name == kind) kinds = static_cast<std::uint16_t>(kinds | bit);
      }
      if (kinds == before) b.problem("'kinds' are report, response and write, not '" + kind + "'");
    }
    const Plans::Steps answer = answer_.empty() ? Plans::Steps{} : answer_.build(b);
    if (absence_) b.option(Builder::OptionFor::decode, option::no_occupancy_since());
    for (const auto& [name, formulas] : attributes_) {
      if (name == "any") {
        b.decode(cluster_, kinds, [this, answer, &formulas = formulas, names = b.names()](const Message& m, Step& step) {
          if (once_ && already_seen(m, step)) return;
          told(MessageScope(m, step, *names), formulas, answer, *names, m, step);
        });
        continue;
      }
      AttributeRef ref;
      if (!attribute(b, name, ref)) continue;
      b.decode(cluster_, kinds ? kinds : static_cast<std::uint16_t>(Message::attributes), [this, ref, answer, &formulas = formulas, names = b.names()](const Message& m, Step& step) {
        auto value = m.value(ref);
        if (!value || (once_ && already_seen(m, step))) return;
        const MessageScope scope(m, step, *names, std::move(*value));
        told(scope, formulas, answer, *names, m, step);
      });
    }
    if (!raw_.empty()) {
      b.decode(cluster_, Message::raw, [this, answer, names = b.names()](const Message& m, Step& step) {
        if (once_ && already_seen(m, step)) return;
        told(MessageScope(m, step, *names, Value(m.octets())), raw_, answer, *names, m, step);
      });
    }
    for (const auto& [name, formulas] : commands_) {
      b.decode_command(cluster_, name, [this, answer, &formulas = formulas, names = b.names()](const Message& m, Step& step) {
        if (once_ && already_seen(m, step)) return;
        const MessageScope scope(m, step, *names);
        told(scope, formulas, answer, *names, m, step);
      });
    }
  }

 private:
  void told(const MessageScope& scope, const Formulas& formulas, const Plans::Steps& answer, const EndpointNames& names, const Message& m,
            Step& step) const {
    const EndpointId endpoint = m.endpoint;
    const std::size_t before = step.published().size();
    formulas.publish(scope, names, endpoint, step);
    if (group_ && step.published().size() > before) add_action_group(m, step);
    tell_apart(apart_.run(scope), group_ ? m.group : GroupId{}, step);
    if (answer) answer(scope, endpoint, "the answer", step);
    follow(scope, endpoint, before, step);
    remember_.remember(scope, step);
  }

  // What is told later, and when nothing was told: before the message itself is remembered.
  void follow(const MessageScope& scope, EndpointId endpoint, std::size_t before, Step& step) const {
    if ((!after_ && !absence_) || step.published().size() == before) return;
    if (absence_) watch_absence(endpoint, false, step);
    if (!after_) return;
    const Yield seconds = after_->run(scope);
    if (!seconds) return;
    const std::string key = slot("later_" + cluster_, endpoint);
    step.forget(key);
    if (seconds->number_or(0) <= 0) return;
    step.later(key, Millis(js::whole<std::int64_t>(seconds->number_or(0) * 1000)),
               [properties = later_.run(scope)](Step& next) { next.publish(properties); });
  }

  static void tell_apart(const Object& properties, GroupId group, Step& step) {
    for (const auto& [property, value] : properties) {
      const Array all = value.is_array() ? value.array() : Array{value};
      for (std::size_t i = 0; i < all.size(); ++i) {
        step.later("apart_" + property + std::to_string(i), Millis(0), [property = property, one = all[i], group](Step& next) {
          next.publish(property, one);
          if (group.raw) next.publish("action_group", group.raw);
        });
      }
    }
  }

  // To be read an attribute needs no type: the device says it.
  bool attribute(Builder& b, const std::string& name, AttributeRef& ref) const {
    const auto number = js::to_number(name);
    if (!number) {
      ref = b.attribute(cluster_, name);
      return ref.row != nullptr;
    }
    const auto id = Value(*number).integer(0, 0xFFFF);
    if (!id) b.problem("'" + name + "' is no attribute's number");
    const ClusterRef known = b.cluster(cluster_);
    if (!id || (!known.rows && known.id.raw == 0)) return false;
    ref = {known.id, AttributeId(static_cast<std::uint16_t>(*id)), nullptr, 0};
    return true;
  }
};

}  // namespace

extern const BlockType reads_block = block<Reads>("reads", "What a device tells as properties, by formulas");

}  // namespace waggle::library
