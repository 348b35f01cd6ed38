// waggle_bench [PROGRAM] [--benchmark_…]: runs what is measured, then prints the table of budgets. PROGRAM:
// the stripped program, whose size counts.
#include <benchmark/benchmark.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>

#include "bench/budgets.h"
#include "bench/home.h"

namespace waggle::bench {
namespace {

class Collector final : public benchmark::ConsoleReporter {
 public:
  void ReportRuns(const std::vector<Run>& runs) override {
    ConsoleReporter::ReportRuns(runs);
    for (const Run& run : runs) {
      if (run.error_occurred) {
        failed = true;
        continue;
      }
      measured[run.benchmark_name()] = run.cpu_accumulated_time / static_cast<double>(run.iterations) * 1e9;
    }
  }
  Measured measured;
  bool failed = false;
};

/// In a process of its own, before anything was allocated here.
double resident_with(std::size_t devices) {
  int ends[2];
  if (::pipe(ends) != 0) return 0;
  const pid_t child = ::fork();
  if (child == 0) {
    double octets = 0;
    try {
      Home home(devices);
      home.start();
      for (std::size_t i = 0; i < devices; ++i) home.report(i, 2150);
      home.settle();
      octets = static_cast<double>(resident_octets());
    } catch (const std::exception& error) {
      std::fprintf(stderr, "%s\n", error.what());
    }
    const bool told = ::write(ends[1], &octets, sizeof octets) == sizeof octets;
    ::_exit(told ? 0 : 1);
  }
  double octets = 0;
  const bool heard = ::read(ends[0], &octets, sizeof octets) == sizeof octets;
  ::close(ends[0]);
  ::close(ends[1]);
  ::waitpid(child, nullptr, 0);
  return heard ? octets : 0;
}

}  // namespace
}  // namespace waggle::bench

int main(int argc, char** argv) {
  using namespace waggle::bench;
  const double hundred = resident_with(100);
  const double thousand = resident_with(1000);
  benchmark::Initialize(&argc, argv);
  Collector collector;
  benchmark::RunSpecifiedBenchmarks(&collector);
  if (hundred > 0 && thousand > 0) {
    collector.measured["resident/100"] = hundred;
    collector.measured["each device"] = (thousand - hundred) / 900;
  }
  if (argc > 1) collector.measured["program"] = static_cast<double>(std::filesystem::file_size(argv[1]));
  print_budgets(collector.measured);
  return collector.failed ? 1 : 0;
}
