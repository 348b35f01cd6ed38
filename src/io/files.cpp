#include "io/files.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace waggle::io {
namespace {

namespace fs = std::filesystem;

Error system_error(const std::string& path, std::string_view what) {
  const bool refused = errno == EROFS || errno == EACCES || errno == EPERM;
  return {refused ? Errc::refused : Errc::io, path + ": " + std::string(what) + ": " + std::strerror(errno)};
}

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

Result<> write_and_sync(const std::string& path, std::string_view content) {
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
  if (file.get() < 0) return system_error(path, "cannot be written");
  while (!content.empty()) {
    const ssize_t written = ::write(file.get(), content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return system_error(path, "cannot be written");
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  if (::fsync(file.get()) != 0) return system_error(path, "cannot be synced");
  return {};
}

class Disk final : public Files {
 public:
  Result<std::string> read(const std::string& path) override {
    if (!exists(path)) return Error{Errc::not_found, path + ": there is no such file"};
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    if (!in) return system_error(path, "cannot be read");
    return std::move(out).str();
  }

  Result<> replace(const std::string& path, std::string_view content) override {
    const std::string temporary = path + ".tmp";
    if (auto written = write_and_sync(temporary, content); !written) {
      ::unlink(temporary.c_str());
      return written;
    }
    if (::rename(temporary.c_str(), path.c_str()) != 0) return system_error(path, "cannot be replaced");
    const std::string folder = fs::path(path).parent_path().string();
    const Descriptor directory(::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (directory.get() >= 0) ::fsync(directory.get());
    return {};
  }

  bool exists(const std::string& path) override {
    std::error_code ignored;
    return fs::exists(path, ignored);
  }

  Result<> remove(const std::string& path) override {
    std::error_code error;
    fs::remove(path, error);
    if (error) return Error{Errc::io, path + ": cannot be removed: " + error.message()};
    return {};
  }

  Result<> make_folder(const std::string& path) override {
    std::error_code error;
    fs::create_directories(path, error);
    if (error) return Error{Errc::io, path + ": cannot be made: " + error.message()};
    return {};
  }

  std::vector<std::string> list(const std::string& folder) override {
    std::vector<std::string> out;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
      if (entry.is_regular_file(error)) out.push_back(entry.path().filename().string());
    }
    std::sort(out.begin(), out.end());
    return out;
  }
};

}  // namespace

Files& disk() {
  static Disk files;
  return files;
}

}  // namespace waggle::io
