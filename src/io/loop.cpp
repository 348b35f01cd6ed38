#include "io/loop.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>

namespace waggle::io {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;

struct Loop::Impl {
  asio::io_context context{1};
  asio::steady_timer alarm{context};
  asio::signal_set signals{context};
  std::function<void(int)> on_signal;
  Instant armed{std::chrono::nanoseconds::max()};
  bool run_posted = false;
  // Keeps run() going while nothing is under way but timers of our own.
  asio::executor_work_guard<asio::io_context::executor_type> work{context.get_executor()};

  void await_signal() {
    signals.async_wait([this](boost::system::error_code error, int number) {
      if (error) return;
      on_signal(number);
      await_signal();
    });
  }
};

Loop::Loop() : impl_(std::make_unique<Impl>()) {}
Loop::~Loop() = default;

Instant Loop::now() const { return {Clock::now().time_since_epoch()}; }

WallTime Loop::wall() const {
  return {std::chrono::duration_cast<Millis>(std::chrono::system_clock::now().time_since_epoch())
              .count()};
}

void Loop::run() { impl_->context.run(); }
void Loop::stop() { impl_->context.stop(); }

void Loop::on_signals(std::function<void(int)> action) {
  impl_->on_signal = std::move(action);
  impl_->signals.add(SIGINT);
  impl_->signals.add(SIGTERM);
  impl_->await_signal();
}

void Loop::post_from_thread(std::function<void()> work) {
  asio::post(impl_->context, std::move(work));
}

asio::io_context& Loop::context() { return impl_->context; }

void Loop::deadline_changed() {
  const Instant due = next_due();
  if (due <= now()) {
    if (std::exchange(impl_->run_posted, true)) return;
    asio::post(impl_->context, [this] {
      impl_->run_posted = false;
      run_due();
      deadline_changed();
    });
    return;
  }
  if (due.since_start == std::chrono::nanoseconds::max() || due == impl_->armed) return;
  impl_->armed = due;
  impl_->alarm.expires_at(Clock::time_point(due.since_start));
  impl_->alarm.async_wait([this](boost::system::error_code error) {
    if (error) return;  // re-armed
    impl_->armed = {std::chrono::nanoseconds::max()};
    run_due();
    deadline_changed();
  });
}

}  // namespace waggle::io
