// From nothing to bridge/state online, over a database of so many devices.
#include <benchmark/benchmark.h>

#include "bench/home.h"

namespace waggle::bench {
namespace {

void Start(benchmark::State& state) {
  for (auto _ : state) {
    Home home(static_cast<std::size_t>(state.range(0)));
    home.start();
  }
}
BENCHMARK(Start)->Arg(10)->Arg(100)->Arg(1000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace waggle::bench
