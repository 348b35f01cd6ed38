#include "coordinator/znp/nv_tables.h"

#include <fmt/core.h>

#include <algorithm>

namespace waggle::coordinator::znp {
namespace {

using Kind = TablePlace::Kind;
constexpr std::uint8_t zstack_system = 1;
constexpr std::uint16_t no_limit = 0xFFFF;

// Z-Stack 1.2 gives every device the well-known link key, so it has no tables of them.
constexpr TablePlaces places12{
    .address_manager = {Kind::one_item, 0x0023, 0},
    .trust_center_keys = {},
    .link_keys = {},
    .security_manager = {Kind::counted, 0x004C, 0},
    .security_material = {},  // see ActiveKeyItems
    .first_key_row = 0x0201,
};
constexpr TablePlaces places30x{
    .address_manager = {Kind::one_item, 0x0023, 0},
    .trust_center_keys = {Kind::item_a_row, 0x0111, 239},
    .link_keys = {Kind::item_a_row, 0x0201, 255},
    .security_manager = {Kind::counted, 0x004C, 0},
    .security_material = {Kind::item_a_row, 0x0075, 12},
    .first_key_row = 0x0201,
};
constexpr TablePlaces places3x0{
    .address_manager = {Kind::extended, 0x0001, no_limit},
    .trust_center_keys = {Kind::extended, 0x0004, no_limit},
    .link_keys = {Kind::extended, 0x0006, no_limit},
    .security_manager = {Kind::counted, 0x004C, 0},
    .security_material = {Kind::extended, 0x0007, no_limit},
    .first_key_row = 0,
};

using KeyOctets = std::array<std::uint8_t, 16>;

// The address, least significant octet first, twice.
KeyOctets doubled(Ieee ieee) {
  KeyOctets out{};
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = static_cast<std::uint8_t>(ieee.raw >> 8 * (i % 8));
  return out;
}

}  // namespace

const TablePlaces& table_places(Product product) {
  switch (product) {
    case Product::zstack12: return places12;
    case Product::zstack30x: return places30x;
    case Product::zstack3x0: break;
  }
  return places3x0;
}

KeyOctets derive_key(const KeyOctets& seed, Ieee ieee, std::uint8_t shift) {
  KeyOctets out = doubled(ieee);
  for (std::size_t i = 0; i < out.size(); ++i) out[i] ^= seed[(i + shift) % seed.size()];
  return out;
}

std::optional<std::uint8_t> shift_of_key(const KeyOctets& seed, Ieee ieee, const KeyOctets& key) {
  for (std::uint8_t shift = 0; shift < seed.size(); ++shift) {
    if (derive_key(seed, ieee, shift) == key) return shift;
  }
  return std::nullopt;
}

Error NvTables::misfit(TablePlace place, ByteView octets) {
  return {Errc::malformed, fmt::format("table {} of the radio's memory has an unknown layout: '{}'", hex16(place.item),
                                       to_hex(octets))};
}

Task<Result<std::vector<Bytes>>> NvTables::read_extended(TablePlace place) {
  std::vector<Bytes> rows;
  for (std::uint16_t sub = 0; sub < place.most_rows; ++sub) {
    const SysNvLength::Request ask{zstack_system, place.item, sub};
    CO_TRY(const auto length, co_await link_.call<SysNvLength>(ask));
    if (length.length == 0) break;
    const SysNvRead::Request want{zstack_system, place.item, sub, 0, length.length};
    CO_TRY(const auto row, co_await link_.demand<SysNvRead>(want));
    rows.push_back(row.value.bytes);
  }
  co_return rows;
}

Task<Result<std::vector<Bytes>>> NvTables::read_rows(TablePlace place, std::size_t size) {
  std::vector<Bytes> rows;
  switch (place.kind) {
    case Kind::nowhere: break;
    case Kind::extended: co_return co_await read_extended(place);
    case Kind::item_a_row:
      for (std::uint16_t i = 0; i < place.most_rows; ++i) {
        CO_TRY(auto row, co_await memory_.read(static_cast<std::uint16_t>(place.item + i)));
        if (!row) break;
        rows.push_back(std::move(*row));
      }
      break;
    case Kind::one_item:
    case Kind::counted: {
      CO_TRY(const auto all, co_await memory_.read(place.item));
      if (!all) break;
      const std::size_t before = place.kind == Kind::counted ? 2 : 0;
      if (all->size() < before || (all->size() - before) % size != 0) co_return misfit(place, *all);
      for (std::size_t at = before; at < all->size(); at += size) {
        const ByteView row = ByteView(*all).subspan(at, size);
        rows.emplace_back(row.begin(), row.end());
      }
    }
  }
  co_return rows;
}

Task<Result<>> NvTables::write_rows(TablePlace place, std::vector<Bytes> rows, std::uint16_t used) {
  switch (place.kind) {
    case Kind::nowhere: break;
    case Kind::extended: {
      CO_TRY(const std::vector<Bytes> old, co_await read_extended(place));
      for (std::size_t i = 0; i < rows.size(); ++i) {
        if (i < old.size() && old[i] == rows[i]) continue;
        SysNvWrite::Request request{zstack_system, place.item, static_cast<std::uint16_t>(i), 0, {}};
        request.value.bytes = rows[i];
        CO_TRY_DO(co_await link_.demand<SysNvWrite>(request));
      }
      break;
    }
    case Kind::item_a_row:
      for (std::size_t i = 0; i < rows.size(); ++i) {
        CO_TRY_DO(co_await memory_.write(static_cast<std::uint16_t>(place.item + i), rows[i]));
      }
      break;
    case Kind::one_item:
    case Kind::counted: {
      Writer all;
      if (place.kind == Kind::counted) all.u16(used);
      for (const Bytes& row : rows) all.bytes(row);
      if (rows.empty()) break;
      co_return co_await memory_.write(place.item, all.take());
    }
  }
  co_return Result<>{};
}

}  // namespace waggle::coordinator::znp
