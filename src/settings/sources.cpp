#include "settings/sources.h"

#include <algorithm>

#include "settings/yaml_editor.h"
#include "settings/yaml_writer.h"

namespace waggle::settings {
namespace {

constexpr std::string_view main_name = "configuration.yaml";

Path split_path(std::string_view dotted_path) {
  Path out;
  for (;;) {
    const std::size_t dot = dotted_path.find('.');
    out.emplace_back(dotted_path.substr(0, dot));
    if (dot == std::string_view::npos) return out;
    dotted_path.remove_prefix(dot + 1);
  }
}

const Value* find(const Object& root, const Path& path) {
  const Value* at = root.find(path[0]);
  for (std::size_t i = 1; at && i < path.size(); ++i) at = at->find(path[i]);
  return at;
}

/// "!secret key" or "!file.yaml key".
bool parse_reference(std::string_view text, std::string& file, std::string& key) {
  const std::size_t space = text.rfind(' ');
  if (!text.starts_with('!') || space == std::string_view::npos) return false;
  file = text.substr(1, space - 1);
  key = text.substr(space + 1);
  if (!file.ends_with(".yaml") && !file.ends_with(".yml")) file += ".yaml";
  return true;
}

}  // namespace

Result<Sources> Sources::read(io::Files& files, std::string folder) {
  Sources out;
  out.folder_ = std::move(folder);
  const std::string path = out.in_folder(std::string(main_name));
  TRY_DO(out.load(files, path, true));
  out.config_ = out.files_[path].content;
  TRY_DO(out.follow(files));
  TRY_DO(out.gather(files, "devices"));
  TRY_DO(out.gather(files, "groups"));
  return out;
}

Result<> Sources::load(io::Files& files, const std::string& path, bool must_exist) {
  if (files_.contains(path)) return {};
  File file{path, {}, {}, {}};
  if (must_exist || files.exists(path)) {
    TRY(file.text, files.read(path));
  }
  TRY(file.root, yaml::parse(file.text, path));
  Value content = read_value(file.root);
  if (!content.is_object() && !content.is_null()) {
    return Error{Errc::malformed, path + ": must be a map of settings, not " + std::string(kind_name(content))};
  }
  if (content.is_object()) file.content = std::move(content.object());
  files_[path] = std::move(file);
  return {};
}

Result<> Sources::follow(io::Files& files) {
  for (const Setting& setting : all_settings) {
    if (!setting.is(Setting::in_other_file)) continue;
    const Path path = split_path(setting.path);
    const Value* value = find(config_, path);
    std::string file;
    std::string key;
    if (!value || !value->is_string() || !parse_reference(value->string(), file, key)) continue;
    const std::string place = where(path);
    auto loaded = load(files, in_folder(file), true);
    if (!loaded) return std::move(loaded.error()).in(place + ": " + std::string(setting.path));
    const Value* found = files_[in_folder(file)].content.find(key);
    if (!found) {
      return Error{Errc::not_found, place + ": " + std::string(setting.path) + " refers to '" + key + "' in " + in_folder(file) + ", which has no such key"};
    }
    yaml_editor::apply(config_, {path, *found});
    references_.push_back({path, in_folder(file), key});
  }
  return {};
}

Result<> Sources::gather(io::Files& files, const std::string& section) {
  const Value* named = config_.find(section);
  std::vector<std::string> paths;
  if (named && named->is_string()) paths.push_back(in_folder(named->string()));
  if (named && named->is_array()) {
    for (const Value& name : named->array()) paths.push_back(in_folder(std::string(name.string_or(""))));
  }
  if (paths.empty()) return {};
  Object all;
  for (const std::string& path : paths) {
    TRY_DO(load(files, path, false));
    deep_merge(all, files_[path].content);
  }
  config_.set(section, std::move(all));
  split_[section] = std::move(paths);
  return {};
}

std::string Sources::where(const Path& path) const {
  const std::string main_path = in_folder(std::string(main_name));
  const File* file = &files_.at(main_path);
  std::size_t from = 0;
  const auto parts = path.empty() ? split_.end() : split_.find(path[0]);
  if (parts != split_.end() && path.size() > 1) {
    for (const std::string& name : parts->second) {
      if (files_.at(name).content.contains(path[1])) file = &files_.at(name);
    }
    if (file->path != main_path) from = 1;
  }
  const yaml::Node* at = &file->root;
  for (std::size_t i = from; i < path.size(); ++i) {
    const yaml::Node* inner = at->find(path[i]);
    if (!inner) break;
    at = inner;
  }
  return yaml::where(file->path, at->begin);
}

Result<> Sources::save(io::Files& files, const std::string& path, const Object& content) {
  File& file = files_.at(path);
  if (same(Value(file.content), Value(content))) return {};
  TRY(std::string text, yaml_editor::rewrite(file.text, content, path));
  if (text != file.text) TRY_DO(files.replace(path, text));
  TRY(file.root, yaml::parse(text, path));
  file.text = std::move(text);
  file.content = content;
  return {};
}

Result<Sources> Sources::write(io::Files& files, const Object& wanted) const {
  Sources next = *this;
  next.config_ = wanted;
  Object main = wanted;
  const std::string main_path = in_folder(std::string(main_name));
  const Object& before = files_.at(main_path).content;
  for (const Reference& reference : references_) {
    const Value* value = find(wanted, reference.path);
    Object content = next.files_.at(reference.file).content;
    if (!value) {
      std::erase_if(next.references_, [&](const Reference& r) { return r.path == reference.path; });
      continue;  // the setting is gone, and with it the reference; the other file is not ours to clean
    }
    content.set(reference.key, *value);
    TRY_DO(next.save(files, reference.file, content));
    yaml_editor::apply(main, {reference.path, *find(before, reference.path)});
  }
  for (const auto& [section, paths] : split_) {
    const Value* all = wanted.find(section);
    std::map<std::string, Object> contents;
    for (const std::string& path : paths) contents[path] = {};
    if (all && all->is_object()) {
      for (const auto& [key, value] : all->object()) {
        // The last file that has it is the one that counts; new ones go to the first.
        std::string home = paths.front();
        for (const std::string& path : paths) {
          if (files_.at(path).content.contains(key)) home = path;
        }
        contents[home].set(key, value);
      }
    }
    for (const std::string& path : paths) TRY_DO(next.save(files, path, contents[path]));
    main.set(section, *before.find(section));
  }
  TRY_DO(next.save(files, main_path, main));
  return next;
}

}  // namespace waggle::settings
