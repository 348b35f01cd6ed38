// Holds a configuration against the rows of table.h.
//
// Every mistake is said in two ways: as Zigbee2MQTT's schema checker words it, because that text goes
// out in answers to requests, and as a person needs it, with what is allowed. Knows values, not files:
// where a value stands is asked of the caller.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "settings/path.h"
#include "settings/table.h"

namespace waggle::settings {

struct Mistake {
  Path path;
  const Setting* setting = nullptr;  // whose rule is broken; nullptr for one about the whole
  std::string rule;                  // "must be >= 1"
  bool missing = false;              // something that must be there is not

  /// "advanced/channel must be >= 11"
  std::string text() const;
  /// "advanced.channel must be >= 11; it may be a number from 11 to 26"
  std::string advice() const;
};

/// All breaches of the rows, in the order in which a checker of the JSON schema finds them.
std::vector<Mistake> validate(const Object& config);
/// Those of one device's or group's options; paths are below it.
std::vector<Mistake> validate(Rows rows, const Object& options);

/// What a setting allows: "a number from 11 to 26", "error, warning, info or debug".
std::string allowed(const Setting& setting);

/// Whether what stands there is an option of one device or group, and not its name: everything else works without it.
bool concerns_one(const Path& path);

/// Whether a change of these keys is used only after the next start.
bool needs_restart(const Object& change);
bool needs_restart(Rows rows, const Object& change);

/// Keys that no row knows, with the known key that was probably meant (or ""). Options of devices have
/// names that only their definitions know, so there only near misses are reported.
struct Unknown {
  Path path;
  std::string meant;
};
std::vector<Unknown> unknown_keys(const Object& config);

/// What Zigbee2MQTT says of a friendly name that cannot be; empty when it can.
std::vector<std::string> name_mistakes(std::string_view name);

/// Rules that go beyond one setting: doubled and impossible names, retention without MQTT 5, the
/// forms of key and ids, what no broker takes.
struct Finding {
  Path path;
  std::string text;
};
std::vector<Finding> cross_check(const Object& config);
/// Pictures that no page can show; nothing else depends on them.
std::vector<Finding> unfit_icons(const Object& config);

}  // namespace waggle::settings
