// Install codes: a secret printed on a device, from which the key is made that it joins with (Base Device
// Behavior 3.0.1, 10.1). Reads the forms in which makers print them; pure: text and octets to keys.
#pragma once

#include <array>
#include <string_view>

#include "core/bytes.h"
#include "core/result.h"
#include "zigbee/ids.h"

namespace waggle {

struct InstallCode {
  Ieee ieee{};
  Bytes code;  // as printed: with its check sum or without, or broken

  bool operator==(const InstallCode&) const = default;
};

/// What is printed on a device or read from its QR code. Errors say which form is not met.
Result<InstallCode> parse_install_code(std::string_view text);

enum class InstallCodeCrc : std::uint8_t { right, wrong, missing };

/// Whether the code ends with the right check sum. Codes of 6, 8, 12 or 16 octets, and 2 of check sum behind
/// them; 8 octets are taken for 6 with a check sum. Errors name other lengths.
Result<InstallCodeCrc> check_install_code(ByteView code);
/// The code with the right check sum. `crc` is what check_install_code() said of it.
Bytes mended_install_code(ByteView code, InstallCodeCrc crc);

/// CRC-16/X-25.
std::uint16_t crc16_x25(ByteView octets);

/// The AES-MMO hash (Zigbee PRO B.6): of a code with its check sum, the key a device joins with.
std::array<std::uint8_t, 16> aes_mmo_hash(ByteView octets);

}  // namespace waggle
