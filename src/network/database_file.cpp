#include "network/database_file.h"

#include <algorithm>

#include "core/log.h"

namespace waggle::network {
namespace {

constexpr std::string_view NS = "zh:database";
constexpr std::chrono::nanoseconds soon = 1s;
constexpr std::chrono::nanoseconds between_writes = 10s;
constexpr int tries = 3;

}  // namespace

DatabaseFile::DatabaseFile(Scheduler& scheduler, io::Files& files, std::string path, Print print)
    : scheduler_(scheduler), files_(files), path_(std::move(path)), print_(std::move(print)), timer_(scheduler) {}

void DatabaseFile::touch() {
  if (under_way_) {
    touched_ = true;
  } else if (!timer_.running()) {
    std::chrono::nanoseconds wait = soon;
    if (last_write_) wait = std::max(wait, *last_write_ + between_writes - scheduler_.now());
    timer_.start(wait, [this] { write_later(); });
  }
}

Result<> DatabaseFile::save() {
  timer_.stop();
  touched_ = false;
  auto done = files_.replace(path_, print_());
  owed_ = !done;
  if (!done) {
    log::error(NS, "{}", done.error().text);
    touch();
  }
  return done;
}

Task<> DatabaseFile::save_surely() {
  for (int i = 0; i < tries; ++i) {
    if (i > 0) co_await sleep(scheduler_, soon);
    if (save()) co_return;
  }
  log::error(NS, "{} cannot be written: what happens now is forgotten should the program end", path_);
}

void DatabaseFile::write_later() {
  under_way_ = true;
  last_write_ = scheduler_.now();
  auto work = [path = path_, text = print_()](io::Files& files) { return files.replace(path, text); };
  files_.later(std::move(work), [this, alive = std::weak_ptr(alive_)](const Result<>& done) {
    if (alive.expired()) return;
    under_way_ = false;
    if (!done) log::error(NS, "{}", done.error().text);
    if (std::exchange(touched_, false) || !done) touch();
  });
}

}  // namespace waggle::network
