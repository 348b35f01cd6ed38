// Store: where images and their index come from: the web, or files in the data folder and elsewhere on the
// disk. What comes out of it has been checked for damage.
#pragma once

#include <map>

#include "core/pending.h"
#include "io/downloads.h"
#include "io/files.h"
#include "ota/index.h"

namespace waggle::ota {

/// Which firmware somebody wants.
struct Source {
  std::optional<std::string> url;  // an image, or an index (*.json); none: the index of zigbee-OTA
  bool downgrade = false;

  bool is_image() const { return url && !url->ends_with(".json"); }
};

using IndexPtr = std::shared_ptr<const Index>;

class Store {
 public:
  /// `folder`: what paths are relative to. `downloads` null: nothing comes from the web.
  Store(Scheduler& scheduler, io::Files& files, io::Downloads* downloads, std::string folder);

  /// An index whose entries come before those of any other (a file or an address); empty: none.
  void prefer(std::string location) { preferred_ = std::move(location); }

  enum class Age : std::uint8_t { fresh, some_minutes };
  /// With some minutes of age, many devices that ask at once are served with one download.
  Task<Result<IndexPtr>> index(Source source, Age age);

  /// `sha512`: what the index says of the file; empty: nothing.
  Task<Result<ImagePtr>> image(std::string url, std::string sha512);

  /// Keeps an image of the user's own in the folder `ota`; gives its path.
  Result<std::string> keep(std::string_view name, ByteView file);
  /// Forgets it again; files elsewhere are not touched.
  void discard(const std::string& path);

 private:
  struct Kept {
    Instant until;
    Result<IndexPtr> index;
  };

  Task<Result<std::string>> read(std::string location);
  Task<Result<Index>> read_index(std::string location);
  Task<Result<IndexPtr>> main_index(std::string location, Age age);
  Task<Result<>> complete(Index& index);
  std::string path_of(const std::string& location) const;

  Scheduler& scheduler_;
  io::Files& files_;
  io::Downloads* downloads_;
  std::string folder_;
  std::string preferred_;
  Turnstile door_;  // one download of an index that many may want
  std::map<std::string, Kept> kept_;
  Timer forget_;
};

}  // namespace waggle::ota
