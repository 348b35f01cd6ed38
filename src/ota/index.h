// The index of firmware: which images there are, and which of them is for a device. Pure. The format is that
// of zigbee-OTA (github.com/Koenkk/zigbee-OTA), which users also write by hand.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/value.h"
#include "ota/image.h"

namespace waggle::ota {

struct IndexEntry {
  std::string url;  // a file where it is none
  std::optional<std::uint16_t> manufacturer;
  std::optional<std::uint16_t> image_type;
  std::optional<std::uint32_t> file_version;
  std::optional<std::uint32_t> file_size;
  std::string sha512;
  bool force = false;  // whatever version the device has
  // Whom it is for, beyond maker and type; what is not there does not matter.
  std::string model;
  std::vector<std::string> maker_names;
  std::string header_text;
  std::optional<std::uint32_t> min_version;
  std::optional<std::uint32_t> max_version;
  std::optional<std::uint32_t> min_hardware;
  std::optional<std::uint32_t> max_hardware;
  std::optional<std::string> release_notes;

  /// It can be told for whom it is without looking at the image.
  bool described() const { return manufacturer && image_type && file_version; }
  void describe(const ImageHeader& header);
};
using Index = std::vector<IndexEntry>;

/// Entries that nothing can be made of are left out, and `skipped` counts them.
Result<Index> parse_index(const Value& document, int& skipped);

/// What a device says of itself when it asks for an image.
struct Candidate {
  std::uint16_t manufacturer = 0;
  std::uint16_t image_type = 0;
  std::uint32_t file_version = 0;
  std::optional<std::uint16_t> hardware_version;
};

/// Under what other words its definition says that the index has a device.
struct OtherWords {
  std::string model;
  std::string maker_name;
};

struct Names {
  std::string_view model;
  std::string_view maker_name;
  OtherWords other;
};

/// The first entry that is for the device; nullptr when none is.
const IndexEntry* find_entry(const Index& index, const Candidate& device, const Names& names);

}  // namespace waggle::ota
