// Closures (ZCL 8, chapter 7).
// Names, types, access and limits as Zigbee2MQTT publishes them in bridge/definitions.
#include "zigbee/zcl/clusters/tables.h"

namespace waggle::zcl::clusters {
namespace {

using enum Type;
using namespace std::string_view_literals;
using A = Attribute;

// clang-format off

constexpr Attribute closuresShadeCfg_attributes[] = {
    A(0x0000, "physicalClosedLimit", uint16).min(1).max(65534),
    A(0x0001, "motorStepSize", uint8).max(254),
    A(0x0002, "status", bitmap8).write().required().initial(0),
    A(0x0010, "closedLimit", uint16).write().required().min(1).max(65534).initial(1),
    A(0x0011, "mode", enum8).write().required().max(254).initial(0),
};

constexpr Special autoRelockTime_special[] = {{"0", "Disabled"}};
constexpr Attribute closuresDoorLock_attributes[] = {
    A(0x0000, "lockState", enum8).report().required(),
    A(0x0001, "lockType", enum8).required(),
    A(0x0002, "actuatorEnabled", boolean).required(),
    A(0x0003, "doorState", enum8).report(),
    A(0x0004, "doorOpenEvents", uint32).write(),
    A(0x0005, "doorClosedEvents", uint32).write(),
    A(0x0006, "openPeriod", uint16).write(),
    A(0x0010, "numOfLockRecordsSupported", uint16).initial(0),
    A(0x0011, "numOfTotalUsersSupported", uint16).initial(0),
    A(0x0012, "numOfPinUsersSupported", uint16).initial(0),
    A(0x0013, "numOfRfidUsersSupported", uint16).initial(0),
    A(0x0014, "numOfWeekDaySchedulesSupportedPerUser", uint8).initial(0),
    A(0x0015, "numOfYearDaySchedulesSupportedPerUser", uint8).initial(0),
    A(0x0016, "numOfHolidayScheduledsSupported", uint8).initial(0),
    A(0x0017, "maxPinLen", uint8).initial(8),
    A(0x0018, "minPinLen", uint8).initial(4),
    A(0x0019, "maxRfidLen", uint8).initial(20),
    A(0x001a, "minRfidLen", uint8).initial(8),
    A(0x0020, "enableLogging", boolean).write().write_opt().report().initial(0),
    A(0x0021, "language", text).write().write_opt().report().initial("").length(2),
    A(0x0022, "ledSettings", uint8).write().write_opt().report().initial(0),
    A(0x0023, "autoRelockTime", uint32).write().write_opt().report().initial(0).special(autoRelockTime_special),
    A(0x0024, "soundVolume", uint8).write().write_opt().report().initial(0),
    A(0x0025, "operatingMode", enum8).write().write_opt().report().initial(0),
    A(0x0026, "supportedOperatingModes", bitmap16).initial(1),
    A(0x0027, "defaultConfigurationRegister", bitmap16).report().initial(0),
    A(0x0028, "enableLocalProgramming", boolean).write().write_opt().report().initial(1),
    A(0x0029, "enableOneTouchLocking", boolean).write().report().initial(0),
    A(0x002a, "enableInsideStatusLed", boolean).write().report().initial(0),
    A(0x002b, "enablePrivacyModeButton", boolean).write().report().initial(0),
    A(0x0030, "wrongCodeEntryLimit", uint8).write().write_opt().report().initial(0),
    A(0x0031, "userCodeTemporaryDisableTime", uint8).write().write_opt().report().initial(0),
    A(0x0032, "sendPinOta", boolean).write().write_opt().report().initial(0),
    A(0x0033, "requirePinForRfOperation", boolean).write().write_opt().report().initial(0),
    A(0x0034, "zigbeeSecurityLevel", enum8).report().initial(0),
    A(0x0040, "alarmMask", bitmap16).write().report().initial(0),
    A(0x0041, "keypadOperationEventMask", bitmap16).write().report().initial(0),
    A(0x0042, "rfOperationEventMask", bitmap16).write().report().initial(0),
    A(0x0043, "manualOperationEventMask", bitmap16).write().report().initial(0),
    A(0x0044, "rfidOperationEventMask", bitmap16).write().report().initial(0),
    A(0x0045, "keypadProgrammingEventMask", bitmap16).write().report().initial(0),
    A(0x0046, "rfProgrammingEventMask", bitmap16).write().report().initial(0),
    A(0x0047, "rfidProgrammingEventMask", bitmap16).write().report().initial(0),
};
constexpr Command closuresDoorLock_commands[] = {
    command<"pincodevalue:octets">(0x00, "lockDoor").responds(0x00).required(),
    command<"pincodevalue:octets">(0x01, "unlockDoor").responds(0x01).required(),
    command<"pincodevalue:octets">(0x02, "toggleDoor").responds(0x02),
    command<"timeout:uint16 pincodevalue:octets">(0x03, "unlockWithTimeout").responds(0x03),
    command<"logindex:uint16">(0x04, "getLogRecord").responds(0x04),
    command<"userid:uint16 userstatus:uint8 usertype:enum8 pincodevalue:octets">(0x05, "setPinCode").responds(0x05),
    command<"userid:uint16">(0x06, "getPinCode").responds(0x06),
    command<"userid:uint16">(0x07, "clearPinCode").responds(0x07),
    command(0x08, "clearAllPinCodes").responds(0x08),
    command<"userid:uint16 userstatus:uint8">(0x09, "setUserStatus").responds(0x09),
    command<"userid:uint16">(0x0a, "getUserStatus").responds(0x0a),
    command<
        "scheduleid:uint8 userid:uint16 daysmask:bitmap8 starthour:uint8[0..23] "
        "startminute:uint8[0..59] endhour:uint8[0..23] endminute:uint8[0..59]">
        (0x0b, "setWeekDaySchedule").responds(0x0b),
    command<"scheduleid:uint8 userid:uint16">(0x0c, "getWeekDaySchedule").responds(0x0c),
    command<"scheduleid:uint8 userid:uint16">(0x0d, "clearWeekDaySchedule").responds(0x0d),
    command<"scheduleid:uint8 userid:uint16 zigbeelocalstarttime:uint32 zigbeelocalendtime:uint32">(0x0e, "setYearDaySchedule").responds(0x0e),
    command<"scheduleid:uint8 userid:uint16">(0x0f, "getYearDaySchedule").responds(0x0f),
    command<"scheduleid:uint8 userid:uint16">(0x10, "clearYearDaySchedule").responds(0x10),
    command<"holidayscheduleid:uint8 zigbeelocalstarttime:uint32 zigbeelocalendtime:uint32 opermodelduringholiday:enum8">(0x11, "setHolidaySchedule").responds(0x11),
    command<"holidayscheduleid:uint8">(0x12, "getHolidaySchedule").responds(0x12),
    command<"holidayscheduleid:uint8">(0x13, "clearHolidaySchedule").responds(0x13),
    command<"userid:uint16 usertype:enum8">(0x14, "setUserType").responds(0x14),
    command<"userid:uint16">(0x15, "getUserType").responds(0x15),
    command<"userid:uint16 userstatus:uint8 usertype:enum8 pincodevalue:octets">(0x16, "setRfidCode").responds(0x16),
    command<"userid:uint16">(0x17, "getRfidCode").responds(0x17),
    command<"userid:uint16">(0x18, "clearRfidCode").responds(0x18),
    command(0x19, "clearAllRfidCodes").responds(0x19),
};
constexpr Command closuresDoorLock_responses[] = {
    command<"status:enum8">(0x00, "lockDoorRsp").required(),
    command<"status:enum8">(0x01, "unlockDoorRsp").required(),
    command<"status:enum8">(0x02, "toggleDoorRsp"),
    command<"status:enum8">(0x03, "unlockWithTimeoutRsp"),
    command<
        "logentryid:uint16 timestamp:uint32 eventtype:enum8 source:uint8 eventidalarmcode:uint8 "
        "userid:uint16 pincodevalue:octets">
        (0x04, "getLogRecordRsp"),
    command<"status:uint8">(0x05, "setPinCodeRsp"),
    command<"userid:uint16 userstatus:uint8 usertype:enum8 pincodevalue:octets">(0x06, "getPinCodeRsp"),
    command<"status:uint8">(0x07, "clearPinCodeRsp"),
    command<"status:uint8">(0x08, "clearAllPinCodesRsp"),
    command<"status:uint8">(0x09, "setUserStatusRsp"),
    command<"userid:uint16 userstatus:uint8">(0x0a, "getUserStatusRsp"),
    command<"status:uint8">(0x0b, "setWeekDayScheduleRsp"),
    command<
        "scheduleid:uint8 userid:uint16 status:uint8 daysmask:bitmap8 starthour:uint8[0..23] "
        "startminute:uint8[0..59] endhour:uint8[0..23] endminute:uint8[0..59]">
        (0x0c, "getWeekDayScheduleRsp"),
    command<"status:uint8">(0x0d, "clearWeekDayScheduleRsp"),
    command<"status:uint8">(0x0e, "setYearDayScheduleRsp"),
    command<"scheduleid:uint8 userid:uint16 status:enum8 zigbeelocalstarttime:uint32 zigbeelocalendtime:uint32">(0x0f, "getYearDayScheduleRsp"),
    command<"status:uint8">(0x10, "clearYearDayScheduleRsp"),
    command<"status:uint8">(0x11, "setHolidayScheduleRsp"),
    command<
        "holidayscheduleid:uint8 status:uint8 zigbeelocalstarttime:uint32 "
        "zigbeelocalendtime:uint32 opermodelduringholiday:enum8">
        (0x12, "getHolidayScheduleRsp"),
    command<"status:uint8">(0x13, "clearHolidayScheduleRsp"),
    command<"status:uint8">(0x14, "setUserTypeRsp"),
    command<"userid:uint16 usertype:enum8">(0x15, "getUserTypeRsp"),
    command<"status:uint8">(0x16, "setRfidCodeRsp"),
    command<"userid:uint16 userstatus:uint8 usertype:enum8 pincodevalue:octets">(0x17, "getRfidCodeRsp"),
    command<"status:uint8">(0x18, "clearRfidCodeRsp"),
    command<"status:uint8">(0x19, "clearAllRfidCodesRsp"),
    command<"opereventsrc:uint8 opereventcode:uint8 userid:uint16 pin:octets zigbeelocaltime:uint32 data:text">(0x20, "operationEventNotification"),
    command<
        "programeventsrc:uint8 programeventcode:uint8 userid:uint16 pin:octets usertype:enum8 "
        "userstatus:uint8 zigbeelocaltime:uint32 data:text">
        (0x21, "programmingEventNotification"),
};

constexpr Attribute closuresWindowCovering_attributes[] = {
    A(0x0000, "windowCoveringType", enum8).required().initial(0),
    A(0x0001, "physicalClosedLimitLiftCm", uint16).max(65535).initial(0),
    A(0x0002, "physicalClosedLimitTiltDdegree", uint16).max(65535).initial(0),
    A(0x0003, "currentPositionLiftCm", uint16).max(65535).initial(0),
    A(0x0004, "currentPositionTiltDdegree", uint16).max(65535).initial(0),
    A(0x0005, "numOfActuationsLift", uint16).max(65535).initial(0),
    A(0x0006, "numOfActuationsTilt", uint16).max(65535).initial(0),
    A(0x0007, "configStatus", bitmap8).required().initial(3),
    A(0x0008, "currentPositionLiftPercentage", uint8).report().scene().max(100).initial(0),
    A(0x0009, "currentPositionTiltPercentage", uint8).report().scene().max(100).initial(0),
    A(0x0010, "installedOpenLimitLiftCm", uint16).max(65535).initial(0),
    A(0x0011, "installedClosedLimitLiftCm", uint16).max(65535).initial(65535),
    A(0x0012, "installedOpenLimitTiltDdegree", uint16).max(65535).initial(0),
    A(0x0013, "installedClosedLimitTiltDdegree", uint16).max(65535).initial(65535),
    A(0x0014, "velocityLift", uint16).write().max(65535).initial(0),
    A(0x0015, "accelerationTimeLift", uint16).write().max(65535).initial(0),
    A(0x0016, "decelerationTimeLift", uint16).write().max(65535).initial(0),
    A(0x0017, "windowCoveringMode", bitmap8).write().required().initial(4),
    A(0x0018, "intermediateSetpointsLift", octets).write().initial("1,0x0000"),
    A(0x0019, "intermediateSetpointsTilt", octets).write().initial("1,0x0000"),
};
constexpr Command closuresWindowCovering_commands[] = {
    command(0x00, "upOpen").required(),
    command(0x01, "downClose").required(),
    command(0x02, "stop").required(),
    command<"liftvalue:uint16">(0x04, "goToLiftValue"),
    command<"percentageliftvalue:uint8[..100]">(0x05, "goToLiftPercentage"),
    command<"tiltvalue:uint16">(0x07, "goToTiltValue"),
    command<"percentagetiltvalue:uint8[..100]">(0x08, "goToTiltPercentage"),
};

constexpr Special barrierPosition_special[] = {{"255", "PositionUnknown"}};
constexpr Attribute barrierControl_attributes[] = {
    A(0x0001, "movingState", enum8).report().required(),
    A(0x0002, "safetyStatus", bitmap16).report().required(),
    A(0x0003, "capabilities", bitmap8).required(),
    A(0x0004, "openEvents", uint16).write().max(65534).initial(0),
    A(0x0005, "closeEvents", uint16).write().max(65534).initial(0),
    A(0x0006, "commandOpenEvents", uint16).write().max(65534).initial(0),
    A(0x0007, "commandCloseEvents", uint16).write().max(65534).initial(0),
    A(0x0008, "openPeriod", uint16).write().max(65534),
    A(0x0009, "closePeriod", uint16).write().max(65534),
    A(0x000a, "barrierPosition", uint8).report().scene().required().max(100).special(barrierPosition_special),
};
constexpr Command barrierControl_commands[] = {
    command<"percentOpen:uint8[0..100]">(0x00, "goToPercent").required(),
    command(0x01, "stop").required(),
};

constexpr Cluster rows[] = {
    {ClusterId(0x0100), "closuresShadeCfg", closuresShadeCfg_attributes, {}, {}},
    {ClusterId(0x0101), "closuresDoorLock", closuresDoorLock_attributes, closuresDoorLock_commands, closuresDoorLock_responses},
    {ClusterId(0x0102), "closuresWindowCovering", closuresWindowCovering_attributes, closuresWindowCovering_commands, {}},
    {ClusterId(0x0103), "barrierControl", barrierControl_attributes, barrierControl_commands, {}},
};
// clang-format on

static_assert(all_well_formed(rows));

}  // namespace

const std::span<const Cluster> closures = rows;

}  // namespace waggle::zcl::clusters
