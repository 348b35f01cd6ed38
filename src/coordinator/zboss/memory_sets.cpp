#include "coordinator/zboss/memory_sets.h"

#include <algorithm>

namespace waggle::coordinator::zboss {
namespace {
constexpr std::size_t address_padding = 5, key_padding = 3, key_set_header = 4;  // octets without a meaning that is known
}  // namespace

Bytes encode(const CounterSet& set) {
  Writer out;
  return out.u32(set.network).u32(set.devices).take();
}

std::optional<CounterSet> decode_counters(ByteView octets) {
  Reader in(octets);
  CounterSet out;
  out.network = in.u32();
  out.devices = in.u32();
  if (!in.ok()) return std::nullopt;
  return out;
}

Bytes encode(const AddressSet& set) {
  Writer out;
  out.u8(std::min(set.entries.size(), AddressSet::most)).u8(AddressSet::version).u16(0);
  for (const AddressSet::Entry& entry : set.entries) {
    out.u64(entry.ieee.raw).u16(entry.nwk.raw).u8(entry.index).uint(0, address_padding);
  }
  return out.take();
}

std::optional<AddressSet> decode_addresses(ByteView octets) {
  Reader in(octets);
  AddressSet out;
  const std::size_t count = in.u8();
  (void)in.bytes(1 + 2);  // the version again, and padding
  for (std::size_t i = 0; i < count && in.ok(); ++i) {
    AddressSet::Entry& entry = out.entries.emplace_back();
    entry.ieee = Ieee(in.u64());
    entry.nwk = Nwk(in.u16());
    entry.index = in.u8();
    (void)in.bytes(address_padding);
  }
  if (!in.ok()) return std::nullopt;
  return out;
}

Bytes encode(const KeySet& set) {
  Writer out;
  out.uint(0, key_set_header);
  for (const KeySet::Entry& entry : set.entries) out.u64(entry.ieee.raw).bytes(entry.key).u8(entry.flags).uint(0, key_padding);
  return out.take();
}

std::optional<KeySet> decode_keys(ByteView octets) {
  Reader in(octets);
  KeySet out;
  (void)in.bytes(key_set_header);
  while (in.ok() && in.remaining() > 0) {
    KeySet::Entry& entry = out.entries.emplace_back();
    entry.ieee = Ieee(in.u64());
    std::ranges::copy(in.bytes(entry.key.size()), entry.key.begin());
    entry.flags = in.u8();
    (void)in.bytes(key_padding);
  }
  if (!in.ok()) return std::nullopt;
  return out;
}

}  // namespace waggle::coordinator::zboss
