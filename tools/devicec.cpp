// devicec: compiles the device files of a folder into the library that the program carries.
//   devicec OUTPUT FILE.yaml…
#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "library/compiler.h"

int main(int argc, char** argv) {
  using namespace waggle;
  if (argc < 3) {
    fmt::print(stderr, "usage: devicec OUTPUT FILE.yaml…\n");
    return 2;
  }
  std::vector<std::string> paths(argv + 2, argv + argc);
  std::sort(paths.begin(), paths.end());  // the order decides between equal matches
  std::vector<library::SourceFile> files;
  for (const std::string& path : paths) {
    std::ifstream in(path, std::ios::binary);
    if (!in) {
      fmt::print(stderr, "{}: cannot be read\n", path);
      return 1;
    }
    files.push_back({std::filesystem::path(path).filename().string(),
                     {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()}});
  }
  const library::Compiled compiled = library::compile(files);
  for (const library::Problem& problem : compiled.problems.list()) {
    fmt::print(stderr, "devices/{}\n", problem.line());
  }
  if (!compiled.problems.empty()) return 1;
  std::ofstream out(argv[1], std::ios::binary);
  const std::string_view text = as_text(compiled.octets);
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
  if (!out.flush()) {
    fmt::print(stderr, "{}: cannot be written\n", argv[1]);
    return 1;
  }
  fmt::print("{} definitions, {} octets\n", compiled.definitions, compiled.octets.size());
  return 0;
}
