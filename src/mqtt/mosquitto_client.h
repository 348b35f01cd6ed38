// The client for real brokers: libmosquitto, driven from the event loop. Reconnects for ever.
#pragma once

#include <memory>
#include <optional>

#include "mqtt/client.h"

namespace waggle::io {
class Loop;
}

namespace waggle::mqtt {

struct Will {
  std::string topic;
  std::string payload;
  int qos = 1;
  bool retain = true;
};

/// The section `mqtt` of the settings, where each is explained.
struct Options {
  std::string server = "mqtt://localhost:1883";
  int version = 4;  // 3: MQTT 3.1, 4: MQTT 3.1.1, 5
  int keepalive = 60;
  std::string user;
  std::string password;
  std::string client_id;  // empty: one is made, for as long as the client lives
  std::string ca;
  std::string key;
  std::string cert;
  bool reject_unauthorized = true;
  std::string server_name;
  std::uint32_t maximum_packet_size = 1'048'576;  // told to the broker, MQTT 5 only
  bool force_disable_retain = false;
  std::optional<Will> will;
};

/// Checks the options, files included; connecting begins with start(). Destruction sends what is
/// queued and says goodbye, for which it takes a second at most.
Result<std::unique_ptr<Client>> make_client(io::Loop& loop, Options options);

}  // namespace waggle::mqtt
