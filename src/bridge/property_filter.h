// PropertyFilter: the keys of a payload that a user's list of patterns names. Each pattern is a regular
// expression for the whole key, as in Zigbee2MQTT; most are plain words and cost a comparison.
#pragma once

#include <regex>
#include <string>
#include <string_view>
#include <vector>

#include "core/value.h"

namespace waggle::bridge {

class PropertyFilter {
 public:
  PropertyFilter() = default;
  /// A list of patterns; anything else filters nothing. A pattern that is no regular expression is kept
  /// as a plain word and named in `problem`.
  explicit PropertyFilter(const Value* list, std::string* problem = nullptr);

  bool empty() const { return words_.empty() && expressions_.empty(); }
  bool matches(std::string_view key) const;
  void remove_from(Object& payload) const;

 private:
  std::vector<std::string> words_;
  std::vector<std::regex> expressions_;
};

}  // namespace waggle::bridge
