// LogFile: the log in a file, one line a message. A full file is set aside: log.log becomes log1.log, log1.log
// becomes log2.log, and so on; the oldest goes.
//
// A disk that is full or gone stops nothing: the lines are lost, the person at stderr is told once, and when
// writing works again the file itself says how many are missing.
#pragma once

#include "core/log.h"
#include "core/result.h"

namespace waggle::io {

struct Rotation {
  std::size_t limit = 0;  // octets a file; 0: no limit
  int files = 3;          // all together
};

class LogFile final : public log::Sink {
 public:
  /// Lines are added to what the file holds. Its folder must be there.
  static Result<std::shared_ptr<LogFile>> open(std::string path, Rotation rotation, std::string timestamp_format);
  ~LogFile() override;

  void write(const log::Message& message) override;

 private:
  LogFile(std::string path, Rotation rotation, std::string timestamp_format);
  Result<> reopen();
  Result<> put(const std::string& line);
  void set_aside();
  std::string numbered(int number) const;

  std::string path_;
  Rotation rotation_;
  std::string timestamp_format_;
  int fd_ = -1;
  std::size_t size_ = 0;
  std::size_t lost_ = 0;
};

}  // namespace waggle::io
