#include "zigbee/green_power/gpdf.h"

#include <openssl/evp.h>

#include <algorithm>
#include <memory>

namespace waggle::green_power {
namespace {

// NWK frame control: data frame, protocol version 3, extended.
constexpr std::uint8_t data_frame = 0x00, frame_type = 0x03, version_3 = 0x0C, version = 0x3C, extended = 0x80;
constexpr std::uint8_t auto_commissioning = 0x40;
// Extended NWK frame control.
constexpr std::uint8_t application = 0x07, key_is_individual = 0x20, rx_after_tx = 0x40, to_device = 0x80;

// "ZigBeeAlliance09"
constexpr Key well_known_key = {0x5A, 0x69, 0x67, 0x42, 0x65, 0x65, 0x41, 0x6C, 0x6C, 0x69, 0x61, 0x6E, 0x63, 0x65, 0x30, 0x39};

constexpr std::size_t mic_size = 4;
using Nonce = std::array<std::uint8_t, 13>;

Nonce nonce_of(SourceId source, std::uint32_t counter) {
  Writer out;
  out.u32(source.raw).u32(source.raw).u32(counter).u8(0x05);
  Nonce nonce;
  std::ranges::copy(out.view(), nonce.begin());
  return nonce;
}

struct Sealed {
  Bytes octets;
  std::uint32_t mic = 0;
};

// AES-CCM* with a MIC of four octets. Encryption is an exclusive or, so the same call decrypts; only then
// its MIC means nothing. OpenSSL refuses none of these calls: sizes are fixed and there is memory, or the
// program ends anyway.
Sealed ccm(const Key& key, const Nonce& nonce, ByteView header, ByteView text) {
  const std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  EVP_CIPHER_CTX* c = context.get();
  int written = 0;
  EVP_EncryptInit_ex(c, EVP_aes_128_ccm(), nullptr, nullptr, nullptr);
  EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_AEAD_SET_IVLEN, static_cast<int>(nonce.size()), nullptr);
  EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_AEAD_SET_TAG, mic_size, nullptr);
  EVP_EncryptInit_ex(c, nullptr, nullptr, key.data(), nonce.data());
  EVP_EncryptUpdate(c, nullptr, &written, nullptr, static_cast<int>(text.size()));
  if (!header.empty()) EVP_EncryptUpdate(c, nullptr, &written, header.data(), static_cast<int>(header.size()));
  Sealed out;
  out.octets.resize(text.size());
  std::uint8_t none = 0;
  EVP_EncryptUpdate(c, text.empty() ? &none : out.octets.data(), &written, text.empty() ? &none : text.data(), static_cast<int>(text.size()));
  EVP_EncryptFinal_ex(c, &none, &written);
  std::array<std::uint8_t, mic_size> mic{};
  EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_AEAD_GET_TAG, mic_size, mic.data());
  Reader in(mic);
  out.mic = in.u32();
  return out;
}

void write_header(const Gpdf& frame, Writer& out) {
  out.u8(data_frame | version_3 | extended);
  out.u8(static_cast<std::uint8_t>(frame.level) << 3 | (frame.individual_key ? key_is_individual : 0) |
         (frame.receives ? rx_after_tx : 0));
  out.u32(frame.source.raw);
  if (frame.level > Level::reserved) out.u32(frame.counter);
}

Bytes said(const Gpdf& frame) {
  Writer out;
  out.u8(frame.command).bytes(frame.payload);
  return out.take();
}

void say(Gpdf& frame, const Bytes& octets) {
  frame.command = octets[0];
  frame.payload.assign(octets.begin() + 1, octets.end());
}

// Encrypted frames: the header is authenticated, the rest is both. Others: everything is authenticated.
std::uint32_t mic_of(const Gpdf& plain, const Key& key, Bytes* encrypted) {
  Writer header;
  write_header(plain, header);
  Bytes text = said(plain);
  if (plain.level != Level::encrypted) {
    header.bytes(text);
    text.clear();
  }
  Sealed sealed = ccm(key, nonce_of(plain.source, plain.counter), header.view(), text);
  if (encrypted && plain.level == Level::encrypted) *encrypted = std::move(sealed.octets);
  return sealed.mic;
}

}  // namespace

Bytes encode(const Gpdf& frame) {
  Writer out;
  write_header(frame, out);
  out.u8(frame.command).bytes(frame.payload);
  if (frame.level > Level::reserved) out.u32(frame.mic.value_or(0));
  return out.take();
}

std::optional<Gpdf> decode_gpdf(ByteView octets) {
  Reader in(octets);
  const std::uint8_t control = in.u8();
  if ((control & frame_type) != data_frame || (control & version) != version_3 || (control & auto_commissioning)) return std::nullopt;
  const std::uint8_t more = control & extended ? in.u8() : 0;
  if ((more & application) != 0 || (more & to_device)) return std::nullopt;
  Gpdf out;
  out.level = static_cast<Level>(more >> 3 & 3);
  out.individual_key = more & key_is_individual;
  out.receives = more & rx_after_tx;
  out.source = SourceId(in.u32());
  const bool secured = out.level > Level::reserved;
  if (secured) out.counter = in.u32();
  out.command = in.u8();
  const std::size_t tail = secured ? mic_size : 0;
  if (!in.ok() || in.remaining() < tail) return std::nullopt;
  const ByteView payload = in.bytes(in.remaining() - tail);
  out.payload.assign(payload.begin(), payload.end());
  if (secured) out.mic = in.u32();
  return out;
}

void seal(Gpdf& frame, const Key& key) {
  if (frame.level <= Level::reserved) return;
  Bytes encrypted;
  frame.mic = mic_of(frame, key, &encrypted);
  if (!encrypted.empty()) say(frame, encrypted);
}

void decrypt(Gpdf& frame, const Key& key) {
  if (frame.level == Level::encrypted) say(frame, ccm(key, nonce_of(frame.source, frame.counter), {}, said(frame)).octets);
}

bool open(Gpdf& frame, const Key& key) {
  Gpdf plain = frame;
  decrypt(plain, key);
  if (!frame.mic || mic_of(plain, key, nullptr) != *frame.mic) return false;
  frame = std::move(plain);
  return true;
}

Key transport(SourceId source, const Key& key) {
  const Bytes octets = ccm(well_known_key, nonce_of(source, source.raw), {}, key).octets;
  Key out;
  std::ranges::copy(octets, out.begin());
  return out;
}

std::uint32_t transport_mic(SourceId source, const Key& key) {
  Writer header;
  header.u32(source.raw);
  return ccm(well_known_key, nonce_of(source, source.raw), header.view(), key).mic;
}

}  // namespace waggle::green_power
