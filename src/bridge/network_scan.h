// NetworkScan: asks every router whom it hears, and which ways it knows, and makes a map of it.
#pragma once

#include <set>

#include "bridge/entities.h"
#include "bridge/network_map.h"
#include "core/pending.h"

namespace waggle::bridge {

class NetworkScan {
 public:
  NetworkScan(Scheduler& scheduler, network::Network& network, Entities& entities)
      : scheduler_(scheduler), network_(network), entities_(entities) {}

  /// Takes a second for each router, not much more than half a minute in all, and longer where many are silent.
  Task<Result<NetworkMap>> run(bool with_routes);
  /// Ends all that are under way; how many.
  std::size_t cancel();

 private:
  /// One router, and what it told.
  struct Stop {
    EntityPtr device;
    std::optional<std::vector<zdo::Neighbor>> neighbors;
    std::vector<zdo::Route> routes;
    std::vector<std::string> failed;
  };
  struct Tour {
    explicit Tour(NetworkScan& owner);
    ~Tour() { owner.tours_.erase(this); }
    NetworkScan& owner;
    bool with_routes = false;
    std::vector<Stop> stops;
    std::size_t next = 0;
    std::size_t done = 0;
    std::chrono::nanoseconds pace{};
    Instant next_start;
    OneShot<bool> finished;
    TaskGroup tasks;  // last: ends before what it works on
  };

  Task<> walk(Tour& tour);
  Task<> ask(Tour& tour, Stop& stop);
  NetworkMap map(const Tour& tour) const;

  Scheduler& scheduler_;
  network::Network& network_;
  Entities& entities_;
  std::set<Tour*> tours_;
};

}  // namespace waggle::bridge
