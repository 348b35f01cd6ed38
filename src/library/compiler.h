// The compiler of device files: YAML in, a compiled library or line-numbered mistakes out. The build
// runs it over devices/*.yaml (tools/devicec), the running program over <data>/devices/*.yaml.
#pragma once

#include <string>
#include <vector>

#include "library/blob.h"

namespace waggle::library {

struct SourceFile {
  std::string name;  // for messages
  std::string text;
};

struct Compiled {
  Bytes octets;  // of what was right
  std::size_t definitions = 0;
  Problems problems;
};

/// `base`: where cluster descriptions are looked up that these files use and do not have.
Compiled compile(const std::vector<SourceFile>& files, const Blob* base = nullptr);

/// The keys that a row of a device file can have, for the reference of the format.
struct KeyTable {
  std::string of;  // "a device", "a match", …
  std::vector<OptionRow> rows;
};
std::vector<KeyTable> device_file_keys();
/// And those that any of its blocks can have beside its own.
std::vector<OptionRow> keys_of_every_block();

/// A cluster described as data: {name, id, extends, manufacturer, attributes, commands, responses}.
Result<std::shared_ptr<const zcl::OwnedCluster>> make_cluster(const std::string& label, const Value& content);

}  // namespace waggle::library
