#include "sim/ember/memory.h"

#include "sim/saved.h"

namespace waggle::sim::ember {
namespace {

using saved::read;

}  // namespace

void Memory::forget_network() {
  network.reset();
  members.clear();
}

Value Memory::save() const {
  Object out{{"family", "ember"}, {"ieee", to_string(factory_ieee)}};
  if (restored_ieee) out.set("restored_ieee", to_string(*restored_ieee));
  out.set("link_key", to_hex(link_key));
  out.set("channels", channels);
  out.set("power", power);
  out.set("frame_counter", frame_counter);
  if (network) {
    out.set("network", Object{{"pan", network->pan.raw}, {"extended_pan", to_hex(network->extended_pan)}, {"channel", network->channel},
                              {"key", to_hex(network->key)}, {"key_sequence", network->key_sequence}, {"update_id", network->update_id}});
  }
  Array keys;
  for (std::size_t i = 0; i < link_keys.size(); ++i) {
    if (!link_keys[i]) continue;
    const auto& entry = *link_keys[i];
    keys.push_back(Object{{"place", i}, {"ieee", to_string(entry.ieee)}, {"key", to_hex(entry.key.key)}, {"sent", entry.key.sent},
                          {"received", entry.key.received}});
  }
  out.set("link_keys", std::move(keys));
  Array list;
  for (const Ieee ieee : members) list.push_back(to_string(ieee));
  out.set("members", std::move(list));
  return Value(std::move(out));
}

bool Memory::load(const Value& saved) {
  const Value* family = saved.find("family");
  Memory out{Ieee()};
  if (!family || family->string_or("") != "ember" || !read(saved.find("ieee"), out.factory_ieee)) return false;
  if (Ieee ieee; read(saved.find("restored_ieee"), ieee)) out.restored_ieee = ieee;
  bool whole = read(saved.find("link_key"), out.link_key) && read(saved.find("channels"), out.channels) &&
               read(saved.find("power"), out.power) && read(saved.find("frame_counter"), out.frame_counter);
  if (const Value* network_saved = saved.find("network")) {
    coordinator::NetworkParameters& n = out.network.emplace();
    whole = whole && read(network_saved->find("pan"), n.pan.raw) && read(network_saved->find("extended_pan"), n.extended_pan) &&
            read(network_saved->find("channel"), n.channel) && read(network_saved->find("key"), n.key) &&
            read(network_saved->find("key_sequence"), n.key_sequence) && read(network_saved->find("update_id"), n.update_id);
  }
  const Value* keys = saved.find("link_keys");
  const Value* list = saved.find("members");
  if (!whole || !keys || !keys->is_array() || !list || !list->is_array()) return false;
  for (const Value& key : keys->array()) {
    std::uint8_t place = 0;
    LinkKeyEntry entry;
    if (!read(key.find("place"), place) || place >= link_key_places || !read(key.find("ieee"), entry.ieee) ||
        !read(key.find("key"), entry.key.key) || !read(key.find("sent"), entry.key.sent) || !read(key.find("received"), entry.key.received)) {
      return false;
    }
    out.link_keys[place] = entry;
  }
  for (const Value& member : list->array()) {
    if (Ieee ieee; read(&member, ieee)) out.members.insert(ieee);
  }
  *this = out;
  return true;
}

}  // namespace waggle::sim::ember
