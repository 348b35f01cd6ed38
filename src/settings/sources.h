// Sources: configuration.yaml and the files it names, read into one configuration, and which file each
// part of it stands in. Knows how things are written ("!secret key", devices: devices.yaml), not what
// they mean.
//
// What may not be written into its file goes to configuration.overlay.yaml (overlay.h), and moves where it
// belongs as soon as that is possible.
//
// A change is put into the files as they are at that moment, so what somebody edited by hand meanwhile
// survives; their edits are used after the next start.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/yaml.h"
#include "io/files.h"
#include "settings/validate.h"
#include "settings/yaml_editor.h"

namespace waggle::settings {

class Sources {
 public:
  /// Reads `folder`/configuration.yaml and what it refers to.
  static Result<Sources> read(io::Files& files, std::string folder);

  /// As one configuration: references followed, files of devices and groups put in their place.
  const Object& config() const { return config_; }
  /// "…/configuration.yaml:12:3" of a setting; of the nearest that is written down.
  std::string where(const Path& path) const;
  /// Paths of configuration.yaml and of the files with devices and groups.
  std::vector<std::string> configuration_files() const;

  struct Written {
    std::vector<std::string> refused;  // why a file may not be written, one text of each
    bool lasting = true;               // what was refused is in the overlay; else it is kept here alone
  };
  /// Makes `wanted` the configuration: each change goes into the file where that setting stands. On an
  /// error nothing has changed, here or in the files. Changes that are refused are kept, and tried again
  /// with the next change.
  Result<Written> write(io::Files& files, const Object& wanted);
  const std::string& overlay_path() const { return overlay_; }

 private:
  using Change = yaml_editor::Change;
  struct File {
    std::string path;
    std::string text;             // as last seen
    Object content;               // of that text, with what could not be written
    bool there = false;
    std::vector<Change> unwritten;  // what could not be written so far
  };
  struct Reference {
    Path path;         // of the setting
    std::string file;  // where its value stands
    std::string key;
  };
  struct Edit {
    File before;
    File after;
  };

  Result<> load(io::Files& files, const std::string& path, bool must_exist);
  Result<> follow(io::Files& files);
  Result<> gather(io::Files& files, const std::string& section);
  Result<> lay_over(io::Files& files);
  Result<bool> keep(io::Files& files, const std::vector<Edit>& done);
  void forget_references(const Object& wanted);
  Path place_of(const std::string& file, Path& inner) const;
  const Reference* reference_at(const Path& path) const;
  void route(const Change& change, std::map<std::string, std::vector<Change>>& by_file) const;
  Result<Edit> plan(io::Files& files, const std::string& path, std::vector<Change> changes) const;
  static Result<> undo(io::Files& files, std::vector<Edit>& done);
  std::string in_folder(const std::string& name) const;

  std::string folder_;
  std::string main_;                                       // path of configuration.yaml
  std::string overlay_;                                    // path of configuration.overlay.yaml
  std::string overlay_text_;                               // empty: there is none
  std::map<std::string, File> files_;                      // by path
  std::vector<Reference> references_;
  std::map<std::string, std::vector<std::string>> split_;  // "devices" -> paths
  Object config_;
};

}  // namespace waggle::settings
