// The event loop of the process: one thread, one Asio context, and the real Scheduler on top of it.
// Tests use VirtualTime in its place; nothing above io/ knows which of the two it runs on.
#pragma once

#include <functional>
#include <memory>

#include "core/scheduler.h"

namespace boost::asio {
class io_context;
}

namespace waggle::io {

class Loop final : public Scheduler {
 public:
  Loop();
  ~Loop() override;

  Instant now() const override;
  WallTime wall() const override;

  /// Runs until stop().
  void run();
  void stop();
  /// SIGINT and SIGTERM call `action` from the loop, not from the signal handler.
  void on_signals(std::function<void(int)> action);
  /// From any thread: runs `work` on the loop.
  void post_from_thread(std::function<void()> work);

  boost::asio::io_context& context();

 protected:
  void deadline_changed() override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace waggle::io
