// Family: one kind of radio firmware and the driver that speaks with it. A new one is a row of the table.
#pragma once

#include <span>

#include "coordinator/coordinator.h"
#include "io/stream.h"

namespace waggle::coordinator {

struct Family {
  std::string_view name;       // as the setting serial.adapter has it
  std::string_view also;       // another name for it there; may be empty
  std::string_view firmware;   // what people call it
  unsigned baud = 115200;      // what its sticks are usually built for
  /// Octets that such firmware always answers, and which change nothing, or as little as can be, when they reach
  /// another family's or a running network.
  Bytes (*hello)() = nullptr;
  /// Is a valid frame of this family among what was heard, whatever stands around it?
  bool (*recognises)(ByteView heard) = nullptr;
  /// `events` must outlive what is made.
  std::unique_ptr<Coordinator> (*make)(Scheduler& scheduler, io::Opener opener, Options options, Events& events);
};

std::span<const Family> families();
/// nullptr: nothing here drives such a radio.
const Family* find_family(std::string_view adapter);

}  // namespace waggle::coordinator
