// Updater: asks devices which firmware they have, offers them images and sees updates through to the end.
// Knows nothing of names, MQTT and what people are told.
#pragma once

#include <map>
#include <set>

#include "network/network.h"
#include "ota/notes.h"
#include "ota/session.h"

namespace waggle::ota {

struct Checked {
  bool available = false;
  Candidate current;
  std::optional<IndexEntry> entry;  // the one for this device, newer or not
};

struct Updated {
  std::uint32_t from = 0;
  std::optional<std::uint32_t> to;  // none: there was nothing to install
  std::optional<Error> unusable;    // there is an image, and why it cannot be installed
};

struct Order {
  Source source;
  Pace pace;
  OtherWords words;
  std::function<void(Progress)> tell;
};

class Updater {
 public:
  Updater(Scheduler& scheduler, network::Network& network, Store& store);

  /// What a device has asked: true when that is all that follows from it.
  bool heard(const network::DevicePtr& device, const Request& request);

  /// `query`: the device has asked by itself; otherwise it is asked to, and told that there is nothing.
  Task<Result<Checked>> check(network::DevicePtr device, Source source, OtherWords words, std::optional<Request> query);
  /// The same with `query`. Ends when the device runs the new firmware, or does not.
  Task<Result<Updated>> update(network::DevicePtr device, Order order, std::optional<Request> query);
  /// Goes on with what was under way when the program ended, at a question of the device. Nothing when that was
  /// something else.
  Task<Result<Updated>> resume(network::DevicePtr device, Order order, Request question);

  /// Whatever is under way with the device ends at once; it is told to stop when it asks for the next part.
  void abort(Ieee device);
  /// The device is gone.
  void forget(Ieee device);

  Task<Result<>> answer_no_image(network::DevicePtr device, Request query);

 private:
  struct Attendance;
  struct Choice {
    ImagePtr image;  // none: nothing to install
    Unfinished from;
    std::optional<Error> unusable;
  };

  Task<Result<Request>> ask_to_query(network::DevicePtr device, EndpointId endpoint, Inbox& inbox);
  Task<Result<Choice>> choose(network::DevicePtr device, const Order& order, Request query);
  Task<Result<std::uint32_t>> transfer(network::DevicePtr device, Request offered_to, Choice choice, Order order, Attendance& attendance);
  Task<Result<>> finish(network::DevicePtr device, const ImageHeader& image, Inbox& inbox);
  Task<> stop(network::DevicePtr device, Request request);
  Task<Result<>> send(network::DevicePtr device, library::Operation operation);
  Task<Result<Checked>> look_up(network::DevicePtr device, Source source, OtherWords words, Candidate current, Store::Age age);

  Scheduler& scheduler_;
  network::Network& network_;
  Store& store_;
  Airtime air_;
  std::map<Ieee, Attendance*> attended_;
  std::set<Ieee> to_stop_;  // were fetching an image that nobody wants any more
  TaskGroup tasks_;
};

/// Whether the device has a client for updates at all.
Result<> can_update(const network::Device& device);
/// Why an image must not be offered to a device; empty: it may be.
std::string misfit(const ImageHeader& image, const Candidate& device, Ieee ieee);

}  // namespace waggle::ota
