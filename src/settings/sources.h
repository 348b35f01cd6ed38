// Sources: configuration.yaml and the files it names, read into one configuration, and which file each
// part of it came from. Knows how things are written ("!secret key", devices: devices.yaml), not what
// they mean.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/yaml.h"
#include "io/files.h"
#include "settings/validate.h"

namespace waggle::settings {

class Sources {
 public:
  /// Reads `folder`/configuration.yaml and what it refers to.
  static Result<Sources> read(io::Files& files, std::string folder);

  /// As one configuration: references followed, files of devices and groups put in their place.
  const Object& config() const { return config_; }
  /// "…/configuration.yaml:12:3" of a setting; of the nearest that is written down.
  std::string where(const Path& path) const;

  /// Writes what differs, each change to the file where that setting stands, and gives the new state. On
  /// an error the files may hold a part of the change, never half a file.
  Result<Sources> write(io::Files& files, const Object& wanted) const;

 private:
  struct File {
    std::string path;
    std::string text;
    yaml::Node root;
    Object content;
  };
  Result<> load(io::Files& files, const std::string& path, bool must_exist);
  Result<> follow(io::Files& files);
  Result<> gather(io::Files& files, const std::string& section);
  Result<> save(io::Files& files, const std::string& path, const Object& content);
  std::string in_folder(const std::string& name) const { return folder_ + "/" + name; }

  struct Reference {
    Path path;         // of the setting
    std::string file;  // where its value stands
    std::string key;
  };
  std::string folder_;
  std::map<std::string, File> files_;                    // by path
  std::vector<Reference> references_;
  std::map<std::string, std::vector<std::string>> split_;  // "devices" -> paths
  Object config_;
};

}  // namespace waggle::settings
