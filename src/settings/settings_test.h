// What the tests of Settings share: a data folder in memory, and a configuration with comments in it.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "core/json.h"
#include "io/memory_files.h"
#include "settings/settings.h"

namespace waggle::settings {

constexpr Ieee motion{0x00158D0001070430};
constexpr Ieee plug{0x04CD15FFFE240001};

constexpr std::string_view home_text = R"(# My home
version: 5
mqtt:
  base_topic: zigbee2mqtt   # the usual
  server: 'mqtt://localhost:1883'
  # user: me
serial:
  port: /dev/ttyUSB0
advanced:
  pan_id: 0x1A62  # hexadecimal
  network_key: [1, 3, 5, 7, 9, 11, 13, 15,
    0, 2, 4, 6, 8, 10, 12, 13]
devices:
  '0x00158d0001070430':
    friendly_name: "hall/motion"   # above the door
    # retain: true
  '0x04cd15fffe240001': {friendly_name: plug, retain: true}
groups:
  1: {friendly_name: all}
)";

struct Folder {
  io::MemoryFiles files;
  Environment environment;

  explicit Folder(std::string_view configuration = home_text) { (*this)["configuration.yaml"] = configuration; }

  std::string& operator[](const std::string& name) { return files.content["data/" + name]; }
  std::string& main() { return (*this)["configuration.yaml"]; }

  Result<std::unique_ptr<Settings>> load() { return Settings::load(files, "data", environment); }
  /// The settings; a failed test when they cannot be had.
  std::unique_ptr<Settings> loaded() {
    auto out = load();
    if (!out) {
      ADD_FAILURE() << out.error().text;
      return nullptr;
    }
    return std::move(*out);
  }
  /// What is wrong, or "".
  std::string mistakes() {
    auto out = load();
    return out ? "" : out.error().text;
  }
};

template <class T>
std::string error_of(const Result<T>& result) {
  return result ? "" : result.error().text;
}

inline std::string with(std::string_view text, std::string_view old, std::string_view now) {
  std::string out(text);
  const std::size_t at = out.find(old);
  EXPECT_NE(at, std::string::npos) << old;
  if (at != std::string::npos) out.replace(at, old.size(), now);
  return out;
}

inline Object object(std::string_view text) {
  auto out = json::parse(text);
  EXPECT_TRUE(out && out->is_object()) << text;
  return out && out->is_object() ? out->object() : Object{};
}

}  // namespace waggle::settings
