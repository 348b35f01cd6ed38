#include <deque>

#include "core/scheduler.h"
#include "io/stream.h"

namespace waggle::io {

void Stream::set_lines(bool, bool) {}

namespace {

class End;

// Shared by the two ends; each holds the octets on their way to it.
struct Wire {
  End* ends[2] = {};
};

class End final : public Stream {
 public:
  End(Scheduler& scheduler, std::shared_ptr<Wire> wire, int side, PipeFaults faults)
      : wire_(std::move(wire)), side_(side), faults_(std::move(faults)), timer_(scheduler) {
    wire_->ends[side_] = this;
  }
  ~End() override {
    wire_->ends[side_] = nullptr;
    if (End* other = wire_->ends[1 - side_]) other->close_soon();
  }

  void listen(Listener* listener) override {
    listener_ = listener;
    wake();
  }
  void write(ByteView bytes) override {
    End* other = wire_->ends[1 - side_];
    if (!other) return;
    Bytes sent(bytes.begin(), bytes.end());
    if (faults_.damage) faults_.damage(sent);
    other->incoming_.insert(other->incoming_.end(), sent.begin(), sent.end());
    other->chunk_ = faults_.chunk;
    other->wake();
  }
  std::size_t backlog() const override { return 0; }

 private:
  void close_soon() {
    closing_ = true;
    wake();
  }
  void wake() {
    if (!timer_.running()) timer_.start({}, [this] { deliver(); });
  }
  void deliver() {
    if (!listener_) return;
    if (!incoming_.empty()) {
      const std::size_t size = chunk_ ? std::min(chunk_, incoming_.size()) : incoming_.size();
      const Bytes part(incoming_.begin(), incoming_.begin() + static_cast<std::ptrdiff_t>(size));
      incoming_.erase(incoming_.begin(), incoming_.begin() + static_cast<std::ptrdiff_t>(size));
      wake();
      listener_->on_bytes(part);  // may destroy this end
    } else if (closing_) {
      closing_ = false;
      listener_->on_closed({Errc::closed, "the other side closed the connection"});
    }
  }

  std::shared_ptr<Wire> wire_;
  int side_;
  PipeFaults faults_;
  Timer timer_;
  Listener* listener_ = nullptr;
  std::deque<std::uint8_t> incoming_;
  std::size_t chunk_ = 0;
  bool closing_ = false;
};

}  // namespace

PipeEnds make_pipe(Scheduler& scheduler, PipeFaults a_to_b, PipeFaults b_to_a) {
  auto wire = std::make_shared<Wire>();
  auto a = std::make_unique<End>(scheduler, wire, 0, std::move(a_to_b));
  auto b = std::make_unique<End>(scheduler, wire, 1, std::move(b_to_a));
  return {std::move(a), std::move(b)};
}

}  // namespace waggle::io
