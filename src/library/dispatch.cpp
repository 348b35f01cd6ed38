#include "library/dispatch.h"

#include <algorithm>
#include <charconv>

#include "core/json.h"

namespace waggle::library {
namespace {

std::optional<unsigned> whole_number(std::string_view text) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// "state_l1" → "state" and "l1", when the device has an endpoint of that name.
std::optional<std::pair<std::string, std::string>> split(std::string_view key, const EndpointNames& names) {
  for (std::size_t at = key.find('_'); at != std::string_view::npos; at = key.find('_', at + 1)) {
    if (names.find(key.substr(at + 1))) return std::make_pair(std::string(key.substr(0, at)), std::string(key.substr(at + 1)));
  }
  return std::nullopt;
}

// The message as an encoder of one endpoint reads it: that endpoint's keys without its name.
Object for_endpoint(const Object& message, const std::string& name) {
  Object out = message;
  if (name.empty()) return out;
  for (const auto& [key, value] : message) {
    if (!key.ends_with(name)) continue;
    out.erase(key);
    out.set(key.size() > name.size() ? std::string_view(key).substr(0, key.size() - name.size() - 1) : std::string_view(), value);
  }
  return out;
}

std::string property(const Call& call) {
  return call.endpoint_name.empty() ? call.key : call.key + "_" + call.endpoint_name;
}

}  // namespace

// Zigbee2MQTT sorts with a comparison that looks at its left side alone. What that does to the order is
// fixed by the sorting algorithm of its runtime: the keys that go first come out reversed.
std::vector<const Member*> setting_order(const Object& message) {
  const Value* state = message.find("state");
  std::string word(state ? state->string_or("") : "");
  std::transform(word.begin(), word.end(), word.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  const bool off = word == "off";
  std::vector<const Member*> first;
  std::vector<const Member*> rest;
  for (const Member& member : message) {
    const bool main = member.key == "state" || member.key == "brightness" || member.key == "brightness_percent";
    (main != off ? first : rest).push_back(&member);
  }
  std::reverse(first.begin(), first.end());
  first.insert(first.end(), rest.begin(), rest.end());
  return first;
}

std::optional<EndpointId> find_endpoint(const Device& device, const Definition* definition, std::string_view name) {
  if (!name.empty()) {
    if (const auto number = whole_number(name)) {
      const EndpointId id(static_cast<std::uint8_t>(*number));
      return *number < 256 && device.find_endpoint(id) ? std::optional(id) : std::nullopt;
    }
  }
  const std::string_view key = name.empty() ? std::string_view("default") : name;
  if (definition) {
    if (const auto id = definition->endpoints->find(key)) {
      return device.find_endpoint(*id) ? id : std::nullopt;
    }
  }
  if (key == "default" && device.endpoint_count() > 0) return device.endpoint(0).id;
  return std::nullopt;
}

std::vector<Call> dispatch(const Target& target, bool set, const Object& message) {
  std::vector<Call> out;
  for (const Member* member : setting_order(message)) {
    Call call;
    call.key = member->key;
    call.value = member->value;
    call.endpoint_name = target.endpoint;
    const Definition* own = target.device && !target.definitions.empty() ? target.definitions[0] : nullptr;
    if (own) {
      if (auto parts = split(member->key, *own->endpoints)) {
        call.key = std::move(parts->first);
        call.endpoint_name = std::move(parts->second);
      }
      const auto id = find_endpoint(*target.device, own, call.endpoint_name);
      if (!id) {
        call.problem = "Device '" + target.name + "' has no endpoint '" + call.endpoint_name + "'";
        call.serves.push_back({member->key, property(call)});
        out.push_back(std::move(call));
        continue;
      }
      call.endpoint = *id;
    }
    for (const Definition* definition : target.definitions) {
      call.encoder = definition->find_encoder(call.key, call.endpoint_name);
      if (call.encoder) break;
    }
    if (set && call.encoder) {
      const auto same = std::find_if(out.begin(), out.end(), [&](const Call& c) {
        return c.encoder == call.encoder && c.endpoint == call.endpoint;
      });
      if (same != out.end()) {
        call.endpoint_name = same->endpoint_name;
        same->serves.push_back({member->key, property(call)});
        continue;
      }
    }
    if (!call.encoder) {
      call.problem = "No converter available for '" + call.key + "' on '" + target.name + "': (" +
                     json::dump(member->value, json::Keys::sorted) + ")";
    } else if (set ? !call.encoder->set : !call.encoder->get) {
      call.problem = std::string("No converter available for '") + (set ? "set" : "get") + "' '" + call.key + "' (" + to_text(member->value) + ")";
      call.encoder = nullptr;
    } else {
      if (own && whole_number(call.endpoint_name)) {
        const auto name = own->endpoints->name_of(call.endpoint);
        if (!name.empty()) call.endpoint_name = name;
      }
      call.message = for_endpoint(message, call.endpoint_name);
    }
    call.serves.push_back({member->key, property(call)});
    out.push_back(std::move(call));
  }
  return out;
}

}  // namespace waggle::library
