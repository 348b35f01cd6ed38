// Frames of DSR's serial protocol: the line's, and the messages in them, whose parameters are read by the rows of their calls.
#include <fmt/core.h>

#include "coordinator/zboss/frame.h"
#include "coordinator/zboss/inspect.h"
#include "frames/check.h"

namespace waggle::frames {
namespace {

using namespace coordinator::zboss;  // NOLINT: frames and messages

Result<> expect_message(const Value* decoded, ByteView octets) {
  const auto message = decode_message(octets);
  if (!message) return Error{Errc::malformed, "is no message"};
  TRY_DO(expect_same_octets(encode(*message), octets));
  TRY_DO(expect_number(decoded, "version", message->version));
  TRY_DO(expect_number(decoded, "control", static_cast<std::uint64_t>(message->kind)));
  TRY_DO(expect_number(decoded, "callId", message->call));
  if (message->kind != Message::Kind::indication) TRY_DO(expect_number(decoded, "tsn", message->sequence));
  if (message->kind == Message::Kind::response) {
    TRY_DO(expect_number(decoded, "statusCategory", message->category));
    TRY_DO(expect_number(decoded, "statusCode", message->status));
  }
  const Value* payload = decoded ? decoded->find("payload") : nullptr;
  // In the records the payload of a response begins with its status.
  const std::string here = to_hex(octets.last(message->parameters.size() + (message->kind == Message::Kind::response ? 2 : 0)));
  const std::string without = to_hex(message->parameters);
  const std::string_view recorded = payload ? payload->string_or("") : std::string_view(without);
  if (recorded != here && recorded != without) return differs("payload", Value(without), Value(recorded));
  TRY(const Bytes again, read_and_write(*message));
  return expect_same_octets(again, message->parameters);
}

}  // namespace

Result<> check_zboss_frame(const Value& record, ByteView octets) {
  const Value* decoded = record.find("decoded");
  std::vector<Frame> found;
  FrameParser parser;
  parser.feed(octets, [&](Frame&& frame, FrameParser::Body body) {
    if (body == FrameParser::Body::whole) found.push_back(std::move(frame));
  });
  if (found.size() != 1) return Error{Errc::malformed, fmt::format("holds {} frames", found.size())};
  const Frame& frame = found[0];
  const Bytes written = encode(frame);
  TRY_DO(expect_same_octets(written, octets));
  constexpr std::size_t length_at = 2, type_at = 4, flags_at = 5;
  TRY_DO(expect_number(decoded, "length", Reader(ByteView(written).subspan(length_at)).u16()));
  TRY_DO(expect_number(decoded, "type", written[type_at]));
  TRY_DO(expect_number(decoded, "flags", written[flags_at]));
  TRY_DO(expect_number(decoded, "isACK", frame.acknowledges));
  TRY_DO(expect_number(decoded, "retransmit", frame.again));
  TRY_DO(expect_number(decoded, "seq", frame.number));
  TRY_DO(expect_number(decoded, "ackSeq", frame.acknowledged));
  TRY_DO(expect_number(decoded, "first", frame.first));
  TRY_DO(expect_number(decoded, "last", frame.last));
  return frame.first && frame.last ? expect_message(decoded, frame.body) : Result<>{};
}

Result<> check_zboss_message(const Value& record, ByteView octets) { return expect_message(record.find("decoded"), octets); }

}  // namespace waggle::frames
