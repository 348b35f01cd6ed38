// Poll control (ZCL 8, 3.16): a sleeper that asks now and then whether somebody wants to talk.
#include "sim/behaviours/all.h"
#include "sim/device.h"

namespace waggle::sim {
namespace {

constexpr auto quarter = 250ms;  // all intervals of the cluster are quarter seconds

class PollControl final : public CommandTable<PollControl> {
 public:
  using CommandTable::CommandTable;
  static std::span<const Row> rows() {
    static constexpr Row table[] = {
        {"checkinRsp", &PollControl::check_in_response},
        {"fastPollStop", &PollControl::stop_fast},
        {"setLongPollInterval", &PollControl::set_long},
        {"setShortPollInterval", &PollControl::set_short},
    };
    return table;
  }
  void joined() override { schedule(); }
  void changed(const AttributeKey& key) override {
    if (is(key, "checkinInterval")) schedule();
  }
  void describe(Object& out) const override { out.set("fast_polling", fast_); }

 private:
  void schedule() {
    later().clear();
    fast_ = false;
    const double interval = number("checkinInterval");
    if (interval == 0) return;
    later().after(static_cast<std::int64_t>(interval) * quarter, [this] {
      notify("checkin", {});
      schedule();
    });
  }
  Reaction check_in_response(const Call& call) {
    fast_ = call.uint("startFastPolling") != 0;
    if (!fast_) return {};
    std::uint64_t time = call.uint("fastPollTimeout");
    if (time == 0) time = static_cast<std::uint64_t>(number("fastPollTimeout", 40));
    later().after(time * quarter, [this] { fast_ = false; });
    return {};
  }
  Reaction stop_fast(const Call&) {
    if (!fast_) return {zcl::Status::failure};  // ACTION_DENIED in older revisions
    fast_ = false;
    return {};
  }
  Reaction set_long(const Call& call) {
    const double value = static_cast<double>(call.uint("newLongPollInterval"));
    if (value < 4 || value < number("shortPollInterval")) return {zcl::Status::invalid_value};
    set("longPollInterval", value);
    return {};
  }
  Reaction set_short(const Call& call) {
    const double value = static_cast<double>(call.uint("newShortPollInterval"));
    if (value < 1 || value > number("longPollInterval")) return {zcl::Status::invalid_value};
    set("shortPollInterval", value);
    return {};
  }

  bool fast_ = false;
};

}  // namespace

std::unique_ptr<Behaviour> make_poll_control(VirtualDevice& device, Place place) {
  return std::make_unique<PollControl>(device, place);
}

}  // namespace waggle::sim
