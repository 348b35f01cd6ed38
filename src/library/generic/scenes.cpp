// Scenes (ZCL 8, 3.7), of one device or of a group. What a scene holds is kept beside the endpoint, so that
// recalling it can be shown at once.
#include <cmath>

#include "core/json.h"
#include "core/log.h"
#include "core/number.h"
#include "library/blocks/common.h"
#include "library/blocks/light/light.h"
#include "library/color/color.h"
#include "library/generic/generic.h"

namespace waggle::library {
namespace {

constexpr std::string_view NS = "zhc:tz";
constexpr std::string_view kept[] = {"state", "brightness", "color", "color_temp", "color_mode"};

struct Refs {
  CommandRef store, recall, add, enhanced_add, remove, remove_all;
  AttributeRef coolest, warmest;
};

/// Whose scene it is: an endpoint of a device, or of each member of a group.
struct Place {
  std::optional<Ieee> member;
  EndpointId endpoint;
  const Value* scenes;  // the note
  const Object* state;
};

std::vector<Place> places(EndpointId endpoint, const Step& step) {
  std::vector<Place> out;
  if (!step.context().group) {
    out.push_back({std::nullopt, endpoint, step.device().note(endpoint, "scenes"), &step.state()});
    return out;
  }
  for (const MemberView& m : step.context().members) {
    out.push_back({m.device->ieee(), m.endpoint, m.device->note(m.endpoint, "scenes"), m.state});
  }
  return out;
}

std::string scene_key(double scene, double group) { return js::to_string(scene) + "_" + js::to_string(group); }

void keep_scenes(const Place& place, Object scenes, Step& step) {
  Keep fact;
  fact.what = Keep::What::endpoint_note;
  fact.endpoint = place.endpoint;
  fact.key = "scenes";
  fact.value = std::move(scenes);
  fact.member = place.member;
  step.keep(std::move(fact));
}

Object scenes_of(const Place& place) {
  return place.scenes && place.scenes->is_object() ? place.scenes->object() : Object();
}

void save(const Place& place, const std::string& key, const Object& state, const Value& name, Step& step) {
  Object content;
  for (const std::string_view property : kept) {
    if (const Value* v = state.find(property)) content.set(property, *v);
  }
  Object scenes = scenes_of(place);
  Object scene;
  if (!name.is_null()) scene.set("name", name);
  scene.set("state", std::move(content));
  scenes.set(key, std::move(scene));
  keep_scenes(place, std::move(scenes), step);
}

/// The number of the group in the payload of a command: the group's own, or what the user gave.
double group_of(const Value& given, const Step& step) {
  if (step.context().group) return step.context().group->raw;
  const Value* id = given.find("group_id");
  return id ? id->number_or(0) : 0;
}

bool refused(const Step& step, std::string_view what, Step& to) {
  const Value* status = step.answers().find("status");
  if (!status || status->number_or(0) == 0) return false;
  to.fail(std::string(what) + " ('" + zcl::status_name(static_cast<std::uint8_t>(status->number_or(0))) + "')");
  return true;
}

bool valid_number(const Value* id, double group, Step& step) {
  if (!id || !id->is_number()) {
    step.fail("ID is not a number, got " + std::string(id ? kind_name(*id) : "undefined") + " (" + (id ? to_text(*id) : "undefined") + ")");
    return false;
  }
  if (id->number() == 0 && group == 0) {
    step.fail("Scene ID 0 cannot be used with group ID 0 (reserved).");
    return false;
  }
  return true;
}

void store(const Refs& refs, const Request& r, Step& step) {
  const double group = group_of(r.value, step);
  const Value* id = r.value.is_object() ? r.value.find("ID") : &r.value;
  const Value* name = r.value.find("name");
  if (!valid_number(id, group, step)) return;
  step.send(send_command(r.endpoint, refs.store, {{"groupid", group}, {"sceneid", *id}}));
  step.then([key = scene_key(id->number(), group), name = name ? *name : Value(), endpoint = r.endpoint](Step& next) {
    if (refused(next, "Scene add not successful", next)) return;
    for (const Place& place : places(endpoint, next)) save(place, key, *place.state, name, next);
    log::info(NS, "Successfully stored scene");
  });
}

void add_mode(Object& state) {
  if (state.contains("color_mode")) return;
  const Value* color = state.find("color");
  if (state.contains("color_temp")) {
    state.set("color_mode", "color_temp");
  } else if (color) {
    state.set("color_mode", color->find("x") ? "xy" : "hs");
  }
}

void recall(const Refs& refs, const Request& r, Step& step) {
  if (!r.value.is_number()) {
    step.fail("Value is not a number, got " + std::string(kind_name(r.value)) + " (" + to_text(r.value) + ")");
    return;
  }
  const double group = step.context().group ? step.context().group->raw : 0;
  step.send(send_command(r.endpoint, refs.recall, {{"groupid", group}, {"sceneid", r.value}, {"transitionTime", 0xFFFF}}));
  step.then([refs, key = scene_key(r.value.number(), group), endpoint = r.endpoint](Step& next) {
    for (const Place& place : places(endpoint, next)) {
      const Value* content = place.scenes ? place.scenes->find(key, "state") : nullptr;
      Object state;
      if (content && content->is_object()) {
        state = content->object();
        add_mode(state);
        const Value* wanted = next.options().find("color_sync");
        const color::TemperatureRange range = light::temperature_range(next, place.endpoint, refs.coolest, refs.warmest);
        state = color::synchronise(state, next.state(), range, !wanted || truthy(*wanted), "");
        for (const auto& [property, value] : content->object()) {
          if (!state.contains(property)) state.set(property, value);
        }
      } else {
        log::warning(NS, "Unknown scene was recalled for {}, can't restore state.", to_string(place.member.value_or(next.device().ieee())));
      }
      if (place.member) {
        next.publish_member(*place.member, std::move(state));
      } else {
        next.publish(state);
      }
    }
    log::info(NS, "Successfully recalled scene");
  });
}

Object field_set(std::uint16_t cluster, int length, Array fields) {
  return {{"clstId", cluster}, {"len", length}, {"extField", std::move(fields)}};
}

Object color_fields(color::Xy xy) {
  return field_set(0x0300, 4, {scale(xy.x, 0, 1, 0, 65535), scale(xy.y, 0, 1, 0, 65535)});
}

/// What the scene is to hold, as extension field sets and as state; false when a value makes no sense.
bool contents(const Request& r, Array& sets, Object& state, Step& step) {
  for (const auto& [property, value] : r.value.object()) {
    if (property == "state") {
      const bool on = lower(to_text(value)) == "on";
      sets.push_back(field_set(0x0006, 1, {on ? 1 : 0}));
      state.set("state", upper(to_text(value)));
    } else if (property == "brightness") {
      sets.push_back(field_set(0x0008, 1, {value}));
      state.set("brightness", value);
    } else if (property == "position") {
      const Value* invert = step.options().find("invert_cover");
      sets.push_back(field_set(0x0102, 1, {invert && truthy(*invert) ? 100 - value.number_or(0) : value.number_or(0)}));
      state.set("position", value);
    } else if (property == "color_temp") {
      // Lamps store colour temperature as a colour (ZCL 8, 3.7.2.4.2).
      sets.push_back(color_fields(color::xy_of_mireds(value.number_or(0))));
      state.set("color_mode", "color_temp");
      state.set("color_temp", value);
    } else if (property == "color") {
      Value wanted = value;
      if (value.is_string()) {
        if (auto parsed = json::parse(value.string())) wanted = std::move(*parsed);
      }
      auto wish = color::parse(wanted);
      if (!wish) {
        step.fail(std::move(wish.error()));
        return false;
      }
      if (wish->hsv) {
        sets.push_back(color_fields(color::xy_of(color::rgb_of(*wish->hsv))));
        Object hs;
        if (wish->hsv->hue) hs.set("hue", js::precision_round(*wish->hsv->hue, 0));
        if (wish->hsv->saturation) hs.set("saturation", js::precision_round(*wish->hsv->saturation, 0));
        state.set("color_mode", "hs");
        state.set("color", std::move(hs));
      } else {
        const color::Xy xy = wish->xy ? *wish->xy : color::rounded(color::xy_of(color::gamma_corrected(*wish->rgb)), 4);
        sets.push_back(color_fields(xy));
        state.set("color_mode", "xy");
        state.set("color", Object{{"x", js::precision_round(xy.x, 4)}, {"y", js::precision_round(xy.y, 4)}});
      }
    }
  }
  return true;
}

void add(const Refs& refs, const Request& r, Step& step) {
  if (!r.value.is_object()) {
    step.fail("scene_add is not a object, got " + std::string(kind_name(r.value)) + " (" + to_text(r.value) + ")");
    return;
  }
  if (r.value.find("color_temp") && r.value.find("color")) {
    step.fail("Don't specify both 'color_temp' and 'color'");
    return;
  }
  const double group = group_of(r.value, step);
  const Value* id = r.value.find("ID");
  if (!valid_number(id, group, step)) return;
  Array sets;
  Object state;
  if (!contents(r, sets, state, step)) return;
  const Value* transition = r.value.find("transition");
  const double seconds = transition ? transition->number_or(0) : 0;
  const bool whole = seconds == std::floor(seconds);
  const Value* name = r.value.find("name");
  Object payload{{"groupid", group}, {"sceneid", *id}, {"scenename", ""},
                 {"transtime", whole ? seconds : std::floor(seconds * 10)}, {"extensionfieldsets", std::move(sets)}};
  // Devices merge a scene into one of the same number: that one goes first.
  step.send(send_command(r.endpoint, refs.remove, {{"groupid", group}, {"sceneid", *id}}));
  step.then([command = whole ? refs.add : refs.enhanced_add, payload, state, key = scene_key(id->number(), group),
             name = name ? *name : Value(), endpoint = r.endpoint](Step& removed) {
    const Value* status = removed.answers().find("status");
    const double code = status ? status->number_or(0) : 0;
    constexpr double invalid_field = 0x85, not_found = 0x8B;
    if (code != 0 && code != invalid_field && code != not_found) {
      removed.fail("Scene add unable to remove existing scene ('" + zcl::status_name(static_cast<std::uint8_t>(code)) + "')");
      return;
    }
    removed.send(send_command(endpoint, command, payload));
    removed.then([state, key, name, endpoint](Step& next) {
      if (refused(next, "Scene add not successful", next)) return;
      for (const Place& place : places(endpoint, next)) save(place, key, state, name, next);
      log::info(NS, "Successfully added scene");
    });
  });
}

void remove(const Refs& refs, const Request& r, Step& step) {
  if (!r.value.is_number()) {
    step.fail("Value is not a number, got " + std::string(kind_name(r.value)) + " (" + to_text(r.value) + ")");
    return;
  }
  const double group = step.context().group ? step.context().group->raw : 0;
  step.send(send_command(r.endpoint, refs.remove, {{"groupid", group}, {"sceneid", r.value}}));
  step.then([refs, key = scene_key(r.value.number(), group), endpoint = r.endpoint](Step& next) {
    if (refused(next, "Scene remove not successful", next)) return;
    for (const Place& place : places(endpoint, next)) {
      Object scenes = scenes_of(place);
      if (scenes.erase(key)) keep_scenes(place, std::move(scenes), next);
    }
    log::info(NS, "Successfully removed scene");
  });
}

void remove_all(const Refs& refs, const Request& r, Step& step) {
  const double group = step.context().group ? step.context().group->raw : 0;
  step.send(send_command(r.endpoint, refs.remove_all, {{"groupid", group}}));
  step.then([endpoint = r.endpoint](Step& next) {
    if (refused(next, "Scene remove all not successful", next)) return;
    for (const Place& place : places(endpoint, next)) {
      if (place.scenes) keep_scenes(place, {}, next);
    }
    log::info(NS, "Successfully removed all scenes");
  });
}

void rename(const Request& r, Step& step) {
  const Value* id = r.value.find("ID");
  const Value* name = r.value.find("name");
  if (!id || !id->is_number()) {
    step.fail("scene_rename needs {ID, name}");
    return;
  }
  const std::string key = scene_key(id->number(), group_of(r.value, step));
  bool any = false;
  for (const Place& place : places(r.endpoint, step)) {
    const Value* content = place.scenes ? place.scenes->find(key, "state") : nullptr;
    if (!content || !content->is_object()) continue;
    save(place, key, content->object(), name ? *name : Value(), step);
    any = true;
  }
  if (!any && !step.context().group) step.fail("No such scene in device meta data");
  if (any) log::info(NS, "Successfully renamed scene");
}

}  // namespace

void add_scenes(Builder& b) {
  Refs refs;
  refs.store = b.command("genScenes", "store", false);
  refs.recall = b.command("genScenes", "recall", false);
  refs.add = b.command("genScenes", "add", false);
  refs.enhanced_add = b.command("genScenes", "enhancedAdd", false);
  refs.remove = b.command("genScenes", "remove", false);
  refs.remove_all = b.command("genScenes", "removeAll", false);
  refs.coolest = b.attribute("lightingColorCtrl", "colorTempPhysicalMin");
  refs.warmest = b.attribute("lightingColorCtrl", "colorTempPhysicalMax");
  b.encode({"scene_store"}, [refs](const Request& r, Step& step) { store(refs, r, step); });
  b.encode({"scene_recall"}, [refs](const Request& r, Step& step) { recall(refs, r, step); });
  b.encode({"scene_add"}, [refs](const Request& r, Step& step) { add(refs, r, step); });
  b.encode({"scene_remove"}, [refs](const Request& r, Step& step) { remove(refs, r, step); });
  b.encode({"scene_remove_all"}, [refs](const Request& r, Step& step) { remove_all(refs, r, step); });
  b.encode({"scene_rename"}, [](const Request& r, Step& step) { rename(r, step); });
}

}  // namespace waggle::library
