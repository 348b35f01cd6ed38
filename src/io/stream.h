// A two-way pipe of octets: serial port, TCP connection, pseudo-terminal, or two ends in memory.
// Whoever speaks a protocol over it neither knows nor cares which.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "core/bytes.h"
#include "core/result.h"
#include "core/task.h"

namespace waggle::io {

class Loop;

class Stream {
 public:
  class Listener {
   public:
    virtual void on_bytes(ByteView bytes) = 0;
    /// The other side or the operating system ended it. Nothing follows.
    virtual void on_closed(const Error& error) = 0;

   protected:
    ~Listener() = default;
  };

  virtual ~Stream() = default;
  /// From now on `listener` hears; it must outlive the stream or be replaced by nullptr.
  virtual void listen(Listener* listener) = 0;
  /// Queues; never blocks. After the end it does nothing.
  virtual void write(ByteView bytes) = 0;
  /// Octets queued and not yet taken by the operating system.
  virtual std::size_t backlog() const = 0;
  /// The modem lines of a serial port, by which some sticks are reset; nothing elsewhere.
  virtual void set_lines(bool dtr, bool rts);
};

struct SerialOptions {
  unsigned baud = 115200;
  bool rtscts = false;
};

/// "tcp://host:port", "socket://host:port", or the path of a serial device or pseudo-terminal.
Task<Result<std::unique_ptr<Stream>>> open_stream(Loop& loop, std::string address,
                                                  SerialOptions options);

using Opener = std::function<Task<Result<std::unique_ptr<Stream>>>()>;

/// Accepts TCP connections on loopback or any address; for simulators and tests.
class TcpServer {
 public:
  /// Port 0 picks a free one.
  static Result<std::unique_ptr<TcpServer>> start(
      Loop& loop, const std::string& address, std::uint16_t port,
      std::function<void(std::unique_ptr<Stream>)> accept);
  virtual ~TcpServer() = default;
  virtual std::uint16_t port() const = 0;
};

/// The master side of a new pseudo-terminal; `path` gets the name of the slave.
Result<std::unique_ptr<Stream>> open_pty(Loop& loop, std::string& path);

/// Two ends in memory. What one writes the other hears, from the scheduler, never inline.
struct PipeFaults {
  std::size_t chunk = 0;                              // cut what is delivered into pieces; 0: no
  std::function<void(Bytes&)> damage;                 // may change, drop or double octets
};
struct PipeEnds {
  std::unique_ptr<Stream> a;
  std::unique_ptr<Stream> b;
};
PipeEnds make_pipe(Scheduler& scheduler, PipeFaults a_to_b = {}, PipeFaults b_to_a = {});

}  // namespace waggle::io
