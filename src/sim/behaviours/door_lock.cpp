// Door lock (ZCL 8, 7.3): locking with and without a code, codes of users, and telling of both.
#include <map>

#include "sim/behaviours/all.h"
#include "sim/device.h"

namespace waggle::sim {
namespace {

// ZCL 8, tables 7-10 (lock state), 7-16 (user status), 7-22 and following (events).
constexpr std::uint8_t locked = 1, unlocked = 2;
constexpr std::uint8_t available = 0, enabled = 1;
constexpr std::uint8_t from_rf = 1;
constexpr std::uint8_t op_lock = 1, op_unlock = 2, op_lock_refused = 3, op_unlock_refused = 4;
constexpr std::uint8_t pin_added = 2, pin_deleted = 3;
constexpr std::uint16_t unknown_user = 0xFFFF;
constexpr std::uint8_t no_user_type = 0xFF;

class DoorLock final : public CommandTable<DoorLock> {
 public:
  using CommandTable::CommandTable;
  static std::span<const Row> rows() {
    static constexpr Row table[] = {
        {"lockDoor", &DoorLock::lock},
        {"unlockDoor", &DoorLock::unlock},
        {"toggleDoor", &DoorLock::toggle},
        {"unlockWithTimeout", &DoorLock::unlock_with_timeout},
        {"setPinCode", &DoorLock::set_pin},
        {"getPinCode", &DoorLock::get_pin},
        {"clearPinCode", &DoorLock::clear_pin},
        {"clearAllPinCodes", &DoorLock::clear_all_pins},
        {"setUserStatus", &DoorLock::set_status},
        {"getUserStatus", &DoorLock::get_status},
    };
    return table;
  }
  void describe(Object& out) const override {
    Object users;
    for (const auto& [id, user] : users_) {
      users.set(std::to_string(id), Object{{"status", user.status}, {"pin", as_text(user.pin)}});
    }
    out.set("pins", std::move(users));
  }

 private:
  struct User {
    std::uint8_t status = enabled;
    std::uint8_t type = 0;
    Bytes pin;
  };

  static std::uint16_t user_of(const Call& call) {
    return static_cast<std::uint16_t>(call.uint("userid"));
  }

  /// The user of the code that came with the command; nullopt when one is needed and this is none.
  std::optional<std::uint16_t> admitted(const Call& call) const {
    const ByteView pin = call.raw("pincodevalue");
    for (const auto& [id, user] : users_) {
      if (user.status == enabled &&
          std::equal(pin.begin(), pin.end(), user.pin.begin(), user.pin.end())) {
        return id;
      }
    }
    if (number("requirePinForRfOperation") != 0) return std::nullopt;
    return unknown_user;
  }
  void operated(std::uint8_t operation, std::uint16_t user) {
    notify("operationEventNotification", {{"opereventsrc", from_rf},
                                          {"opereventcode", operation},
                                          {"userid", user},
                                          {"pin", Value(Bytes{})},
                                          {"zigbeelocaltime", 0},
                                          {"data", ""}});
  }
  void programmed(std::uint8_t event, std::uint16_t id) {
    notify("programmingEventNotification",
           {{"programeventsrc", from_rf},
            {"programeventcode", event},
            {"userid", id},
            {"pin", Value(Bytes{})},
            {"usertype", 0},
            {"userstatus", event == pin_added ? enabled : available},
            {"zigbeelocaltime", 0},
            {"data", ""}});
  }

  Reaction operate(const Call& call, std::uint8_t to, std::string_view response) {
    const auto user = admitted(call);
    const Reaction reaction = respond(call, response, {{"status", user ? 0 : 1}});
    if (!user) {
      operated(to == locked ? op_lock_refused : op_unlock_refused, unknown_user);
      return reaction;
    }
    later().clear();
    // The bolt takes its time; the state changes when it has arrived.
    later().after(800ms, [this, to, id = *user] {
      set("lockState", to);
      operated(to == locked ? op_lock : op_unlock, id);
      const double relock = number("autoRelockTime");
      if (to == unlocked && relock > 0)
        relock_after(std::chrono::seconds(static_cast<int>(relock)));
    });
    return reaction;
  }
  void relock_after(std::chrono::nanoseconds time) {
    later().after(time, [this] {
      set("lockState", locked);
      operated(op_lock, unknown_user);
    });
  }

  Reaction lock(const Call& call) { return operate(call, locked, "lockDoorRsp"); }
  Reaction unlock(const Call& call) { return operate(call, unlocked, "unlockDoorRsp"); }
  Reaction toggle(const Call& call) {
    return operate(call, number("lockState") == locked ? unlocked : locked, "toggleDoorRsp");
  }
  Reaction unlock_with_timeout(const Call& call) {
    const bool admitted_now = admitted(call).has_value();
    const Reaction reaction = operate(call, unlocked, "unlockWithTimeoutRsp");
    if (admitted_now) relock_after(std::chrono::seconds(call.uint("timeout")));
    return reaction;
  }

  Reaction set_pin(const Call& call) {
    const ByteView pin = call.raw("pincodevalue");
    const bool fits = static_cast<double>(pin.size()) >= number("minPinLen", 4) &&
                      static_cast<double>(pin.size()) <= number("maxPinLen", 8) &&
                      static_cast<double>(user_of(call)) < number("numOfPinUsersSupported", 250);
    if (fits) {
      users_[user_of(call)] = {static_cast<std::uint8_t>(call.uint("userstatus")),
                               static_cast<std::uint8_t>(call.uint("usertype")),
                               {pin.begin(), pin.end()}};
    }
    const Reaction reaction = respond(call, "setPinCodeRsp", {{"status", fits ? 0 : 1}});
    if (fits) programmed(pin_added, user_of(call));
    return reaction;
  }
  Reaction get_pin(const Call& call) {
    const auto at = users_.find(user_of(call));
    const bool found = at != users_.end();
    return respond(call, "getPinCodeRsp",
                   {{"userid", user_of(call)},
                    {"userstatus", found ? at->second.status : available},
                    {"usertype", found ? at->second.type : no_user_type},
                    {"pincodevalue", Value(found ? at->second.pin : Bytes())}});
  }
  Reaction clear_pin(const Call& call) {
    const bool found = users_.erase(user_of(call)) > 0;
    const Reaction reaction = respond(call, "clearPinCodeRsp", {{"status", 0}});
    if (found) programmed(pin_deleted, user_of(call));
    return reaction;
  }
  Reaction clear_all_pins(const Call& call) {
    users_.clear();
    return respond(call, "clearAllPinCodesRsp", {{"status", 0}});
  }
  Reaction set_status(const Call& call) {
    const auto at = users_.find(user_of(call));
    if (at != users_.end()) at->second.status = static_cast<std::uint8_t>(call.uint("userstatus"));
    return respond(call, "setUserStatusRsp", {{"status", at != users_.end() ? 0 : 1}});
  }
  Reaction get_status(const Call& call) {
    const auto at = users_.find(user_of(call));
    return respond(call, "getUserStatusRsp",
                   {{"userid", user_of(call)},
                    {"userstatus", at != users_.end() ? at->second.status : available}});
  }

  std::map<std::uint16_t, User> users_;
};

}  // namespace

std::unique_ptr<Behaviour> make_door_lock(VirtualDevice& device, Place place) {
  return std::make_unique<DoorLock>(device, place);
}

}  // namespace waggle::sim
