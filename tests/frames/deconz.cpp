// Frames of dresden elektronik's serial protocol, without SLIP: with their checksum, or as logs print them.
#include <fmt/core.h>

#include "coordinator/deconz/commands.h"
#include "frames/check.h"

namespace waggle::frames {
namespace {

using namespace coordinator::deconz;  // NOLINT: the frames and tables

Result<> expect_octets(const Value* decoded, std::string_view name, ByteView here) {
  const Value* recorded = decoded ? decoded->find(name) : nullptr;
  if (!recorded || recorded->string_or("") == to_hex(here)) return {};
  return differs(name, Value(to_hex(here)), *recorded);
}

/// SLIP around it, and what is found in that.
Result<> expect_to_be_found(const Frame& frame, ByteView octets) {
  FrameParser parser;
  Result<> outcome = Error{Errc::malformed, "is not found on the line"};
  parser.feed(encode(frame), [&](const Frame& found) { outcome = expect_same_octets(plain(found), octets); });
  return outcome;
}

Result<> expect_deconz(const Value& record, ByteView octets) {
  const auto frame = decode_plain(octets);
  if (!frame) return Error{Errc::malformed, "has another length than it says"};
  const Value* direction = record.find("dir");
  const bool response = direction && direction->string_or("") == "in";
  TRY(const Bytes again, read_and_write(*frame, response));
  TRY_DO(expect_same_octets(again, frame->content));
  TRY_DO(expect_to_be_found(*frame, octets));
  const Value* decoded = record.find("decoded");
  TRY_DO(expect_number(decoded, "commandId", frame->command));
  TRY_DO(expect_number(decoded, "seq", frame->sequence));
  TRY_DO(expect_number(decoded, "status", frame->status));
  if (frame->status != 0) return {};
  ReadParameter::Response parameter;
  SendData::Request sent;
  ReadIndication::Response heard;
  if (frame->command == ReadParameter::id.number && read_content<ReadParameter>(parameter, frame->content)) {
    TRY_DO(expect_number(decoded, "parameter", parameter.parameter));
    return expect_octets(decoded, "value", parameter.value.bytes);
  }
  if (frame->command == SendData::id.number && !response && read_content<SendData>(sent, frame->content)) {
    return expect_octets(decoded, "asdu", sent.payload);
  }
  if (frame->command == ReadIndication::id.number && response && read_content<ReadIndication>(heard, frame->content)) {
    return expect_octets(decoded, "asdu", heard.payload);
  }
  return {};
}

}  // namespace

Result<> check_deconz(const Value& record, ByteView octets) { return expect_deconz(record, octets); }

Result<> check_deconz_with_checksum(const Value& record, ByteView octets) {
  constexpr std::size_t size = 2;
  if (octets.size() < size) return Error{Errc::malformed, "is too short for a checksum"};
  const ByteView covered = octets.first(octets.size() - size);
  TRY_DO(expect_deconz(record, covered));
  Writer check;
  check.u16(checksum(covered));
  return expect_same_octets(check.view(), octets.last(size));
}

}  // namespace waggle::frames
