// Door locks: state, PIN codes, events (ZCL 8, 7.3).
#include <cmath>

#include "core/number.h"
#include "library/blocks/common.h"

namespace waggle::library {
namespace {

constexpr std::string_view cluster_name = "closuresDoorLock";
constexpr std::uint64_t no_index = UINT64_MAX;  // what a lock says when it has nothing to say
constexpr std::string_view lock_states[] = {"not_fully_locked", "locked", "unlocked"};
constexpr std::string_view door_states[] = {"open", "closed", "error_jammed", "error_forced_open", "error_unspecified"};
constexpr std::string_view volumes[] = {"silent_mode", "low_volume", "high_volume"};
constexpr std::string_view operations[] = {
    "unknown", "lock", "unlock", "lock_failure_invalid_pin_or_id", "lock_failure_invalid_schedule",
    "unlock_failure_invalid_pin_or_id", "unlock_failure_invalid_schedule", "one_touch_lock", "key_lock",
    "key_unlock", "auto_lock", "schedule_lock", "schedule_unlock", "manual_lock", "manual_unlock",
    "non_access_user_operational_event"};
constexpr std::string_view programmings[] = {
    "unknown", "master_code_changed", "pin_code_added", "pin_code_deleted", "pin_code_changed",
    "rfid_code_added", "rfid_code_deleted"};
constexpr std::pair<std::string_view, int> sources[] = {{"keypad", 0}, {"rf", 1}, {"manual", 2}, {"rfid", 3}, {"fingerprint", 4}};
constexpr std::pair<std::string_view, int> user_states[] = {{"available", 0}, {"enabled", 1}, {"disabled", 3}};
constexpr std::pair<std::string_view, int> user_types[] = {
    {"unrestricted", 0}, {"year_day_schedule", 1}, {"week_day_schedule", 2}, {"master", 3}, {"non_access", 4}};

template <std::size_t N>
std::optional<std::string_view> named(const std::string_view (&names)[N], std::uint64_t index) {
  if (index >= N) return std::nullopt;
  return names[index];
}
template <std::size_t N>
std::optional<std::string_view> named(const std::pair<std::string_view, int> (&names)[N], std::uint64_t number) {
  for (const auto& [name, value] : names) {
    if (static_cast<std::uint64_t>(value) == number) return name;
  }
  return std::nullopt;
}

std::uint64_t number(const Value* value) { return value ? js::whole<std::uint64_t>(value->number_or(NAN), no_index) : no_index; }

class Lock final : public Block {
  std::optional<int> pin_codes_;
  bool auto_relock_ = false;
  bool sound_volume_ = false;
  bool asks_code_ = false;
  bool report_ = true;

  struct Refs {
    ClusterId cluster{};
    AttributeRef state, relock, volume, door;
    CommandRef lock, unlock, toggle, set_pin, get_pin, clear_pin, set_status, get_status;
  };

 public:
  void read(Options& o) override {
    o.read("pin_codes", pin_codes_, "how many PIN codes it keeps");
    o.read("auto_relock", auto_relock_, "locks by itself after a time that can be set");
    o.read("sound_volume", sound_volume_, "has a volume");
    o.read("asks_code", asks_code_, "asks for a user's PIN code whenever the lock tells that it was changed");
    o.read("report", report_, "bind, and have the state reported");
  }

  void build(Builder& b) const override {
    Refs refs;
    refs.cluster = b.cluster(cluster_name).id;
    refs.state = b.attribute(cluster_name, "lockState");
    refs.relock = b.attribute(cluster_name, "autoRelockTime");
    refs.volume = b.attribute(cluster_name, "soundVolume");
    refs.door = b.attribute(cluster_name, "doorState");
    refs.lock = b.command(cluster_name, "lockDoor", false);
    refs.unlock = b.command(cluster_name, "unlockDoor", false);
    refs.toggle = b.command(cluster_name, "toggleDoor", false);
    refs.set_pin = b.command(cluster_name, "setPinCode", false);
    refs.get_pin = b.command(cluster_name, "getPinCode", false);
    refs.clear_pin = b.command(cluster_name, "clearPinCode", false);
    refs.set_status = b.command(cluster_name, "setUserStatus", false);
    refs.get_status = b.command(cluster_name, "getUserStatus", false);
    expose(b);
    decode(b, refs);
    encode(b, refs);
    if (report_) {
      b.configure([refs](Step& step) {
        for (const EndpointId endpoint : endpoints_with(step, refs.cluster)) {
          step.send(bind(endpoint, refs.cluster));
          step.send(configure_reporting(endpoint, {{refs.state, 0, 3600, 0}}));
        }
      });
    }
  }

 private:
  void expose(Builder& b) const {
    b.expose(thing(Expose::Type::lock)
                 .with(binary("state", Access::all, "LOCK", "UNLOCK").text("Whether the lock is to be locked"))
                 .with(enumeration("lock_state", Access::state, {"not_fully_locked", "locked", "unlocked"})
                           .text("What the lock really is")));
    if (pin_codes_) {
      b.expose(composite("pin_code", "pin_code", Access::all)
                   .with(numeric("user", Access::set).text("Number of the user whose code is set or cleared"))
                   .with(enumeration("user_type", Access::set, {"unrestricted", "year_day_schedule", "week_day_schedule", "master", "non_access"})
                             .text("What the user may do: unrestricted (default): open; by schedule: open at times; master: program too; non_access: nothing"))
                   .with(binary("user_enabled", Access::set, true, false).text("Whether the code works"))
                   .with(numeric("pin_code", Access::set).labelled("PIN code").text("The code; null clears it")));
      b.option(Builder::OptionFor::decode, option::expose_pin());
    }
    b.expose(enumeration("action_source_name", Access::state, {"keypad", "rfid", "manual", "rf"}).text("By what the lock was worked"));
    b.expose(numeric("action_user", Access::state).text("Number of the user who worked the lock"));
    if (auto_relock_) {
      b.expose(numeric("auto_relock_time", Access::all).in("s").range(0, 3600).text("Seconds after which the lock locks by itself; 0: never"));
    }
    if (sound_volume_) {
      b.expose(enumeration("sound_volume", Access::all, {"silent_mode", "low_volume", "high_volume"}).text("How loud the lock is"));
    }
    add_actions(b, {std::begin(operations), std::end(operations)});
  }

  void decode(Builder& b, const Refs& refs) const {
    b.decode(cluster_name, Message::attributes, [refs, names = b.names()](const Message& m, Step& step) {
      if (const auto n = m.number(refs.state)) {
        step.publish(names->property("state", m.endpoint), *n == 1 ? "LOCK" : "UNLOCK");
        if (const auto name = named(lock_states, js::whole<std::uint64_t>(*n, no_index))) {
          step.publish(names->property("lock_state", m.endpoint), *name);
        }
      }
      if (const auto n = m.number(refs.relock)) step.publish(names->property("auto_relock_time", m.endpoint), *n);
      if (const auto n = m.number(refs.door)) {
        if (const auto name = named(door_states, js::whole<std::uint64_t>(*n, no_index))) step.publish(names->property("door_state", m.endpoint), *name);
      }
      if (const auto n = m.number(refs.volume)) {
        if (const auto name = named(volumes, js::whole<std::uint64_t>(*n, no_index))) step.publish(names->property("sound_volume", m.endpoint), *name);
      }
    });
    // What a lock leaves unsaid (255, 65535) is no number.
    auto event = [](const Object& said, Step& step, std::optional<std::string_view> action, std::string_view source) {
      const Value* from = said.find(source);
      if (action) step.publish("action", *action);
      if (const Value* user = said.find("userid")) step.publish("action_user", *user);
      if (from) step.publish("action_source", *from);
      if (const auto name = named(sources, number(from))) step.publish("action_source_name", *name);
    };
    b.decode_command(cluster_name, "operationEventNotification", [event](const Message& m, Step& step) {
      const Object said = zcl::params_to_object(m.frame);
      event(said, step, named(operations, number(said.find("opereventcode"))), "opereventsrc");
    });
    const bool ask = asks_code_;
    b.decode_command(cluster_name, "programmingEventNotification", [event, ask, refs](const Message& m, Step& step) {
      const Object said = zcl::params_to_object(m.frame);
      event(said, step, named(programmings, number(said.find("programeventcode"))), "programeventsrc");
      const Value* user = said.find("userid");
      if (ask && user && named(sources, number(said.find("programeventsrc"))) != "rf") {
        step.send(send_command(m.endpoint, refs.get_pin, {{"userid", *user}}));
      }
    });
    auto user = [](const Message& m, Step& step, bool with_pin) {
      const Object said = zcl::params_to_object(m.frame);
      auto text = [&](std::string_view key) { return said.find(key) ? to_text(*said.find(key)) : std::string(); };
      const auto name = named(user_states, number(said.find("userstatus")));
      Object entry{{"status", name ? std::string(*name) : "not_supported_" + text("userstatus")}};
      const zcl::Datum* pin = m.frame.param("pincodevalue");
      const Value* show = step.options().find("expose_pin");
      if (with_pin && show && truthy(*show) && pin) entry.set("pin_code", pin->text());
      step.publish("users", Object{{text("userid"), entry}});
    };
    b.decode_command(cluster_name, "getPinCodeRsp", [user](const Message& m, Step& step) { user(m, step, true); });
    b.decode_command(cluster_name, "getUserStatusRsp", [user](const Message& m, Step& step) { user(m, step, false); });
  }

  void encode(Builder& b, const Refs& refs) const {
    b.encode({"state"},
             [refs](const Request& r, Step& step) {
               std::string word = r.value.is_string() ? upper(r.value.string()) : std::string();
               std::string code;
               if (r.value.is_object()) {  // {"state": "UNLOCK", "code": "1234"}
                 if (const Value* c = r.value.find("code")) code = c->string_or("");
                 if (const Value* s = r.value.find("state")) word = upper(s->string_or(""));
               }
               const CommandRef command = word == "LOCK"     ? refs.lock
                                          : word == "UNLOCK" ? refs.unlock
                                          : word == "TOGGLE" ? refs.toggle
                                                             : CommandRef();
               if (!command) {
                 step.fail("Value: '" + to_text(r.value) + "' must be LOCK, UNLOCK or TOGGLE");
                 return;
               }
               step.send(send_command(r.endpoint, command, {{"pincodevalue", Value(as_bytes(code))}}));
             },
             [refs](const Request& r, Step& step) { step.send(read_attributes(r.endpoint, {refs.state})); });
    if (pin_codes_ > 0) encode_users(b, refs);
    if (auto_relock_) {
      b.encode({"auto_relock_time"},
               [refs](const Request& r, Step& step) {
                 step.send(write_attribute(r.endpoint, refs.relock, r.value));
                 step.publish("auto_relock_time", r.value);
               },
               [refs](const Request& r, Step& step) { step.send(read_attributes(r.endpoint, {refs.relock})); });
    }
    if (sound_volume_) {
      b.encode({"sound_volume"},
               [refs](const Request& r, Step& step) {
                 for (std::size_t i = 0; i < std::size(volumes); ++i) {
                   if (r.value != Value(volumes[i])) continue;
                   step.send(write_attribute(r.endpoint, refs.volume, i));
                   step.publish("sound_volume", r.value);
                   return;
                 }
                 step.fail("'" + to_text(r.value) + "' not in allowed values: silent_mode, low_volume, high_volume");
               },
               [refs](const Request& r, Step& step) { step.send(read_attributes(r.endpoint, {refs.volume})); });
    }
  }

  // The number of a user the lock has; the step fails otherwise.
  std::optional<double> user_of(const Value& value, Step& step) const {
    const Value* user = value.find("user");
    if (!user || !user->is_number() || user->number() < 0 || user->number() > pin_codes_.value_or(0) - 1) {
      step.fail("user must be in range for device");
      return std::nullopt;
    }
    return user->number();
  }

  void encode_users(Builder& b, const Refs& refs) const {
    auto ask = [this, refs](const Request& r, Step& step, const CommandRef& command) {
      const Value* which = r.message.find(r.key);
      if (which && which->find("user")) {
        if (const auto user = user_of(*which, step)) step.send(send_command(r.endpoint, command, {{"userid", *user}}));
        return;
      }
      for (int user = 0; user < pin_codes_.value_or(0); ++user) {
        step.send(send_command(r.endpoint, command, {{"userid", user}}));
      }
    };
    b.encode({"pin_code"},
             [this, refs](const Request& r, Step& step) {
               const auto user = user_of(r.value, step);
               if (!user) return;
               const Value* code = r.value.find("pin_code");
               if (!code || code->is_null()) {
                 step.send(send_command(r.endpoint, refs.clear_pin, {{"userid", *user}}));
                 return;
               }
               const Value* type = r.value.find("user_type");
               const auto kind = look_up(type && truthy(*type) ? type->string_or("") : "unrestricted", user_types, step);
               if (!kind) return;
               const Value* enabled = r.value.find("user_enabled");
               const bool on = !enabled || enabled->is_null() || truthy(*enabled);
               step.send(send_command(r.endpoint, refs.set_pin,
                                      {{"userid", *user}, {"userstatus", on ? 1 : 3}, {"usertype", *kind},
                                       {"pincodevalue", to_text(*code)}}));
             },
             [ask, refs](const Request& r, Step& step) { ask(r, step, refs.get_pin); });
    b.encode({"user_status"},
             [this, refs](const Request& r, Step& step) {
               const auto user = user_of(r.value, step);
               if (!user) return;
               const Value* wanted = r.value.find("status");
               const auto status = look_up(wanted ? wanted->string_or("") : "", user_states, step);
               if (!status) return;
               step.send(send_command(r.endpoint, refs.set_status, {{"userid", *user}, {"userstatus", *status}}));
             },
             [ask, refs](const Request& r, Step& step) { ask(r, step, refs.get_status); });
  }
};

}  // namespace

extern const BlockType lock_block = block<Lock>("lock", "A door lock (closuresDoorLock)");

}  // namespace waggle::library
