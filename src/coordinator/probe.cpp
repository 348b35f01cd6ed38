#include "coordinator/probe.h"

#include <fmt/core.h>

#include <algorithm>

#include "core/log.h"

namespace waggle::coordinator {
namespace {

constexpr std::string_view NS = "zh:probe";
constexpr auto beginning = 100ms;  // what a stick says by itself when it is opened
constexpr auto patience = 700ms;   // with one family. EmberZNet takes up to a second to restart: it is heard in another's time
constexpr auto step = 20ms;
constexpr int rounds = 2;          // a CC2531 leaves its bootloader in the first
constexpr std::size_t enough = 4096;

/// What was heard.
class Ear final : public io::Stream::Listener {
 public:
  const Family* known() {
    if (!news_) return nullptr;
    news_ = false;
    for (const Family& family : families()) {
      if (family.recognises(heard_)) return &family;
    }
    return nullptr;
  }
  bool closed() const { return closed_; }

 private:
  void on_bytes(ByteView bytes) override {
    news_ = true;
    heard_.insert(heard_.end(), bytes.begin(), bytes.end());
    if (heard_.size() > enough) heard_.erase(heard_.begin(), heard_.end() - enough);
  }
  void on_closed(const Error&) override { closed_ = true; }

  Bytes heard_;
  bool news_ = false;
  bool closed_ = false;
};

Task<const Family*> listen(Scheduler& scheduler, Ear& ear, std::chrono::nanoseconds limit) {
  for (std::chrono::nanoseconds waited{}; waited < limit && !ear.closed(); waited += step) {
    co_await sleep(scheduler, step);
    if (const Family* known = ear.known()) co_return known;
  }
  co_return nullptr;
}

}  // namespace

std::vector<unsigned> usual_bauds() {
  std::vector<unsigned> out;
  for (const Family& family : families()) {
    if (std::find(out.begin(), out.end(), family.baud) == out.end()) out.push_back(family.baud);
  }
  return out;
}

Task<Result<Found>> probe(Scheduler& scheduler, OpenAt open, std::vector<unsigned> bauds, std::string first) {
  std::vector<const Family*> order;
  for (const Family& family : families()) order.push_back(&family);
  std::stable_partition(order.begin(), order.end(), [&](const Family* family) { return family->name == first; });
  for (const unsigned baud : bauds) {
    auto stream = co_await open(baud);
    if (!stream) co_return std::move(stream.error());
    Ear ear;
    (*stream)->listen(&ear);
    const Family* known = co_await listen(scheduler, ear, beginning);
    for (int round = 0; round < rounds && !known; ++round) {
      for (const Family* family : order) {
        if (known || ear.closed()) break;
        log::debug(NS, "asking as {}", family->name);
        (*stream)->write(family->hello());
        known = co_await listen(scheduler, ear, patience);
      }
    }
    (*stream)->listen(nullptr);
    if (known) co_return Found{known, baud};
    if (ear.closed()) co_return Error{Errc::closed, "the connection was closed while it was asked what it is"};
  }
  std::string asked;
  for (const Family& family : families()) asked += fmt::format("{}{}", asked.empty() ? "" : ", ", family.name);
  co_return Error{Errc::timeout, fmt::format("nothing answers that is a coordinator (asked: {}). Is it the right port, and is its firmware "
                                             "that of a coordinator?", asked)};
}

}  // namespace waggle::coordinator
