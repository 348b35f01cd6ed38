// The tables that Z-Stack keeps in its non-volatile memory: addresses, keys, counters. Their rows (TI's
// structures, Z-Stack 3.0.2: AddrMgr.h, APSMEDE.h, ZDSecMgr.h, nwk.h), and which firmware keeps which table
// where. Also what the simulated radio keeps them in.
#pragma once

#include <vector>

#include "coordinator/znp/nv.h"

namespace waggle::coordinator::znp {

enum class Product : std::uint8_t { zstack12 = 0, zstack3x0 = 1, zstack30x = 2 };

/// Addresses are all zeros or all ones where there is none.
inline bool is_address(Ieee ieee) { return ieee.raw != 0 && ieee != unknown_ieee; }

// Every row is empty as it is made, and says whether it is in use.

struct AddressManagerEntry {
  static constexpr std::uint8_t associated = 1, security = 2, nobody = 0xFF;
  std::uint8_t user{};
  Nwk nwk = unknown_nwk;
  Ieee ieee = unknown_ieee;
  bool used() const { return user != 0 && user != nobody && is_address(ieee); }
  WAGGLE_FIELDS(AddressManagerEntry, user, nwk, ieee)
};
struct TrustCenterKeyEntry {
  static constexpr std::uint8_t verified = 2;
  std::uint32_t sent{};
  std::uint32_t received{};
  Ieee ieee{};
  std::uint8_t attributes{};
  std::uint8_t kind{};
  std::uint8_t seed_shift{};  // the key is the seed rotated by so many octets, mixed with the address
  bool used() const { return is_address(ieee); }
  WAGGLE_FIELDS(TrustCenterKeyEntry, sent, received, ieee, attributes, kind, seed_shift)
};
struct LinkKeyEntry {
  std::array<std::uint8_t, 16> key{};
  std::uint32_t sent{};
  std::uint32_t received{};
  bool used() const { return key != std::array<std::uint8_t, 16>{}; }
  WAGGLE_FIELDS(LinkKeyEntry, key, sent, received)
};
/// Says which device (a row of the address manager) a link key belongs to.
struct SecurityManagerEntry {
  static constexpr std::uint8_t authenticated = 1;
  std::uint16_t address_row = 0xFFFE;
  std::uint16_t key_row{};  // counted from TablePlaces::first_key_row
  std::uint8_t authentication{};
  bool used() const { return address_row < 0xFFFE && (address_row != 0 || authentication != 0); }
  WAGGLE_FIELDS(SecurityManagerEntry, address_row, key_row, authentication)
};
struct SecurityMaterialEntry {
  std::uint32_t counter{};
  std::array<std::uint8_t, 8> extended_pan{};  // little-endian; all ones: of any network
  bool used() const { return extended_pan != std::array<std::uint8_t, 8>{}; }
  WAGGLE_FIELDS(SecurityMaterialEntry, counter, extended_pan)
};
/// The network key of Z-Stack 1.2, with the counter that later firmware keeps in a table.
struct ActiveKeyItems {
  std::uint8_t sequence{};
  std::array<std::uint8_t, 16> key{};
  std::uint32_t counter{};
  WAGGLE_FIELDS(ActiveKeyItems, sequence, key, counter)
};

struct TablePlace {
  enum class Kind : std::uint8_t {
    nowhere,     // this firmware has no such table
    extended,    // a row is a sub-item of an extended item
    item_a_row,  // a row is an item; the next row is the next item
    one_item,    // all rows in one item
    counted,     // all rows in one item, after the number of rows in use
  };
  Kind kind = Kind::nowhere;
  std::uint16_t item = 0;
  std::uint16_t most_rows = 0;  // item_a_row: where the next table may begin
};
struct TablePlaces {
  TablePlace address_manager, trust_center_keys, link_keys, security_manager, security_material;
  std::uint16_t first_key_row;
};
const TablePlaces& table_places(Product product);

/// The key of a device that has a row in the table of trust centre keys.
std::array<std::uint8_t, 16> derive_key(const std::array<std::uint8_t, 16>& seed, Ieee ieee, std::uint8_t shift);
/// The shift that gives this key; nullopt when the key does not come from this seed.
std::optional<std::uint8_t> shift_of_key(const std::array<std::uint8_t, 16>& seed, Ieee ieee,
                                         const std::array<std::uint8_t, 16>& key);

/// Reads and writes tables whole.
class NvTables {
 public:
  NvTables(Link& link, NvMemory& memory) : link_(link), memory_(memory) {}

  /// All rows, in use or not; none where the firmware has no such table.
  template <class Entry>
  Task<Result<std::vector<Entry>>> read(TablePlace place) {
    const std::size_t size = encode_nv(Entry{}, memory_.alignment()).size();
    CO_TRY(const std::vector<Bytes> raw, co_await read_rows(place, size));
    std::vector<Entry> out;
    for (const Bytes& octets : raw) {
      Entry entry;
      if (!decode_nv(entry, memory_.alignment(), octets)) co_return misfit(place, octets);
      out.push_back(entry);
    }
    co_return out;
  }
  /// Replaces all rows of a table; `rows` is as long as the table is. Rows that stay are not written.
  template <class Entry>
  Task<Result<>> write(TablePlace place, std::vector<Entry> rows) {
    std::vector<Bytes> raw;
    std::uint16_t used = 0;
    for (const Entry& entry : rows) {
      raw.push_back(encode_nv(entry, memory_.alignment()));
      if (entry.used()) ++used;
    }
    co_return co_await write_rows(place, std::move(raw), used);
  }

 private:
  Task<Result<std::vector<Bytes>>> read_rows(TablePlace place, std::size_t size);
  Task<Result<std::vector<Bytes>>> read_extended(TablePlace place);
  Task<Result<>> write_rows(TablePlace place, std::vector<Bytes> rows, std::uint16_t used);
  static Error misfit(TablePlace place, ByteView octets);

  Link& link_;
  NvMemory& memory_;
};

}  // namespace waggle::coordinator::znp
