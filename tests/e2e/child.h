// A program of ours as a process of its own, as users run it. What it prints goes to a file. It dies with
// the test.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace waggle::e2e {

class Child {
 public:
  Child() = default;
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() { kill(); }

  /// `waggle <arguments>`, with standard output and error appended to `log`.
  void start(const std::vector<std::string>& arguments, const std::string& log);
  void signal(int number) const;
  /// The exit code, or minus the signal that ended it; nothing when it still runs after `limit`.
  std::optional<int> wait(std::chrono::milliseconds limit);
  bool runs() { return process_ > 0 && !wait(std::chrono::milliseconds(0)); }
  /// kill -9, and waits for the end.
  void kill();

 private:
  pid_t process_ = 0;
};

std::string read_text(const std::string& path);

}  // namespace waggle::e2e
