#include "core/task.h"

#include "core/log.h"

namespace waggle {

// The outermost coroutine of a spawned task: it reports what the task let slip, then removes itself.
struct TaskGroup::Root {
  struct promise_type {
    Entry* entry;
    explicit promise_type(Entry* e) : entry(e) {}
    Root get_return_object() {
      return {std::coroutine_handle<promise_type>::from_promise(*this)};
    }
    std::suspend_always initial_suspend() noexcept { return {}; }
    struct Reap {
      bool await_ready() noexcept { return false; }
      void await_suspend(std::coroutine_handle<promise_type> self) noexcept {
        Entry* entry = self.promise().entry;
        TaskGroup* group = entry->group;
        self.destroy();
        group->tasks_.erase(entry->self);
      }
      void await_resume() noexcept {}
    };
    Reap final_suspend() noexcept { return {}; }
    void unhandled_exception() {
      const char* what = "not a std::exception";
      try {
        throw;
      } catch (const std::exception& e) {
        what = e.what();
        log::error("waggle", "internal error in '{}': {}", entry->name, what);
      } catch (...) {
        log::error("waggle", "internal error in '{}': {}", entry->name, what);
      }
    }
    void return_void() {}
  };
  std::coroutine_handle<promise_type> handle;
};

TaskGroup::Root TaskGroup::run(Entry* entry) { co_await entry->task; }

void TaskGroup::spawn(std::string name, Task<void> task) {
  Entry& entry =
      tasks_.emplace_back(Entry{this, std::move(name), std::move(task), {}, {}});
  entry.self = std::prev(tasks_.end());
  const Root root = run(&entry);
  entry.root = root.handle;
  root.handle.resume();  // may end, and erase, the entry
}

void TaskGroup::cancel() {
  while (!tasks_.empty()) {
    // The root first: it holds nothing; then the task with all that its frames hold.
    std::list<Entry> last;
    last.splice(last.begin(), tasks_, tasks_.begin());
    last.front().root.destroy();
  }
}

}  // namespace waggle
