// A home: virtual devices as a YAML list. docs: a device is name, model, manufacturer, ieee and
// endpoints; all the rest has defaults (defaults.h). Mistakes are reported with file, line and
// column.
//
//   - name: hallway motion
//     model: Motion-Sensor-ZB3.0
//     manufacturer: IMMAX
//     manufacturer_code: 0x1234
//     ieee: 0x00158d0001070430
//     type: end_device               # router | end_device
//     power: battery                 # battery | mains
//     endpoints:
//       1: {device: 0x0402, inputs: [genBasic, genPowerCfg, genIdentify, ssIasZone], outputs:
//       [genOta]}
//     attributes:                    # of the first endpoint that has the cluster; "2/genBasic"
//     names one
//       ssIasZone: {zoneType: 0x000d}
//       genBasic: {0x31: {type: bitmap16, value: 0, manufacturer: 0x100b}, swBuildId: null}
//     datapoints:                    # Tuya
//       1: {type: boolean, value: true}
//     life: motion                   # what it does by itself in a demo (life.h)
//     install_code: 83FED3407A939723A5C639B26916D505C3B5   # without it nobody lets it in
//     parent: kitchen plug           # the router it joins through, where that one lets it
//     reports: false                 # refuses to have its reporting configured, reports unasked
//     (Xiaomi) lenient: true                  # accepts commands and writes it has no use for
//     (Tuya)
#pragma once

#include <vector>

#include "sim/device.h"

namespace waggle::sim {

/// `name` is how messages call the text: a file's path.
Result<std::vector<DeviceSpec>> read_home(std::string_view yaml, std::string_view name);
Result<std::vector<DeviceSpec>> load_home(const std::string& path);

/// The home of `waggle demo`, built into the program (homes/demo.yaml).
std::string_view demo_home();

}  // namespace waggle::sim
