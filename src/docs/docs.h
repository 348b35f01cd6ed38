// Docs: the pages about devices, in Markdown, in the form in which Zigbee2MQTT's users know them. Written
// from definitions alone; what is new in the library is on its page without anybody writing one.
// Knows nothing of networks and of the bridge.
#pragma once

#include <string>
#include <vector>

#include "io/files.h"
#include "library/library.h"
#include "library/page.h"

namespace waggle::docs {

/// One page: a definition under its own name, or under that of a white label.
struct Subject {
  const library::Definition& definition;
  const library::PageFacts& facts;
  const library::WhiteLabel* white_label = nullptr;

  std::string_view vendor() const;
  std::string_view model() const;
  std::string_view description() const;
};

/// What people have put into an earlier page, and the device file does not know.
struct Kept {
  std::string added;
  std::string notes;  // all between the two Notes comments
};
Kept keep_from(std::string_view earlier_page);

std::string page(const Subject& subject, const Kept& kept = {});
/// "HS1DS/HS3DS" → "HS1DS_HS3DS.md"
std::string file_name(std::string_view model);
/// "occupancy, lock (state), linkquality"
std::string exposes_summary(const std::vector<library::Expose>& exposes);

struct IndexRow {
  std::string vendor;
  std::string model;
  std::string description;
  std::string exposes;
  std::string file;
};
/// supported-devices.md: every page, by maker.
std::string index(std::vector<IndexRow> rows);

/// The reference of device files: every key, every block with its options.
std::string device_file_reference();

/// <folder>/devices/<model>.md for every definition and every white label that is recognised by itself,
/// <folder>/supported-devices.md and <folder>/device-files.md. Notes people wrote into a page stay.
Result<> write_all(io::Files& files, library::Library& library, const std::string& folder);

}  // namespace waggle::docs
