#include "app/process.h"

#include <malloc.h>

#include "app/broker.h"
#include "app/device_files.h"
#include "app/radio.h"
#include "app/web_pages.h"
#include "bridge/data_folder.h"

namespace waggle::app {
namespace {

constexpr std::string_view NS = "z2m";
constexpr std::chrono::seconds patience{10};
constexpr std::chrono::seconds settling{5};

}  // namespace

Process::Process(io::Loop& loop, const std::string& data)
    : loop_(loop), generations_(io::disk(), data, bridge::kept_files), files_(generations_, loop), library_(library::built_in_library()), downloads_(loop), patience_(loop), settled_(loop) {}
Process::~Process() { tasks_.cancel(); }

Result<std::unique_ptr<Process>> Process::make(io::Loop& loop, const std::string& data, settings::Environment environment) {
  std::unique_ptr<Process> out(new Process(loop, data));
  io::Files& files = out->files_;
  const std::vector<std::string> damages = out->generations_.begin();
  auto settings = settings::Settings::load(files, data, environment);
  if (!settings) {
    for (const std::string& damage : damages) settings.error().text += "\n" + damage;
    if (settings.error().code != Errc::not_found) return std::move(settings.error());
    TRY_DO(settings::Settings::write_minimal(files, data, environment));
    TRY(settings, settings::Settings::load(files, data, environment));
  }
  out->settings_ = std::move(*settings);
  out->logging_ = std::make_unique<Logging>(loop, *out->settings_);
  for (const std::string& damage : damages) log::error(NS, "{}", damage);
  for (const std::string& warning : out->settings_->warnings()) log::warning(NS, "{}", warning);
  for (const std::string& problem : load_device_files(files, data, out->library_)) log::error(NS, "{}", problem);
  TRY_DO(bridge::network_parameters(*out->settings_));
  auto radio = radio_maker(loop, *out->settings_);
  if (!radio) return std::move(radio.error()).in(data + "/configuration.yaml");
  TRY(out->mqtt_, connect_broker(loop, *out->settings_));
  Process* self = out.get();
  out->bridge_ = std::make_unique<bridge::Bridge>(bridge::Bridge::Surroundings{
      loop, files, *out->settings_, out->library_, *out->mqtt_, std::move(*radio), [self] {
        if (self->on_restart) self->on_restart();
      },
      [self](bool online, const std::string& text) {
        if (self->on_health) self->on_health(online, text);
      },
      &out->downloads_});
  TRY_DO(out->bridge_->load());
  out->device_files_.emplace(loop, data + "/devices", [self, data] {
    for (const std::string& problem : load_device_files(io::disk(), data, self->library_)) log::error(NS, "{}", problem);
    self->bridge_->definitions_changed();
  });
  return out;
}

void Process::start() {
  web_ = open_web_pages(loop_, *settings_, bridge_->window());
  if (web_ && settings_->flag("frontend.metrics")) {
    web_->add("metrics", [this] {
      web::Reply reply;
      reply.content_type = "text/plain; version=0.0.4";
      reply.body = bridge_->metrics();
      return reply;
    });
  }
  tasks_.spawn("start", bridge_->start());
  // Reading everything once takes more memory than living with it.
  settled_.start(settling, [] { malloc_trim(0); });
}

void Process::stop(std::function<void()> done) {
  if (stopping_) return;
  stopping_ = true;
  patience_.start(patience, done);
  tasks_.spawn("stop", shut_down(std::move(done)));
}

Task<> Process::shut_down(std::function<void()> done) {
  co_await bridge_->stop();
  web_.reset();
  patience_.stop();
  done();
}

}  // namespace waggle::app
