// What the command line says, one struct a command, and the commands themselves: each in its own file,
// each giving the exit code of the program.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace waggle::app {

struct RunOptions {
  std::string data;
};
int run(const RunOptions& options);

struct DemoOptions {
  std::string data = "waggle-demo";
  std::string mqtt;                 // URL of a broker; empty: one of our own
  std::uint16_t mqtt_port = 18883;  // of our own broker, when it is free
  std::uint16_t web_port = 8080;    // of the web pages, when it is free
};
int demo(const DemoOptions& options);

struct SimOptions {
  std::string home;
  std::string pty;
  std::string state;
  std::uint16_t port = 0;
  std::uint16_t control_port = 0;
  bool tcp = false;
  bool control = false;
  std::string family = "zstack";
  int ezsp_version = 14;
  int conbee = 2;
  bool espressif = false;
  int zigate = 2;
  int product = 1;
  std::uint32_t seed = 1;
  double speed = 1;
  bool join_all = false;
  bool life = false;
  bool verbose = false;
};
int sim(const SimOptions& options);

struct DevicesOptions {
  std::vector<std::string> words;  // that vendor, model or description must have
  std::string data;  // to look through a user's own files, too
};
int devices(const DevicesOptions& options);

struct BackupOptions {
  std::string data;
  std::string out;  // empty: coordinator_backup.json of the data folder
};
int backup(const BackupOptions& options);

struct RestoreOptions {
  std::string data;
  std::string file;  // empty: coordinator_backup.json of the data folder
};
int restore(const RestoreOptions& options);

struct AdaptersOptions {
  std::vector<std::string> ports;  // to be asked; none: whatever can be seen is listed
  bool ask = false;                // that, too
};
int adapters(const AdaptersOptions& options);

struct MoveOptions {
  std::string data;
  std::string from;  // empty: the stick of the settings
  std::string from_adapter;
  std::string to;
  std::string to_adapter;  // empty: it is asked
};
int move(const MoveOptions& options);

int docs(const std::string& out);
int check(const std::string& data);

}  // namespace waggle::app
