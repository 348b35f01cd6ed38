#include "library/blocks/plans.h"

#include "core/number.h"
#include "library/blocks/common.h"
#include "library/blocks/tuya/conversion.h"

namespace waggle::library {

void Plans::read(Options& o, std::string_view name, std::string_view help) {
  o.read_each(name, help, [&](const std::string&, OptionNode item) {
    Plan plan;
    Options in = o.inside(name, item);
    std::string write, command, read, frame;
    in.read("write", write, "write to this cluster");
    in.read("command", command, "send this: cluster.command");
    in.read("read", read, "read from this cluster");
    in.read("frame", frame, "send a general command with octets of its own in this cluster, and wait for no answer");
    in.read("general", plan.general, "of the frame: the number of the command");
    in.read("reserved", plan.reserved, "of the frame: bits 5 to 7 of its control");
    in.read("transaction", plan.transaction, "of the frame: its number, when it must be this one");
    in.read("to_client", plan.to_client, "of the frame: as a server sends it");
    Value octets;
    in.read("octets", octets, "of the frame: a formula");
    in.read("wait", plan.milliseconds, "milliseconds before what follows");
    in.read("datapoint", plan.datapoint, "send this datapoint of Tuya's");
    in.read("attributes", plan.attributes, "to read: a list; to write: {attribute: formula}");
    Value payload;
    in.read("payload", payload, "parameters of the command: {name: formula}");
    Value wanted;
    in.read("value", wanted, "of the datapoint: a formula");
    in.read("counted", plan.counted, "datapoints are numbered through, from 0");
    in.read("joined", plan.joined, "the datapoint goes into the same message as the one before");
    in.read("type", plan.type, "data type of an attribute given by number; of a datapoint: boolean, number, text, enum, bitmap, raw");
    in.read("endpoint", plan.endpoint, "by name or number, when it is another than the property's");
    in.read("manufacturer", plan.manufacturer, "manufacturer code");
    in.read("quiet", plan.quiet, "ask for no default response");
    in.read("answered", plan.answered, "a read or write that asks for a default response all the same");
    in.read("partial", plan.partial, "attributes whose formula yields nothing are left out; without any nothing is written");
    plan.condition = read_formula(in, "if", "a formula: only when it is true");
    plan.what = !write.empty() ? Plan::What::write : !command.empty() ? Plan::What::command : !read.empty() ? Plan::What::read : Plan::What::wait;
    plan.name = !write.empty() ? write : !command.empty() ? command : read;
    if (plan.datapoint) {
      plan.what = Plan::What::datapoint;
      if (auto parsed = formula_of(in, "value", wanted)) plan.values.emplace_back("value", std::move(*parsed));
    }
    if (!frame.empty()) {
      plan.what = Plan::What::frame;
      plan.name = frame;
      if (auto parsed = formula_of(in, "octets", octets)) plan.values.emplace_back("octets", std::move(*parsed));
    }
    const Value& values = plan.what == Plan::What::write ? plan.attributes : payload;
    if (values.is_object()) {
      for (const auto& [key, formula] : values.object()) {
        if (auto parsed = formula_of(in, "attributes", formula)) plan.values.emplace_back(key, std::move(*parsed));
      }
    }
    in.finish("an operation");
    plans_.push_back(std::move(plan));
  });
}

Plans::Steps Plans::build(Builder& b) const {
  std::vector<std::pair<const Plan*, Steps>> all;
  for (const Plan& plan : plans_) {
    Steps one;
    switch (plan.what) {
      case Plan::What::write: one = write(b, plan); break;
      case Plan::What::command: one = command(b, plan); break;
      case Plan::What::read: one = read_from(b, plan); break;
      case Plan::What::datapoint: one = datapoint(b, plan); break;
      case Plan::What::frame: one = frame(b, plan); break;
      case Plan::What::wait:
        one = [time = plan.milliseconds](const Expression::Scope&, EndpointId, std::string_view, Step& step) { step.wait(Millis(time)); };
    }
    if (one) all.emplace_back(&plan, std::move(one));
  }
  return [all](const Expression::Scope& scope, EndpointId endpoint, std::string_view what, Step& step) {
    for (const auto& [plan, one] : all) {
      if (plan->condition) {
        const Yield yes = plan->condition->run(scope);
        if (!yes || !truthy(*yes)) continue;
      }
      one(scope, endpoint, what, step);
      if (step.error()) return;
    }
  };
}

namespace {

Yield work_out(const Expression& formula, const Expression::Scope& scope, std::string_view what, Step& step) {
  auto value = formula.run(scope);
  if (value) return value;
  const Yield given = scope.variable("value", "");
  step.fail(std::string(what) + " cannot be " + (given ? to_text(*given) : "worked out"));
  return std::nullopt;
}

}  // namespace

EndpointId Plans::place(Builder& b, const Plan& plan) {
  if (plan.endpoint.empty()) return EndpointId(0);  // the property's
  if (const auto id = b.names()->find(plan.endpoint)) return *id;
  const auto number = js::to_number(plan.endpoint);
  const auto id = number ? Value(*number).integer(1, 254) : std::nullopt;
  if (!id) b.problem("there is no endpoint '" + plan.endpoint + "'");
  return EndpointId(static_cast<std::uint8_t>(id.value_or(1)));
}
void Plans::finish(Operation& op, const Plan& plan) {
  if (plan.manufacturer) op.manufacturer = static_cast<std::uint16_t>(plan.manufacturer);
  if (plan.quiet) op.no_default_response = true;
  op.asks_default_response = plan.answered;
}

Plans::Steps Plans::write(Builder& b, const Plan& plan) {
  std::vector<std::pair<Operation, const Expression*>> rows;
  for (const auto& [name, formula] : plan.values) {
    AttributeRef ref;
    zcl::Type type = zcl::Type::no_data;
    if (!resolve_attribute(b, plan.name, name, plan.type, plan.manufacturer, ref, type)) return {};
    Operation op = write_attribute(EndpointId(0), ref, {});
    op.writes[0].type = type;
    rows.emplace_back(std::move(op), &formula);
  }
  return [&plan, rows, at = place(b, plan)](const Expression::Scope& scope, EndpointId endpoint, std::string_view what, Step& step) {
    Operation op;
    for (const auto& [one, formula] : rows) {
      auto value = plan.partial ? formula->run(scope) : work_out(*formula, scope, what, step);
      if (!value && plan.partial) continue;
      if (!value) return;
      WriteRow row = one.writes[0];
      row.value = std::move(*value);
      if (op.writes.empty()) op = one, op.writes.clear();
      op.writes.push_back(std::move(row));
    }
    if (op.writes.empty()) return;
    op.endpoint = at.raw ? at : endpoint;
    finish(op, plan);
    step.send(std::move(op));
  };
}

Plans::Steps Plans::command(Builder& b, const Plan& plan) {
  const auto dot = plan.name.find('.');
  if (dot == std::string::npos) {
    b.problem("'" + plan.name + "' must be cluster.command");
    return {};
  }
  const CommandRef ref = b.command(plan.name.substr(0, dot), plan.name.substr(dot + 1), false);
  if (!ref) return {};
  return [&plan, ref, at = place(b, plan)](const Expression::Scope& scope, EndpointId endpoint, std::string_view what, Step& step) {
    Object payload;
    for (const auto& [name, formula] : plan.values) {
      auto value = work_out(formula, scope, what, step);
      if (!value) return;
      payload.set(name, std::move(*value));
    }
    Operation op = send_command(at.raw ? at : endpoint, ref, std::move(payload));
    finish(op, plan);
    step.send(std::move(op));
  };
}

Plans::Steps Plans::read_from(Builder& b, const Plan& plan) {
  Operation op;
  op.kind = Operation::Kind::read;
  const ClusterRef cluster = b.cluster(plan.name);
  op.cluster = cluster.id;
  if (cluster.rows) op.manufacturer = cluster.rows->manufacturer;
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
  return [&plan, op, at = place(b, plan)](const Expression::Scope&, EndpointId endpoint, std::string_view, Step& step) {
    Operation& sent = step.send(op);
    sent.endpoint = at.raw ? at : endpoint;
    finish(sent, plan);
  };
}

// What no other operation can say: makers who write in forms that the standard does not know.
Plans::Steps Plans::frame(Builder& b, const Plan& plan) {
  const ClusterRef cluster = b.cluster(plan.name);
  return [&plan, cluster = cluster.id, at = place(b, plan)](const Expression::Scope& scope, EndpointId endpoint, std::string_view what, Step& step) {
    for (const auto& [name, formula] : plan.values) {
      const auto value = work_out(formula, scope, what, step);
      if (!value) return;
      if (!value->is_bytes()) return step.fail(std::string(what) + ": a frame is made of octets, not of '" + to_text(*value) + "'");
      Operation op;
      op.kind = Operation::Kind::foundation;
      op.cluster = cluster;
      op.endpoint = at.raw ? at : endpoint;
      op.raw_command = static_cast<std::uint8_t>(plan.general);
      op.raw_payload = value->bytes();
      op.reserved = static_cast<std::uint8_t>(plan.reserved);
      op.to_client = plan.to_client;
      op.no_answer = true;
      if (plan.transaction >= 0) op.tsn = static_cast<std::uint8_t>(plan.transaction);
      finish(op, plan);
      step.send(std::move(op));
    }
  };
}

Plans::Steps Plans::datapoint(Builder& b, const Plan& plan) {
  const auto type = tuya::type_called(plan.type);
  if (!type || plan.datapoint < 1 || plan.datapoint > 255) {
    b.problem("a datapoint has a number from 1 to 255 and the type boolean, number, text, enum, bitmap or raw");
    return {};
  }
  const CommandRef ref = b.command("manuSpecificTuya", plan.name.empty() ? "dataRequest" : plan.name.substr(plan.name.find('.') + 1), false);
  if (!ref) return {};
  return [&plan, ref, type = *type, at = place(b, plan)](const Expression::Scope& scope, EndpointId endpoint, std::string_view what, Step& step) {
    const auto value = work_out(plan.values[0].second, scope, what, step);
    if (!value) return;
    auto sent = tuya::sent_as(type, *value, step);
    if (!sent) return;
    if (plan.counted && type == tuya::DataType::number && value->is_number()) sent->data = tuya::number_data(value->number(), tuya::Negative::as_text);
    const EndpointId to = at.raw ? at : endpoint;
    const auto number = static_cast<std::uint8_t>(plan.datapoint);
    if (plan.joined && tuya::join_datapoint(number, sent->type, sent->data, step)) return;
    if (plan.counted) return tuya::send_datapoint(to, ref, number, sent->type, sent->data, step);
    tuya::send_datapoint_once(to, ref, number, sent->type, sent->data, step);
  };
}

}  // namespace waggle::library
