// Home appliances, power profile, partition, PWM.
// Names, types, access and limits as Zigbee2MQTT publishes them in bridge/definitions.
#include "zigbee/zcl/clusters/tables.h"

namespace waggle::zcl::clusters {
namespace {

using enum Type;
using namespace std::string_view_literals;
using A = Attribute;

// clang-format off

constexpr Attribute piPartition_attributes[] = {
    A(0x0000, "maximumIncomingTransferSize", uint16).required().max(65535).initial(1280),
    A(0x0001, "maximumOutgoingTransferSize", uint16).required().max(65535).initial(1280),
    A(0x0002, "partionedFrameSize", uint8).write().required().max(255).initial(80),
    A(0x0003, "largeFrameSize", uint16).write().required().max(65535).initial(1280),
    A(0x0004, "numberOfAckFrame", uint8).write().required().max(255).initial(100),
    A(0x0005, "nackTimeout", uint16).required().max(65535),
    A(0x0006, "interframeDelay", uint8).write().required().max(255),
    A(0x0007, "numberOfSendRetries", uint8).required().max(255).initial(3),
    A(0x0008, "senderTimeout", uint16).required().max(65535),
    A(0x0009, "receiverTimeout", uint16).required().max(65535),
};
constexpr Command piPartition_commands[] = {
    command<
        "fragmentionOptions:bitmap8 partitionIndicator:uint8?fragmentionOptions!&2 "
        "partitionIndicator:uint16?fragmentionOptions&2 partitionedFrame:octets">
        (0x00, "transferPartionedFrame").required(),
    command<"partitionedClusterId:cluster_id attributeIds:list_uint16">(0x01, "readHandshakeParam").responds(0x01).required(),
    command<"partitionedClusterId:cluster_id">(0x02, "writeHandshakeParam").required(),
};
constexpr Command piPartition_responses[] = {
    command<
        "ackOptions:bitmap8 firstFrameId:uint8?ackOptions!&1 "
        "firstFrameId:uint16?ackOptions&1 nackId:list_uint8?ackOptions!&1 "
        "nackId:list_uint16?ackOptions&1">
        (0x00, "multipleAck").required(),
    command<"partitionedClusterId:cluster_id">(0x01, "readHandshakeParamResponse").required(),
};

constexpr Attribute powerProfile_attributes[] = {
    A(0x0000, "totalProfileNum", uint8).required().min(1).max(254).initial(1),
    A(0x0001, "multipleScheduling", boolean).required().initial(0),
    A(0x0002, "energyFormatting", bitmap8).required().initial(1),
    A(0x0003, "energyRemote", boolean).required().initial(0),
    A(0x0004, "scheduleMode", bitmap8).write().report().required().initial(0),
};
constexpr Command powerProfile_commands[] = {
    command<"powerProfileId:uint8">(0x00, "powerProfileRequest").required(),
    command(0x01, "powerProfileStateRequest").required(),
    command<"powerProfileId:uint8 currency:uint16 price:uint32 priceTrailingDigit:uint8">(0x02, "getPowerProfilePriceResponse").required(),
    command<"currency:uint16 price:uint32 priceTrailingDigit:uint8">(0x03, "getOverallSchedulePriceResponse").required(),
    command<"powerProfileId:uint8 numScheduledPhases:uint8">(0x04, "energyPhasesScheduleNotification").required(),
    command<"powerProfileId:uint8 numScheduledPhases:uint8">(0x05, "energyPhasesScheduleResponse").required(),
    command<"powerProfileId:uint8">(0x06, "powerProfileScheduleConstraintsRequest").required(),
    command<"powerProfileId:uint8">(0x07, "energyPhasesScheduleStateRequest").required(),
    command<"powerProfileId:uint8 currency:uint16 price:uint32 priceTrailingDigit:uint8">(0x08, "getPowerProfilePriceExtendedResponse").required(),
};
constexpr Command powerProfile_responses[] = {
    command<"totalProfileNum:uint8 powerProfileId:uint8 numTransferredPhases:uint8">(0x00, "powerProfileNotification").required(),
    command<"totalProfileNum:uint8 powerProfileId:uint8 numTransferredPhases:uint8">(0x01, "powerProfileResponse").required(),
    command<"powerProfileCount:uint8">(0x02, "powerProfileStateResponse").required(),
    command<"powerProfileId:uint8">(0x03, "getPowerProfilePrice"),
    command<"powerProfileCount:uint8">(0x04, "powerProfilesStateNotification").required(),
    command(0x05, "getOverallSchedulePrice"),
    command<"powerProfileId:uint8">(0x06, "energyPhasesScheduleRequest").required(),
    command<"powerProfileId:uint8 numScheduledPhases:uint8">(0x07, "energyPhasesScheduleStateResponse").required(),
    command<"powerProfileId:uint8 numScheduledPhases:uint8">(0x08, "energyPhasesScheduleStateNotification").required(),
    command<"powerProfileId:uint8 startAfter:uint16 stopBefore:uint16">(0x09, "powerProfileScheduleConstraintsNotification").required(),
    command<"powerProfileId:uint8 startAfter:uint16 stopBefore:uint16">(0x0a, "powerProfileScheduleConstraintsResponse").required(),
    command<"options:bitmap8 powerProfileId:uint8 powerProfileStartTime:uint16?left>=2">(0x0b, "getPowerProfilePriceExtended"),
};

constexpr Attribute haApplianceControl_attributes[] = {
    A(0x0000, "startTime", uint16).report().required().max(65535).initial(0),
    A(0x0001, "finishTime", uint16).report().required().max(65535).initial(0),
    A(0x0002, "remainingTime", uint16).report().max(65535).initial(0),
};
constexpr Command haApplianceControl_commands[] = {
    command<"commandId:enum8">(0x00, "executionOfCommand"),
    command(0x01, "signalState").responds(0x00).required(),
    command(0x02, "writeFunctions"),
    command(0x03, "overloadPauseResume"),
    command(0x04, "overloadPause"),
    command<"warningEvent:enum8">(0x05, "overloadWarning"),
};
constexpr Command haApplianceControl_responses[] = {
    command<"applianceStatus:enum8 remoteEnableFlagsAndDeviceStatus2:bitmap8 applianceStatus2:uint24?left>=3">(0x00, "signalStateRsp").required(),
    command<"applianceStatus:enum8 remoteEnableFlagsAndDeviceStatus2:bitmap8 applianceStatus2:uint24?left>=3">(0x00, "signalStateNotification").required(),
};

constexpr Special startUpCurrentLevel_special[] = {{"0", "MinimumDeviceValuePermitted"}, {"255", "SetToPreviousValue"}};
constexpr Attribute pulseWidthModulation_attributes[] = {
    A(0x0000, "currentLevel", uint8).report().scene().required().initial(255),
    A(0x0001, "remainingTime", uint16).max(65535).initial(0),
    A(0x0002, "minLevel", uint8).required().initial(0),
    A(0x0003, "maxLevel", uint8).required().max(100).initial(100),
    A(0x0004, "currentFrequency", uint16).report().required().initial(0),
    A(0x0005, "minFrequency", uint16).required().initial(0),
    A(0x0006, "maxFrequency", uint16).required().max(65535).initial(0),
    A(0x000f, "options", bitmap8).write().initial(0),
    A(0x0010, "onOffTransitionTime", uint16).write().max(65535).initial(0),
    A(0x0011, "onLevel", uint8).write().initial(255),
    A(0x0012, "onTransitionTime", uint16).write().max(65534).initial(65535),
    A(0x0013, "offTransitionTime", uint16).write().max(65534).initial(65535),
    A(0x0014, "defaultMoveRate", uint8).write().max(254),
    A(0x4000, "startUpCurrentLevel", uint8).write().max(255).special(startUpCurrentLevel_special),
};
constexpr Command pulseWidthModulation_commands[] = {
    command<"level:uint8 transtime:uint16 optionsMask:bitmap8?left>=1 optionsOverride:bitmap8?left>=1">(0x00, "moveToLevel").required(),
    command<"movemode:uint8 rate:uint8 optionsMask:bitmap8?left>=1 optionsOverride:bitmap8?left>=1">(0x01, "move").required(),
    command<"stepmode:uint8 stepsize:uint8 transtime:uint16 optionsMask:bitmap8?left>=1 optionsOverride:bitmap8?left>=1">(0x02, "step").required(),
    command<"optionsMask:bitmap8?left>=1 optionsOverride:bitmap8?left>=1">(0x03, "stop").required(),
    command<"level:uint8 transtime:uint16 optionsMask:bitmap8?left>=1 optionsOverride:bitmap8?left>=1">(0x04, "moveToLevelWithOnOff").required(),
    command<"movemode:uint8 rate:uint8 optionsMask:bitmap8?left>=1 optionsOverride:bitmap8?left>=1">(0x05, "moveWithOnOff").required(),
    command<"stepmode:uint8 stepsize:uint8 transtime:uint16 optionsMask:bitmap8?left>=1 optionsOverride:bitmap8?left>=1">(0x06, "stepWithOnOff").required(),
    command<"optionsMask:bitmap8?left>=1 optionsOverride:bitmap8?left>=1">(0x07, "stopWithOnOff").required(),
    command<"frequency:uint16">(0x08, "moveToClosestFrequency").required(),
};

constexpr Attribute haApplianceIdentification_attributes[] = {
    A(0x0000, "basicIdentification", uint56).required(),
    A(0x0010, "companyName", text).max_length(16),
    A(0x0011, "companyId", uint16).max(65535),
    A(0x0012, "brandName", text).max_length(16),
    A(0x0013, "brandId", uint16).max(65535),
    A(0x0014, "model", octets).max_length(16),
    A(0x0015, "partNumber", octets).max_length(16),
    A(0x0016, "productRevision", octets).max_length(6),
    A(0x0017, "softwareRevision", octets).max_length(6),
    A(0x0018, "productTypeName", octets).length(2),
    A(0x0019, "productTypeId", uint16).max(65535),
    A(0x001a, "cecedSpecificationVersion", uint8).max(255),
};

constexpr Attribute seMeterIdentification_attributes[] = {
    A(0x0000, "companyName", text).required().min_length(0).max_length(16),
    A(0x0001, "meterTypeId", uint16).required().max(65535),
    A(0x0004, "dataQualityId", uint16).required().max(65535),
    A(0x0005, "customerName", text).write().min_length(0).max_length(16),
    A(0x0006, "model", octets).min_length(0).max_length(16),
    A(0x0007, "partNumber", octets).min_length(0).max_length(16),
    A(0x0008, "productRevision", octets).min_length(0).max_length(6),
    A(0x000a, "softwareRevision", octets).min_length(0).max_length(6),
    A(0x000b, "utilityName", text).min_length(0).max_length(16),
    A(0x000c, "pod", text).required().min_length(0).max_length(16),
    A(0x000d, "availablePower", int24).required().max(16777215),
    A(0x000e, "powerThreshold", int24).required().max(16777215),
};

constexpr Command haApplianceEventsAlerts_commands[] = {
    command(0x00, "getAlerts").required(),
};
constexpr Command haApplianceEventsAlerts_responses[] = {
    command<"alertscount:uint8 aalert:list_uint24">(0x00, "getAlertsRsp").required(),
    command<"alertscount:uint8 aalert:list_uint24">(0x01, "alertsNotification").required(),
    command<"eventheader:uint8 eventid:uint8[..255]">(0x02, "eventNotification").required(),
};

constexpr Attribute haApplianceStatistics_attributes[] = {
    A(0x0000, "logMaxSize", uint32).required().initial(60),
    A(0x0001, "logQueueMaxSize", uint8).required().initial(1),
};
constexpr Command haApplianceStatistics_commands[] = {
    command<"logid:uint32">(0x00, "log").required(),
    command(0x01, "logQueue").required(),
};
constexpr Command haApplianceStatistics_responses[] = {
    command<"timestamp:utc logid:uint32 loglength:uint32 logpayload:list_uint8">(0x00, "logNotification").required(),
    command<"timestamp:utc logid:uint32 loglength:uint32 logpayload:list_uint8">(0x01, "logRsp").required(),
    command<"logqueuesize:uint8 logid:list_uint32">(0x02, "logQueueRsp").required(),
    command<"logqueuesize:uint8 logid:list_uint32">(0x03, "statisticsAvailable").required(),
};

constexpr Cluster rows[] = {
    {ClusterId(0x0016), "piPartition", piPartition_attributes, piPartition_commands, piPartition_responses},
    {ClusterId(0x001a), "powerProfile", powerProfile_attributes, powerProfile_commands, powerProfile_responses},
    {ClusterId(0x001b), "haApplianceControl", haApplianceControl_attributes, haApplianceControl_commands, haApplianceControl_responses},
    {ClusterId(0x001c), "pulseWidthModulation", pulseWidthModulation_attributes, pulseWidthModulation_commands, {}},
    {ClusterId(0x0b00), "haApplianceIdentification", haApplianceIdentification_attributes, {}, {}},
    {ClusterId(0x0b01), "seMeterIdentification", seMeterIdentification_attributes, {}, {}},
    {ClusterId(0x0b02), "haApplianceEventsAlerts", {}, haApplianceEventsAlerts_commands, haApplianceEventsAlerts_responses},
    {ClusterId(0x0b03), "haApplianceStatistics", haApplianceStatistics_attributes, haApplianceStatistics_commands, haApplianceStatistics_responses},
};
// clang-format on

static_assert(all_well_formed(rows));

}  // namespace

const std::span<const Cluster> appliance = rows;

}  // namespace waggle::zcl::clusters
