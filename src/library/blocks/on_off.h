// On and off, as switches and lamps share them (ZCL 8, 3.8).
#pragma once

#include "library/blocks/common.h"

namespace waggle::library {

struct OnOffRefs {
  AttributeRef on_off;
  AttributeRef start_up;
  CommandRef off;
  CommandRef on;
  CommandRef toggle;
  CommandRef timed;

  explicit OnOffRefs(Builder& b);
};

/// Sends what `state`, `on_time` and `off_wait_time` of the message ask for.
void set_on_off(const OnOffRefs& refs, const Request& request, Step& step);

/// Publishes `state`, and an action for it where the user wants that; a repeated transaction may count once.
void decode_on_off(Builder& b, const OnOffRefs& refs, bool once = false);

/// The behaviour at power-on: expose, read, set, get.
void add_power_on_behavior(Builder& b, const OnOffRefs& refs, bool expose = true);
void decode_power_on_behavior(Builder& b, const OnOffRefs& refs);

}  // namespace waggle::library
