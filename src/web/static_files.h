// StaticFiles: the files of one folder as replies: type by name, the precompressed neighbour (`.br`, `.gz`)
// where the client takes it, and "not modified" where it has it. Nothing outside the folder is ever read.
#pragma once

#include <optional>
#include <string>

#include "web/server.h"

namespace waggle::web {

class StaticFiles {
 public:
  explicit StaticFiles(std::string folder) : folder_(std::move(folder)) {}

  /// `path` without query, such as "assets/site.css"; "" and "…/" mean index.html there. nullopt: no such file.
  std::optional<Reply> find(std::string_view path, const Request& request) const;

 private:
  std::string folder_;
};

/// "a%20b" -> "a b"; nullopt for a broken escape or a NUL.
std::optional<std::string> unescape(std::string_view text);

}  // namespace waggle::web
