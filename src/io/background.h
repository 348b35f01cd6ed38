// Background: files with a thread of their own for what nobody waits for. Everything asked of them is
// done in the order in which it was asked, whether it was to be done later or at once.
#pragma once

#include <memory>

#include "io/files.h"
#include "io/loop.h"

namespace waggle::io {

class Background final : public Files {
 public:
  /// Both must outlive it. `files` is used from two threads, never at the same time.
  Background(Files& files, Loop& loop);
  /// Ends when all that was given is done.
  ~Background() override;

  Result<std::string> read(const std::string& path) override;
  Result<> replace(const std::string& path, std::string_view content) override;
  bool exists(const std::string& path) override;
  Result<> remove(const std::string& path) override;
  Result<> make_folder(const std::string& path) override;
  std::vector<std::string> list(const std::string& folder) override;
  Result<> append(const std::string& path, std::string_view content) override;
  Result<> keep(const std::string& path, const std::string& as) override;
  void later(Work work, Done done) override;

 private:
  struct Worker;
  Files& after_all_that();

  Files& files_;
  std::unique_ptr<Worker> worker_;
};

}  // namespace waggle::io
