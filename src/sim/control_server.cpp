#include "sim/control_server.h"

namespace waggle::sim {

namespace {
constexpr std::size_t longest_line = 1 << 20;
}

struct ControlServer::Client final : io::Stream::Listener {
  Client(ControlServer& o, std::unique_ptr<io::Stream> s) : owner(o), stream(std::move(s)) {}

  void on_bytes(ByteView bytes) override {
    text += as_text(bytes);
    for (auto end = text.find('\n'); end != std::string::npos; end = text.find('\n')) {
      const std::string line = text.substr(0, end);
      text.erase(0, end + 1);
      if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
      stream->write(as_bytes(owner.control_.answer(line) + "\n"));
    }
    if (text.size() > longest_line) text.clear();
  }
  void on_closed(const Error&) override { owner.clients_.erase(self); }

  ControlServer& owner;
  std::unique_ptr<io::Stream> stream;
  std::string text;
  std::list<Client>::iterator self;
};

ControlServer::ControlServer(Control& control) : control_(control) {}

ControlServer::~ControlServer() {
  for (Client& client : clients_) client.stream->listen(nullptr);
}

void ControlServer::accept(std::unique_ptr<io::Stream> stream) {
  const auto client = clients_.emplace(clients_.end(), *this, std::move(stream));
  client->self = client;
  client->stream->listen(&*client);
}

}  // namespace waggle::sim
