#include "zigbee/install_code.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

namespace waggle {
namespace {

constexpr std::size_t crc_size = 2;
constexpr std::size_t sizes[] = {8, 10, 14, 18};  // with check sum
constexpr std::size_t block = 16;
constexpr std::size_t address_digits = 16;

bool is_letter_or_digit(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

struct Parts {
  std::string_view address;
  std::string_view code;
};

/// The letters and digits at the front of `text`, at most `most`; taken off.
std::string_view take_word(std::string_view& text, std::size_t most = std::string_view::npos) {
  const auto end = std::find_if_not(text.begin(), text.end(), is_letter_or_digit);
  const std::string_view word = text.substr(0, std::min<std::size_t>(static_cast<std::size_t>(end - text.begin()), most));
  text.remove_prefix(word.size());
  return word;
}
bool take(std::string_view& text, std::string_view token) {
  if (!text.starts_with(token)) return false;
  text.remove_prefix(token.size());
  return true;
}

/// <mark><address>$I:<code>, anywhere in the text.
std::optional<Parts> marked(std::string_view text, std::string_view mark) {
  for (std::size_t at = text.find(mark); at != std::string_view::npos; at = text.find(mark, at + 1)) {
    std::string_view rest = text.substr(at + mark.size());
    Parts out;
    out.address = take_word(rest, address_digits);
    if (out.address.size() != address_digits || !take(rest, "$I:")) continue;
    out.code = take_word(rest);
    if (!out.code.empty()) return out;
  }
  return std::nullopt;
}

/// Ubisys, Danfoss, Inovelli, Ledvance.
std::optional<Parts> usual(std::string_view text) { return marked(text, "Z:"); }

std::optional<Parts> aqara(std::string_view text) { return text.starts_with("G$M:") ? marked(text, "$A:") : std::nullopt; }

/// <address>|<code>: Müller Licht, Innr; with bars around it: frient.
std::optional<Parts> barred(std::string_view text) {
  (void)take(text, "|");
  Parts out;
  out.address = take_word(text);
  if (out.address.size() != address_digits || !take(text, "|")) return std::nullopt;
  out.code = take_word(text);
  (void)take(text, "|");
  if (out.code.empty() || !text.empty()) return std::nullopt;
  return out;
}

/// HUE:Z:<code> M:<address> and more.
std::optional<Parts> hue(std::string_view text) {
  if (!take(text, "HUE:Z:")) return std::nullopt;
  Parts out;
  out.code = take_word(text);
  if (out.code.empty() || !take(text, " M:")) return std::nullopt;
  out.address = take_word(text, address_digits);
  return out.address.size() == address_digits ? std::optional(out) : std::nullopt;
}

/// 95 or 91 characters: the code at the end, the address before it, three characters between them.
std::optional<Parts> positional(std::string_view text) {
  if (text.size() != 95 && text.size() != 91) return std::nullopt;
  const std::size_t start = text.size() - (text.size() == 95 ? 36 : 32);
  return Parts{text.substr(start - 3 - address_digits, address_digits), text.substr(start)};
}

}  // namespace

Result<InstallCode> parse_install_code(std::string_view text) {
  for (const auto form : {usual, barred, aqara, hue, positional}) {
    const auto parts = form(text);
    if (!parts) continue;
    const auto address = parse_ieee("0x" + std::string(parts->address));
    if (!address) return Error{Errc::malformed, fmt::format("Install code: '{}' is no address of 16 hexadecimal digits", parts->address)};
    auto code = from_hex(parts->code);
    if (!code) return Error{Errc::malformed, fmt::format("Install code: '{}' is not made of pairs of hexadecimal digits", parts->code)};
    return InstallCode{*address, std::move(*code)};
  }
  return Error{Errc::malformed, fmt::format("Unsupported install code, got {} chars, expected 95 or 91 chars, or known format", text.size())};
}

Result<InstallCodeCrc> check_install_code(ByteView code) {
  for (const std::size_t size : sizes) {
    if (code.size() == size - crc_size) return InstallCodeCrc::missing;
    if (code.size() != size) continue;
    const std::uint16_t crc = crc16_x25(code.first(size - crc_size));
    const bool right = code[size - 2] == (crc & 0xFF) && code[size - 1] == crc >> 8;
    return right ? InstallCodeCrc::right : InstallCodeCrc::wrong;
  }
  return Error{Errc::malformed, fmt::format("Install code {} has invalid size", to_hex(code))};
}

Bytes mended_install_code(ByteView code, InstallCodeCrc crc) {
  const ByteView secret = crc == InstallCodeCrc::missing ? code : code.first(code.size() - crc_size);
  return Writer().bytes(secret).u16(crc16_x25(secret)).take();
}

std::uint16_t crc16_x25(ByteView octets) {
  std::uint16_t crc = 0xFFFF;
  for (const std::uint8_t octet : octets) {
    crc ^= octet;
    for (int bit = 0; bit < 8; ++bit) crc = static_cast<std::uint16_t>((crc & 1) ? (crc >> 1) ^ 0x8408 : crc >> 1);
  }
  return static_cast<std::uint16_t>(~crc);
}

// Matyas-Meyer-Oseas: the hash so far is the key that encrypts the next block.
std::array<std::uint8_t, 16> aes_mmo_hash(ByteView octets) {
  Bytes padded(octets.begin(), octets.end());
  padded.push_back(0x80);
  while (padded.size() % block != block - 2) padded.push_back(0);
  const std::size_t bits = octets.size() * 8;
  padded.push_back(static_cast<std::uint8_t>(bits >> 8));
  padded.push_back(static_cast<std::uint8_t>(bits));

  std::array<std::uint8_t, 16> hash{};
  const std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> cipher(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  for (std::size_t at = 0; at < padded.size(); at += block) {
    std::array<std::uint8_t, block> out{};
    int size = 0;
    const bool done = cipher && EVP_EncryptInit_ex(cipher.get(), EVP_aes_128_ecb(), nullptr, hash.data(), nullptr) == 1 &&
                      EVP_CIPHER_CTX_set_padding(cipher.get(), 0) == 1 &&
                      EVP_EncryptUpdate(cipher.get(), out.data(), &size, padded.data() + at, block) == 1;
    if (!done) throw std::runtime_error("OpenSSL cannot encrypt with AES");
    for (std::size_t i = 0; i < block; ++i) hash[i] = out[i] ^ padded[at + i];
  }
  return hash;
}

}  // namespace waggle
