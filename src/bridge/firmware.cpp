#include "bridge/firmware.h"

#include <cmath>

#include "core/log.h"
#include "ota/words.h"

namespace waggle::bridge {
namespace {

constexpr std::string_view NS = "z2m";
constexpr std::chrono::seconds until_interview{5};
constexpr ClusterId gen_basic{0x0000};
constexpr AttributeId date_code{0x0006};
constexpr AttributeId software_build{0x4000};
/// What of the property stays from one state to the next.
constexpr std::string_view lasting[] = {"installed_version", "latest_version", "latest_source", "latest_release_notes"};

std::string_view direction(bool downgrade) { return downgrade ? "previous" : "latest"; }

const Object* known_update(const StateCache& states, const Entity& entity) {
  const Value* update = states.get(entity.id()).find("update");
  return update && update->is_object() ? &update->object() : nullptr;
}

ota::OtherWords words_for(const Entity& entity) {
  const library::Identified& known = entity.identified();
  return known ? ota::other_words(known.vendor(), known.model()) : ota::OtherWords();
}

bool offers_updates(const Entity& entity) { return entity.definition() && entity.definition()->ota; }

}  // namespace

/// As long as it lives, nothing else is begun with the device.
class Firmware::Business {
 public:
  Business(Firmware& owner, const Entity& entity) : owner_(owner), device_(entity.zigbee_device()->ieee()) { owner_.busy_[device_] = this; }
  ~Business() { end(); }
  Business(const Business&) = delete;
  Business& operator=(const Business&) = delete;

  void end() {
    const auto found = owner_.busy_.find(device_);
    if (found != owner_.busy_.end() && found->second == this) owner_.busy_.erase(found);
  }

 private:
  Firmware& owner_;
  Ieee device_;
};

Firmware::Firmware(Surroundings around)
    : around_(around), store_(around.scheduler, around.files, around.downloads, around.settings.folder()),
      updater_(around.scheduler, around.network, store_) {
  store_.prefer(std::string(around_.settings.text("ota.zigbee_ota_override_index_location")));
}

bool Firmware::busy(const Entity& entity) const { return busy_.contains(entity.zigbee_device()->ieee()); }

ota::Pace Firmware::pace() const {
  ota::Pace out;
  out.patience = Millis(static_cast<std::int64_t>(around_.settings.number("ota.image_block_request_timeout")));
  out.between_parts = Millis(static_cast<std::int64_t>(around_.settings.number("ota.image_block_response_delay")));
  out.part_size = static_cast<std::uint32_t>(around_.settings.number("ota.default_maximum_data_size"));
  return out;
}

Result<std::string> Firmware::keep_image(const Entity& entity, std::string_view hex, std::string_view name) {
  const auto file = from_hex(hex);
  if (!file || file->empty()) return Error{Errc::invalid, "hex.data must be the file as hexadecimal digits"};
  const std::string own_name = entity.id() + "_" + std::to_string(around_.scheduler.wall().ms);
  return store_.keep(name.empty() ? own_name : name, *file);
}

ota::Order Firmware::order(const EntityPtr& entity, ota::Source source, ota::Pace pace) {
  return {std::move(source), pace, words_for(*entity), [this, entity](ota::Progress progress) { show(entity, "updating", &progress); }};
}

// The property -----------------------------------------------------------------------------------------------

bool Firmware::gone(const Entity& entity) const {
  return around_.network.find(entity.zigbee_device()->ieee()) != entity.zigbee_device();
}

void Firmware::publish(const EntityPtr& entity, Object update) {
  if (gone(*entity)) return;
  around_.states.remove(entity->id(), "update");
  around_.publisher.publish(entity, {{"update", std::move(update)}});
}

void Firmware::show(const EntityPtr& entity, std::string_view state, const ota::Progress* progress) {
  Object update{{"state", state}};
  if (const Object* known = known_update(around_.states, *entity)) {
    for (const std::string_view key : lasting) {
      if (const Value* value = known->find(key)) update.set(key, *value);
    }
  }
  if (progress) {
    update.set("progress", progress->percent);
    update.set("remaining", std::round(progress->remaining));
  }
  publish(entity, std::move(update));
}

void Firmware::show(const EntityPtr& entity, const ota::Checked& result) {
  const std::uint32_t current = result.current.file_version;
  Object update{{"state", result.available ? "available" : "idle"},
                {"installed_version", current},
                {"latest_version", current},
                {"latest_source", nullptr},
                {"latest_release_notes", nullptr}};
  if (result.entry) {
    update.set("latest_version", *result.entry->file_version);
    update.set("latest_source", result.entry->url);
    if (const auto& notes = result.entry->release_notes; notes && !notes->empty()) update.set("latest_release_notes", *notes);
  }
  publish(entity, std::move(update));
}

void Firmware::tidy(const std::vector<EntityPtr>& devices) {
  for (const EntityPtr& entity : devices) {
    const Object* known = known_update(around_.states, *entity);
    if (!known) continue;
    Object update = *known;
    update.erase("progress");
    update.erase("remaining");
    if (const Value* state = update.find("state"); state && *state == Value("updating")) update.set("state", "idle");
    around_.states.remove(entity->id(), "update");
    (void)around_.states.set(entity->id(), {{"update", std::move(update)}}, entity->output().filtered_cache);
  }
}

// What devices do --------------------------------------------------------------------------------------------

void Firmware::on_message(const EntityPtr& entity, const library::Message& message) {
  if (message.cluster() != ota::cluster) return;
  const auto request = ota::read_request(message);
  if (!request || updater_.heard(entity->zigbee_device(), *request) || busy(*entity)) return;
  const bool query = request->kind == ota::Request::Kind::query;
  const bool fetches = request->kind == ota::Request::Kind::block || request->kind == ota::Request::Kind::page;
  if ((query || fetches) && ota::unfinished(*entity->zigbee_device())) {
    tasks_.spawn("resume update", resume(entity, *request));
  } else if (query && entity->definition()) {
    tasks_.spawn("firmware query", answer_query(entity, *request));
  }
}

void Firmware::on_default_response(const EntityPtr& entity, EndpointId endpoint, const zcl::Frame& frame) {
  if (frame.cluster_id != ota::cluster || frame.default_status == 0) return;
  ota::Request request;
  request.kind = ota::Request::Kind::refusal;
  request.endpoint = endpoint;
  request.tsn = frame.header.tsn;
  request.status = frame.default_status;
  request.command = frame.flag;
  (void)updater_.heard(entity->zigbee_device(), request);
}

void Firmware::announced(const EntityPtr& entity) {
  ota::Request request;
  request.kind = ota::Request::Kind::announced;
  (void)updater_.heard(entity->zigbee_device(), request);
}

void Firmware::forget(const Entity& entity) {
  if (!entity.is_device()) return;
  updater_.forget(entity.zigbee_device()->ieee());
  checked_.erase(entity.zigbee_device()->ieee());
}

bool Firmware::wants_checks(const Entity& entity) const {
  const Value* off = entity.user_options().find("disable_automatic_update_check");
  return offers_updates(entity) && !(off && truthy(*off)) && !around_.settings.flag("ota.disable_automatic_update_check");
}

Task<> Firmware::answer_query(EntityPtr entity, ota::Request query) {
  log::debug(NS, "Device '{}' requested OTA", entity->name());
  const network::DevicePtr device = entity->zigbee_device();
  const auto wanted = ota::scheduled(*device);
  const bool possible = wanted && (wanted->url || offers_updates(*entity));
  if (possible && co_await update_as_scheduled(entity, query)) co_return;
  if (wants_checks(*entity)) {
    // Devices ask several times in a row, and every so often.
    const auto interval = std::chrono::minutes(static_cast<std::int64_t>(around_.settings.number("ota.update_check_interval")));
    const auto last = checked_.find(device->ieee());
    if (last != checked_.end() && around_.scheduler.now() - last->second <= interval) co_return;
    co_await check_unasked(entity, query);
  }
  const Business business(*this, *entity);
  auto told = co_await updater_.answer_no_image(device, query);
  if (told) {
    log::debug(NS, "Responded to OTA request of '{}' with 'NO_IMAGE_AVAILABLE'", entity->name());
  } else {
    log::debug(NS, "The OTA request of '{}' could not be answered: {}", entity->name(), told.error().text);
  }
}

Task<> Firmware::check_unasked(EntityPtr entity, ota::Request query) {
  const Business business(*this, *entity);
  checked_[entity->zigbee_device()->ieee()] = around_.scheduler.now();
  const ota::Source newest;
  const ota::OtherWords words = words_for(*entity);
  auto result = co_await updater_.check(entity->zigbee_device(), newest, words, query);
  if (!result) {
    log::debug(NS, "Failed to check if OTA update available for '{}' ({})", entity->name(), result.error().text);
    show(entity, "idle");
    co_return;
  }
  show(entity, *result);
  if (result->available) log::info(NS, "OTA update available for '{}'", entity->name());
}

Task<bool> Firmware::update_as_scheduled(EntityPtr entity, ota::Request query) {
  const Business business(*this, *entity);
  const network::DevicePtr device = entity->zigbee_device();
  const auto source = ota::scheduled(*device);
  if (!source) co_return false;
  log::info(NS, "Updating '{}' to {} firmware", entity->name(), direction(source->downgrade));
  auto job = order(entity, *source, pace());
  auto result = co_await updater_.update(device, std::move(job), query);
  if (result && result->unusable) result = std::move(*result->unusable);
  if (!result) {
    log::debug(NS, "OTA update of '{}' failed ({}). Retry scheduled for next request.", entity->name(), result.error().text);
    show(entity, "scheduled");
    co_return true;
  }
  ended(entity, *result);
  if (!result->to) {
    ota::clear_scheduled(*device);
    around_.network.touch();
    log::info(NS, "No OTA image currently available for '{}'. Unscheduled.", entity->name());
  }
  co_return true;
}

Task<> Firmware::resume(EntityPtr entity, ota::Request question) {
  const Business business(*this, *entity);
  auto job = order(entity, {}, pace());
  auto result = co_await updater_.resume(entity->zigbee_device(), std::move(job), question);
  if (result && result->unusable) result = std::move(*result->unusable);
  if (!result) {
    log::error(NS, "OTA update of '{}' failed ({})", entity->name(), result.error().text);
    show(entity, "available");
  } else if (result->to) {
    ended(entity, *result);
  }
}

// What people ask for ----------------------------------------------------------------------------------------

Task<Result<ota::Checked>> Firmware::check(EntityPtr entity, ota::Source source) {
  const Business business(*this, *entity);
  log::info(NS, "Checking if OTA update available for '{}'", entity->name());
  const ota::OtherWords words = words_for(*entity);
  const std::optional<ota::Request> unasked;
  auto result = co_await updater_.check(entity->zigbee_device(), std::move(source), words, unasked);
  if (!result) co_return Error{result.error().code, "Failed to check if OTA update available for '" + entity->name() + "' (" + result.error().text + ")"};
  log::info(NS, "{}OTA update available for '{}'", result->available ? "" : "No ", entity->name());
  show(entity, *result);
  checked_[entity->zigbee_device()->ieee()] = around_.scheduler.now();
  co_return result;
}

Task<Result<Object>> Firmware::update(EntityPtr entity, ota::Source source, ota::Pace pace) {
  Business business(*this, *entity);
  log::info(NS, "OTA updating '{}' to {} firmware", entity->name(), direction(source.downgrade));
  Object from = co_await software(entity);
  auto job = order(entity, std::move(source), pace);
  const std::optional<ota::Request> unasked;
  auto result = co_await updater_.update(entity->zigbee_device(), std::move(job), unasked);
  if (!result) {
    Error error{result.error().code, "OTA update of '" + entity->name() + "' failed (" + result.error().text + ")"};
    log::debug(NS, "{}", error.text);
    show(entity, "available");
    co_return error;
  }
  ended(entity, *result);
  if (!result->to) co_return Error{Errc::not_found, "Update of '" + entity->name() + "' failed (No image currently available)"};
  Object to = co_await software(entity);
  from.set("file_version", result->from);
  to.set("file_version", *result->to);
  co_return Object{{"from", std::move(from)}, {"to", std::move(to)}};
}

void Firmware::ended(const EntityPtr& entity, const ota::Updated& result) {
  ota::Checked now;
  now.current.file_version = result.to.value_or(result.from);
  if (result.to) log::info(NS, "Finished update of '{}'", entity->name());
  show(entity, now);
  if (!result.to) return;
  log::info(NS, "Device '{}' was OTA updated from '{}' to '{}'", entity->name(), result.from, *result.to);
  // New firmware may bring anything: it is looked at and set up as if it had joined.
  if (entity->zigbee_device()->meta.erase("configured")) around_.network.touch();
  tasks_.spawn("interview after an update", interview_again(entity));
}

Task<> Firmware::interview_again(EntityPtr entity) {
  co_await sleep(around_.scheduler, until_interview);
  if (gone(*entity)) co_return;
  log::info(NS, "Interviewing '{}'", entity->name());
  auto done = co_await around_.network.interview(entity->zigbee_device(), true);
  if (done) {
    log::info(NS, "Successfully interviewed '{}'", entity->name());
  } else {
    log::error(NS, "Interview of '{}' ({}) failed: {}. Re-try manually after some time.", entity->name(), entity->id(), done.error().text);
  }
}

/// What the device says of its software; empty when it does not answer.
Task<Object> Firmware::software(EntityPtr entity) {
  Object out;
  const network::DevicePtr device = entity->zigbee_device();
  for (const network::Endpoint& endpoint : device->endpoints) {
    if (!endpoint.has_input(gen_basic)) continue;
    const EndpointId id = endpoint.id;
    auto read = co_await around_.network.performer().read(device, id, gen_basic, date_code, software_build);
    if (!read) break;
    if (const Value* build = read->find("swBuildId")) out.set("software_build_id", *build);
    if (const Value* date = read->find("dateCode")) out.set("date_code", *date);
    break;
  }
  co_return out;
}

void Firmware::abort(const EntityPtr& entity) {
  updater_.abort(entity->zigbee_device()->ieee());
  show(entity, "available");
}

Result<> Firmware::schedule(const EntityPtr& entity, const ota::Source& source) {
  network::Device& device = *entity->zigbee_device();
  TRY_DO(ota::can_update(device));
  if (ota::scheduled(device)) log::info(NS, "Previously scheduled OTA update for '{}' was cancelled in favor of new schedule request", entity->name());
  ota::set_scheduled(device, source);
  ota::clear_unfinished(device);
  log::info(NS, "Scheduled OTA update for '{}' on next request from device", entity->name());
  show(entity, "scheduled");
  return around_.network.save();
}

void Firmware::unschedule(const EntityPtr& entity) {
  network::Device& device = *entity->zigbee_device();
  if (const auto source = ota::scheduled(device)) {
    if (source->url) store_.discard(*source->url);
    ota::clear_scheduled(device);
    around_.network.touch();
    log::info(NS, "Previously scheduled OTA update for '{}' was cancelled", entity->name());
  }
  show(entity, "idle");
}

}  // namespace waggle::bridge
