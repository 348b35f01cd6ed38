#include "bridge/answers.h"

#include <algorithm>

#include "core/json.h"
#include "core/log.h"

namespace waggle::bridge {

std::string_view to_string(Fate fate) {
  constexpr std::string_view words[] = {"ok", "queued", "error"};
  return words[static_cast<std::size_t>(fate)];
}

void Answers::tell(const Asker& asker, std::string_view name, std::string_view command, const KeyResults& results) {
  Object keys;
  Fate worst = Fate::ok;
  std::string_view reason;
  for (const KeyResult& result : results) {
    Object told{{"status", to_string(result.fate)}};
    if (result.fate == Fate::error) {
      told.set("error", result.reason);
      if (reason.empty()) reason = result.reason;
    }
    keys.set(result.key, std::move(told));
    worst = std::max(worst, result.fate);
  }
  Object response{{"keys", std::move(keys)}, {"status", to_string(worst)}};
  if (worst == Fate::error) response.set("error", reason);
  send(asker, name, command, std::move(response));
}

void Answers::tell_problem(const Asker& asker, std::string_view name, std::string_view command, std::string_view problem) {
  send(asker, name, command, {{"keys", Object{}}, {"status", to_string(Fate::error)}, {"error", problem}});
}

void Answers::send(const Asker& asker, std::string_view name, std::string_view command, Object response) {
  response.set("data", Object{{"id", name}, {"command", command}});
  if (asker.transaction) response.set("transaction", *asker.transaction);
  deliver(asker, json::dump(Value(std::move(response)), json::Keys::sorted));
}

void Answers::deliver(const Asker& asker, std::string_view payload) {
  mqtt::PublishOptions options;
  options.correlation_data = asker.correlation_data;
  // The topic is somebody else's choice: it must not make us deaf to what others say there.
  options.echo = true;
  log::debug("z2m:mqtt", "MQTT publish: topic '{}', payload '{}'", asker.topic, payload);
  mqtt_.publish(asker.topic, payload, options);
}

}  // namespace waggle::bridge
