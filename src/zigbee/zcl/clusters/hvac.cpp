// Heating, ventilation, air conditioning (ZCL 8, chapter 6).
// Names, types, access and limits as Zigbee2MQTT publishes them in bridge/definitions.
#include "zigbee/zcl/clusters/tables.h"

namespace waggle::zcl::clusters {
namespace {

using enum Type;
using namespace std::string_view_literals;
using A = Attribute;

// clang-format off

constexpr Attribute hvacPumpCfgCtrl_attributes[] = {
    A(0x0000, "maxPressure", int16).required().min(-32767).max(32767),
    A(0x0001, "maxSpeed", uint16).required().max(65534),
    A(0x0002, "maxFlow", uint16).required().max(65534),
    A(0x0003, "minConstPressure", int16).min(-32767).max(32767),
    A(0x0004, "maxConstPressure", int16).min(-32767).max(32767),
    A(0x0005, "minCompPressure", int16).min(-32767).max(32767),
    A(0x0006, "maxCompPressure", int16).min(-32767).max(32767),
    A(0x0007, "minConstSpeed", uint16).max(65534),
    A(0x0008, "maxConstSpeed", uint16).max(65534),
    A(0x0009, "minConstFlow", uint16).max(65534),
    A(0x000a, "maxConstFlow", uint16).max(65534),
    A(0x000b, "minConstTemp", int16).min(-27315).max(32767),
    A(0x000c, "maxConstTemp", int16).min(-27315).max(32767),
    A(0x0010, "pumpStatus", bitmap16).report(),
    A(0x0011, "effectiveOperationMode", enum8).required().max(254),
    A(0x0012, "effectiveControlMode", enum8).required().max(254),
    A(0x0013, "capacity", int16).report().required().min(0).max(32767),
    A(0x0014, "speed", uint16).max(65534),
    A(0x0015, "lifetimeRunningHours", uint24).write().max(16777214).initial(0),
    A(0x0016, "power", uint24).write().max(16777214),
    A(0x0017, "lifetimeEnergyConsumed", uint32).max(4294967294).initial(0),
    A(0x0020, "operationMode", enum8).write().required().max(254).initial(0),
    A(0x0021, "controlMode", enum8).write().max(254).initial(0),
    A(0x0022, "alarmMask", bitmap16),
};

constexpr Attribute hvacThermostat_attributes[] = {
    A(0x0000, "localTemp", int16).report().required().min(-27315).max(32767),
    A(0x0001, "outdoorTemp", int16).min(-27315).max(32767),
    A(0x0002, "occupancy", bitmap8).initial(1),
    A(0x0003, "absMinHeatSetpointLimit", int16).min(-27315).max(32767).initial(700),
    A(0x0004, "absMaxHeatSetpointLimit", int16).min(-27315).max(32767).initial(3000),
    A(0x0005, "absMinCoolSetpointLimit", int16).min(-27315).max(32767).initial(1600),
    A(0x0006, "absMaxCoolSetpointLimit", int16).min(-27315).max(32767).initial(3200),
    A(0x0007, "pICoolingDemand", uint8).report().max(100),
    A(0x0008, "pIHeatingDemand", uint8).report().max(100),
    A(0x0009, "systemTypeConfig", bitmap8).write().write_opt().initial(0),
    A(0x0010, "localTemperatureCalibration", int8).write().min(-25).max(25).initial(0),
    A(0x0011, "occupiedCoolingSetpoint", int16).write().scene().initial(2600),
    A(0x0012, "occupiedHeatingSetpoint", int16).write().scene().initial(2000),
    A(0x0013, "unoccupiedCoolingSetpoint", int16).write().initial(2600),
    A(0x0014, "unoccupiedHeatingSetpoint", int16).write().initial(2000),
    A(0x0015, "minHeatSetpointLimit", int16).write().min(-27315).max(32767).initial(700),
    A(0x0016, "maxHeatSetpointLimit", int16).write().min(-27315).max(32767).initial(3000),
    A(0x0017, "minCoolSetpointLimit", int16).write().min(-27315).max(32767).initial(1600),
    A(0x0018, "maxCoolSetpointLimit", int16).write().min(-27315).max(32767).initial(3200),
    A(0x0019, "minSetpointDeadBand", int8).write().write_opt().min(10).max(25).initial(25),
    A(0x001a, "remoteSensing", bitmap8).write().initial(0),
    A(0x001b, "ctrlSeqeOfOper", enum8).write().required().initial(4),
    A(0x001c, "systemMode", enum8).write().required().initial(1),
    A(0x001d, "alarmMask", bitmap8).initial(0),
    A(0x001e, "runningMode", enum8).initial(0),
    A(0x0020, "startOfWeek", enum8),
    A(0x0021, "numberOfWeeklyTrans", uint8).max(255).initial(0),
    A(0x0022, "numberOfDailyTrans", uint8).max(255).initial(0),
    A(0x0023, "tempSetpointHold", enum8).write().initial(0),
    A(0x0024, "tempSetpointHoldDuration", uint16).write().min(0).max(1440),
    A(0x0025, "programingOperMode", bitmap8).write().report().initial(0),
    A(0x0029, "runningState", bitmap16),
    A(0x0030, "setpointChangeSource", enum8).initial(0),
    A(0x0031, "setpointChangeAmount", int16).min(0).max(65535),
    A(0x0032, "setpointChangeSourceTimeStamp", utc).max(4294967294).initial(0),
    A(0x0034, "occupiedSetback", uint8).write(),
    A(0x0035, "occupiedSetbackMin", uint8).min(0),
    A(0x0036, "occupiedSetbackMax", uint8),
    A(0x0037, "unoccupiedSetback", uint8).write(),
    A(0x0038, "unoccupiedSetbackMin", uint8).min(0),
    A(0x0039, "unoccupiedSetbackMax", uint8),
    A(0x003a, "emergencyHeatDelta", uint8).write(),
    A(0x0040, "acType", enum8).write().initial(0),
    A(0x0041, "acCapacity", uint16).write().max(65535).initial(0),
    A(0x0042, "acRefrigerantType", enum8).write().initial(0),
    A(0x0043, "acConpressorType", enum8).write().initial(0),
    A(0x0044, "acErrorCode", bitmap32).write().max(4294967295).initial(0),
    A(0x0045, "acLouverPosition", enum8).write().initial(0),
    A(0x0046, "acCollTemp", int16).min(-27315).max(32767),
    A(0x0047, "acCapacityFormat", enum8).write().initial(0),
};
constexpr Command hvacThermostat_commands[] = {
    command<"mode:enum8 amount:int8">(0x00, "setpointRaiseLower").required(),
    command<"numoftrans:uint8[0..10] dayofweek:bitmap8 mode:bitmap8 transitions:thermostat_transitions">(0x01, "setWeeklySchedule"),
    command<"daystoreturn:bitmap8 modetoreturn:bitmap8">(0x02, "getWeeklySchedule").responds(0x00),
    command(0x03, "clearWeeklySchedule"),
    command(0x04, "getRelayStatusLog").responds(0x01),
};
constexpr Command hvacThermostat_responses[] = {
    command<"numoftrans:uint8[0..10] dayofweek:bitmap8 mode:bitmap8 transitions:thermostat_transitions">(0x00, "getWeeklyScheduleRsp"),
    command<"timeofday:uint16 relaystatus:bitmap8 localtemp:int16 humidity:uint8 setpoint:int16 unreadentries:uint16">(0x01, "getRelayStatusLogRsp"),
};

constexpr Attribute hvacFanCtrl_attributes[] = {
    A(0x0000, "fanMode", enum8).write().required().max(6).initial(5),
    A(0x0001, "fanModeSequence", enum8).write().required().max(4).initial(2),
};

constexpr Attribute hvacDehumidificationCtrl_attributes[] = {
    A(0x0000, "relativeHumidity", uint8).max(100),
    A(0x0001, "dehumidCooling", uint8).report().required(),
    A(0x0010, "rhDehumidSetpoint", uint8).write().required().min(30).max(100).initial(50),
    A(0x0011, "relativeHumidityMode", enum8).write().initial(0),
    A(0x0012, "dehumidLockout", enum8).write().initial(1),
    A(0x0013, "dehumidHysteresis", uint8).write().required().min(2).max(20).initial(2),
    A(0x0014, "dehumidMaxCool", uint8).write().required().min(20).max(100).initial(20),
    A(0x0015, "relativeHumidDisplay", enum8).write().max(1).initial(0),
};

constexpr Attribute hvacUserInterfaceCfg_attributes[] = {
    A(0x0000, "tempDisplayMode", enum8).write().required().max(1).initial(0),
    A(0x0001, "keypadLockout", enum8).write().required().max(5).initial(0),
    A(0x0002, "programmingVisibility", enum8).write().max(1).initial(0),
};

constexpr Cluster rows[] = {
    {ClusterId(0x0200), "hvacPumpCfgCtrl", hvacPumpCfgCtrl_attributes, {}, {}},
    {ClusterId(0x0201), "hvacThermostat", hvacThermostat_attributes, hvacThermostat_commands, hvacThermostat_responses},
    {ClusterId(0x0202), "hvacFanCtrl", hvacFanCtrl_attributes, {}, {}},
    {ClusterId(0x0203), "hvacDehumidificationCtrl", hvacDehumidificationCtrl_attributes, {}, {}},
    {ClusterId(0x0204), "hvacUserInterfaceCfg", hvacUserInterfaceCfg_attributes, {}, {}},
};
// clang-format on

static_assert(all_well_formed(rows));

}  // namespace

const std::span<const Cluster> hvac = rows;

}  // namespace waggle::zcl::clusters
