// From the driver's message to the publish call: network, ZCL, library, state, JSON.
#include <benchmark/benchmark.h>

#include "bench/home.h"

namespace waggle::bench {
namespace {

void FrameToPublish(benchmark::State& state) {
  constexpr std::size_t devices = 100;
  Home home(devices);
  home.start();
  home.take_published();
  std::size_t device = 0;
  std::int16_t temperature = 1500;
  std::size_t published = 0;
  std::size_t reports = 0;
  for (auto _ : state) {
    device = (device + 1) % devices;
    if (++temperature > 3000) temperature = 1500;
    home.report(device, temperature);
    if (++reports % 1024 == 0) published += home.take_published();
  }
  published += home.take_published();
  if (published < reports) state.SkipWithError("reports were not published");
}
BENCHMARK(FrameToPublish);

void BurstOf10000(benchmark::State& state) {
  Home home(100);
  home.start();
  home.take_published();
  for (auto _ : state) {
    for (std::size_t i = 0; i < 10'000; ++i) home.report(i % 100, static_cast<std::int16_t>(1500 + i % 1000));
    if (home.take_published() < 10'000) state.SkipWithError("reports were lost");
  }
}
BENCHMARK(BurstOf10000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace waggle::bench
