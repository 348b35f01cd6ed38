// Files whose later work takes a moment of virtual time: the Background of a house in virtual time.
#pragma once

#include <deque>

#include "core/scheduler.h"
#include "io/files.h"

namespace waggle::durability {

class SlowFiles final : public io::Files {
 public:
  SlowFiles(Scheduler& time, io::Files& files, std::chrono::nanoseconds each) : files_(files), each_(each), timer_(time) {}

  Result<std::string> read(const std::string& path) override { return after_all_that().read(path); }
  Result<> replace(const std::string& path, std::string_view content) override { return after_all_that().replace(path, content); }
  bool exists(const std::string& path) override { return after_all_that().exists(path); }
  Result<> remove(const std::string& path) override { return after_all_that().remove(path); }
  Result<> make_folder(const std::string& path) override { return after_all_that().make_folder(path); }
  std::vector<std::string> list(const std::string& folder) override { return after_all_that().list(folder); }
  Result<> append(const std::string& path, std::string_view content) override { return after_all_that().append(path, content); }
  Result<> keep(const std::string& path, const std::string& as) override { return after_all_that().keep(path, as); }

  void later(Work work, Done done) override {
    jobs_.push_back({std::move(work), std::move(done)});
    if (!timer_.running()) timer_.start(each_, [this] { next(); });
  }
  /// What was to be done is never done: the program has ended.
  void forget() {
    timer_.stop();
    jobs_.clear();
  }

 private:
  struct Job {
    Work work;
    Done done;
  };
  void next() {
    Job job = std::move(jobs_.front());
    jobs_.pop_front();
    if (!jobs_.empty()) timer_.start(each_, [this] { next(); });
    job.done(job.work(files_));
  }
  io::Files& after_all_that() {
    while (!jobs_.empty()) next();
    timer_.stop();
    return files_;
  }

  io::Files& files_;
  std::chrono::nanoseconds each_;
  Timer timer_;
  std::deque<Job> jobs_;
};

}  // namespace waggle::durability
