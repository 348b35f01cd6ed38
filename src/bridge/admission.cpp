#include "bridge/admission.h"

#include "core/log.h"

namespace waggle::bridge {
namespace {

constexpr std::string_view NS = "z2m";

bool has_items(const Value* list) { return list && list->is_array() && !list->array().empty(); }

}  // namespace

bool Admission::admits(Ieee ieee) const {
  const std::string address = to_string(ieee);
  if (has_items(settings_.find("passlist"))) {
    const bool passes = !settings_.not_passed(ieee);
    if (passes) {
      log::info(NS, "Accepting joining device which is on passlist '{}'", address);
    } else {
      log::info(NS, "Rejecting joining not in passlist device '{}'", address);
    }
    return passes;
  }
  if (!has_items(settings_.find("blocklist"))) return true;
  const bool blocked = settings_.blocked(ieee);
  if (blocked) {
    log::info(NS, "Rejecting joining device which is on blocklist '{}'", address);
  } else {
    log::info(NS, "Accepting joining not in blocklist device '{}'", address);
  }
  return !blocked;
}

Task<> Admission::enforce() {
  const bool passlist = has_items(settings_.find("passlist"));
  const std::vector<network::DevicePtr> devices = network_.devices();
  for (const network::DevicePtr& device : devices) {
    const Ieee ieee = device->ieee();
    if (device->kind == network::DeviceType::coordinator) continue;
    if (passlist ? !settings_.not_passed(ieee) : !settings_.blocked(ieee)) continue;
    log::warning(NS, "Device {} currently on the network ({}), removing...", passlist ? "not on passlist" : "on blocklist", to_string(ieee));
    auto removed = co_await network_.remove(device);
    if (!removed) log::error(NS, "Failed to remove '{}' ({})", to_string(ieee), removed.error().text);
  }
}

}  // namespace waggle::bridge
