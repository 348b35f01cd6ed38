// Session: one device fetches one image, from its first question to its last. It asks, at its own pace and
// from wherever it likes; we answer, not faster than agreed. Knows neither where images come from nor what
// people are told.
#pragma once

#include "network/perform.h"
#include "ota/airtime.h"
#include "ota/inbox.h"

namespace waggle::ota {

/// How a user wants images to be sent.
struct Pace {
  Millis patience{150'000};   // with a device that asks no more
  Millis between_parts{250};
  std::uint32_t part_size = 50;
};

struct Progress {
  double percent = 0;
  double remaining = 0;  // seconds
};

class Session {
 public:
  struct Surroundings {
    Scheduler& scheduler;
    network::Performer& performer;
    Airtime& air;
  };
  Session(Surroundings around, network::DevicePtr device, Request offered_to, ImagePtr image, Pace pace, Inbox& inbox,
          std::function<void(Progress)> tell);

  /// Ends with the device's last word (Request::Kind::end), whatever it says; or when the inbox is ended.
  Task<Result<Request>> run();

  std::chrono::nanoseconds age() const { return around_.scheduler.now() - begun_; }

 private:
  Task<Result<Request>> serve();
  Task<Result<>> answer(Request request);
  Task<> send_page(Request request);
  /// How much was sent; nothing when it could not be.
  Task<std::optional<std::uint32_t>> send_part(Request request, std::uint32_t done);
  Task<Result<>> send(library::Operation operation);
  void note_progress(const Request& request);

  Surroundings around_;
  network::DevicePtr device_;
  Request offered_to_;
  ImagePtr image_;
  Pace pace_;
  Inbox& inbox_;
  std::function<void(Progress)> tell_;
  bool begun_downloading_ = false;
  Airtime::Share share_;
  Instant begun_;
  std::optional<Instant> last_part_;
  std::optional<Instant> last_told_;
  std::uint32_t first_offset_ = 0;  // a device may go on where it was
};

}  // namespace waggle::ota
