#include "bridge/commands.h"

#include <algorithm>

#include "core/json.h"
#include "core/log.h"

namespace waggle::bridge {
namespace {

constexpr std::string_view NS = "z2m";

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

/// Payloads that are a state by themselves.
bool is_state_word(std::string_view text) {
  constexpr std::string_view words[] = {"on", "off", "toggle", "open", "close", "stop", "lock", "unlock"};
  return std::find(std::begin(words), std::end(words), lower(text)) != std::end(words);
}

}  // namespace

// "name/set", "name/set/attribute"; the first "set" or "get" that can be one counts.
std::optional<Commands::Topic> Commands::parse(std::string_view topic) {
  if (topic.starts_with("bridge")) return std::nullopt;
  std::size_t at = 0;
  for (;;) {
    at = topic.find('/', at + 1);
    if (at == std::string_view::npos) return std::nullopt;
    const std::string_view rest = topic.substr(at + 1);
    const std::string_view verb = rest.substr(0, rest.find('/'));
    if ((verb != "set" && verb != "get") || rest.size() == 4) continue;  // "name/set/" is none
    Topic out;
    out.name = topic.substr(0, at);
    out.set = verb == "set";
    if (rest.size() > 4) out.attribute = rest.substr(4);
    return out;
  }
}

// `transaction` is no key of the device: it is taken out.
std::optional<Object> Commands::read_message(const Topic& topic, std::string_view payload, std::optional<Value>& transaction) {
  auto parsed = json::parse(payload);
  if (parsed && parsed->is_object()) {
    if (const Value* given = parsed->find("transaction")) {
      transaction = *given;
      parsed->object().erase("transaction");
    }
  }
  if (!topic.attribute.empty()) {
    return Object{{topic.attribute, parsed ? std::move(*parsed) : Value(payload)}};
  }
  if (parsed && parsed->is_object()) return std::move(parsed->object());
  if (!parsed && is_state_word(payload)) return Object{{"state", payload}};
  return std::nullopt;
}

std::optional<Asker> Commands::asker(const Topic& topic, const mqtt::Message& message, std::optional<Value> transaction) const {
  Asker out;
  if (!message.response_topic.empty()) {
    out.topic = message.response_topic;
    out.correlation_data = message.correlation_data;
  } else if (transaction) {
    out.topic = base_ + "/" + topic.name + "/response";
  } else {
    return std::nullopt;
  }
  out.transaction = std::move(transaction);
  return out;
}

Commands::Addressed Commands::resolve(const std::string& name) const {
  if (EntityPtr whole = entities_.find(std::string_view(name))) return {std::move(whole), {}};
  const std::size_t slash = name.rfind('/');
  if (slash == std::string::npos) return {};
  return {entities_.find(std::string_view(name).substr(0, slash)), name.substr(slash + 1)};
}

bool Commands::handle(std::string_view topic, const mqtt::Message& in) {
  const auto parsed = parse(topic);
  if (!parsed) return false;
  std::optional<Value> transaction;
  auto message = read_message(*parsed, in.payload, transaction);
  auto whom = asker(*parsed, in, std::move(transaction));
  const auto refuse = [&](const std::string& problem) {
    log::error(NS, "{}", problem);
    if (whom) answers_.tell_problem(*whom, parsed->name, parsed->verb(), problem);
    return true;
  };
  Addressed to = resolve(parsed->name);
  if (!to.entity) return refuse(fmt::format("Entity '{}' is unknown", parsed->name));
  const Entity& entity = *to.entity;
  if (entity.is_device() && !entity.definition()) return refuse(fmt::format("Cannot publish to unsupported device '{}'", entity.name()));
  if (entity.is_device() && !library::find_endpoint(entity.device(), entity.definition(), to.endpoint)) {
    return refuse(fmt::format("Device '{}' has no endpoint '{}'", entity.name(), to.endpoint));
  }
  if (!message) {
    const std::string_view shown = in.payload.substr(0, 100);
    return refuse(fmt::format("Invalid message '{}{}' on '{}', skipping: it must be a JSON object", shown,
                              shown.size() < in.payload.size() ? "…" : "", topic));
  }
  auto calls = runner_.dispatch(entity, to.endpoint, parsed->set, *message);
  Postman::Command command{parsed->name, std::move(to.endpoint), std::move(*message), std::move(whom)};
  if (parsed->set) postman_.superseded(entity, calls);
  if (parsed->set && postman_.asleep(entity)) {
    const auto asking = command.asker;
    const KeyResults results = postman_.keep_untried(to.entity, std::move(command), calls);
    if (asking) answers_.tell(*asking, parsed->name, parsed->verb(), results);
    return true;
  }
  tasks_.spawn(entity.name(), carry_out(to.entity, std::move(calls), parsed->set, std::move(command)));
  return true;
}

Task<> Commands::carry_out(EntityPtr entity, std::vector<library::Call> calls, bool set, Postman::Command command) {
  const auto asking = command.asker;
  const std::string name = command.name;
  KeyResults results = co_await runner_.run(entity, std::move(calls), set);
  if (set) postman_.keep(entity, std::move(command), results);
  if (asking) answers_.tell(*asking, name, set ? "set" : "get", results);
}

}  // namespace waggle::bridge
