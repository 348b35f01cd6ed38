// BoundReporting: who is switched by a bound remote does not hear of it from the bridge, so it has to report
// what becomes of it. Sets up that reporting when a binding or a group makes it necessary, and ends it when
// nothing needs it any more.
//
// It knows no requests and no names of topics: whoever changes bindings or groups calls it.
#pragma once

#include "bridge/configurer.h"
#include "bridge/entities.h"

namespace waggle::bridge {

class BoundReporting {
 public:
  BoundReporting(Entities& entities, network::Network& network, Configurer& configurer)
      : entities_(entities), network_(network), configurer_(configurer) {}

  /// The targets of these bindings report what the bindings' clusters change in them.
  Task<> set_up(std::vector<network::Binding> bindings);
  /// These endpoints may have lost what made them report; they are configured again afterwards.
  Task<> end_unneeded(std::vector<network::Member> endpoints);

  // In the background, for groups that have changed ------------------------------------------------------
  void member_added(const network::GroupPtr& group);
  void member_removed(const network::Member& member);

  /// Bindings and reporting of devices have changed.
  std::function<void()> on_changed;

 private:
  struct Place {
    EntityPtr entity;
    EndpointId endpoint;

    /// Null when an interview has shown meanwhile that there is no such endpoint.
    const network::Endpoint* data() const { return entity->zigbee_device()->find(endpoint); }
    std::string name() const { return entity->name() + "/" + std::to_string(endpoint.raw); }
  };
  std::vector<Place> targets(const network::Binding& binding) const;
  std::vector<Place> places(const std::vector<network::Member>& members) const;
  std::vector<network::Binding> all_bindings() const;
  network::Binding to_coordinator(ClusterId cluster) const;
  bool reports_to_us(const Place& place, ClusterId cluster) const;
  Task<Result<>> begin(const Place& place, ClusterId cluster);
  Task<Result<>> end(const Place& place, ClusterId cluster);
  Task<Result<>> configure(const Place& place, ClusterId cluster, bool on);

  Entities& entities_;
  network::Network& network_;
  Configurer& configurer_;
  TaskGroup tasks_;
};

}  // namespace waggle::bridge
