#include "io/background.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace waggle::io {

struct Background::Worker {
  struct Job {
    Work work;
    Done done;
  };
  Files& files;
  Loop& loop;
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<Job> jobs;  // the first is under way
  bool ending = false;
  std::thread thread;

  Worker(Files& f, Loop& l) : files(f), loop(l), thread([this] { run(); }) {}
  ~Worker() {
    {
      const std::lock_guard lock(mutex);
      ending = true;
    }
    changed.notify_all();
    thread.join();
  }

  void run() {
    std::unique_lock lock(mutex);
    for (;;) {
      changed.wait(lock, [this] { return ending || !jobs.empty(); });
      if (jobs.empty()) return;
      Job& job = jobs.front();
      lock.unlock();
      auto result = job.work(files);
      loop.post_from_thread([done = std::move(job.done), result = std::move(result)] { done(result); });
      lock.lock();
      jobs.pop_front();
      changed.notify_all();
    }
  }

  void drain() {
    std::unique_lock lock(mutex);
    changed.wait(lock, [this] { return jobs.empty(); });
  }
};

Background::Background(Files& files, Loop& loop) : files_(files), worker_(std::make_unique<Worker>(files, loop)) {}
Background::~Background() = default;

Files& Background::after_all_that() {
  worker_->drain();
  return files_;
}

Result<std::string> Background::read(const std::string& path) { return after_all_that().read(path); }
Result<> Background::replace(const std::string& path, std::string_view content) { return after_all_that().replace(path, content); }
bool Background::exists(const std::string& path) { return after_all_that().exists(path); }
Result<> Background::remove(const std::string& path) { return after_all_that().remove(path); }
Result<> Background::make_folder(const std::string& path) { return after_all_that().make_folder(path); }
std::vector<std::string> Background::list(const std::string& folder) { return after_all_that().list(folder); }
Result<> Background::append(const std::string& path, std::string_view content) { return after_all_that().append(path, content); }
Result<> Background::keep(const std::string& path, const std::string& as) { return after_all_that().keep(path, as); }

void Background::later(Work work, Done done) {
  {
    const std::lock_guard lock(worker_->mutex);
    worker_->jobs.push_back({std::move(work), std::move(done)});
  }
  worker_->changed.notify_all();
}

}  // namespace waggle::io
