// Time, as a client (ZCL 8, 3.12): reads the clock of the coordinator once it is on a network.
#include "sim/behaviours/all.h"
#include "sim/device.h"

namespace waggle::sim {
namespace {

class TimeClient final : public Behaviour {
 public:
  using Behaviour::Behaviour;
  Reaction command(const Call&) override { return {zcl::Status::unsupported_cluster_command}; }
  std::vector<std::string_view> commands() const override { return {}; }

  void joined() override {
    later().clear();
    later().after(5s, [this] { ask(); });
  }
  void answered(const zcl::Frame& frame) override {
    if (!frame.is(zcl::Foundation::read_response)) return;
    for (const zcl::Record& record : frame.records) {
      if (record.status == 0 && record.attribute == time()) seconds_ = record.value.bits;
    }
  }
  void describe(Object& out) const override {
    if (seconds_) out.set("time", *seconds_);
  }

 private:
  AttributeId time() const { return attribute_id(place().cluster, "time"); }
  void ask() {
    Records records;
    for (std::string_view name : {"time", "timeStatus", "timeZone"}) {
      zcl::Record record;
      record.attribute = attribute_id(place().cluster, name);
      record.has_attribute = true;
      records.add(record);
    }
    zcl::Header header;
    header.no_default_response = true;
    header.tsn = device().next_tsn();
    header.command = static_cast<std::uint8_t>(zcl::Foundation::read);
    device().send(place().endpoint, place().cluster, records.frame(header), coordinator_nwk,
                  EndpointId(1));
  }

  std::optional<std::uint64_t> seconds_;  // since 2000-01-01T00:00:00Z
};

}  // namespace

std::unique_ptr<Behaviour> make_time_client(VirtualDevice& device, Place place) {
  return std::make_unique<TimeClient>(device, place);
}

}  // namespace waggle::sim
