#include "app/device_files.h"

namespace waggle::app {

std::vector<std::string> load_device_files(io::Files& files, const std::string& folder, library::Library& library) {
  std::vector<std::string> problems;
  std::vector<library::SourceFile> sources;
  const std::string devices = folder + "/devices";
  for (const std::string& name : files.list(devices)) {
    if (!name.ends_with(".yaml") && !name.ends_with(".yml")) continue;
    const std::string path = devices + "/" + name;
    auto text = files.read(path);
    if (text) {
      sources.push_back({path, std::move(*text)});
    } else {
      problems.push_back(text.error().text);
    }
  }
  const library::Compiled compiled = library.load_user_files(sources);
  for (const library::Problem& p : compiled.problems.list()) problems.push_back(p.where + ": " + p.text);
  return problems;
}

}  // namespace waggle::app
