#include "bridge/health.h"

#include <cmath>

#include "core/json.h"
#include "io/system.h"

namespace waggle::bridge {
namespace {

double rounded(double value, double parts) { return std::round(value * parts) / parts; }
double hundredths(double value) { return rounded(value, 100); }
double ten_thousandths(double value) { return rounded(value, 10'000); }
double percent(double part, double whole) { return whole > 0 ? ten_thousandths(part / whole * 100) : 0; }

}  // namespace

Health::Health(Scheduler& scheduler, const settings::Settings& settings, const mqtt::Client& mqtt, Publisher& publisher)
    : scheduler_(scheduler), settings_(settings), mqtt_(mqtt), publisher_(publisher), started_(scheduler.now()), timer_(scheduler) {}

void Health::wait() {
  timer_.start(Millis(static_cast<std::int64_t>(settings_.number("health.interval") * 60'000)), [this] {
    report();
    wait();
  });
}

void Health::heard(Ieee device) {
  Count& count = devices_[device];
  if (count.messages++ == 0) count.first = scheduler_.wall();
}

Object Health::devices() const {
  Object out;
  for (const auto& [ieee, count] : devices_) {
    const double seconds = static_cast<double>(scheduler_.wall().ms - count.first.ms) / 1000;
    const bool talks = count.messages > 0 && seconds > 0;
    out.set(to_string(ieee), Object{{"messages", count.messages},
                                    {"messages_per_sec", talks ? ten_thousandths(static_cast<double>(count.messages) / seconds) : 0},
                                    {"leave_count", count.leaves},
                                    {"network_address_changes", count.moves}});
  }
  return out;
}

void Health::report() {
  const io::Usage usage = io::usage();
  const mqtt::Counters& now = mqtt_.counters();
  Array load;
  for (const double average : usage.load) load.emplace_back(hundredths(average));
  const auto uptime = std::chrono::duration_cast<std::chrono::seconds>(scheduler_.now() - started_).count();
  const Object report{
      {"response_time", scheduler_.wall().ms},
      {"os", Object{{"load_average", std::move(load)},
                    {"memory_used_mb", hundredths(usage.used_mb)},
                    {"memory_percent", percent(usage.used_mb, usage.total_mb)}}},
      {"process", Object{{"uptime_sec", uptime},
                         {"memory_used_mb", hundredths(usage.own_mb)},
                         {"memory_percent", percent(usage.own_mb, usage.total_mb)}}},
      {"mqtt", Object{{"connected", mqtt_.connected()},
                      {"queued", mqtt_.queued()},
                      {"published", now.published - before_.published},
                      {"received", now.received - before_.received}}},
      {"devices", devices()}};
  if (settings_.flag("health.reset_on_check")) {
    before_ = now;
    devices_.clear();
  }
  mqtt::PublishOptions options;
  options.retain = true;
  options.qos = 1;
  publisher_.send("bridge/health", json::dump(Value(report)), options);
}

}  // namespace waggle::bridge
