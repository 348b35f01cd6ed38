// Answers: what became of each key of a /set or /get, for those who asked to be told: with `transaction`
// in the message, or with the response topic of MQTT 5. Nobody else hears of it. Responses to requests take the
// same way to a response topic.
//
//   <name>/response  {"data":{"id":"lamp","command":"set"},"keys":{"state":{"status":"ok"}},"status":"ok","transaction":7}
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/value.h"
#include "mqtt/client.h"

namespace waggle::bridge {

enum class Fate : std::uint8_t { ok, queued, error };
std::string_view to_string(Fate fate);

struct KeyResult {
  std::string key;       // as it was written
  std::string property;  // with the name of its endpoint, wherever that stood
  Fate fate = Fate::ok;
  std::string reason{};                 // of an error
  std::optional<Errc> code = {};        // of an error that carrying it out ended with
};
using KeyResults = std::vector<KeyResult>;

/// Who wants to know, and where.
struct Asker {
  std::string topic;  // whole
  std::string correlation_data;
  std::optional<Value> transaction;
};

class Answers {
 public:
  explicit Answers(mqtt::Client& mqtt) : mqtt_(mqtt) {}

  /// `name`: as the command was addressed. The whole is as good as its worst key.
  void tell(const Asker& asker, std::string_view name, std::string_view command, const KeyResults& results);
  /// The command as a whole came to nothing.
  void tell_problem(const Asker& asker, std::string_view name, std::string_view command, std::string_view problem);
  /// Any other answer, as it is.
  void deliver(const Asker& asker, std::string_view payload);

 private:
  void send(const Asker& asker, std::string_view name, std::string_view command, Object response);

  mqtt::Client& mqtt_;
};

}  // namespace waggle::bridge
