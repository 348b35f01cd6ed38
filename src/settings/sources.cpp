#include "settings/sources.h"

#include <algorithm>

#include "settings/yaml_writer.h"

namespace waggle::settings {
namespace {

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
  if (file.empty() || key.empty()) return false;
  if (!file.ends_with(".yaml") && !file.ends_with(".yml")) file += ".yaml";
  return true;
}

bool is_reference(const Value& value) {
  std::string file;
  std::string key;
  return value.is_string() && parse_reference(value.string(), file, key);
}

bool starts_with(const Path& path, const Path& head) {
  return path.size() >= head.size() && std::equal(head.begin(), head.end(), path.begin());
}

Result<Object> read_map(std::string_view text, const std::string& path) {
  TRY(const yaml::Node root, yaml::parse(text, path));
  Value content = read_value(root);
  if (content.is_null()) return Object{};
  if (content.is_object()) return std::move(content.object());
  return Error{Errc::malformed, yaml::where(path, root.begin) + ": must be a map of settings, not " + std::string(kind_name(content))};
}

/// Whether something that is no map stands where a map is needed.
bool blocked(const Object& content, const Path& path) {
  const Object* at = &content;
  for (std::size_t i = 0; i + 1 < path.size(); ++i) {
    const Value* inner = at->find(path[i]);
    if (!inner || inner->is_null()) return false;
    if (!inner->is_object()) return true;
    at = &inner->object();
  }
  return false;
}

/// Later words about the same thing replace the earlier ones.
void add_changes(std::vector<yaml_editor::Change>& to, std::vector<yaml_editor::Change> more) {
  for (yaml_editor::Change& change : more) {
    std::erase_if(to, [&](const yaml_editor::Change& old) { return starts_with(old.path, change.path); });
    to.push_back(std::move(change));
  }
}

}  // namespace

// Reading ----------------------------------------------------------------------------------------------------

std::string Sources::in_folder(const std::string& name) const {
  return name.starts_with('/') ? name : folder_ + "/" + name;
}

Result<Sources> Sources::read(io::Files& files, std::string folder) {
  Sources out;
  out.folder_ = std::move(folder);
  out.main_ = out.in_folder("configuration.yaml");
  TRY_DO(out.load(files, out.main_, true));
  out.config_ = out.files_[out.main_].content;
  TRY_DO(out.follow(files));
  TRY_DO(out.gather(files, "devices"));
  TRY_DO(out.gather(files, "groups"));
  return out;
}

Result<> Sources::load(io::Files& files, const std::string& path, bool must_exist) {
  if (files_.contains(path)) return {};
  File file{.path = path, .text = {}, .content = {}, .there = files.exists(path), .unwritten = {}};
  if (must_exist || file.there) {
    TRY(file.text, files.read(path));
  }
  TRY(file.content, read_map(file.text, path));
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
    const std::string place = where(path) + ": " + std::string(setting.path);
    file = in_folder(file);
    auto loaded = load(files, file, true);
    if (!loaded) return std::move(loaded.error()).in(place);
    const Value* found = files_[file].content.find(key);
    if (!found) {
      return Error{Errc::not_found, place + " refers to '" + key + "' in " + file + ", which has no such key"};
    }
    yaml_editor::apply(config_, {path, *found});
    references_.push_back({path, std::move(file), std::move(key)});
  }
  return {};
}

Result<> Sources::gather(io::Files& files, const std::string& section) {
  const Value* named = config_.find(section);
  if (!named || !(named->is_string() || named->is_array())) return {};
  std::vector<std::string> paths;
  const Array names = named->is_array() ? named->array() : Array{*named};
  for (const Value& name : names) {
    if (!name.is_string() || name.string().empty()) {
      return Error{Errc::invalid, where({section}) + ": " + section + " may be a map, the name of a file, or a list of names of files"};
    }
    paths.push_back(in_folder(name.string()));
  }
  Object all;
  for (const std::string& path : paths) {
    auto loaded = load(files, path, false);
    if (!loaded) return loaded;
    deep_merge(all, files_[path].content);
  }
  config_.set(section, std::move(all));
  if (!paths.empty()) split_[section] = std::move(paths);
  return {};
}

const Sources::Reference* Sources::reference_at(const Path& path) const {
  for (const Reference& reference : references_) {
    if (reference.path == path) return &reference;
  }
  return nullptr;
}

std::string Sources::where(const Path& path) const {
  const File* file = &files_.at(main_);
  Path inner = path;
  if (const Reference* reference = reference_at(path)) {
    file = &files_.at(reference->file);
    inner = {reference->key};
  } else if (path.size() > 1 && split_.contains(path[0])) {
    for (const std::string& name : split_.at(path[0])) {
      if (!files_.at(name).content.contains(path[1])) continue;
      file = &files_.at(name);
      inner.assign(path.begin() + 1, path.end());
    }
  }
  const auto root = yaml::parse(file->text, file->path);
  if (!root) return file->path;
  const yaml::Node* at = &*root;
  for (const std::string& key : inner) {
    const yaml::Node* next = at->find(key);
    if (!next) break;
    at = next;
  }
  return yaml::where(file->path, at->begin);
}

std::vector<std::string> Sources::configuration_files() const {
  std::vector<std::string> out{main_};
  for (const auto& [section, paths] : split_) out.insert(out.end(), paths.begin(), paths.end());
  return out;
}

// Writing ----------------------------------------------------------------------------------------------------

void Sources::route(const Change& change, std::map<std::string, std::vector<Change>>& by_file) const {
  const Reference* reference = reference_at(change.path);
  if (reference && change.value && !is_reference(*change.value)) {
    by_file[reference->file].push_back({{reference->key}, change.value});
    return;
  }
  const auto parts = split_.find(change.path[0]);
  if (parts == split_.end()) {
    by_file[main_].push_back(change);
    return;
  }
  if (change.path.size() == 1) {  // the whole section: the files stay named and lose, or get, everything
    for (const std::string& path : parts->second) {
      for (const Member& member : files_.at(path).content) by_file[path].push_back({{member.key}, std::nullopt});
    }
    if (!change.value || !change.value->is_object()) return;
    for (const Member& member : change.value->object()) by_file[parts->second.front()].push_back({{member.key}, member.value});
    return;
  }
  const Path inner(change.path.begin() + 1, change.path.end());
  const std::string* home = &parts->second.front();  // new ones go to the first file
  for (const std::string& path : parts->second) {
    const File& file = files_.at(path);
    if (!change.value && find(file.content, inner)) by_file[path].push_back({inner, std::nullopt});
    if (file.content.contains(inner[0])) home = &path;  // of several, the last one counts
  }
  if (change.value) by_file[*home].push_back({inner, change.value});
}

/// What the file is to become. It is read anew, because somebody may have edited it.
Result<Sources::Edit> Sources::plan(io::Files& files, const std::string& path, std::vector<Change> changes) const {
  File before = files_.at(path);
  const std::string known = std::move(before.text);
  before.there = files.exists(path);
  std::string text;
  if (before.there) {
    TRY(text, files.read(path));
  }
  TRY(Object content, read_map(text, path));
  before.text = text;
  File after = before;
  add_changes(after.unwritten, std::move(changes));
  for (const Change& change : after.unwritten) {
    if (text != known && blocked(content, change.path)) {
      return Error{Errc::invalid, path + ": was edited by hand, and " + dotted(change.path) + " has no place in it any more; restart to use the new configuration"};
    }
    yaml_editor::apply(content, change);
  }
  TRY(after.text, yaml_editor::rewrite(text, content, path));
  after.content = std::move(content);
  return Edit{std::move(before), std::move(after)};
}

/// Puts back what stood in the files.
Result<> Sources::undo(io::Files& files, std::vector<Edit>& done) {
  for (Edit& edit : done) {
    if (edit.before.text == edit.after.text) continue;
    TRY_DO(edit.before.there ? files.replace(edit.before.path, edit.before.text) : files.remove(edit.before.path));
  }
  return {};
}

Result<std::vector<std::string>> Sources::write(io::Files& files, const Object& wanted) {
  std::map<std::string, std::vector<Change>> by_file;
  for (const Change& change : yaml_editor::changes(config_, wanted)) route(change, by_file);
  std::vector<Edit> edits;
  for (auto& [path, changes] : by_file) {
    TRY(Edit edit, plan(files, path, std::move(changes)));
    edits.push_back(std::move(edit));
  }
  // configuration.yaml last: what it refers to is there before it is referred to.
  std::stable_partition(edits.begin(), edits.end(), [&](const Edit& edit) { return edit.after.path != main_; });

  std::vector<std::string> refused;
  std::vector<Edit> done;
  for (Edit& edit : edits) {
    auto written = edit.before.text == edit.after.text ? Result<>() : files.replace(edit.after.path, edit.after.text);
    if (written) {
      edit.after.unwritten.clear();
      edit.after.there = true;
    } else if (written.error().code == Errc::refused) {
      refused.push_back(written.error().text);
      edit.after.text = edit.before.text;
    } else {
      auto undone = undo(files, done);
      if (!undone) written.error().text += "; and what was written before cannot be taken back: " + undone.error().text;
      return std::move(written.error());
    }
    done.push_back(std::move(edit));
  }
  for (Edit& edit : done) files_[edit.after.path] = std::move(edit.after);
  std::erase_if(references_, [&](const Reference& reference) {
    const Value* value = find(wanted, reference.path);
    return !value || is_reference(*value);  // the setting is gone, or refers to something else
  });
  config_ = wanted;
  return refused;
}

}  // namespace waggle::settings
