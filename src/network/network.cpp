// The network's start, its radio's life, its database.
#include "network/network.h"

#include "core/log.h"

namespace waggle::network {
namespace {

constexpr std::string_view NS = "zh:network";
constexpr Millis save_interval{300'000};
constexpr std::chrono::seconds first_backup{10};  // when it is quiet after the start
constexpr std::chrono::hours backup_interval{24};
constexpr int most_failed_restores = 3;  // each wears out the radio's memory a little
constexpr std::chrono::seconds backoff[] = {1s, 2s, 5s, 10s, 30s, 60s};

}  // namespace

std::string_view to_string(RadioState state) {
  static constexpr std::string_view names[] = {"connecting", "refused", "connected"};
  return names[static_cast<std::size_t>(state)];
}

Network::Network(Scheduler& scheduler, io::Files& files, Config config, const MakeRadio& make_radio, Listener& listener)
    : scheduler_(scheduler), files_(files), config_(std::move(config)), listener_(listener),
      radio_driver_(make_radio(*this)), requests_(scheduler, *radio_driver_, config_.concurrency),
      performer_(requests_), interviewer_(scheduler, requests_, performer_),
      responder_(scheduler, requests_, performer_),
      heartbeat_(scheduler, *radio_driver_, [this](const Error& error) { on_silence(error); }),
      green_power_(scheduler, requests_, *this), touchlink_(scheduler, *radio_driver_), announcements_(scheduler),
      database_(scheduler, files, config_.database, [this] { return print_database(devices_, groups_); }),
      permit_timer_(scheduler), regular_save_(scheduler), backup_file_(files, config_.backup), regular_backup_(scheduler) {
  responder_.wanted = [this](const DevicePtr& device) { return listener_.wants_awake(device); };
}

Network::~Network() = default;

Result<> Network::load() {
  if (!files_.exists(config_.database)) return {};
  TRY(const std::string text, files_.read(config_.database));
  Records records = parse_database(text, [this](Device& device) { listener_.identify(device); });
  if (!records.problems.empty()) {
    for (const std::string& problem : records.problems) log::error(NS, "{}, {}", config_.database, problem);
    const std::string aside = config_.database + ".damaged";
    log::error(NS, "{} lines of {} cannot be read and are left out; the whole file is kept as {}",
               records.problems.size(), config_.database, aside);
    TRY_DO(files_.replace(aside, text));
  }
  devices_ = std::move(records.devices);
  groups_ = std::move(records.groups);
  highest_id_ = records.highest_id;
  for (const DevicePtr& device : devices_) {
    by_ieee_[device->ieee()] = device;
    if (device->kind != DeviceType::green_power) by_nwk_[device->nwk] = device;
  }
  // Members that are gone.
  for (const GroupPtr& group : groups_) {
    std::erase_if(group->members, [&](const Member& m) {
      const DevicePtr device = find(m.device);
      return !device || !device->find(m.endpoint);
    });
  }
  return {};
}

void Network::save_regularly() {
  regular_save_.start(save_interval, [this] {
    touch();
    save_regularly();
  });
}

DevicePtr Network::find(Ieee ieee) const {
  const auto found = by_ieee_.find(ieee);
  return found == by_ieee_.end() ? nullptr : found->second;
}
DevicePtr Network::find(Nwk nwk) const {
  const auto found = by_nwk_.find(nwk);
  return found == by_nwk_.end() ? nullptr : found->second;
}
GroupPtr Network::find(GroupId number) const {
  for (const GroupPtr& group : groups_) {
    if (group->number == number) return group;
  }
  return nullptr;
}
DevicePtr Network::coordinator() const {
  for (const DevicePtr& device : devices_) {
    if (device->kind == DeviceType::coordinator) return device;
  }
  return nullptr;
}

// The radio ------------------------------------------------------------------------------------------------

void Network::set_state(RadioState state, std::string reason) {
  state_ = state;
  listener_.on_radio(state, reason);
}

Task<Result<>> Network::start() {
  auto done = co_await connect();
  if (done) {
    save_regularly();
  } else {
    tasks_.spawn("reconnect", reconnect());
  }
  co_return done;
}

Task<Result<>> Network::connect() {
  set_state(RadioState::connecting, "");
  auto info = co_await radio_driver_->inspect();
  if (!info) co_return std::move(info.error());
  radio_info_ = std::move(*info);
  CO_TRY_DO(co_await begin());
  CO_TRY_DO(co_await describe_coordinator());
  const auto& wanted = config_.parameters;
  if (parameters_.channel != wanted.channel) {
    log::warning(NS, "Changing channel from '{}' to '{}'", parameters_.channel, wanted.channel);
    zdo::NwkUpdateRequest move;
    move.channels = 1u << wanted.channel;
    move.duration = zdo::NwkUpdateRequest::change_channel;
    move.count_or_update_id = static_cast<std::uint8_t>(parameters_.update_id + 1);
    CO_TRY_DO(co_await requests_.zdo_broadcast(broadcast_all, zdo::NwkUpdateRequest::cluster, zdo::encode_request(move)));
    co_await sleep(scheduler_, 12s);  // the broadcast must reach everybody before anybody is spoken to again
    parameters_.channel = wanted.channel;
  }
  set_state(RadioState::connected, "");
  heartbeat_.start();
  regular_backup_.start(first_backup, [this] { tasks_.spawn("backup", back_up_regularly()); });
  co_return Result<>{};
}

// With the network that the radio holds, with that of the backup, or with a new one.
Task<Result<>> Network::begin() {
  const auto& wanted = config_.parameters;
  const std::size_t known = devices_.size() - (coordinator() ? 1 : 0);
  auto backup = backup_file_.read();
  const Beginning beginning = how_to_begin(wanted, radio_info_, backup, known);
  switch (beginning.what) {
    case Beginning::What::refuse: co_return Error{Errc::refused, beginning.text};
    case Beginning::What::restore:
      log::warning(NS, "{}", beginning.text);
      CO_TRY_DO(co_await restore(std::move(**backup)));
      [[fallthrough]];
    case Beginning::What::resume:
      CO_TRY_DO(co_await radio_driver_->resume());
      parameters_ = *radio_info_.network;
      break;
    case Beginning::What::form:
      log::info(NS, "{}", beginning.text);
      if (radio_info_.network) {
        auto held = co_await radio_driver_->backup();
        auto aside = held ? backup_file_.set_aside(*held) : Result<std::string>(std::move(held.error()));
        if (!aside) log::warning(NS, "the radio's present network could not be saved: {}", aside.error().text);
        if (aside) log::warning(NS, "the radio's present network is kept in {}", *aside);
      }
      CO_TRY_DO(co_await radio_driver_->form(wanted));
      parameters_ = wanted;
      if (radio_info_.known_by_extended_pan) {
        CO_TRY(parameters_, co_await radio_driver_->network_parameters());
      }
      break;
  }
  co_return Result<>{};
}

Task<Result<>> Network::restore(Backup backup) {
  if (failed_restores_ >= most_failed_restores) {
    co_return Error{Errc::refused, "writing the backup to the radio has failed several times, so it is not tried again before "
                                   "the next start"};
  }
  ++failed_restores_;
  backup = written_out(std::move(backup), devices_);
  CO_TRY_DO(co_await restore_backup(*radio_driver_, radio_info_, backup_file_, std::move(backup), scheduler_.wall()));
  CO_TRY(radio_info_, co_await radio_driver_->inspect());
  if (!radio_info_.network || !radio_info_.is_wanted(*radio_info_.network, config_.parameters)) {
    co_return Error{Errc::refused, "the backup was written to the radio, but the radio does not hold its network now"};
  }
  failed_restores_ = 0;
  co_return Result<>{};
}

Task<Result<Backup>> Network::read_radio() {
  if (state_ != RadioState::connected) co_return Error{Errc::closed, "the radio is not connected"};
  co_return co_await radio_driver_->backup();
}

Task<Result<>> Network::back_up() {
  if (state_ != RadioState::connected) co_return Error{Errc::closed, "the radio is not connected"};
  const std::function<bool(Ieee)> is_known = [this](Ieee ieee) { return find(ieee) != nullptr; };
  auto done = co_await take_backup(*radio_driver_, backup_file_, is_known);
  if (!done) co_return std::move(done.error()).in("the coordinator backup failed");
  co_return Result<>{};
}

Task<> Network::back_up_regularly() {
  auto done = co_await back_up();
  if (stopping_) co_return;
  if (!done && done.error().code == Errc::unsupported) {
    log::warning(NS, "{}", done.error().text);
    co_return;
  }
  if (!done) log::error(NS, "{}", done.error().text);
  regular_backup_.start(backup_interval, [this] { tasks_.spawn("backup", back_up_regularly()); });
}

Task<Result<>> Network::describe_coordinator() {
  performer_.set_coordinator(radio_info_.ieee);
  interviewer_.set_coordinator(radio_info_.ieee);
  DevicePtr own = coordinator();
  if (own && own->ieee() == radio_info_.ieee) co_return Result<>{};
  if (own) {
    log::info(NS, "Coordinator address changed, updating to '{}'", to_string(radio_info_.ieee));
    by_ieee_.erase(own->ieee());
    std::erase(devices_, own);
  }
  auto device = std::make_shared<Device>(own ? own->id() : ++highest_id_, DeviceType::coordinator, radio_info_.ieee,
                                         coordinator_nwk);
  device->identity.manufacturer_code = 0;
  device->interview_state = InterviewState::successful;
  devices_.insert(devices_.begin(), device);
  by_ieee_[device->ieee()] = device;
  by_nwk_[device->nwk] = device;
  CO_TRY_DO(co_await interviewer_.active_endpoints(device));
  std::vector<EndpointId> ids;
  for (const Endpoint& endpoint : device->endpoints) ids.push_back(endpoint.id);
  for (const EndpointId id : ids) CO_TRY_DO(co_await interviewer_.simple_descriptor(device, id));
  co_return save();
}

// For ever, and never more often than once a minute in the long run.
Task<> Network::reconnect() {
  for (std::size_t attempt = 0; !stopping_; ++attempt) {
    co_await sleep(scheduler_, backoff[std::min(attempt, std::size(backoff) - 1)]);
    if (stopping_) co_return;
    auto done = co_await connect();
    if (done) {
      save_regularly();
      log::info(NS, "The radio is back");
      co_return;
    }
    const bool refused = done.error().code == Errc::refused;
    set_state(refused ? RadioState::refused : RadioState::connecting, done.error().text);
    log::error(NS, "{}; trying again", done.error().text);
    radio_driver_->close();
  }
}

void Network::on_silence(const Error& error) {
  radio_driver_->close();
  on_lost(error);
}

void Network::on_lost(const Error& error) {
  if (stopping_) return;
  heartbeat_.stop();
  regular_backup_.stop();
  log::error(NS, "The radio is gone: {}", error.text);
  requests_.fail_all({Errc::closed, "the radio is gone: " + error.text});
  const bool was_connected = state_ == RadioState::connected;
  set_state(RadioState::connecting, error.text);
  if (!was_connected) return;
  ++requests_.traffic().radio_losses;
  tasks_.spawn("reconnect", reconnect());
}

Task<> Network::stop() {
  stopping_ = true;
  regular_save_.stop();
  regular_backup_.stop();
  heartbeat_.stop();
  co_await touchlink_.stop();
  if (state_ == RadioState::connected) {
    auto closed = co_await permit_join(0);
    if (!closed) log::error(NS, "Failed to disable join on stop: {}", closed.error().text);
  }
  permit_timer_.stop();
  responder_.cancel();
  green_power_.cancel();
  (void)save();
  if (state_ == RadioState::connected) {
    auto backed_up = co_await back_up();
    if (!backed_up) log::error(NS, "{}", backed_up.error().text);
  }
  radio_driver_->close();
}

}  // namespace waggle::network
