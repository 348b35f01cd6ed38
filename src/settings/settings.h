// Settings: what the user wrote in configuration.yaml (and the files it names), with defaults beneath and
// the environment on top; and the changes that the program makes to it for the user.
//
// A change is checked, written durably, and only then visible. Everything the user typed that is not
// changed stays as it stands, comments and order too. Knows files and the rows of table.h, nothing of
// networks.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/value.h"
#include "io/files.h"
#include "settings/environment.h"
#include "zigbee/ids.h"

namespace waggle::settings {

class Settings {
 public:
  /// Reads `folder`/configuration.yaml. Secrets ("!secret key") and split devices/groups files are followed,
  /// GENERATE is replaced by random values (and written), old versions are migrated with a backup. All that
  /// is wrong is told at once, one message a line, each with file and line.
  static Result<std::unique_ptr<Settings>> load(io::Files& files, std::string folder, Environment environment = {});

  /// What `waggle run` writes when the folder has no configuration yet: the peer's minimal configuration.
  static Result<> write_minimal(io::Files& files, const std::string& folder, const Environment& environment);

  /// "…/data"
  const std::string& folder() const;

  // Reading; dotted paths of table.h. A path that the table does not know is a programming fault. -----------
  std::string_view text(std::string_view path) const;
  bool flag(std::string_view path) const;
  double number(std::string_view path) const;
  /// nullptr when nothing is written and there is no default, or null.
  const Value* find(std::string_view path) const;
  /// All, with defaults.
  const Object& whole() const;
  /// What bridge/info carries: all with defaults, devices and groups in full, without what is secret.
  Object published_config() const;
  /// What a person should know: unknown keys, near misses, read-only files. Each is one line.
  const std::vector<std::string>& warnings() const;

  // Devices and groups -------------------------------------------------------------------------------------
  /// The user's options of a device, `device_options` of all devices not merged in; nullptr: not listed.
  const Object* device(Ieee ieee) const;
  const Object* group(GroupId number) const;
  /// What all devices get, unless they say otherwise.
  const Object& device_options() const;
  std::vector<Ieee> devices() const;
  std::vector<GroupId> groups() const;
  /// Who is called so (by friendly name, address or number).
  struct Entry {
    std::optional<Ieee> device;
    std::optional<GroupId> group;
    std::string friendly_name;
  };
  std::optional<Entry> find_entity(std::string_view name_or_id) const;
  /// Whether the address is in passlist / blocklist.
  bool blocked(Ieee ieee) const;
  /// A passlist exists and the address is not in it.
  bool not_passed(Ieee ieee) const;

  // Changes. Errors carry the peer's text, because they go out in responses. --------------------------------
  /// Named by its address.
  Result<> add_device(Ieee ieee);
  /// Many at once, with one write; those that are there already stay.
  Result<> add_devices(const std::vector<Ieee>& devices);
  Result<> remove_device(Ieee ieee);
  /// Onto the blocklist.
  Result<> block_device(Ieee ieee);
  /// `number` absent: the first free one from 1.
  Result<GroupId> add_group(const std::string& name, std::optional<GroupId> number = {});
  Result<> remove_group(GroupId number);
  Result<> rename(std::string_view name_or_id, const std::string& new_name);
  /// Deep-merges options of one device or group (null removes); true when a restart is needed. What cannot be used is
  /// taken all the same, with a warning.
  Result<bool> change_options(std::string_view name_or_id, const Object& change);
  /// Deep-merges into the whole (null removes); true when a restart is needed.
  Result<bool> apply(const Object& change);
  /// One setting; not checked beyond the table's row.
  Result<> set(std::string_view path, const Value& value);

  ~Settings();

 private:
  struct State;
  explicit Settings(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace waggle::settings
