#include "bridge/refresher.h"

#include "core/log.h"

namespace waggle::bridge {
namespace {

constexpr std::string_view NS = "z2m";
constexpr std::chrono::seconds settling{2};
constexpr Millis pause{500};

struct Question {
  std::string_view key;
  std::string_view or_key;  // when the device has no such property
  bool only_when_on;
};
constexpr Question questions[] = {
    {"state", "", false},
    {"brightness", "", true},
    {"color", "color_temp", true},
};

}  // namespace

void Refresher::announced(const EntityPtr& entity) {
  if (!entity->definition() || !entity->zigbee_device()->interviewed()) return;
  Timer& timer = waiting_.try_emplace(entity.get(), scheduler_).first->second;
  timer.start(settling, [this, entity] { tasks_.spawn(entity->name(), ask(entity)); });
}

Task<> Refresher::ask(EntityPtr entity) {
  log::debug(NS, "Retrieving state of '{}' after reconnect", entity->name());
  const auto definition = entity->identified().definition;
  const auto endpoint = library::find_endpoint(entity->device(), definition.get(), "");
  if (!endpoint) co_return;
  for (const Question& question : questions) {
    const Value* state = entity->state().find("state");
    if (question.only_when_on && !(state && *state == Value("ON"))) continue;
    std::string key(question.key);
    const library::Encoder* encoder = definition->find_encoder(key, "");
    if (!encoder && !question.or_key.empty()) {
      key = question.or_key;
      encoder = definition->find_encoder(key, "");
    }
    if (encoder && encoder->get) {
      const Value nothing;
      Object message;
      library::Continuation step = [&](library::Step& s) {
        const library::Request request{key, nothing, message, *endpoint, "", false};
        encoder->get(request, s);
      };
      network::Executor::Outcome outcome = co_await executor_.run(entity, std::move(step));
      if (outcome.error) log::error(NS, "Failed to read state of '{}' after reconnect ({})", entity->name(), outcome.error->text);
    }
    co_await sleep(scheduler_, pause);
  }
}

}  // namespace waggle::bridge
