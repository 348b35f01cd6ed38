#include "io/log_file.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "core/log/line.h"

namespace waggle::io {
namespace {

Error system_error(const std::string& path, std::string_view what) {
  return {Errc::io, fmt::format("{}: {}: {}", path, what, std::strerror(errno))};
}

}  // namespace

LogFile::LogFile(std::string path, Rotation rotation, std::string timestamp_format)
    : path_(std::move(path)), rotation_(rotation), timestamp_format_(std::move(timestamp_format)) {}

LogFile::~LogFile() {
  if (fd_ >= 0) ::close(fd_);
}

Result<std::shared_ptr<LogFile>> LogFile::open(std::string path, Rotation rotation, std::string timestamp_format) {
  std::shared_ptr<LogFile> out(new LogFile(std::move(path), rotation, std::move(timestamp_format)));
  TRY_DO(out->reopen());
  return out;
}

Result<> LogFile::reopen() {
  if (fd_ >= 0) ::close(fd_);
  size_ = 0;
  fd_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (fd_ < 0) return system_error(path_, "cannot be opened for the log");
  struct stat status {};
  if (::fstat(fd_, &status) == 0) size_ = static_cast<std::size_t>(status.st_size);
  return {};
}

void LogFile::write(const log::Message& message) {
  std::string line = log::text_line(message, timestamp_format_) + '\n';
  if (lost_ > 0) {
    const std::string gap = fmt::format("{} lines of the log are missing here: they could not be written", lost_);
    line.insert(0, log::text_line({log::Level::error, "z2m", gap, message.time}, timestamp_format_) + '\n');
  }
  auto written = put(line);
  if (written) {
    lost_ = 0;
  } else if (lost_++ == 0) {
    fmt::print(stderr, "{}. The log goes on without this file until that is mended\n", written.error().text);
  }
}

Result<> LogFile::put(const std::string& line) {
  if (rotation_.limit > 0 && size_ > 0 && size_ + line.size() > rotation_.limit) {
    set_aside();
    TRY_DO(reopen());
  } else if (fd_ < 0) {
    TRY_DO(reopen());
  }
  for (std::string_view rest = line; !rest.empty();) {
    const ssize_t count = ::write(fd_, rest.data(), rest.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return system_error(path_, "cannot be written");
    size_ += static_cast<std::size_t>(count);
    rest.remove_prefix(static_cast<std::size_t>(count));
  }
  return {};
}

// A file that cannot be renamed is written on: a log too long is better than none.
void LogFile::set_aside() {
  std::error_code ignored;
  for (int number = rotation_.files - 1; number > 0; --number) {
    std::filesystem::rename(numbered(number - 1), numbered(number), ignored);
  }
}

std::string LogFile::numbered(int number) const {
  if (number == 0) return path_;
  const std::filesystem::path path(path_);
  return (path.parent_path() / fmt::format("{}{}{}", path.stem().string(), number, path.extension().string())).string();
}

}  // namespace waggle::io
