// The address of a broker, as written in mqtt.server. Knows what the client library can reach and says
// so about the rest.
#pragma once

#include <string>
#include <string_view>

#include "core/result.h"

namespace waggle::mqtt {

struct Server {
  enum class Transport : std::uint8_t { tcp, tls, unix_socket };

  Transport transport = Transport::tcp;
  std::string host;  // of a Unix socket: its path
  std::uint16_t port = 0;
  std::string user;  // mqtt://user:password@host; the settings mqtt.user and mqtt.password win
  std::string password;

  /// For messages; never with the password.
  std::string text() const;
};

/// mqtt:// and tcp:// (port 1883), mqtts://, ssl:// and tls:// (8883), unix:/path
Result<Server> parse_server(std::string_view url);

}  // namespace waggle::mqtt
