// Downloads: documents of the web, fetched whole. Whoever needs one neither knows nor cares who speaks HTTP;
// tests answer from memory.
#pragma once

#include <string>

#include "core/result.h"
#include "core/task.h"

namespace waggle::io {

class Downloads {
 public:
  virtual ~Downloads() = default;
  /// The content at an http:// or https:// address. Errors say what was asked and what came of it.
  virtual Task<Result<std::string>> get(std::string url) = 0;
};

}  // namespace waggle::io
