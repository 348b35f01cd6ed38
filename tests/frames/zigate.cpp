// Frames of ZiGate: as they are on the wire, with the escapes undone, or without start and end.
#include <fmt/core.h>

#include "coordinator/zigate/commands.h"
#include "coordinator/zigate/frame.h"
#include "frames/check.h"

namespace waggle::frames {
namespace {

using namespace coordinator::zigate;  // NOLINT: the command tables

// What the host says carries no link quality.
Spoken parts_of(const Value& record, const Frame& frame) {
  const Value* direction = record.find("dir");
  const bool from_host = direction && direction->string_or("") == "out";
  return from_host ? Spoken{frame.type, frame.payload, 0} : spoken(frame);
}

Result<> expect_text(const Value& decoded, std::string_view name, const std::string& here) {
  const Value* recorded = decoded.find(name);
  if (!recorded || !recorded->is_string() || recorded->string() == here) return {};
  return differs(name, Value(here), *recorded);
}

Result<> check_content(const Value& record, const Frame& frame) {
  const Spoken parts = parts_of(record, frame);
  if (const Row* row = find_row(parts.type)) {
    const auto again = row->again(parts.data);
    if (!again) return Error{Errc::malformed, fmt::format("does not fit its row: {}", describe(parts.type, parts.data))};
    TRY_DO(expect_same_octets(*again, parts.data));
  }
  const Value* decoded = record.find("decoded");
  if (!decoded) return {};
  TRY_DO(expect_text(*decoded, "type", hex16(parts.type)));
  TRY_DO(expect_text(*decoded, "data", to_hex(parts.data)));
  TRY_DO(expect_number(decoded, "length", frame.payload.size()));
  return expect_number(decoded, "lqi", parts.lqi);
}

Result<> check_plain(const Value& record, ByteView octets) {
  Frame frame;
  if (!decode_plain(octets, frame)) return Error{Errc::malformed, "the length or the check sum is wrong"};
  TRY_DO(expect_same_octets(encode_plain(frame), octets));
  return check_content(record, frame);
}

}  // namespace

Result<> check_zigate_wire(const Value& record, ByteView octets) {
  FrameParser parser;
  Result<> outcome = Error{Errc::malformed, "no frame is found in it"};
  int found = 0;
  parser.feed(octets, [&](const Frame& frame) {
    ++found;
    const bool same = expect_same_octets(encode(frame), octets).ok();
    outcome = same ? Result<>{} : expect_same_octets(encode(frame, Escaping::one_more), octets);
    if (outcome) outcome = check_content(record, frame);
  });
  if (found > 1 || (found == 1 && parser.damaged() > 0)) return Error{Errc::malformed, "is more than one frame"};
  return outcome;
}

Result<> check_zigate_unescaped(const Value& record, ByteView octets) {
  if (octets.size() < 2 || octets.front() != start_octet || octets.back() != end_octet) {
    return Error{Errc::malformed, "does not begin and end as a frame does"};
  }
  return check_plain(record, octets.subspan(1, octets.size() - 2));
}

Result<> check_zigate_message(const Value& record, ByteView octets) { return check_plain(record, octets); }

}  // namespace waggle::frames
