// Task<T>: a coroutine that is owned. Conversations with devices and radios are Tasks, so that they
// read like the specification's sequence diagrams.
//
// A Task starts when it is awaited (or spawned in a TaskGroup) and belongs to whoever holds it:
// destroying it destroys the suspended frame, and with it every timer, slot and lock the frame holds.
// That is the whole of cancellation. Nothing is detached.
//
// One thread. Frames are resumed from the Scheduler or from an I/O callback, never from another
// coroutine's middle: a leaf that becomes ready arms a zero Timer.
//
// Own code instead of boost::asio::awaitable: destruction cancels, waiting needs no Asio, so all of
// this is tested in virtual time, and a file of coroutines compiles in half the time
// (docs/adr/0002-own-result-and-task.md has the figures).
#pragma once

#include <coroutine>
#include <exception>
#include <functional>
#include <list>
#include <optional>
#include <string>
#include <utility>

#include "core/result.h"
#include "core/scheduler.h"

namespace waggle {

template <class T = void>
class Task;

namespace detail {

struct PromiseBase {
  std::coroutine_handle<> parent;
  std::exception_ptr exception;
  bool inline_start = false;  // still inside the parent's await_suspend

  // When the child ends before its parent has suspended, the parent simply goes on (await_suspend
  // returns false): no recursion however long a loop of ready awaits is. Symmetric transfer would do
  // the same only where the compiler makes tail calls, which g++ does not at -O0.
  struct FinalAwaiter {
    bool await_ready() noexcept { return false; }
    template <class Promise>
    void await_suspend(std::coroutine_handle<Promise> self) noexcept {
      PromiseBase& promise = self.promise();
      if (!promise.inline_start && promise.parent) promise.parent.resume();
    }
    void await_resume() noexcept {}
  };

  std::suspend_always initial_suspend() noexcept { return {}; }
  FinalAwaiter final_suspend() noexcept { return {}; }
  void unhandled_exception() { exception = std::current_exception(); }
};

template <class T>
struct Promise : PromiseBase {
  std::optional<T> value;
  Task<T> get_return_object();
  template <class U>
  void return_value(U&& result) {
    value.emplace(std::forward<U>(result));
  }
};

template <>
struct Promise<void> : PromiseBase {
  Task<void> get_return_object();
  void return_void() {}
};

}  // namespace detail

template <class T>
class [[nodiscard]] Task {
 public:
  using promise_type = detail::Promise<T>;
  using Handle = std::coroutine_handle<promise_type>;

  Task(Task&& other) noexcept : handle_(std::exchange(other.handle_, {})) {}
  Task& operator=(Task&& other) noexcept {
    if (this != &other) {
      if (handle_) handle_.destroy();
      handle_ = std::exchange(other.handle_, {});
    }
    return *this;
  }
  ~Task() {
    if (handle_) handle_.destroy();
  }

  // Awaiting: the awaiting frame keeps the Task alive.
  bool await_ready() const noexcept { return false; }
  bool await_suspend(std::coroutine_handle<> parent) {
    promise_type& promise = handle_.promise();
    promise.parent = parent;
    promise.inline_start = true;
    handle_.resume();
    promise.inline_start = false;
    return !handle_.done();
  }
  T await_resume() {
    promise_type& promise = handle_.promise();
    if (promise.exception) std::rethrow_exception(promise.exception);
    if constexpr (!std::is_void_v<T>) return std::move(*promise.value);
  }

 private:
  friend promise_type;
  explicit Task(Handle handle) : handle_(handle) {}
  Handle handle_;
};

namespace detail {
template <class T>
Task<T> Promise<T>::get_return_object() {
  return Task<T>(std::coroutine_handle<Promise<T>>::from_promise(*this));
}
inline Task<void> Promise<void>::get_return_object() {
  return Task<void>(std::coroutine_handle<Promise<void>>::from_promise(*this));
}
}  // namespace detail

/// Owns running tasks. When it goes away they are destroyed where they stand.
class TaskGroup {
 public:
  TaskGroup() = default;
  TaskGroup(const TaskGroup&) = delete;
  TaskGroup& operator=(const TaskGroup&) = delete;
  ~TaskGroup() { cancel(); }

  /// Starts the task at once, up to its first wait. An exception that leaves it is logged with
  /// `name` and ends that task alone.
  void spawn(std::string name, Task<void> task);

  /// Destroys every task that is not running right now; must not be called from one of them.
  void cancel();
  bool empty() const { return tasks_.empty(); }
  std::size_t size() const { return tasks_.size(); }

 private:
  struct Root;
  struct Entry;
  static Root run(Entry* entry);

  struct Entry {
    TaskGroup* group;
    std::string name;
    Task<void> task;
    std::coroutine_handle<> root;
    std::list<Entry>::iterator self;
  };
  std::list<Entry> tasks_;
};

/// co_await sleep(scheduler, 2s)
class [[nodiscard]] sleep {
 public:
  sleep(Scheduler& scheduler, std::chrono::nanoseconds duration)
      : timer_(scheduler), duration_(duration) {}
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiter) {
    timer_.start(duration_, [waiter] { waiter.resume(); });
  }
  void await_resume() noexcept {}

 private:
  Timer timer_;
  std::chrono::nanoseconds duration_;
};

}  // namespace waggle
