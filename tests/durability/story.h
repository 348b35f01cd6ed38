// A story of joins, renames, options, groups, commands and reports in a house whose disk crashes; what
// the people in it were told; and whether that is still so afterwards.
#pragma once

#include <set>

#include "durability/crash_disk.h"
#include "durability/slow_files.h"
#include "house/house.h"
#include "io/generations.h"

namespace waggle::durability {

class Story {
 public:
  Story();

  /// Tells it, until the power is gone or it is over. `operation`: which one of the disk goes wrong,
  /// counted from when the bridge is online.
  void tell(std::size_t operation, CrashDisk::Fault fault);
  /// The program ends without a word, the disk keeps what it keeps, the bridge starts again: checks that
  /// all that was acknowledged is there, and no state older than a second.
  void check_after_crash(unsigned seed);

  std::size_t acknowledged() const { return acknowledged_; }
  /// Of the states that `check_after_crash` found.
  std::chrono::milliseconds oldest_state() const { return oldest_; }

  house::House house;
  CrashDisk disk;
  io::DurableFiles files{disk};
  io::Generations generations;
  SlowFiles slow;

 private:
  using Facts = std::map<std::string, Value>;  // "name of 0x…" -> "lamp"

  bool over() const { return disk.dead(); }
  void watch();
  void join(std::string_view device);
  /// Asks, and notes whether the answer is "ok".
  void ask(const std::string& path, Object payload, const std::string& fact, Value value);
  /// `fact` is `value` from now on if that was acknowledged, else it is that or what it was.
  void note(const std::string& fact, Value value, bool acknowledged);
  void set(const std::string& name, std::string_view payload);
  /// Tells the lamp, which does not answer; with one answer or another.
  void queue(const std::string& address, int brightness);
  void measure(int hundredths);
  Facts observe();
  void check_states();

  std::map<std::string, std::vector<Value>> allowed_;  // by fact; what it may be
  std::map<std::string, std::string> names_;           // topic -> address
  struct Entry {
    Instant time;
    std::string place;  // "0x… brightness"
    Value value;
  };
  std::vector<Entry> history_;
  std::size_t seen_ = 0;
  std::size_t acknowledged_ = 0;
  std::optional<Instant> died_;
  std::optional<Instant> fault_;
  std::chrono::milliseconds oldest_{0};
  Timer watch_;
};

}  // namespace waggle::durability
