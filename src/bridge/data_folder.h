// What stands in the data folder and must not be lost, and how to tell a whole file from a damaged one.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "io/generations.h"

namespace waggle::bridge {

extern const std::span<const io::KeptFile> kept_files;

/// Files with JavaScript, left there by Zigbee2MQTT, that nothing here runs: one line for each folder of them.
std::vector<std::string> foreign_code(io::Files& files, const std::string& folder);

}  // namespace waggle::bridge
