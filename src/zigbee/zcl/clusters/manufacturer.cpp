// Clusters of manufacturers that are everywhere: Tuya, Amazon.
// Names, types, access and limits as Zigbee2MQTT publishes them in bridge/definitions.
#include "zigbee/zcl/clusters/tables.h"

namespace waggle::zcl::clusters {
namespace {

using enum Type;
using namespace std::string_view_literals;
using A = Attribute;

// clang-format off

constexpr Command manuSpecificTuya_commands[] = {
    command<"seq:uint16[..65535] dpValues:tuya_datapoints">(0x00, "dataRequest"),
    command(0x03, "dataQuery"),
    command<"seq:uint16[..65535] dpValues:tuya_datapoints">(0x04, "sendData"),
    command<"seq:uint16[..65535]">(0x10, "mcuVersionRequest"),
    command<
        "seq:uint16[..65535] key_hi:uint32[..4294967295] key_lo:uint32[..4294967295] "
        "version:uint8[..255] imageSize:uint32[..4294967295] crc:uint32[..4294967295]">
        (0x12, "mcuOtaNotify"),
    command<
        "seq:uint16[..65535] status:uint8[..255] key_hi:uint32[..4294967295] "
        "key_lo:uint32[..4294967295] version:uint8[..255] offset:uint32[..4294967295] "
        "imageData:list_uint8">
        (0x14, "mcuOtaBlockDataResponse"),
    command<"payloadSize:uint16[..65535] payload:list_uint8">(0x24, "mcuSyncTime"),
    command<"payloadSize:uint16[..65535] payload:uint8[..255]">(0x25, "mcuGatewayConnectionStatus"),
    command<"payload:buffer">(0x61, "tuyaWeatherSync"),
};
constexpr Command manuSpecificTuya_responses[] = {
    command<"seq:uint16[..65535] dpValues:tuya_datapoints">(0x01, "dataResponse"),
    command<"seq:uint16[..65535] dpValues:tuya_datapoints">(0x02, "dataReport"),
    command<"seq:uint16[..65535] dpValues:tuya_datapoints">(0x05, "activeStatusReportAlt"),
    command<"seq:uint16[..65535] dpValues:tuya_datapoints">(0x06, "activeStatusReport"),
    command<"seq:uint16[..65535] version:uint8[..255]">(0x11, "mcuVersionResponse"),
    command<
        "seq:uint16[..65535] key_hi:uint32[..4294967295] key_lo:uint32[..4294967295] "
        "version:uint8[..255] offset:uint32[..4294967295] size:uint32[..4294967295]">
        (0x13, "mcuOtaBlockDataRequest"),
    command<"seq:uint16[..65535] status:uint8[..255] key_hi:uint32[..4294967295] key_lo:uint32[..4294967295] version:uint8[..255]">(0x15, "mcuOtaResult"),
    command<"payloadSize:uint16[..65535]">(0x24, "mcuSyncTime"),
    command<"payloadSize:uint16[..65535]">(0x25, "mcuGatewayConnectionStatus"),
    command<"payload:buffer">(0x60, "tuyaWeatherRequest"),
};

constexpr Attribute manuSpecificAmazonWWAH_attributes[] = {
    A(0x0002, "disableOTADowngrades", boolean).write(),
    A(0x0003, "mgmtLeaveWithoutRejoinEnabled", boolean).write(),
    A(0x0004, "nwkRetryCount", uint8).write().max(255),
    A(0x0005, "macRetryCount", uint8).write().max(255),
    A(0x0006, "routerCheckInEnabled", boolean).write(),
    A(0x0007, "touchlinkInterpanEnabled", boolean).write(),
    A(0x0008, "wwahParentClassificationEnabled", boolean).write(),
    A(0x0009, "wwahAppEventRetryEnabled", boolean).write(),
    A(0x000a, "wwahAppEventRetryQueueSize", uint8).write().max(255),
    A(0x000b, "wwahRejoinEnabled", boolean).write(),
    A(0x000c, "macPollFailureWaitTime", uint8).write().max(255),
    A(0x000d, "configurationModeEnabled", boolean).write(),
    A(0x000e, "currentDebugReportID", uint8).write().max(255),
    A(0x000f, "tcSecurityOnNwkKeyRotationEnabled", boolean).write(),
    A(0x0010, "wwahBadParentRecoveryEnabled", boolean).write(),
    A(0x0011, "pendingNetworkUpdateChannel", uint8).write().max(255),
    A(0x0012, "pendingNetworkUpdatePANID", uint16).write().max(65535),
    A(0x0013, "otaMaxOfflineDuration", uint16).write().max(65535),
    A(0xfffd, "clusterRevision", uint16).write().max(65535),
};
constexpr Command manuSpecificAmazonWWAH_commands[] = {
    command(0x0a, "clearBindingTable"),
};

constexpr Cluster rows[] = {
    {ClusterId(0xef00), "manuSpecificTuya", {}, manuSpecificTuya_commands, manuSpecificTuya_responses},
    {ClusterId(0xfc57), "manuSpecificAmazonWWAH", manuSpecificAmazonWWAH_attributes, manuSpecificAmazonWWAH_commands, {}, 0x1217},
};
// clang-format on

static_assert(all_well_formed(rows));

}  // namespace

const std::span<const Cluster> manufacturer = rows;

}  // namespace waggle::zcl::clusters
