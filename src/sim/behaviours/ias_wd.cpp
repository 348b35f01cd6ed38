// IAS warning device (ZCL 8, 8.4): a siren that falls silent by itself.
#include <algorithm>

#include "sim/behaviours/all.h"
#include "sim/device.h"

namespace waggle::sim {
namespace {

class WarningDevice final : public CommandTable<WarningDevice> {
 public:
  using CommandTable::CommandTable;
  static std::span<const Row> rows() {
    static constexpr Row table[] = {
        {"startWarning", &WarningDevice::start},
        {"squawk", &WarningDevice::squawk},
    };
    return table;
  }
  void describe(Object& out) const override {
    out.set("warning", Object{{"mode", mode_}, {"squawks", squawks_}});
  }

 private:
  Reaction start(const Call& call) {
    later().clear();
    mode_ = static_cast<unsigned>(call.uint("startwarninginfo") >> 4);
    const double seconds =
        std::min(static_cast<double>(call.uint("warningduration")), number("maxDuration", 240));
    if (mode_ != 0)
      later().after(std::chrono::seconds(static_cast<int>(seconds)), [this] { mode_ = 0; });
    return {};
  }
  Reaction squawk(const Call&) {
    ++squawks_;
    return {};
  }

  unsigned mode_ = 0;
  unsigned squawks_ = 0;
};

}  // namespace

std::unique_ptr<Behaviour> make_ias_wd(VirtualDevice& device, Place place) {
  return std::make_unique<WarningDevice>(device, place);
}

}  // namespace waggle::sim
