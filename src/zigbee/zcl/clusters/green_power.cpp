// Green Power (Green Power Basic specification, annex A).
// Names, types, access and limits as Zigbee2MQTT publishes them in bridge/definitions.
#include "zigbee/zcl/clusters/tables.h"

namespace waggle::zcl::clusters {
namespace {

using enum Type;
using namespace std::string_view_literals;
using A = Attribute;

// clang-format off

constexpr Attribute greenPower_attributes[] = {
    A(0x0000, "gpsMaxSinkTableEntries", uint8).required().max(255),
    A(0x0001, "sinkTable", long_octets).required(),
    A(0x0002, "gpsCommunicationMode", bitmap8).write().required().initial(1),
    A(0x0003, "gpsCommissioningExitMode", bitmap8).write().required().initial(2),
    A(0x0004, "gpsCommissioningWindow", uint16).write().max(65535).initial(180),
    A(0x0005, "gpsSecurityLevel", bitmap8).write().required().initial(6),
    A(0x0006, "gpsFunctionality", bitmap24).required(),
    A(0x0007, "gpsActiveFunctionality", bitmap24).required().initial(16777215),
    A(0x0010, "gpsMaxProxyTableEntries", uint8).required().client().max(255).initial(20),
    A(0x0011, "proxyTable", long_octets).required().client().initial(0),
    A(0x0012, "gppNotificationRetryNumber", uint8).write().client().max(5).initial(2),
    A(0x0013, "gppNotificationRetryTimer", uint8).write().client().max(255).initial(100),
    A(0x0014, "gppMaxSearchCounter", uint8).write().client().max(255).initial(10),
    A(0x0015, "gppBlockGpdId", long_octets).client(),
    A(0x0016, "gppFunctionality", bitmap24).required().client(),
    A(0x0017, "gppActiveFunctionality", bitmap24).required().client(),
    A(0x0020, "gpSharedSecurityKeyType", bitmap8).write().max(7).initial(0),
    A(0x0021, "gpSharedSecurityKey", key128).write(),
    A(0x0022, "gpLinkKey", key128).write(),
};
constexpr Command greenPower_commands[] = {
    command<
        "options:bitmap16 srcID:uint32?options[0,3]==0 gpdIEEEAddr:ieee?options[0,3]==2 "
        "gpdEndpoint:uint8?options[0,3]==2 frameCounter:uint32 commandID:uint8 payloadSize:uint8 "
        "commandFrame:gpd_frame?options!&192 gppNwkAddr:uint16?options&16384 "
        "gppGpdLink:bitmap8?options&16384">
        (0x00, "notification"),
    command<"options:bitmap16 srcID:uint32?options[0,3]==0 gpdIEEEAddr:ieee?options[0,3]==2 gpdEndpoint:uint8?options[0,3]==2">(0x01, "pairingSearch"),
    command<
        "options:bitmap8 srcID:uint32?options[0,3]==0 gpdIEEEAddr:ieee?options[0,3]==2 "
        "gpdEndpoint:uint8?options[0,3]==2 gpdSecurityFrameCounter:uint32 gppShortAddress:uint16 "
        "gppGpdLink:bitmap8">
        (0x03, "tunnelingStop"),
    command<
        "options:bitmap16 srcID:uint32?options[0,3]==0 gpdIEEEAddr:ieee?options[0,3]==2 "
        "gpdEndpoint:uint8?options[0,3]==2 frameCounter:uint32 commandID:uint8 payloadSize:uint8 "
        "commandFrame:gpd_frame?options!&48?options!&512 gppNwkAddr:uint16?options&2048 "
        "gppGpdLink:bitmap8?options&2048 mic:uint32?options&512">
        (0x04, "commissioningNotification"),
    command<
        "options:bitmap8 gpmAddressForSecurity:uint16[..65535] "
        "gpmAddressForPairing:uint16[..65535] sinkEndpoint:uint8">
        (0x04, "sinkCommissioningMode"),
    command<
        "options:bitmap16 srcID:uint32?options[0,3]==0 gpdIEEEAddr:ieee?options[0,3]==2 "
        "gpdEndpoint:uint8?options[0,3]==2">
        (0x07, "translationTableUpdate"),
    command<"startIndex:uint8">(0x08, "translationTableReq").responds(0x08),
    command<
        "options:bitmap8 srcID:uint32?options[0,3]==0 gpdIEEEAddr:ieee?options[0,3]==2 "
        "gpdEndpoint:uint8?options[0,3]==2 index:uint8">
        (0x0a, "sinkTableReq").responds(0x0a),
    command<"status:enum8 totalNumberNonEmptyEntries:uint8 startIndex:uint8 entriesCount:uint8">(0x0b, "proxyTableRsp"),
};
constexpr Command greenPower_responses[] = {
    command<
        "options:bitmap8 srcID:uint32?options[0,3]==0 gpdIEEEAddr:ieee?options[0,3]==2 "
        "gpdEndpoint:uint8?options[0,3]==2 gpdSecurityFrameCounter:uint32">
        (0x00, "notificationResponse"),
    command<
        "options:bitmap24 srcID:uint32?options[0,3]==0 gpdIEEEAddr:ieee?options[0,3]==2 "
        "gpdEndpoint:uint8?options[0,3]==2 sinkIEEEAddr:ieee?options[4,3]==6 "
        "sinkIEEEAddr:ieee?options[4,3]==0 sinkNwkAddr:uint16?options[4,3]==6 "
        "sinkNwkAddr:uint16?options[4,3]==0 sinkGroupID:uint16?options[4,3]==4 "
        "sinkGroupID:uint16?options[4,3]==2 deviceID:uint8?options&8 "
        "frameCounter:uint32?options&16384 gpdKey:key128?options&32768 "
        "assignedAlias:uint16?options&65536 groupcastRadius:uint8?options&131072">
        (0x01, "pairing"),
    command<"options:bitmap8 commisioningWindow:uint16?options&2 channel:uint8?options&16">(0x02, "commisioningMode"),
    command<
        "options:uint8 tempMaster:uint16 tempMasterTx:bitmap8 srcID:uint32?options[0,3]==0 "
        "gpdIEEEAddr:ieee?options[0,3]==2 gpdEndpoint:uint8?options[0,3]==2 gpdCmd:uint8 "
        "gpdPayload:gpd_frame">
        (0x06, "response"),
    command<"status:enum8 options:bitmap8 totalNumberEntries:uint8 startIndex:uint8 entriesCount:uint8">(0x08, "translationTableRsp"),
    command<"status:enum8 totalNumberNonEmptyEntries:uint8 startIndex:uint8 entriesCount:uint8">(0x0a, "sinkTableRsp"),
    command<
        "options:bitmap8 srcID:uint32?options[0,3]==0 gpdIEEEAddr:ieee?options[0,3]==2 "
        "gpdEndpoint:uint8?options[0,3]==2 index:uint8">
        (0x0b, "proxyTableReq"),
};

constexpr Cluster rows[] = {
    {ClusterId(0x0021), "greenPower", greenPower_attributes, greenPower_commands, greenPower_responses},
};
// clang-format on

static_assert(all_well_formed(rows));

}  // namespace

const std::span<const Cluster> green_power = rows;

}  // namespace waggle::zcl::clusters
