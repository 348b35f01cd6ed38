#include "zigbee/green_power/notification.h"

namespace waggle::green_power {
namespace {
constexpr std::uint16_t application = 0x0007;
constexpr std::uint8_t unspecified_size = 0xFF;  // of a device that said nothing but its command
}  // namespace

Result<Notification> decode_notification(std::uint8_t id, ByteView payload) {
  if (id != Notification::plain_id && id != Notification::commissioning_id) {
    return Error{Errc::unsupported, "Green Power: command " + std::to_string(id) + " is no notification"};
  }
  Notification out;
  out.commissioning = id == Notification::commissioning_id;
  Reader in(payload);
  out.options = in.u16();
  if (in.ok() && (out.options & application) != 0) {
    return Error{Errc::unsupported, "Green Power: the device has no source number but application " +
                                        std::to_string(out.options & application) + ", which is not supported"};
  }
  out.source = SourceId(in.u32());
  out.counter = in.u32();
  out.command = in.u8();
  const std::uint8_t size = in.u8();
  const ByteView content = in.bytes(size == unspecified_size ? 0 : size);
  out.payload.assign(content.begin(), content.end());
  if (out.has_proxy()) {
    const Nwk nwk(in.u16());
    out.proxy = Notification::Proxy{nwk, in.u8()};
  }
  if (out.security_failed()) out.mic = in.u32();
  if (!in.ok()) return Error{Errc::malformed, "Green Power: a notification is cut short: '" + to_hex(payload) + "'"};
  return out;
}

Bytes encode(const Notification& n) {
  Writer out;
  out.u16(n.options).u32(n.source.raw).u32(n.counter).u8(n.command).u8(n.payload.size()).bytes(n.payload);
  if (n.has_proxy()) out.u16(n.proxy ? n.proxy->nwk.raw : 0).u8(n.proxy ? n.proxy->link : 0);
  if (n.security_failed()) out.u32(n.mic.value_or(0));
  return out.take();
}

void Notification::set_plain() {
  options &= commissioning ? static_cast<std::uint16_t>(~0x0230) : static_cast<std::uint16_t>(~0x00C0);
  mic.reset();
}

Gpdf Notification::frame() const {
  Gpdf out;
  out.source = source;
  out.level = level();
  out.individual_key = is_individual(key_type());
  out.receives = receives();
  out.counter = counter;
  out.command = command;
  out.payload = payload;
  out.mic = mic;
  return out;
}

void Notification::set_content(const Gpdf& frame) {
  command = frame.command;
  payload = frame.payload;
}

}  // namespace waggle::green_power
