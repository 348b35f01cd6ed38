// BoundPolls: some lamps do not report what a bound remote does to them. When such a remote is heard, the
// lamps that it switches directly are asked what they are now.
#pragma once

#include <map>

#include "bridge/entities.h"

namespace waggle::bridge {

class BoundPolls {
 public:
  BoundPolls(Scheduler& scheduler, network::Network& network) : scheduler_(scheduler), network_(network) {}

  void on_message(const network::Device& remote, const library::Message& message);

 private:
  struct Question {
    Ieee device;
    EndpointId endpoint;
    std::size_t row;  // of the table of polls
    auto operator<=>(const Question&) const = default;
  };
  Task<> ask(Question question);
  Task<Result<>> read(network::DevicePtr device, Question question);

  Scheduler& scheduler_;
  network::Network& network_;
  std::map<Question, Timer> waiting_;
  TaskGroup tasks_;
};

}  // namespace waggle::bridge
