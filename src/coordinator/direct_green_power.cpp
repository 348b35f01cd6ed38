#include "coordinator/direct_green_power.h"

namespace waggle::coordinator {

void hand_on(const DirectGreenPower& heard, Events& events) {
  using green_power::Notification;
  constexpr std::uint8_t cluster_command = 0x01;
  constexpr unsigned unchecked = 0x0200;
  const unsigned level = static_cast<unsigned>(heard.level), key = static_cast<unsigned>(heard.key), receives = heard.receives;
  Notification out;
  out.commissioning = heard.command == green_power::command::commissioning;
  out.options = static_cast<std::uint16_t>(out.commissioning ? receives << 3 | level << 4 | key << 6 | (heard.mic ? unchecked : 0)
                                                             : level << 6 | key << 8 | receives << 11);
  out.source = heard.source;
  out.counter = heard.counter;
  out.command = heard.command;
  out.payload = heard.payload;
  out.mic = heard.mic;
  Writer frame;
  frame.u8(cluster_command).u8(heard.sequence);
  frame.u8(out.commissioning ? Notification::commissioning_id : Notification::plain_id).bytes(encode(out));
  const Nwk alias(static_cast<std::uint16_t>(heard.source.raw));  // a proxy speaks under the device's own
  events.on_message({alias, green_power::endpoint, green_power::endpoint, green_power::cluster, green_power::sink_group, false, heard.lqi,
                     frame.view()});
}

}  // namespace waggle::coordinator
