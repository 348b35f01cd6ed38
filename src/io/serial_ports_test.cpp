#include "io/serial_ports.h"

#include <gtest/gtest.h>

#include <fstream>

#include "io/temp_folder.h"

namespace waggle::io {
namespace {

namespace fs = std::filesystem;

void write(const fs::path& path, std::string_view text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path) << text << '\n';
}

TEST(SerialPorts, AreFoundWithTheDeviceBehindThem) {
  const TempFolder root;
  const fs::path top = root.path();
  const fs::path stick = top / "sys/devices/pci0000:00/usb1/1-2";
  write(stick / "idVendor", "10c4");
  write(stick / "idProduct", "ea60");
  write(stick / "manufacturer", "ITEAD");
  write(stick / "product", "SONOFF Zigbee 3.0 USB Dongle Plus V2");
  const fs::path port = stick / "1-2:1.0/ttyUSB3";
  fs::create_directories(port / "tty/ttyUSB3");
  fs::create_directories(top / "sys/class/tty");
  fs::create_directory_symlink(port / "tty/ttyUSB3", top / "sys/class/tty/ttyUSB3");
  fs::create_directory_symlink(port, port / "tty/ttyUSB3/device");
  fs::create_directories(top / "dev/serial/by-id");
  fs::create_symlink("../../ttyUSB3", top / "dev/serial/by-id/usb-Itead_Sonoff_V2_a6-if00-port0");
  // A port of the board itself, and what is none.
  fs::create_directories(top / "sys/class/tty/ttyAMA0");
  fs::create_directories(top / "sys/class/tty/tty1");

  const auto found = serial_ports(root.path());
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].path, "/dev/serial/by-id/usb-Itead_Sonoff_V2_a6-if00-port0");
  EXPECT_EQ(found[0].vendor + ":" + found[0].product, "10c4:ea60");
  EXPECT_EQ(found[0].manufacturer, "ITEAD");
  EXPECT_EQ(found[0].description, "SONOFF Zigbee 3.0 USB Dongle Plus V2");
  EXPECT_EQ(found[1].path, "/dev/ttyAMA0");
  EXPECT_EQ(found[1].vendor, "");
}

TEST(SerialPorts, AreNoneWhereThereIsNoSuchSystem) {
  const TempFolder root;
  EXPECT_TRUE(serial_ports(root.path()).empty());
}

}  // namespace
}  // namespace waggle::io
