#include "homeassistant/answers.h"

#include <fstream>
#include <map>
#include <set>

#include "core/json.h"
#include "core/log.h"
#include "homeassistant/announcement.h"

namespace waggle::homeassistant {
namespace {

// The same in every message; tested by themselves.
constexpr std::string_view common[] = {"device", "origin", "availability"};

std::string text(const Value& value, std::string_view key) {
  const Value* found = value.find(key);
  return found ? std::string(found->string_or("")) : std::string();
}

std::optional<double> number(const Value& value, std::string_view key) {
  const Value* found = value.find(key);
  return found && found->is_number() ? std::optional(found->number()) : std::nullopt;
}

Value member(const Value& value, std::string_view key) {
  const Value* found = value.find(key);
  return found ? *found : Value();
}

Expose::Type type_named(std::string_view name) {
  for (int i = 0; i <= static_cast<int>(Expose::Type::fan); ++i) {
    if (library::type_name(static_cast<Expose::Type>(i)) == name) return static_cast<Expose::Type>(i);
  }
  return Expose::Type::text;
}

Expose read_expose(const Value& from) {
  Expose out;
  out.type = type_named(text(from, "type"));
  out.name = text(from, "name");
  out.label = text(from, "label");
  out.property = text(from, "property");
  out.endpoint = text(from, "endpoint");
  out.unit = text(from, "unit");
  out.category = text(from, "category");
  out.access = static_cast<std::uint8_t>(number(from, "access").value_or(0));
  out.value_on = member(from, "value_on");
  out.value_off = member(from, "value_off");
  out.min = number(from, "value_min");
  out.max = number(from, "value_max");
  out.step = number(from, "value_step");
  if (const Value* values = from.find("values")) out.values = values->array();
  if (const Value* features = from.find("features")) out.features = read_exposes(*features);
  if (const Value* words = from.find("homeassistant")) out.homeassistant = words->object();
  return out;
}

Object without_common(const Value& message) {
  Object out = message.object();
  for (const std::string_view key : common) out.erase(key);
  return out;
}

}  // namespace

std::vector<Expose> read_exposes(const Value& list) {
  std::vector<Expose> out;
  for (const Value& each : list.array()) out.push_back(read_expose(each));
  return out;
}

Result<std::vector<Answer>> read_answers(const std::string& file) {
  std::ifstream in(file);
  if (!in) return Error{Errc::not_found, file + " cannot be read"};
  std::vector<Answer> out;
  for (std::string line; std::getline(in, line);) {
    TRY(Value value, json::parse(line));
    out.push_back({text(value, "model"), text(value, "vendor"), value.object(), member(value, "messages").object(), member(value, "fill").object()});
  }
  return out;
}

std::vector<std::string> differences(const Answer& answer) {
  const std::string ieee = "0x00158d0000000001";
  const std::vector<Expose> exposes = read_exposes(*answer.definition.find("exposes"));
  const Site site{"zigbee2mqtt", "2.14.1", "0x00124b0029a1b2c3", "", true};
  Owner owner;
  owner.id = ieee;
  owner.name = "The Device";
  owner.model = answer.model;
  const Style style;
  const bool ota = *answer.definition.find("ota") == Value(true);
  std::map<std::string, Object> ours;  // several entries may share a topic: the last one stays
  std::set<std::string> filled;
  for (const Entry& entry : device_entries({ieee, answer.model, ota}, exposes, style, LastSeen::none, site.base_topic)) {
    Announcement made = announce(entry, owner, site);
    ours[made.topic] = std::move(made.payload);
    for (const auto& [property, value] : entry.fill) filled.insert(property);
  }
  std::vector<std::string> out;
  for (const auto& [topic, payload] : ours) {
    const Value* theirs = answer.messages.find(topic);
    if (!theirs) {
      out.push_back(topic + " is ours alone");
      continue;
    }
    Object want = without_common(*theirs);
    Object got = without_common(payload);
    for (const auto& [key, value] : got) {
      const Value* other = want.find(key);
      if (!other) {
        out.push_back(fmt::format("{}: {} is {}, theirs has none", topic, key, json::dump(value)));
      } else if (*other != value) {
        out.push_back(fmt::format("{}: {} is {}, theirs {}", topic, key, json::dump(value), json::dump(*other)));
      }
    }
    for (const auto& [key, value] : want) {
      if (!got.contains(key)) out.push_back(fmt::format("{}: {} is missing, theirs {}", topic, key, json::dump(value)));
    }
  }
  for (const auto& [topic, message] : answer.messages) {
    if (!ours.contains(topic)) out.push_back(topic + " is missing");
  }
  for (const auto& [property, value] : answer.fill) {
    if (!filled.contains(property)) out.push_back(property + " may be missing in the state");
  }
  return out;
}

}  // namespace waggle::homeassistant
