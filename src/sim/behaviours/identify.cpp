// Identify (ZCL 8, 3.5): counts down the seconds for which the device makes itself noticed.
#include "sim/behaviours/all.h"

namespace waggle::sim {
namespace {

class Identify final : public CommandTable<Identify> {
 public:
  using CommandTable::CommandTable;
  static std::span<const Row> rows() {
    static constexpr Row table[] = {
        {"identify", &Identify::identify},
        {"identifyQuery", &Identify::query},
        {"triggerEffect", &Identify::effect},
    };
    return table;
  }
  void changed(const AttributeKey& key) override {
    if (!is(key, "identifyTime")) return;
    later().clear();
    if (number("identifyTime") > 0)
      later().after(1s, [this] { set("identifyTime", number("identifyTime") - 1); });
  }

 private:
  Reaction identify(const Call& call) {
    set("identifyTime", call.uint("identifytime"));
    return {};
  }
  Reaction query(const Call& call) {
    const double left = number("identifyTime");
    // Who is not identifying stays silent: the query is for finding the one that is.
    if (left == 0) return {zcl::Status::success, call.frame.header.no_default_response};
    return respond(call, "identifyQueryRsp", {{"timeout", left}});
  }
  Reaction effect(const Call&) { return {}; }
};

}  // namespace

std::unique_ptr<Behaviour> make_identify(VirtualDevice& device, Place place) {
  return std::make_unique<Identify>(device, place);
}

}  // namespace waggle::sim
