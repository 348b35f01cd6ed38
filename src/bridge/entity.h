// Entity: a device or a group as users know it: a name, options, a definition. It is also the Subject for
// which the executor carries out what blocks want.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bridge/property_filter.h"
#include "bridge/state_cache.h"
#include "library/calibration.h"
#include "library/dispatch.h"
#include "library/library.h"
#include "network/executor.h"
#include "network/network.h"

namespace waggle::bridge {

/// What a user's options say about publishing, read once.
struct OutputOptions {
  bool retain = false;
  int qos = 0;
  std::optional<std::uint32_t> retention;  // seconds
  bool optimistic = true;
  bool disabled = false;
  PropertyFilter filtered_attributes;
  PropertyFilter filtered_cache;
  PropertyFilter filtered_optimistic;
  double debounce = 0;  // seconds; 0: none
  double throttle = 0;
  std::vector<std::string> debounce_ignore;
};

class Entity;
using EntityPtr = std::shared_ptr<Entity>;

/// What entities need of the bridge.
struct EntityServices {
  network::Network& network;
  StateCache& states;
  std::function<void(Entity&, Object)> publish;  // what a step found that nobody waits for
  std::function<void(GroupId)> group_bound;      // a device is to speak to it: it is a group of ours then
};

class Entity final : public network::Subject {
 public:
  Entity(EntityServices& services, network::DevicePtr device);
  Entity(EntityServices& services, network::GroupPtr group);

  bool is_device() const { return device_ != nullptr; }
  bool is_coordinator() const { return device_ && device_->kind == network::DeviceType::coordinator; }
  const network::DevicePtr& zigbee_device() const { return device_; }
  const network::GroupPtr& group() const { return group_; }
  /// The key in state.json: the address, or the number of the group.
  const std::string& id() const { return id_; }

  const std::string& name() const { return name_; }
  /// Before it was renamed for the last time.
  const std::string& former_name() const { return former_name_; }
  const Object& user_options() const { return options_; }
  const OutputOptions& output() const { return output_; }
  /// The user's settings have changed. `problem` gets what is wrong with them.
  void set_options(std::string name, Object options, std::string* problem = nullptr);

  const library::Identified& identified() const { return identified_; }
  const library::Definition* definition() const { return identified_.definition.get(); }
  void set_identified(library::Identified identified);
  bool supported() const;
  std::vector<library::Expose> exposes() const;
  /// Corrects and rounds what the device measured, as the user wants it.
  void calibrate(Object& payload) const { calibration_.apply(payload); }

  // network::Subject
  const library::Device& device() const override;
  const Object& state() const override { return services_.states.get(id_); }
  const Object& options() const override { return options_; }
  Object& memory() override { return memory_; }
  Task<Result<Object>> perform(const library::Operation& operation) override;
  void keep(const library::Keep& fact) override;
  void publish(Object properties) override { services_.publish(*this, std::move(properties)); }
  std::optional<GroupId> group_number() const override;
  std::vector<library::MemberView> members() const override;

 private:
  class GroupAsDevice;
  void recalibrate();

  EntityServices& services_;
  network::DevicePtr device_;
  network::GroupPtr group_;
  std::shared_ptr<GroupAsDevice> group_device_;
  std::string id_;
  std::string name_;
  std::string former_name_;
  Object options_;
  OutputOptions output_;
  library::Identified identified_;
  library::Calibration calibration_;
  Object memory_;
};

}  // namespace waggle::bridge
