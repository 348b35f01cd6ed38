// Touchlink commissioning (ZCL 8, chapter 13).
// Names, types, access and limits as Zigbee2MQTT publishes them in bridge/definitions.
#include "zigbee/zcl/clusters/tables.h"

namespace waggle::zcl::clusters {
namespace {

using enum Type;
using namespace std::string_view_literals;
using A = Attribute;

// clang-format off

constexpr Command touchlink_commands[] = {
    command<"transactionID:uint32[1..] zigbeeInformation:bitmap8 touchlinkInformation:bitmap8">(0x00, "scanRequest").responds(0x01).required(),
    command<"transactionID:uint32[1..] startIndex:uint8">(0x02, "deviceInformation").responds(0x03).required(),
    command<"transactionID:uint32[1..] duration:uint16[..65535]">(0x06, "identifyRequest").required(),
    command<"transactionID:uint32[1..]">(0x07, "resetToFactoryNew").required(),
    command<
        "transactionID:uint32[1..] extendedPANID:ieee keyIndex:uint8[..15] "
        "encryptedNetworkKey:key128 logicalChannel:uint8 panID:uint16[..65534] "
        "nwkAddr:uint16[1..65527] groupIDsBegin:uint16 groupIDsEnd:uint16 "
        "freeNwkAddrRangeBegin:uint16 freeNwkAddrRangeEnd:uint16 freeGroupIDRangeBegin:uint16 "
        "freeGroupIDRangeEnd:uint16 initiatorIEEE:ieee initiatorNwkAddr:uint16">
        (0x10, "networkStart").responds(0x11).required(),
    command<
        "transactionID:uint32[1..] extendedPANID:ieee keyIndex:uint8[..15] "
        "encryptedNetworkKey:key128 networkUpdateID:uint8 logicalChannel:uint8 "
        "panID:uint16[1..65534] nwkAddr:uint16[1..65527] groupIDsBegin:uint16 groupIDsEnd:uint16 "
        "freeNwkAddrRangeBegin:uint16 freeNwkAddrRangeEnd:uint16 freeGroupIDRangeBegin:uint16 "
        "freeGroupIDRangeEnd:uint16">
        (0x12, "networkJoinRouter").responds(0x13).required(),
    command<
        "transactionID:uint32[1..] extendedPANID:ieee keyIndex:uint8[..15] "
        "encryptedNetworkKey:key128 networkUpdateID:uint8 logicalChannel:uint8 "
        "panID:uint16[1..65534] nwkAddr:uint16[1..65527] groupIDsBegin:uint16 groupIDsEnd:uint16 "
        "freeNwkAddrRangeBegin:uint16 freeNwkAddrRangeEnd:uint16 freeGroupIDRangeBegin:uint16 "
        "freeGroupIDRangeEnd:uint16">
        (0x14, "networkJoinEndDevice").responds(0x15).required(),
    command<
        "transactionID:uint32[1..] extendedPANID:ieee networkUpdateID:uint8 logicalChannel:uint8 "
        "panID:uint16[1..65534] nwkAddr:uint16[1..65527]">
        (0x16, "networkUpdate").required(),
    command<"startIndex:uint8">(0x41, "getGroupIdentifiers").responds(0x41),
    command<"startIndex:uint8">(0x42, "getEndpointList").responds(0x42),
};
constexpr Command touchlink_responses[] = {
    command<
        "transactionID:uint32[1..] rssiCorrection:uint8[0..20] zigbeeInformation:bitmap8 "
        "touchlinkInformation:bitmap8 keyBitmask:bitmap16 responseID:uint32 extendedPanID:ieee "
        "networkUpdateID:uint8 logicalChannel:uint8 panID:uint16 networkAddress:uint16[1..65527] "
        "numberOfSubDevices:uint8 totalGroupIdentifiers:uint8 "
        "endpointID:uint8?numberOfSubDevices==1 profileID:uint16?numberOfSubDevices==1 "
        "deviceID:uint16?numberOfSubDevices==1 version:uint8?numberOfSubDevices==1 "
        "groupIDCount:uint8?numberOfSubDevices==1">
        (0x01, "scanResponse").required(),
    command<"transactionID:uint32[1..] numberOfSubDevices:uint8 startIndex:uint8 deviceInfoCount:uint8[..5]">(0x03, "deviceInformation").required(),
    command<"transactionID:uint32[1..] status:uint8 extendedPANID:ieee networkUpdateID:uint8 logicalChannel:uint8 panID:uint16">(0x11, "networkStart").required(),
    command<"transactionID:uint32[1..] status:uint8">(0x13, "networkJoinRouter").required(),
    command<"transactionID:uint32[1..] status:uint8">(0x15, "networkJoinEndDevice").required(),
    command<"ieeeAddress:ieee networkAddress:uint16 endpointID:uint8 profileID:uint16 deviceID:uint16 version:uint8">(0x40, "endpointInformation"),
    command<"total:uint8 startIndex:uint8 count:uint8">(0x41, "getGroupIdentifiers"),
    command<"total:uint8 startIndex:uint8 count:uint8">(0x42, "getEndpointList"),
};

constexpr Cluster rows[] = {
    {ClusterId(0x1000), "touchlink", {}, touchlink_commands, touchlink_responses},
};
// clang-format on

static_assert(all_well_formed(rows));

}  // namespace

const std::span<const Cluster> touchlink = rows;

}  // namespace waggle::zcl::clusters
