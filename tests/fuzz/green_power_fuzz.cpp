// Whoever is near says anything to a proxy: a frame of a device, then what proxies make of it.
#include "fuzz/fuzz.h"
#include "zigbee/green_power/commissioning.h"
#include "zigbee/green_power/notification.h"

using namespace waggle;               // NOLINT: one file, one function
using namespace waggle::green_power;  // NOLINT

namespace {

void read_frame(ByteView input) {
  const auto frame = decode_gpdf(input);
  if (!frame) return;
  fuzz::require(decode_gpdf(encode(*frame)) == frame, "a frame is written as it was read");
  const Key key{1, 2, 3};
  Gpdf opened = *frame;
  if (!open(opened, key)) fuzz::require(opened == *frame, "what cannot be opened stays as it is");
  Gpdf sealed = *frame;
  seal(sealed, key);
  if (frame->level <= Level::reserved) return;
  fuzz::require(open(sealed, key), "what was sealed can be opened");
  sealed.mic = frame->mic;
  fuzz::require(sealed == *frame, "opening gives what was sealed");
}

void read_notification(std::uint8_t id, ByteView input) {
  const auto told = decode_notification(id, input);
  if (!told) return;
  const auto again = decode_notification(id, encode(*told));
  fuzz::require(again && *again == *told, "a notification is written as it was read");
  Notification plain = *told;
  plain.set_plain();
  fuzz::require(!plain.is_encrypted() && !plain.security_failed(), "plain is plain");
  fuzz::require(decode_notification(id, encode(plain)).ok(), "and can be read");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView input(data, size);
  read_frame(input);
  read_notification(Notification::plain_id, input);
  read_notification(Notification::commissioning_id, input);
  if (const auto device = decode_commissioning(input)) {
    const auto again = decode_commissioning(encode(*device));
    fuzz::require(again && *again == *device, "an introduction is written as it was read");
  }
  if (const auto request = decode_channel_request(input)) fuzz::require(encode(*request)[0] == input[0], "channels are kept");
  return 0;
}
