// ./run frames DIR [--show]
//
// Reads recorded frames and counts those that Waggle understands. README.md says what that means and
// what the files look like.
#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>

#include "core/json.h"
#include "frames/check.h"

namespace waggle::frames {
namespace {

namespace fs = std::filesystem;

class Run {
 public:
  bool show = false;

  void file(const fs::path& path) {
    std::ifstream in(path);
    const std::string name = path.filename().string();
    const int before = good_;
    const int all_before = all_;
    std::map<std::string_view, int> left_out;
    std::string line;
    for (int number = 1; std::getline(in, line); ++number) {
      if (line.empty()) continue;
      const std::string place = fmt::format("{}:{}", name, number);
      const auto record = json::parse(line);
      const Value* hex = record ? record->find("hex") : nullptr;
      const auto octets = hex ? from_hex(hex->string_or("?")) : std::nullopt;
      if (!octets) {
        count(place, line, Error{Errc::malformed, record ? "has no octets in 'hex'" : record.error().text});
        continue;
      }
      const Value* ok = record->find("ok");
      const Value* layer_name = record->find("layer");
      const Layer* layer = find_layer(layer_name ? layer_name->string_or("") : "", *octets);
      if (!layer) {
        ++left_out["no driver for this protocol yet"];
      } else if (!layer->check) {
        ++left_out[layer->reason];
      } else if (ok && !ok->bool_or(true)) {
        ++left_out["marked as damaged"];
      } else {
        count(place, line, layer->check(*record, *octets));
      }
    }
    if (all_ > all_before) fmt::print("{}: {} of {}\n", name, good_ - before, all_ - all_before);
    for (const auto& [reason, how_many] : left_out) fmt::print("{}: {} skipped: {}\n", name, how_many, reason);
  }

  int summary() const {
    fmt::print("frames: {} of {}\n", good_, all_);
    return good_ == all_ && all_ > 0 ? 0 : 1;
  }

 private:
  void count(const std::string& place, const std::string& line, const Result<>& outcome) {
    ++all_;
    if (outcome) {
      ++good_;
      return;
    }
    fmt::print("{}: {}\n", place, outcome.error().text);
    if (show) fmt::print("    {}\n", line);
  }

  int good_ = 0;
  int all_ = 0;
};

}  // namespace
}  // namespace waggle::frames

int main(int argc, char** argv) {
  namespace fs = std::filesystem;
  waggle::frames::Run run;
  std::string folder;
  CLI::App app("Reads recorded frames and counts those that Waggle decodes, encodes and agrees with");
  app.add_option("folder", folder, "with one or more .jsonl files")->required()->check(CLI::ExistingDirectory);
  app.add_flag("--show", run.show, "print the records that fail");
  CLI11_PARSE(app, argc, argv);

  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".jsonl") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) run.file(file);
  return run.summary();
}
