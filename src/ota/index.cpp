#include "ota/index.h"

#include <algorithm>
#include <limits>

namespace waggle::ota {
namespace {

template <class T>
void read(const Value& entry, std::string_view key, std::optional<T>& out) {
  const Value* v = entry.find(key);
  const auto n = v ? v->integer(0, std::numeric_limits<T>::max()) : std::nullopt;
  if (n) out = static_cast<T>(*n);
}

std::string text(const Value& entry, std::string_view key) {
  const Value* v = entry.find(key);
  return std::string(v ? v->string_or("") : std::string_view());
}

std::optional<IndexEntry> parse_entry(const Value& entry) {
  IndexEntry out;
  out.url = text(entry, "url");
  if (out.url.empty()) return std::nullopt;
  read(entry, "manufacturerCode", out.manufacturer);
  read(entry, "imageType", out.image_type);
  read(entry, "fileVersion", out.file_version);
  read(entry, "fileSize", out.file_size);
  out.sha512 = text(entry, "sha512");
  const Value* force = entry.find("force");
  out.force = force && truthy(*force);
  out.model = text(entry, "modelId");
  if (const Value* names = entry.find("manufacturerName")) {
    if (names->is_string()) out.maker_names.push_back(names->string());
    if (names->is_array()) {
      for (const Value& name : names->array()) out.maker_names.emplace_back(name.string_or(""));
    }
  }
  out.header_text = text(entry, "otaHeaderString");
  read(entry, "minFileVersion", out.min_version);
  read(entry, "maxFileVersion", out.max_version);
  read(entry, "hardwareVersionMin", out.min_hardware);
  read(entry, "hardwareVersionMax", out.max_hardware);
  if (const Value* notes = entry.find("releaseNotes"); notes && notes->is_string()) out.release_notes = notes->string();
  return out;
}

bool has(const std::vector<std::string>& list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

bool is_for(const IndexEntry& entry, const Candidate& device, const Names& names) {
  if (entry.image_type != device.image_type || entry.manufacturer != device.manufacturer) return false;
  if (entry.min_version && device.file_version < *entry.min_version) return false;
  if (entry.max_version && device.file_version > *entry.max_version) return false;
  // Makers use one code for several products, or one product name for several codes: Tuya's devices differ
  // in the maker's name, Gledopto's in the model.
  if (!entry.model.empty() && entry.model != names.model && entry.model != names.other.model) return false;
  if (!entry.maker_names.empty() && !has(entry.maker_names, names.maker_name) &&
      (names.other.maker_name.empty() || !has(entry.maker_names, names.other.maker_name))) {
    return false;
  }
  // A device that does not tell its hardware gets nothing that is for some hardware alone.
  if (entry.min_hardware && device.hardware_version.value_or(0) < *entry.min_hardware) return false;
  if ((entry.min_hardware || entry.max_hardware) && !device.hardware_version) return false;
  return !entry.max_hardware || *device.hardware_version <= *entry.max_hardware;
}

}  // namespace

void IndexEntry::describe(const ImageHeader& header) {
  manufacturer = header.manufacturer;
  image_type = header.image_type;
  file_version = header.file_version;
}

Result<Index> parse_index(const Value& document, int& skipped) {
  if (!document.is_array()) return Error{Errc::malformed, "it is no list of images"};
  Index out;
  skipped = 0;
  for (const Value& entry : document.array()) {
    if (auto parsed = parse_entry(entry)) {
      out.push_back(std::move(*parsed));
    } else {
      ++skipped;
    }
  }
  return out;
}

const IndexEntry* find_entry(const Index& index, const Candidate& device, const Names& names) {
  const auto found = std::find_if(index.begin(), index.end(), [&](const IndexEntry& e) { return is_for(e, device, names); });
  return found == index.end() ? nullptr : &*found;
}

}  // namespace waggle::ota
