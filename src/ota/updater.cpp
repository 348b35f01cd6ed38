#include "ota/updater.h"

#include <fmt/core.h>

#include "core/log.h"

namespace waggle::ota {
namespace {

constexpr std::string_view NS = "zh:controller:ota";
// Some take very long to find out which endpoint of ours serves updates.
constexpr std::chrono::seconds until_query{60};
constexpr std::chrono::seconds until_announcement{120};
constexpr ClusterId scenes{0x0005}, lumi{0xFCC0};
constexpr AttributeId lumi_version{0x00EE};

// The index knows neither of these as what they say they are.
constexpr std::string_view needs_a_scene_group = "PP-WHT-US";  // Koenkk/zigbee-OTA#14
constexpr std::uint16_t its_group = 49502;
constexpr std::string_view version_elsewhere[] = {"lumi.airrtc.agl001", "lumi.curtain.acn003", "lumi.curtain.agl001"};  // Koenkk/zigbee2mqtt#16345

bool wildcard_or(std::uint16_t wanted, std::uint16_t actual) { return wanted == any_code || wanted == actual; }

const network::Endpoint* with_output(const network::Device& device, ClusterId cluster) {
  for (const network::Endpoint& e : device.endpoints) {
    if (e.has_output(cluster)) return &e;
  }
  return nullptr;
}

Result<EndpointId> update_endpoint(const network::Device& device) {
  const network::Endpoint* found = with_output(device, cluster);
  if (!found) return Error{Errc::unsupported, "No endpoint found with OTA cluster support for " + to_string(device.ieee())};
  return found->id;
}

void correct(const network::Device& device, Candidate& current) {
  const Value* told = device.meta.find("lumiFileVersion");  // as Zigbee2MQTT notes it
  for (const network::Endpoint& endpoint : device.endpoints) {
    if (const Value* heard = endpoint.attribute(lumi, lumi_version)) told = heard;
  }
  const auto version = told ? told->integer(1, 0xFFFFFFFF) : std::nullopt;
  if (!version) return;
  for (const std::string_view model : version_elsewhere) {
    if (device.model_id() == model) current.file_version = static_cast<std::uint32_t>(*version);
  }
}

library::Operation scene_group(EndpointId endpoint) {
  library::Operation out;
  out.kind = library::Operation::Kind::write;
  out.endpoint = endpoint;
  out.cluster = scenes;
  out.writes.push_back({AttributeId(0x0002), zcl::Type::uint16, its_group});
  return out;
}

}  // namespace

Result<> can_update(const network::Device& device) {
  TRY_DO(update_endpoint(device));
  return {};
}

std::string misfit(const ImageHeader& image, const Candidate& device, Ieee ieee) {
  if (!wildcard_or(image.manufacturer, device.manufacturer) || !wildcard_or(image.image_type, device.image_type)) {
    return fmt::format("it is for manufacturer {:#06x} and image type {:#06x}, and the device is {:#06x} and {:#06x}", image.manufacturer,
                       image.image_type, device.manufacturer, device.image_type);
  }
  if (image.hardware && device.hardware_version &&
      (*device.hardware_version < image.hardware->min || *device.hardware_version > image.hardware->max)) {
    return fmt::format("it is for hardware {} to {}, and the device is {}", image.hardware->min, image.hardware->max, *device.hardware_version);
  }
  if (image.destination && *image.destination != ieee) return "it is for " + to_string(*image.destination) + " alone";
  return {};
}

/// While there is one, questions of the device come here.
struct Updater::Attendance {
  Attendance(Updater& updater, Ieee who) : owner(updater), device(who), inbox(updater.scheduler_) { owner.attended_[device] = this; }
  ~Attendance() {
    const auto found = owner.attended_.find(device);
    if (found != owner.attended_.end() && found->second == this) owner.attended_.erase(found);
  }
  Attendance(const Attendance&) = delete;
  Attendance& operator=(const Attendance&) = delete;

  Updater& owner;
  Ieee device;
  Inbox inbox;
  bool fetching = false;  // the device has been offered an image
};

Updater::Updater(Scheduler& scheduler, network::Network& network, Store& store)
    : scheduler_(scheduler), network_(network), store_(store), air_(scheduler) {}

bool Updater::heard(const network::DevicePtr& device, const Request& request) {
  const auto found = attended_.find(device->ieee());
  if (found != attended_.end()) {
    found->second->inbox.put(request);
    return true;
  }
  const bool fetches = request.kind == Request::Kind::block || request.kind == Request::Kind::page;
  if ((!fetches && request.kind != Request::Kind::query) || to_stop_.erase(device->ieee()) == 0 || !fetches) return false;
  tasks_.spawn("stop an update", stop(device, request));
  return true;
}

Task<> Updater::stop(network::DevicePtr device, Request request) {
  auto operation = ota::abort(request);
  auto sent = co_await send(device, std::move(operation));
  if (!sent) log::debug(NS, "Abort image block response failed for {}: {}", to_string(device->ieee()), sent.error().text);
}

void Updater::abort(Ieee device) {
  const auto found = attended_.find(device);
  if (found == attended_.end()) return;
  if (found->second->fetching) to_stop_.insert(device);
  found->second->inbox.end({Errc::cancelled, "OTA for device " + to_string(device) + " was aborted"});
}

void Updater::forget(Ieee device) {
  const auto found = attended_.find(device);
  if (found != attended_.end()) found->second->inbox.end({Errc::closed, "the device has left the network"});
}

Task<Result<>> Updater::send(network::DevicePtr device, library::Operation operation) {
  auto sent = co_await network_.performer().perform(std::move(device), std::move(operation));
  if (!sent) co_return std::move(sent.error());
  co_return Result<>{};
}

Task<Result<>> Updater::answer_no_image(network::DevicePtr device, Request query) {
  auto operation = no_image(query);
  co_return co_await send(std::move(device), std::move(operation));
}

Task<Result<Request>> Updater::ask_to_query(network::DevicePtr device, EndpointId endpoint, Inbox& inbox) {
  const Error silent{Errc::timeout, "Device didn't respond to OTA request"};
  auto operation = notify(endpoint);
  auto sent = co_await send(device, std::move(operation));
  if (!sent) {
    log::debug(NS, "{} cannot be asked for its firmware: {}", to_string(device->ieee()), sent.error().text);
    co_return silent;
  }
  const Instant limit = scheduler_.now() + until_query;
  while (limit > scheduler_.now()) {
    auto request = co_await inbox.next(limit - scheduler_.now(), "a question");
    if (!request && request.error().code == Errc::timeout) break;
    if (!request) co_return std::move(request.error());
    if (request->kind == Request::Kind::query) co_return *request;
    if (request->kind == Request::Kind::refusal && request->command == 0) break;
  }
  co_return silent;
}

// Looking ----------------------------------------------------------------------------------------------------

Task<Result<Checked>> Updater::check(network::DevicePtr device, Source source, OtherWords words, std::optional<Request> query) {
  CO_TRY(const EndpointId endpoint, update_endpoint(*device));
  if (device->model_id() == needs_a_scene_group) {
    if (const network::Endpoint* place = with_output(*device, scenes)) {
      auto write = scene_group(place->id);
      CO_TRY_DO(co_await send(device, std::move(write)));
    }
  }
  const Store::Age age = query ? Store::Age::some_minutes : Store::Age::fresh;
  if (!query) {
    Attendance attendance(*this, device->ieee());
    CO_TRY(query, co_await ask_to_query(device, endpoint, attendance.inbox));
    CO_TRY_DO(co_await answer_no_image(device, *query));
  }
  co_return co_await look_up(device, std::move(source), std::move(words), query->candidate(), age);
}

Task<Result<Checked>> Updater::look_up(network::DevicePtr device, Source source, OtherWords words, Candidate current, Store::Age age) {
  correct(*device, current);
  const bool downgrade = source.downgrade;
  CO_TRY(const IndexPtr index, co_await store_.index(std::move(source), age));
  const Names names{device->model_id(), device->manufacturer_name(), words};
  const IndexEntry* entry = find_entry(*index, current, names);
  Checked out;
  out.current = current;
  if (!entry) co_return out;
  out.entry = *entry;
  const std::uint32_t offered = *entry->file_version;
  out.available = entry->force || (downgrade ? current.file_version > offered : current.file_version < offered);
  co_return out;
}

Task<Result<Updater::Choice>> Updater::choose(network::DevicePtr device, const Order& order, Request query) {
  Choice out;
  bool wanted = false;
  if (order.source.is_image()) {
    out.from.url = *order.source.url;
    auto image = co_await store_.image(out.from.url, out.from.sha512);
    if (image) {
      const std::uint32_t version = (*image)->header.file_version;
      wanted = order.source.downgrade ? query.file_version > version : query.file_version < version;
      out.image = std::move(*image);
    } else {
      out.unusable = std::move(image.error());
    }
  } else {
    CO_TRY(const Checked found, co_await look_up(device, order.source, order.words, query.candidate(), Store::Age::fresh));
    wanted = found.available;
    if (!wanted) {
      log::info(NS, "No OTA {} image currently available for {}", order.source.downgrade ? "downgrade" : "upgrade", to_string(device->ieee()));
      co_return out;
    }
    out.from.url = found.entry->url;
    out.from.sha512 = found.entry->sha512;
    auto image = co_await store_.image(out.from.url, out.from.sha512);
    if (image) {
      out.image = std::move(*image);
    } else {
      out.unusable = std::move(image.error());
    }
  }
  if (out.image) {
    const std::string why = misfit(out.image->header, query.candidate(), device->ieee());
    if (!why.empty()) out.unusable = Error{Errc::invalid, why};
    out.from.file_version = out.image->header.file_version;
  }
  if (out.unusable) {
    log::error(NS, "Failed to parse OTA image from '{}' for {}, aborting ({})", out.from.url, to_string(device->ieee()), out.unusable->text);
  }
  if (!wanted || out.unusable) out.image.reset();
  co_return out;
}

// Updating ---------------------------------------------------------------------------------------------------

Task<Result<Updated>> Updater::update(network::DevicePtr device, Order order, std::optional<Request> query) {
  CO_TRY(const EndpointId endpoint, update_endpoint(*device));
  Attendance attendance(*this, device->ieee());
  std::optional<Turnstile::Pass> turn;
  if (!query) {
    if (air_.updates().free() == 0) {
      log::info(NS, "OTA update of '{}' waits: {} others are under way", to_string(device->ieee()), Airtime::most_updates);
    }
    turn.emplace(co_await air_.updates().enter());
    CO_TRY(query, co_await ask_to_query(device, endpoint, attendance.inbox));
  }
  auto choice = co_await choose(device, order, *query);
  if (!choice || !choice->image) {
    auto told = co_await answer_no_image(device, *query);
    if (!choice) co_return std::move(choice.error());
    CO_TRY_DO(std::move(told));
    Updated out;
    out.from = query->file_version;
    out.unusable = std::move(choice->unusable);
    co_return out;
  }
  auto operation = offer(*query, choice->image->header);
  CO_TRY_DO(co_await send(device, std::move(operation)));
  CO_TRY(const std::uint32_t version, co_await transfer(device, *query, std::move(*choice), std::move(order), attendance));
  Updated out;
  out.from = query->file_version;
  out.to = version;
  co_return out;
}

Task<Result<Updated>> Updater::resume(network::DevicePtr device, Order order, Request question) {
  const auto left = unfinished(*device);
  const bool queried = question.kind == Request::Kind::query;
  Updated out;
  out.from = question.file_version;
  if (!left || (!queried && question.file_version != left->file_version)) co_return out;
  Attendance attendance(*this, device->ieee());
  auto image = co_await store_.image(left->url, left->sha512);
  // The index may name another image under the same address by now, and the device may have got it all.
  const bool same = image && (*image)->header.file_version == left->file_version && misfit((*image)->header, question.candidate(), device->ieee()).empty();
  if (!same || (queried && question.file_version == left->file_version)) {
    clear_unfinished(*device);
    network_.touch();
    if (!image) out.unusable = std::move(image.error());
    if (queried) CO_TRY_DO(co_await answer_no_image(device, question));
    co_return out;
  }
  log::info(NS, "OTA update of '{}' goes on", to_string(device->ieee()));
  if (queried) {
    auto operation = offer(question, (*image)->header);
    CO_TRY_DO(co_await send(device, std::move(operation)));
  } else {
    attendance.inbox.put(question);
  }
  Choice choice{std::move(*image), *left, std::nullopt};
  CO_TRY(out.to, co_await transfer(device, question, std::move(choice), std::move(order), attendance));
  co_return out;
}

Task<Result<std::uint32_t>> Updater::transfer(network::DevicePtr device, Request offered_to, Choice choice, Order order, Attendance& attendance) {
  set_unfinished(*device, choice.from);
  network_.touch();
  log::debug(NS, "Starting OTA update for {}", to_string(device->ieee()));
  const ImageHeader image = choice.image->header;
  Session session({scheduler_, network_.performer(), air_}, device, offered_to, std::move(choice.image), order.pace, attendance.inbox, order.tell);
  attendance.fetching = true;
  to_stop_.erase(device->ieee());
  auto end = co_await session.run();
  attendance.fetching = false;
  clear_unfinished(*device);
  network_.touch();
  CO_TRY_DO(std::move(end));
  if (end->status != 0) {
    // The device will ask again when it wants to; until then it is owed nothing but a receipt (11.13.9.6).
    auto receipt = acknowledge(*end, zcl::Status::success);
    if (auto sent = co_await send(device, std::move(receipt)); !sent) {
      log::debug(NS, "OTA upgrade end request default response for {} failed: {}", to_string(device->ieee()), sent.error().text);
    }
    co_return Error{Errc::refused, "OTA update of " + to_string(device->ieee()) + " failed with reason: " + zcl::status_name(end->status), end->status};
  }
  auto operation = install_now(*end, image);
  auto sent = co_await send(device, std::move(operation));
  if (!sent) co_return Error{sent.error().code, "OTA upgrade end response failed: " + sent.error().text};
  order.tell({100, 0});
  log::info(NS, "Update of {} successful ({} seconds). Waiting for device announce...", to_string(device->ieee()),
            std::chrono::round<std::chrono::seconds>(session.age()).count());
  CO_TRY_DO(co_await finish(device, image, attendance.inbox));
  clear_scheduled(*device);
  network_.touch();
  co_return image.file_version;
}

Task<Result<>> Updater::finish(network::DevicePtr device, const ImageHeader& image, Inbox& inbox) {
  const Instant limit = scheduler_.now() + until_announcement;
  while (limit > scheduler_.now()) {
    auto request = co_await inbox.next(limit - scheduler_.now(), "an announcement");
    if (!request && request.error().code == Errc::timeout) break;
    if (!request) co_return std::move(request.error());
    if (request->kind == Request::Kind::announced) co_return Result<>{};
    if (request->kind != Request::Kind::end) continue;
    auto operation = install_now(*request, image);  // it has not heard that it may
    (void)co_await send(device, std::move(operation));
  }
  log::debug(NS, "{} has not announced itself: its update is considered finished", to_string(device->ieee()));
  co_return Result<>{};
}

}  // namespace waggle::ota
