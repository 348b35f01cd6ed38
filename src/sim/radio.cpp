#include "sim/radio.h"

namespace waggle::sim {

Bytes Radio::on_the_line(ByteView octets, const std::function<double()>& dice) const {
  Bytes out;
  for (const std::uint8_t octet : octets) {
    const double number = dice();
    if (number < faults.drop) continue;
    const bool damaged = number >= faults.drop && number < faults.drop + faults.damage;
    out.push_back(damaged ? static_cast<std::uint8_t>(octet ^ 0x04) : octet);
    if (number > 1 - faults.duplicate) out.push_back(octet);
  }
  return out;
}

}  // namespace waggle::sim
