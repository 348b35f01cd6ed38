#include "coordinator/usb_sticks.h"

#include <gtest/gtest.h>

namespace waggle::coordinator {
namespace {

struct Seen {
  io::SerialPort port;
  std::string_view name;  // empty: nothing that is known
};

// Names as udev makes them.
TEST(UsbSticks, AreKnownByWhatTheySayOfThemselves) {
  const Seen all[] = {
      {{"/dev/serial/by-id/usb-Itead_Sonoff_Zigbee_3.0_USB_Dongle_Plus_V2_a6ee897e-if00-port0", "10c4", "ea60", "Itead", ""}, "SONOFF Dongle-E"},
      {{"/dev/serial/by-id/usb-ITead_Sonoff_Zigbee_3.0_USB_Dongle_Plus_b8b49abd-if00-port0", "10c4", "ea60", "ITead", ""}, "SONOFF Dongle-P"},
      {{"/dev/serial/by-id/usb-Silicon_Labs_Sonoff_Zigbee_3.0_USB_Dongle_Plus_0111-if00-port0", "10c4", "ea60", "Silicon Labs", ""}, "SONOFF Dongle-P"},
      {{"/dev/serial/by-id/usb-ITEAD_SONOFF_Zigbee_3.0_USB_Dongle_Plus_V2_20240122-if00", "1a86", "55d4", "ITEAD", ""}, "SONOFF Dongle-E"},
      {{"/dev/serial/by-id/usb-Nabu_Casa_ZBT-2_10B41DE58D6C-if00", "303a", "4001", "Nabu Casa", ""}, "Home Assistant Connect ZBT-2"},
      {{"/dev/serial/by-id/usb-dresden_elektronik_ConBee_III_DE03188111-if00-port0", "0403", "6015", "dresden elektronik ingenieurtechnik GmbH", ""}, "ConBee III"},
      {{"/dev/serial/by-id/usb-FTDI_ZiGate_ZIGATE+-if00-port0", "0403", "6015", "FTDI", ""}, "ZiGate+"},
      {{"/dev/serial/by-id/usb-SMLIGHT_SMLIGHT_SLZB-07_be9faa07-if00-port0", "10c4", "ea60", "SMLIGHT", ""}, "SMLIGHT SLZB-07"},
      {{"/dev/serial/by-id/usb-SMLIGHT_SMLIGHT_SLZB-07p7_be9faa07-if00-port0", "10c4", "ea60", "SMLIGHT", ""}, "SMLIGHT SLZB-07p7"},
      // The converter's own name: it may be anything.
      {{"/dev/serial/by-id/usb-Silicon_Labs_CP2102N_USB_to_UART_Bridge_Controller_a215-if00-port0", "10c4", "ea60", "", ""}, ""},
      // Of this maker, with this converter, and of either family.
      {{"/dev/ttyUSB0", "10c4", "ea60", "ITEAD", ""}, ""},
      {{"/dev/ttyUSB0", "0451", "16a8", "Texas Instruments", ""}, "Texas Instruments CC2531"},
      {{"/dev/ttyAMA0", "", "", "", ""}, ""},
  };
  for (const Seen& seen : all) {
    const auto match = match_usb(seen.port);
    EXPECT_EQ(match ? match->stick->name : "", seen.name) << seen.port.path;
  }
}

}  // namespace
}  // namespace waggle::coordinator
