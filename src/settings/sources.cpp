#include "settings/sources.h"

#include <algorithm>

#include "settings/overlay.h"
#include "settings/yaml_writer.h"

namespace waggle::settings {
namespace {

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

constexpr std::string_view overlay_head =
    "# Changes that could not be written into configuration.yaml. They are laid over it at each start, and\n"
    "# move into it when it can be written.\n";

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

/// "file:line:column" of what stands at a path, or of the nearest above.
std::string place(std::string_view text, const std::string& file, const Path& path) {
  const auto root = yaml::parse(text, file);
  if (!root) return file;
  const yaml::Node* at = &*root;
  for (const std::string& key : path) {
    const yaml::Node* next = at->find(key);
    if (!next) break;
    at = next;
  }
  return yaml::where(file, at->begin);
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
  out.overlay_ = out.in_folder("configuration.overlay.yaml");
  TRY_DO(out.load(files, out.main_, true));
  out.config_ = out.files_[out.main_].content;
  TRY_DO(out.follow(files));
  TRY_DO(out.gather(files, "devices"));
  TRY_DO(out.gather(files, "groups"));
  TRY_DO(out.lay_over(files));
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
    const Path path = split(setting.path);
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

/// What the overlay says is as if it had been changed just now, and could not be written.
Result<> Sources::lay_over(io::Files& files) {
  if (!files.exists(overlay_)) return {};
  TRY(overlay_text_, files.read(overlay_));
  TRY(const Object content, read_map(overlay_text_, overlay_));
  for (const Change& change : overlay::changes(content, config_)) {
    std::map<std::string, std::vector<Change>> by_file;
    route(change, by_file);
    yaml_editor::apply(config_, change);
    for (auto& [path, changes] : by_file) {
      File& file = files_.at(path);
      for (const Change& inner : changes) yaml_editor::apply(file.content, inner);
      add_changes(file.unwritten, std::move(changes));
    }
  }
  forget_references(config_);
  return follow(files);
}

void Sources::forget_references(const Object& wanted) {
  std::erase_if(references_, [&](const Reference& reference) {
    const Value* value = find(wanted, reference.path);
    return !value || is_reference(*value);  // the setting is gone, or refers to something else
  });
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
  const auto overlay = overlay_text_.empty() ? Result<Object>(Object{}) : read_map(overlay_text_, overlay_);
  if (overlay && find(*overlay, path)) return place(overlay_text_, overlay_, path);
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
  return place(file->text, file->path, inner);
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

/// Where what stands in a file belongs in the whole; `inner` is the path in that file, and loses what the
/// place says already.
Path Sources::place_of(const std::string& file, Path& inner) const {
  for (const Reference& reference : references_) {
    if (reference.file != file || reference.key != inner[0]) continue;
    inner.erase(inner.begin());
    return reference.path;
  }
  for (const auto& [section, paths] : split_) {
    if (std::find(paths.begin(), paths.end(), file) != paths.end()) return {section};
  }
  return {};
}

/// Makes the overlay hold what is not written, or takes it away when all is. False when it may not be
/// written either.
Result<bool> Sources::keep(io::Files& files, const std::vector<Edit>& done) {
  Object all;
  bool any = false;
  for (const Edit& edit : done) {
    if (edit.after.unwritten.empty()) continue;
    any = true;
    TRY(const Object content, read_map(edit.before.text, edit.before.path));
    for (const Change& change : edit.after.unwritten) {
      Path inner = change.path;
      const Path above = place_of(edit.after.path, inner);
      if (!inner.empty()) {
        overlay::add(all, content, change, above);
      } else {
        yaml_editor::apply(all, {above, change.value.value_or(nullptr)});
      }
    }
  }
  if (!any) {
    if (overlay_text_.empty()) return true;
    TRY_DO(files.remove(overlay_));
    overlay_text_.clear();
    return true;
  }
  TRY(std::string text, yaml_editor::rewrite(overlay_text_.empty() ? overlay_head : std::string_view(overlay_text_), all, overlay_));
  if (text == overlay_text_) return true;
  auto written = files.replace(overlay_, text);
  if (!written && written.error().code == Errc::refused) return false;
  if (!written) return std::move(written.error());
  overlay_text_ = std::move(text);
  return true;
}

Result<Sources::Written> Sources::write(io::Files& files, const Object& wanted) {
  std::map<std::string, std::vector<Change>> by_file;
  for (const auto& [path, file] : files_) {
    if (!file.unwritten.empty()) by_file[path];
  }
  for (const Change& change : yaml_editor::changes(config_, wanted)) route(change, by_file);
  std::vector<Edit> edits;
  for (auto& [path, changes] : by_file) {
    TRY(Edit edit, plan(files, path, std::move(changes)));
    edits.push_back(std::move(edit));
  }
  // configuration.yaml last: what it refers to is there before it is referred to.
  std::stable_partition(edits.begin(), edits.end(), [&](const Edit& edit) { return edit.after.path != main_; });

  Written out;
  std::vector<Edit> done;
  auto failed = [&](Error error) {
    auto undone = undo(files, done);
    if (!undone) error.text += "; and what was written before cannot be taken back: " + undone.error().text;
    return error;
  };
  for (Edit& edit : edits) {
    auto written = edit.before.text == edit.after.text ? Result<>() : files.replace(edit.after.path, edit.after.text);
    if (written) {
      edit.after.unwritten.clear();
      edit.after.there = true;
    } else if (written.error().code == Errc::refused) {
      out.refused.push_back(written.error().text);
      edit.after.text = edit.before.text;
    } else {
      return failed(std::move(written.error()));
    }
    done.push_back(std::move(edit));
  }
  auto kept = keep(files, done);
  if (!kept) return failed(std::move(kept.error()));
  out.lasting = *kept;
  for (Edit& edit : done) files_[edit.after.path] = std::move(edit.after);
  forget_references(wanted);
  config_ = wanted;
  return out;
}

}  // namespace waggle::settings
