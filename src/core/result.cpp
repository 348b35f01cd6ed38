#include "core/result.h"

namespace waggle {

std::string_view to_string(Errc code) {
  switch (code) {
    case Errc::timeout: return "timeout";
    case Errc::cancelled: return "cancelled";
    case Errc::closed: return "closed";
    case Errc::malformed: return "malformed";
    case Errc::invalid: return "invalid";
    case Errc::not_found: return "not found";
    case Errc::unsupported: return "unsupported";
    case Errc::refused: return "refused";
    case Errc::busy: return "busy";
    case Errc::io: return "i/o";
  }
  return "unknown";
}

}  // namespace waggle
