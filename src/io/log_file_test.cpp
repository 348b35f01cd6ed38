#include "io/log_file.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "io/log_folders.h"
#include "io/temp_folder.h"

namespace waggle::io {
namespace {

namespace fs = std::filesystem;
constexpr WallTime noon{1'768'478'400'000};
constexpr std::string_view no_time = "[t]";

class Folder : public TempFolder {
 public:
  fs::path operator/(std::string_view name) const { return fs::path(path()) / name; }
  std::vector<std::string> names() const {
    std::vector<std::string> out;
    for (const auto& entry : fs::directory_iterator(path())) out.push_back(entry.path().filename().string());
    std::sort(out.begin(), out.end());
    return out;
  }
};

std::string content(const fs::path& path) {
  std::ostringstream out;
  out << std::ifstream(path).rdbuf();
  return std::move(out).str();
}

std::shared_ptr<LogFile> open(const fs::path& path, Rotation rotation = {}) {
  auto file = LogFile::open(path.string(), rotation, std::string(no_time));
  EXPECT_TRUE(file) << file.error().text;
  return file ? *file : nullptr;
}

log::Message line(std::string_view text) { return {log::Level::info, "z2m", text, noon}; }

TEST(LogFile, AddsLinesToWhatIsThere) {
  const Folder folder;
  open(folder / "log.log")->write(line("one"));
  open(folder / "log.log")->write(line("two"));
  EXPECT_EQ(content(folder / "log.log"), "[t] info: \tz2m: one\n[t] info: \tz2m: two\n");
}

TEST(LogFile, AFullOneIsSetAsideAndTheOldestGoes) {
  const Folder folder;
  const auto file = open(folder / "log.log", {50, 3});
  for (const char* text : {"1", "2", "3", "4", "5", "6", "7", "8"}) file->write(line(text));  // 18 octets each
  EXPECT_EQ(folder.names(), (std::vector<std::string>{"log.log", "log1.log", "log2.log"}));
  EXPECT_EQ(content(folder / "log.log"), "[t] info: \tz2m: 7\n[t] info: \tz2m: 8\n");
  EXPECT_EQ(content(folder / "log1.log"), "[t] info: \tz2m: 5\n[t] info: \tz2m: 6\n");
  EXPECT_EQ(content(folder / "log2.log"), "[t] info: \tz2m: 3\n[t] info: \tz2m: 4\n");
}

TEST(LogFile, WhatAnEarlierRunWroteCountsForTheLimit) {
  const Folder folder;
  open(folder / "log.log")->write(line(std::string(60, 'x')));
  open(folder / "log.log", {50, 3})->write(line("new"));
  EXPECT_EQ(content(folder / "log.log"), "[t] info: \tz2m: new\n");
  EXPECT_TRUE(fs::exists(folder / "log1.log"));
}

TEST(LogFile, WithoutRotationItGrows) {
  const Folder folder;
  const auto file = open(folder / "log.log");
  for (int i = 0; i < 1000; ++i) file->write(line("x"));
  EXPECT_EQ(folder.names(), (std::vector<std::string>{"log.log"}));
  EXPECT_EQ(fs::file_size(folder / "log.log"), 18'000u);
}

TEST(LogFile, AFolderThatIsNotThereIsNamed) {
  const Folder folder;
  const auto file = LogFile::open((folder / "none/log.log").string(), {}, std::string(no_time));
  ASSERT_FALSE(file);
  EXPECT_NE(file.error().text.find("none/log.log: cannot be opened for the log: No such file"), std::string::npos) << file.error().text;
}

// The folder goes away while the log is full, and comes back.
TEST(LogFile, LinesThatCouldNotBeWrittenAreCountedInTheFile) {
  const Folder folder;
  fs::create_directory(folder / "log");
  const auto file = open(folder / "log/log.log", {30, 3});
  file->write(line("before"));
  fs::rename(folder / "log", folder / "away");
  testing::internal::CaptureStderr();
  file->write(line("lost 1"));
  file->write(line("lost 2"));
  const std::string told = testing::internal::GetCapturedStderr();
  EXPECT_NE(told.find("log/log.log: cannot be opened"), std::string::npos) << told;
  EXPECT_EQ(std::count(told.begin(), told.end(), '\n'), 1) << "told once";
  fs::rename(folder / "away", folder / "log");
  file->write(line("after"));
  const std::string text = content(folder / "log/log.log");
  EXPECT_TRUE(text.ends_with("[t] error: \tz2m: 2 lines of the log are missing here: they could not be written\n[t] info: \tz2m: after\n")) << text;
}

TEST(LogFolders, TheTimestampIsTheLocalTime) {
  setenv("TZ", "CET-1", 1);
  tzset();
  EXPECT_EQ(fill_timestamp("data/log/%TIMESTAMP%", noon), "data/log/2026-01-15.13-00-00");
  EXPECT_EQ(fill_timestamp("%TIMESTAMP%/%TIMESTAMP%.log", noon), "2026-01-15.13-00-00/2026-01-15.13-00-00.log");
  unsetenv("TZ");
  tzset();
}

TEST(LogFolders, OnlyOldFoldersOfTheLogAreRemoved) {
  const Folder folder;
  const std::string pattern = (folder / "%TIMESTAMP%").string();
  for (int day = 1; day <= 9; ++day) {
    const std::string name = fmt::format("2026-01-0{}.12-00-00", day);
    fs::create_directory(folder / name);
    std::ofstream(folder / (name + "/log.log")) << "x";
  }
  fs::create_directory(folder / "2020-photos");
  fs::create_directory(folder / "2020-01-01.12-00-00-mine");
  std::ofstream(folder / "2020-01-01.12-00-00") << "a file, not a folder";
  EXPECT_EQ(remove_old_log_folders(pattern, 7), std::vector<std::string>{});
  EXPECT_EQ(folder.names(), (std::vector<std::string>{"2020-01-01.12-00-00", "2020-01-01.12-00-00-mine", "2020-photos", "2026-01-03.12-00-00",
                                                      "2026-01-04.12-00-00", "2026-01-05.12-00-00", "2026-01-06.12-00-00", "2026-01-07.12-00-00",
                                                      "2026-01-08.12-00-00", "2026-01-09.12-00-00"}));
  remove_old_log_folders((folder / "plain").string(), 0);
  EXPECT_EQ(folder.names().size(), 10u) << "without the variable there is one folder, and it stays";
}

TEST(LogFolders, TheFolderMayHaveTextAroundTheTimeAndFoldersInIt) {
  const Folder folder;
  for (const char* name : {"z-2026-01-01.00-00-00-x", "z-2026-01-02.00-00-00-x", "2026-01-01.00-00-00"}) {
    fs::create_directories(folder / name / "logs");
  }
  remove_old_log_folders((folder / "z-%TIMESTAMP%-x/logs").string(), 1);
  EXPECT_EQ(folder.names(), (std::vector<std::string>{"2026-01-01.00-00-00", "z-2026-01-02.00-00-00-x"}));
}

TEST(LogFolders, CurrentLeadsToTheNewest) {
  const Folder folder;
  const std::string pattern = (folder / "%TIMESTAMP%").string();
  for (const WallTime time : {noon, WallTime{noon.ms + 1000}}) {
    const fs::path made = fill_timestamp(pattern, time);
    fs::create_directory(made);
    ASSERT_TRUE(link_current_log_folder(pattern, time));
    EXPECT_EQ(fs::canonical(folder / "current"), fs::canonical(made));
  }
  EXPECT_EQ(folder.names().size(), 3u);
}

TEST(LogFolders, WhatIsCalledCurrentAndIsNoLinkStays) {
  const Folder folder;
  fs::create_directory(folder / "current");
  const auto linked = link_current_log_folder((folder / "%TIMESTAMP%").string(), noon);
  ASSERT_FALSE(linked);
  EXPECT_NE(linked.error().text.find("is not a link"), std::string::npos);
  EXPECT_TRUE(fs::is_directory(folder / "current"));
}

}  // namespace
}  // namespace waggle::io
