// The coordinator driver for dresden elektronik's firmware (ConBee and RaspBee, 1 to 3). Translates Coordinator to
// the commands of the deCONZ serial protocol; knows no devices.
//
// The firmware hands nothing on by itself: its state says that a message or a confirmation waits, and the host fetches
// it. It has no word for devices that leave, and tells who joins by the announcement alone.
#pragma once

#include "coordinator/coordinator.h"
#include "coordinator/deconz/link.h"
#include "coordinator/deconz/stack_parameters.h"

namespace waggle::coordinator::deconz {

class Driver final : public Coordinator, Link::Owner {
 public:
  Driver(Scheduler& scheduler, io::Opener opener, Options options, Events& events);
  ~Driver() override;

  Task<Result<RadioInfo>> inspect() override;
  Task<Result<>> resume() override;
  Task<Result<>> form(NetworkParameters parameters) override;
  void close() override;
  Task<Result<>> send(ApsRequest request) override;
  Task<Result<>> send_zdo(ZdoRequest request) override;
  Task<Result<NetworkParameters>> network_parameters() override;
  Task<Result<Backup>> backup() override;
  Task<Result<>> restore(Backup backup) override;
  Task<Result<>> add_install_code(Ieee ieee, Bytes code, bool derived) override;
  Task<Result<>> ping() override;
  std::size_t concurrency() const override { return most_at_once; }
  std::vector<RadioCount> counts() const override { return {{"damaged_frames", link_.damaged()}}; }

 private:
  static constexpr std::size_t most_at_once = 8;

  // Link::Owner, and what the state octet says (driver.cpp)
  void on_unasked(const Frame& frame) override;
  void on_link_lost(const Error& error) override;
  void note_state(std::uint8_t octet);
  void lose(Error error);
  Task<> fetch();
  void look_regularly();
  Task<> look();
  Task<> feed_watchdog();
  Result<> on_network() const;

  // Parameters (parameters.cpp)
  Task<Result<Bytes>> read_parameter(Parameter which, Bytes index = {});
  Task<Result<std::uint64_t>> read_number(Parameter which);
  Task<Result<>> write_parameter(Parameter which, Bytes value);
  Task<Result<>> write_number(Parameter which, std::uint64_t value);

  // Start (start.cpp)
  Task<Result<>> read_version(RadioInfo& info);
  Task<Result<>> until_settled();
  Task<Result<std::optional<NetworkParameters>>> stored_network();
  Task<Result<bool>> endpoints_are_ours();
  Task<Result<>> write_endpoints();
  Task<Result<>> write_network(NetworkParameters network);
  Task<Result<>> change_state(std::uint8_t wanted);
  void begin_service();

  // Messages (messages.cpp)
  struct Ended {
    enum class How : std::uint8_t { confirmed, refused, unanswered, unconfirmed, closed };
    How how;
    std::uint8_t code = 0;  // what it was confirmed or refused with
    std::string text;
    bool ok() const { return how == How::confirmed && code == 0; }
  };
  Task<Ended> attempt(SendData::Request request);
  std::uint8_t next_request() { return request_ = static_cast<std::uint8_t>(request_ % 255 + 1); }
  Task<> until_there_is_room();
  Task<Result<>> unicast(ApsRequest request);
  Task<Result<>> to_many(ApsRequest request);
  Task<std::optional<Nwk>> new_address(ApsRequest request);
  void confirmed(const ReadConfirm::Response& response);
  void incoming(const ReadIndication::Response& message);
  void zdo_incoming(Nwk source, const ReadIndication::Response& message);
  void green_power(const Frame& frame);

  // Device management (zdo.cpp)
  Task<Result<>> zdo_over_the_air(ZdoRequest request);
  Task<Result<>> permit_join(ZdoRequest request);
  Task<Result<>> change_channel(ZdoRequest request);
  Task<> answer_for_ourselves(ZdoRequest request);

  struct Sent {
    std::uint8_t request;
    std::uint16_t destination;
    bool operator==(const Sent&) const = default;
  };
  Scheduler& scheduler_;
  io::Opener opener_;
  Options options_;
  Events& events_;
  Link link_;
  Turnstile under_way_;
  PendingReplies<Sent, std::uint8_t> confirms_;
  PendingReplies<Ieee, Nwk> addresses_;  // where devices say that they are
  Timer look_;
  Timer lost_;
  std::uint32_t version_ = 0;
  Ieee ieee_{};
  std::optional<NetworkParameters> network_;  // as inspect() found it
  std::uint8_t state_ = 0;
  Instant state_heard_{};
  int silences_ = 0;
  bool up_ = false;         // on the network, and serving it
  bool changing_ = false;   // the network's state, as we want it
  bool fetching_ = false;
  bool has_watchdog_ = true;
  Instant watchdog_due_{};
  std::uint8_t request_ = 0;
  std::uint8_t zdo_sequence_ = 0;
  TaskGroup tasks_;
};

}  // namespace waggle::coordinator::deconz
