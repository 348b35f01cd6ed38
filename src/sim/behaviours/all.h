// The behaviours there are, one maker per file of this folder. all.cpp says which cluster gets
// which.
#pragma once

#include <memory>

#include "sim/behaviour.h"

namespace waggle::sim {

using MakeBehaviour = std::unique_ptr<Behaviour>(VirtualDevice& device, Place place);

MakeBehaviour make_basic;
MakeBehaviour make_color;
MakeBehaviour make_door_lock;
MakeBehaviour make_green_power_proxy;
MakeBehaviour make_groups;
MakeBehaviour make_ias_wd;
MakeBehaviour make_ias_zone;
MakeBehaviour make_identify;
MakeBehaviour make_level;
MakeBehaviour make_on_off;
MakeBehaviour make_ota_client;
MakeBehaviour make_poll_control;
MakeBehaviour make_scenes;
MakeBehaviour make_thermostat;
MakeBehaviour make_time_client;
MakeBehaviour make_touchlink;
MakeBehaviour make_tuya;
MakeBehaviour make_window_covering;

}  // namespace waggle::sim
