// Occupancy sensors that tell when somebody comes and when all have gone (ZCL 8, 4.8).
#include "core/number.h"
#include "library/blocks/common.h"

namespace waggle::library {

void watch_absence(EndpointId endpoint, bool occupied, Step& step) {
  const Value* times = step.options().find("no_occupancy_since");
  if (!times || !times->is_array()) return;
  for (const Value& time : times->array()) {
    const std::string key = slot("no_occupancy_since_" + to_text(time), endpoint);
    if (occupied) {
      step.forget(key);
      continue;
    }
    step.later(key, Millis(js::whole<std::int64_t>(time.number_or(0) * 1000)), [time](Step& next) { next.publish("no_occupancy_since", time); });
  }
}

namespace {

class Occupancy final : public Block {
  bool readable_ = false;
  std::vector<int> report_;

 public:
  void read(Options& o) override {
    o.read("readable", readable_, "can be asked for");
    o.read("report", report_, "seconds between reports at least and at most, and the change worth one");
    if (!report_.empty() && report_.size() != 3) o.complain("report", "must be three numbers");
  }

  void build(Builder& b) const override {
    const AttributeRef ref = b.attribute("msOccupancySensing", "occupancy");
    Expose e = property::occupancy();
    if (readable_) e.access = Access::state_get;
    b.expose(std::move(e));
    b.option(Builder::OptionFor::decode, option::no_occupancy_since());
    b.decode("msOccupancySensing", Message::attributes, [ref](const Message& m, Step& step) {
      const auto n = m.number(ref);
      if (!n) return;
      const bool occupied = (js::whole<std::uint32_t>(*n) & 1) != 0;
      step.publish("occupancy", occupied);
      watch_absence(m.endpoint, occupied, step);
    });
    if (readable_) {
      b.encode({"occupancy"}, {}, [ref](const Request& r, Step& step) {
        step.send(read_attributes(serving(r, step, ref.cluster), {ref}));
      });
    }
    if (report_.size() == 3) {
      b.configure([ref, report = report_](Step& step) {
        for (const EndpointId endpoint : endpoints_with(step, ref.cluster)) {
          step.send(bind(endpoint, ref.cluster));
          step.send(configure_reporting(endpoint, {{ref, static_cast<std::uint16_t>(report[0]), static_cast<std::uint16_t>(report[1]), report[2]}}));
          step.send(read_attributes(endpoint, {ref})).may_fail = true;
        }
      });
    }
  }
};

}  // namespace

extern const BlockType occupancy_block = block<Occupancy>("occupancy", "Whether somebody is there (msOccupancySensing)");

}  // namespace waggle::library
