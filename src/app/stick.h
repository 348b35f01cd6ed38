// Stick: a radio for a command of the command line, and nothing that listens to it.
#pragma once

#include "app/radio.h"

namespace waggle::app {

class Stick final : coordinator::Events {
 public:
  static Result<std::unique_ptr<Stick>> open(io::Loop& loop, StickAddress address);
  ~Stick();

  std::unique_ptr<coordinator::Coordinator> radio;

 private:
  Stick() = default;
  void on_message(const coordinator::Incoming&) override {}
  void on_zdo(const coordinator::ZdoIncoming&) override {}
  void on_joined(Nwk, Ieee) override {}
  void on_left(Nwk, Ieee) override {}
  void on_address(Nwk, Ieee) override {}
  void on_lost(const Error&) override {}  // whoever waits for an answer is told
};

/// "EmberZNet 7.4.4, address 0x…, network with PAN ID 6754 on channel 15"
std::string summary(const coordinator::RadioInfo& info);

/// Runs a command that talks to sticks, prints what it gives or why it failed, and gives the program's exit code.
/// `if_interrupted`: what a person must know who presses ctrl-C.
using Command = std::function<Task<Result<std::string>>(io::Loop&)>;
int run_command(const Command& command, std::string_view if_interrupted = {});

}  // namespace waggle::app
