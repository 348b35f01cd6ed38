#include "mqtt/reasons.h"

#include <fmt/core.h>
#include <mosquitto.h>

#include <cerrno>
#include <cstring>
#include <span>

namespace waggle::mqtt {
namespace {

struct Reason {
  int code;
  std::string_view text;
};

constexpr std::string_view bad_login = "bad user name or password (mqtt.user, mqtt.password)";
// Many brokers answer so to a wrong password too.
constexpr std::string_view not_allowed =
    "bad user name or password, or this user may not connect (mqtt.user, mqtt.password)";
constexpr std::string_view bad_version = "the broker does not speak this version of MQTT (mqtt.version)";
constexpr std::string_view bad_id = "the broker does not like our name (mqtt.client_id)";

constexpr Reason connack_reasons[] = {
    {1, bad_version},    {2, bad_id},           {3, "the broker is unavailable"},
    {4, bad_login},      {5, not_allowed},      {0x84, bad_version},
    {0x85, bad_id},      {0x86, bad_login},     {0x87, not_allowed},
    {0x88, "the broker is unavailable"},        {0x89, "the broker is busy"},
    {0x8A, "the broker has banned us"},
    {0x95, "our CONNECT is too large for it"},  {0x97, "its quota is exceeded"},
    {0x9F, "we connect too often"},
};

constexpr Reason end_reasons[] = {
    {0x8B, "the broker is shutting down"},
    {0x8D, "the broker heard nothing from us for too long"},
    {0x8E, "another client connected with the same mqtt.client_id"},
    {0x93, "we sent more than it takes at a time"},
    {0x95, "we sent a message larger than it takes (the broker's message size limit)"},
    {0x97, "its quota is exceeded"},
    {0x98, "its administrator ended the connection"},
    {MOSQ_ERR_CONN_LOST, "the broker closed the connection"},
    {MOSQ_ERR_KEEPALIVE, "the broker does not answer any more"},
    {MOSQ_ERR_PROTOCOL, "what it sends is no MQTT: is this the port of the broker, with TLS or without as in mqtt.server?"},
    {MOSQ_ERR_MALFORMED_PACKET, "what it sends is malformed"},
};

constexpr Reason call_reasons[] = {
    {MOSQ_ERR_OVERSIZE_PACKET, "it is larger than the broker takes"},
    {MOSQ_ERR_PAYLOAD_SIZE, "it is larger than MQTT can carry"},
    {MOSQ_ERR_MALFORMED_UTF8, "the topic is no valid UTF-8"},
    {MOSQ_ERR_QOS_NOT_SUPPORTED, "the broker does not take this QoS"},
    {MOSQ_ERR_RETAIN_NOT_SUPPORTED, "the broker keeps no retained messages (mqtt.force_disable_retain)"},
};

std::string find(std::span<const Reason> reasons, int code) {
  for (const Reason& row : reasons) {
    if (row.code == code) return std::string(row.text);
  }
  if (code == MOSQ_ERR_ERRNO) return errno == 0 ? "the connection broke" : std::strerror(errno);
  if (code >= 0x80) return fmt::format("{} (reason {:#04x})", mosquitto_reason_string(code), code);
  return mosquitto_strerror(code);
}

}  // namespace

std::string connack_reason(int code) { return find(connack_reasons, code); }
std::string end_reason(int code) { return find(end_reasons, code); }
std::string call_reason(int code) { return find(call_reasons, code); }

}  // namespace waggle::mqtt
