// Install codes, as people type them and as QR codes are read.
#include "fuzz/fuzz.h"
#include "zigbee/install_code.h"

using namespace waggle;  // NOLINT: one file, one function

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto parsed = parse_install_code(as_text({data, size}));
  if (!parsed) {
    fuzz::require(!parsed.error().text.empty(), "a mistake has a reason");
    return 0;
  }
  const auto crc = check_install_code(parsed->code);
  if (!crc) return 0;
  const Bytes mended = mended_install_code(parsed->code, *crc);
  const auto again = check_install_code(mended);
  fuzz::require(again && *again == InstallCodeCrc::right, "a mended code is right");
  fuzz::require((*crc == InstallCodeCrc::right) == (mended == parsed->code), "and only a wrong one changes");
  (void)aes_mmo_hash(mended);
  return 0;
}
