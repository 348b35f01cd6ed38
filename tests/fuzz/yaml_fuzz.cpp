// configuration.yaml and device files, which people write.
#include "core/json.h"
#include "core/yaml.h"
#include "fuzz/fuzz.h"

using namespace waggle;  // NOLINT: one file, one function

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = as_text({data, size});
  if (const auto node = yaml::parse(text, "fuzz.yaml")) {
    (void)json::dump(yaml::to_value(*node));
    fuzz::require(node->begin.offset <= size && node->end.offset <= size, "marks are inside the text");
  } else {
    fuzz::require(node.error().text.find("fuzz.yaml") != std::string::npos, "a mistake has a place");
  }
  // Text of any kind can be a value, if it is text that JSON can hold.
  const auto as_json = json::parse(json::dump(Value(text)));
  if (!as_json || text.find('\0') != text.npos) return 0;
  const std::string line = "key: " + yaml::quote_if_needed(as_json->string()) + "\n";
  const auto node = yaml::parse(line, "quoted.yaml");
  fuzz::require(node.ok(), "quoted text can be read");
  const Value value = yaml::to_value(*node);
  const Value* read = value.find("key");
  fuzz::require(read && *read == *as_json, "quoted text is read as it was");
  return 0;
}
