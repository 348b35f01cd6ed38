// Repeats: lines that come again and again are counted instead of written again and again.
//
// Nothing is hidden that somebody could miss:
//   errors, warnings  the first three of the same within a minute are written. From the fourth on they are
//                     counted, and each minute one of them is written with the count of the others.
//   info              tells what happened in which order, so only lines in a row are the same. From the
//                     fourth on they are counted until another line comes, at most for a minute.
//   debug             is written whole: who reads it wants every moment.
// Only lines that are equal in level, namespace and every letter are the same.
#pragma once

#include <map>
#include <optional>
#include <tuple>

#include "core/log.h"

namespace waggle::log {

class Repeats {
 public:
  using Write = std::function<void(const Message&)>;
  explicit Repeats(Write write) : write_(std::move(write)) {}

  void hear(const Message& message);
  /// Writes the counts whose minute is over.
  void settle(WallTime now);
  /// Writes all counts.
  void finish(WallTime now);

 private:
  using Key = std::tuple<Level, std::string, std::string>;  // level, namespace, text
  struct Count {
    WallTime since;
    int left = 0;  // still written
    int counted = 0;
  };
  using Counts = std::map<Key, Count>;

  void tell(Counts::const_iterator entry, WallTime now);

  Write write_;
  Counts counts_;
  std::optional<Key> row_;  // the info line that was last
};

}  // namespace waggle::log
