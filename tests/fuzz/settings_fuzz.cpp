// A configuration that anybody may have written, and a change that anybody may send.
#include "core/json.h"
#include "fuzz/fuzz.h"
#include "io/memory_files.h"
#include "settings/settings.h"

using namespace waggle;  // NOLINT: one file, one function

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  ByteView input(data, size);
  const std::size_t wanted = fuzz::take_u16(input);
  const std::size_t length = wanted % (input.size() + 1);
  io::MemoryFiles files;
  files.content["data/configuration.yaml"] = as_text(input.first(length));
  files.content["data/secret.yaml"] = "a: 1\nb: text\n";
  const auto before_start = files.content;

  const auto loaded = settings::Settings::load(files, "data");
  if (!loaded) {
    fuzz::require(loaded.error().text.starts_with("data/"), "a mistake has a place");
    fuzz::require(files.content == before_start, "what cannot be used is left as it is");
    return 0;
  }
  settings::Settings& settings = **loaded;
  const auto again = settings::Settings::load(files, "data");
  fuzz::require(again.ok(), "what was loaded, and perhaps migrated, can be loaded again");
  fuzz::require(Value((*again)->whole()) == Value(settings.whole()), "and says the same");

  const auto change = json::parse(as_text(input.subspan(length)));
  if (!change || !change->is_object()) return 0;
  const auto before_change = files.content;
  const Value whole = settings.whole();
  if (settings.apply(change->object())) return 0;
  fuzz::require(files.content == before_change, "a refused change writes nothing");
  fuzz::require(Value(settings.whole()) == whole, "and shows nothing");
  return 0;
}
