// database.db: devices and groups as JSON lines, as Zigbee2MQTT reads and writes them.
//
// Records the program does not understand are kept as they came. A line that cannot be read costs that
// line: it is named in the log and put aside, never silently dropped.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "io/files.h"
#include "network/device.h"

namespace waggle::network {

struct Records {
  std::vector<DevicePtr> devices;  // the coordinator among them
  std::vector<GroupPtr> groups;
  std::vector<std::string> problems;
  int highest_id = 0;
};

/// Called for each device when all but its attributes is known; sets its catalogue, by which the names
/// of attributes are found.
using Identify = std::function<void(Device&)>;

/// What the file holds now, for who only looks: nothing is put aside. No file is no record.
Result<Records> read_database(io::Files& files, const std::string& path);
Records parse_database(std::string_view text, const Identify& identify);
std::string print_database(const std::vector<DevicePtr>& devices, const std::vector<GroupPtr>& groups);

Object to_record(const Device& device);
Object to_record(const Group& group);

}  // namespace waggle::network
