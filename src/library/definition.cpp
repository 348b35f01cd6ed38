#include "library/definition.h"

#include <algorithm>
#include <charconv>

#include "library/calibration.h"
#include "library/blocks/common.h"
#include "library/compiler.h"
#include "library/generic/generic.h"

namespace waggle::library {
namespace {

std::string_view type_name(DeviceType type) {
  switch (type) {
    case DeviceType::coordinator: return "Coordinator";
    case DeviceType::router: return "Router";
    case DeviceType::end_device: return "EndDevice";
    case DeviceType::green_power: return "GreenPower";
    default: return "Unknown";
  }
}

bool same_clusters(const std::vector<ClusterId>& have, const Value& wanted) {
  if (!wanted.is_array() || wanted.array().size() != have.size()) return false;
  for (const Value& w : wanted.array()) {
    const ClusterId id(static_cast<std::uint16_t>(w.number_or(0xFFFF)));
    if (std::find(have.begin(), have.end(), id) == have.end()) return false;
  }
  return true;
}

bool endpoint_matches(const Device& device, const Value& wanted) {
  const auto id = wanted.find("id");
  const EndpointInfo* have =
      device.find_endpoint(EndpointId(static_cast<std::uint8_t>(id ? id->number_or(0) : 0)));
  if (!have) return false;
  if (const Value* v = wanted.find("profile"); v && v->number_or(-1) != have->profile.raw) return false;
  if (const Value* v = wanted.find("device"); v && v->number_or(-1) != have->device) return false;
  if (const Value* v = wanted.find("inputs"); v && !same_clusters(have->inputs, *v)) return false;
  if (const Value* v = wanted.find("outputs"); v && !same_clusters(have->outputs, *v)) return false;
  return true;
}

std::string_view property_of(const Expose& e) {
  if (e.is_thing()) return e.features.empty() ? std::string_view() : property_of(e.features[0]);
  return e.property.empty() ? std::string_view(e.name) : std::string_view(e.property);
}

template <class NameOf>
void sort_as(std::vector<Expose>& list, const std::vector<std::string>& order, NameOf name_of) {
  if (order.empty()) return;
  auto place = [&](const Expose& e) {
    return std::find(order.begin(), order.end(), name_of(e)) - order.begin();  // unnamed: last
  };
  std::stable_sort(list.begin(), list.end(),
                   [&](const Expose& a, const Expose& b) { return place(a) < place(b); });
}

// The definition's own, then calibration and precision of what it measures, then what setting and
// what reading take; each once.
void collect_options(const Builder::Parts& parts, const std::vector<Expose>& exposes, std::vector<Expose>& out) {
  auto add = [&](const Expose& option) {
    for (const Expose& known : out) {
      if (known.name == option.name) return;
    }
    out.push_back(option);
  };
  for (const Expose& option : parts.options[0]) add(option);
  const std::size_t own = out.size();
  for (const Expose& e : exposes) {
    const auto end = out.begin() + static_cast<std::ptrdiff_t>(own);
    if (std::any_of(out.begin(), end, [&](const Expose& option) { return option.name == e.name; })) continue;
    for (const Expose& option : calibration_options(e)) add(option);
  }
  for (const Expose& option : parts.options[1]) add(option);
  for (const Expose& option : parts.options[2]) add(option);
}

}  // namespace

bool Match::matches(const Device& device) const {
  if (!model.empty() && device.model_id() != model) return false;
  if (!manufacturer.empty() && device.manufacturer_name() != manufacturer) return false;
  if (!more.is_object()) return true;
  for (const auto& [key, wanted] : more.object()) {
    auto text_differs = [&](std::string_view have) { return wanted.string_or("") != have; };
    auto number_differs = [&](std::optional<int> have) {
      return !have || wanted.number_or(-1) != static_cast<double>(*have);
    };
    if (key == "type" && text_differs(type_name(device.type()))) return false;
    if (key == "power_source" && text_differs(device.power_source())) return false;
    if (key == "date_code" && text_differs(device.date_code())) return false;
    if (key == "software_build_id" && text_differs(device.software_build_id())) return false;
    if (key == "manufacturer_code") {
      const auto have = device.manufacturer_code();
      if (number_differs(have ? std::optional<int>(*have) : std::nullopt)) return false;
    }
    if (key == "hardware_version" && number_differs(device.hardware_version())) return false;
    if (key == "application_version" && number_differs(device.application_version())) return false;
    if (key == "stack_version" && number_differs(device.stack_version())) return false;
    if (key == "zcl_version" && number_differs(device.zcl_version())) return false;
    if (key == "ieee" && !to_string(device.ieee()).starts_with(wanted.string_or("-"))) return false;
    if (key == "endpoints" && wanted.is_array()) {
      // The endpoints given must be exactly those the device has.
      if (wanted.array().size() != device.endpoint_count()) return false;
      for (const Value& endpoint : wanted.array()) {
        if (!endpoint_matches(device, endpoint)) return false;
      }
    }
  }
  return true;
}

std::vector<Expose> Definition::exposes(const Device* device, const Object& user_options) const {
  std::vector<Expose> out;
  for (const auto& part : parts_.exposes) {
    if (const auto* fixed = std::get_if<Expose>(&part)) {
      out.push_back(*fixed);
    } else {
      std::get<ExposeFunction>(part)(device, user_options, out);
    }
  }
  sort_as(out, order_, property_of);
  out.push_back(numeric("linkquality", Access::state)
                    .text("Link quality (signal strength)").in("lqi").range(0, 255).diagnostic());
  return out;
}

std::size_t Definition::decode(const Message& message, Step& step) const {
  std::size_t listening = 0;
  for (const Decoder& decoder : parts_.decoders) {
    if (decoder.cluster != message.cluster() || !(decoder.kinds & message.kind)) continue;
    if (decoder.command && decoder.command != message.frame.command) continue;
    decoder.decode(message, step);
    ++listening;
  }
  return listening;
}

const Encoder* Definition::find_encoder(std::string_view key, std::string_view endpoint_name) const {
  for (const Encoder& encoder : parts_.encoders) {
    const bool has_key = std::find(encoder.keys.begin(), encoder.keys.end(), key) != encoder.keys.end();
    if (!has_key) continue;
    if (!encoder.endpoints.empty() && std::find(encoder.endpoints.begin(), encoder.endpoints.end(),
                                                endpoint_name) == encoder.endpoints.end()) {
      continue;
    }
    return &encoder;
  }
  return nullptr;
}

namespace {

// What any block may be told: to work for named endpoints alone, to expose nothing.
class CommonOptions {
  std::vector<std::string> endpoints_;
  bool expose_ = true;
  bool configure_ = true;

 public:
  explicit CommonOptions(Options& o) {
    o.read("endpoints", endpoints_, "by name: expose each property once for each of them, and configure these alone");
    o.read("expose", expose_, "show what the block does to users");
    o.read("configure", configure_, "send what the block has to send once the device has joined");
  }

  void build(const Block& block, Builder& b) const {
    const std::size_t exposes = b.parts.exposes.size();
    const std::size_t actions = b.parts.actions.size();
    const std::size_t steps = b.parts.configure.size();
    const std::size_t encoders = b.parts.encoders.size();
    b.set_only(endpoints_);
    block.build(b);
    b.set_only({});
    if (!expose_) {
      b.parts.exposes.resize(exposes);
      b.parts.actions.resize(actions);
    }
    if (!configure_) b.parts.configure.resize(steps);
    if (endpoints_.empty()) return;
    repeat_exposes(b, exposes);
    // Two switches of one device are set by two blocks: each takes its own.
    for (std::size_t i = encoders; i < b.parts.encoders.size(); ++i) {
      auto& keys = b.parts.encoders[i].keys;
      const bool main = std::find(keys.begin(), keys.end(), "state") != keys.end() || std::find(keys.begin(), keys.end(), "identify") != keys.end();
      if (main && b.parts.encoders[i].endpoints.empty()) b.parts.encoders[i].endpoints = endpoints_;
    }
    std::vector<EndpointId> ids;
    for (const std::string& name : endpoints_) {
      auto id = b.names()->find(name);
      unsigned number = 0;
      const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
      if (!id && error == std::errc{} && end == name.data() + name.size() && number < 255) id = EndpointId(static_cast<std::uint8_t>(number));
      if (!id) b.problem("there is no endpoint '" + name + "'; the device's are named by its 'endpoints'");
      if (id) ids.push_back(*id);
    }
    for (std::size_t i = steps; i < b.parts.configure.size(); ++i) {
      b.parts.configure[i] = [ids, whole = std::move(b.parts.configure[i])](Step& step) {
        step.confine(ids);
        whole(step);
        step.confine({});
      };
    }
  }

 private:
  void repeat_exposes(Builder& b, std::size_t first) const {
    std::vector<std::variant<Expose, ExposeFunction>> out;
    for (std::size_t i = first; i < b.parts.exposes.size(); ++i) {
      const Expose* fixed = std::get_if<Expose>(&b.parts.exposes[i]);
      if (!fixed) {
        out.push_back([names = endpoints_, make = std::get<ExposeFunction>(b.parts.exposes[i])](
                          const Device* device, const Object& options, std::vector<Expose>& list) {
          std::vector<Expose> plain;
          make(device, options, plain);
          for (const Expose& e : plain) {
            for (const std::string& name : names) set_endpoint(list.emplace_back(e), name);
          }
        });
        continue;
      }
      for (const std::string& name : endpoints_) {
        Expose e = *fixed;
        set_endpoint(e, name);
        out.emplace_back(std::move(e));
      }
    }
    b.parts.exposes.resize(first);
    for (auto& e : out) b.parts.exposes.push_back(std::move(e));
  }
};

}  // namespace

std::vector<OptionRow> keys_of_every_block() {
  std::vector<OptionRow> rows;
  Options options(rows);
  [[maybe_unused]] const CommonOptions common(options);
  return rows;
}

std::shared_ptr<Definition> link(const DefinitionSource& source, zcl::Catalogue catalogue,
                                       Problems& problems) {
  auto out = std::make_shared<Definition>();
  out->vendor = source.vendor;
  out->model = source.model;
  out->description = source.description;
  out->ota = source.ota;
  out->icon = source.icon;
  out->version = source.version;
  out->power_source = source.power_source;
  out->white_labels = source.white_labels;
  out->endpoints = std::make_shared<EndpointNames>(
      EndpointNames{source.endpoints, source.multi_endpoint, source.multi_endpoint_skip});
  out->order_ = source.order;
  out->catalogue_ = std::move(catalogue);
  Builder builder(out->catalogue_, out->endpoints, problems, source.where);
  add_scenes(builder);
  add_raw_access(builder);
  for (const auto& [name, node] : source.blocks) {
    const BlockType* type = find_block(name);
    if (!type) {
      problems.add(node.present() ? node.where() : source.where, "there is no block '" + name + "'");
      continue;
    }
    auto made = type->make();
    Options options(node, problems);
    made->read(options);
    const CommonOptions common(options);
    options.finish("block '" + name + "'");
    common.build(*made, builder);
    out->blocks_.push_back(std::move(made));
  }
  if (!builder.parts.actions.empty()) builder.expose(property::action(builder.parts.actions));
  out->parts_ = std::move(builder.parts);
  if (source.no_default_response) {
    for (Encoder& e : out->parts_.encoders) {
      if (!e.set) continue;
      e.set = [inner = std::move(e.set)](const Request& r, Step& step) {
        step.be_quiet();
        inner(r, step);
      };
    }
  }
  if (out->parts_.configure_only) out->parts_.configure = {out->parts_.configure_only};
  collect_options(out->parts_, out->exposes(nullptr, {}), out->options);
  sort_as(out->options, source.option_order,
          [](const Expose& e) { return std::string_view(e.name); });
  return out;
}

}  // namespace waggle::library
