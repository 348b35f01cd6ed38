#include <gtest/gtest.h>

#include <random>

#include "zigbee/zdo/by_hand.h"
#include "zigbee/zdo/messages.h"

namespace waggle::zdo {
namespace {

TEST(Zdo, DescriptorsOfARealSensor) {
  const auto node = decode_response<NodeDescriptorResponse>(*from_hex("00049e0240803412525200002c520000"));
  ASSERT_TRUE(node);
  EXPECT_EQ(node->body->nwk, Nwk(0x9E04));
  EXPECT_EQ(node->body->logical_type(), NodeDescriptorResponse::end_device);
  EXPECT_EQ(node->body->manufacturer, ManufacturerCode(0x1234));
  const auto simple =
      decode_response<SimpleDescriptorResponse>(*from_hex("00049e12010401020401040000010003000005011900"));
  ASSERT_TRUE(simple);
  EXPECT_EQ(simple->body->inputs.items, (std::vector<std::uint16_t>{0, 1, 3, 0x500}));
  EXPECT_EQ(simple->body->outputs.items, (std::vector<std::uint16_t>{0x19}));
}

TEST(Zdo, AFailureMayBeAStatusAlone) {
  const auto failed = decode_response<SimpleDescriptorResponse>(Bytes{0x82});
  ASSERT_TRUE(failed);
  EXPECT_FALSE(failed->ok());
  EXPECT_FALSE(failed->body);
  EXPECT_FALSE(decode_response<SimpleDescriptorResponse>(Bytes{0x00}));
  EXPECT_FALSE(decode_response<SimpleDescriptorResponse>(Bytes{}));
}

TEST(Zdo, BindingsToDevicesAndGroups) {
  Binding to_device;
  to_device.source = Ieee(0xA4C1381000000000);
  to_device.source_endpoint = EndpointId(1);
  to_device.cluster_id = ClusterId(1);
  to_device.target = Ieee(0x00124B0000000001);
  to_device.target_endpoint = EndpointId(1);
  EXPECT_EQ(to_hex(encode_request(to_device)), "000000001038c1a40101000301000000004b120001");
  Binding to_group = to_device;
  to_group.to_group = true;
  to_group.group = GroupId(901);
  to_group.target = {};
  to_group.target_endpoint = {};
  const Bytes octets = encode_request(to_group);
  Binding got;
  Reader in(octets);
  ASSERT_TRUE(decode(got, in));
  EXPECT_EQ(got, to_group);
}

TEST(Zdo, TableHasEveryMessageOnceWithItsResponse) {
  for (const Row& a : table()) {
    for (const Row& b : table()) EXPECT_TRUE(&a == &b || a.cluster != b.cluster) << a.name;
    if (a.cluster.raw & response_bit) continue;
    if (a.cluster == DeviceAnnounce::cluster) continue;  // nobody answers an announcement
    EXPECT_NE(name_of(ClusterId(a.cluster.raw | response_bit)), "unknown") << a.name;
  }
}

TEST(ZdoProperty, WhatDecodesEncodesToTheSameOctets) {
  std::mt19937 random(3);
  for (const Row& row : table()) {
    int decoded = 0;
    for (int round = 0; round < 3000; ++round) {
      Bytes octets;
      for (auto n = random() % 40; n > 0; --n) {
        octets.push_back(static_cast<std::uint8_t>(random() % 4 ? random() % 4 : random()));
      }
      const auto again = row.again(octets);
      if (!again) continue;
      ++decoded;
      // Boolean octets other than 0 and 1 do not occur in ZDO, so this is exact.
      ASSERT_EQ(to_hex(*again), to_hex(octets)) << row.name;
    }
    EXPECT_GT(decoded, 3) << row.name;
  }
}

TEST(Zdo, RequestsByHandAreThoseOfThePrograms) {
  const std::string device = "0x01a4c13810000000", radio = "0x00124b0000000003";
  const auto bind = encode_by_hand(BindRequest::cluster, Array{device, 1, 6, 3, radio, 0, 1});
  ASSERT_TRUE(bind) << bind.error().text;
  BindRequest same;
  same.source = *parse_ieee(device);
  same.source_endpoint = EndpointId(1);
  same.cluster_id = ClusterId(6);
  same.target = *parse_ieee(radio);
  same.target_endpoint = EndpointId(1);
  EXPECT_EQ(to_hex(*bind), to_hex(encode_request(same)));
  EXPECT_EQ(to_hex(*encode_by_hand(MatchDescriptorsRequest::cluster, Array{0x1234, 260, Array{6, 8}, Array{}})), "34120401020600080000");
  EXPECT_EQ(to_hex(*encode_by_hand(NwkAddressRequest::cluster, Array{device, true, 0})), "0000001038c1a4010100");
  EXPECT_FALSE(encode_by_hand(BindRequest::cluster, Array{device, 1, 6, 2, radio, 0, 1}));
  EXPECT_FALSE(encode_by_hand(LqiRequest::cluster, Array{256}));
}

}  // namespace
}  // namespace waggle::zdo
