#include "app/demo_firmware.h"

#include <fmt/core.h>

#include "core/json.h"
#include "io/files.h"
#include "ota/request.h"

namespace waggle::app {
namespace {

constexpr AttributeId file_version{0x0002}, image_type{0x0008};
constexpr std::size_t size = 10'000;  // a minute

std::optional<std::uint32_t> number(const sim::DeviceSpec& device, AttributeId id) {
  for (const auto& [key, attribute] : device.attributes) {
    if (key.place.cluster != ota::cluster || key.id != id) continue;
    if (const auto value = attribute.value.integer(0, 0xFFFFFFFF)) return static_cast<std::uint32_t>(*value);
  }
  return std::nullopt;
}

}  // namespace

Result<> write_demo_firmware(const std::string& folder, const std::vector<sim::DeviceSpec>& home) {
  Array index;
  TRY_DO(io::disk().make_folder(folder + "/firmware"));
  for (const sim::DeviceSpec& device : home) {
    const auto type = number(device, image_type);
    const auto version = number(device, file_version);
    if (!type || *type == 0 || !version) continue;
    ota::ImageHeader header;
    header.manufacturer = device.node.manufacturer.raw;
    header.image_type = static_cast<std::uint16_t>(*type);
    header.file_version = *version + 1;
    header.text = "demo-" + std::to_string(header.file_version & 0xFF);
    Bytes noise(size);
    for (std::size_t i = 0; i < size; ++i) noise[i] = static_cast<std::uint8_t>(i * 7 + i / 256);
    const std::string file = fmt::format("firmware/{:04x}.ota", header.image_type);
    TRY_DO(io::disk().replace(folder + "/" + file, as_text(ota::write_image(header, {{0, std::move(noise)}}))));
    index.push_back(Object{{"url", file}, {"releaseNotes", "A demonstration: nothing is new."}});
  }
  return io::disk().replace(folder + "/" + std::string(demo_index), json::pretty(Value(std::move(index)), 2));
}

}  // namespace waggle::app
