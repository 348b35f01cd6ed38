#include "coordinator/any_radio.h"

#include <fmt/core.h>

#include "core/log.h"

namespace waggle::coordinator {
namespace {

constexpr std::string_view NS = "zh:adapter";

Error nobody() { return {Errc::closed, "the radio has not been found yet"}; }

template <class T>
Task<Result<T>> refused() {
  co_return nobody();
}

}  // namespace

AnyRadio::AnyRadio(Scheduler& scheduler, FindPlace find, Options options, Events& events)
    : scheduler_(scheduler), find_(std::move(find)), options_(std::move(options)), events_(events) {}

Task<Result<RadioInfo>> AnyRadio::inspect() {
  if (driver_) {
    auto info = co_await driver_->inspect();
    if (info) co_return info;
    log::info(NS, "{}. Looking again for what is there", info.error().text);
    driver_.reset();
    family_ = nullptr;
  }
  CO_TRY(const Place place, co_await find_());
  CO_TRY(const Found found, co_await probe(scheduler_, place.open, place.bauds, place.first));
  log::info(NS, "Found a coordinator with {} (serial.adapter: {}{})", found.family->firmware, found.family->name,
            place.bauds.size() > 1 ? fmt::format(", serial.baudrate: {}", found.baud) : "");
  io::Opener open = [at = place.open, baud = found.baud] { return at(baud); };
  family_ = found.family;
  driver_ = family_->make(scheduler_, std::move(open), options_, events_);
  co_return co_await driver_->inspect();
}

Task<Result<>> AnyRadio::resume() { return driver_ ? driver_->resume() : refused<void>(); }
Task<Result<>> AnyRadio::form(NetworkParameters parameters) { return driver_ ? driver_->form(parameters) : refused<void>(); }
Task<Result<Backup>> AnyRadio::backup() { return driver_ ? driver_->backup() : refused<Backup>(); }
Task<Result<>> AnyRadio::restore(Backup backup) { return driver_ ? driver_->restore(std::move(backup)) : refused<void>(); }
Task<Result<>> AnyRadio::send(ApsRequest request) { return driver_ ? driver_->send(std::move(request)) : refused<void>(); }
Task<Result<>> AnyRadio::send_zdo(ZdoRequest request) { return driver_ ? driver_->send_zdo(std::move(request)) : refused<void>(); }
Task<Result<NetworkParameters>> AnyRadio::network_parameters() {
  return driver_ ? driver_->network_parameters() : refused<NetworkParameters>();
}
Task<Result<>> AnyRadio::add_install_code(Ieee ieee, Bytes code, bool derived) {
  return driver_ ? driver_->add_install_code(ieee, std::move(code), derived) : refused<void>();
}
Task<Result<>> AnyRadio::ping() { return driver_ ? driver_->ping() : refused<void>(); }
Task<> AnyRadio::renew_way(Ieee ieee, Nwk nwk) { return driver_ ? driver_->renew_way(ieee, nwk) : Coordinator::renew_way(ieee, nwk); }
std::size_t AnyRadio::concurrency() const { return driver_ ? driver_->concurrency() : 1; }
std::vector<RadioCount> AnyRadio::counts() const { return driver_ ? driver_->counts() : std::vector<RadioCount>(); }
InterPan* AnyRadio::inter_pan() { return driver_ ? driver_->inter_pan() : nullptr; }
void AnyRadio::close() {
  if (driver_) driver_->close();
}

}  // namespace waggle::coordinator
