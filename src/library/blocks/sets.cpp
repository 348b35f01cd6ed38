// Sets: what is sent when a user sets or asks for a property, as a list of operations with formulas.
#include "core/number.h"
#include "library/blocks/common.h"
#include "library/blocks/formula.h"

namespace waggle::library {
namespace {

// One operation to be: what is fixed, and the formulas that fill it in.
struct Plan {
  enum class What : std::uint8_t { write, command, read, wait };
  What what = What::read;
  std::string name;  // cluster, or cluster.command
  Value attributes;  // read
  std::vector<std::pair<std::string, Expression>> values;
  std::string type;
  std::string endpoint;
  int manufacturer = 0;
  int milliseconds = 0;
  bool quiet = false;
  std::optional<Expression> condition;
};

class Sets final : public Block {
  std::vector<std::string> keys_;
  std::vector<Plan> set_;
  std::vector<Plan> get_;
  Formulas state_;
  bool own_state_ = false;
  bool settable_ = false;

 public:
  void read(Options& o) override {
    o.read("key", keys_, "the properties, of which one is set or asked for at a time");
    read_plans(o, "set", "operations in order, each with `write`, `command`, `read` or `wait`", set_);
    read_plans(o, "get", "operations to ask for it", get_);
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
      set = [this, all = steps(b, set_), names = b.names()](const Request& r, Step& step) {
        for (const auto& one : all) {
          one(r, step);
          if (step.error()) return;
        }
        if (own_state_) {
          step.publish(state_.run(RequestScope(r, step, *names)));
        } else {
          step.publish(r.key, r.value);
        }
      };
    }
    if (!get_.empty()) {
      get = [all = steps(b, get_)](const Request& r, Step& step) {
        for (const auto& one : all) one(r, step);
      };
    }
    b.encode(keys_, std::move(set), std::move(get), b.only());
  }

 private:
  static void read_plans(Options& o, std::string_view name, std::string_view help, std::vector<Plan>& out) {
    o.read_each(name, help, [&](const std::string&, OptionNode item) {
      Plan plan;
      Options in = o.inside(name, item);
      std::string write, command, read;
      in.read("write", write, "write to this cluster");
      in.read("command", command, "send this: cluster.command");
      in.read("read", read, "read from this cluster");
      in.read("wait", plan.milliseconds, "milliseconds before what follows");
      in.read("attributes", plan.attributes, "to read: a list; to write: {attribute: formula}");
      Value payload;
      in.read("payload", payload, "parameters of the command: {name: formula}");
      in.read("type", plan.type, "data type of an attribute given by number");
      in.read("endpoint", plan.endpoint, "by name or number, when it is another than the property's");
      in.read("manufacturer", plan.manufacturer, "manufacturer code");
      in.read("quiet", plan.quiet, "ask for no default response");
      plan.condition = read_formula(in, "if", "a formula: only when it is true");
      plan.what = !write.empty() ? Plan::What::write : !command.empty() ? Plan::What::command : !read.empty() ? Plan::What::read : Plan::What::wait;
      plan.name = !write.empty() ? write : !command.empty() ? command : read;
      const Value& values = plan.what == Plan::What::write ? plan.attributes : payload;
      if (values.is_object()) {
        for (const auto& [key, formula] : values.object()) {
          if (auto parsed = formula_of(in, "attributes", formula)) plan.values.emplace_back(key, std::move(*parsed));
        }
      }
      in.finish("an operation");
      out.push_back(std::move(plan));
    });
  }

  static std::vector<Encode> steps(Builder& b, const std::vector<Plan>& plans) {
    std::vector<Encode> out;
    for (const Plan& plan : plans) {
      Encode inner;
      switch (plan.what) {
        case Plan::What::write: inner = write(b, plan); break;
        case Plan::What::command: inner = command(b, plan); break;
        case Plan::What::read: inner = read_from(b, plan); break;
        case Plan::What::wait: inner = [time = plan.milliseconds](const Request&, Step& step) { step.wait(Millis(time)); }; break;
      }
      if (!inner) continue;
      if (!plan.condition) {
        out.push_back(std::move(inner));
        continue;
      }
      out.push_back([&plan, inner = std::move(inner), names = b.names()](const Request& r, Step& step) {
        const Yield yes = plan.condition->run(RequestScope(r, step, *names));
        if (yes && truthy(*yes)) inner(r, step);
      });
    }
    return out;
  }

  static Yield work_out(const Expression& formula, const Request& r, Step& step, const EndpointNames& names) {
    auto value = formula.run(RequestScope(r, step, names));
    if (!value) step.fail(std::string(r.key) + " cannot be " + to_text(r.value));
    return value;
  }

  static EndpointId place(Builder& b, const Plan& plan) {
    if (plan.endpoint.empty()) return EndpointId(0);  // the property's
    if (const auto id = b.names()->find(plan.endpoint)) return *id;
    const auto number = js::to_number(plan.endpoint);
    const auto id = number ? Value(*number).integer(1, 254) : std::nullopt;
    if (!id) b.problem("there is no endpoint '" + plan.endpoint + "'");
    return EndpointId(static_cast<std::uint8_t>(id.value_or(1)));
  }
  static void finish(Operation& op, const Plan& plan) {
    if (plan.manufacturer) op.manufacturer = static_cast<std::uint16_t>(plan.manufacturer);
    if (plan.quiet) op.no_default_response = true;
  }

  static Encode write(Builder& b, const Plan& plan) {
    std::vector<std::pair<Operation, const Expression*>> rows;
    for (const auto& [name, formula] : plan.values) {
      AttributeRef ref;
      zcl::Type type = zcl::Type::no_data;
      if (!resolve_attribute(b, plan.name, name, plan.type, plan.manufacturer, ref, type)) return {};
      Operation op = write_attribute(EndpointId(0), ref, {});
      op.writes[0].type = type;
      rows.emplace_back(std::move(op), &formula);
    }
    return [&plan, rows, at = place(b, plan), names = b.names()](const Request& r, Step& step) {
      Operation op;
      for (const auto& [one, formula] : rows) {
        auto value = work_out(*formula, r, step, *names);
        if (!value) return;
        WriteRow row = one.writes[0];
        row.value = std::move(*value);
        if (op.writes.empty()) op = one, op.writes.clear();
        op.writes.push_back(std::move(row));
      }
      op.endpoint = at.raw ? at : r.endpoint;
      finish(op, plan);
      step.send(std::move(op));
    };
  }

  static Encode command(Builder& b, const Plan& plan) {
    const auto dot = plan.name.find('.');
    if (dot == std::string::npos) {
      b.problem("'" + plan.name + "' must be cluster.command");
      return {};
    }
    const CommandRef ref = b.command(plan.name.substr(0, dot), plan.name.substr(dot + 1), false);
    if (!ref) return {};
    return [&plan, ref, at = place(b, plan), names = b.names()](const Request& r, Step& step) {
      Object payload;
      for (const auto& [name, formula] : plan.values) {
        auto value = work_out(formula, r, step, *names);
        if (!value) return;
        payload.set(name, std::move(*value));
      }
      Operation op = send_command(at.raw ? at : r.endpoint, ref, std::move(payload));
      finish(op, plan);
      step.send(std::move(op));
    };
  }

  static Encode read_from(Builder& b, const Plan& plan) {
    Operation op;
    op.kind = Operation::Kind::read;
    op.cluster = b.cluster(plan.name).id;
    const Array names = plan.attributes.is_array() ? plan.attributes.array() : Array{plan.attributes};
    for (const Value& name : names) {
      const auto number = name.is_number() ? std::optional(name.number()) : js::to_number(name.string_or("?"));
      if (number) {
        op.attributes.push_back(AttributeId(static_cast<std::uint16_t>(Value(*number).integer(0, 0xFFFF).value_or(0))));
        continue;
      }
      const AttributeRef ref = b.attribute(plan.name, to_text(name));
      op.attributes.push_back(ref.id);
      if (ref.manufacturer) op.manufacturer = ref.manufacturer;
    }
    return [&plan, op, at = place(b, plan)](const Request& r, Step& step) {
      Operation& sent = step.send(op);
      sent.endpoint = at.raw ? at : r.endpoint;
      finish(sent, plan);
    };
  }
};

}  // namespace

extern const BlockType sets_block = block<Sets>("sets", "What is sent when a property is set or asked for, by formulas");

}  // namespace waggle::library
