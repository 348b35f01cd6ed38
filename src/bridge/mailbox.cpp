#include "bridge/mailbox.h"

#include <fmt/core.h>

#include <algorithm>

#include "core/json.h"

namespace waggle::bridge {
namespace {

constexpr int version = 1;
constexpr std::int64_t latest = std::int64_t{1} << 52;  // of moments in a file

Error wrong(std::string text) { return {Errc::malformed, std::move(text)}; }

Result<std::string> text_of(const Value& in, std::string_view key) {
  const Value* value = in.find(key);
  if (!value || !value->is_string()) return wrong(fmt::format("'{}' must be text", key));
  return value->string();
}
Result<std::int64_t> number_of(const Value& in, std::string_view key, std::int64_t limit) {
  const Value* value = in.find(key);
  const auto number = value ? value->integer(0, limit) : std::nullopt;
  if (!number) return wrong(fmt::format("'{}' must be a whole number from 0 to {}", key, limit));
  return *number;
}

// Keys -------------------------------------------------------------------------------------------------------

Value write_key(const KeyResult& key) {
  Object out{{"key", key.key}, {"property", key.property}, {"status", to_string(key.fate)}};
  if (key.fate == Fate::error) out.set("error", key.reason);
  return out;
}

Result<KeyResult> read_key(const Value& in) {
  KeyResult out;
  TRY(out.key, text_of(in, "key"));
  TRY(out.property, text_of(in, "property"));
  TRY(const std::string status, text_of(in, "status"));
  for (const Fate fate : {Fate::ok, Fate::queued, Fate::error}) {
    if (to_string(fate) != status) continue;
    out.fate = fate;
    if (fate == Fate::error) {
      TRY(out.reason, text_of(in, "error"));
    }
    return out;
  }
  return wrong("there is no status '" + status + "'");
}

// Askers -----------------------------------------------------------------------------------------------------

Value write_asker(const Asker& asker) {
  Object out{{"topic", asker.topic}};
  if (!asker.correlation_data.empty()) out.set("correlation_data", to_hex(as_bytes(asker.correlation_data)));
  if (asker.transaction) out.set("transaction", *asker.transaction);
  return out;
}

Result<Asker> read_asker(const Value& in) {
  Asker out;
  TRY(out.topic, text_of(in, "topic"));
  if (in.find("correlation_data")) {
    TRY(const std::string hex, text_of(in, "correlation_data"));
    const auto octets = from_hex(hex);
    if (!octets) return wrong("'correlation_data' must be hexadecimal digits");
    out.correlation_data.assign(octets->begin(), octets->end());
  }
  if (const Value* transaction = in.find("transaction")) out.transaction = *transaction;
  return out;
}

// Orders -----------------------------------------------------------------------------------------------------

Value write_order(const Order& order) {
  Array keys;
  for (const KeyResult& key : order.keys) keys.push_back(write_key(key));
  Object out{{"device", order.device},     {"name", order.name},          {"endpoint", order.endpoint}, {"message", order.message},
             {"keys", std::move(keys)}, {"asked", order.asked.ms}, {"until", order.until.ms},    {"tries", order.tries}};
  if (order.asker) out.set("answer", write_asker(*order.asker));
  return out;
}

Result<Order> read_order(const Value& in) {
  Order out;
  TRY(out.device, text_of(in, "device"));
  TRY(out.name, text_of(in, "name"));
  TRY(out.endpoint, text_of(in, "endpoint"));
  const Value* message = in.find("message");
  if (!message || !message->is_object()) return wrong("'message' must be an object");
  out.message = message->object();
  const Value* keys = in.find("keys");
  if (!keys || !keys->is_array()) return wrong("'keys' must be a list");
  for (const Value& each : keys->array()) {
    TRY(KeyResult key, read_key(each));
    if (key.fate == Fate::queued && !out.message.contains(key.key)) return wrong("'message' has no '" + key.key + "'");
    out.keys.push_back(std::move(key));
  }
  if (!out.waits()) return wrong("none of its keys is queued");
  TRY(out.asked.ms, number_of(in, "asked", latest));
  TRY(out.until.ms, number_of(in, "until", latest));
  TRY(const std::int64_t tries, number_of(in, "tries", 1'000'000));
  out.tries = static_cast<int>(tries);
  if (const Value* asker = in.find("answer")) {
    TRY(out.asker, read_asker(*asker));
  }
  return out;
}

}  // namespace

bool Order::waits() const {
  return std::any_of(keys.begin(), keys.end(), [](const KeyResult& key) { return key.fate == Fate::queued; });
}

bool Order::waits_for(std::string_view key) const {
  return std::any_of(keys.begin(), keys.end(), [&](const KeyResult& k) { return k.fate == Fate::queued && k.key == key; });
}

Result<Mailbox> Mailbox::read(std::string_view text) {
  TRY(const Value content, json::parse(text));
  const Value* kind = content.find("version");
  if (!kind) return wrong("it has no version");
  if (!(*kind == Value(version))) return wrong("its version is " + json::dump(*kind) + ", not " + std::to_string(version));
  const Value* orders = content.find("orders");
  if (!orders || !orders->is_array()) return wrong("'orders' must be a list");
  Mailbox out;
  for (const Value& each : orders->array()) {
    auto order = read_order(each);
    Result<> put = order ? out.put(std::move(*order)) : Result<>(std::move(order.error()));
    if (!put) return std::move(put.error()).in(fmt::format("order {}", out.orders_.size() + 1));
  }
  return out;
}

std::string Mailbox::text() const {
  Array orders;
  for (const Order& order : orders_) orders.push_back(write_order(order));
  return json::pretty(Object{{"version", version}, {"orders", std::move(orders)}}, 2) + "\n";
}

const Order* Mailbox::next(std::string_view device, std::uint64_t after) const {
  const auto found = std::find_if(orders_.begin(), orders_.end(), [&](const Order& o) { return o.device == device && o.number > after; });
  return found == orders_.end() ? nullptr : &*found;
}

std::optional<WallTime> Mailbox::next_expiry() const {
  if (orders_.empty()) return std::nullopt;
  return std::min_element(orders_.begin(), orders_.end(), [](const Order& a, const Order& b) { return a.until < b.until; })->until;
}

Result<> Mailbox::put(Order order) {
  const auto there = std::count_if(orders_.begin(), orders_.end(), [&](const Order& o) { return o.device == order.device; });
  if (static_cast<std::size_t>(there) >= most_orders) {
    return Error{Errc::busy, fmt::format("{} commands wait for this device already", there)};
  }
  if (json::dump(Value(order.message)).size() > largest_message) {
    return Error{Errc::invalid, fmt::format("a message of more than {} octets is not kept", largest_message)};
  }
  order.number = ++last_number_;
  orders_.push_back(std::move(order));
  return {};
}

std::optional<Order> Mailbox::tried(std::uint64_t number, const KeyResults& results, bool unanswered) {
  const auto found = std::find_if(orders_.begin(), orders_.end(), [&](const Order& o) { return o.number == number; });
  if (found == orders_.end()) return std::nullopt;
  if (unanswered) ++found->tries;
  for (KeyResult& key : found->keys) {
    if (key.fate != Fate::queued) continue;
    const auto result = std::find_if(results.begin(), results.end(), [&](const KeyResult& r) { return r.key == key.key; });
    if (result != results.end()) key = *result;
  }
  if (found->waits()) return std::nullopt;
  Order done = std::move(*found);
  orders_.erase(found);
  return done;
}

Mailbox::Ended Mailbox::end(const Which& which, std::string_view reason) {
  Ended out;
  for (auto order = orders_.begin(); order != orders_.end();) {
    for (KeyResult& key : order->keys) {
      if (key.fate != Fate::queued || !which(*order, key)) continue;
      out.keys.push_back(key.key);
      order->message.erase(key.key);
      key.fate = Fate::error;
      key.reason = reason;
    }
    if (order->waits()) {
      ++order;
    } else {
      out.orders.push_back(std::move(*order));
      order = orders_.erase(order);
    }
  }
  return out;
}

bool is_of_the_moment(std::string_view key, const Value& value) {
  constexpr std::string_view keys[] = {"identify", "effect", "alert", "warning", "squawk", "scene_recall"};
  constexpr std::string_view endings[] = {"_move", "_step", "_toggle"};
  constexpr std::string_view values[] = {"toggle", "stop"};
  std::string word(value.string_or(""));
  std::transform(word.begin(), word.end(), word.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  // "brightness_move", "brightness_move_onoff", and with the name of an endpoint behind them.
  const auto is_key = [&](std::string_view one) { return key == one || (key.starts_with(one) && key[one.size()] == '_'); };
  const auto has = [&](std::string_view part) { return key.ends_with(part) || key.find(std::string(part) + "_") != key.npos; };
  return std::any_of(std::begin(keys), std::end(keys), is_key) || std::any_of(std::begin(endings), std::end(endings), has) ||
         std::find(std::begin(values), std::end(values), word) != std::end(values);
}

}  // namespace waggle::bridge
