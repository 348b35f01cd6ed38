#include "sim/defaults.h"

#include <algorithm>

#include "sim/clusters.h"

namespace waggle::sim {
namespace {

struct Row {
  std::string_view cluster;
  std::string_view attribute;
  double number = 0;
  std::string_view text{};
  // lightingColorCtrl: the bit of colorCapabilities that brings the attribute (ZCL 8, table 5-8).
  std::uint16_t capability = 0;
};

constexpr std::uint16_t hue_saturation = 1, enhanced_hue = 2, color_loop = 4, coordinates = 8,
                        temperature = 16;

// clang-format off
constexpr Row rows[] = {
    {"genBasic", "zclVersion", 3},
    {"genBasic", "appVersion", 1},
    {"genBasic", "stackVersion", 0},
    {"genBasic", "hwVersion", 1},
    {"genBasic", "dateCode", 0, "20240101"},
    {"genBasic", "swBuildId", 0, "1.0.0"},
    {"genPowerCfg", "batteryVoltage", 30},
    {"genPowerCfg", "batteryPercentageRemaining", 200},
    {"genPowerCfg", "batteryAlarmState", 0},
    {"genDeviceTempCfg", "currentTemperature", 31},
    {"genIdentify", "identifyTime", 0},
    {"genGroups", "nameSupport", 0},
    {"genScenes", "count", 0},
    {"genScenes", "currentScene", 0},
    {"genScenes", "currentGroup", 0},
    {"genScenes", "sceneValid", 0},
    {"genScenes", "nameSupport", 0},
    {"genOnOff", "onOff", 0},
    {"genOnOff", "globalSceneCtrl", 1},
    {"genOnOff", "onTime", 0},
    {"genOnOff", "offWaitTime", 0},
    {"genOnOff", "startUpOnOff", 255},
    {"genOnOffSwitchCfg", "switchType", 0},
    {"genOnOffSwitchCfg", "switchActions", 0},
    {"genLevelCtrl", "currentLevel", 254},
    {"genLevelCtrl", "remainingTime", 0},
    {"genLevelCtrl", "minLevel", 1},
    {"genLevelCtrl", "maxLevel", 254},
    {"genLevelCtrl", "options", 0},
    {"genLevelCtrl", "onOffTransitionTime", 0},
    {"genLevelCtrl", "onLevel", 255},
    {"genLevelCtrl", "startUpCurrentLevel", 255},
    {"genAlarms", "alarmCount", 0},
    {"genAnalogInput", "outOfService", 0},
    {"genAnalogInput", "presentValue", 0},
    {"genAnalogInput", "statusFlags", 0},
    {"genBinaryInput", "outOfService", 0},
    {"genBinaryInput", "presentValue", 0},
    {"genBinaryInput", "statusFlags", 0},
    {"genMultistateInput", "numberOfStates", 3},
    {"genMultistateInput", "outOfService", 0},
    {"genMultistateInput", "presentValue", 0},
    {"genMultistateInput", "statusFlags", 0},
    {"genOta", "upgradeServerId", 0, "0xffffffffffffffff"},
    {"genOta", "fileOffset", 0xFFFFFFFF},
    {"genOta", "currentFileVersion", 1},
    {"genOta", "imageUpgradeStatus", 0},
    {"genOta", "imageTypeId", 0},
    {"genPollCtrl", "checkinInterval", 13200},
    {"genPollCtrl", "longPollInterval", 20},
    {"genPollCtrl", "shortPollInterval", 2},
    {"genPollCtrl", "fastPollTimeout", 40},
    {"closuresDoorLock", "lockState", 1},
    {"closuresDoorLock", "lockType", 0},
    {"closuresDoorLock", "actuatorEnabled", 1},
    {"closuresDoorLock", "numOfPinUsersSupported", 250},
    {"closuresDoorLock", "maxPinLen", 8},
    {"closuresDoorLock", "minPinLen", 4},
    {"closuresDoorLock", "autoRelockTime", 0},
    {"closuresDoorLock", "soundVolume", 0},
    {"closuresDoorLock", "sendPinOta", 0},
    {"closuresDoorLock", "requirePinForRfOperation", 0},
    {"closuresWindowCovering", "windowCoveringType", 0},
    {"closuresWindowCovering", "configStatus", 3},
    {"closuresWindowCovering", "currentPositionLiftPercentage", 0},
    {"closuresWindowCovering", "windowCoveringMode", 0},
    {"hvacThermostat", "localTemp", 2150},
    {"hvacThermostat", "pIHeatingDemand", 0},
    {"hvacThermostat", "localTemperatureCalibration", 0},
    {"hvacThermostat", "occupiedCoolingSetpoint", 2600},
    {"hvacThermostat", "occupiedHeatingSetpoint", 2000},
    {"hvacThermostat", "minHeatSetpointLimit", 500},
    {"hvacThermostat", "maxHeatSetpointLimit", 3500},
    {"hvacThermostat", "ctrlSeqeOfOper", 2},
    {"hvacThermostat", "systemMode", 4},
    {"hvacThermostat", "runningState", 0},
    {"hvacFanCtrl", "fanMode", 5},
    {"hvacFanCtrl", "fanModeSequence", 2},
    {"hvacUserInterfaceCfg", "tempDisplayMode", 0},
    {"hvacUserInterfaceCfg", "keypadLockout", 0},
    {"lightingColorCtrl", "colorCapabilities", 31},
    {"lightingColorCtrl", "colorMode", 2},
    {"lightingColorCtrl", "enhancedColorMode", 2},
    {"lightingColorCtrl", "remainingTime", 0},
    {"lightingColorCtrl", "options", 0},
    {"lightingColorCtrl", "currentHue", 0, {}, hue_saturation},
    {"lightingColorCtrl", "currentSaturation", 0, {}, hue_saturation},
    {"lightingColorCtrl", "enhancedCurrentHue", 0, {}, enhanced_hue},
    {"lightingColorCtrl", "colorLoopActive", 0, {}, color_loop},
    {"lightingColorCtrl", "colorLoopDirection", 0, {}, color_loop},
    {"lightingColorCtrl", "colorLoopTime", 25, {}, color_loop},
    {"lightingColorCtrl", "currentX", 30138, {}, coordinates},
    {"lightingColorCtrl", "currentY", 26909, {}, coordinates},
    {"lightingColorCtrl", "colorTemperature", 370, {}, temperature},
    {"lightingColorCtrl", "colorTempPhysicalMin", 153, {}, temperature},
    {"lightingColorCtrl", "colorTempPhysicalMax", 500, {}, temperature},
    {"lightingColorCtrl", "startUpColorTemperature", 65535, {}, temperature},
    {"lightingBallastCfg", "minLevel", 1},
    {"lightingBallastCfg", "maxLevel", 254},
    {"msIlluminanceMeasurement", "measuredValue", 21000},
    {"msTemperatureMeasurement", "measuredValue", 2150},
    {"msTemperatureMeasurement", "minMeasuredValue", -4000},
    {"msTemperatureMeasurement", "maxMeasuredValue", 12500},
    {"msPressureMeasurement", "measuredValue", 1007},
    {"msPressureMeasurement", "scaledValue", 10071},
    {"msPressureMeasurement", "scale", -1},
    {"msRelativeHumidity", "measuredValue", 4500},
    {"msRelativeHumidity", "minMeasuredValue", 0},
    {"msRelativeHumidity", "maxMeasuredValue", 10000},
    {"msOccupancySensing", "occupancy", 0},
    {"msOccupancySensing", "occupancySensorType", 0},
    {"msOccupancySensing", "occupancySensorTypeBitmap", 1},
    {"msOccupancySensing", "pirOToUDelay", 30},
    {"ssIasZone", "zoneState", 0},
    {"ssIasZone", "zoneType", 0x000D},
    {"ssIasZone", "zoneStatus", 0},
    {"ssIasZone", "iasCieAddr", 0, "0x0000000000000000"},
    {"ssIasZone", "zoneId", 255},
    {"ssIasWd", "maxDuration", 240},
    {"seMetering", "currentSummDelivered", 12345},
    {"seMetering", "status", 0},
    {"seMetering", "unitOfMeasure", 0},
    {"seMetering", "multiplier", 1},
    {"seMetering", "divisor", 100},
    {"seMetering", "summaFormatting", 0},
    {"seMetering", "meteringDeviceType", 0},
    {"seMetering", "instantaneousDemand", 0},
    {"haElectricalMeasurement", "rmsVoltage", 2305},
    {"haElectricalMeasurement", "rmsCurrent", 0},
    {"haElectricalMeasurement", "activePower", 0},
    {"haElectricalMeasurement", "acVoltageMultiplier", 1},
    {"haElectricalMeasurement", "acVoltageDivisor", 10},
    {"haElectricalMeasurement", "acCurrentMultiplier", 1},
    {"haElectricalMeasurement", "acCurrentDivisor", 1000},
    {"haElectricalMeasurement", "acPowerMultiplier", 1},
    {"haElectricalMeasurement", "acPowerDivisor", 1},
};
// clang-format on

constexpr AttributeId cluster_revision{0xFFFD};
constexpr double single_phase_mains = 1, battery = 3;

bool has(const DeviceSpec& spec, const AttributeKey& key) {
  return std::any_of(spec.attributes.begin(), spec.attributes.end(),
                     [&](const auto& entry) { return entry.first == key; });
}
double number(const DeviceSpec& spec, const AttributeKey& key, double fallback) {
  for (const auto& [known, attribute] : spec.attributes) {
    if (known == key) return as_number(attribute.value, fallback);
  }
  return fallback;
}

void add(DeviceSpec& spec, Place place, const zcl::Attribute& row, Value value) {
  const AttributeKey key{place, AttributeId(row.id), 0};
  if (!has(spec, key))
    spec.attributes.emplace_back(key, Attribute{row.type, std::move(value), is_read_only(row)});
}

void add_cluster(DeviceSpec& spec, Place place) {
  const zcl::Cluster* cluster = catalogue().find(place.cluster);
  if (!cluster) return;
  if (cluster->name == "genBasic") {
    add(spec, place, *cluster->attribute("modelId"), spec.model);
    add(spec, place, *cluster->attribute("manufacturerName"), spec.maker);
    add(spec, place, *cluster->attribute("powerSource"),
        spec.node.mains ? single_phase_mains : battery);
  }
  if (cluster->name == "genOta") {
    add(spec, place, *cluster->attribute("manufacturerId"), spec.node.manufacturer.raw);
  }
  std::uint16_t capabilities = 0;
  if (cluster->name == "lightingColorCtrl") {
    const AttributeKey key{place, attribute_id(place.cluster, "colorCapabilities"), 0};
    capabilities = static_cast<std::uint16_t>(number(spec, key, 31));
  }
  for (const Row& row : rows) {
    if (row.cluster != cluster->name || (row.capability && !(row.capability & capabilities)))
      continue;
    const zcl::Attribute& attribute = *cluster->attribute(row.attribute);
    if (attribute.is(zcl::Attribute::client_side) != place.client) continue;
    add(spec, place, attribute, row.text.empty() ? Value(row.number) : Value(row.text));
  }
  const AttributeKey revision{place, cluster_revision, 0};
  if (!place.client && !has(spec, revision)) {
    spec.attributes.emplace_back(revision, Attribute{zcl::Type::uint16, Value(1), true});
  }
}

}  // namespace

bool is_read_only(const zcl::Attribute& row) {
  return !row.is(zcl::Attribute::writable) && !row.is(zcl::Attribute::write_optional);
}

void add_default_attributes(DeviceSpec& spec) {
  for (const Endpoint& endpoint : spec.node.endpoints) {
    for (const std::uint16_t cluster : endpoint.inputs) {
      add_cluster(spec, {endpoint.number, ClusterId(cluster), false});
    }
    for (const std::uint16_t cluster : endpoint.outputs) {
      add_cluster(spec, {endpoint.number, ClusterId(cluster), true});
    }
  }
  // Attributes that a home file set to null are ones that the device does not have.
  std::erase_if(spec.attributes, [](const auto& entry) { return entry.second.value.is_null(); });
}

}  // namespace waggle::sim
