#include "coordinator/zigate/wire.h"

#include <algorithm>

namespace waggle::coordinator::zigate {

Bytes turned(std::span<const Field> rows, ByteView octets) {
  Bytes out;
  out.reserve(octets.size());
  Reader in(octets);
  const auto copy = [&](ByteView part) { out.insert(out.end(), part.begin(), part.end()); };
  const auto turn = [&](std::size_t size) {
    const ByteView part = in.bytes(std::min(size, in.remaining()));
    if (part.size() < size) {
      copy(part);  // cut short: not an integer
    } else {
      out.insert(out.end(), part.rbegin(), part.rend());
    }
  };
  for (const Field& field : rows) {
    switch (field.kind) {
      case Field::Kind::uint:
      case Field::Kind::sint:
      case Field::Kind::optional_uint: turn(field.size); break;
      case Field::Kind::boolean: turn(1); break;
      case Field::Kind::array: copy(in.bytes(std::min<std::size_t>(field.size, in.remaining()))); break;
      case Field::Kind::rest: copy(in.rest()); break;
      case Field::Kind::short_bytes:
      case Field::Kind::short_list8:
      case Field::Kind::short_list16: {
        const std::size_t count = in.remaining() > 0 ? in.peek_rest().front() : 0;
        turn(1);
        if (field.kind == Field::Kind::short_list16) {
          for (std::size_t i = 0; i < count; ++i) turn(2);
        } else {
          copy(in.bytes(std::min(count, in.remaining())));
        }
        break;
      }
    }
  }
  copy(in.rest());
  return out;
}

}  // namespace waggle::coordinator::zigate
