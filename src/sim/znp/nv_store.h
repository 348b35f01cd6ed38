// The non-volatile memory of a virtual Z-Stack radio: OSAL items, and the extended tables of newer
// firmware. Holds octets; what they mean is said in tables.h and coordinator/znp/nv.h.
#pragma once

#include <map>
#include <optional>

#include "core/bytes.h"
#include "core/value.h"

namespace waggle::sim::znp {

class NvStore {
 public:
  struct ExtendedKey {
    std::uint8_t system = 0;
    std::uint16_t item = 0;
    std::uint16_t sub = 0;
    auto operator<=>(const ExtendedKey&) const = default;
  };

  const Bytes* find(std::uint16_t item) const;
  void put(std::uint16_t item, Bytes value) { items_[item] = std::move(value); }
  /// False when the item does not exist or is too short.
  bool write(std::uint16_t item, std::size_t offset, ByteView part);
  bool erase(std::uint16_t item) { return items_.erase(item) > 0; }

  const Bytes* find(const ExtendedKey& key) const;
  void put(const ExtendedKey& key, Bytes value) { extended_[key] = std::move(value); }
  bool write(const ExtendedKey& key, std::size_t offset, ByteView part);
  bool erase(const ExtendedKey& key) { return extended_.erase(key) > 0; }

  void clear();
  bool empty() const { return items_.empty(); }

  Value save() const;
  /// False, and nothing loaded, when the value is no saved memory.
  bool load(const Value& saved);

 private:
  std::map<std::uint16_t, Bytes> items_;
  std::map<ExtendedKey, Bytes> extended_;
};

}  // namespace waggle::sim::znp
