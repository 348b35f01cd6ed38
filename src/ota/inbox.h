// Inbox: what a device asks of us while somebody attends to it. Only the newest question counts: a device has
// one at a time, and what it has not been answered it asks again.
#pragma once

#include "core/pending.h"
#include "ota/request.h"

namespace waggle::ota {

class Inbox {
 public:
  explicit Inbox(Scheduler& scheduler) : scheduler_(scheduler) {}
  Inbox(const Inbox&) = delete;
  Inbox& operator=(const Inbox&) = delete;

  void put(Request request) {
    if (waiter_) {
      waiter_->set(request);
      waiter_ = nullptr;
    } else {
      newest_ = request;
    }
  }
  /// Nobody will ask any more.
  void end(Error reason) {
    if (waiter_) waiter_->set(reason);
    waiter_ = nullptr;
    ended_ = std::move(reason);
  }
  /// A question has come that nobody has taken.
  const std::optional<Request>& newest() const { return newest_; }
  bool ended() const { return ended_.has_value(); }
  void forget() { newest_.reset(); }

  Task<Result<Request>> next(std::chrono::nanoseconds limit, std::string what) {
    if (ended_) co_return *ended_;
    if (newest_) {
      const Request request = *std::exchange(newest_, std::nullopt);
      co_return request;
    }
    OneShot<Request> shot(scheduler_);
    const Waiting waiting(*this, shot);
    co_return co_await shot.wait(limit, std::move(what));
  }

 private:
  struct Waiting {
    Waiting(Inbox& owner, OneShot<Request>& shot) : box(owner) { box.waiter_ = &shot; }
    ~Waiting() { box.waiter_ = nullptr; }
    Inbox& box;
  };

  Scheduler& scheduler_;
  OneShot<Request>* waiter_ = nullptr;
  std::optional<Request> newest_;
  std::optional<Error> ended_;
};

}  // namespace waggle::ota
