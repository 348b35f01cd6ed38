#include "coordinator/link_keys.h"

#include <gtest/gtest.h>

namespace waggle::coordinator {
namespace {

// Zigbee PRO, C.6.1: the key 40 to 4F, the message C0.
TEST(EmberLinkKeys, HashesWithAKeyAsTheSpecificationsExample) {
  Key key;
  for (std::size_t i = 0; i < key.size(); ++i) key[i] = static_cast<std::uint8_t>(0x40 + i);
  const Bytes message{0xC0};
  EXPECT_EQ(to_hex(keyed_hash(key, message)), "4512807bf94cb3400f0e2c25fb76e999");
}

TEST(EmberLinkKeys, DifferByDeviceAndBySecret) {
  Key secret{};
  const Key one = hashed_link_key(secret, Ieee(1));
  EXPECT_EQ(one, hashed_link_key(secret, Ieee(1)));
  EXPECT_NE(one, hashed_link_key(secret, Ieee(2)));
  secret[15] = 1;
  EXPECT_NE(one, hashed_link_key(secret, Ieee(1)));
}

}  // namespace
}  // namespace waggle::coordinator
