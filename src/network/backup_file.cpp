#include "network/backup_file.h"

#include <fmt/core.h>

#include <algorithm>

#include "core/bytes.h"
#include "core/log.h"

namespace waggle::network {
namespace {

constexpr std::string_view NS = "zh:backup";
constexpr int generations = 7;
constexpr std::int64_t day_ms = 24 * 60 * 60 * 1000;

}  // namespace

std::string BackupFile::folder() const {
  const auto slash = path_.rfind('/');
  return slash == std::string::npos ? "." : path_.substr(0, slash);
}

// data/coordinator_backup.json -> data/.generations/coordinator_backup.1.json
std::string BackupFile::generation(int number) const {
  const auto slash = path_.rfind('/');
  std::string name = slash == std::string::npos ? path_ : path_.substr(slash + 1);
  const auto dot = name.rfind('.');
  name.insert(dot == std::string::npos ? name.size() : dot, "." + std::to_string(number));
  return folder() + "/.generations/" + name;
}

std::optional<Backup> BackupFile::parse(const std::string& path) const {
  if (!files_.exists(path)) return std::nullopt;
  auto text = files_.read(path);
  auto backup = text ? parse_backup(*text) : Result<Backup>(std::move(text.error()));
  if (backup) return std::move(*backup);
  log::error(NS, "{}: {}", path, backup.error().text);
  return std::nullopt;
}

// Whoever moves the newest away to begin anew must not be given an older one.
Result<std::optional<Backup>> BackupFile::read() const {
  if (!files_.exists(path_)) return std::optional<Backup>();
  for (int i = 0; i <= generations; ++i) {
    const std::string path = i == 0 ? path_ : generation(i);
    auto backup = parse(path);
    if (!backup) continue;
    if (i > 0) log::warning(NS, "using the older backup {} instead", path);
    return std::optional<Backup>(std::move(*backup));
  }
  return Error{Errc::malformed, path_ + " cannot be read, and neither can any older backup"};
}

bool BackupFile::worth_keeping(const Backup& old, const Backup& fresh) const {
  if (old.ieee != fresh.ieee || !old.network.same_network(fresh.network)) return true;
  const bool lost = std::any_of(old.devices.begin(), old.devices.end(),
                                [&](const auto& device) { return !fresh.find(device.ieee); });
  if (lost) return true;
  const auto before = parse(generation(1));
  return !before || !before->made || !old.made || old.made->ms - before->made->ms >= day_ms;
}

Result<> BackupFile::rotate() {
  TRY_DO(files_.make_folder(folder() + "/.generations"));
  for (int i = generations - 1; i >= 0; --i) {
    const std::string from = i == 0 ? path_ : generation(i);
    if (!files_.exists(from)) continue;
    TRY(const std::string text, files_.read(from));
    TRY_DO(files_.replace(generation(i + 1), text));
  }
  return {};
}

Result<> BackupFile::write(const Backup& backup) {
  if (files_.exists(path_)) {
    const auto old = parse(path_);
    // A damaged file is kept as well: somebody may still make something of it.
    if (!old || worth_keeping(*old, backup)) TRY_DO(rotate());
  }
  return files_.replace(path_, print_backup(backup));
}

Result<std::string> BackupFile::set_aside(const Backup& backup) {
  const std::string path = fmt::format("{}/coordinator_backup_of_{}.json", folder(), to_hex(backup.network.extended_pan));
  TRY_DO(files_.replace(path, print_backup(backup)));
  return path;
}

}  // namespace waggle::network
