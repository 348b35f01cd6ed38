#include "sim/run.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "core/log.h"
#include "sim/home.h"

namespace waggle::sim {
namespace {
constexpr std::string_view NS = "sim";
}

Simulation::Simulation(io::Loop& loop, SimOptions options)
    : loop_(loop), options_(std::move(options)), pty_again_(loop) {}

Simulation::~Simulation() {
  if (!options_.pty.empty()) ::unlink(options_.pty.c_str());
}

Result<std::unique_ptr<Simulation>> Simulation::start(io::Loop& loop, SimOptions options) {
  std::unique_ptr<Simulation> sim(new Simulation(loop, std::move(options)));
  const std::string& path = sim->options_.home;
  TRY(std::vector<DeviceSpec> home,
      path.empty() ? read_home(demo_home(), "demo.yaml") : load_home(path));
  TRY(sim->world_, World::make(loop, std::move(home), sim->options_.world));
  TRY_DO(sim->listen());
  return sim;
}

Result<> Simulation::listen() {
  control_ = std::make_unique<ControlServer>(world_->control());
  if (options_.port) {
    TRY(radio_server_, io::TcpServer::start(loop_, options_.address, *options_.port,
                                            [this](std::unique_ptr<io::Stream> stream) {
                                              log::info(NS, "a host connects to the radio");
                                              world_->radio().attach(std::move(stream));
                                            }));
  }
  if (options_.control_port) {
    TRY(control_server_, io::TcpServer::start(loop_, "127.0.0.1", *options_.control_port,
                                              [this](std::unique_ptr<io::Stream> stream) {
                                                control_->accept(std::move(stream));
                                              }));
  }
  if (!options_.pty.empty()) {
    TRY_DO(offer_pty());
    // A pseudo-terminal ends when its user closes it. The next one gets another name, hence the
    // link.
    world_->radio().on_detached = [this] {
      pty_again_.start({}, [this] {
        if (world_->radio().attached()) return;
        if (const auto again = offer_pty(); !again) log::error(NS, "{}", again.error().text);
      });
    };
  }
  return {};
}

Result<> Simulation::offer_pty() {
  std::string name;
  TRY(std::unique_ptr<io::Stream> stream, io::open_pty(loop_, name));
  const std::string fresh = options_.pty + ".new";
  ::unlink(fresh.c_str());
  if (::symlink(name.c_str(), fresh.c_str()) != 0 ||
      std::rename(fresh.c_str(), options_.pty.c_str()) != 0) {
    return Error{Errc::io, "cannot make the link '" + options_.pty + "': " + std::strerror(errno),
                 errno};
  }
  log::info(NS, "the radio is at {} ({})", options_.pty, name);
  world_->radio().attach(std::move(stream));
  return {};
}

std::uint16_t Simulation::port() const {
  return radio_server_ ? radio_server_->port() : std::uint16_t{0};
}
std::uint16_t Simulation::control_port() const {
  return control_server_ ? control_server_->port() : std::uint16_t{0};
}

namespace {

Task<Result<std::unique_ptr<io::Stream>>> connect(io::Loop& loop, Radio& radio) {
  io::PipeEnds ends = io::make_pipe(loop);
  radio.attach(std::move(ends.a));
  co_return std::move(ends.b);
}

}  // namespace

io::Opener Simulation::opener() {
  return [this] { return connect(loop_, world_->radio()); };
}

}  // namespace waggle::sim
