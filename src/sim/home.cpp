#include "sim/home.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include "core/yaml.h"
#include "sim/behaviours/tuya.h"
#include "sim/clusters.h"
#include "sim/defaults.h"
#include "sim/life.h"
#include "zigbee/install_code.h"

namespace waggle::sim {
namespace {

using yaml::Node;

class HomeReader {
 public:
  explicit HomeReader(std::string_view name) : name_(name) {}

  Result<std::vector<DeviceSpec>> devices(const Node& root) {
    std::vector<DeviceSpec> out;
    if (!root.is_sequence()) return error(root, "a home is a list of devices");
    for (const Node& item : root.items) {
      TRY(DeviceSpec spec, device(item));
      for (const DeviceSpec& other : out) {
        if (other.name == spec.name)
          return error(item, "two devices are called '" + spec.name + "'");
        if (other.node.ieee == spec.node.ieee) {
          return error(item, "'" + spec.name + "' and '" + other.name + "' have the same ieee");
        }
      }
      out.push_back(std::move(spec));
    }
    return out;
  }

 private:
  Error error(const Node& at, std::string text) const {
    return {Errc::invalid, yaml::where(name_, at.begin) + ": " + std::move(text)};
  }

  Result<DeviceSpec> device(const Node& node) {
    if (!node.is_map()) return error(node, "a device is a map");
    TRY_DO(only(node,
                {"name", "model", "manufacturer", "manufacturer_code", "ieee", "type", "power",
                 "endpoints", "attributes", "datapoints", "life", "parent", "reports", "lenient",
                 "install_code"}));
    DeviceSpec spec;
    TRY(spec.name, text(node, "name"));
    TRY(spec.model, text(node, "model"));
    TRY(spec.maker, text(node, "manufacturer"));
    const Node* ieee = node.find("ieee");
    const auto address = ieee ? parse_ieee(ieee->text) : std::nullopt;
    if (!address)
      return error(ieee ? *ieee : node, "ieee must be an address such as 0x00158d0001070430");
    spec.node.ieee = *address;
    if (const Node* code = node.find("manufacturer_code")) {
      TRY(const std::int64_t number, whole(*code, 0, 0xFFFF));
      spec.node.manufacturer = ManufacturerCode(static_cast<std::uint16_t>(number));
    }
    TRY(const bool sleeps, choice(node, "type", "router", "end_device"));
    spec.node.type = sleeps ? sim::Node::Type::end_device : sim::Node::Type::router;
    TRY(const bool battery, choice(node, "power", "mains", "battery"));
    spec.node.mains = !battery;
    if (battery && !sleeps) return error(node, "a router lives on mains");
    TRY(spec.reports, flag(node, "reports", true));
    TRY(spec.lenient, flag(node, "lenient", false));
    if (const Node* life = node.find("life")) {
      spec.life = life->text;
      if (!is_life(spec.life)) return error(*life, "there is no life called '" + spec.life + "'");
    }
    if (const Node* parent = node.find("parent")) spec.parent = parent->text;
    if (const Node* code = node.find("install_code")) {
      const auto octets = from_hex(code->text);
      const auto crc = octets ? check_install_code(*octets) : Result<InstallCodeCrc>(InstallCodeCrc::wrong);
      if (!crc || *crc != InstallCodeCrc::right)
        return error(*code, "install_code must be hexadecimal digits that end with their check sum");
      spec.install_key = aes_mmo_hash(*octets);
    }

    const Node* endpoints = node.find("endpoints");
    if (!endpoints || !endpoints->is_map() || endpoints->entries.empty()) {
      return error(endpoints ? *endpoints : node, "a device needs endpoints, a map by number");
    }
    for (const auto& [number, content] : endpoints->entries) {
      TRY(Endpoint endpoint, this->endpoint(number, content));
      spec.node.endpoints.push_back(std::move(endpoint));
    }
    if (const Node* attributes = node.find("attributes")) {
      if (!attributes->is_map()) return error(*attributes, "attributes are a map by cluster");
      for (const auto& [cluster, content] : attributes->entries)
        TRY_DO(cluster_attributes(spec, cluster, content));
    }
    if (const Node* datapoints = node.find("datapoints"))
      TRY_DO(read_datapoints(spec, *datapoints));
    add_default_attributes(spec);
    return spec;
  }

  Result<> only(const Node& map, std::initializer_list<std::string_view> known) const {
    for (const auto& [key, value] : map.entries) {
      if (std::find(known.begin(), known.end(), key.text) == known.end()) {
        return error(key, "unknown key '" + key.text + "'");
      }
    }
    return {};
  }
  Result<std::string> text(const Node& map, std::string_view key) const {
    const Node* value = map.find(key);
    if (!value || !value->is_scalar() || value->text.empty()) {
      return error(value ? *value : map, "a device needs " + std::string(key));
    }
    return value->text;
  }
  Result<std::int64_t> whole(const Node& node, std::int64_t low, std::int64_t high) const {
    const auto number = yaml::to_value(node).integer(low, high);
    if (!number) {
      return error(node, "'" + node.text + "' must be a whole number from " + std::to_string(low) +
                             " to " + std::to_string(high));
    }
    return *number;
  }
  Result<bool> flag(const Node& map, std::string_view key, bool fallback) const {
    const Node* node = map.find(key);
    if (!node) return fallback;
    const Value value = yaml::to_value(*node);
    if (!value.is_bool()) return error(*node, std::string(key) + " is true or false");
    return value.boolean();
  }
  /// False for the first word, true for the second; the first is the default.
  Result<bool> choice(const Node& map, std::string_view key, std::string_view first,
                      std::string_view second) const {
    const Node* node = map.find(key);
    if (!node || node->text == first) return false;
    if (node->text == second) return true;
    return error(*node,
                 std::string(key) + " is " + std::string(first) + " or " + std::string(second));
  }

  Result<Endpoint> endpoint(const Node& number, const Node& content) const {
    Endpoint out;
    TRY(const std::int64_t id, whole(number, 1, 254));
    out.number = EndpointId(static_cast<std::uint8_t>(id));
    if (!content.is_map()) return error(content, "an endpoint is a map");
    TRY_DO(only(content, {"profile", "device", "version", "inputs", "outputs"}));
    if (const Node* profile = content.find("profile")) {
      TRY(const std::int64_t value, whole(*profile, 0, 0xFFFF));
      out.profile = ProfileId(static_cast<std::uint16_t>(value));
    }
    if (const Node* device = content.find("device")) {
      TRY(const std::int64_t value, whole(*device, 0, 0xFFFF));
      out.device = static_cast<std::uint16_t>(value);
    }
    if (const Node* version = content.find("version")) {
      TRY(const std::int64_t value, whole(*version, 0, 15));
      out.version = static_cast<std::uint8_t>(value);
    }
    for (const bool output : {false, true}) {
      const Node* list = content.find(output ? "outputs" : "inputs");
      if (!list) continue;
      if (!list->is_sequence()) return error(*list, "clusters are a list");
      for (const Node& item : list->items) {
        const auto cluster = cluster_number(item.text);
        if (!cluster) return error(item, "there is no cluster '" + item.text + "'");
        (output ? out.outputs : out.inputs).push_back(cluster->raw);
      }
    }
    return out;
  }

  Result<Place> place_of(const DeviceSpec& spec, const Node& key) const {
    std::string_view name = key.text;
    std::optional<EndpointId> wanted;
    if (const auto slash = name.find('/'); slash != std::string_view::npos) {
      const int number = std::atoi(std::string(name.substr(0, slash)).c_str());
      wanted = EndpointId(static_cast<std::uint8_t>(number));
      name.remove_prefix(slash + 1);
    }
    const auto cluster = cluster_number(name);
    if (!cluster) return error(key, "there is no cluster '" + std::string(name) + "'");
    for (const Endpoint& endpoint : spec.node.endpoints) {
      if (wanted && endpoint.number != *wanted) continue;
      for (const bool client : {false, true}) {
        if (endpoint.has(*cluster, client)) return Place{endpoint.number, *cluster, client};
      }
    }
    return error(key, "no endpoint of this device has cluster '" + key.text + "'");
  }

  Result<> cluster_attributes(DeviceSpec& spec, const Node& key, const Node& content) const {
    TRY(const Place place, place_of(spec, key));
    if (!content.is_map()) return error(content, "a cluster's attributes are a map");
    const zcl::Cluster* cluster = catalogue().find(place.cluster);
    for (const auto& [name, value] : content.entries) {
      TRY(auto attribute, this->attribute(place, cluster, name, value));
      spec.attributes.push_back(std::move(attribute));
    }
    return {};
  }

  Result<std::pair<AttributeKey, Attribute>> attribute(Place place, const zcl::Cluster* cluster,
                                                       const Node& name,
                                                       const Node& content) const {
    const zcl::Attribute* row = cluster ? cluster->attribute(name.text) : nullptr;
    AttributeKey key{place, {}, 0};
    if (row) {
      key.id = AttributeId(row->id);
    } else {
      const auto number = yaml::to_value(name).integer(0, 0xFFFF);
      if (!number) return error(name, "the cluster has no attribute '" + name.text + "'");
      key.id = AttributeId(static_cast<std::uint16_t>(*number));
      if (cluster) row = cluster->attribute(key.id);
    }
    Attribute out;
    if (row) {
      out.type = row->type;
      out.read_only = is_read_only(*row);
    }
    const Node* value = &content;
    if (content.is_map()) {
      TRY_DO(only(content, {"type", "value", "manufacturer", "read_only"}));
      value = content.find("value");
      if (!value) return error(content, "the attribute needs a value");
      if (const Node* type = content.find("type")) {
        const zcl::TypeInfo* info = zcl::find_type(type->text);
        if (!info) return error(*type, "there is no data type '" + type->text + "'");
        out.type = info->type;
      }
      if (const Node* manufacturer = content.find("manufacturer")) {
        TRY(const std::int64_t code, whole(*manufacturer, 0, 0xFFFF));
        key.manufacturer = static_cast<std::uint16_t>(code);
      }
      TRY(out.read_only, flag(content, "read_only", out.read_only));
    }
    out.value = yaml::to_value(*value);
    if (out.value.is_null()) return std::pair(key, std::move(out));  // the device does not have it
    if (out.type == zcl::Type::no_data)
      return error(name, "the type of '" + name.text + "' is not known: give it");
    const bool address = out.type == zcl::Type::ieee;
    if (address) out.value = value->text;
    Writer probe;
    if (const auto fits = zcl::encode(out.type, out.value, probe); !fits) {
      return error(*value, fits.error().text);
    }
    return std::pair(key, std::move(out));
  }

  Result<> read_datapoints(DeviceSpec& spec, const Node& map) const {
    if (!map.is_map()) return error(map, "datapoints are a map by number");
    for (const auto& [number, content] : map.entries) {
      TRY(const std::int64_t id, whole(number, 1, 255));
      const Node* type = content.find("type");
      const Node* value = content.find("value");
      if (!type || !value) return error(content, "a datapoint is {type: …, value: …}");
      const auto kind = datapoint_type(type->text);
      if (!kind) return error(*type, "there is no datapoint type '" + type->text + "'");
      Datapoint datapoint{*kind, yaml::to_value(*value)};
      if (const auto fits = encode_datapoint(datapoint); !fits)
        return error(*value, fits.error().text);
      spec.datapoints[static_cast<std::uint8_t>(id)] = std::move(datapoint);
    }
    return {};
  }

  std::string_view name_;
};

}  // namespace

Result<std::vector<DeviceSpec>> read_home(std::string_view text, std::string_view name) {
  TRY(const yaml::Node root, yaml::parse(text, name));
  return HomeReader(name).devices(root);
}

Result<std::vector<DeviceSpec>> load_home(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return Error{Errc::io, "cannot read '" + path + "': " + std::strerror(errno), errno};
  std::stringstream text;
  text << in.rdbuf();
  return read_home(text.str(), path);
}

}  // namespace waggle::sim
