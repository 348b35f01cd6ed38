#include "ota/store.h"

#include <fmt/core.h>

#include "core/json.h"
#include "core/log.h"

namespace waggle::ota {
namespace {

constexpr std::string_view NS = "zh:controller:ota";
constexpr std::string_view latest = "https://raw.githubusercontent.com/Koenkk/zigbee-OTA/master/index.json";
constexpr std::string_view previous = "https://raw.githubusercontent.com/Koenkk/zigbee-OTA/master/index1.json";
constexpr Millis kept_for = 10min;
constexpr Millis failure_kept_for = 1min;

bool is_url(std::string_view location) { return location.starts_with("http://") || location.starts_with("https://"); }

}  // namespace

Store::Store(Scheduler& scheduler, io::Files& files, io::Downloads* downloads, std::string folder)
    : scheduler_(scheduler), files_(files), downloads_(downloads), folder_(std::move(folder)), door_(scheduler, 1), forget_(scheduler) {}

std::string Store::path_of(const std::string& location) const {
  return location.starts_with('/') || location.starts_with(folder_ + "/") ? location : folder_ + "/" + location;
}

Task<Result<std::string>> Store::read(std::string location) {
  if (!is_url(location)) co_return files_.read(path_of(location));
  if (!downloads_) co_return Error{Errc::unsupported, "'" + location + "' cannot be fetched: this program reads files alone"};
  log::debug(NS, "Downloading '{}'", location);
  auto page = co_await downloads_->get(std::move(location));
  // Clients know this as two words; why it failed is for those who read the log.
  if (!page && page.error().code != Errc::refused) {
    log::warning(NS, "{}", page.error().text);
    co_return Error{page.error().code, "fetch failed"};
  }
  co_return page;
}

Task<Result<Index>> Store::read_index(std::string location) {
  CO_TRY(const std::string text, co_await read(location));
  auto document = json::parse(text);
  if (!document) co_return Error{Errc::malformed, "The index '" + location + "' is no JSON: " + document.error().text};
  int skipped = 0;
  auto index = parse_index(*document, skipped);
  if (!index) co_return Error{Errc::malformed, "The index '" + location + "' cannot be used: " + index.error().text};
  if (skipped > 0) log::warning(NS, "{} entries of the index '{}' have no url and are left out", skipped, location);
  co_return std::move(*index);
}

// Entries of one's own may leave out what their image says.
Task<Result<>> Store::complete(Index& index) {
  for (IndexEntry& entry : index) {
    if (entry.described() || is_url(entry.url)) continue;
    CO_TRY(const ImagePtr found, co_await image(entry.url, entry.sha512));
    entry.describe(found->header);
  }
  co_return Result<>{};
}

Task<Result<IndexPtr>> Store::main_index(std::string location, Age age) {
  std::optional<Turnstile::Pass> turn;
  const bool share = age == Age::some_minutes && is_url(location);
  if (share) {
    turn.emplace(co_await door_.enter());
    const auto known = kept_.find(location);
    if (known != kept_.end() && known->second.until > scheduler_.now()) co_return known->second.index;
  }
  auto index = co_await read_index(location);
  Result<IndexPtr> out = index ? Result<IndexPtr>(std::make_shared<const Index>(std::move(*index))) : Result<IndexPtr>(std::move(index.error()));
  if (share) {
    const Instant until = scheduler_.now() + (out ? kept_for : failure_kept_for);
    kept_.insert_or_assign(std::move(location), Kept{until, out});
    forget_.start(kept_for, [this] { kept_.clear(); });
  }
  co_return out;
}

Task<Result<IndexPtr>> Store::index(Source source, Age age) {
  const std::string location = source.url ? *source.url : std::string(source.downgrade ? previous : latest);
  if (preferred_.empty()) co_return co_await main_index(location, age);
  log::debug(NS, "Loading override index '{}'", preferred_);
  CO_TRY(Index own, co_await read_index(preferred_));
  CO_TRY_DO(co_await complete(own));
  auto rest = co_await main_index(location, age);
  if (rest) {
    own.insert(own.end(), (*rest)->begin(), (*rest)->end());
  } else {
    log::info(NS, "Failed to download main index, only override index is loaded ({})", rest.error().text);
  }
  co_return IndexPtr(std::make_shared<const Index>(std::move(own)));
}

Task<Result<ImagePtr>> Store::image(std::string url, std::string sha512) {
  CO_TRY(const std::string file, co_await read(url));
  auto image = read_image(as_bytes(file));
  if (!image) co_return std::move(image.error());
  if (!sha512.empty() && ota::sha512(as_bytes(file)) != sha512) co_return Error{Errc::malformed, "File checksum validation failed"};
  co_return ImagePtr(std::make_shared<const Image>(std::move(*image)));
}

Result<std::string> Store::keep(std::string_view name, ByteView file) {
  if (name.empty() || name.find('/') != std::string_view::npos || name.starts_with('.')) {
    return Error{Errc::invalid, fmt::format("'{}' is no name of a file", name)};
  }
  const std::string folder = folder_ + "/ota";
  TRY_DO(files_.make_folder(folder));
  std::string path = folder + "/" + std::string(name);
  TRY_DO(files_.replace(path, as_text(file)));
  return path;
}

void Store::discard(const std::string& path) {
  if (!path.starts_with(folder_ + "/ota/")) return;
  if (auto gone = files_.remove(path); !gone) log::warning(NS, "{}", gone.error().text);
}

}  // namespace waggle::ota
