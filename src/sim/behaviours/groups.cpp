// Groups (ZCL 8, 3.6). Membership itself belongs to the device: the air delivers by it, and the
// scenes of a group go when the group goes.
#include <algorithm>

#include "sim/behaviours/all.h"
#include "sim/device.h"

namespace waggle::sim {
namespace {

constexpr std::uint8_t success = 0x00;
constexpr std::uint8_t insufficient_space = 0x89;
constexpr std::uint8_t not_found = 0x8B;
constexpr std::size_t capacity = 16;  // what small devices hold

class Groups final : public CommandTable<Groups> {
 public:
  using CommandTable::CommandTable;
  static std::span<const Row> rows() {
    static constexpr Row table[] = {
        {"add", &Groups::add},
        {"view", &Groups::view},
        {"getMembership", &Groups::get_membership},
        {"remove", &Groups::remove},
        {"removeAll", &Groups::remove_all},
        {"addIfIdentifying", &Groups::add_if_identifying},
    };
    return table;
  }

 private:
  VirtualDevice::Memberships& mine() { return device().memberships(place().endpoint); }
  std::uint8_t join(std::uint16_t group) {
    auto& groups = mine().groups;
    if (!groups.contains(group) && groups.size() == capacity) return insufficient_space;
    groups.insert(group);
    return success;
  }
  static std::uint16_t group_of(const Call& call) {
    return static_cast<std::uint16_t>(call.uint("groupid"));
  }

  Reaction add(const Call& call) {
    const std::uint8_t status = join(group_of(call));
    return respond(call, "addRsp", {{"status", status}, {"groupid", group_of(call)}});
  }
  Reaction view(const Call& call) {
    const bool member = mine().groups.contains(group_of(call));
    return respond(
        call, "viewRsp",
        {{"status", member ? success : not_found}, {"groupid", group_of(call)}, {"groupname", ""}});
  }
  Reaction get_membership(const Call& call) {
    std::set<std::uint16_t> asked;
    for (Reader in(call.raw("grouplist")); in.remaining() >= 2;) asked.insert(in.u16());
    Array found;
    for (const std::uint16_t group : mine().groups) {
      if (asked.empty() || asked.contains(group)) found.emplace_back(group);
    }
    if (!asked.empty() && found.empty())
      return {zcl::Status::success, true};  // 3.6.2.3.6.1: no answer
    return respond(call, "getMembershipRsp",
                   {{"capacity", capacity - mine().groups.size()},
                    {"groupcount", found.size()},
                    {"grouplist", std::move(found)}});
  }
  Reaction remove(const Call& call) {
    const std::uint16_t group = group_of(call);
    const bool member = mine().groups.erase(group) > 0;
    std::erase_if(mine().scenes, [&](const auto& scene) { return scene.first.first == group; });
    return respond(call, "removeRsp",
                   {{"status", member ? success : not_found}, {"groupid", group}});
  }
  Reaction remove_all(const Call&) {
    mine().groups.clear();
    std::erase_if(mine().scenes, [](const auto& scene) { return scene.first.first != 0; });
    return {};
  }
  Reaction add_if_identifying(const Call& call) {
    if (number("genIdentify", "identifyTime", 0) > 0) join(group_of(call));
    return {};
  }
};

}  // namespace

std::unique_ptr<Behaviour> make_groups(VirtualDevice& device, Place place) {
  return std::make_unique<Groups>(device, place);
}

}  // namespace waggle::sim
