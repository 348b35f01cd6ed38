// What kinds of color a lamp can show: asked once, then known.
#pragma once

#include "network/network.h"

namespace waggle::bridge {

struct ColorCapabilities {
  bool xy = false;
  bool temperature = false;
};

inline Task<Result<ColorCapabilities>> color_capabilities(network::Network& network, network::DevicePtr device, EndpointId endpoint) {
  constexpr ClusterId lighting_color{0x0300};
  constexpr AttributeId capabilities{0x400A};
  const Value* known = device->attribute(endpoint, lighting_color, capabilities);
  if (!known) {
    CO_TRY_DO(co_await network.performer().read(device, endpoint, lighting_color, capabilities));
    known = device->attribute(endpoint, lighting_color, capabilities);
  }
  const auto bits = known ? known->integer(0, 0xFFFF).value_or(0) : 0;
  co_return ColorCapabilities{(bits & 0x08) != 0, (bits & 0x10) != 0};
}

}  // namespace waggle::bridge
