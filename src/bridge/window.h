// Window: the bridge as those see it who look on without a broker: the web pages. They hear what is
// published under the base topic, get all there is when they come, and say what an MQTT client would say.
// Knows nothing of sockets.
#pragma once

#include <map>

#include "bridge/documents.h"
#include "bridge/entities.h"
#include "bridge/publisher.h"
#include "bridge/state_cache.h"

namespace waggle::bridge {

class Window {
 public:
  class Viewer {
   public:
    /// `topic` without the base; `json`: any JSON value. Both end with the call.
    virtual void on_message(std::string_view topic, std::string_view json) = 0;

   protected:
    ~Viewer() = default;
  };

  Window(Publisher& publisher, Documents& documents, Entities& entities, StateCache& states, std::function<void(const mqtt::Message&)> hear);

  /// From now on `viewer` is told; nullptr: nobody. One at a time.
  void open(Viewer* viewer) { viewer_ = viewer; }
  /// What somebody who has just come should know: the bridge's documents, then the state of every device.
  void show_all(Viewer& viewer) const;
  /// As if it had come from the broker; `topic` without the base.
  void say(std::string_view topic, std::string_view payload) const;

 private:
  void on_sent(std::string_view topic, std::string_view payload, bool retained);
  void on_state(const Publication& publication) const;

  Publisher& publisher_;
  Documents& documents_;
  Entities& entities_;
  StateCache& states_;
  std::function<void(const mqtt::Message&)> hear_;
  Viewer* viewer_ = nullptr;
  // What the broker keeps of ours, but for the documents, which are large and made when they are wanted.
  std::map<std::string, std::string, std::less<>> kept_;
};

}  // namespace waggle::bridge
