// For tests: the Z-Stack driver on a pipe to the virtual radio.
#pragma once

#include "coordinator/znp/driver.h"
#include "sim/driver_bench.h"
#include "sim/home.h"
#include "sim/znp/ncp.h"

namespace waggle::sim::znp {
using coordinator::ApsRequest;
using coordinator::NetworkParameters;
using coordinator::znp::Driver;

class Rig final : public DriverBench {
 public:
  explicit Rig(Product product = Product::zstack3x0, StateFile* state = nullptr,
               io::PipeFaults to_radio = {}, io::PipeFaults to_host = {})
      : air(time),
        ncp(time, air, {product, Ieee(0x00124B0000000001), state}),
        to_radio_(std::move(to_radio)),
        to_host_(std::move(to_host)) {
    air.conditions.jitter = {};
    for (DeviceSpec& spec : read_home(bench_home, "rig.yaml").value_or({})) air.add(std::move(spec));
    connect();
  }
  /// Of the driver's tasks none outlives what it speaks to.
  ~Rig() override { driver.reset(); }

  Air& on_the_air() override { return air; }

  /// A driver as after a restart of the program.
  void connect() {
    driver.reset();
    driver = std::make_unique<Driver>(
        time, [this] { return open(); }, coordinator::Options{}, heard);
  }

  Air air;
  ZnpNcp ncp;

 private:
  Task<Result<std::unique_ptr<io::Stream>>> open() {
    io::PipeEnds ends = io::make_pipe(time, to_radio_, to_host_);
    ncp.attach(std::move(ends.b));
    co_return std::move(ends.a);
  }
  io::PipeFaults to_radio_;
  io::PipeFaults to_host_;
};

}  // namespace waggle::sim::znp
