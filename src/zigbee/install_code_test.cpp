#include "zigbee/install_code.h"

#include <gtest/gtest.h>

namespace waggle {
namespace {

Bytes octets(std::string_view hex) { return *from_hex(hex); }

// Base Device Behavior 3.0.1, 10.1.1: the example of the specification.
TEST(InstallCode, BecomesTheKeyOfTheSpecification) {
  const Bytes code = octets("83FED3407A939723A5C639B26916D505C3B5");
  EXPECT_EQ(*check_install_code(code), InstallCodeCrc::right);
  EXPECT_EQ(to_hex(aes_mmo_hash(code)), "66b6900981e1ee3ca4206b6b861c02bb");
}

// Zigbee PRO, C.5: hashes of inputs of one block, of two, and of a length that fills the last block.
TEST(InstallCode, HashesAsTheSpecificationsExamples) {
  EXPECT_EQ(to_hex(aes_mmo_hash(octets("C0"))), "ae3a102a28d43ee0d4a09e22788b206c");
  EXPECT_EQ(to_hex(aes_mmo_hash(octets("C0C1C2C3C4C5C6C7C8C9CACBCCCDCECF"))), "a7977e88bc0b61e8210827109a228f2d");
}

TEST(InstallCode, IsReadInTheFormsOfAllMakers) {
  struct Row {
    std::string what;
    std::string text;
    std::string address;
    std::string code;
  };
  const std::string code = "83fed3407a939723a5c639b26916d505c3b5";
  const Row rows[] = {
      {"95 characters", "RB01SG0D836591B3CC0010000000000000000000000D6F00179F2BC9DLKD0F471C9BBA2C0208608E91EED17E2B19A3C", "0x000d6f00179f2bc9",
       "d0f471c9bba2c0208608e91eed17e2b19a3c"},
      {"91 characters", "RB01SG0D836591B3CC0010000000000000000000000D6F00179F2BC9DLKD0F471C9BBA2C0208608E91EED17E2B1", "0x000d6f00179f2bc9",
       "d0f471c9bba2c0208608e91eed17e2b1"},
      {"usual", "G$M:20$S:1$D:2Z:0123456789ABCDEF$I:" + code + "%M:1049", "0x0123456789abcdef", code},
      {"usual, a Z before it", "Z:12%Z:0123456789ABCDEF$I:" + code, "0x0123456789abcdef", code},
      {"bar", "0123456789abcdef|" + code, "0x0123456789abcdef", code},
      {"bars around", "|0123456789abcdef|" + code + "|", "0x0123456789abcdef", code},
      {"Aqara", "G$M:69775$S:680S00003915$D:0000000017B2335C%Z$A:04CF8CDF3C7AAAAA$I:" + code, "0x04cf8cdf3c7aaaaa", code},
      {"Hue", "HUE:Z:" + code + " M:0017880100000001 D:Q", "0x0017880100000001", code},
  };
  for (const Row& row : rows) {
    const auto read = parse_install_code(row.text);
    ASSERT_TRUE(read) << row.what << ": " << read.error().text;
    EXPECT_EQ(to_string(read->ieee), row.address) << row.what;
    EXPECT_EQ(to_hex(read->code), row.code) << row.what;
  }
}

TEST(InstallCode, SaysWhatItCannotRead) {
  EXPECT_EQ(parse_install_code("short").error().text, "Unsupported install code, got 5 chars, expected 95 or 91 chars, or known format");
  EXPECT_EQ(parse_install_code("0123456789abcdef:83fe").error().text, "Unsupported install code, got 21 chars, expected 95 or 91 chars, or known format");
  EXPECT_EQ(parse_install_code("0123456789abcdeg|83fe").error().text, "Install code: '0123456789abcdeg' is no address of 16 hexadecimal digits");
  EXPECT_EQ(parse_install_code("0123456789abcdef|83fx").error().text, "Install code: '83fx' is not made of pairs of hexadecimal digits");
  EXPECT_EQ(check_install_code(octets("010203")).error().text, "Install code 010203 has invalid size");
}

TEST(InstallCode, GetsItsCheckSum) {
  struct Row {
    std::string code;
    InstallCodeCrc crc;
    std::string mended;
  };
  const Row rows[] = {
      {"83FED3407A939723A5C639B26916D505C3B5", InstallCodeCrc::right, "83fed3407a939723a5c639b26916d505c3b5"},
      {"83FED3407A939723A5C639B26916D505C3B6", InstallCodeCrc::wrong, "83fed3407a939723a5c639b26916d505c3b5"},
      {"83FED3407A939723A5C639B26916D505", InstallCodeCrc::missing, "83fed3407a939723a5c639b26916d505c3b5"},
      {"83FED3407A93", InstallCodeCrc::missing, "83fed3407a932b70"},
      {"83FED3407A930000", InstallCodeCrc::wrong, "83fed3407a932b70"},
      {"83FED3407A932B70", InstallCodeCrc::right, "83fed3407a932b70"},
      {"83FED3407A939723A5C639FF", InstallCodeCrc::missing, "83fed3407a939723a5c639ff4c12"},
  };
  for (const Row& row : rows) {
    const Bytes code = octets(row.code);
    ASSERT_TRUE(check_install_code(code)) << row.code;
    EXPECT_EQ(*check_install_code(code), row.crc) << row.code;
    EXPECT_EQ(to_hex(mended_install_code(code, row.crc)), row.mended) << row.code;
  }
}

}  // namespace
}  // namespace waggle
