// Runs a fuzz target without libFuzzer: over each file of a folder as it is, cut short, and with octets
// changed at random but the same in every run. This is what the tests do with the corpus.
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>

#include "fuzz/fuzz.h"

namespace {

std::size_t runs = 0;
std::string running;  // names the input to whom it breaks something

void run(const waggle::Bytes& input) {
  ++runs;
  running = waggle::to_hex(input);
  // A copy of the exact size, so that the sanitizers see a read behind its end.
  const waggle::Bytes exact(input.begin(), input.end());
  LLVMFuzzerTestOneInput(exact.data(), exact.size());
}

void tell_input(int signal) {
  std::fprintf(stderr, "the input was %s\n", running.c_str());
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

void run_around(const waggle::Bytes& input) {
  constexpr std::size_t cuts = 60;
  constexpr int changes = 100;
  run(input);
  const std::size_t step = input.size() / cuts + 1;
  for (std::size_t n = 0; n < input.size(); n += step) {
    run(waggle::Bytes(input.begin(), input.begin() + static_cast<std::ptrdiff_t>(n)));
  }
  std::mt19937 random(7);
  for (int i = 0; i < changes && !input.empty(); ++i) {
    waggle::Bytes changed = input;
    for (auto n = 1 + random() % 3; n > 0; --n) changed[random() % changed.size()] = static_cast<std::uint8_t>(random());
    run(changed);
  }
}

}  // namespace

int main(int argc, char** argv) {
  namespace fs = std::filesystem;
  std::signal(SIGABRT, tell_input);
  std::size_t files = 0;
  for (int i = 1; i < argc; ++i) {
    if (!fs::is_directory(argv[i])) continue;
    for (const auto& entry : fs::directory_iterator(argv[i])) {
      std::ifstream in(entry.path(), std::ios::binary);
      const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
      run_around(waggle::Bytes(text.begin(), text.end()));
      ++files;
    }
  }
  std::printf("%zu inputs from %zu files\n", runs, files);
  return files > 0 ? 0 : 1;
}
