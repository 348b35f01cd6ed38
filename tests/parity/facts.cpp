#include "parity/facts.h"

#include <cmath>
#include <cstdio>

#include "core/json.h"

namespace waggle::parity {

Result<> read_lines(const std::string& path, const std::function<void(Value)>& each, std::size_t one_of) {
  const bool packed = path.ends_with(".gz");
  std::FILE* file = packed ? popen(("zcat '" + path + "'").c_str(), "r") : std::fopen(path.c_str(), "r");
  if (!file) return Error{Errc::not_found, "cannot read " + path};
  std::string line;
  char part[65536];
  std::optional<Error> error;
  std::size_t number = 0;
  while (!error && std::fgets(part, sizeof part, file)) {
    line += part;
    if (line.back() != '\n') continue;
    if (++number % one_of != 0) {
      line.clear();
      continue;
    }
    auto value = json::parse(line);
    if (value) {
      each(std::move(*value));
    } else {
      error = std::move(value.error()).in(path + ":" + std::to_string(number));
    }
    line.clear();
  }
  const int status = packed ? pclose(file) : std::fclose(file);
  if (error) return *error;
  if (status != 0 || number == 0) return Error{Errc::not_found, path + " holds nothing that can be read"};
  return {};
}

Value revive(const Value& value) {
  if (value.is_array()) {
    Array out;
    for (const Value& item : value.array()) out.push_back(revive(item));
    return out;
  }
  if (!value.is_object()) return value;
  const Object& object = value.object();
  if (object.size() == 1) {
    const auto& [key, inner] = *object.begin();
    if (key == "$hex") return Value(from_hex(inner.string_or("")).value_or(Bytes{}));
    if (key == "$num") {
      const auto text = inner.string_or("");
      return text == "NaN" ? std::nan("") : text == "-Infinity" ? -HUGE_VAL : HUGE_VAL;
    }
    if (key == "$big") return BigInt{false, std::strtoull(std::string(inner.string_or("0")).c_str(), nullptr, 10)};
  }
  Object out;
  for (const auto& [key, inner] : object) out.set(key, revive(inner));
  return out;
}

namespace {

library::DeviceType type_of(std::string_view name) {
  using library::DeviceType;
  return name == "Router"       ? DeviceType::router
         : name == "EndDevice"  ? DeviceType::end_device
         : name == "GreenPower" ? DeviceType::green_power
                                : DeviceType::unknown;
}

std::optional<int> number_in(const Value& mock, std::string_view key) {
  const Value* v = mock.find(key);
  return v && v->is_number() ? std::optional<int>(static_cast<int>(v->number())) : std::nullopt;
}

std::string text_in(const Value& mock, std::string_view key) {
  const Value* v = mock.find(key);
  return v ? std::string(v->string_or("")) : std::string();
}

std::vector<ClusterId> clusters_in(const Value& endpoint, std::string_view key) {
  std::vector<ClusterId> out;
  if (const Value* list = endpoint.find(key)) {
    for (const Value& id : list->array()) out.emplace_back(static_cast<std::uint16_t>(id.number_or(0)));
  }
  return out;
}

}  // namespace

MockDevice::MockDevice(const Value& mock)
    : ieee_(parse_ieee(text_in(mock, "ieee")).value_or(Ieee{})), type_(type_of(text_in(mock, "type"))),
      model_(text_in(mock, "modelID")), manufacturer_(text_in(mock, "manufacturerName")),
      power_source_(text_in(mock, "powerSource")), software_(text_in(mock, "softwareBuildID")),
      date_(text_in(mock, "dateCode")), hardware_(number_in(mock, "hardwareVersion")),
      application_(number_in(mock, "applicationVersion")), stack_(number_in(mock, "stackVersion")),
      zcl_(number_in(mock, "zclVersion")) {
  if (const auto code = number_in(mock, "manufacturerID")) code_ = static_cast<std::uint16_t>(*code);
  if (const Value* list = mock.find("endpoints")) {
    for (const Value& e : list->array()) {
      library::EndpointInfo info;
      info.id = EndpointId(static_cast<std::uint8_t>(number_in(e, "ID").value_or(1)));
      info.profile = ProfileId(static_cast<std::uint16_t>(number_in(e, "profileID").value_or(0x0104)));
      info.device = static_cast<std::uint16_t>(number_in(e, "deviceID").value_or(0));
      info.inputs = clusters_in(e, "in");
      info.outputs = clusters_in(e, "out");
      endpoints_.push_back(std::move(info));
    }
  }
  if (const Value* store = mock.find("meta"); store && store->is_object()) {
    for (const auto& [key, value] : store->object()) set_note(EndpointId(0), key, value);
  }
}

void MockDevice::load_attributes(const Value& attrs, const zcl::Catalogue& catalogue) {
  if (!attrs.is_object()) return;
  for (const auto& [endpoint, clusters] : attrs.object()) {
    const EndpointId id(static_cast<std::uint8_t>(std::atoi(endpoint.c_str())));
    for (const auto& [name, values] : clusters.object()) {
      const zcl::Cluster* cluster = catalogue.find(name);
      if (!cluster) continue;
      for (const auto& [key, value] : values.object()) {
        if (const zcl::Attribute* row = cluster->attribute(key)) {
          remember(id, cluster->id, AttributeId(row->id), revive(value));
        }
      }
    }
  }
}

const Value* MockDevice::attribute(EndpointId endpoint, ClusterId cluster, AttributeId attribute) const {
  const auto found = attributes_.find({endpoint.raw, cluster.raw, attribute.raw});
  return found == attributes_.end() ? nullptr : &found->second;
}

const Value* MockDevice::note(EndpointId endpoint, std::string_view key) const {
  const auto found = notes_.find(std::make_pair(static_cast<int>(endpoint.raw), std::string(key)));
  return found == notes_.end() ? nullptr : &found->second;
}

void MockDevice::ensure_endpoint(EndpointId id) {
  if (find_endpoint(id)) return;
  library::EndpointInfo info;
  info.id = id;
  endpoints_.push_back(std::move(info));
}

void MockDevice::remember(EndpointId endpoint, ClusterId cluster, AttributeId attribute, Value value) {
  attributes_[{endpoint.raw, cluster.raw, attribute.raw}] = std::move(value);
}

void MockDevice::set_note(EndpointId endpoint, const std::string& key, Value value) {
  notes_[{endpoint.raw, key}] = std::move(value);
}

}  // namespace waggle::parity
