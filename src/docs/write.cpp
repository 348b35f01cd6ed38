#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "docs/docs.h"

namespace waggle::docs {
namespace {

std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return text;
}

}  // namespace

std::string index(std::vector<IndexRow> rows) {
  std::sort(rows.begin(), rows.end(), [](const IndexRow& a, const IndexRow& b) {
    return std::make_pair(lower(a.vendor), lower(a.model)) < std::make_pair(lower(b.vendor), lower(b.model));
  });
  std::string out = "# Supported devices\n\n";
  out += fmt::format("{} devices are known by name. A device that is not among them joins all the same; "
                     "[a few lines of YAML](add-a-device.md) make it known.\n", rows.size());
  const IndexRow* last = nullptr;
  for (const IndexRow& row : rows) {
    if (!last || last->vendor != row.vendor) {
      out += fmt::format("\n## {}\n\n| Model | Description | Exposes |\n|-------|-------------|---------|\n", row.vendor);
    }
    out += fmt::format("| [{}](devices/{}) | {} | {} |\n", row.model, row.file, row.description, row.exposes);
    last = &row;
  }
  return out;
}

Result<> write_all(io::Files& files, library::Library& library, const std::string& folder) {
  TRY_DO(files.make_folder(folder));
  TRY_DO(files.make_folder(folder + "/devices"));
  std::vector<IndexRow> rows;
  std::set<std::string> names;
  Result<> outcome;
  auto write = [&](const Subject& subject) {
    if (!outcome) return;
    std::string name = file_name(subject.model());
    if (!names.insert(lower(name)).second) {  // two makers, one model; some disks see no capitals
      name = file_name(fmt::format("{} {}", subject.vendor(), subject.model()));
      names.insert(lower(name));
    }
    const std::string path = folder + "/devices/" + name;
    Kept kept;
    if (files.exists(path)) {
      auto earlier = files.read(path);
      if (!earlier) {
        outcome = std::move(earlier.error());
        return;
      }
      kept = keep_from(*earlier);
    }
    outcome = files.replace(path, page(subject, kept));
    rows.push_back({std::string(subject.vendor()), std::string(subject.model()), std::string(subject.description()),
                    exposes_summary(subject.definition.exposes(nullptr, {})), name});
  };
  library.for_each([&](const library::Definition& definition, const library::PageFacts& facts) {
    write({definition, facts});
    for (const library::WhiteLabel& label : definition.white_labels) {
      if (!label.matches.empty() && label.model != definition.model) write({definition, facts, &label});
    }
  });
  TRY_DO(std::move(outcome));
  TRY_DO(files.replace(folder + "/supported-devices.md", index(std::move(rows))));
  return files.replace(folder + "/device-files.md", device_file_reference());
}

}  // namespace waggle::docs
