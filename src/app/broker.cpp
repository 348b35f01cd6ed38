#include "app/broker.h"

namespace waggle::app {

Result<std::unique_ptr<mqtt::Client>> connect_broker(io::Loop& loop, const settings::Settings& settings) {
  auto text = [&](std::string_view path) { return std::string(settings.text(path)); };
  mqtt::Options options;
  options.server = text("mqtt.server");
  options.version = static_cast<int>(settings.number("mqtt.version"));
  options.keepalive = static_cast<int>(settings.number("mqtt.keepalive"));
  options.user = text("mqtt.user");
  options.password = text("mqtt.password");
  options.client_id = text("mqtt.client_id");
  options.ca = text("mqtt.ca");
  options.key = text("mqtt.key");
  options.cert = text("mqtt.cert");
  options.reject_unauthorized = settings.flag("mqtt.reject_unauthorized");
  options.server_name = text("mqtt.server_name");
  options.maximum_packet_size = static_cast<std::uint32_t>(settings.number("mqtt.maximum_packet_size"));
  options.force_disable_retain = settings.flag("mqtt.force_disable_retain");
  mqtt::Will will;
  will.topic = text("mqtt.base_topic") + "/bridge/state";
  will.payload = R"({"state":"offline"})";
  will.retain = !options.force_disable_retain;
  options.will = will;
  return mqtt::make_client(loop, std::move(options));
}

}  // namespace waggle::app
