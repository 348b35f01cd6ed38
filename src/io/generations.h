// Generations: the last good versions of the files that must not be lost, in <folder>/.generations/, and
// the way back to them when a file is found damaged at the start.
//
//   name.1  what stood in the file before it was last replaced
//   name.2  what stood in it at the last start
//   name.3  what stood in it at the start before, if that was something else
//
// Other programs that use the folder never see more than their own files.
#pragma once

#include <span>

#include "io/files.h"

namespace waggle::io {

struct KeptFile {
  std::string_view name;
  /// Why this can be no whole file of its kind; else success.
  Result<> (*whole)(std::string_view text);
  /// What is in it, for people: "12 devices, 2 groups".
  std::string (*summary)(std::string_view text);
};

class Generations final : public Files {
 public:
  /// `files` must outlive it; `kept` is a table.
  Generations(Files& files, std::string folder, std::span<const KeptFile> kept);

  /// Once, before anything is read: puts the newest good version in the place of a damaged file, keeps
  /// the damaged one as name.damaged, and says so; then remembers what stands in the files. One text for
  /// each file that was damaged, or cannot be kept.
  std::vector<std::string> begin();

  Result<std::string> read(const std::string& path) override { return files_.read(path); }
  /// Keeps what stood there before.
  Result<> replace(const std::string& path, std::string_view content) override;
  bool exists(const std::string& path) override { return files_.exists(path); }
  Result<> remove(const std::string& path) override { return files_.remove(path); }
  Result<> make_folder(const std::string& path) override { return files_.make_folder(path); }
  std::vector<std::string> list(const std::string& folder) override { return files_.list(folder); }
  Result<> append(const std::string& path, std::string_view content) override { return files_.append(path, content); }
  Result<> keep(const std::string& path, const std::string& as) override { return files_.keep(path, as); }

 private:
  std::string path_of(const KeptFile& file) const { return folder_ + "/" + std::string(file.name); }
  std::string generation(std::string_view name, int number) const;
  Result<> remember(const KeptFile& file, const std::string& text);
  std::string recover(const KeptFile& file, const std::string& text, const Error& damage);

  Files& files_;
  std::string folder_;
  std::span<const KeptFile> kept_;
};

}  // namespace waggle::io
