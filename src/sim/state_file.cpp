#include "sim/state_file.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <sstream>

#include "core/json.h"
#include "core/log.h"

namespace waggle::sim {
namespace {

constexpr auto settling = 100ms;  // restoring a backup writes hundreds of items at once

Error from_errno(const std::string& doing) {
  return {Errc::io, doing + ": " + std::strerror(errno), errno};
}

}  // namespace

StateFile::StateFile(Scheduler& scheduler, std::string path)
    : path_(std::move(path)), timer_(scheduler) {}

StateFile::~StateFile() {
  if (!timer_.running()) return;
  if (const auto written = write(); !written) log::error("sim", "{}", written.error().text);
}

Result<> StateFile::load() {
  if (path_.empty()) return {};
  std::ifstream in(path_, std::ios::binary);
  if (!in) {
    if (errno == ENOENT) return {};
    return from_errno("cannot read '" + path_ + "'");
  }
  std::stringstream text;
  text << in.rdbuf();
  auto value = json::parse(text.str());
  if (!value) return std::move(value.error()).in(path_);
  if (!value->is_object()) return Error{Errc::malformed, path_ + ": not a state file"};
  loaded_ = std::move(value->object());
  return {};
}

const Value* StateFile::section(std::string_view name) const { return loaded_.find(name); }

void StateFile::attach(std::string name, std::function<Value()> save) {
  savers_[std::move(name)] = std::move(save);
}

void StateFile::touch() {
  if (path_.empty() || timer_.running()) return;
  timer_.start(settling, [this] {
    if (const auto written = write(); !written) log::error("sim", "{}", written.error().text);
  });
}

Result<> StateFile::write() {
  if (path_.empty()) return {};
  for (const auto& [name, save] : savers_) loaded_.set(name, save());
  const std::string text = json::pretty(Value(loaded_), 1) + "\n";
  const std::string fresh = path_ + ".new";
  std::FILE* file = std::fopen(fresh.c_str(), "wb");
  if (!file) return from_errno("cannot write '" + fresh + "'");
  const bool whole = std::fwrite(text.data(), 1, text.size(), file) == text.size();
  const bool closed = std::fclose(file) == 0;
  if (!whole || !closed) return from_errno("cannot write '" + fresh + "'");
  if (std::rename(fresh.c_str(), path_.c_str()) != 0)
    return from_errno("cannot rename '" + fresh + "'");
  return {};
}

}  // namespace waggle::sim
