// Scenes (ZCL 8, 3.7): remembers what the other clusters of the endpoint are set to, and sets them
// again.
#include "sim/behaviours/all.h"
#include "sim/clusters.h"
#include "sim/device.h"

namespace waggle::sim {
namespace {

constexpr std::uint8_t success = 0x00;
constexpr std::uint8_t not_found = 0x8B;
constexpr std::uint8_t invalid_group = 0x85;  // INVALID_FIELD: the endpoint is not in that group
constexpr std::size_t capacity = 16;

// What a scene keeps of each cluster, in the order of its extension field (the scene table
// extensions of the clusters' chapters).
struct Extension {
  std::string_view cluster;
  std::span<const std::string_view> attributes;
};
constexpr std::string_view on_off[] = {"onOff"};
constexpr std::string_view level[] = {"currentLevel"};
constexpr std::string_view cover[] = {"currentPositionLiftPercentage",
                                      "currentPositionTiltPercentage"};
constexpr std::string_view lock[] = {"lockState"};
constexpr std::string_view thermostat[] = {"occupiedCoolingSetpoint", "occupiedHeatingSetpoint",
                                           "systemMode"};
constexpr std::string_view color[] = {"currentX",          "currentY",        "enhancedCurrentHue",
                                      "currentSaturation", "colorLoopActive", "colorLoopDirection",
                                      "colorLoopTime",     "colorTemperature"};
constexpr Extension extensions[] = {
    {"genOnOff", on_off},           {"genLevelCtrl", level},
    {"closuresDoorLock", lock},     {"closuresWindowCovering", cover},
    {"hvacThermostat", thermostat}, {"lightingColorCtrl", color},
};

class Scenes final : public CommandTable<Scenes> {
 public:
  using CommandTable::CommandTable;
  static std::span<const Row> rows() {
    static constexpr Row table[] = {
        {"add", &Scenes::add},
        {"view", &Scenes::view},
        {"remove", &Scenes::remove},
        {"removeAll", &Scenes::remove_all},
        {"store", &Scenes::store},
        {"recall", &Scenes::recall},
        {"getSceneMembership", &Scenes::get_membership},
        {"enhancedAdd", &Scenes::add},
        {"enhancedView", &Scenes::view},
        {"copy", &Scenes::copy},
    };
    return table;
  }

 private:
  using Key = VirtualDevice::SceneKey;
  VirtualDevice::Memberships& mine() { return device().memberships(place().endpoint); }
  static Key key_of(const Call& call) {
    return {static_cast<std::uint16_t>(call.uint("groupid")),
            static_cast<std::uint8_t>(call.uint("sceneid"))};
  }
  bool may_use(std::uint16_t group) { return group == 0 || mine().groups.contains(group); }
  // Transition times are seconds, and tenths of a second in the enhanced commands.
  static bool enhanced(const Call& call) { return call.frame.command->id >= 0x40; }
  void count() { set("count", mine().scenes.size()); }

  Reaction add(const Call& call) {
    const Key key = key_of(call);
    std::uint8_t status = may_use(key.first) ? success : invalid_group;
    if (status == success) {
      VirtualDevice::Scene scene;
      scene.name = as_text(call.raw("scenename"));
      scene.transition =
          static_cast<std::uint16_t>(call.uint("transtime") / (enhanced(call) ? 10 : 1));
      const ByteView fields = call.raw("extensionfieldsets");
      scene.fields.assign(fields.begin(), fields.end());
      mine().scenes[key] = std::move(scene);
      count();
    }
    // The tables name the parameters of this one response differently (groupId, sceneId).
    return respond(call, enhanced(call) ? "enhancedAddRsp" : "addRsp",
                   {{"status", status}, {"groupId", key.first}, {"sceneId", key.second}});
  }

  Reaction view(const Call& call) {
    const Key key = key_of(call);
    const auto at = mine().scenes.find(key);
    const bool found = at != mine().scenes.end();
    Object out{
        {"status", found ? success : not_found}, {"groupid", key.first}, {"sceneid", key.second}};
    if (!found) return respond(call, enhanced(call) ? "enhancedViewRsp" : "viewRsp", out);
    out.set("transtime", at->second.transition * (enhanced(call) ? 10 : 1));
    out.set("scenename", at->second.name);
    Array sets;
    for (Reader in(at->second.fields); in.remaining() >= 3;) {
      const std::uint16_t cluster = in.u16();
      const ByteView octets = in.bytes(in.u8());
      sets.push_back(
          Object{{"clstId", cluster}, {"extField", fields_of(ClusterId(cluster), octets)}});
    }
    out.set("extensionfieldsets", std::move(sets));
    return respond(call, enhanced(call) ? "enhancedViewRsp" : "viewRsp", out);
  }

  Reaction remove(const Call& call) {
    const Key key = key_of(call);
    const bool found = mine().scenes.erase(key) > 0;
    count();
    return respond(
        call, "removeRsp",
        {{"status", found ? success : not_found}, {"groupid", key.first}, {"sceneid", key.second}});
  }
  Reaction remove_all(const Call& call) {
    const std::uint16_t group = key_of(call).first;
    const std::uint8_t status = may_use(group) ? success : invalid_group;
    std::erase_if(mine().scenes, [&](const auto& scene) { return scene.first.first == group; });
    count();
    return respond(call, "removeAllRsp", {{"status", status}, {"groupid", group}});
  }

  Reaction store(const Call& call) {
    const Key key = key_of(call);
    const std::uint8_t status = may_use(key.first) ? success : invalid_group;
    if (status == success) {
      mine().scenes[key].fields = capture();
      remember(key);
      count();
    }
    return respond(call, "storeRsp",
                   {{"status", status}, {"groupid", key.first}, {"sceneid", key.second}});
  }

  Reaction recall(const Call& call) {
    const Key key = key_of(call);
    const auto at = mine().scenes.find(key);
    if (at == mine().scenes.end()) return {zcl::Status::not_found};
    auto time = std::chrono::nanoseconds(std::chrono::seconds(at->second.transition));
    const std::uint64_t wanted = call.uint("transitionTime", 0xFFFF);
    if (wanted != 0xFFFF) time = wanted * 100ms;
    apply(at->second.fields, time);
    remember(key);
    return {};
  }

  Reaction get_membership(const Call& call) {
    const std::uint16_t group = key_of(call).first;
    Object out{{"status", may_use(group) ? success : invalid_group},
               {"capacity", capacity - std::min(capacity, mine().scenes.size())},
               {"groupid", group}};
    if (may_use(group)) {
      Array list;
      for (const auto& [key, scene] : mine().scenes) {
        if (key.first == group) list.emplace_back(key.second);
      }
      out.set("scenecount", list.size());
      out.set("scenelist", std::move(list));
    }
    return respond(call, "getSceneMembershipRsp", out);
  }

  Reaction copy(const Call& call) {
    const auto u16 = [&](std::string_view name) {
      return static_cast<std::uint16_t>(call.uint(name));
    };
    const Key from{u16("groupidfrom"), static_cast<std::uint8_t>(call.uint("sceneidfrom"))};
    const Key to{u16("groupidto"), static_cast<std::uint8_t>(call.uint("sceneidto"))};
    const bool all = call.uint("mode") & 1;
    std::map<Key, VirtualDevice::Scene> copies;
    for (const auto& [key, scene] : mine().scenes) {
      if (all ? key.first == from.first : key == from)
        copies[{to.first, all ? key.second : to.second}] = scene;
    }
    std::uint8_t status = copies.empty() ? not_found : success;
    if (!may_use(from.first) || !may_use(to.first)) status = invalid_group;
    if (status == success) {
      for (auto& [key, scene] : copies) mine().scenes[key] = std::move(scene);
      count();
    }
    return respond(call, "copyRsp",
                   {{"status", status}, {"groupidfrom", from.first}, {"sceneidfrom", from.second}});
  }

  void remember(const Key& key) {
    set("currentScene", key.second);
    set("currentGroup", key.first);
    set("sceneValid", 1);
  }

  Bytes capture() {
    Writer out;
    for (const Extension& extension : extensions) {
      const zcl::Cluster& cluster = *find_cluster(extension.cluster);
      Writer fields;
      for (std::string_view attribute : extension.attributes) {
        const zcl::Attribute& row = *cluster.attribute(attribute);
        // Fields are by position: one that the device does not have is 0, and those at the end are
        // left out.
        if (!has(extension.cluster, attribute) && !any_after(extension, attribute)) break;
        (void)zcl::encode(row.type, number(extension.cluster, attribute, 0), fields);
      }
      if (fields.size() == 0) continue;
      out.u16(cluster.id.raw).u8(fields.size()).bytes(fields.view());
    }
    return out.take();
  }
  bool any_after(const Extension& extension, std::string_view attribute) const {
    bool after = false;
    for (std::string_view name : extension.attributes) {
      if (after && has(extension.cluster, name)) return true;
      if (name == attribute) after = true;
    }
    return false;
  }

  static const Extension* extension_of(ClusterId cluster) {
    for (const Extension& extension : extensions) {
      if (find_cluster(extension.cluster)->id == cluster) return &extension;
    }
    return nullptr;
  }

  void apply(const Bytes& all, std::chrono::nanoseconds time) {
    for (Reader in(all); in.remaining() >= 3;) {
      const ClusterId id(in.u16());
      const ByteView octets = in.bytes(in.u8());
      const Extension* extension = extension_of(id);
      if (!extension) continue;
      const zcl::Cluster& cluster = *find_cluster(extension->cluster);
      Behaviour* there = device().behaviour({place().endpoint, id, false});
      Reader fields(octets);
      for (std::string_view attribute : extension->attributes) {
        const zcl::Attribute& row = *cluster.attribute(attribute);
        zcl::Datum datum;
        if (fields.remaining() == 0 || !zcl::decode(row.type, fields, datum)) break;
        if (!has(extension->cluster, attribute)) continue;
        if (there) there->approach(AttributeId(row.id), datum.number(), time);
      }
    }
  }

  static Array fields_of(ClusterId id, ByteView octets) {
    Array out;
    const Extension* extension = extension_of(id);
    if (!extension) return out;
    Reader in(octets);
    for (std::string_view attribute : extension->attributes) {
      zcl::Datum datum;
      const zcl::Attribute& row = *find_cluster(extension->cluster)->attribute(attribute);
      if (in.remaining() == 0 || !zcl::decode(row.type, in, datum)) break;
      out.push_back(zcl::to_value(datum));
    }
    return out;
  }
};

}  // namespace

std::unique_ptr<Behaviour> make_scenes(VirtualDevice& device, Place place) {
  return std::make_unique<Scenes>(device, place);
}

}  // namespace waggle::sim
