// IAS zone (ZCL 8, 8.2): enrolling with the one who wrote its address, and telling it of every
// change of the zone's status.
#include "sim/behaviours/all.h"
#include "sim/device.h"

namespace waggle::sim {
namespace {

constexpr double enrolled = 1;
constexpr std::uint8_t no_zone = 0xFF;

class IasZone final : public CommandTable<IasZone> {
 public:
  using CommandTable::CommandTable;
  static std::span<const Row> rows() {
    static constexpr Row table[] = {
        {"enrollRsp", &IasZone::enroll_response},
        {"initNormalOpMode", &IasZone::accept},
        {"initTestMode", &IasZone::accept},
    };
    return table;
  }
  void written(const AttributeKey& key) override {
    if (!is(key, "iasCieAddr")) return;
    // 8.2.2.2.3: "auto-enroll-request": the device asks as soon as it knows whom.
    later().after(40ms, [this] {
      tell_coordinator("enrollReq", {{"zonetype", number("zoneType")},
                                     {"manucode", device().node.manufacturer.raw}});
    });
  }
  void changed(const AttributeKey& key) override {
    if (!is(key, "zoneStatus")) return;
    tell_coordinator("statusChangeNotification", {{"zonestatus", number("zoneStatus")},
                                                  {"extendedstatus", 0},
                                                  {"zoneID", number("zoneId", no_zone)},
                                                  {"delay", 0}});
  }

 private:
  Reaction enroll_response(const Call& call) {
    const bool welcome = call.uint("enrollrspcode") == 0;
    set("zoneState", welcome ? enrolled : 0);
    set("zoneId", welcome ? call.uint("zoneid") : no_zone);
    return {};
  }
  Reaction accept(const Call&) { return {}; }
};

}  // namespace

std::unique_ptr<Behaviour> make_ias_zone(VirtualDevice& device, Place place) {
  return std::make_unique<IasZone>(device, place);
}

}  // namespace waggle::sim
