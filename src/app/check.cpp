// waggle check: what is wrong in a data folder, without starting or changing anything.
#include <fmt/core.h>

#include "app/device_files.h"
#include "app/options.h"
#include "network/database.h"
#include "settings/settings.h"

namespace waggle::app {
namespace {

/// The disk, of which nothing is changed.
class ReadOnly final : public io::Files {
 public:
  Result<std::string> read(const std::string& path) override { return io::disk().read(path); }
  Result<> replace(const std::string&, std::string_view) override { return {}; }
  bool exists(const std::string& path) override { return io::disk().exists(path); }
  Result<> remove(const std::string&) override { return {}; }
  Result<> make_folder(const std::string&) override { return {}; }
  std::vector<std::string> list(const std::string& folder) override { return io::disk().list(folder); }
};

}  // namespace

int check(const std::string& data) {
  ReadOnly files;
  int problems = 0;
  auto tell = [&](std::string_view text) {
    fmt::print("{}\n", text);
    ++problems;
  };
  auto settings = settings::Settings::load(files, data, settings::process_environment());
  if (settings) {
    for (const std::string& warning : (*settings)->warnings()) fmt::print("{}\n", warning);
    fmt::print("{}/configuration.yaml: {} devices and {} groups are named\n", data, (*settings)->devices().size(), (*settings)->groups().size());
  } else {
    tell(settings.error().text);
  }
  library::Library library(library::built_in_library());
  for (const std::string& problem : load_device_files(files, data, library)) tell(problem);
  const std::string path = data + "/database.db";
  if (files.exists(path)) {
    auto text = files.read(path);
    if (text) {
      const auto identify = [&](network::Device& device) {
        if (const library::Identified known = library.identify(device)) device.catalogue = known.definition->catalogue();
      };
      const network::Records records = network::parse_database(*text, identify);
      for (const std::string& problem : records.problems) tell(path + ", " + problem);
      fmt::print("{}: {} devices and {} groups\n", path, records.devices.size(), records.groups.size());
    } else {
      tell(text.error().text);
    }
  }
  if (problems > 0) {
    fmt::print("{} problem{}\n", problems, problems == 1 ? "" : "s");
  } else {
    fmt::print("All is well.\n");
  }
  return problems == 0 ? 0 : 1;
}

}  // namespace waggle::app
