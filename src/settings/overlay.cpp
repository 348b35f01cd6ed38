#include "settings/overlay.h"

namespace waggle::settings::overlay {
namespace {

using yaml_editor::Change;

void list(std::vector<Change>& out, const Object& overlay, const Object& config, Path& path, bool keep_nulls) {
  for (const auto& [key, value] : overlay) {
    path.push_back(key);
    const bool keep = keep_nulls || key == "homeassistant";
    const Value* there = find(config, path);
    if (value.is_object() && !value.object().empty()) {
      list(out, value.object(), config, path, keep);
    } else if (value.is_null() && !keep) {
      out.push_back({path, std::nullopt});
    } else if (!value.is_object() || !there || !there->is_object()) {
      out.push_back({path, value});
    }
    path.pop_back();
  }
}

}  // namespace

void add(Object& overlay, const Object& content, const Change& change, const Path& to) {
  auto put = [&](const Path& path, const Value& value) {
    Path whole = to;
    whole.insert(whole.end(), path.begin(), path.end());
    yaml_editor::apply(overlay, {whole, value});
  };
  const Value* there = find(content, change.path);
  if (!change.value) return put(change.path, nullptr);
  if (!there || !there->is_object() || !change.value->is_object()) return put(change.path, *change.value);
  // A map is laid over a map, so what is no longer in it has to be named.
  for (const Change& inner : yaml_editor::changes(there->object(), change.value->object())) {
    Path path = change.path;
    path.insert(path.end(), inner.path.begin(), inner.path.end());
    put(path, inner.value.value_or(nullptr));
  }
}

std::vector<Change> changes(const Object& overlay, const Object& config) {
  std::vector<Change> out;
  Path path;
  list(out, overlay, config, path, false);
  return out;
}

}  // namespace waggle::settings::overlay
