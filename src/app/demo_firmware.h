// Firmware for the demo's home, so that there is something to update: images that hold nothing but a header
// and noise, and an index of them.
#pragma once

#include "core/result.h"
#include "sim/home.h"

namespace waggle::app {

/// Where the index stands in the data folder.
inline constexpr std::string_view demo_index = "firmware/index.json";

/// An image newer than what the device has, for each device that says what it takes.
Result<> write_demo_firmware(const std::string& folder, const std::vector<sim::DeviceSpec>& home);

}  // namespace waggle::app
