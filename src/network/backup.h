// The open coordinator backup: the JSON file (format "zigpy/open-coordinator-backup", version 1) in which
// Zigbee2MQTT, ZHA and others keep what a coordinator must know, so that a network can move between radios
// and between programs. Text and values only; which file it is and when it is written says backup_file.h.
#pragma once

#include <string>
#include <string_view>

#include "coordinator/backup.h"
#include "core/result.h"

namespace waggle::network {

using coordinator::Backup;

std::string print_backup(const Backup& backup);
/// Also of ZHA's own form (zha_backup.h). The error names the member that is missing or wrong.
Result<Backup> parse_backup(std::string_view text);

/// Counters as they must be written to a radio: above all that can have been sent since the backup was made.
/// `now`: a radio was idle or busy for that long. Receivers ignore what is not above the last they heard, so
/// too high costs nothing, and too low cuts devices off.
Backup with_safe_counters(Backup backup, WallTime now);

}  // namespace waggle::network
