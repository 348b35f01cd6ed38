// mqtt.server.
#include "fuzz/fuzz.h"
#include "mqtt/server_url.h"

using namespace waggle;  // NOLINT: one file, one function

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto server = mqtt::parse_server(as_text({data, size}));
  if (!server) {
    fuzz::require(!server.error().text.empty(), "a mistake has a reason");
    return 0;
  }
  fuzz::require(!server->host.empty(), "a server has a host or path");
  fuzz::require(server->host.find('\0') == std::string::npos, "which the system can be told");
  if (server->transport == mqtt::Server::Transport::unix_socket) return 0;
  const auto again = mqtt::parse_server(server->text());
  fuzz::require(again && again->host == server->host && again->port == server->port, "its text says the same");
  return 0;
}
