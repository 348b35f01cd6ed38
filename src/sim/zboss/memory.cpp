#include "sim/zboss/memory.h"

#include "sim/saved.h"

namespace waggle::sim::zboss {
namespace {

using saved::read;

Object object_of(const std::map<Ieee, coordinator::Key>& keys) {
  Object out;
  for (const auto& [ieee, key] : keys) out.set(to_string(ieee), to_hex(key));
  return out;
}

template <class T, class Read>
bool read_map(const Value* value, std::map<Ieee, T>& out, Read read_entry) {
  if (!value || !value->is_object()) return false;
  for (const auto& [name, entry] : value->object()) {
    const auto ieee = parse_ieee(name);
    if (!ieee || !read_entry(&entry, out[*ieee])) return false;
  }
  return true;
}

}  // namespace

Value Memory::save() const {
  Object out{{"family", "zboss"}, {"ieee", to_string(factory_ieee)}, {"role", role}, {"channels", channels}};
  if (set_ieee) out.set("set_ieee", to_string(*set_ieee));
  out.set("frame_counter", frame_counter);
  out.set("device_counter", device_counter);
  if (network) {
    out.set("network", Object{{"pan", network->pan.raw}, {"extended_pan", to_hex(network->extended_pan)}, {"channel", network->channel},
                              {"key", to_hex(network->key)}, {"key_sequence", network->key_sequence}, {"update_id", network->update_id}});
  }
  Object known;
  for (const auto& [ieee, nwk] : addresses) known.set(to_string(ieee), nwk.raw);
  out.set("addresses", std::move(known));
  out.set("keys", object_of(keys));
  out.set("install_keys", object_of(install_keys));
  return Value(std::move(out));
}

bool Memory::load(const Value& value) {
  const Value* family = value.find("family");
  Memory out{Ieee()};
  if (!family || family->string_or("") != "zboss" || !read(value.find("ieee"), out.factory_ieee)) return false;
  if (Ieee ieee; read(value.find("set_ieee"), ieee)) out.set_ieee = ieee;
  const auto key = [](const Value* entry, coordinator::Key& read_into) { return read(entry, read_into); };
  const auto nwk = [](const Value* entry, Nwk& read_into) { return read(entry, read_into.raw); };
  bool whole = read(value.find("role"), out.role) && read(value.find("channels"), out.channels) &&
               read(value.find("frame_counter"), out.frame_counter) && read(value.find("device_counter"), out.device_counter) &&
               read_map(value.find("addresses"), out.addresses, nwk) && read_map(value.find("keys"), out.keys, key) &&
               read_map(value.find("install_keys"), out.install_keys, key);
  if (const Value* held = value.find("network")) {
    coordinator::NetworkParameters& n = out.network.emplace();
    whole = whole && read(held->find("pan"), n.pan.raw) && read(held->find("extended_pan"), n.extended_pan) &&
            read(held->find("channel"), n.channel) && read(held->find("key"), n.key) && read(held->find("key_sequence"), n.key_sequence) &&
            read(held->find("update_id"), n.update_id);
  }
  if (whole) *this = out;
  return whole;
}

}  // namespace waggle::sim::zboss
