#include "io/generations.h"

#include <algorithm>

namespace waggle::io {
namespace {

constexpr int before_last_write = 1;
constexpr int at_last_start = 2;
constexpr int oldest = 3;

}  // namespace

Generations::Generations(Files& files, std::string folder, std::span<const KeptFile> kept)
    : files_(files), folder_(std::move(folder)), kept_(kept) {}

std::string Generations::generation(std::string_view name, int number) const {
  return folder_ + "/.generations/" + std::string(name) + "." + std::to_string(number);
}

Result<> Generations::replace(const std::string& path, std::string_view content) {
  const auto file = std::find_if(kept_.begin(), kept_.end(), [&](const KeptFile& f) { return path == path_of(f); });
  // What keeps the old version from being kept (a full disk) must not keep the new one from being
  // written; if it cannot be written either, that is told.
  if (file != kept_.end() && files_.exists(path)) (void)files_.keep(path, generation(file->name, before_last_write));
  return files_.replace(path, content);
}

std::vector<std::string> Generations::begin() {
  std::vector<std::string> out;
  for (const KeptFile& file : kept_) {
    const std::string path = path_of(file);
    if (!files_.exists(path)) continue;
    auto text = files_.read(path);
    if (!text) {
      out.push_back(text.error().text);
      continue;
    }
    if (auto whole = file.whole(*text); !whole) {
      out.push_back(recover(file, *text, whole.error()));
    } else if (auto kept = remember(file, *text); !kept) {
      out.push_back("No earlier version of " + path + " can be kept: " + kept.error().text);
    }
  }
  return out;
}

Result<> Generations::remember(const KeptFile& file, const std::string& text) {
  TRY_DO(files_.make_folder(folder_ + "/.generations"));
  const std::string last = generation(file.name, at_last_start);
  if (files_.exists(last)) {
    TRY(const std::string before, files_.read(last));
    if (before == text) return {};
    TRY_DO(files_.keep(last, generation(file.name, oldest)));
  }
  // A copy, not a second name: some editors write into the file itself.
  return files_.replace(last, text);
}

std::string Generations::recover(const KeptFile& file, const std::string& text, const Error& damage) {
  const std::string path = path_of(file);
  std::string story = path + " is damaged (" + damage.text + ")";
  for (int number = before_last_write; number <= oldest; ++number) {
    const std::string source = generation(file.name, number);
    auto earlier = files_.exists(source) ? files_.read(source) : Result<std::string>(Error{Errc::not_found, {}});
    if (!earlier || !file.whole(*earlier)) continue;
    static constexpr std::string_view age[] = {"from before its last change", "of the last start", "of the start before the last"};
    auto done = files_.replace(path + ".damaged", text);
    if (done) done = files_.replace(path, *earlier);
    if (!done) return story + " and cannot be put right: " + done.error().text;
    return story + ". The version " + std::string(age[number - 1]) + " takes its place: " + file.summary(*earlier) +
           ". What changed after that is lost; the damaged file is kept as " + path + ".damaged";
  }
  return story + ", and there is no good earlier version of it";
}

}  // namespace waggle::io
