#include "library/generate/maker.h"

#include <algorithm>
#include <cmath>

#include "zigbee/zcl/catalogue.h"

namespace waggle::library::generate_parts {
namespace {

/// Green Power's; every router of a recent stack has it, and nothing of its own.
constexpr EndpointId green_power_endpoint{242};

}  // namespace

bool Maker::has_several_endpoints() const {
  int count = 0;
  for (std::size_t i = 0; i < device_.endpoint_count(); ++i) count += device_.endpoint(i).id != green_power_endpoint;
  return count > 1;
}

Endpoints Maker::serving(std::string_view cluster) const {
  Endpoints out;
  for (std::size_t i = 0; i < device_.endpoint_count(); ++i) {
    if (serves(device_.endpoint(i), cluster)) out.push_back(&device_.endpoint(i));
  }
  return out;
}

bool Maker::is_first_alone(const Endpoints& endpoints) const {
  return endpoints.size() == 1 && endpoints[0] == &device_.endpoint(0);
}

const Value* Maker::ask(const EndpointInfo& endpoint, std::string_view cluster, std::string_view attribute) {
  const zcl::Cluster* rows = zcl::find_standard(cluster);
  const Question question{endpoint.id, rows->id, AttributeId(rows->attribute(attribute)->id)};
  const Value* answer = device_.attribute(question.endpoint, question.cluster, question.attribute);
  if (answer && !answer->is_null()) return answer;
  questions_.push_back(question);
  return nullptr;
}

std::optional<double> Maker::ask_number(const EndpointInfo& endpoint, std::string_view cluster, std::string_view attribute) {
  const Value* answer = ask(endpoint, cluster, attribute);
  if (!answer) return std::nullopt;
  const double number = answer->number_or(NAN);
  return std::isfinite(number) ? std::optional(number) : std::nullopt;
}

Object& Maker::add(std::string_view block, Object options) {
  blocks_.push_back({std::string(block), std::make_unique<Value>(std::move(options))});
  return blocks_.back().options->object();
}

Object& Maker::add_for(const Endpoints& endpoints, std::string_view block, Object options) {
  if (!is_first_alone(endpoints)) options.set("endpoints", names_of(endpoints));
  return add(block, std::move(options));
}

Object& Maker::once(std::string_view block) {
  for (Block& known : blocks_) {
    if (known.name == block) return known.options->object();
  }
  return add(block);
}

Generated Maker::finish() {
  Generated out;
  DefinitionSource& row = out.row;
  // A file cannot leave them open, clients see what the device says.
  auto said = [this](std::string_view text) { return text.empty() && is_for_editing() ? std::string("Unknown") : std::string(text); };
  row.vendor = said(device_.manufacturer_name());
  row.model = said(device_.model_id());
  row.description = "Automatically generated definition";
  row.where = "what was generated for " + to_string(device_.ieee());
  Match match;
  match.model = device_.model_id();
  const bool green_power = device_.type() == DeviceType::green_power;
  if (green_power) row.description += " for Green Power";
  // All Green Power devices of a kind have the same model.
  if (green_power || match.model.empty()) {
    match.more = Object{{"ieee", to_string(device_.ieee())}};
    match.exact = true;
  }
  row.matches.push_back(std::move(match));
  if (has_several_endpoints()) {
    for (std::size_t i = 0; i < device_.endpoint_count(); ++i) {
      const EndpointId id = device_.endpoint(i).id;
      if (id != green_power_endpoint) row.endpoints.emplace_back(std::to_string(id.raw), id.raw);
    }
    row.multi_endpoint = true;
    row.multi_endpoint_skip = std::move(skip_);
  }
  row.ota = takes_updates_;
  row.clusters = std::move(clusters_);
  for (Block& block : blocks_) {
    const bool plain = block.options->object().empty();
    row.blocks.emplace_back(block.name, plain ? OptionNode() : OptionNode(*block.options));
    out.options.push_back(std::move(block.options));
  }
  out.questions = std::move(questions_);
  return out;
}

Array names_of(const Endpoints& endpoints) {
  Array out;
  for (const EndpointInfo* endpoint : endpoints) out.emplace_back(std::to_string(endpoint->id.raw));
  return out;
}

bool serves(const EndpointInfo& endpoint, std::string_view cluster) {
  return endpoint.has_input(zcl::find_standard(cluster)->id);
}

void add_reporting(Array& steps, const Endpoints& endpoints, std::string_view cluster, std::string_view attribute, Array min_max_change) {
  for (const EndpointInfo* endpoint : endpoints) {
    const Endpoints one{endpoint};
    add_binding(steps, one, cluster);
    Object reports;
    reports.set(attribute, min_max_change);
    steps.push_back(Object{{"report", cluster}, {"attributes", std::move(reports)}, {"endpoint", endpoint->id.raw}});
    steps.push_back(Object{{"read", cluster}, {"attributes", Array{attribute}}, {"endpoint", endpoint->id.raw}, {"may_fail", true}});
  }
}

void add_binding(Array& steps, const Endpoints& endpoints, std::string_view cluster) {
  for (const EndpointInfo* endpoint : endpoints) {
    steps.push_back(Object{{"bind", cluster}, {"endpoint", endpoint->id.raw}});
  }
}

}  // namespace waggle::library::generate_parts
