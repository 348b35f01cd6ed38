// Router: requests under bridge/request/ and their responses under bridge/response/.
#pragma once

#include "bridge/api/routes.h"

namespace waggle::bridge::api {

class Router {
 public:
  explicit Router(Parts& parts) : parts_(parts) {}

  /// `path` is what stands behind bridge/request/. Unknown requests are not answered: they may be
  /// somebody else's.
  void handle(std::string_view path, std::string_view payload);

 private:
  Task<> answer(const Route& route, std::string path, Value request);

  Parts& parts_;
  TaskGroup tasks_;
};

}  // namespace waggle::bridge::api
