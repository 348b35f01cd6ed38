// The control channel's lines over any streams: requests in, answers out, events to nobody.
#pragma once

#include <list>
#include <memory>

#include "io/stream.h"
#include "sim/control.h"

namespace waggle::sim {

class ControlServer {
 public:
  explicit ControlServer(Control& control);
  ControlServer(const ControlServer&) = delete;
  ControlServer& operator=(const ControlServer&) = delete;
  ~ControlServer();

  void accept(std::unique_ptr<io::Stream> stream);
  std::size_t clients() const { return clients_.size(); }

 private:
  struct Client;
  Control& control_;
  std::list<Client> clients_;
};

}  // namespace waggle::sim
