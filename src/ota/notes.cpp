#include "ota/notes.h"

namespace waggle::ota {
namespace {

constexpr std::string_view scheduled_key = "scheduledOta";
constexpr std::string_view unfinished_key = "otaUnfinished";

}  // namespace

std::optional<Source> scheduled(const network::Device& device) {
  const Value* note = device.kept.find(scheduled_key);
  if (!note || !note->is_object()) return std::nullopt;
  Source out;
  if (const Value* url = note->find("url"); url && url->is_string()) out.url = url->string();
  if (const Value* downgrade = note->find("downgrade")) out.downgrade = truthy(*downgrade);
  return out;
}

void set_scheduled(network::Device& device, const Source& source) {
  Object note{{"downgrade", source.downgrade}};
  if (source.url) note.set("url", *source.url);
  device.kept.set(scheduled_key, std::move(note));
}

void clear_scheduled(network::Device& device) { device.kept.erase(scheduled_key); }

std::optional<Unfinished> unfinished(const network::Device& device) {
  const Value* note = device.kept.find(unfinished_key);
  const Value* url = note ? note->find("url") : nullptr;
  const Value* hash = note ? note->find("sha512") : nullptr;
  const Value* version = note ? note->find("fileVersion") : nullptr;
  const auto number = version ? version->integer(0, 0xFFFFFFFF) : std::nullopt;
  if (!url || !url->is_string() || !number) return std::nullopt;
  return Unfinished{url->string(), std::string(hash ? hash->string_or("") : ""), static_cast<std::uint32_t>(*number)};
}

void set_unfinished(network::Device& device, const Unfinished& update) {
  Object note{{"url", update.url}, {"fileVersion", update.file_version}};
  if (!update.sha512.empty()) note.set("sha512", update.sha512);
  device.kept.set(unfinished_key, std::move(note));
}

void clear_unfinished(network::Device& device) { device.kept.erase(unfinished_key); }

}  // namespace waggle::ota
