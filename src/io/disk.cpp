// The operating system's files.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "io/file_system.h"

namespace waggle::io {
namespace {

namespace fs = std::filesystem;

Error system_error(const std::string& path, std::string_view what) {
  const bool refused = errno == EROFS || errno == EACCES || errno == EPERM;
  return {refused ? Errc::refused : Errc::io, path + ": " + std::string(what) + ": " + std::strerror(errno)};
}

class Descriptor {
 public:
  Descriptor(const std::string& path, int flags) : fd_(::open(path.c_str(), flags | O_CLOEXEC, 0644)) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

Result<> write_all(const std::string& path, int flags, std::string_view content) {
  const Descriptor file(path, O_WRONLY | O_CREAT | flags);
  if (file.get() < 0) return system_error(path, "cannot be written");
  while (!content.empty()) {
    const ssize_t written = ::write(file.get(), content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return system_error(path, "cannot be written");
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

class OperatingSystem final : public FileSystem {
 public:
  Result<std::string> read(const std::string& path) override {
    if (!exists(path)) return Error{Errc::not_found, path + ": there is no such file"};
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    // An empty file would set the stream's error flag.
    if (in.peek() != std::ifstream::traits_type::eof()) out << in.rdbuf();
    if (in.bad() || !out || !in.is_open()) return system_error(path, "cannot be read");
    return std::move(out).str();
  }

  bool exists(const std::string& path) override {
    std::error_code ignored;
    return fs::exists(path, ignored);
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

  Result<> make_folder(const std::string& path) override {
    std::error_code error;
    fs::create_directories(path, error);
    if (error) return Error{Errc::io, path + ": cannot be made: " + error.message()};
    return {};
  }

  Result<> write(const std::string& path, std::string_view content) override { return write_all(path, O_TRUNC, content); }
  Result<> append(const std::string& path, std::string_view content) override { return write_all(path, O_APPEND, content); }

  Result<> sync(const std::string& path) override {
    const Descriptor file(path, O_WRONLY);
    if (file.get() < 0 || ::fsync(file.get()) != 0) return system_error(path, "cannot be synced");
    return {};
  }

  Result<> rename(const std::string& from, const std::string& to) override {
    if (::rename(from.c_str(), to.c_str()) != 0) return system_error(to, "cannot be replaced");
    return {};
  }

  Result<> link(const std::string& from, const std::string& to) override {
    if (::link(from.c_str(), to.c_str()) != 0) return system_error(to, "cannot be linked to " + from);
    return {};
  }

  Result<> remove(const std::string& path) override {
    std::error_code error;
    fs::remove(path, error);
    if (error) return Error{Errc::io, path + ": cannot be removed: " + error.message()};
    return {};
  }

  Result<> sync_folder(const std::string& path) override {
    const Descriptor folder(path, O_RDONLY | O_DIRECTORY);
    // Some network file systems sync names by themselves, and say EINVAL to whoever asks.
    if (folder.get() < 0 || (::fsync(folder.get()) != 0 && errno != EINVAL)) return system_error(path, "cannot be synced");
    return {};
  }
};

}  // namespace

Files& disk() {
  static OperatingSystem system;
  static DurableFiles files(system);
  return files;
}

}  // namespace waggle::io
