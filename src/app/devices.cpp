// waggle devices: what Waggle knows, searched by words.
#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "app/device_files.h"
#include "app/options.h"

namespace waggle::app {
namespace {

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return text;
}

bool has_all(const std::string& text, const std::vector<std::string>& words) {
  const std::string whole = lower(text);
  return std::all_of(words.begin(), words.end(), [&](const std::string& word) { return whole.find(lower(word)) != std::string::npos; });
}

struct Row {
  std::string vendor;
  std::string model;
  std::string description;
};

}  // namespace

int devices(const DevicesOptions& options) {
  library::Library library(library::built_in_library());
  if (!options.data.empty()) {
    for (const std::string& problem : load_device_files(io::disk(), options.data, library)) fmt::print(stderr, "{}\n", problem);
  }
  std::vector<Row> rows;
  auto offer = [&](const std::string& vendor, const std::string& model, const std::string& description) {
    if (has_all(vendor + " " + model + " " + description, options.words)) rows.push_back({vendor, model, description});
  };
  library.for_each([&](const library::Definition& definition, const library::PageFacts&) {
    offer(definition.vendor, definition.model, definition.description);
    for (const library::WhiteLabel& label : definition.white_labels) {
      offer(label.vendor, label.model, label.description.empty() ? definition.description : label.description);
    }
  });
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return std::tie(a.vendor, a.model) < std::tie(b.vendor, b.model); });
  std::size_t vendor_width = 0;
  std::size_t model_width = 0;
  for (const Row& row : rows) {
    vendor_width = std::max(vendor_width, row.vendor.size());
    model_width = std::max(model_width, row.model.size());
  }
  for (const Row& row : rows) fmt::print("{:{}}  {:{}}  {}\n", row.vendor, vendor_width, row.model, model_width, row.description);
  if (rows.empty()) fmt::print("No device has all of '{}' in its vendor, model or description.\n", fmt::join(options.words, " "));
  return rows.empty() ? 1 : 0;
}

}  // namespace waggle::app
