#include "bridge/property_filter.h"

#include <algorithm>

namespace waggle::bridge {

PropertyFilter::PropertyFilter(const Value* list, std::string* problem) {
  if (!list || !list->is_array()) return;
  auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-'; };
  for (const Value& item : list->array()) {
    if (!item.is_string()) continue;
    const std::string& pattern = item.string();
    if (std::all_of(pattern.begin(), pattern.end(), plain)) {
      words_.push_back(pattern);
      continue;
    }
    try {
      expressions_.emplace_back("^" + pattern + "$", std::regex::ECMAScript | std::regex::optimize);
    } catch (const std::regex_error& error) {
      words_.push_back(pattern);
      if (problem) *problem = "'" + pattern + "' is no regular expression: " + error.what();
    }
  }
}

bool PropertyFilter::matches(std::string_view key) const {
  if (std::find(words_.begin(), words_.end(), key) != words_.end()) return true;
  return std::any_of(expressions_.begin(), expressions_.end(),
                     [&](const std::regex& e) { return std::regex_search(key.begin(), key.end(), e); });
}

void PropertyFilter::remove_from(Object& payload) const {
  if (empty()) return;
  std::vector<std::string> doomed;
  for (const auto& [key, value] : payload) {
    if (matches(key)) doomed.push_back(key);
  }
  for (const std::string& key : doomed) payload.erase(key);
}

}  // namespace waggle::bridge
