// Basic (ZCL 8, 3.2): its one command puts all attributes back to what the factory set.
#include "sim/behaviours/all.h"
#include "sim/device.h"

namespace waggle::sim {
namespace {

class Basic final : public CommandTable<Basic> {
 public:
  using CommandTable::CommandTable;
  static std::span<const Row> rows() {
    static constexpr Row table[] = {{"resetFactDefault", &Basic::reset}};
    return table;
  }

 private:
  Reaction reset(const Call&) {
    device().reset_attributes();
    return {};
  }
};

}  // namespace

std::unique_ptr<Behaviour> make_basic(VirtualDevice& device, Place place) {
  return std::make_unique<Basic>(device, place);
}

}  // namespace waggle::sim
