// The clusters themselves, for people who know what they do: attributes and commands by name or number.
#include "core/json.h"
#include "core/log.h"
#include "core/number.h"
#include "library/blocks/common.h"
#include "library/generic/generic.h"

namespace waggle::library {
namespace {

constexpr std::string_view NS = "zhc:tz";

/// Complains in the step and gives nothing when the cluster is unknown.
struct Target {
  ClusterId id{};
  const zcl::Cluster* rows = nullptr;
};

std::optional<double> as_number(const Value& v) {
  if (v.is_number()) return v.number();
  if (v.is_string() && !v.string().empty()) return js::to_number(v.string());
  return std::nullopt;
}

std::optional<Target> find_cluster(const zcl::Catalogue& catalogue, const Request& r, Step& step) {
  const Value* name = r.value.find("cluster");
  if (!r.value.is_object() || !name) {
    step.fail(std::string(r.key) + " needs {cluster, …}, got " + to_text(r.value));
    return std::nullopt;
  }
  if (const zcl::Cluster* rows = catalogue.find(name->string_or(""))) return Target{rows->id, rows};
  const auto number = as_number(*name);
  if (!number || *number < 0 || *number > 0xFFFF) {
    step.fail("Status 'UNSUPPORTED_CLUSTER' " + to_text(*name));
    return std::nullopt;
  }
  const ClusterId id(static_cast<std::uint16_t>(*number));
  return Target{id, catalogue.find(id)};
}

std::uint16_t manufacturer_of(const Request& r, std::uint16_t fallback) {
  const Value* code = r.value.find("options", "manufacturerCode");
  return code ? js::whole<std::uint16_t>(code->number_or(0)) : fallback;
}

Operation operation(const Request& r, const Target& target, Operation::Kind kind) {
  Operation out;
  out.kind = kind;
  out.endpoint = r.endpoint;
  out.cluster = target.id;
  out.manufacturer = manufacturer_of(r, target.rows ? target.rows->manufacturer : std::uint16_t{0});
  if (const Value* v = r.value.find("options", "disableDefaultResponse")) out.no_default_response = truthy(*v);
  if (const Value* v = r.value.find("options", "timeout")) out.timeout = Millis(js::whole<std::int32_t>(v->number_or(10'000)));
  return out;
}

void read(const zcl::Catalogue& catalogue, const Request& r, Step& step) {
  const auto target = find_cluster(catalogue, r, step);
  if (!target) return;
  Operation op = operation(r, *target, Operation::Kind::read);
  const Value* attributes = r.value.find("attributes");
  for (const Value& a : attributes && attributes->is_array() ? attributes->array() : Array{}) {
    const zcl::Attribute* row = target->rows ? target->rows->attribute(a.string_or("")) : nullptr;
    if (row) {
      op.attributes.emplace_back(row->id);
      if (row->manufacturer) op.manufacturer = manufacturer_of(r, row->manufacturer);
    } else if (const auto number = as_number(a); number && *number >= 0 && *number <= 0xFFFF) {
      op.attributes.emplace_back(static_cast<std::uint16_t>(*number));
    } else {
      log::warning("zh:controller:endpoint", "Ignoring unknown attribute {} in cluster {}", to_text(a), to_text(*r.value.find("cluster")));
    }
  }
  const Value* property = r.value.find("state_property");
  step.send(std::move(op));
  step.then([cluster = to_text(*r.value.find("cluster")), property = property ? *property : Value()](Step& next) {
    log::info(NS, "Read result of '{}': {}", cluster, json::dump(next.answers()));
    if (property.is_string()) next.publish(property.string(), next.answers());
  });
}

void write(const zcl::Catalogue& catalogue, const Request& r, Step& step) {
  const auto target = find_cluster(catalogue, r, step);
  if (!target) return;
  Operation op = operation(r, *target, Operation::Kind::write);
  const Value* payload = r.value.find("payload");
  if (!payload || !payload->is_object()) {
    step.fail("write needs a payload {attribute: value}");
    return;
  }
  for (const auto& [name, value] : payload->object()) {
    auto number = js::to_number(name);
    if (number && !(*number >= 0 && *number <= 0xFFFF)) number.reset();
    const zcl::Attribute* row = target->rows ? target->rows->attribute(name) : nullptr;
    if (!row && target->rows && number) row = target->rows->attribute(AttributeId(static_cast<std::uint16_t>(*number)));
    const Value* type = value.find("type");
    const Value* inner = value.find("value");
    if (number && type && inner) {
      op.writes.push_back({AttributeId(static_cast<std::uint16_t>(*number)), static_cast<zcl::Type>(js::whole<std::uint8_t>(type->number_or(0))), *inner});
    } else if (row) {
      op.writes.push_back({AttributeId(row->id), row->type, value});
      if (row->manufacturer) op.manufacturer = manufacturer_of(r, row->manufacturer);
    } else {
      step.fail("Unknown attribute '" + name + "', specify either an existing attribute or a number");
      return;
    }
  }
  step.send(std::move(op));
  step.then([cluster = to_text(*r.value.find("cluster")), payload = *payload](Step&) {
    log::info(NS, "Wrote '{}' to '{}'", json::dump(payload), cluster);
  });
}

const zcl::Command* find_command(const Target& target, const Value* name) {
  if (!target.rows || !name) return nullptr;
  if (name->is_string()) return target.rows->command(name->string(), false);
  return target.rows->command(js::whole<std::uint8_t>(name->number_or(0)), false);
}

void command(const zcl::Catalogue& catalogue, const Request& r, Step& step, bool say) {
  const auto target = find_cluster(catalogue, r, step);
  if (!target) return;
  const Value* name = r.value.find("command");
  const zcl::Command* row = find_command(*target, name);
  Operation op = operation(r, *target, Operation::Kind::command);
  op.command = row;
  if (!row) {
    step.fail("Status 'UNSUP_COMMAND' " + to_text(*r.value.find("cluster")) + ":" + (name ? to_text(*name) : "undefined"));
    return;
  }
  const Value* payload = r.value.find("payload");
  if (payload && payload->is_object()) op.payload = payload->object();
  step.send(std::move(op));
  if (!say) return;
  step.then([cluster = to_text(*r.value.find("cluster")), name = to_text(*name), payload = payload ? *payload : Value()](Step&) {
    log::info(NS, "Invoked '{}.{}' with payload '{}'", cluster, name, payload.is_null() ? std::string("undefined") : json::dump(payload));
  });
}

// Frame type 0 (the default): a foundation command with a list of records; 1: a command of the cluster.
void zcl_command(const zcl::Catalogue& catalogue, const Request& r, Step& step) {
  const Value* type = r.value.find("frametype");
  const Value* logging = r.value.find("logging");
  if (type && type->number_or(0) == 1) {
    command(catalogue, r, step, logging && truthy(*logging));
    return;
  }
  const auto target = find_cluster(catalogue, r, step);
  if (!target) return;
  const Value* name = r.value.find("command");
  std::optional<zcl::Foundation> number;
  if (name && name->is_number()) number = static_cast<zcl::Foundation>(js::whole<std::uint8_t>(name->number()));
  if (name && name->is_string()) number = zcl::foundation_named(name->string());
  if (!number || zcl::name_of(*number).empty()) {
    step.fail("there is no foundation command '" + (name ? to_text(*name) : std::string("undefined")) + "'");
    return;
  }
  const Value* payload = r.value.find("payload");
  Writer octets;
  auto written = zcl::encode_records(*number, payload && payload->is_array() ? payload->array() : Array{}, octets);
  if (!written) {
    step.fail(std::move(written.error()));
    return;
  }
  Operation op = operation(r, *target, Operation::Kind::foundation);
  op.raw_command = static_cast<std::uint8_t>(*number);
  op.raw_payload = octets.take();
  step.send(std::move(op));
}

}  // namespace

void add_raw_access(Builder& b) {
  const zcl::Catalogue catalogue = b.catalogue();
  b.encode({"read"}, [catalogue](const Request& r, Step& step) { read(catalogue, r, step); });
  b.encode({"write"}, [catalogue](const Request& r, Step& step) { write(catalogue, r, step); });
  b.encode({"command"}, [catalogue](const Request& r, Step& step) { command(catalogue, r, step, true); });
  const CommandRef reset = b.command("genBasic", "resetFactDefault", false);
  b.encode({"reset"}, [reset](const Request& r, Step& step) { step.send(send_command(r.endpoint, reset, {})); });
  b.encode({"zclcommand"}, [catalogue](const Request& r, Step& step) { zcl_command(catalogue, r, step); });
}

}  // namespace waggle::library
