#include "sim/znp/nv_store.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>

namespace waggle::sim::znp {
namespace {

template <class Map, class Key>
const Bytes* find_in(const Map& map, const Key& key) {
  const auto at = map.find(key);
  return at == map.end() ? nullptr : &at->second;
}

bool overwrite(Bytes& value, std::size_t offset, ByteView part) {
  if (offset + part.size() > value.size()) return false;
  std::copy(part.begin(), part.end(), value.begin() + static_cast<std::ptrdiff_t>(offset));
  return true;
}

/// "1.4.12" or "33": the numbers of a key.
std::optional<std::vector<unsigned>> numbers(std::string_view text) {
  std::vector<unsigned> out;
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at != end) {
    unsigned number = 0;
    const auto parsed = std::from_chars(at, end, number);
    if (parsed.ec != std::errc{} || number > 0xFFFF) return std::nullopt;
    out.push_back(number);
    at = parsed.ptr;
    if (at != end && *at++ != '.') return std::nullopt;
  }
  return out;
}

}  // namespace

const Bytes* NvStore::find(std::uint16_t item) const { return find_in(items_, item); }
const Bytes* NvStore::find(const ExtendedKey& key) const { return find_in(extended_, key); }

bool NvStore::write(std::uint16_t item, std::size_t offset, ByteView part) {
  const auto at = items_.find(item);
  return at != items_.end() && overwrite(at->second, offset, part);
}
bool NvStore::write(const ExtendedKey& key, std::size_t offset, ByteView part) {
  const auto at = extended_.find(key);
  return at != extended_.end() && overwrite(at->second, offset, part);
}

void NvStore::clear() {
  items_.clear();
  extended_.clear();
}

Value NvStore::save() const {
  Object items;
  for (const auto& [item, value] : items_) items.set(std::to_string(item), to_hex(value));
  Object extended;
  for (const auto& [key, value] : extended_) {
    extended.set(fmt::format("{}.{}.{}", key.system, key.item, key.sub), to_hex(value));
  }
  return Object{{"items", std::move(items)}, {"extended", std::move(extended)}};
}

bool NvStore::load(const Value& saved) {
  NvStore fresh;
  const Value* items = saved.find("items");
  const Value* extended = saved.find("extended");
  if (!items || !items->is_object() || !extended || !extended->is_object()) return false;
  for (const auto& [name, text] : items->object()) {
    const auto key = numbers(name);
    auto octets = text.is_string() ? from_hex(text.string()) : std::nullopt;
    if (!key || key->size() != 1 || !octets) return false;
    fresh.put(static_cast<std::uint16_t>((*key)[0]), std::move(*octets));
  }
  for (const auto& [name, text] : extended->object()) {
    const auto key = numbers(name);
    auto octets = text.is_string() ? from_hex(text.string()) : std::nullopt;
    if (!key || key->size() != 3 || (*key)[0] > 0xFF || !octets) return false;
    fresh.put(
        ExtendedKey{static_cast<std::uint8_t>((*key)[0]), static_cast<std::uint16_t>((*key)[1]),
                    static_cast<std::uint16_t>((*key)[2])},
        std::move(*octets));
  }
  *this = std::move(fresh);
  return true;
}

}  // namespace waggle::sim::znp
