// Library: which definition a device has. Holds the compiled library of the program and the one made
// of the user's own files, which goes first.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "library/compiler.h"

namespace waggle::library {

struct Identified {
  std::shared_ptr<const Definition> definition;  // null: nobody knows this device
  /// The name it is sold under, when that is another.
  const WhiteLabel* white_label = nullptr;

  explicit operator bool() const { return definition != nullptr; }
  std::string_view vendor() const;
  std::string_view model() const;
  std::string_view description() const;
};

class Library {
 public:
  /// `built_in` must outlive the library.
  explicit Library(Blob built_in) : built_in_(built_in) {}
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;

  /// Replaces the user's definitions; what was wrong with them is in the result, and definitions
  /// without mistakes are in force.
  Compiled load_user_files(const std::vector<SourceFile>& files);

  Identified identify(const Device& device);

  /// All definitions of the built-in library, one at a time, for pages and searches.
  std::size_t size() const { return built_in_.size(); }
  std::shared_ptr<const Definition> load(std::uint32_t index);
  DefinitionSource row(std::uint32_t index, std::vector<std::unique_ptr<Value>>& keep) const {
    return built_in_.source(index, keep);
  }

 private:
  struct Shelf;
  std::shared_ptr<const Definition> link_row(const Blob& blob, std::uint32_t index);
  std::shared_ptr<const zcl::OwnedCluster> cluster(const Blob& blob, const std::string& label);

  Blob built_in_;
  Bytes user_octets_;
  std::optional<Blob> user_;
  // What is in use; a definition goes when its last device does.
  std::map<std::pair<bool, std::uint32_t>, std::weak_ptr<const Definition>> linked_;
  std::map<std::pair<bool, std::string>, std::weak_ptr<const zcl::OwnedCluster>> clusters_;
};

/// The library that was compiled into the program.
Blob built_in_library();

}  // namespace waggle::library
