#include "settings/path.h"

namespace waggle::settings {

Path split(std::string_view dotted_path) {
  Path out;
  for (;;) {
    const std::size_t dot = dotted_path.find('.');
    out.emplace_back(dotted_path.substr(0, dot));
    if (dot == std::string_view::npos) return out;
    dotted_path.remove_prefix(dot + 1);
  }
}

std::string dotted(const Path& path) {
  std::string out;
  for (const std::string& key : path) {
    if (!out.empty()) out += '.';
    out += key;
  }
  return out;
}

const Value* find(const Object& root, const Path& path) {
  if (path.empty()) return nullptr;
  const Value* at = root.find(path[0]);
  for (std::size_t i = 1; at && i < path.size(); ++i) at = at->find(path[i]);
  return at;
}

const Value* find(const Object& root, std::string_view dotted_path) {
  std::size_t dot = dotted_path.find('.');
  const Value* at = root.find(dotted_path.substr(0, dot));
  while (at && dot != std::string_view::npos) {
    dotted_path.remove_prefix(dot + 1);
    dot = dotted_path.find('.');
    at = at->find(dotted_path.substr(0, dot));
  }
  return at;
}

}  // namespace waggle::settings
