#include "homeassistant/device_message.h"

#include <algorithm>

namespace waggle::homeassistant {
namespace {

// The members that Home Assistant takes from the message for all of its components.
constexpr std::string_view shared[] = {"device", "origin", "availability", "availability_mode"};

}  // namespace

Announcement combine(std::vector<Announcement> all) {
  Announcement out;
  for (const std::string_view key : shared) {
    const Value* first = all.front().payload.find(key);
    const bool same = first && std::all_of(all.begin(), all.end(), [&](const Announcement& a) {
      const Value* own = a.payload.find(key);
      return own && *own == *first;
    });
    // Of the device there is one, whatever users have changed about it for one entity.
    if (!same && key != "device" && key != "origin") continue;
    out.payload.set(key, *first);
    for (Announcement& a : all) {
      if (&a != &all.front()) a.payload.erase(key);
    }
    all.front().payload.erase(key);
  }
  Object components;
  for (Announcement& a : all) {
    // <type>/<owner>/<object>/config
    const std::size_t first = a.topic.find('/'), second = a.topic.find('/', first + 1), last = a.topic.rfind('/');
    const std::string type = a.topic.substr(0, first);
    if (out.topic.empty()) out.topic = std::string(device_message) + a.topic.substr(first, second - first) + "/config";
    a.payload.set("platform", type);
    components.set(type + "_" + a.topic.substr(second + 1, last - second - 1), std::move(a.payload));
  }
  out.payload.set("components", std::move(components));
  return out;
}

}  // namespace waggle::homeassistant
