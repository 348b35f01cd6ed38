// Library: which definition a device has. Holds the compiled library of the program and the one made
// of the user's own files, which goes first.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "library/compiler.h"
#include "library/page.h"

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

  /// Replaces the user's definitions, all of them; what was wrong is in the result, line by line, and
  /// definitions without mistakes are in force. Devices keep what they were identified as until they
  /// are identified again.
  Compiled load_user_files(const std::vector<SourceFile>& files);

  Identified identify(const Device& device);
  /// What to make of a device that nobody knows, by what it told of itself: it must have been interviewed.
  /// Devices of which the same is made share a definition.
  Identified generate(const Device& device);

  /// All definitions, one in memory at a time, for pages and searches: the user's own first, then those
  /// built in, without the models of which the user has an own.
  void for_each(const std::function<void(const Definition&, const PageFacts&)>& show);

 private:
  std::shared_ptr<const Definition> link_row(const Blob& blob, std::uint32_t index);
  std::shared_ptr<Definition> link_source(const Blob& blob, const DefinitionSource& source);
  std::shared_ptr<const zcl::OwnedCluster> cluster(const Blob& blob, const std::string& label);

  Blob built_in_;
  Bytes user_octets_;
  std::optional<Blob> user_;
  // What is in use; a definition goes when its last device does.
  std::map<std::pair<bool, std::uint32_t>, std::weak_ptr<const Definition>> linked_;
  std::map<std::pair<bool, std::string>, std::weak_ptr<const zcl::OwnedCluster>> clusters_;
  std::map<std::string, std::weak_ptr<const Definition>> generated_;  // by the text of their rows
};

/// The library that was compiled into the program.
Blob built_in_library();

}  // namespace waggle::library
