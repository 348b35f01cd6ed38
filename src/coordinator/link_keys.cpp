#include "coordinator/link_keys.h"

#include "zigbee/install_code.h"

namespace waggle::coordinator {
namespace {

Key hash_behind(const Key& key, std::uint8_t mask, ByteView octets) {
  Bytes all;
  all.reserve(key.size() + octets.size());
  for (const std::uint8_t octet : key) all.push_back(octet ^ mask);
  all.insert(all.end(), octets.begin(), octets.end());
  return aes_mmo_hash(all);
}

}  // namespace

Key keyed_hash(const Key& key, ByteView octets) {
  constexpr std::uint8_t inner = 0x36, outer = 0x5C;
  return hash_behind(key, outer, hash_behind(key, inner, octets));
}

Key hashed_link_key(const Key& secret, Ieee device) {
  Writer octets;
  octets.u64(device.raw);
  return keyed_hash(secret, octets.view());
}

}  // namespace waggle::coordinator
