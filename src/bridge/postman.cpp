#include "bridge/postman.h"

#include <algorithm>

#include "core/log.h"
#include "settings/table.h"

namespace waggle::bridge {
namespace {

constexpr std::string_view NS = "z2m:queue";
constexpr int most_tries = 10;
constexpr Millis shortest_pause{10'000};
constexpr Millis longest_pause{600'000};

/// Devices that talk often and take nothing are asked less and less often.
Millis pause_after(int tries) {
  Millis out = shortest_pause;
  for (int i = 1; i < tries && out < longest_pause; ++i) out *= 2;
  return std::min(out, longest_pause);
}

/// Listens only now and then. The database does not keep whether a receiver stays on, but what it lives on.
bool sleeps(const network::Device& device) {
  if (!device.is_end_device()) return false;
  const std::string_view power = device.power_source();
  return power.empty() || power == "Unknown" || power == "Battery";
}

/// Nobody was there to say no.
bool is_silence(const KeyResult& result) {
  return result.fate == Fate::error && (result.code == Errc::timeout || result.code == Errc::closed);
}

double expiry_seconds(const Entity& entity) {
  const Value* own = entity.options().find("queue_expiry");
  const double usual = settings::find_setting("queue_expiry", settings::device_settings)->initial.amount;
  constexpr double longest = 10 * 365.0 * 86400;
  return std::clamp(own ? own->number_or(usual) : usual, 0.0, longest);
}

std::string list(const std::vector<std::string>& keys) {
  std::string out;
  for (const std::string& key : keys) out += (out.empty() ? "'" : ", '") + key + "'";
  return out;
}

}  // namespace

Postman::Postman(Scheduler& scheduler, io::Files& files, std::string path, network::Network& network, Entities& entities,
                 CallRunner& runner, Answers& answers)
    : scheduler_(scheduler), files_(files), path_(std::move(path)), network_(network), entities_(entities), runner_(runner),
      answers_(answers), expiry_(scheduler) {}

// The file ---------------------------------------------------------------------------------------------------

void Postman::load() {
  if (!files_.exists(path_)) return;
  auto text = files_.read(path_);
  auto box = text ? Mailbox::read(*text) : Result<Mailbox>(text.error());
  if (!box) {
    log::error(NS, "{} cannot be read ({}); it is kept as {}.damaged, and what waited for sleeping devices must be asked for again",
               path_, box.error().text, path_);
    if (text && files_.replace(path_ + ".damaged", *text)) (void)files_.remove(path_);
    return;
  }
  box_ = std::move(*box);
}

void Postman::begin() {
  if (box_.empty()) return;
  const auto unknown = [this](const Order& order, const KeyResult&) {
    const EntityPtr entity = entities_.find(std::string_view(order.device));
    return !entity || !entity->is_device();
  };
  end(unknown, "the device is not known any more", log::Level::info);
  expire();
}

Result<> Postman::save() {
  Result<> done = box_.empty() ? files_.remove(path_) : files_.replace(path_, box_.text());
  unsaved_ = unsaved_ && !done;
  return done;
}

void Postman::save_or_say() {
  if (auto saved = save(); !saved) {
    unsaved_ = true;
    log::error(NS, "{} cannot be written ({}): after a restart, devices may be told again what they were told already", path_,
               saved.error().text);
  }
}

// Clocks are set now and then: looked at once an hour at least.
void Postman::arm() {
  expiry_.stop();
  const auto next = box_.next_expiry();
  if (!next) return;
  const std::int64_t wait = std::clamp<std::int64_t>(next->ms - scheduler_.wall().ms, 0, 3'600'000);
  expiry_.start(Millis(wait), [this] { expire(); });
}

// What waits -------------------------------------------------------------------------------------------------

bool Postman::queues(const Entity& entity) const {
  if (!entity.is_device()) return false;
  const Value* wish = entity.options().find("queue");
  return wish && !wish->is_null() ? truthy(*wish) : sleeps(*entity.zigbee_device());
}

bool Postman::asleep(const Entity& entity) const {
  const Value* wish = entity.options().find("queue");
  return wish && truthy(*wish) && silent_.contains(&entity);
}

bool Postman::is_known(const EntityPtr& entity) const { return entities_.find(entity->zigbee_device()->ieee()) == entity; }

void Postman::superseded(const Entity& entity, const std::vector<library::Call>& calls) {
  if (!box_.waits(entity.id())) return;
  std::set<std::string_view> properties;
  for (const library::Call& call : calls) {
    for (const library::Call::Key& key : call.serves) properties.insert(key.property);
  }
  constexpr std::string_view reason = "a newer value has taken its place";
  const Mailbox::Ended ended = box_.end(
      [&](const Order& order, const KeyResult& key) { return order.device == entity.id() && properties.contains(key.property); }, reason);
  if (ended.keys.empty()) return;
  unsaved_ = true;
  report(ended, reason, log::Level::info);
}

void Postman::keep(const EntityPtr& entity, Command command, KeyResults& results) {
  put(entity, std::move(command), results);
  if (unsaved_) save_or_say();
}

void Postman::put(const EntityPtr& entity, Command command, KeyResults& results) {
  if (!queues(*entity) || !is_known(entity)) return;
  if (std::any_of(results.begin(), results.end(), is_silence)) silent_.insert(entity.get());
  std::vector<std::string> kept;
  for (KeyResult& result : results) {
    const Value* value = command.message.find(result.key);
    if (!is_silence(result) || !value || is_of_the_moment(result.key, *value)) continue;
    result.fate = Fate::queued;
    kept.push_back(result.key);
  }
  if (kept.empty()) return;
  const double seconds = expiry_seconds(*entity);
  Order order;
  order.device = entity->id();
  order.name = std::move(command.name);
  order.endpoint = std::move(command.endpoint);
  order.message = std::move(command.message);
  order.keys = results;
  order.asked = scheduler_.wall();
  order.until = {order.asked.ms + static_cast<std::int64_t>(seconds * 1000)};
  order.asker = std::move(command.asker);
  const Mailbox box = box_;
  Result<> done = box_.put(std::move(order));
  if (done) done = save();
  if (!done) {
    log::error(NS, "{} for '{}' cannot be kept until it answers: {}", list(kept), entity->name(), done.error().text);
    box_ = box;
    for (KeyResult& result : results) {
      if (result.fate != Fate::queued) continue;
      result.fate = Fate::error;
      result.reason += "; it cannot be kept: " + done.error().text;
    }
    return;
  }
  arm();
  log::info(NS, "'{}' does not answer: {} waits until it is heard, for {} s at most", entity->name(), list(kept), seconds);
}

KeyResults Postman::keep_untried(const EntityPtr& entity, Command command, const std::vector<library::Call>& calls) {
  KeyResults results;
  for (const library::Call& call : calls) {
    for (const library::Call::Key& key : call.serves) {
      KeyResult result{key.written, key.property, Fate::error, call.problem, {}};
      if (call.encoder) {
        result.reason = "the device is asleep";
        result.code = Errc::timeout;
      } else {
        log::error(NS, "{}", call.problem);
      }
      results.push_back(std::move(result));
    }
  }
  keep(entity, std::move(command), results);
  return results;
}

// The way to the device --------------------------------------------------------------------------------------

void Postman::heard(const EntityPtr& entity) {
  if (box_.empty() && silent_.empty()) return;
  silent_.erase(entity.get());
  if (rounds_.contains(entity.get()) || !box_.waits(entity->id())) return;
  const auto pause = not_before_.find(entity.get());
  if (pause != not_before_.end() && scheduler_.now() < pause->second) return;
  rounds_.insert(entity.get());
  tasks_.spawn(entity->name(), round(entity));
}

Task<> Postman::round(EntityPtr entity) {
  // What the device has just said is answered first: it may have asked whether to stay awake.
  co_await sleep(scheduler_, 0ms);
  {
    struct Running {
      std::set<const Entity*>& set;
      const Entity* entity;
      ~Running() { set.erase(entity); }
    };
    const Running running{rounds_, entity.get()};
    co_await deliver(entity);
  }
  co_await network_.let_sleep(entity->zigbee_device());
}

Task<> Postman::deliver(EntityPtr entity) {
  std::uint64_t last = 0;
  while (const Order* order = box_.next(entity->id(), last)) {
    last = order->number;
    const int tries = order->tries + 1;
    auto calls = runner_.dispatch(*entity, order->endpoint, true, order->message);
    std::erase_if(calls, [&](const library::Call& call) {
      return std::none_of(call.serves.begin(), call.serves.end(), [&](const library::Call::Key& key) { return order->waits_for(key.written); });
    });
    KeyResults results = co_await runner_.run(entity, std::move(calls), true, log::Level::debug);
    if (!is_known(entity)) co_return;
    const bool silence = std::any_of(results.begin(), results.end(), is_silence);
    // A radio that is away says nothing about the device.
    const bool unanswered = std::any_of(results.begin(), results.end(), [](const KeyResult& r) { return is_silence(r) && r.code == Errc::timeout; });
    const bool gives_up = unanswered && tries >= most_tries;
    for (KeyResult& result : results) {
      if (!is_silence(result)) continue;
      if (gives_up) {
        result.reason += fmt::format(" ({} tries)", tries);
      } else {
        result.fate = Fate::queued;
      }
    }
    const auto done = box_.tried(last, results, unanswered);
    save_or_say();
    if (done) tell(*done);
    if (silence) {
      not_before_[entity.get()] = scheduler_.now() + pause_after(tries);
      co_return;
    }
    not_before_.erase(entity.get());
  }
}

// How it ends ------------------------------------------------------------------------------------------------

void Postman::tell(const Order& order) {
  std::vector<std::string> done;
  for (const KeyResult& key : order.keys) {
    if (key.fate == Fate::ok) done.push_back(key.key);
    if (key.code) log::warning(NS, "'{}' has not reached '{}': {}", key.key, order.name, key.reason);
  }
  if (!done.empty()) log::info(NS, "{} has reached '{}'", list(done), order.name);
  if (order.asker) answers_.tell(*order.asker, order.name, "set", order.keys);
}

void Postman::end(const Mailbox::Which& which, std::string_view reason, log::Level level) {
  const Mailbox::Ended ended = box_.end(which, reason);
  if (ended.keys.empty()) return;
  save_or_say();
  report(ended, reason, level);
}

void Postman::report(const Mailbox::Ended& ended, std::string_view reason, log::Level level) {
  log::write(level, NS, fmt::format("{} waits no longer: {}", list(ended.keys), reason));
  for (const Order& order : ended.orders) tell(order);
  arm();
}

void Postman::expire() {
  const WallTime now = scheduler_.wall();
  end([&](const Order& order, const KeyResult&) { return order.until <= now; }, "the device was not heard in time",
      log::Level::warning);
  arm();
}

void Postman::forget(const Entity& entity) {
  silent_.erase(&entity);
  not_before_.erase(&entity);
  end([&](const Order& order, const KeyResult&) { return order.device == entity.id(); }, "the device was removed", log::Level::info);
}

Result<std::vector<std::string>> Postman::cancel(const Entity& entity, const std::optional<std::string>& key) {
  constexpr std::string_view cancelled = "it was cancelled";
  const Mailbox box = box_;
  const Mailbox::Ended ended = box_.end(
      [&](const Order& order, const KeyResult& k) { return order.device == entity.id() && (!key || k.key == *key || k.property == *key); },
      cancelled);
  if (key && ended.keys.empty()) {
    return Error{Errc::not_found, fmt::format("'{}' does not wait for device '{}'", *key, entity.name())};
  }
  if (ended.keys.empty()) return ended.keys;
  if (auto saved = save(); !saved) {
    box_ = box;
    return std::move(saved.error());
  }
  report(ended, cancelled, log::Level::info);
  return ended.keys;
}

}  // namespace waggle::bridge
