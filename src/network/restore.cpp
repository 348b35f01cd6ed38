#include "network/restore.h"

#include <fmt/core.h>

#include <algorithm>

#include "coordinator/link_keys.h"
#include "core/bytes.h"
#include "core/log.h"

namespace waggle::network {
namespace {

constexpr std::string_view NS = "zh:backup";

}  // namespace

std::string difference(const coordinator::NetworkParameters& here, const coordinator::NetworkParameters& there) {
  std::string out;
  const auto say = [&](std::string text) { out += (out.empty() ? "" : ", ") + std::move(text); };
  if (here.pan != there.pan) say(fmt::format("pan_id is {} here and {} there", here.pan.raw, there.pan.raw));
  if (here.extended_pan != there.extended_pan) {
    say(fmt::format("ext_pan_id is {} here and {} there", to_hex(here.extended_pan), to_hex(there.extended_pan)));
  }
  if (here.key_known && there.key_known && here.key != there.key) say("the network_key is another one");
  return out;
}

// Forming over devices would cut off every one of them: that is only done when there are none. A backup of the
// configured network can always be written: what the radio holds is not what the user asks for anyway, and is
// kept in a file.
Beginning how_to_begin(const coordinator::NetworkParameters& wanted, const coordinator::RadioInfo& found,
                       const Result<std::optional<Backup>>& backup, std::size_t known) {
  using What = Beginning::What;
  if (found.network && found.is_wanted(*found.network, wanted)) return {What::resume, "the radio holds the configured network"};
  const std::string state = found.network ? "the radio belongs to another network than the configured one (" +
                                                difference(wanted, *found.network) + ")"
                                          : std::string("the radio holds no network");
  const Backup* kept = backup && *backup ? &**backup : nullptr;
  if (kept && found.is_wanted(kept->network, wanted)) {
    return {What::restore, fmt::format("{}, but there is a backup of the configured network, of {}, with {} devices: writing it "
                                       "to the radio. Devices need not join again", state,
                                       kept->made ? iso8601_utc(*kept->made) : "an unknown date", kept->devices.size())};
  }
  const std::size_t backed_up = kept ? kept->devices.size() : 0;
  if (known == 0 && backup && backed_up == 0) {
    return {What::form, fmt::format("{}, and no devices are known: forming a new network, PAN ID {}, channel {}", state,
                                    wanted.pan.raw, wanted.channel)};
  }
  std::string text = state + (known > 0 ? fmt::format(", but {} devices are known. ", known) : ". ");
  if (!backup) {
    text += backup.error().text + ". ";
  } else if (!kept) {
    text += "There is no coordinator_backup.json that could be written to it. ";
  } else if (found.network && kept->network.same_network(*found.network)) {
    text += "coordinator_backup.json is of the radio's network: most likely the settings were changed. Put back the old "
            "ones (here: the settings, there: radio and backup). ";
  } else {
    text += fmt::format("coordinator_backup.json, with {} devices, is of another network than the configured one ({}). Correct "
                        "the settings, and it is written to the radio. ", backed_up, difference(wanted, kept->network));
  }
  text += "Nothing was changed. Use the radio and the settings these devices joined with, or give a backup of theirs to "
          "'waggle restore --file'; to give the devices up and begin anew, move database.db and coordinator_backup.json away";
  return {What::refuse, std::move(text)};
}

Task<Result<Backup>> take_backup(coordinator::Coordinator& radio, BackupFile file, std::function<bool(Ieee)> is_known) {
  CO_TRY(Backup fresh, co_await radio.backup());
  auto old = file.read();
  if (!old) log::error(NS, "{}", old.error().text);
  if (old && *old && (*old)->network.same_network(fresh.network)) {
    for (const coordinator::BackedUpDevice& device : (*old)->devices) {
      if (!device.link_key || fresh.find(device.ieee) || !is_known(device.ieee)) continue;
      log::debug(NS, "the radio has forgotten {}: keeping it in the backup", to_string(device.ieee));
      fresh.devices.push_back(device);
    }
    if (!fresh.ember_link_key) fresh.ember_link_key = (*old)->ember_link_key;
    if (!fresh.zstack_seed) fresh.zstack_seed = (*old)->zstack_seed;
  }
  CO_TRY_DO(file.write(fresh));
  log::info(NS, "Wrote coordinator backup to '{}'", file.path());
  co_return fresh;
}

// Devices of before Zigbee 3.0 go on with the key that everybody knows: they do not ask for one of their own (BDB 10.2.5).
Backup written_out(Backup backup, const std::vector<DevicePtr>& devices) {
  constexpr int zigbee_3 = 3;  // ZCL version, of genBasic
  if (!backup.ember_link_key) return backup;
  for (const DevicePtr& device : devices) {
    const bool joined = device->kind == DeviceType::router || device->kind == DeviceType::end_device;
    if (!joined || device->zcl_version().value_or(0) < zigbee_3) continue;
    const auto same = [&](const coordinator::BackedUpDevice& known) { return known.ieee == device->ieee(); };
    auto known = std::find_if(backup.devices.begin(), backup.devices.end(), same);
    if (known == backup.devices.end()) known = backup.devices.insert(known, {device->ieee(), device->nwk});
    if (known->link_key) continue;
    known->link_key = coordinator::LinkKey{coordinator::hashed_link_key(*backup.ember_link_key, device->ieee())};
  }
  return backup;
}

Task<Result<Backup>> read_for_another(coordinator::Coordinator& radio, coordinator::RadioInfo found, coordinator::NetworkParameters wanted,
                                      BackupFile file, const std::vector<DevicePtr>& devices, WallTime now) {
  // More than one message a second for eight years; and fifteen times as many are left.
  constexpr std::uint32_t beyond_all = 0x1000'0000;
  std::function<bool(Ieee)> is_known = [&](Ieee ieee) {
    return std::any_of(devices.begin(), devices.end(), [&](const DevicePtr& device) { return device->ieee() == ieee; });
  };
  auto backup = co_await take_backup(radio, file, std::move(is_known));
  if (!backup) {
    // A key that nobody knows cannot be taken along.
    if (backup.error().code != Errc::unsupported || !found.network || found.known_by_extended_pan) co_return backup;
    log::warning(NS, "{}. Going on with what the settings know, and a frame counter of {}", backup.error().text, beyond_all);
    Backup made;
    made.ieee = found.ieee;
    made.network = *found.network;
    made.network.key = wanted.key;
    made.network.key_known = true;
    made.channels = 1u << made.network.channel;
    made.frame_counter = beyond_all;
    made.made = now;
    CO_TRY_DO(file.write(made));
    backup = std::move(made);
  }
  co_return written_out(std::move(*backup), devices);
}

Task<Result<>> restore_backup(coordinator::Coordinator& radio, coordinator::RadioInfo found, BackupFile file, Backup backup,
                              WallTime now) {
  backup = with_safe_counters(std::move(backup), now);
  if (found.network) {
    auto held = co_await radio.backup();
    if (!held) co_return std::move(held.error()).in("what the radio holds now could not be saved, so nothing was changed");
    if (held->network.same_network(backup.network)) {
      // The radio has been on this network already, perhaps for longer than the backup knows.
      const Backup reached = with_safe_counters(*held, now);
      backup.frame_counter = std::max(backup.frame_counter, reached.frame_counter);
      for (coordinator::BackedUpDevice& device : backup.devices) {
        const coordinator::BackedUpDevice* same = reached.find(device.ieee);
        if (!device.link_key || !same || !same->link_key || same->link_key->key != device.link_key->key) continue;
        device.link_key->sent = std::max(device.link_key->sent, same->link_key->sent);
        device.link_key->received = std::max(device.link_key->received, same->link_key->received);
      }
    }
    CO_TRY(const std::string aside, file.set_aside(*held));
    log::warning(NS, "the radio's present network (PAN ID {}, {} devices) is kept in {}", held->network.pan.raw,
                 held->devices.size(), aside);
  }
  if (found.ieee != backup.ieee) {
    log::info(NS, "the radio takes over the address {} of the radio before it. Never plug that one in again while this one "
                  "runs: two coordinators with one address disturb each other", to_string(backup.ieee));
  }
  co_return co_await radio.restore(std::move(backup));
}

}  // namespace waggle::network
