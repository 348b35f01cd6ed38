#include "network/zha_backup.h"

#include <algorithm>
#include <map>
#include <string>

namespace waggle::network {
namespace {

/// "00:12:4b…" as "00124b…".
std::string plain(std::string_view text) {
  std::string out(text);
  std::erase(out, ':');
  return out;
}
std::string plain(const Value* text) { return plain(text ? text->string_or("") : ""); }
Value or_nothing(const Value* value) { return value ? *value : Value(); }

Object device(const std::string& ieee) { return Object{{"ieee_address", ieee}, {"nwk_address", Value()}, {"is_child", false}}; }

/// ZHA keeps addresses, children and keys in lists of their own.
Array devices(const Value& network) {
  std::map<std::string, Object> out;
  const auto known = [&](std::string ieee) -> Object& { return out.try_emplace(ieee, device(ieee)).first->second; };
  if (const Value* addresses = network.find("nwk_addresses"); addresses && addresses->is_object()) {
    for (const auto& [ieee, nwk] : addresses->object()) known(plain(ieee)).set("nwk_address", nwk);
  }
  if (const Value* children = network.find("children"); children && children->is_array()) {
    for (const Value& child : children->array()) known(plain(&child)).set("is_child", true);
  }
  if (const Value* keys = network.find("key_table"); keys && keys->is_array()) {
    for (const Value& key : keys->array()) {
      known(plain(key.find("partner_ieee"))).set("link_key", Object{{"key", plain(key.find("key"))},
                                                                    {"tx_counter", or_nothing(key.find("tx_counter"))},
                                                                    {"rx_counter", or_nothing(key.find("rx_counter"))}});
    }
  }
  Array list;
  for (auto& [ieee, one] : out) list.emplace_back(std::move(one));
  return list;
}

}  // namespace

bool is_zha_backup(const Value& file) { return file.find("network_info") && file.find("node_info"); }

Value opened(const Value& zha) {
  const Value nothing;
  const Value* found = zha.find("network_info");
  const Value& network = found ? *found : nothing;
  Object out;
  out.set("metadata", Object{{"format", "zigpy/open-coordinator-backup"}, {"version", 1},
                             {"internal", Object{{"creation_time", or_nothing(zha.find("backup_time"))}}}});
  out.set("stack_specific", or_nothing(network.find("stack_specific")));
  out.set("coordinator_ieee", plain(zha.find("node_info", "ieee")));
  for (const char* same : {"nwk_update_id", "security_level", "channel", "channel_mask"}) out.set(same, or_nothing(network.find(same)));
  for (const char* text : {"pan_id", "extended_pan_id"}) out.set(text, plain(network.find(text)));
  out.set("network_key", Object{{"key", plain(network.find("network_key", "key"))},
                                {"sequence_number", or_nothing(network.find("network_key", "seq"))},
                                {"frame_counter", or_nothing(network.find("network_key", "tx_counter"))}});
  out.set("devices", devices(network));
  return Value(std::move(out));
}

}  // namespace waggle::network
