// The steps between the serial line and the bridge, one by one.
#include <benchmark/benchmark.h>

#include "coordinator/znp/commands.h"
#include "core/json.h"
#include "zigbee/zcl/frame.h"

namespace waggle::bench {
namespace {

using namespace coordinator::znp;  // NOLINT: the command tables

// A temperature, as a CC2652 hands it over.
const Bytes unpi_octets = *from_hex("fe1b448100000204105201010064005a3c1e000008181e0a00002966081d1c1d1e");
const Bytes zcl_octets = *from_hex("181e0a0000296608");

void Framing(benchmark::State& state) {
  Bytes data(27, 5);
  const Bytes octets = encode(UnpiFrame{Type::areq, Subsystem::af, 0x81, data});
  UnpiParser parser;
  std::size_t heard = 0;
  for (auto _ : state) parser.feed(octets, [&](const UnpiFrame& frame) { heard += frame.data.size(); });
  if (heard == 0) state.SkipWithError("no frame was found");
}
BENCHMARK(Framing);

void IncomingMessage(benchmark::State& state) {
  const ByteView data = ByteView(unpi_octets).subspan(4, unpi_octets.size() - 5);
  for (auto _ : state) {
    AfIncoming::Message message;
    Reader in(data);
    if (!decode(message, in)) state.SkipWithError("does not decode");
    benchmark::DoNotOptimize(message);
  }
}
BENCHMARK(IncomingMessage);

void ZclReport(benchmark::State& state) {
  const zcl::Catalogue catalogue;
  zcl::Frame frame;
  for (auto _ : state) {
    if (!zcl::decode(catalogue, ClusterId(0x0402), zcl_octets, frame)) state.SkipWithError("does not decode");
    benchmark::DoNotOptimize(frame);
  }
}
BENCHMARK(ZclReport);

void JsonText(benchmark::State& state) {
  const Value value(Object{{"battery", 97}, {"humidity", 48.31}, {"linkquality", 102}, {"pressure", 1013.2},
                           {"temperature", 21.5}, {"voltage", 2995}});
  std::string text;
  for (auto _ : state) {
    text.clear();
    json::append(text, value, json::Keys::as_added);
    benchmark::DoNotOptimize(text);
  }
}
BENCHMARK(JsonText);

}  // namespace
}  // namespace waggle::bench
