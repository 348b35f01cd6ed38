// Packed: many values in few octets, read one at a time. Rows of device files repeat themselves, so each text,
// list and shape of an object stands once, and what is used most has the shortest number.
//
// Knows nothing of devices. Octets that are no packed values yield null, never a read outside of them.
#pragma once

#include <map>
#include <vector>

#include "core/bytes.h"
#include "core/value.h"

namespace waggle::library {

class Packer {
 public:
  /// The value's number; an equal one that was added before has the same.
  std::uint32_t add(const Value& value);
  Bytes finish() const;

 private:
  // How one value refers to another: what a small number or a constant is, or where the rest stands.
  using Reference = std::uint64_t;
  struct Item {
    std::uint8_t tag = 0;
    std::string octets;                 // of texts and the like
    std::vector<Reference> references;  // of lists and objects
    std::uint32_t uses = 0;
    auto key() const { return std::tie(tag, octets, references); }
  };
  struct Less {
    bool operator()(const Item* a, const Item* b) const { return a->key() < b->key(); }
  };

  Reference refer(const Value& value);
  Reference intern(Item item);

  std::vector<std::unique_ptr<Item>> items_;
  std::map<const Item*, std::uint32_t, Less> known_;
  std::vector<Reference> values_;
  std::map<Reference, std::uint32_t> numbers_;
};

/// The value that `add` gave this number; null when there is none.
Value unpack(ByteView packed, std::uint32_t number);

}  // namespace waggle::library
