#include "network/backup.h"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <limits>

#include "core/json.h"
#include "core/version.h"
#include "network/zha_backup.h"

namespace waggle::network {
namespace {

using coordinator::BackedUpDevice;
using coordinator::LinkKey;

constexpr std::string_view format = "zigpy/open-coordinator-backup";
constexpr int lowest_channel = 11, highest_channel = 26;

std::string hex(std::uint64_t value, int digits) { return fmt::format("{:0{}x}", value, digits); }

Error wrong(std::string_view member, std::string_view wanted) {
  return {Errc::malformed, fmt::format("this is no coordinator backup that can be read: '{}' must be {}", member, wanted)};
}

/// Octets written in hexadecimal, of a known number.
template <std::size_t N>
Result<std::array<std::uint8_t, N>> octets(const Value* value, std::string_view member) {
  const auto bytes = value && value->is_string() ? from_hex(value->string()) : std::nullopt;
  if (!bytes || bytes->size() != N) return wrong(member, fmt::format("{} octets in hexadecimal", N));
  std::array<std::uint8_t, N> out{};
  std::copy(bytes->begin(), bytes->end(), out.begin());
  return out;
}

Result<std::uint64_t> number_in_hex(const Value* value, std::string_view member, int most_digits) {
  const std::string text(value ? value->string_or("") : "");
  std::uint64_t out = 0;
  for (const char c : text) {
    const auto digit = std::string_view("0123456789abcdef").find(static_cast<char>(c >= 'A' && c <= 'F' ? c - 'A' + 'a' : c));
    if (digit == std::string_view::npos) return wrong(member, "a number in hexadecimal");
    out = out << 4 | digit;
  }
  if (text.empty() || text.size() > static_cast<std::size_t>(most_digits)) {
    return wrong(member, fmt::format("a number of 1 to {} hexadecimal digits", most_digits));
  }
  return out;
}

template <class Number>
Result<Number> number(const Value* value, std::string_view member, std::int64_t low, std::int64_t high) {
  const auto whole = value ? value->integer(low, high) : std::nullopt;
  if (!whole) return wrong(member, fmt::format("a number from {} to {}", low, high));
  return static_cast<Number>(*whole);
}
template <class Number>
Result<Number> number(const Value* value, std::string_view member) {
  return number<Number>(value, member, 0, std::numeric_limits<Number>::max());
}

/// "2026-01-15T12:00:00.000Z"; nullopt for anything else.
std::optional<WallTime> utc(std::string_view text) {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, millis = 0;
  const std::string copy(text);
  if (std::sscanf(copy.c_str(), "%4d-%2d-%2dT%2d:%2d:%2d.%3dZ", &year, &month, &day, &hour, &minute, &second, &millis) < 6) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  const std::int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
  return WallTime{((days * 24 + hour) * 60 + minute) * 60'000 + second * 1000 + millis};
}

Object print_device(const BackedUpDevice& device) {
  Object out;
  out.set("nwk_address", device.nwk ? Value(hex(device.nwk->raw, 4)) : Value());
  out.set("ieee_address", hex(device.ieee.raw, 16));
  out.set("is_child", device.child);
  if (const auto& key = device.link_key) {
    out.set("link_key", Object{{"key", to_hex(key->key)}, {"rx_counter", key->received}, {"tx_counter", key->sent}});
  }
  return out;
}

Result<BackedUpDevice> parse_device(const Value& value) {
  BackedUpDevice out;
  TRY(const std::uint64_t ieee, number_in_hex(value.find("ieee_address"), "devices[].ieee_address", 16));
  out.ieee = Ieee(ieee);
  if (const Value* nwk = value.find("nwk_address"); nwk && !nwk->is_null()) {
    TRY(const std::uint64_t address, number_in_hex(nwk, "devices[].nwk_address", 4));
    out.nwk = Nwk(static_cast<std::uint16_t>(address));
  }
  const Value* child = value.find("is_child");
  out.child = !child || child->bool_or(true);
  if (const Value* key = value.find("link_key"); key && !key->is_null()) {
    LinkKey link;
    TRY(link.key, octets<16>(key->find("key"), "devices[].link_key.key"));
    TRY(link.received, number<std::uint32_t>(key->find("rx_counter"), "devices[].link_key.rx_counter"));
    TRY(link.sent, number<std::uint32_t>(key->find("tx_counter"), "devices[].link_key.tx_counter"));
    out.link_key = link;
  }
  return out;
}

}  // namespace

std::string print_backup(const Backup& backup) {
  const coordinator::NetworkParameters& network = backup.network;
  Object internal;
  internal.set("date", iso8601_utc(backup.made.value_or(WallTime{})));
  if (backup.zstack_product) internal.set("znpVersion", *backup.zstack_product);
  if (backup.ezsp_version) internal.set("ezspVersion", *backup.ezsp_version);
  Object stack;
  if (backup.zstack_product || backup.zstack_seed) {
    Object zstack;
    if (backup.zstack_seed) zstack.set("tclk_seed", to_hex(*backup.zstack_seed));
    stack.set("zstack", std::move(zstack));
  }
  if (backup.ember_link_key) stack.set("ezsp", Object{{"hashed_tclk", to_hex(*backup.ember_link_key)}});
  Array channels;
  for (int channel = lowest_channel; channel <= highest_channel; ++channel) {
    if (backup.channels >> channel & 1) channels.push_back(channel);
  }
  Array devices;
  for (const BackedUpDevice& device : backup.devices) devices.push_back(print_device(device));
  Object out;
  out.set("metadata", Object{{"format", format}, {"version", 1}, {"source", "waggle@" + std::string(version)},
                             {"internal", std::move(internal)}});
  out.set("stack_specific", std::move(stack));
  out.set("coordinator_ieee", hex(backup.ieee.raw, 16));
  out.set("pan_id", hex(network.pan.raw, 4));
  out.set("extended_pan_id", to_hex(network.extended_pan));
  out.set("nwk_update_id", network.update_id);
  out.set("security_level", backup.security_level);
  out.set("channel", network.channel);
  out.set("channel_mask", std::move(channels));
  out.set("network_key", Object{{"key", to_hex(network.key)}, {"sequence_number", network.key_sequence},
                                {"frame_counter", backup.frame_counter}});
  out.set("devices", std::move(devices));
  return json::pretty(Value(std::move(out)), 2);
}

Result<Backup> parse_backup(std::string_view text) {
  TRY(Value file, json::parse(text));
  if (is_zha_backup(file)) file = opened(file);
  const Value* kind = file.find("metadata", "format");
  if (!kind || kind->string_or("") != format) return wrong("metadata.format", fmt::format("'{}'", format));
  if (const Value* number_of_version = file.find("metadata", "version"); !number_of_version || !number_of_version->integer(1, 1)) {
    return wrong("metadata.version", "1");
  }
  Backup out;
  coordinator::NetworkParameters& network = out.network;
  TRY(const std::uint64_t ieee, number_in_hex(file.find("coordinator_ieee"), "coordinator_ieee", 16));
  out.ieee = Ieee(ieee);
  TRY(const std::uint64_t pan, number_in_hex(file.find("pan_id"), "pan_id", 4));
  network.pan = PanId(static_cast<std::uint16_t>(pan));
  TRY(network.extended_pan, octets<8>(file.find("extended_pan_id"), "extended_pan_id"));
  TRY(network.channel, number<std::uint8_t>(file.find("channel"), "channel", lowest_channel, highest_channel));
  TRY(network.key, octets<16>(file.find("network_key", "key"), "network_key.key"));
  TRY(network.key_sequence, number<std::uint8_t>(file.find("network_key", "sequence_number"), "network_key.sequence_number"));
  TRY(out.frame_counter, number<std::uint32_t>(file.find("network_key", "frame_counter"), "network_key.frame_counter"));
  if (const Value* id = file.find("nwk_update_id"); id && !id->is_null()) {
    TRY(network.update_id, number<std::uint8_t>(id, "nwk_update_id"));
  }
  if (const Value* level = file.find("security_level"); level && !level->is_null()) {
    TRY(out.security_level, number<std::uint8_t>(level, "security_level", 0, 7));
  }
  const Value* mask = file.find("channel_mask");
  if (mask && mask->is_array()) {
    for (const Value& channel : mask->array()) {
      TRY(const int bit, number<int>(&channel, "channel_mask[]", lowest_channel, highest_channel));
      out.channels |= 1u << bit;
    }
  }
  if (const Value* seed = file.find("stack_specific", "zstack", "tclk_seed"); seed && !seed->is_null()) {
    TRY(out.zstack_seed, octets<16>(seed, "stack_specific.zstack.tclk_seed"));
  }
  if (const Value* key = file.find("stack_specific", "ezsp", "hashed_tclk"); key && !key->is_null()) {
    TRY(out.ember_link_key, octets<16>(key, "stack_specific.ezsp.hashed_tclk"));
  }
  if (const Value* ezsp = file.find("metadata", "internal", "ezspVersion")) {
    if (const auto known = ezsp->integer(0, 255)) out.ezsp_version = static_cast<std::uint8_t>(*known);
  }
  if (const Value* product = file.find("metadata", "internal", "znpVersion")) {
    if (const auto known = product->integer(0, 2)) out.zstack_product = static_cast<std::uint8_t>(*known);
  }
  for (const char* name : {"creation_time", "date"}) {  // zigpy's and zigbee-herdsman's
    if (const Value* date = file.find("metadata", "internal", name)) out.made = utc(date->string_or(""));
  }
  const Value* devices = file.find("devices");
  if (!devices || !devices->is_array()) return wrong("devices", "a list");
  for (const Value& device : devices->array()) {
    TRY(BackedUpDevice known, parse_device(device));
    out.devices.push_back(std::move(known));
  }
  return out;
}

Backup with_safe_counters(Backup backup, WallTime now) {
  // The radio itself stores its counters only now and then, and more than ten frames a second nobody sends for
  // long. What this adds is little of the four thousand million there are. Link keys are used when devices
  // join, hardly ever else.
  constexpr std::int64_t least = 2500, per_second = 10, most = 25'000'000;
  const std::int64_t age = backup.made ? std::clamp<std::int64_t>((now.ms - backup.made->ms) / 1000, 0, most) : most;
  const auto raise = [](std::uint32_t& counter, std::int64_t by) {
    constexpr std::int64_t end = std::numeric_limits<std::uint32_t>::max();
    counter = static_cast<std::uint32_t>(std::min(end, counter + by));
  };
  raise(backup.frame_counter, std::min(least + age * per_second, most));
  for (BackedUpDevice& device : backup.devices) {
    if (device.link_key) raise(device.link_key->sent, least);
  }
  return backup;
}

}  // namespace waggle::network
