// Router: requests under bridge/request/ and their responses under bridge/response/, and on the response topic of
// MQTT 5 when a request has one.
#pragma once

#include "bridge/answers.h"
#include "bridge/api/routes.h"

namespace waggle::bridge::api {

class Router {
 public:
  Router(Parts& parts, Answers& answers) : parts_(parts), answers_(answers) {}

  /// `path` is what stands behind bridge/request/. Unknown requests are not answered: they may be
  /// somebody else's.
  void handle(std::string_view path, const mqtt::Message& message);

 private:
  Task<> answer(const Route& route, std::string path, Value request, std::optional<Asker> asker);
  void send(const std::string& topic, std::string_view payload, const std::optional<Asker>& asker);

  Parts& parts_;
  Answers& answers_;
  TaskGroup tasks_;
};

}  // namespace waggle::bridge::api
