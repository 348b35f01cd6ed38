// For tests: one virtual device on a table, in virtual time. Frames go in as hexadecimal digits,
// and what the device sends is kept.
#pragma once

#include <gtest/gtest.h>

#include "sim/home.h"
#include "sim/lookup.h"

namespace waggle::sim {

class Bench final : public Medium {
 public:
  /// `yaml` is one device of a home file.
  explicit Bench(std::string_view yaml) {
    auto home = read_home(yaml, "bench.yaml");
    if (!home) throw std::runtime_error(home.error().text);
    device_ = std::make_unique<VirtualDevice>(time, *this, std::move(home->front()));
    device_->node.nwk = Nwk(0x1234);
    device_->joined();
  }

  VirtualTime time;
  std::vector<Message> sent;
  int announcements = 0;

  VirtualDevice& device() { return *device_; }

  static Message message(std::uint16_t cluster, std::string_view hex, std::uint8_t endpoint = 1) {
    Message m;
    m.source = coordinator_nwk;
    m.endpoint = EndpointId(endpoint);
    m.cluster = ClusterId(cluster);
    m.payload = from_hex(hex).value();
    return m;
  }
  /// Payloads that the device sends while `wait` passes after the frame.
  std::vector<std::string> exchange(const Message& m, std::chrono::nanoseconds wait = 50ms) {
    sent.clear();
    device_->receive(m);
    time.advance(wait);
    std::vector<std::string> out;
    for (const Message& answer : sent) out.push_back(to_hex(answer.payload));
    return out;
  }
  double value(std::string_view cluster, std::string_view attribute) {
    return number_of(*device_, cluster, attribute, -1);
  }
  void bind(std::uint16_t cluster, std::uint8_t endpoint = 1) {
    zdo::Binding binding;
    binding.source = device_->node.ieee;
    binding.source_endpoint = EndpointId(endpoint);
    binding.cluster_id = ClusterId(cluster);
    binding.target = Ieee(1);
    binding.target_endpoint = EndpointId(1);
    device_->node.bindings.push_back(binding);
  }

  void transmit(VirtualDevice&, Message message) override { sent.push_back(std::move(message)); }
  void announce(VirtualDevice&) override { ++announcements; }
  std::optional<Nwk> address_of(Ieee ieee) const override {
    return ieee == Ieee(1) ? std::optional(coordinator_nwk) : std::nullopt;
  }

 private:
  std::unique_ptr<VirtualDevice> device_;
};

/// One frame in, frames out, and what attributes are afterwards.
struct Exchange {
  std::string_view what;
  std::uint16_t cluster;
  std::string_view in;
  std::vector<std::string> out;
  std::chrono::nanoseconds wait = 50ms;
  std::vector<std::pair<std::string_view, double>> then{};  // "genOnOff/onOff"
};

inline int play(Bench& bench, const std::vector<Exchange>& story) {
  for (const Exchange& step : story) {
    EXPECT_EQ(bench.exchange(Bench::message(step.cluster, step.in), step.wait), step.out)
        << step.what;
    for (const auto& [name, wanted] : step.then) {
      const auto slash = name.find('/');
      EXPECT_EQ(bench.value(name.substr(0, slash), name.substr(slash + 1)), wanted)
          << step.what << ": " << name;
    }
  }
  return static_cast<int>(story.size());
}

}  // namespace waggle::sim
