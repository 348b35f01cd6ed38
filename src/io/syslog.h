// Syslog: the log on a system log server, over UDP, TCP or a socket of this machine (RFC 3164 or 5424).
//
// Never waits: lines queue (the newest 1000) while the server is away, and it is tried again for ever. When it
// is back, it is told how many lines it has missed.
#pragma once

#include "core/log.h"
#include "core/result.h"
#include "io/loop.h"

namespace waggle::io {

struct SyslogOptions {
  enum class Transport : std::uint8_t { udp, tcp, unix_socket };
  enum class Family : std::uint8_t { v4, v6 };
  enum class Form : std::uint8_t { bsd, rfc5424 };

  Transport transport = Transport::udp;
  Family family = Family::v4;
  std::string host = "localhost";
  std::uint16_t port = 514;
  std::string path = "/dev/log";  // of the socket
  Form form = Form::bsd;
  std::string own_host = "localhost";
  std::string app = "Zigbee2MQTT";
  std::string process;      // number; empty: our own
  std::string end_of_line;  // TCP has "\n" when it is empty: lines would run together
};

/// udp, udp4, udp6, tcp, tcp4, tcp6, unix or unix-connect.
Result<> set_syslog_protocol(SyslogOptions& options, std::string_view protocol);

/// One message as it is sent. The facility is local0.
std::string syslog_line(const SyslogOptions& options, const log::Message& message);

class Syslog final : public log::Sink {
 public:
  Syslog(Loop& loop, SyslogOptions options);
  /// Sends what can be sent at once.
  ~Syslog() override;

  void write(const log::Message& message) override;

 private:
  class Connection;
  SyslogOptions options_;
  std::shared_ptr<Connection> connection_;
};

}  // namespace waggle::io
