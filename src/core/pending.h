// Waiting for an answer that something else will deliver.
//
// PendingReplies matches answers to questions by a key: radio commands, ZCL and ZDO requests all wait
// here. The slot is made before the question leaves, so that a fast answer cannot be lost:
//
//   auto slot = pending.expect(key);
//   CO_TRY_DO(co_await send(question));
//   CO_TRY(auto answer, co_await slot.wait(10s, "node descriptor"));
//
// Gate is the same for one nameless event. Both wake their waiter through the Scheduler, never
// inline, so that whoever delivers need not fear what the waiter does next.
#pragma once

#include <coroutine>
#include <list>
#include <string>
#include <utility>

#include "core/result.h"
#include "core/scheduler.h"

namespace waggle {

/// A result that arrives once. The producer calls set(); one coroutine waits.
template <class T>
class OneShot {
 public:
  explicit OneShot(Scheduler& scheduler) : timer_(scheduler) {}

  bool is_set() const { return result_.has_value(); }
  void set(Result<T> result) {
    if (result_) return;
    result_.emplace(std::move(result));
    if (waiter_) timer_.start({}, [this] { waiter_.resume(); });
  }

  class [[nodiscard]] Wait {
   public:
    Wait(OneShot& shot, std::chrono::nanoseconds limit, std::string what)
        : shot_(shot), limit_(limit), what_(std::move(what)) {}
    bool await_ready() const noexcept { return shot_.result_.has_value(); }
    void await_suspend(std::coroutine_handle<> waiter) {
      shot_.waiter_ = waiter;
      shot_.timer_.start(limit_, [this] {
        shot_.result_.emplace(Error{Errc::timeout, what_ + ": no answer in time"});
        shot_.waiter_.resume();
      });
    }
    Result<T> await_resume() {
      shot_.waiter_ = {};
      return std::move(*shot_.result_);
    }

   private:
    OneShot& shot_;
    std::chrono::nanoseconds limit_;
    std::string what_;
  };
  Wait wait(std::chrono::nanoseconds limit, std::string what) {
    return Wait(*this, limit, std::move(what));
  }

 private:
  Timer timer_;
  std::coroutine_handle<> waiter_;
  std::optional<Result<T>> result_;
};

template <class Key, class T>
class PendingReplies {
 public:
  explicit PendingReplies(Scheduler& scheduler) : scheduler_(scheduler) {}
  PendingReplies(const PendingReplies&) = delete;
  PendingReplies& operator=(const PendingReplies&) = delete;

  class [[nodiscard]] Slot {
   public:
    Slot(const Slot&) = delete;
    Slot& operator=(const Slot&) = delete;
    ~Slot() { owner_.slots_.erase(position_); }

    auto wait(std::chrono::nanoseconds limit, std::string what) {
      return shot_.wait(limit, std::move(what));
    }
    bool answered() const { return shot_.is_set(); }

   private:
    friend PendingReplies;
    Slot(PendingReplies& owner, Key key)
        : owner_(owner), key_(std::move(key)), shot_(owner.scheduler_) {
      position_ = owner_.slots_.insert(owner_.slots_.end(), this);
    }
    PendingReplies& owner_;
    Key key_;
    OneShot<T> shot_;
    typename std::list<Slot*>::iterator position_;
  };

  Slot expect(Key key) { return Slot(*this, std::move(key)); }

  /// Gives the answer to the oldest unanswered question that `matches(key)`; false when there is none.
  template <class Matches>
  bool complete_if(Matches matches, Result<T> answer) {
    for (Slot* slot : slots_) {
      if (slot->shot_.is_set() || !matches(slot->key_)) continue;
      slot->shot_.set(std::move(answer));
      return true;
    }
    return false;
  }
  bool complete(const Key& key, Result<T> answer) {
    return complete_if([&](const Key& k) { return k == key; }, std::move(answer));
  }
  /// Whether somebody waits for such an answer.
  template <class Matches>
  bool expects(Matches matches) const {
    for (const Slot* slot : slots_) {
      if (!slot->shot_.is_set() && matches(slot->key_)) return true;
    }
    return false;
  }
  /// Nobody will answer any more.
  void fail_all(const Error& error) {
    for (Slot* slot : slots_) slot->shot_.set(error);
  }
  std::size_t size() const { return slots_.size(); }

 private:
  Scheduler& scheduler_;
  std::list<Slot*> slots_;
};

/// A counted door: at most `width` holders at once, the rest wait in order.
///   auto pass = co_await door.enter();   // leaves when `pass` is destroyed
class Turnstile {
 public:
  Turnstile(Scheduler& scheduler, std::size_t width) : scheduler_(scheduler), free_(width) {}
  Turnstile(const Turnstile&) = delete;
  Turnstile& operator=(const Turnstile&) = delete;

  class [[nodiscard]] Pass {
   public:
    explicit Pass(Turnstile* door) : door_(door) {}
    Pass(Pass&& other) noexcept : door_(std::exchange(other.door_, nullptr)) {}
    Pass& operator=(Pass&&) = delete;
    ~Pass() {
      if (door_) door_->leave();
    }

   private:
    Turnstile* door_;
  };

  class [[nodiscard]] Entry {
   public:
    explicit Entry(Turnstile& door) : door_(door), timer_(door.scheduler_) {}
    Entry(const Entry&) = delete;
    Entry& operator=(const Entry&) = delete;
    ~Entry() {
      if (queued_) door_.waiting_.erase(position_);
      if (admitted_) door_.leave();
    }
    bool await_ready() {
      if (door_.free_ == 0 || !door_.waiting_.empty()) return false;
      --door_.free_;
      admitted_ = true;
      return true;
    }
    void await_suspend(std::coroutine_handle<> waiter) {
      waiter_ = waiter;
      position_ = door_.waiting_.insert(door_.waiting_.end(), this);
      queued_ = true;
    }
    Pass await_resume() {
      admitted_ = false;
      return Pass(&door_);
    }

   private:
    friend Turnstile;
    void admit() {
      door_.waiting_.erase(position_);
      queued_ = false;
      admitted_ = true;
      timer_.start({}, [this] { waiter_.resume(); });
    }
    Turnstile& door_;
    Timer timer_;
    std::coroutine_handle<> waiter_;
    std::list<Entry*>::iterator position_;
    bool queued_ = false;
    bool admitted_ = false;
  };

  Entry enter() { return Entry(*this); }
  std::size_t waiting() const { return waiting_.size(); }
  bool idle() const { return waiting_.empty(); }
  std::size_t free() const { return free_; }

 private:
  void leave() {
    ++free_;
    if (!waiting_.empty()) {
      --free_;
      waiting_.front()->admit();
    }
  }
  Scheduler& scheduler_;
  std::size_t free_;
  std::list<Entry*> waiting_;
};

}  // namespace waggle
