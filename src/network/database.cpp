#include "network/database.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "core/json.h"
#include "core/set_if.h"

namespace waggle::network {
namespace {

// Names that clusters had in databases of before 2025.
constexpr std::pair<std::string_view, std::string_view> renamed_clusters[] = {
    {"piRetailTunnel", "retailTunnel"}, {"tunneling", "seTunneling"}, {"haMeterIdentification", "seMeterIdentification"}};

std::optional<std::uint16_t> number_from(std::string_view text) {
  std::uint16_t out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return out;
}

template <class T>
T integer(const Value& record, std::string_view key, T fallback) {
  const Value* v = record.find(key);
  if (!v) return fallback;
  const auto n = v->integer(0, std::numeric_limits<T>::max());
  return n ? static_cast<T>(*n) : fallback;
}
std::optional<int> optional_integer(const Value& record, std::string_view key) {
  const Value* v = record.find(key);
  if (!v) return std::nullopt;
  const auto n = v->integer(-1, 0xFFFF);
  return n ? std::optional<int>(static_cast<int>(*n)) : std::nullopt;
}
std::optional<std::string> optional_text(const Value& record, std::string_view key) {
  const Value* v = record.find(key);
  return v && v->is_string() ? std::optional(v->string()) : std::nullopt;
}

std::vector<ClusterId> clusters(const Value& record, std::string_view key) {
  std::vector<ClusterId> out;
  const Value* list = record.find(key);
  if (!list || !list->is_array()) return out;
  for (const Value& v : list->array()) {
    if (const auto n = v.integer(0, 0xFFFF)) out.emplace_back(static_cast<std::uint16_t>(*n));
  }
  return out;
}

Array numbers(const std::vector<ClusterId>& list) {
  Array out;
  for (const ClusterId id : list) out.emplace_back(id.raw);
  return out;
}

void read_attributes(const zcl::Catalogue& catalogue, const Object& clusters_record, Endpoint& out) {
  for (const auto& [label, content] : clusters_record) {
    std::string_view name = label;
    for (const auto& [old, now] : renamed_clusters) {
      if (name == old) name = now;
    }
    const zcl::Cluster* cluster = catalogue.find(name);
    const auto number = number_from(name);
    const Value* values = content.find("attributes");
    if (!values) values = content.find("attrs");
    const bool placed = cluster || number;
    if (!values || !values->is_object() || !placed) {
      out.unresolved.set(name, content);
      continue;
    }
    const ClusterId id = cluster ? cluster->id : ClusterId(*number);
    for (const auto& [attribute, value] : values->object()) {
      const zcl::Attribute* row = cluster ? cluster->attribute(attribute) : nullptr;
      const auto raw = number_from(attribute);
      if (row || raw) {
        out.remember(id, AttributeId(row ? row->id : *raw), value);
      } else {
        Value& kept = out.unresolved[name];
        if (!kept.is_object()) kept = Object{{"attributes", Object{}}};
        kept.object()["attributes"].object().set(attribute, value);
      }
    }
  }
}

Object attributes_record(const zcl::Catalogue& catalogue, const Endpoint& endpoint) {
  Object out;
  for (const CachedAttribute& a : endpoint.attributes) {
    const zcl::Cluster* cluster = catalogue.find(a.cluster);
    const zcl::Attribute* row = cluster ? cluster->attribute(a.id) : nullptr;
    Value& place = out[cluster ? std::string(cluster->name) : std::to_string(a.cluster.raw)];
    if (!place.is_object()) place = Object{{"attributes", Object{}}};
    place.object()["attributes"].object().set(row ? std::string(row->name) : std::to_string(a.id.raw), a.value);
  }
  deep_merge(out, endpoint.unresolved);
  return out;
}

Binding read_binding(const Value& record) {
  Binding out;
  out.cluster = ClusterId(integer<std::uint16_t>(record, "cluster", 0));
  const Value* type = record.find("type");
  if (type && type->string_or("") == "group") {
    out.group = GroupId(integer<std::uint16_t>(record, "groupID", 0));
  } else {
    const auto target = optional_text(record, "deviceIeeeAddress");
    out.target = target ? parse_ieee(*target).value_or(Ieee{}) : Ieee{};
    out.target_endpoint = EndpointId(integer<std::uint8_t>(record, "endpointID", 0));
  }
  return out;
}

Object binding_record(const Binding& b) {
  if (b.group) return {{"cluster", b.cluster.raw}, {"groupID", b.group->raw}, {"type", "group"}};
  return {{"cluster", b.cluster.raw}, {"type", "endpoint"}, {"deviceIeeeAddress", to_string(b.target)},
          {"endpointID", b.target_endpoint.raw}};
}

Reporting read_reporting(const Value& record) {
  Reporting out;
  out.cluster = ClusterId(integer<std::uint16_t>(record, "cluster", 0));
  out.attribute = AttributeId(integer<std::uint16_t>(record, "attrId", 0));
  out.manufacturer = integer<std::uint16_t>(record, "manufacturerCode", 0);
  out.min = integer<std::uint16_t>(record, "minRepIntval", 0);
  out.max = integer<std::uint16_t>(record, "maxRepIntval", 0);
  if (const Value* change = record.find("repChange")) out.change = *change;
  return out;
}

Object reporting_record(const Reporting& r) {
  Object out{{"cluster", r.cluster.raw}, {"attrId", r.attribute.raw}, {"minRepIntval", r.min},
             {"maxRepIntval", r.max}};
  if (!r.change.is_null()) out.set("repChange", r.change);
  if (r.manufacturer) out.set("manufacturerCode", r.manufacturer);
  return out;
}

Endpoint read_endpoint(const Value& record, EndpointId id) {
  Endpoint out;
  out.id = id;
  out.described = record.find("profId") != nullptr;
  out.profile = ProfileId(integer<std::uint16_t>(record, "profId", 0));
  out.device = integer<std::uint16_t>(record, "devId", 0);
  out.inputs = clusters(record, "inClusterList");
  out.outputs = clusters(record, "outClusterList");
  if (const Value* list = record.find("binds"); list && list->is_array()) {
    for (const Value& b : list->array()) out.bindings.push_back(read_binding(b));
  }
  if (const Value* list = record.find("configuredReportings"); list && list->is_array()) {
    for (const Value& r : list->array()) out.reportings.push_back(read_reporting(r));
  }
  if (const Value* meta = record.find("meta"); meta && meta->is_object()) out.meta = meta->object();
  return out;
}

InterviewState interview_state(const Value& record) {
  const auto text = optional_text(record, "interviewState");
  if (!text) {  // before 2025: yes or no
    const Value* done = record.find("interviewCompleted");
    return done && truthy(*done) ? InterviewState::successful : InterviewState::failed;
  }
  for (const auto state : {InterviewState::pending, InterviewState::successful, InterviewState::failed}) {
    if (to_string(state) == *text) return state;
  }
  return InterviewState::pending;
}

constexpr std::string_view known_keys[] = {
    "id", "type", "ieeeAddr", "nwkAddr", "manufId", "manufName", "powerSource", "modelId", "epList", "endpoints",
    "appVersion", "stackVersion", "hwVersion", "dateCode", "swBuildId", "zclVersion", "interviewCompleted",
    "interviewState", "meta", "lastSeen", "checkinInterval"};

Result<DevicePtr> read_device(const Value& record, const Identify& identify) {
  const auto ieee_text = optional_text(record, "ieeeAddr");
  const auto ieee = ieee_text ? parse_ieee(*ieee_text) : std::nullopt;
  if (!ieee) return Error{Errc::malformed, "ieeeAddr is missing or is no address"};
  auto device = std::make_shared<Device>(integer<int>(record, "id", 0),
                                         type_named(optional_text(record, "type").value_or("")), *ieee,
                                         Nwk(integer<std::uint16_t>(record, "nwkAddr", unknown_nwk.raw)));
  Identity& identity = device->identity;
  if (const auto code = optional_integer(record, "manufId")) identity.manufacturer_code = static_cast<std::uint16_t>(*code);
  identity.manufacturer_name = optional_text(record, "manufName");
  identity.power_source = optional_text(record, "powerSource");
  identity.model_id = optional_text(record, "modelId");
  identity.application_version = optional_integer(record, "appVersion");
  identity.stack_version = optional_integer(record, "stackVersion");
  identity.hardware_version = optional_integer(record, "hwVersion");
  identity.date_code = optional_text(record, "dateCode");
  identity.software_build_id = optional_text(record, "swBuildId");
  identity.zcl_version = optional_integer(record, "zclVersion");
  device->interview_state = interview_state(record);
  if (const Value* meta = record.find("meta"); meta && meta->is_object()) device->meta = meta->object();
  // What JavaScript calls a time at all: 100 million days around 1970.
  constexpr std::int64_t latest = 8'640'000'000'000'000;
  if (const Value* seen = record.find("lastSeen"); seen && seen->is_number()) {
    if (const auto ms = Value(std::trunc(seen->number())).integer(0, latest)) device->last_seen = WallTime{*ms};
  }
  if (const Value* interval = record.find("checkinInterval"); interval && interval->is_number()) {
    device->checkin_interval = interval->number();
  }
  for (const auto& [key, value] : record.object()) {
    if (std::find(std::begin(known_keys), std::end(known_keys), key) == std::end(known_keys)) device->kept.set(key, value);
  }
  const Value* endpoints = record.find("endpoints");
  if (endpoints && endpoints->is_object()) {
    for (const auto& [key, value] : endpoints->object()) {
      const auto number = number_from(key);
      if (number && *number < 256) device->endpoints.push_back(read_endpoint(value, EndpointId(static_cast<std::uint8_t>(*number))));
    }
  }
  identify(*device);
  for (Endpoint& endpoint : device->endpoints) {
    const Value* content = endpoints->find(std::to_string(endpoint.id.raw), "clusters");
    if (content && content->is_object()) read_attributes(device->catalogue, content->object(), endpoint);
  }
  return device;
}

Result<GroupPtr> read_group(const Value& record) {
  auto group = std::make_shared<Group>();
  group->id = integer<int>(record, "id", 0);
  const Value* number = record.find("groupID");
  const auto id = number ? number->integer(0, 0xFFFF) : std::nullopt;
  if (!id) return Error{Errc::malformed, "groupID is missing or is no number"};
  group->number = GroupId(static_cast<std::uint16_t>(*id));
  if (const Value* members = record.find("members"); members && members->is_array()) {
    for (const Value& m : members->array()) {
      const auto address = optional_text(m, "deviceIeeeAddr");
      const auto ieee = address ? parse_ieee(*address) : std::nullopt;
      if (ieee) group->members.push_back({*ieee, EndpointId(integer<std::uint8_t>(m, "endpointID", 1))});
    }
  }
  if (const Value* meta = record.find("meta"); meta && meta->is_object()) group->meta = meta->object();
  return group;
}

}  // namespace

Result<Records> read_database(io::Files& files, const std::string& path) {
  if (!files.exists(path)) return Records{};
  TRY(const std::string text, files.read(path));
  return parse_database(text, [](Device&) {});
}

Records parse_database(std::string_view text, const Identify& identify) {
  Records out;
  std::size_t line = 0;
  while (!text.empty()) {
    ++line;
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view row = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (row.find_first_not_of(" \r\t") == std::string_view::npos) continue;
    auto problem = [&](const Error& error) { out.problems.push_back("line " + std::to_string(line) + ": " + error.text); };
    auto record = json::parse(row);
    if (!record) {
      problem(record.error());
      continue;
    }
    const Value* id = record->find("id");
    if (!id || !id->integer(0, 0x7FFFFFFF)) {
      problem({Errc::malformed, "id is missing or is no number"});
      continue;
    }
    out.highest_id = std::max(out.highest_id, static_cast<int>(id->number()));
    const Value* type = record->find("type");
    if (type && type->string_or("") == "Group") {
      auto group = read_group(*record);
      if (group) {
        out.groups.push_back(std::move(*group));
      } else {
        problem(group.error());
      }
    } else {
      auto device = read_device(*record, identify);
      if (device) {
        out.devices.push_back(std::move(*device));
      } else {
        problem(device.error());
      }
    }
  }
  return out;
}

Object to_record(const Device& device) {
  Object out{{"id", device.id()}, {"type", type_name(device.kind)}, {"ieeeAddr", to_string(device.ieee())},
             {"nwkAddr", device.nwk.raw}};
  const Identity& identity = device.identity;
  set_if(out, "manufId", identity.manufacturer_code);
  set_if(out, "manufName", identity.manufacturer_name);
  set_if(out, "powerSource", identity.power_source);
  set_if(out, "modelId", identity.model_id);
  Array list;
  Object endpoints;
  for (const Endpoint& e : device.endpoints) {
    list.emplace_back(e.id.raw);
    Object record;
    if (e.described) record.set("profId", e.profile.raw);
    record.set("epId", e.id.raw);
    if (e.described) record.set("devId", e.device);
    record.set("inClusterList", numbers(e.inputs));
    record.set("outClusterList", numbers(e.outputs));
    record.set("clusters", attributes_record(device.catalogue, e));
    Array bindings, reportings;
    for (const Binding& b : e.bindings) bindings.emplace_back(binding_record(b));
    for (const Reporting& r : e.reportings) reportings.emplace_back(reporting_record(r));
    record.set("binds", std::move(bindings));
    record.set("configuredReportings", std::move(reportings));
    record.set("meta", e.meta);
    endpoints.set(std::to_string(e.id.raw), std::move(record));
  }
  out.set("epList", std::move(list));
  out.set("endpoints", std::move(endpoints));
  set_if(out, "appVersion", identity.application_version);
  set_if(out, "stackVersion", identity.stack_version);
  set_if(out, "hwVersion", identity.hardware_version);
  set_if(out, "dateCode", identity.date_code);
  set_if(out, "swBuildId", identity.software_build_id);
  set_if(out, "zclVersion", identity.zcl_version);
  const auto state = device.interview_state == InterviewState::in_progress ? InterviewState::pending : device.interview_state;
  out.set("interviewCompleted", state == InterviewState::successful);
  out.set("interviewState", to_string(state));
  out.set("meta", device.meta);
  if (device.last_seen) out.set("lastSeen", device.last_seen->ms);
  set_if(out, "checkinInterval", device.checkin_interval);
  for (const auto& [key, value] : device.kept) out.set(key, value);
  return out;
}

Object to_record(const Group& group) {
  Array members;
  for (const Member& m : group.members) {
    members.emplace_back(Object{{"deviceIeeeAddr", to_string(m.device)}, {"endpointID", m.endpoint.raw}});
  }
  return {{"id", group.id}, {"type", "Group"}, {"groupID", group.number.raw}, {"members", std::move(members)},
          {"meta", group.meta}};
}

std::string print_database(const std::vector<DevicePtr>& devices, const std::vector<GroupPtr>& groups) {
  // One record at a time is made and written: all at once would be most of the memory of a large network.
  std::string out;
  const auto add = [&out](const Object& record) {
    if (!out.empty()) out += '\n';
    json::append(out, record, json::Keys::as_added);
  };
  // The order of lines is the order of the lists, also for a device that came back and kept its id. Of a device and a
  // group, the older one is first.
  auto group = groups.begin();
  for (const DevicePtr& device : devices) {
    for (; group != groups.end() && (*group)->id < device->id(); ++group) add(to_record(**group));
    add(to_record(*device));
  }
  for (; group != groups.end(); ++group) add(to_record(**group));
  return out;
}

}  // namespace waggle::network
