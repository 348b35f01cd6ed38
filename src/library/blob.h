// The compiled library as bytes: writing it (the compiler does) and reading single definitions out of
// it, without parsing the rest.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "library/definition.h"

namespace waggle::library {

/// A cluster description of a device file, under a label unique in the library.
struct ClusterSource {
  std::string label;
  Value content;
  std::string where;  // for messages
};

class BlobWriter {
 public:
  BlobWriter();
  ~BlobWriter();
  void add(const ClusterSource& cluster);
  /// The source's clusters must have been added.
  void add(const DefinitionSource& source);
  Bytes finish();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// A view of compiled octets, which must outlive it and be aligned to 8.
class Blob {
 public:
  /// Verifies the octets: they may come from anywhere.
  static Result<Blob> open(ByteView octets);
  /// For octets that were linked into the program and need no proof.
  static Blob trust(ByteView octets);

  std::size_t size() const;
  /// The definitions that name this model id, in the order of the device files.
  std::vector<std::uint32_t> candidates(std::string_view model_id) const;
  /// What matching needs, without the rest.
  std::vector<Match> matches(std::uint32_t index) const;
  /// A whole row. Blocks' options point into `keep`, which must live until it was linked.
  DefinitionSource source(std::uint32_t index, std::vector<std::unique_ptr<Value>>& keep) const;
  /// A cluster description by its label.
  std::optional<Value> cluster(std::string_view label) const;

 private:
  explicit Blob(ByteView octets) : octets_(octets) {}
  Value pool(std::uint32_t index) const;
  ByteView octets_;
};

}  // namespace waggle::library
