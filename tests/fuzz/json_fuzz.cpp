// What comes over MQTT.
#include "core/json.h"
#include "fuzz/fuzz.h"

using namespace waggle;  // NOLINT: one file, one function

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto value = json::parse(as_text({data, size}));
  if (!value) {
    fuzz::require(!value.error().text.empty(), "a mistake has a reason");
    return 0;
  }
  const std::string once = json::dump(*value);
  const auto again = json::parse(once);
  fuzz::require(again.ok(), "what is written can be read");
  fuzz::require(json::dump(*again) == once, "what is written is read as the same");
  fuzz::require(json::parse(json::pretty(*value, 2, json::Keys::sorted)).ok(), "also when it is pretty");
  (void)to_text(*value);
  return 0;
}
