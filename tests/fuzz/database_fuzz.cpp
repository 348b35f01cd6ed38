// database.db, of which a power cut or an editor may have left anything.
#include "fuzz/fuzz.h"
#include "network/database.h"

using namespace waggle;  // NOLINT: one file, one function

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto nobody = [](network::Device&) {};
  const network::Records records = network::parse_database(as_text({data, size}), nobody);
  const std::string text = network::print_database(records.devices, records.groups);
  const network::Records again = network::parse_database(text, nobody);
  fuzz::require(again.problems.empty(), "what is written can be read");
  fuzz::require(again.devices.size() == records.devices.size() && again.groups.size() == records.groups.size(),
                "nobody is lost");
  fuzz::require(network::print_database(again.devices, again.groups) == text, "and written the same again");
  return 0;
}
