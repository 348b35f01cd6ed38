#include "coordinator/znp/inspect.h"

#include <fmt/core.h>

#include "coordinator/znp/other_commands.h"
#include "zigbee/zdo/messages.h"

namespace waggle::coordinator::znp {
namespace {

const Row* find_row(const UnpiFrame& frame) {
  const Type type = frame.type == Type::srsp ? Type::sreq : frame.type;
  for (const Row& row : table()) {
    if (row.id.type == type && row.id.subsystem == frame.subsystem && row.id.number == frame.command) return &row;
  }
  return nullptr;
}

const ZdoRow* find_zdo_row(const UnpiFrame& frame) {
  if (frame.subsystem != Subsystem::zdo || frame.command == 0xFF) return nullptr;
  for (const ZdoRow& row : zdo_rows()) {
    if ((frame.type == Type::areq ? row.response : row.request) == frame.command) return &row;
  }
  return nullptr;
}

/// Octets that this firmware puts before a standard ZDO message.
std::size_t wrapping(const ZdoRow& row, Type type) {
  if (type == Type::areq) return row.names_source ? 2 : 0;
  switch (row.form) {
    case ZdoRow::Form::plain: return 0;
    case ZdoRow::Form::destination:
    case ZdoRow::Form::padded_bind: return 2;
    case ZdoRow::Form::mode_first:
    case ZdoRow::Form::mode_second: return 3;
  }
  return 0;
}

std::optional<Bytes> zdo_again(const ZdoRow& row, const UnpiFrame& frame) {
  if (frame.type == Type::srsp) {
    return frame.data.size() == 1 ? std::optional(Bytes{frame.data[0]}) : std::nullopt;
  }
  const bool response = frame.type == Type::areq && row.request != 0xFF;
  const ClusterId cluster(response ? row.cluster | zdo::response_bit : row.cluster);
  const std::size_t before = wrapping(row, frame.type);
  if (frame.data.size() < before) return std::nullopt;
  for (const zdo::Row& message : zdo::table()) {
    if (message.cluster != cluster) continue;
    const auto inner = message.again(frame.data.subspan(before));
    if (!inner) return std::nullopt;
    Writer out;
    return out.bytes(frame.data.first(before)).bytes(*inner).take();
  }
  return std::nullopt;
}

}  // namespace

Result<Bytes> read_and_write(const UnpiFrame& frame) {
  std::optional<Bytes> again;
  if (const ZdoRow* row = find_zdo_row(frame)) {
    again = zdo_again(*row, frame);
  } else if (const Row* plain = find_row(frame)) {
    again = plain->again(frame.data, frame.type == Type::srsp);
  } else if (const OtherRow* other = find_other(frame)) {
    const std::string_view layout = frame.type == Type::srsp ? other->response : other->message;
    if (fits(layout, frame.data)) again.emplace(frame.data.begin(), frame.data.end());
  } else {
    return Error{Errc::unsupported, "there is no row for this command: " + describe(frame)};
  }
  if (!again) return Error{Errc::malformed, "does not fit its row: " + describe(frame)};
  return *std::move(again);
}

std::optional<Bytes> member_of(const UnpiFrame& frame, std::string_view name) {
  const ZdoRow* row = find_zdo_row(frame);
  if (!row) {
    const bool response = frame.type == Type::srsp;
    if (const Row* plain = find_row(frame)) return plain->member(frame.data, response, name);
    const OtherRow* other = find_other(frame);
    const auto part = other ? member_by_layout(response ? other->response : other->message, frame.data, name) : std::nullopt;
    return part ? std::optional<Bytes>({part->begin(), part->end()}) : std::nullopt;
  }
  const std::size_t before = frame.type == Type::srsp ? 0 : wrapping(*row, frame.type);
  const bool has_status = frame.type == Type::srsp || (frame.type == Type::areq && row->request != 0xFF);
  Reader in(frame.data);
  const ByteView wrapped = in.bytes(before);
  ByteView found;
  if (name == "source" && frame.type == Type::areq) found = wrapped;
  if (name == "status" && has_status) found = in.bytes(1);
  if (found.empty()) return std::nullopt;
  return Bytes(found.begin(), found.end());
}

}  // namespace waggle::coordinator::znp
