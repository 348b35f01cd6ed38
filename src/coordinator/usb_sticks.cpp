#include "coordinator/usb_sticks.h"

#include <fnmatch.h>
#include <strings.h>

namespace waggle::coordinator {
namespace {

// clang-format off
constexpr UsbStick table[] = {
    {"ConBee II",                      "deconz", "1cf1", "0030", "dresden elektronik ingenieurtechnik GmbH", "*conbee*"},
    {"ConBee III",                     "deconz", "0403", "6015", "dresden elektronik ingenieurtechnik GmbH", "*conbee*"},

    {"Home Assistant SkyConnect",      "ember",  "10c4", "ea60", "Nabu Casa",         "*nabu_casa_skyconnect*",  115200, true},
    {"Home Assistant Connect ZBT-1",   "ember",  "10c4", "ea60", "Nabu Casa",         "*nabu_casa*_zbt-1*",      115200, true},
    {"Home Assistant Connect ZBT-2",   "ember",  "303a", "4001", "Nabu Casa",         "*nabu_casa_zbt-2*",       460800, true},
    {"Home Assistant Connect ZBT-2",   "ember",  "303a", "831a", "Nabu Casa",         "*nabu_casa_zbt-2*",       460800, true},
    {"SMLIGHT SLZB-06M",               "ember",  "10c4", "ea60", "SMLIGHT",           "*slzb-06m*"},
    {"SMLIGHT SLZB-07",                "ember",  "10c4", "ea60", "SMLIGHT",           "*slzb-07_*",              115200, true},
    {"SMLIGHT SLZB-07MG24",            "ember",  "10c4", "ea60", "SMLIGHT",           "*slzb-07mg24*",           115200, true},
    {"SONOFF Dongle-E",                "ember",  "1a86", "55d4", "ITEAD",             "*sonoff*plus*"},
    {"SONOFF Dongle-E",                "ember",  "10c4", "ea60", "ITEAD",             "*sonoff*plus_v2_*"},
    {"SONOFF Dongle Max MG24",         "ember",  "10c4", "ea60", "SONOFF",            "*sonoff*max*"},
    {"SONOFF Dongle Plus MG24",        "ember",  "10c4", "ea60", "SONOFF",            "*sonoff*plus*mg24*"},
    {"SONOFF Dongle Lite MG21",        "ember",  "10c4", "ea60", "SONOFF",            "*sonoff*lite*mg21*"},

    {"Electrolama zzh",                "zstack", "0403", "6015", "Electrolama",       "*electrolama*"},
    {"slae.sh CC2652RB",               "zstack", "10c4", "ea60", "Silicon Labs",      "*slae.sh_cc2652rb*"},
    {"SONOFF Dongle Plus CC2674P10",   "zstack", "10c4", "ea60", "SONOFF",            "*sonoff*plus*cc2674p10*"},
    {"SONOFF Dongle-P",                "zstack", "10c4", "ea60", "ITEAD",             "*sonoff*plus*",           115200, false, "*plus_v2_*"},
    {"Texas Instruments CC2538",       "zstack", "0451", "16c8", "Texas Instruments", "*cc2538*"},
    {"Texas Instruments CC2531",       "zstack", "0451", "16a8", "Texas Instruments", "*cc2531*"},
    {"Texas Instruments LaunchPad",    "zstack", "0451", "bef3", "Texas Instruments", "*texas_instruments*"},
    {"SMLIGHT SLZB-07p7",              "zstack", "10c4", "ea60", "SMLIGHT",           "*slzb-07p7*"},
    {"SMLIGHT SLZB-06p7",              "zstack", "10c4", "ea60", "SMLIGHT",           "*smlight_slzb-06p7_*"},
    {"SMLIGHT SLZB-06p10",             "zstack", "10c4", "ea60", "SMLIGHT",           "*smlight_slzb-06p10_*"},
    {"TubesZB",                        "zstack", "10c4", "ea60", "",                  "*tubeszb*"},
    {"TubesZB",                        "zstack", "1a86", "7523", "",                  "*tubeszb*"},
    {"ZigStar",                        "zstack", "1a86", "7523", "",                  "*zigstar*"},

    {"Nordic Zigbee NCP",              "zboss",  "2fe3", "0100", "ZEPHYR",            "*zephyr*"},

    {"ZiGate (PL2303)",                "zigate", "067b", "2303", "zigate_PL2303",     "*zigate*"},
    {"ZiGate (CP2102)",                "zigate", "10c4", "ea60", "zigate_cp2102",     "*zigate*"},
    {"ZiGate+",                        "zigate", "0403", "6015", "",                  "*zigate*"},
};
// clang-format on

constexpr int fits_manufacturer = 2, fits_name = 3, fits_both = 4;

bool same(std::string_view a, std::string_view b) {
  return a.size() == b.size() && strncasecmp(a.data(), b.data(), a.size()) == 0;
}
bool fits(std::string_view pattern, const std::string& name) {
  return !pattern.empty() && fnmatch(std::string(pattern).c_str(), name.c_str(), FNM_CASEFOLD) == 0;
}

int score(const UsbStick& stick, const io::SerialPort& port) {
  if (!same(stick.vendor, port.vendor) || !same(stick.product, port.product)) return 0;
  const bool maker = !stick.manufacturer.empty() && same(stick.manufacturer, port.manufacturer);
  const bool name = fits(stick.path, port.path) && !fits(stick.but_not, port.path);
  if (maker && name) return fits_both;
  if (name) return fits_name;
  // ITEAD sells sticks of two families with this converter: only their names tell them apart.
  const bool ambiguous = port.vendor == "10c4" && port.product == "ea60" && same(stick.manufacturer, "ITEAD");
  return maker && !ambiguous ? fits_manufacturer : 0;
}

}  // namespace

std::span<const UsbStick> usb_sticks() { return table; }

std::optional<UsbMatch> match_usb(const io::SerialPort& port) {
  std::optional<UsbMatch> best;
  for (const UsbStick& stick : table) {
    const int fit = score(stick, port);
    if (fit > (best ? best->score : 0)) best = UsbMatch{&stick, fit};
  }
  return best;
}

}  // namespace waggle::coordinator
