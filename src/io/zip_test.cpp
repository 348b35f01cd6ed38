// ZIP archives: what is packed comes out again, and what lies is refused.
#include "io/zip.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "io/temp_folder.h"

namespace waggle::io {
namespace {

constexpr std::size_t plenty = 1 << 20;

TEST(Zip, WhatIsPackedComesOutAgain) {
  const std::vector<ZipEntry> entries{{"configuration.yaml", "version: 5\n"}, {"log/a b.log", std::string(50'000, 'x')}, {"empty", ""}};
  const auto out = unzip(zip(entries, WallTime{1'700'000'000'000}), plenty);
  ASSERT_TRUE(out) << out.error().text;
  ASSERT_EQ(out->size(), entries.size());
  for (std::size_t i = 0; i < entries.size(); ++i) {
    EXPECT_EQ((*out)[i].name, entries[i].name);
    EXPECT_EQ((*out)[i].content, entries[i].content);
  }
}

// python3 -m zipfile, with a folder entry and a stored file.
TEST(Zip, ReadsWhatOthersPack) {
  const TempFolder folder;
  const std::string command = "cd " + folder.path() + " && python3 -c \"import zipfile; z = zipfile.ZipFile('a.zip', 'w'); z.writestr('data/', ''); z.writestr('data/x', 'stored'); "
                              "z.writestr('y', 'deflated' * 9, zipfile.ZIP_DEFLATED); z.comment = b'hello'; z.close()\" 2>/dev/null";
  if (std::system(command.c_str()) != 0) GTEST_SKIP() << "python3 is not here to pack an archive";
  std::ostringstream text;
  text << std::ifstream(folder / "a.zip", std::ios::binary).rdbuf();
  const auto out = unzip(as_bytes(text.str()), plenty);
  ASSERT_TRUE(out) << out.error().text;
  ASSERT_EQ(out->size(), 2u);
  EXPECT_EQ((*out)[0].content, "stored");
  EXPECT_EQ((*out)[1].name, "y");
}

TEST(Zip, RefusesWhatLeadsOut) {
  for (const std::string name : {"../x", "/etc/passwd", "a/../../x", "a\\..\\x", ".."}) {
    const auto out = unzip(zip({{name, "x"}}, {}), plenty);
    ASSERT_FALSE(out) << name;
    EXPECT_NE(out.error().text.find("leads out of the folder"), std::string::npos) << out.error().text;
  }
}

TEST(Zip, RefusesWhatIsDamagedWhereverItIs) {
  const Bytes good = zip({{"a", std::string(300, 'a') + "bcdef"}, {"b", "second"}}, {});
  for (std::size_t size = 0; size < good.size(); ++size) EXPECT_FALSE(unzip(ByteView(good).first(size), plenty)) << size;
  for (std::size_t at = 0; at < good.size(); ++at) {
    Bytes bad = good;
    bad[at] ^= 0xFF;
    (void)unzip(bad, plenty);  // some octets are of no account: times, versions
  }
  EXPECT_FALSE(unzip(good, 10)) << "unpacks to more than is allowed";
}

}  // namespace
}  // namespace waggle::io
