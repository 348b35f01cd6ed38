// What of updates is kept in the database with a device, so that it outlives the program: what was scheduled
// (as Zigbee2MQTT keeps it), and what was under way when the program ended.
#pragma once

#include "network/device.h"
#include "ota/store.h"

namespace waggle::ota {

std::optional<Source> scheduled(const network::Device& device);
void set_scheduled(network::Device& device, const Source& source);
void clear_scheduled(network::Device& device);

/// An image that a device had begun to fetch.
struct Unfinished {
  std::string url;
  std::string sha512;
  std::uint32_t file_version = 0;
};
std::optional<Unfinished> unfinished(const network::Device& device);
void set_unfinished(network::Device& device, const Unfinished& update);
void clear_unfinished(network::Device& device);

}  // namespace waggle::ota
