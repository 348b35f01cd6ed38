// What a stick has heard of a Green Power device by itself, handed on as any proxy would hand it on: the network need not
// know who heard it. For drivers whose firmware tells such frames in a form of its own.
#pragma once

#include "coordinator/coordinator.h"
#include "zigbee/green_power/notification.h"

namespace waggle::coordinator {

struct DirectGreenPower {
  green_power::SourceId source{};
  std::uint8_t sequence = 0;
  std::uint32_t counter = 0;
  std::uint8_t command = 0;
  Bytes payload;
  green_power::Level level{};
  green_power::KeyType key{};
  bool receives = false;
  std::optional<std::uint32_t> mic;  // when nobody has checked it
  std::uint8_t lqi = 0xFF;
};
void hand_on(const DirectGreenPower& heard, Events& events);

}  // namespace waggle::coordinator
