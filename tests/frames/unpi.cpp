// Frames of TI's serial protocol. The values that records name have the names of the Monitor and Test
// API; in the command structures they are called as below.
#include <fmt/core.h>

#include <algorithm>
#include <optional>

#include "coordinator/znp/inspect.h"
#include "frames/check.h"

namespace waggle::frames {
namespace {

using namespace coordinator::znp;  // NOLINT: the command tables

struct Name {
  std::string_view recorded;
  std::string_view member;
};
constexpr Name names[] = {{"clusterid", "cluster"}, {"srcaddr", "source"}, {"status", "status"}};
// What has a length of its own in front; the longer forms of commands tell `length` themselves.
constexpr std::string_view counted[] = {"data", "value"};

std::string_view type_name(Type type) {
  constexpr std::string_view all[] = {"POLL", "SREQ", "AREQ", "SRSP"};
  return static_cast<std::size_t>(type) < 4 ? all[static_cast<std::size_t>(type)] : "?";
}

std::optional<Subsystem> subsystem_named(std::string_view name) {
  struct Row {
    std::string_view name;
    Subsystem subsystem;
  };
  static constexpr Row all[] = {
      {"RES0", Subsystem::rpc_error}, {"RPC_ERROR", Subsystem::rpc_error},
      {"SYS", Subsystem::sys},        {"MAC", Subsystem::mac},
      {"NWK", Subsystem::nwk},        {"AF", Subsystem::af},
      {"ZDO", Subsystem::zdo},        {"SAPI", Subsystem::sapi},
      {"UTIL", Subsystem::util},      {"DEBUG", Subsystem::debug},
      {"DBG", Subsystem::debug},      {"APP", Subsystem::app},
      {"APP_CNF", Subsystem::app_cnf}, {"GREENPOWER", Subsystem::green_power},
      {"GP", Subsystem::green_power},
  };
  for (const Row& row : all) {
    if (row.name == name) return row.subsystem;
  }
  return std::nullopt;
}

std::uint64_t little_endian(ByteView octets) { return Reader(octets).uint(std::min<std::size_t>(octets.size(), 8)); }

Result<> expect_octets(std::string_view name, ByteView here, const Value& recorded) {
  Bytes wanted;
  if (recorded.is_string()) {
    const auto octets = from_hex(recorded.string());
    if (!octets) return Error{Errc::malformed, fmt::format("{}: '{}' is no hexadecimal", name, recorded.string())};
    wanted = *octets;
  } else if (recorded.is_array()) {
    for (const Value& octet : recorded.array()) wanted.push_back(static_cast<std::uint8_t>(octet.number_or(0)));
  } else {
    return {};
  }
  if (std::ranges::equal(here, wanted)) return {};
  return differs(name, Value(to_hex(here)), Value(to_hex(wanted)));
}

Result<> expect_params(const UnpiFrame& frame, const Value& params) {
  for (const Name& name : names) {
    const Value* recorded = params.find(name.recorded);
    if (!recorded) continue;
    const auto octets = member_of(frame, name.member);
    if (!octets) return Error{Errc::not_found, fmt::format("{} is recorded and not decoded", name.recorded)};
    TRY_DO(expect_number(&params, name.recorded, little_endian(*octets)));
  }
  std::optional<Bytes> content;
  for (std::string_view member : counted) {
    if (!content) content = member_of(frame, member);
  }
  if (const Value* recorded = params.find("data")) {
    if (!content) return Error{Errc::not_found, "data is recorded and not decoded"};
    TRY_DO(expect_octets("data", *content, *recorded));
  }
  if (!content) return {};
  const auto length = member_of(frame, "length");
  return expect_number(&params, "len", length ? little_endian(*length) : content->size());
}

}  // namespace

Result<> check_unpi(const Value& record, ByteView octets) {
  UnpiParser parser;
  Result<> outcome = Error{Errc::malformed, "no frame is found in it"};
  int found = 0;
  parser.feed(octets, [&](const UnpiFrame& frame) {
    ++found;
    outcome = [&]() -> Result<> {
      TRY(const Bytes data, read_and_write(frame));
      TRY_DO(expect_same_octets(encode({frame.type, frame.subsystem, frame.command, data}), octets));
      const Value* decoded = record.find("decoded");
      TRY_DO(expect_number(decoded, "commandId", frame.command));
      if (!decoded) return {};
      if (const Value* type = decoded->find("type"); type && type->string_or("") != type_name(frame.type)) {
        return differs("type", Value(type_name(frame.type)), *type);
      }
      if (const Value* name = decoded->find("subsystem"); name && subsystem_named(name->string_or("")) != frame.subsystem) {
        return differs("subsystem", Value(static_cast<int>(frame.subsystem)), *name);
      }
      const Value* params = decoded->find("params");
      return params ? expect_params(frame, *params) : Result<>{};
    }();
  });
  if (found > 1 || (found == 1 && parser.skipped() > 0)) return Error{Errc::malformed, "is more than one frame"};
  return outcome;
}

}  // namespace waggle::frames
