// Parts: what requests of the API work with. Bridge owns all of it.
#pragma once

#include "bridge/bound_reporting.h"
#include "bridge/changes.h"
#include "bridge/configurer.h"
#include "bridge/definition_events.h"
#include "bridge/documents.h"
#include "bridge/entities.h"
#include "bridge/firmware.h"
#include "bridge/network_scan.h"
#include "bridge/postman.h"
#include "bridge/publisher.h"

namespace waggle::bridge {

struct Parts {
  Scheduler& scheduler;
  io::Files& files;
  settings::Settings& settings;
  network::Network& network;
  StateCache& states;
  Entities& entities;
  Publisher& publisher;
  Documents& documents;
  Configurer& configurer;
  DefinitionEvents& definition_events;
  BoundReporting& bound_reporting;
  CallRunner& runner;
  Postman& postman;
  Changes& changes;
  NetworkScan& network_scan;
  Firmware& firmware;
  /// The device that joined last since the start.
  std::optional<Ieee>& last_joined;
  /// Names have changed: listen on their topics.
  std::function<void()> names_changed;
  /// Settings that are used without a restart have changed.
  std::function<void()> settings_changed;
  std::function<void()> restart;
};

}  // namespace waggle::bridge
