// The schema compared with Zigbee2MQTT's (tests/data/settings), and the page about settings.
#include "settings/schema.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <set>
#include <sstream>

#include "core/json.h"
#include "io/files.h"
#include "settings/table.h"

namespace waggle::settings {
namespace {

std::string file(const std::string& path) {
  auto text = io::disk().read(path);
  EXPECT_TRUE(text) << path << " cannot be read";
  return text ? *text : std::string();
}

using Facts = std::map<std::string, std::string>;  // path → what programs read there, as JSON

/// All but the words, which are our own.
bool is_text(std::string_view keyword) { return keyword == "title" || keyword == "description" || keyword == "examples"; }

void gather(const Object& schema, const std::string& path, Facts& out) {
  const std::string below = path.empty() ? "" : path + ".";
  Object facts;
  for (const auto& [keyword, value] : schema) {
    if (is_text(keyword)) continue;
    if (keyword == "properties") {
      for (const auto& [name, inner] : value.object()) gather(inner.object(), below + name, out);
    } else if (keyword == "definitions") {
      for (const auto& [name, inner] : value.object()) gather(inner.object(), below + "<" + name + ">", out);
    } else if (keyword == "oneOf") {
      int choice = 0;
      for (const Value& inner : value.array()) gather(inner.object(), path + "[" + std::to_string(choice++) + "]", out);
    } else {
      facts.set(keyword, value);
    }
  }
  EXPECT_FALSE(out.contains(path)) << path << " is there twice";
  out[path] = json::dump(facts, json::Keys::sorted);
}

Facts ours() {
  Facts out;
  gather(json_schema(), "", out);
  return out;
}

Facts theirs() {
  Facts out;
  std::istringstream in(file("tests/data/settings/schema.tsv"));
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with('#')) continue;
    const std::size_t tab = line.find('\t');
    const auto facts = json::parse(line.substr(tab + 1));
    EXPECT_TRUE(tab != std::string::npos && facts) << line;
    if (facts) out[line.substr(0, tab)] = json::dump(*facts, json::Keys::sorted);
  }
  return out;
}

TEST(Schema, SaysOfEachSettingWhatZigbee2mqttSays) {
  const Facts a = ours();
  const Facts b = theirs();
  ASSERT_GT(b.size(), 140u);
  for (const auto& [path, facts] : b) {
    const auto found = a.find(path);
    if (path == "serial.adapter") {
      std::string without_auto = found == a.end() ? "" : found->second;
      without_auto.erase(std::min(without_auto.find("\"auto\","), without_auto.size()), 7);
      EXPECT_EQ(without_auto, facts) << "one choice more, and all of theirs";
    } else if (found == a.end()) {
      ADD_FAILURE() << path << " is missing";
    } else {
      EXPECT_EQ(found->second, facts) << path;
    }
  }
  const std::set<std::string> our_own{"<device>.queue", "<device>.queue_expiry", "frontend.metrics", "homeassistant.device_discovery"};
  for (const auto& [path, facts] : a) EXPECT_NE(b.contains(path), our_own.contains(path)) << path;
}

TEST(Schema, HoldsEveryRowOfTheTable) {
  const Facts facts = ours();
  for (const Setting& setting : all_settings) {
    std::string path(setting.path);
    const Setting* section = setting.section().empty() ? nullptr : find_setting(setting.section());
    if (section && section->kind == Kind::nothing_or_section) path = std::string(section->path) + "[1]." + std::string(setting.name());
    const bool there = facts.contains(path) || facts.contains(path + "[0]");
    EXPECT_EQ(there, !setting.is(Setting::unlisted)) << path;
  }
}

// WAGGLE_UPDATE=1 writes it anew.
TEST(Reference, OfSettingsIsUpToDate) {
  const std::string path = "docs/settings.md";
  const std::string fresh = reference_page();
  if (std::getenv("WAGGLE_UPDATE")) {
    ASSERT_TRUE(io::disk().replace(path, fresh));
  }
  EXPECT_EQ(fresh, file(path)) << "run settings_test with WAGGLE_UPDATE=1";
}

}  // namespace
}  // namespace waggle::settings
