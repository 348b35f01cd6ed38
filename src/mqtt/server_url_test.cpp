// The broker's address: what is understood, and how the rest is refused.
#include "mqtt/server_url.h"

#include <gtest/gtest.h>

namespace waggle::mqtt {
namespace {

struct Good {
  const char* url;
  const char* text;
  const char* user = "";
  const char* password = "";
};
constexpr Good good[] = {
    {"mqtt://localhost", "mqtt://localhost:1883"},
    {"mqtt://localhost:1884/", "mqtt://localhost:1884"},
    {"MQTT://Broker.lan", "mqtt://Broker.lan:1883"},
    {"tcp://10.0.0.7:2000", "mqtt://10.0.0.7:2000"},
    {"mqtts://broker", "mqtts://broker:8883"},
    {"ssl://broker:1", "mqtts://broker:1"},
    {"tls://broker", "mqtts://broker:8883"},
    {"mqtt://[::1]", "mqtt://[::1]:1883"},
    {"mqtt://[fe80::1]:65535", "mqtt://[fe80::1]:65535"},
    {"mqtt://me:se%40cret@broker:99/path?query", "mqtt://broker:99", "me", "se@cret"},
    {"mqtt://me@broker", "mqtt://broker:1883", "me"},
    {"unix:/run/mosquitto.sock", "unix:/run/mosquitto.sock"},
    {"unix:///run/mosquitto.sock", "unix:/run/mosquitto.sock"},
    {"mqtt+unix:///run/mosquitto.sock", "unix:/run/mosquitto.sock"},
};

TEST(ServerUrl, IsUnderstood) {
  for (const Good& row : good) {
    const auto server = parse_server(row.url);
    ASSERT_TRUE(server) << row.url << ": " << server.error().text;
    EXPECT_EQ(server->text(), row.text) << row.url;
    EXPECT_EQ(server->user, row.user) << row.url;
    EXPECT_EQ(server->password, row.password) << row.url;
  }
}

struct Bad {
  const char* url;
  const char* text;
};
constexpr Bad refused[] = {
    {"", "mqtt.server '': it must begin with mqtt://, mqtts:// or unix:/, such as mqtt://localhost:1883"},
    {"localhost:1883",
     "mqtt.server 'localhost:1883': it must begin with mqtt://, mqtts:// or unix:/, such as mqtt://localhost:1883"},
    {"http://broker", "mqtt.server 'http://broker': it must begin with mqtt://, mqtts:// or unix:/, such as "
                      "mqtt://localhost:1883"},
    {"ws://broker:9001", "mqtt.server 'ws://broker:9001': Waggle speaks no MQTT over WebSocket; use the broker's own "
                         "port, such as mqtt://HOST:1883"},
    {"wss://a:b@broker", "mqtt.server 'wss://***@broker': Waggle speaks no MQTT over WebSocket; use the broker's own "
                         "port, such as mqtts://HOST:8883"},
    {"mqtt://", "mqtt.server 'mqtt://': it names no host"},
    {"mqtt://:1883", "mqtt.server 'mqtt://:1883': it names no host"},
    {"mqtt://broker:", "mqtt.server 'mqtt://broker:': '' is no port; ports are 1 to 65535"},
    {"mqtt://broker:0", "mqtt.server 'mqtt://broker:0': '0' is no port; ports are 1 to 65535"},
    {"mqtt://broker:65536", "mqtt.server 'mqtt://broker:65536': '65536' is no port; ports are 1 to 65535"},
    {"mqtt://broker:18x", "mqtt.server 'mqtt://broker:18x': '18x' is no port; ports are 1 to 65535"},
    {"mqtt://::1", "mqtt.server 'mqtt://::1': an IPv6 address stands in brackets: mqtt://[::1]:1883"},
    {"mqtt://[::1", "mqtt.server 'mqtt://[::1': the address lacks its ']'"},
    {"mqtt://[::1]x", "mqtt.server 'mqtt://[::1]x': a ':' and the port follow the ']'"},
    {"mqtt://a%zz:secret@broker", "mqtt.server 'mqtt://***@broker': a '%' in the user or password is written %25"},
    {"mqtt://a%4@broker", "mqtt.server 'mqtt://***@broker': a '%' in the user or password is written %25"},
    {"unix:run/socket", "mqtt.server 'unix:run/socket': a Unix socket is written unix:/path/to/socket"},
};

TEST(ServerUrl, WhatNoSystemTakesIsRefused) {
  const auto server = parse_server(std::string_view("unix:/run/a\0b", 13));
  ASSERT_FALSE(server);
  EXPECT_NE(server.error().text.find("it holds a control character"), std::string::npos);
}

TEST(ServerUrl, IsRefusedWithWhatToDo) {
  for (const Bad& row : refused) {
    const auto server = parse_server(row.url);
    ASSERT_FALSE(server) << row.url;
    EXPECT_EQ(server.error().text, row.text) << row.url;
  }
}

}  // namespace
}  // namespace waggle::mqtt
