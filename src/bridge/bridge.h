// Bridge: one Zigbee network on one MQTT topic. Owns the parts and says who hears of what; what each of
// them does stands in its own file.
#pragma once

#include "bridge/admission.h"
#include "bridge/api/router.h"
#include "bridge/availability.h"
#include "bridge/bound_polls.h"
#include "bridge/bound_reporting.h"
#include "bridge/commands.h"
#include "bridge/events.h"
#include "bridge/firmware.h"
#include "bridge/group_sync.h"
#include "bridge/health.h"
#include "bridge/home_assistant.h"
#include "bridge/log_levels.h"
#include "bridge/log_topic.h"
#include "bridge/metrics.h"
#include "bridge/network_scan.h"
#include "bridge/postman.h"
#include "bridge/receiver.h"
#include "bridge/refresher.h"
#include "bridge/window.h"

namespace waggle::bridge {

class Bridge final : network::Listener, mqtt::Client::Listener {
 public:
  /// All of these must outlive the bridge.
  struct Surroundings {
    Scheduler& scheduler;
    io::Files& files;
    settings::Settings& settings;
    library::Library& library;
    mqtt::Client& mqtt;
    network::Network::MakeRadio make_radio;
    std::function<void()> restart;  // a user asks for it
    /// Whether requests are heard and can be carried out has changed, or why not.
    std::function<void(bool online, const std::string& text)> health{};
    io::Downloads* downloads = nullptr;  // none: firmware comes from files alone
  };
  explicit Bridge(Surroundings around);
  ~Bridge();

  /// Reads what is known of the network. Must come before start().
  Result<> load();
  /// Connects to the broker and to the radio; both are tried for ever. Ends when the radio was tried once.
  Task<> start();
  /// Says goodbye and writes everything.
  Task<> stop();

  /// The library knows other definitions now: devices are identified anew.
  void definitions_changed();

  network::Network& network() { return network_; }
  Window& window() { return window_; }
  /// As Prometheus reads it.
  std::string metrics() const { return bridge::metrics(parts_, health_, around_.mqtt); }

 private:
  // network::Listener
  void identify(network::Device& device) override;
  bool knows(const network::Device& device) override;
  void on_message(const network::DevicePtr& device, const library::Message& message) override;
  void on_default_response(const network::DevicePtr& device, EndpointId endpoint, const zcl::Frame& frame) override;
  void on_seen(const network::DevicePtr& device, network::SeenReason reason) override;
  void on_joined(const network::DevicePtr& device) override;
  void on_announced(const network::DevicePtr& device) override;
  void on_left(const network::DevicePtr& device) override;
  void on_address_changed(const network::DevicePtr& device) override;
  void on_interview(const network::DevicePtr& device, network::InterviewState state) override;
  void on_permit_join() override;
  void on_radio(network::RadioState state, const std::string& reason) override;
  bool admits(Ieee ieee) override;
  bool wants_awake(const network::DevicePtr& device) override;

  // mqtt::Client::Listener
  void on_connected() override;
  void on_disconnected(const Error& reason) override;
  void on_message(const mqtt::Message& message) override;

  void go_online();
  void present();
  void publish_state(bool online);
  void publish_radio();
  void tell_health();
  void publish_cached_states();
  void subscribe_names();
  void apply_settings();
  void start_home_assistant();
  void welcome();

  Surroundings around_;
  StateCache states_;
  network::Network network_;
  network::Executor executor_;
  EntityServices services_;
  Entities entities_;
  Publisher publisher_;
  LogLevels log_levels_;
  LogTopic log_topic_;
  Receiver receiver_;
  CallRunner runner_;
  Answers answers_;
  Postman postman_;
  Commands commands_;
  GroupSync group_sync_;
  Configurer configurer_;
  BoundReporting bound_reporting_;
  BoundPolls bound_polls_;
  DefinitionEvents definition_events_;
  Refresher refresher_;
  Documents documents_;
  Events events_;
  Window window_;
  Admission admission_;
  Changes changes_;
  Availability availability_;
  NetworkScan network_scan_;
  Health health_;
  Firmware firmware_;
  std::unique_ptr<HomeAssistant> home_assistant_;  // none while the settings do not ask for it
  std::optional<Ieee> last_joined_;
  Parts parts_;
  api::Router router_;

  std::string radio_reason_;
  bool online_ = false;
  bool welcomed_ = false;
  bool stopping_ = false;
  std::set<int> depths_;  // of topics that names need
  Timer restart_timer_;
  TaskGroup tasks_;
};

/// The network's identity as the settings give it.
Result<coordinator::NetworkParameters> network_parameters(const settings::Settings& settings);

}  // namespace waggle::bridge
