#include "ota/session.h"

#include <cmath>

#include "core/log.h"
#include "ota/part.h"

namespace waggle::ota {
namespace {

constexpr std::string_view NS = "zh:controller:ota";
constexpr std::chrono::seconds between_news{30};
/// A device that has asked for nothing for so long may begin anew.
constexpr std::chrono::seconds pause_before_anew{10};

double seconds(std::chrono::nanoseconds t) { return std::chrono::duration<double>(t).count(); }
double hundredths(double value) { return std::round(value * 100) / 100; }

}  // namespace

Session::Session(Surroundings around, network::DevicePtr device, Request offered_to, ImagePtr image, Pace pace, Inbox& inbox,
                 std::function<void(Progress)> tell)
    : around_(around), device_(std::move(device)), offered_to_(offered_to), image_(std::move(image)), pace_(pace), inbox_(inbox),
      tell_(std::move(tell)), share_(around_.air), begun_(around_.scheduler.now()) {
  if (const auto longer = patience_with(image_->header)) pace_.patience = *longer;
  const double parts = std::ceil(static_cast<double>(image_->header.size) / pace_.part_size);
  const double per_second = pace_.between_parts.count() > 0 ? hundredths(1000.0 / static_cast<double>(pace_.between_parts.count())) : 20;
  tell_({0, parts / per_second});
  log::info(NS, "OTA update of '{}' estimated at {} seconds ({} chunks, {} per second)", to_string(device_->ieee()),
            to_text(Value(parts / per_second)), to_text(Value(parts)), to_text(Value(per_second)));
}

Task<Result<Request>> Session::run() {
  auto end = co_await serve();
  if (end || end.error().code == Errc::cancelled) co_return end;
  if (end.error().code == Errc::timeout) {
    end.error().text = fmt::format("Timeout - {} - {} - undefined - {} - 3 after {}ms", device_->nwk.raw, offered_to_.endpoint.raw,
                                   cluster.raw, pace_.patience.count());
  }
  co_return Error{end.error().code,
                  fmt::format("Device {} did not start/finish firmware download after being notified. ({})", to_string(device_->ieee()), end.error().text)};
}

Task<Result<Request>> Session::serve() {
  for (;;) {
    CO_TRY(const Request request, co_await inbox_.next(pace_.patience, "a part of the image"));
    if (request.kind == Request::Kind::end) co_return request;
    CO_TRY_DO(co_await answer(request));
  }
}

Task<Result<>> Session::answer(Request request) {
  switch (request.kind) {
    case Request::Kind::query: {
      // Delivered twice, or asked besides: it is fetching.
      if (around_.scheduler.now() - last_part_.value_or(begun_) < pause_before_anew) co_return Result<>{};
      // It has not heard the offer, or begins anew: perhaps it was without power.
      auto again = offer(request, image_->header);
      (void)co_await send(std::move(again));
      co_return Result<>{};
    }
    case Request::Kind::block:
    case Request::Kind::page: break;
    default: co_return Result<>{};  // default responses to parts and announcements: it asks on
  }
  // It goes on with what it began to fetch at another time, which is not what it was offered now.
  if (!begun_downloading_ && request.offset > 0 && request.file_version != image_->header.file_version) {
    log::info(NS, "'{}' goes on with version {}, and version {} is on offer: it is told to begin anew", to_string(device_->ieee()),
              request.file_version, image_->header.file_version);
    auto stop = abort(request);
    (void)co_await send(std::move(stop));
    co_return Result<>{};
  }
  begun_downloading_ = true;
  if (request.kind == Request::Kind::page) {
    co_await send_page(request);
  } else {
    (void)co_await send_part(request, 0);
  }
  // Answered while it was asked once more.
  if (inbox_.newest() && inbox_.newest()->repeats(request)) inbox_.forget();
  co_return Result<>{};
}

Task<> Session::send_page(Request request) {
  for (std::uint32_t done = 0; done < request.page_size;) {
    const auto sent = co_await send_part(request, done);
    if (!sent) co_return;  // it will ask for what it misses
    done += *sent;
    if (request.offset + done >= image_->header.size) co_return;
    if (inbox_.ended() || (inbox_.newest() && !inbox_.newest()->repeats(request))) co_return;
  }
}

Task<std::optional<std::uint32_t>> Session::send_part(Request request, std::uint32_t done) {
  const auto what = part_for(request, image_->header.size, done, pace_.part_size);
  if (!what) {
    log::debug(NS, "'{}' asks for octets from {} on, of {}", to_string(device_->ieee()), request.offset + done, image_->header.size);
    auto no = acknowledge(request, zcl::Status::malformed_command);
    (void)co_await send(std::move(no));
    co_return std::nullopt;
  }
  const Millis pause = std::max(pace_.between_parts, Millis(request.spacing));
  if (last_part_ && *last_part_ + pause > around_.scheduler.now()) {
    co_await sleep(around_.scheduler, *last_part_ + pause - around_.scheduler.now());
  }
  co_await share_.turn();
  last_part_ = around_.scheduler.now();
  auto operation = part(request, what->offset, ByteView(image_->octets).subspan(what->offset, what->size));
  auto sent = co_await send(std::move(operation));
  if (!sent) co_return std::nullopt;
  note_progress(request);
  co_return what->size;
}

Task<Result<>> Session::send(library::Operation operation) {
  auto sent = co_await around_.performer.perform(device_, std::move(operation));
  if (sent) co_return Result<>{};
  log::debug(NS, "Image block response failed for {}: {}", to_string(device_->ieee()), sent.error().text);
  co_return std::move(sent.error());
}

void Session::note_progress(const Request& request) {
  const Instant now = around_.scheduler.now();
  if (!last_told_) {
    last_told_ = now;
    first_offset_ = request.offset;
  }
  if (now - *last_told_ <= between_news) return;
  last_told_ = now;
  if (request.offset <= first_offset_) return;
  const double speed = (request.offset - first_offset_) / seconds(age());
  const double size = image_->header.size;
  const Progress progress{hundredths(request.offset / size * 100), std::round((size - request.offset) / speed)};
  log::info(NS, "OTA update of '{}' at {}%, {} seconds remaining", to_string(device_->ieee()), to_text(Value(progress.percent)),
            to_text(Value(progress.remaining)));
  tell_(progress);
}

}  // namespace waggle::ota
