#include "network/heartbeat.h"

#include "core/log.h"

namespace waggle::network {
namespace {

constexpr std::string_view NS = "zh:network";
constexpr std::chrono::seconds interval{30};
constexpr int patience = 3;  // a radio that scans or writes its flash may miss one

}  // namespace

void Heartbeat::start() {
  stop();
  wait();
}

void Heartbeat::stop() {
  timer_.stop();
  tasks_.cancel();
}

void Heartbeat::wait() {
  heard_ = false;
  timer_.start(interval, [this] {
    if (heard_) {
      wait();
    } else {
      tasks_.spawn("heartbeat", ask());
    }
  });
}

Task<> Heartbeat::ask() {
  Error why;
  for (int attempt = 1; attempt <= patience; ++attempt) {
    auto alive = co_await radio_.ping();
    if (alive || heard_) {
      wait();
      co_return;
    }
    why = std::move(alive.error());
    log::debug(NS, "The radio does not answer ({} of {}): {}", attempt, patience, why.text);
  }
  // Not from here: whoever hears it stops this heartbeat, and with it this task.
  timer_.start({}, [this, why] { dead_(Error{Errc::timeout, "the radio does not answer any more (" + why.text + ")"}); });
}

}  // namespace waggle::network
