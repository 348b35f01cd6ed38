// General clusters (ZCL 8, chapter 3), with alarms, time, OTA and poll control.
// Names, types, access and limits as Zigbee2MQTT publishes them in bridge/definitions.
#include "zigbee/zcl/clusters/tables.h"

namespace waggle::zcl::clusters {
namespace {

using enum Type;
using namespace std::string_view_literals;
using A = Attribute;

// clang-format off

constexpr Attribute genBasic_attributes[] = {
    A(0x0000, "zclVersion", uint8).required().max(255).initial(8),
    A(0x0001, "appVersion", uint8).max(255).initial(0),
    A(0x0002, "stackVersion", uint8).max(255).initial(0),
    A(0x0003, "hwVersion", uint8).max(255).initial(0),
    A(0x0004, "manufacturerName", text).initial("").max_length(32),
    A(0x0005, "modelId", text).initial("").max_length(32),
    A(0x0006, "dateCode", text).initial("").max_length(16),
    A(0x0007, "powerSource", enum8).required().initial(255),
    A(0x0008, "genericDeviceClass", enum8).initial(255),
    A(0x0009, "genericDeviceType", enum8).initial(255),
    A(0x000a, "productCode", octets).initial(""),
    A(0x000b, "productUrl", text).initial(""),
    A(0x000c, "manufacturerVersionDetails", text).initial(""),
    A(0x000d, "serialNumber", text).initial(""),
    A(0x000e, "productLabel", text).initial(""),
    A(0x0010, "locationDesc", text).write().initial("").max_length(16),
    A(0x0011, "physicalEnv", enum8).write().initial(0),
    A(0x0012, "deviceEnabled", boolean).write().initial(1),
    A(0x0013, "alarmMask", bitmap8).write().initial(0),
    A(0x0014, "disableLocalConfig", bitmap8).write().initial(0),
    A(0x4000, "swBuildId", text).initial("").max_length(16),
};
constexpr Command genBasic_commands[] = {
    command(0x00, "resetFactDefault"),
};

constexpr Attribute genPowerCfg_attributes[] = {
    A(0x0000, "mainsVoltage", uint16).max(65535),
    A(0x0001, "mainsFrequency", uint8).max(255),
    A(0x0010, "mainsAlarmMask", bitmap8).write().initial(0),
    A(0x0011, "mainsVoltMinThres", uint16).write().max(65535).initial(0),
    A(0x0012, "mainsVoltMaxThres", uint16).write().max(65535).initial(65535),
    A(0x0013, "mainsVoltageDwellTripPoint", uint16).write().max(65535).initial(0),
    A(0x0020, "batteryVoltage", uint8).max(255),
    A(0x0021, "batteryPercentageRemaining", uint8).report().max(255).initial(0),
    A(0x0030, "batteryManufacturer", text).write().initial("").max_length(16),
    A(0x0031, "batterySize", enum8).write().initial(255),
    A(0x0032, "batteryAHrRating", uint16).write().max(65535),
    A(0x0033, "batteryQuantity", uint8).write().max(255),
    A(0x0034, "batteryRatedVoltage", uint8).write().max(255),
    A(0x0035, "batteryAlarmMask", bitmap8).write().initial(0),
    A(0x0036, "batteryVoltMinThres", uint8).write().max(255).initial(0),
    A(0x0037, "batteryVoltThres1", uint8).write().write_opt().max(255).initial(0),
    A(0x0038, "batteryVoltThres2", uint8).write().write_opt().max(255).initial(0),
    A(0x0039, "batteryVoltThres3", uint8).write().write_opt().max(255).initial(0),
    A(0x003a, "batteryPercentMinThres", uint8).write().write_opt().max(255).initial(0),
    A(0x003b, "batteryPercentThres1", uint8).write().write_opt().max(255).initial(0),
    A(0x003c, "batteryPercentThres2", uint8).write().write_opt().max(255).initial(0),
    A(0x003d, "batteryPercentThres3", uint8).write().write_opt().max(255).initial(0),
    A(0x003e, "batteryAlarmState", bitmap32).report().initial(0),
    A(0x0040, "battery2Voltage", uint8).max(255),
    A(0x0041, "battery2PercentageRemaining", uint8).report().max(255).initial(0),
    A(0x0050, "battery2Manufacturer", text).write().initial("").max_length(16),
    A(0x0051, "battery2Size", enum8).write().initial(255),
    A(0x0052, "battery2AHrRating", uint16).write().max(65535),
    A(0x0053, "battery2Quantity", uint8).write().max(255),
    A(0x0054, "battery2RatedVoltage", uint8).write().max(255),
    A(0x0055, "battery2AlarmMask", bitmap8).write().initial(0),
    A(0x0056, "battery2VoltageMinThreshold", uint8).write().max(255).initial(0),
    A(0x0057, "battery2VoltageThreshold1", uint8).write().write_opt().max(255).initial(0),
    A(0x0058, "battery2VoltageThreshold2", uint8).write().write_opt().max(255).initial(0),
    A(0x0059, "battery2VoltageThreshold3", uint8).write().write_opt().max(255).initial(0),
    A(0x005a, "battery2PercentageMinThreshold", uint8).write().write_opt().max(255).initial(0),
    A(0x005b, "battery2PercentageThreshold1", uint8).write().write_opt().max(255).initial(0),
    A(0x005c, "battery2PercentageThreshold2", uint8).write().write_opt().max(255).initial(0),
    A(0x005d, "battery2PercentageThreshold3", uint8).write().write_opt().max(255).initial(0),
    A(0x005e, "battery2AlarmState", bitmap32).report().initial(0),
    A(0x0060, "battery3Voltage", uint8).max(255),
    A(0x0061, "battery3PercentageRemaining", uint8).report().max(255).initial(0),
    A(0x0070, "battery3Manufacturer", text).write().initial("").max_length(16),
    A(0x0071, "battery3Size", enum8).write().initial(255),
    A(0x0072, "battery3AHrRating", uint16).write().max(65535),
    A(0x0073, "battery3Quantity", uint8).write().max(255),
    A(0x0074, "battery3RatedVoltage", uint8).write().max(255),
    A(0x0075, "battery3AlarmMask", bitmap8).write().initial(0),
    A(0x0076, "battery3VoltageMinThreshold", uint8).write().max(255).initial(0),
    A(0x0077, "battery3VoltageThreshold1", uint8).write().write_opt().max(255).initial(0),
    A(0x0078, "battery3VoltageThreshold2", uint8).write().write_opt().max(255).initial(0),
    A(0x0079, "battery3VoltageThreshold3", uint8).write().write_opt().max(255).initial(0),
    A(0x007a, "battery3PercentageMinThreshold", uint8).write().write_opt().max(255).initial(0),
    A(0x007b, "battery3PercentageThreshold1", uint8).write().write_opt().max(255).initial(0),
    A(0x007c, "battery3PercentageThreshold2", uint8).write().write_opt().max(255).initial(0),
    A(0x007d, "battery3PercentageThreshold3", uint8).write().write_opt().max(255).initial(0),
    A(0x007e, "battery3AlarmState", bitmap32).report().initial(0),
};

constexpr Attribute genDeviceTempCfg_attributes[] = {
    A(0x0000, "currentTemperature", int16).required().min(-200).max(200),
    A(0x0001, "minTempExperienced", int16).min(-200).max(200),
    A(0x0002, "maxTempExperienced", int16).min(-200).max(200),
    A(0x0003, "overTempTotalDwell", uint16).max(65535).initial(0),
    A(0x0010, "devTempAlarmMask", bitmap8).write().initial(0),
    A(0x0011, "lowTempThres", int16).write().min(-200).max(200),
    A(0x0012, "highTempThres", int16).write().min(-200).max(200),
    A(0x0013, "lowTempDwellTripPoint", uint24).write().max(16777215),
    A(0x0014, "highTempDwellTripPoint", uint24).write().max(16777215),
};

constexpr Attribute genIdentify_attributes[] = {
    A(0x0000, "identifyTime", uint16).write().required().max(65535).initial(0),
};
constexpr Command genIdentify_commands[] = {
    command<"identifytime:uint16">(0x00, "identify").required(),
    command(0x01, "identifyQuery").required(),
    command<"effectid:enum8 effectvariant:enum8">(0x40, "triggerEffect"),
};
constexpr Command genIdentify_responses[] = {
    command<"timeout:uint16[..65535]">(0x00, "identifyQueryRsp").required(),
};

constexpr Attribute genGroups_attributes[] = {
    A(0x0000, "nameSupport", bitmap8).required().initial(0),
};
constexpr Command genGroups_commands[] = {
    command<"groupid:uint16 groupname:text">(0x00, "add").responds(0x00).required(),
    command<"groupid:uint16">(0x01, "view").responds(0x01).required(),
    command<"groupcount:uint8 grouplist:list_uint16">(0x02, "getMembership").responds(0x02).required(),
    command<"groupid:uint16">(0x03, "remove").responds(0x03).required(),
    command(0x04, "removeAll").required(),
    command<"groupid:uint16 groupname:text">(0x05, "addIfIdentifying").required(),
};
constexpr Command genGroups_responses[] = {
    command<"status:enum8 groupid:uint16">(0x00, "addRsp").required(),
    command<"status:enum8 groupid:uint16 groupname:text">(0x01, "viewRsp").required(),
    command<"capacity:uint8 groupcount:uint8 grouplist:list_uint16">(0x02, "getMembershipRsp").required(),
    command<"status:enum8 groupid:uint16">(0x03, "removeRsp").required(),
};

constexpr Special lastCfgBy_special[] = {{"0xffffffffffffffff", "UnknownOrNotConfigured"}};
constexpr Attribute genScenes_attributes[] = {
    A(0x0000, "count", uint8).required().max(255).initial(0),
    A(0x0001, "currentScene", uint8).required().max(255).initial(0),
    A(0x0002, "currentGroup", uint16).required().max(65527).initial(0),
    A(0x0003, "sceneValid", boolean).required().initial(0),
    A(0x0004, "nameSupport", bitmap8).required().initial(0),
    A(0x0005, "lastCfgBy", ieee).special(lastCfgBy_special),
};
constexpr Command genScenes_commands[] = {
    command<"groupid:uint16 sceneid:uint8 transtime:uint16 scenename:text extensionfieldsets:extension_field_sets">(0x00, "add").responds(0x00).required(),
    command<"groupid:uint16 sceneid:uint8">(0x01, "view").responds(0x01).required(),
    command<"groupid:uint16 sceneid:uint8">(0x02, "remove").responds(0x02).required(),
    command<"groupid:uint16">(0x03, "removeAll").responds(0x03).required(),
    command<"groupid:uint16 sceneid:uint8">(0x04, "store").responds(0x04).required(),
    command<"groupid:uint16 sceneid:uint8 transitionTime:uint16?left>=2">(0x05, "recall").required(),
    command<"groupid:uint16">(0x06, "getSceneMembership").responds(0x06).required(),
    command<"groupid:uint16 sceneid:uint8 transtime:uint16 scenename:text extensionfieldsets:extension_field_sets">(0x40, "enhancedAdd").responds(0x40),
    command<"groupid:uint16 sceneid:uint8">(0x41, "enhancedView").responds(0x41),
    command<"mode:bitmap8 groupidfrom:uint16 sceneidfrom:uint8 groupidto:uint16 sceneidto:uint8">(0x42, "copy").responds(0x42),
};
constexpr Command genScenes_responses[] = {
    command<"status:enum8 groupId:uint16 sceneId:uint8">(0x00, "addRsp").required(),
    command<
        "status:enum8 groupid:uint16 sceneid:uint8 transtime:uint16?status==0 "
        "scenename:text?status==0 extensionfieldsets:extension_field_sets?status==0">
        (0x01, "viewRsp").required(),
    command<"status:enum8 groupid:uint16 sceneid:uint8">(0x02, "removeRsp").required(),
    command<"status:enum8 groupid:uint16">(0x03, "removeAllRsp").required(),
    command<"status:enum8 groupid:uint16 sceneid:uint8">(0x04, "storeRsp").required(),
    command<"status:enum8 capacity:uint8[0..255] groupid:uint16 scenecount:uint8?status==0 scenelist:list_uint8?status==0">(0x06, "getSceneMembershipRsp").required(),
    command<"status:enum8 groupId:uint16 sceneId:uint8">(0x40, "enhancedAddRsp"),
    command<
        "status:enum8 groupid:uint16 sceneid:uint8 transtime:uint16?status==0 "
        "scenename:text?status==0 extensionfieldsets:extension_field_sets?status==0">
        (0x41, "enhancedViewRsp"),
    command<"status:enum8 groupidfrom:uint16 sceneidfrom:uint8">(0x42, "copyRsp"),
};

constexpr Special startUpOnOff_special[] = {{"255", "SetToPreviousValue"}};
constexpr Attribute genOnOff_attributes[] = {
    A(0x0000, "onOff", boolean).report().scene().required().initial(0),
    A(0x4000, "globalSceneCtrl", boolean).initial(1),
    A(0x4001, "onTime", uint16).write().max(65535).initial(0),
    A(0x4002, "offWaitTime", uint16).write().max(65535).initial(0),
    A(0x4003, "startUpOnOff", enum8).write().max(255).special(startUpOnOff_special),
};
constexpr Command genOnOff_commands[] = {
    command(0x00, "off").required(),
    command(0x01, "on").required(),
    command(0x02, "toggle").required(),
    command<"effectid:enum8 effectvariant:uint8">(0x40, "offWithEffect"),
    command(0x41, "onWithRecallGlobalScene"),
    command<"ctrlbits:uint8 ontime:uint16 offwaittime:uint16">(0x42, "onWithTimedOff"),
};

constexpr Attribute genOnOffSwitchCfg_attributes[] = {
    A(0x0000, "switchType", enum8).required().min(0).max(2),
    A(0x0010, "switchActions", enum8).write().required().min(0).max(2),
};

constexpr Special startUpCurrentLevel_special[] = {{"0", "MinimumDeviceValuePermitted"}, {"255", "SetToPreviousValue"}};
constexpr Attribute genLevelCtrl_attributes[] = {
    A(0x0000, "currentLevel", uint8).report().scene().required().initial(255),
    A(0x0001, "remainingTime", uint16).max(65535).initial(0),
    A(0x0002, "minLevel", uint8).initial(0),
    A(0x0003, "maxLevel", uint8).max(255).initial(255),
    A(0x0004, "currentFrequency", uint16).report().initial(0),
    A(0x0005, "minFrequency", uint16).initial(0),
    A(0x0006, "maxFrequency", uint16).max(65535).initial(0),
    A(0x000f, "options", bitmap8).write().initial(0),
    A(0x0010, "onOffTransitionTime", uint16).write().max(65535).initial(0),
    A(0x0011, "onLevel", uint8).write().initial(255),
    A(0x0012, "onTransitionTime", uint16).write().max(65534).initial(65535),
    A(0x0013, "offTransitionTime", uint16).write().max(65534).initial(65535),
    A(0x0014, "defaultMoveRate", uint8).write().max(254),
    A(0x4000, "startUpCurrentLevel", uint8).write().max(255).special(startUpCurrentLevel_special),
};
constexpr Command genLevelCtrl_commands[] = {
    command<"level:uint8[..255] transtime:uint16 optionsMask:bitmap8?left>=1 optionsOverride:bitmap8?left>=1">(0x00, "moveToLevel").required(),
    command<"movemode:enum8 rate:uint8 optionsMask:bitmap8?left>=1 optionsOverride:bitmap8?left>=1">(0x01, "move").required(),
    command<"stepmode:enum8 stepsize:uint8 transtime:uint16 optionsMask:bitmap8?left>=1 optionsOverride:bitmap8?left>=1">(0x02, "step").required(),
    command<"optionsMask:bitmap8?left>=1 optionsOverride:bitmap8?left>=1">(0x03, "stop").required(),
    command<"level:uint8[..255] transtime:uint16 optionsMask:bitmap8?left>=1 optionsOverride:bitmap8?left>=1">(0x04, "moveToLevelWithOnOff").required(),
    command<"movemode:enum8 rate:uint8 optionsMask:bitmap8?left>=1 optionsOverride:bitmap8?left>=1">(0x05, "moveWithOnOff").required(),
    command<"stepmode:enum8 stepsize:uint8 transtime:uint16 optionsMask:bitmap8?left>=1 optionsOverride:bitmap8?left>=1">(0x06, "stepWithOnOff").required(),
    command<"optionsMask:bitmap8?left>=1 optionsOverride:bitmap8?left>=1">(0x07, "stopWithOnOff").required(),
    command<"frequency:uint16">(0x08, "moveToClosestFrequency"),
};

constexpr Attribute genAlarms_attributes[] = {
    A(0x0000, "alarmCount", uint16).max(65535).initial(0),
};
constexpr Command genAlarms_commands[] = {
    command<"alarmcode:enum8 clusterid:cluster_id">(0x00, "reset").required(),
    command(0x01, "resetAll").required(),
    command(0x02, "getAlarm"),
    command(0x03, "resetLog"),
};
constexpr Command genAlarms_responses[] = {
    command<"alarmcode:enum8 clusterid:cluster_id">(0x00, "alarm").required(),
    command<"status:enum8 alarmcode:enum8?status==0 clusterid:cluster_id?status==0 timestamp:uint32?status==0">(0x01, "getRsp"),
};

constexpr Attribute genTime_attributes[] = {
    A(0x0000, "time", utc).write().required().max(4294967294).initial(4294967295),
    A(0x0001, "timeStatus", bitmap8).write().required().initial(0),
    A(0x0002, "timeZone", int32).write().min(-86400).max(86400).initial(0),
    A(0x0003, "dstStart", uint32).write().max(4294967294).initial(4294967295),
    A(0x0004, "dstEnd", uint32).write().max(4294967294).initial(4294967295),
    A(0x0005, "dstShift", int32).write().min(-86400).max(86400).initial(0),
    A(0x0006, "standardTime", uint32).max(4294967294).initial(4294967295),
    A(0x0007, "localTime", uint32).max(4294967294).initial(4294967295),
    A(0x0008, "lastSetTime", utc).initial(4294967295),
    A(0x0009, "validUntilTime", utc).write().initial(4294967295),
};

constexpr Attribute genRssiLocation_attributes[] = {
    A(0x0000, "type", data8).write().required(),
    A(0x0001, "method", enum8).write().required(),
    A(0x0002, "age", uint16).max(65535),
    A(0x0003, "qualityMeasure", uint8).max(100),
    A(0x0004, "numOfDevices", uint8).max(255),
    A(0x0010, "coordinate1", int16).write().required().min(-32768).max(32767),
    A(0x0011, "coordinate2", int16).write().required().min(-32768).max(32767),
    A(0x0012, "coordinate3", int16).write().min(-32768).max(32767),
    A(0x0013, "power", int16).write().required().min(-32768).max(32767),
    A(0x0014, "pathLossExponent", uint16).write().required(),
    A(0x0015, "reportingPeriod", uint16).write().max(65535),
    A(0x0016, "calcPeriod", uint16).write().max(65535),
    A(0x0017, "numRSSIMeasurements", uint8).write().required().min(1).max(255),
};
constexpr Command genRssiLocation_commands[] = {
    command<"coordinate1:int16 coordinate2:int16 coordinate3:int16 power:int16 pathLossExponent:uint16">(0x00, "setAbsolute").required(),
    command<"power:int16 pathLossExponent:uint16 calcPeriod:uint16 numRssiMeasurements:uint8 reportingPeriod:uint16">(0x01, "setDeviceConfig").required(),
    command<"targetAddr:ieee">(0x02, "getDeviceConfig").required(),
    command<"info:bitmap8 numResponses:uint8 targetAddr:ieee?info!&4">(0x03, "getLocationData").required(),
    command<"replyingDevice:ieee x:int16 y:int16 z:int16 rssi:int8 numRssiMeasurements:uint8">(0x04, "rssiResponse"),
    command<"targetAddr:ieee numRssiMeasurements:uint8 calcPeriod:uint16">(0x05, "sendPings"),
    command<"anchorNodeAddr:ieee x:int16 y:int16 z:int16">(0x06, "anchorNodeAnnounce"),
};
constexpr Command genRssiLocation_responses[] = {
    command<
        "status:enum8 power:int16?status==0 pathLossExponent:uint16?status==0 "
        "calcPeriod:uint16?status==0 numRssiMeasurements:uint8?status==0 "
        "reportingPeriod:uint16?status==0">
        (0x00, "deviceConfigResponse").required(),
    command<
        "status:enum8 type:data8?status==0 coordinate1:int16?status==0 "
        "coordinate2:int16?status==0 coordinate3:int16?status==0 power:int16?status==0 "
        "pathLossExponent:uint16?status==0 method:enum8?status==0 qualityMeasure:uint8?status==0 "
        "age:uint16?status==0">
        (0x01, "locationDataResponse").required(),
    command<
        "type:data8 coordinate1:int16 coordinate2:int16 coordinate3:int16?type!&2 power:int16 "
        "pathLossExponent:uint16 method:enum8?type!&1 qualityMeasure:uint8?type!&1 "
        "age:uint16?type!&1">
        (0x02, "locationDataNotification"),
    command<
        "type:data8 coordinate1:int16 coordinate2:int16 coordinate3:int16?type!&2 "
        "qualityMeasure:uint8?type!&1 age:uint16?type!&1">
        (0x03, "compactLocationDataNotification").required(),
    command<"type:data8">(0x04, "rssiPing").required(),
    command(0x05, "rssiRequest"),
    command<"measuringDeviceAddr:ieee numNeighbors:uint8">(0x06, "reportRssiMeasurements"),
    command<"blindNodeAddr:ieee">(0x07, "requestOwnLocation"),
};

constexpr Attribute genAnalogInput_attributes[] = {
    A(0x001c, "description", text).write().write_opt().initial("\0"sv),
    A(0x0041, "maxPresentValue", single).write().write_opt(),
    A(0x0045, "minPresentValue", single).write().write_opt(),
    A(0x0051, "outOfService", boolean).write().write_opt().required().initial(0),
    A(0x0055, "presentValue", single).write().report().required(),
    A(0x0067, "reliability", enum8).write().write_opt().initial(0),
    A(0x006a, "resolution", single).write().write_opt(),
    A(0x006f, "statusFlags", bitmap8).report().required().max(15).initial(0),
    A(0x0075, "engineeringUnits", enum16).write().write_opt().max(65535),
    A(0x0100, "applicationType", uint32).max(4294967295),
};

constexpr Attribute genAnalogOutput_attributes[] = {
    A(0x001c, "description", text).write().write_opt().initial("\0"sv),
    A(0x0041, "maxPresentValue", single).write().write_opt(),
    A(0x0045, "minPresentValue", single).write().write_opt(),
    A(0x0051, "outOfService", boolean).write().write_opt().required().initial(0),
    A(0x0055, "presentValue", single).write().report().required(),
    A(0x0057, "priorityArray", array).write(),
    A(0x0067, "reliability", enum8).write().write_opt().initial(0),
    A(0x0068, "relinquishDefault", single).write().write_opt(),
    A(0x006a, "resolution", single).write().write_opt(),
    A(0x006f, "statusFlags", bitmap8).report().required().max(15).initial(0),
    A(0x0075, "engineeringUnits", enum16).write().write_opt().max(65535),
    A(0x0100, "applicationType", uint32).max(4294967295),
};

constexpr Attribute genAnalogValue_attributes[] = {
    A(0x001c, "description", text).write().write_opt().initial("\0"sv),
    A(0x0051, "outOfService", boolean).write().write_opt().required().initial(0),
    A(0x0055, "presentValue", single).write().required(),
    A(0x0057, "priorityArray", array).write(),
    A(0x0067, "reliability", enum8).write().write_opt().initial(0),
    A(0x0068, "relinquishDefault", single).write().write_opt(),
    A(0x006f, "statusFlags", bitmap8).required().max(15).initial(0),
    A(0x0075, "engineeringUnits", enum16).write().write_opt().max(65535),
    A(0x0100, "applicationType", uint32).max(4294967295),
};

constexpr Attribute genBinaryInput_attributes[] = {
    A(0x0004, "activeText", text).write().write_opt().initial("\0"sv),
    A(0x001c, "description", text).write().write_opt().initial("\0"sv),
    A(0x002e, "inactiveText", text).write().write_opt().initial("\0"sv),
    A(0x0051, "outOfService", boolean).write().write_opt().required().initial(0),
    A(0x0054, "polarity", enum8).initial(0),
    A(0x0055, "presentValue", boolean).write().write_opt().required(),
    A(0x0067, "reliability", enum8).write().write_opt().initial(0),
    A(0x006f, "statusFlags", bitmap8).required().max(15).initial(0),
    A(0x0100, "applicationType", uint32).max(4294967295),
};

constexpr Attribute genBinaryOutput_attributes[] = {
    A(0x0004, "activeText", text).write().write_opt().initial("\0"sv),
    A(0x001c, "description", text).write().write_opt().initial("\0"sv),
    A(0x002e, "inactiveText", text).write().write_opt().initial("\0"sv),
    A(0x0042, "minimumOffTime", uint32).write().write_opt().initial(4294967295),
    A(0x0043, "minimumOnTime", uint32).write().write_opt().initial(4294967295),
    A(0x0051, "outOfService", boolean).write().write_opt().required().initial(0),
    A(0x0054, "polarity", enum8).initial(0),
    A(0x0055, "presentValue", boolean).write().write_opt().required(),
    A(0x0057, "priorityArray", array).write(),
    A(0x0067, "reliability", enum8).write().write_opt(),
    A(0x0068, "relinquishDefault", boolean).write().write_opt(),
    A(0x006f, "statusFlags", bitmap8).required().max(15).initial(0),
    A(0x0100, "applicationType", uint32).max(4294967295),
};

constexpr Attribute genBinaryValue_attributes[] = {
    A(0x0004, "activeText", text).write().write_opt().initial("\0"sv),
    A(0x001c, "description", text).write().write_opt().initial("\0"sv),
    A(0x002e, "inactiveText", text).write().write_opt().initial("\0"sv),
    A(0x0042, "minimumOffTime", uint32).write().write_opt().initial(4294967295),
    A(0x0043, "minimumOnTime", uint32).write().write_opt().initial(4294967295),
    A(0x0051, "outOfService", boolean).write().write_opt().required().initial(0),
    A(0x0055, "presentValue", boolean).write().write_opt().required(),
    A(0x0057, "priorityArray", array).write(),
    A(0x0067, "reliability", enum8).write().write_opt(),
    A(0x0068, "relinquishDefault", boolean).write().write_opt(),
    A(0x006f, "statusFlags", bitmap8).required().max(15).initial(0),
    A(0x0100, "applicationType", uint32).max(4294967295),
};

constexpr Attribute genMultistateInput_attributes[] = {
    A(0x000e, "stateText", array).write().write_opt(),
    A(0x001c, "description", text).write().write_opt().initial("\0"sv),
    A(0x004a, "numberOfStates", uint16).write().write_opt().required().min(1).max(65535).initial(0),
    A(0x0051, "outOfService", boolean).write().write_opt().required().initial(0),
    A(0x0055, "presentValue", uint16).write().write_opt().required(),
    A(0x0067, "reliability", enum8).write().write_opt().initial(0),
    A(0x006f, "statusFlags", bitmap8).required().max(15).initial(0),
    A(0x0100, "applicationType", uint32).max(4294967295),
};

constexpr Attribute genMultistateOutput_attributes[] = {
    A(0x000e, "stateText", array).write().write_opt(),
    A(0x001c, "description", text).write().write_opt().initial("\0"sv),
    A(0x004a, "numberOfStates", uint16).write().write_opt().required().min(1).max(65535).initial(0),
    A(0x0051, "outOfService", boolean).write().write_opt().required().initial(0),
    A(0x0055, "presentValue", uint16).write().required(),
    A(0x0057, "priorityArray", array).write(),
    A(0x0067, "reliability", enum8).write().write_opt().initial(0),
    A(0x0068, "relinquishDefault", uint16).write().write_opt(),
    A(0x006f, "statusFlags", bitmap8).required().max(15).initial(0),
    A(0x0100, "applicationType", uint32).max(4294967295),
};

constexpr Attribute genMultistateValue_attributes[] = {
    A(0x000e, "stateText", array).write().write_opt(),
    A(0x001c, "description", text).write().write_opt().initial("\0"sv),
    A(0x004a, "numberOfStates", uint16).write().write_opt().required().min(1).max(65535).initial(0),
    A(0x0051, "outOfService", boolean).write().write_opt().required().initial(0),
    A(0x0055, "presentValue", uint16).write().required(),
    A(0x0057, "priorityArray", array).write(),
    A(0x0067, "reliability", enum8).write().write_opt().initial(0),
    A(0x0068, "relinquishDefault", uint16).write().write_opt(),
    A(0x006f, "statusFlags", bitmap8).required().max(15).initial(0),
    A(0x0100, "applicationType", uint32).max(4294967295),
};

constexpr Special extendedPANId_special[] = {{"0xffffffffffffffff", "PANIdUnspecified"}};
constexpr Special trustCenterAddress_special[] = {{"0x0000000000000000", "AddressUnspecified"}};
constexpr Attribute genCommissioning_attributes[] = {
    A(0x0000, "shortress", uint16).write().required().max(65527),
    A(0x0001, "extendedPANId", ieee).write().required().initial("0xffffffffffffffff").special(extendedPANId_special),
    A(0x0002, "panId", uint16).write().required().max(65535),
    A(0x0003, "channelmask", bitmap32).write().required(),
    A(0x0004, "protocolVersion", uint8).write().required().min(2).max(2),
    A(0x0005, "stackProfile", uint8).write().required().min(1).max(2),
    A(0x0006, "startupControl", enum8).write().required().max(3),
    A(0x0010, "trustCenterAddress", ieee).write().required().initial("0x0000000000000000").special(trustCenterAddress_special),
    A(0x0011, "trustCenterMasterKey", key128).write(),
    A(0x0012, "networkKey", key128).write().required(),
    A(0x0013, "useInsecureJoin", boolean).write().required().initial(1),
    A(0x0014, "preconfiguredLinkKey", key128).write().required(),
    A(0x0015, "networkKeySeqNum", uint8).write().required().max(255).initial(0),
    A(0x0016, "networkKeyType", enum8).write().required(),
    A(0x0017, "networkManagerress", uint16).write().required().initial(0),
    A(0x0020, "scanAttempts", uint8).write().min(1).max(255).initial(5),
    A(0x0021, "timeBetweenScans", uint16).write().min(1).max(65535).initial(100),
    A(0x0022, "rejoinInterval", uint16).write().min(1).initial(60),
    A(0x0023, "maxRejoinInterval", uint16).write().min(1).max(65535).initial(3600),
    A(0x0030, "indirectPollRate", uint16).write().max(65535),
    A(0x0031, "parentRetryThreshold", uint8).max(255),
    A(0x0040, "concentratorFlag", boolean).write().initial(0),
    A(0x0041, "concentratorRadius", uint8).write().max(255).initial(15),
    A(0x0042, "concentratorDiscoveryTime", uint8).write().max(255).initial(0),
};
constexpr Command genCommissioning_commands[] = {
    command<"options:bitmap8 delay:uint8 jitter:uint8">(0x00, "restartDevice").required(),
    command<"options:bitmap8 index:uint8">(0x01, "saveStartupParams"),
    command<"options:bitmap8 index:uint8">(0x02, "restoreStartupParams"),
    command<"options:bitmap8 index:uint8">(0x03, "resetStartupParams").required(),
};
constexpr Command genCommissioning_responses[] = {
    command<"status:enum8">(0x00, "restartDeviceRsp").required(),
    command<"status:enum8">(0x01, "saveStartupParamsRsp").required(),
    command<"status:enum8">(0x02, "restoreStartupParamsRsp").required(),
    command<"status:enum8">(0x03, "resetStartupParamsRsp").required(),
};

constexpr Attribute genOta_attributes[] = {
    A(0x0000, "upgradeServerId", ieee).required().client().initial("0xffffffffffffffff"),
    A(0x0001, "fileOffset", uint32).client().max(4294967295).initial(4294967295),
    A(0x0002, "currentFileVersion", uint32).client().max(4294967295).initial(4294967295),
    A(0x0003, "currentZigbeeStackVersion", uint16).client().max(65535).initial(65535),
    A(0x0004, "downloadedFileVersion", uint32).client().max(4294967295).initial(4294967295),
    A(0x0005, "downloadedZigbeeStackVersion", uint16).client().max(65535).initial(65535),
    A(0x0006, "imageUpgradeStatus", enum8).required().client().max(255).initial(0),
    A(0x0007, "manufacturerId", uint16).client().max(65535),
    A(0x0008, "imageTypeId", uint16).client().max(65535),
    A(0x0009, "minimumBlockReqDelay", uint16).client().max(65534).initial(0),
    A(0x000a, "imageStamp", uint32).client().max(4294967295),
    A(0x000b, "upgradeActivationPolicy", enum8).client().initial(0),
    A(0x000c, "upgradeTimeoutPolicy", enum8).client().initial(0),
};
constexpr Command genOta_commands[] = {
    command<
        "fieldControl:bitmap8 manufacturerCode:uint16 imageType:uint16[..65471] "
        "fileVersion:uint32 hardwareVersion:uint16?fieldControl&1">
        (0x01, "queryNextImageRequest").responds(0x02).required(),
    command<
        "fieldControl:bitmap8 manufacturerCode:uint16 imageType:uint16[..65471] "
        "fileVersion:uint32 fileOffset:uint32 maximumDataSize:uint8 "
        "requestNodeIeeeAddress:ieee?fieldControl&1 "
        "minimumBlockPeriod:uint16?fieldControl&2?left>=2">
        (0x03, "imageBlockRequest").responds(0x05).required(),
    command<
        "fieldControl:bitmap8 manufacturerCode:uint16 imageType:uint16[..65471] "
        "fileVersion:uint32 fileOffset:uint32 maximumDataSize:uint8 pageSize:uint16 "
        "responseSpacing:uint16 requestNodeIeeeAddress:ieee?fieldControl&1">
        (0x04, "imagePageRequest").responds(0x05),
    command<"status:enum8 manufacturerCode:uint16 imageType:uint16[..65471] fileVersion:uint32">(0x06, "upgradeEndRequest").responds(0x07).required(),
    command<
        "eui64:ieee manufacturerCode:uint16 imageType:uint16[65472..65534] fileVersion:uint32 "
        "zigbeeStackVersion:uint16">
        (0x08, "queryDeviceSpecificFileRequest").responds(0x09),
};
constexpr Command genOta_responses[] = {
    command<
        "payloadType:enum8 queryJitter:uint8 manufacturerCode:uint16?payloadType>0 "
        "imageType:uint16[..65535]?payloadType>1 fileVersion:uint32[..4294967295]?payloadType>2">
        (0x00, "imageNotify"),
    command<
        "status:enum8 manufacturerCode:uint16?status==0 imageType:uint16[..65471]?status==0 "
        "fileVersion:uint32?status==0 imageSize:uint32?status==0">
        (0x02, "queryNextImageResponse").required(),
    command<
        "status:enum8 manufacturerCode:uint16?status==0 imageType:uint16[..65471]?status==0 "
        "fileVersion:uint32?status==0 fileOffset:uint32?status==0 dataSize:uint8?status==0 "
        "data:buffer?status==0 currentTime:uint32?status==151 requestTime:uint32?status==151 "
        "minimumBlockPeriod:uint16?status==151">
        (0x05, "imageBlockResponse").required(),
    command<
        "manufacturerCode:uint16[..1048575] imageType:uint16[..1048575] "
        "fileVersion:uint32[..68719476735] currentTime:utc upgradeTime:utc">
        (0x07, "upgradeEndResponse").required(),
    command<
        "status:enum8 manufacturerCode:uint16?status==0 imageType:uint16[65472..65534]?status==0 "
        "fileVersion:uint32?status==0 imageSize:uint32?status==0">
        (0x09, "queryDeviceSpecificFileResponse"),
};

constexpr Attribute genPollCtrl_attributes[] = {
    A(0x0000, "checkinInterval", uint32).write().required().max(7208960).initial(14400),
    A(0x0001, "longPollInterval", uint32).required().min(4).max(7208960).initial(20),
    A(0x0002, "shortPollInterval", uint16).required().min(1).max(65535).initial(2),
    A(0x0003, "fastPollTimeout", uint16).write().required().min(1).max(65535).initial(40),
    A(0x0004, "checkinIntervalMin", uint32).initial(0),
    A(0x0005, "longPollIntervalMin", uint32).initial(0),
    A(0x0006, "fastPollTimeoutMax", uint16).initial(0),
};
constexpr Command genPollCtrl_commands[] = {
    command<"startFastPolling:boolean fastPollTimeout:uint16">(0x00, "checkinRsp").required(),
    command(0x01, "fastPollStop").required(),
    command<"newLongPollInterval:uint32">(0x02, "setLongPollInterval"),
    command<"newShortPollInterval:uint16">(0x03, "setShortPollInterval"),
};
constexpr Command genPollCtrl_responses[] = {
    command(0x00, "checkin").required(),
};

constexpr Special rejoinTimeout_special[] = {{"65535", "Never"}};
constexpr Attribute mobileDeviceCfg_attributes[] = {
    A(0x0000, "keepAliveTime", uint16).write().required().min(1).max(65535).initial(15),
    A(0x0001, "rejoinTimeout", uint16).write().required().max(65535).initial(65535).special(rejoinTimeout_special),
};
constexpr Command mobileDeviceCfg_responses[] = {
    command<"keepAliveTime:uint16 rejoinTimeout:uint16">(0x00, "keepAliveNotification").required(),
};

constexpr Attribute neighborCleaning_attributes[] = {
    A(0x0000, "neighborCleaningTimeout", uint16).write().required().min(1).max(65535).initial(30),
};
constexpr Command neighborCleaning_commands[] = {
    command(0x00, "purgeEntries").required(),
};

constexpr Attribute nearestGateway_attributes[] = {
    A(0x0000, "nearestGateway", uint16).write().required().max(65528).initial(0),
    A(0x0001, "newMobileNode", uint16).write().required().unreadable().max(65528).initial(0),
};

constexpr Attribute keepAlive_attributes[] = {
    A(0x0000, "tcKeepAliveBase", uint8).required().max(255).initial(10),
    A(0x0001, "tcKeepAliveJitter", uint16).required().max(65535).initial(300),
};

constexpr Attribute zigbeeDirectConfiguration_attributes[] = {
    A(0x0000, "interfaceState", bitmap8).required().max(255),
    A(0x0001, "anonymousJoinTimeout", uint24).required().max(1048576),
};
constexpr Command zigbeeDirectConfiguration_commands[] = {
    command<"interfaceState:bitmap8[..255]">(0x00, "configureInterface").responds(0x00).required(),
    command<"anonymousJoinTimeout:uint24[..1048576]">(0x01, "configureAnonymousJoinTimeout").required(),
};
constexpr Command zigbeeDirectConfiguration_responses[] = {
    command<"status:enum8 interfaceState:bitmap8[..255]">(0x00, "configureInterfaceRsp").required(),
};

constexpr Cluster rows[] = {
    {ClusterId(0x0000), "genBasic", genBasic_attributes, genBasic_commands, {}},
    {ClusterId(0x0001), "genPowerCfg", genPowerCfg_attributes, {}, {}},
    {ClusterId(0x0002), "genDeviceTempCfg", genDeviceTempCfg_attributes, {}, {}},
    {ClusterId(0x0003), "genIdentify", genIdentify_attributes, genIdentify_commands, genIdentify_responses},
    {ClusterId(0x0004), "genGroups", genGroups_attributes, genGroups_commands, genGroups_responses},
    {ClusterId(0x0005), "genScenes", genScenes_attributes, genScenes_commands, genScenes_responses},
    {ClusterId(0x0006), "genOnOff", genOnOff_attributes, genOnOff_commands, {}},
    {ClusterId(0x0007), "genOnOffSwitchCfg", genOnOffSwitchCfg_attributes, {}, {}},
    {ClusterId(0x0008), "genLevelCtrl", genLevelCtrl_attributes, genLevelCtrl_commands, {}},
    {ClusterId(0x0009), "genAlarms", genAlarms_attributes, genAlarms_commands, genAlarms_responses},
    {ClusterId(0x000a), "genTime", genTime_attributes, {}, {}},
    {ClusterId(0x000b), "genRssiLocation", genRssiLocation_attributes, genRssiLocation_commands, genRssiLocation_responses},
    {ClusterId(0x000c), "genAnalogInput", genAnalogInput_attributes, {}, {}},
    {ClusterId(0x000d), "genAnalogOutput", genAnalogOutput_attributes, {}, {}},
    {ClusterId(0x000e), "genAnalogValue", genAnalogValue_attributes, {}, {}},
    {ClusterId(0x000f), "genBinaryInput", genBinaryInput_attributes, {}, {}},
    {ClusterId(0x0010), "genBinaryOutput", genBinaryOutput_attributes, {}, {}},
    {ClusterId(0x0011), "genBinaryValue", genBinaryValue_attributes, {}, {}},
    {ClusterId(0x0012), "genMultistateInput", genMultistateInput_attributes, {}, {}},
    {ClusterId(0x0013), "genMultistateOutput", genMultistateOutput_attributes, {}, {}},
    {ClusterId(0x0014), "genMultistateValue", genMultistateValue_attributes, {}, {}},
    {ClusterId(0x0015), "genCommissioning", genCommissioning_attributes, genCommissioning_commands, genCommissioning_responses},
    {ClusterId(0x0019), "genOta", genOta_attributes, genOta_commands, genOta_responses},
    {ClusterId(0x0020), "genPollCtrl", genPollCtrl_attributes, genPollCtrl_commands, genPollCtrl_responses},
    {ClusterId(0x0022), "mobileDeviceCfg", mobileDeviceCfg_attributes, {}, mobileDeviceCfg_responses},
    {ClusterId(0x0023), "neighborCleaning", neighborCleaning_attributes, neighborCleaning_commands, {}},
    {ClusterId(0x0024), "nearestGateway", nearestGateway_attributes, {}, {}},
    {ClusterId(0x0025), "keepAlive", keepAlive_attributes, {}, {}},
    {ClusterId(0x003d), "zigbeeDirectConfiguration", zigbeeDirectConfiguration_attributes, zigbeeDirectConfiguration_commands, zigbeeDirectConfiguration_responses},
};
// clang-format on

static_assert(all_well_formed(rows));

}  // namespace

const std::span<const Cluster> general = rows;

}  // namespace waggle::zcl::clusters
