#include "core/log/levels.h"

namespace waggle::log {
namespace {

constexpr std::size_t most_found = 1000;  // names could be made of what devices send

}  // namespace

void Levels::set_general(Level level) {
  general_ = level;
  found_.clear();
}

void Levels::set_namespaces(NamespaceLevels levels) {
  own_ = std::move(levels);
  found_.clear();
}

Result<> Levels::set_ignore_debug(const std::string& expression) {
  std::optional<std::regex> fresh;
  try {
    if (!expression.empty()) fresh.emplace(expression);
  } catch (const std::regex_error& error) {
    return Error{Errc::invalid, "'" + expression + "' is not a regular expression: " + error.what()};
  }
  ignore_ = std::move(fresh);
  found_.clear();
  return {};
}

bool Levels::wanted(Level level, std::string_view name) const {
  if (auto it = found_.find(name); it != found_.end()) return level <= it->second;
  if (found_.size() >= most_found) found_.clear();
  return level <= found_.emplace(name, find(name)).first->second;
}

Level Levels::find(std::string_view name) const {
  Level limit = general_;
  for (std::string_view part = name;;) {
    if (auto it = own_.find(part); it != own_.end()) {
      limit = it->second;
      break;
    }
    const auto colon = part.rfind(':');
    if (colon == std::string_view::npos) break;
    part = part.substr(0, colon);
  }
  const bool ignored = limit == Level::debug && ignore_ && std::regex_search(name.begin(), name.end(), *ignore_);
  return ignored ? Level::info : limit;
}

}  // namespace waggle::log
