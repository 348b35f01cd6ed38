// Frames of Silicon Labs' serial protocol: ASH, and EZSP in it. Most were recorded with firmware older than the
// driver takes: their headers are read in the form that the record names; their parameters with the layouts of
// version 13, where those have a row that they fit.
#include <fmt/core.h>

#include <algorithm>

#include "coordinator/ember/ash_frame.h"
#include "coordinator/ember/inspect.h"
#include "frames/check.h"

namespace waggle::frames {
namespace {

using namespace coordinator::ember;  // NOLINT: the frames and tables

constexpr int recorded_version = 13;

std::string_view name_of(AshFrame::Kind kind) {
  constexpr std::string_view names[] = {"DATA", "ACK", "NAK", "RST", "RSTACK", "ERROR", "damaged"};
  return names[static_cast<std::size_t>(kind)];
}

std::string_view text_of(const Value* value, std::string_view name) {
  const Value* found = value ? value->find(name) : nullptr;
  return found ? found->string_or("") : std::string_view();
}

std::optional<FrameForm> form_of(const Value* decoded) {
  const std::string_view name = text_of(decoded, "ezspFormat");
  if (name == "legacy") return FrameForm::legacy;
  if (name == "v5-7") return FrameForm::middle;
  if (name == "v8+") return FrameForm::extended;
  return std::nullopt;
}

/// Nothing escaped, with flag: what encode() would have escaped.
Bytes escaped(ByteView octets) {
  Bytes out;
  for (const std::uint8_t octet : octets) {
    constexpr std::uint8_t reserved[] = {ash_flag, ash_escape, ash_xon, ash_xoff, ash_substitute, ash_cancel};
    if (std::find(std::begin(reserved), std::end(reserved), octet) == std::end(reserved)) {
      out.push_back(octet);
    } else {
      out.push_back(ash_escape);
      out.push_back(octet ^ 0x20);
    }
  }
  return out;
}

Result<> expect_ezsp(const Value* decoded, ByteView octets) {
  const auto form = form_of(decoded);
  if (!form) return {};
  const auto frame = decode_ezsp(octets, *form);
  if (!frame) return Error{Errc::malformed, "is no EZSP frame of the form " + std::string(text_of(decoded, "ezspFormat"))};
  TRY_DO(expect_same_octets(encode(*frame, *form), octets));
  TRY_DO(expect_number(decoded, "seq", frame->sequence));
  TRY_DO(expect_number(decoded, "frameId", frame->number));
  return expect_number(decoded, "response", frame->response());
}

Result<> expect_ash(const AshFrame& frame, const Value* decoded) {
  if (frame.kind == AshFrame::Kind::damaged) return Error{Errc::malformed, "is no ASH frame"};
  if (const std::string_view wanted = text_of(decoded, "ash"); !wanted.empty() && wanted != name_of(frame.kind)) {
    return differs("ash", Value(name_of(frame.kind)), Value(wanted));
  }
  if (frame.kind == AshFrame::Kind::data) {
    TRY_DO(expect_number(decoded, "frmNum", frame.number));
    TRY_DO(expect_number(decoded, "reTx", frame.again));
  }
  if (frame.kind <= AshFrame::Kind::nak) TRY_DO(expect_number(decoded, "ackNum", frame.ack));
  if (frame.kind == AshFrame::Kind::rstack || frame.kind == AshFrame::Kind::error) {
    TRY_DO(expect_number(decoded, "version", frame.version));
    TRY_DO(expect_number(decoded, "resetCode", frame.code));
  }
  return frame.kind == AshFrame::Kind::data ? expect_ezsp(decoded, frame.data) : Result<>{};
}

}  // namespace

Result<> check_ash(const Value& record, ByteView octets) {
  const Value* decoded = record.find("decoded");
  const std::string_view layer = text_of(&record, "layer");
  if (layer == "ash-derandomised") {
    Bytes whole(octets.begin(), octets.end());
    Bytes data(whole.begin() + std::min<std::ptrdiff_t>(1, static_cast<std::ptrdiff_t>(whole.size())), whole.end());
    randomise(data);
    Writer out;
    out.bytes(octets.first(std::min<std::size_t>(1, octets.size()))).bytes(data);
    out.u16_be(ash_crc(out.view()));
    return expect_ash(decode_ash(out.view()), decoded);
  }
  const Bytes stuffed = layer == "ash-wire" ? Bytes(octets.begin(), octets.end()) : [&] {
    const bool flag = !octets.empty() && octets.back() == ash_flag;
    Bytes out = escaped(flag ? octets.first(octets.size() - 1) : octets);
    out.push_back(ash_flag);
    return out;
  }();
  AshParser parser;
  std::vector<AshFrame> found;
  parser.feed(stuffed, [&](AshFrame&& frame) { found.push_back(std::move(frame)); });
  if (found.size() != 1) return Error{Errc::malformed, fmt::format("holds {} frames", found.size())};
  TRY_DO(expect_ash(found[0], decoded));
  // What comes before it cancels what came before that.
  const std::size_t lead = static_cast<std::size_t>(std::find_if(stuffed.begin(), stuffed.end(), [](auto o) { return o != ash_cancel; }) - stuffed.begin());
  return expect_same_octets(encode(found[0]), ByteView(stuffed).subspan(lead));
}

Result<> check_ezsp(const Value& record, ByteView octets) { return expect_ezsp(record.find("decoded"), octets); }

Result<> check_ezsp_parameters(const Value& record, ByteView octets) {
  const Value* decoded = record.find("decoded");
  const Value* number = record.find("id");
  const Value* response = decoded ? decoded->find("response") : nullptr;
  if (!number) return Error{Errc::malformed, "does not name its command"};
  TRY_DO(expect_number(decoded, "frameId", static_cast<std::uint64_t>(number->number_or(0))));
  const auto id = static_cast<std::uint16_t>(number->number_or(0));
  TRY(const Bytes again, read_and_write(id, octets, response && response->bool_or(false), recorded_version));
  return expect_same_octets(again, octets);
}

}  // namespace waggle::frames
