// Giving a radio the network of a backup: what is looked at first, and in which order it is done, so that
// nothing is lost on the way. Used when a network starts and by `waggle restore`.
#pragma once

#include "coordinator/coordinator.h"
#include "network/backup_file.h"
#include "network/device.h"

namespace waggle::network {

/// What sets two networks apart, in the words of the settings ("pan_id is 6754 here and 4660 there, …").
std::string difference(const coordinator::NetworkParameters& here, const coordinator::NetworkParameters& there);

/// What to do with a radio when the network starts, and why, for the log.
struct Beginning {
  enum class What : std::uint8_t { resume, restore, form, refuse } what;
  std::string text;
};
/// `backup`: what BackupFile::read() gave. `known`: devices in the database.
Beginning how_to_begin(const coordinator::NetworkParameters& wanted, const coordinator::RadioInfo& found,
                       const Result<std::optional<Backup>>& backup, std::size_t known);

/// Reads the radio into `file`. Devices of the backup before that have a link key, and that `is_known` says
/// are still wanted, stay in it: Z-Stack forgets some of its rows, and without the key such a device could
/// not come back. So do the secrets of a radio of another make that had the network before: moved back, it makes
/// the devices' keys of them again.
Task<Result<Backup>> take_backup(coordinator::Coordinator& radio, BackupFile file, std::function<bool(Ieee)> is_known);

/// The backup with what a radio of another make cannot work out: EmberZNet makes the key of a device from a secret when
/// the device needs it, and so lists none. `devices`: of the database.
Backup written_out(Backup backup, const std::vector<DevicePtr>& devices);

/// All that another radio, of any make, needs to go on with the network that inspect() `found`: read from the radio into
/// `file`, and written out. Of firmware that gives out no backup, what the settings know must do, with a frame counter
/// that no coordinator has reached.
Task<Result<Backup>> read_for_another(coordinator::Coordinator& radio, coordinator::RadioInfo found, coordinator::NetworkParameters wanted,
                                      BackupFile file, const std::vector<DevicePtr>& devices, WallTime now);

/// Writes `backup` to a radio that `found` was read from by inspect(), with counters that do not go back.
/// Another network that the radio holds is kept in a file first; if that fails, nothing is changed.
/// inspect() and resume() follow.
Task<Result<>> restore_backup(coordinator::Coordinator& radio, coordinator::RadioInfo found, BackupFile file, Backup backup,
                              WallTime now);

}  // namespace waggle::network
