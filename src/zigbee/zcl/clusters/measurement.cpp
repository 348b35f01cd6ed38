// Measurement and sensing (ZCL 8, chapter 4).
// Names, types, access and limits as Zigbee2MQTT publishes them in bridge/definitions.
#include "zigbee/zcl/clusters/tables.h"

namespace waggle::zcl::clusters {
namespace {

using enum Type;
using namespace std::string_view_literals;
using A = Attribute;

// clang-format off

constexpr Special measuredValue_special[] = {{"0", "TooLowToBeMeasured"}, {"65535", "Invalid"}};
constexpr Special lightSensorType_special[] = {{"255", "Unknown"}};
constexpr Attribute msIlluminanceMeasurement_attributes[] = {
    A(0x0000, "measuredValue", uint16).report().required().max(65534).initial(0).special(measuredValue_special),
    A(0x0001, "minMeasuredValue", uint16).required().min(1).max(65533),
    A(0x0002, "maxMeasuredValue", uint16).required().min(2).max(65534),
    A(0x0003, "tolerance", uint16).max(2048),
    A(0x0004, "lightSensorType", enum8).initial(255).special(lightSensorType_special),
};

constexpr Attribute msIlluminanceLevelSensing_attributes[] = {
    A(0x0000, "levelStatus", enum8).report().required().max(254),
    A(0x0001, "lightSensorType", enum8).max(254),
    A(0x0010, "illuminanceTargetLevel", uint16).write().required().max(65534),
};

constexpr Attribute msTemperatureMeasurement_attributes[] = {
    A(0x0000, "measuredValue", int16).report().required(),
    A(0x0001, "minMeasuredValue", int16).required().min(-27315).max(32766),
    A(0x0002, "maxMeasuredValue", int16).required().min(-27314).max(32767),
    A(0x0003, "tolerance", uint16).max(2048),
};

constexpr Attribute msPressureMeasurement_attributes[] = {
    A(0x0000, "measuredValue", int16).report().required(),
    A(0x0001, "minMeasuredValue", int16).required().min(-32767).max(32766),
    A(0x0002, "maxMeasuredValue", int16).required().min(-32766).max(32767),
    A(0x0003, "tolerance", uint16).max(2048),
    A(0x0010, "scaledValue", int16).initial(0),
    A(0x0011, "minScaledValue", int16).min(-32767).max(32766),
    A(0x0012, "maxScaledValue", int16).min(-32766).max(32767),
    A(0x0013, "scaledTolerance", uint16).max(2048),
    A(0x0014, "scale", int8).min(-127).max(127),
};

constexpr Attribute msFlowMeasurement_attributes[] = {
    A(0x0000, "measuredValue", uint16).report().required(),
    A(0x0001, "minMeasuredValue", uint16).required().max(65533),
    A(0x0002, "maxMeasuredValue", uint16).required().min(1).max(65534),
    A(0x0003, "tolerance", uint16).max(2048),
};

constexpr Attribute msRelativeHumidity_attributes[] = {
    A(0x0000, "measuredValue", uint16).report().required(),
    A(0x0001, "minMeasuredValue", uint16).required().max(9999),
    A(0x0002, "maxMeasuredValue", uint16).required().min(1).max(10000),
    A(0x0003, "tolerance", uint16).max(2048),
};

constexpr Attribute msOccupancySensing_attributes[] = {
    A(0x0000, "occupancy", bitmap8).report().required(),
    A(0x0001, "occupancySensorType", enum8).required().initial(0),
    A(0x0002, "occupancySensorTypeBitmap", bitmap8).required(),
    A(0x0010, "pirOToUDelay", uint16).write().max(65534).initial(0),
    A(0x0011, "pirUToODelay", uint16).write().max(65534).initial(0),
    A(0x0012, "pirUToOThreshold", uint8).write().min(1).max(254).initial(1),
    A(0x0020, "ultrasonicOToUDelay", uint16).write().max(65534).initial(0),
    A(0x0021, "ultrasonicUToODelay", uint16).write().max(65534).initial(0),
    A(0x0022, "ultrasonicUToOThreshold", uint8).write().min(1).max(254).initial(1),
    A(0x0030, "contactOToUDelay", uint16).write().max(65534).initial(0),
    A(0x0031, "contactUToODelay", uint16).write().max(65534).initial(0),
    A(0x0032, "contactUToOThreshold", uint8).write().min(1).max(254).initial(1),
};

constexpr Attribute msLeafWetness_attributes[] = {
    A(0x0000, "measuredValue", uint16).report().required(),
    A(0x0001, "minMeasuredValue", uint16).required().max(9999),
    A(0x0002, "maxMeasuredValue", uint16).required().min(1).max(10000),
    A(0x0003, "tolerance", uint16).max(2048),
};

constexpr Attribute msSoilMoisture_attributes[] = {
    A(0x0000, "measuredValue", uint16).report().required(),
    A(0x0001, "minMeasuredValue", uint16).required().max(9999),
    A(0x0002, "maxMeasuredValue", uint16).required().min(1).max(10000),
    A(0x0003, "tolerance", uint16).max(2048),
};

constexpr Attribute pHMeasurement_attributes[] = {
    A(0x0000, "measuredValue", uint16).report().required(),
    A(0x0001, "minMeasuredValue", uint16).required().max(1399),
    A(0x0002, "maxMeasuredValue", uint16).required().min(1).max(1400),
    A(0x0003, "tolerance", uint16).max(200),
};

constexpr Attribute msElectricalConductivity_attributes[] = {
    A(0x0000, "measuredValue", uint16).report().required(),
    A(0x0001, "minMeasuredValue", uint16).required().max(65533),
    A(0x0002, "maxMeasuredValue", uint16).required().min(1).max(65534),
    A(0x0003, "tolerance", uint16).max(100),
};

constexpr Attribute msWindSpeed_attributes[] = {
    A(0x0000, "measuredValue", uint16).report().required(),
    A(0x0001, "minMeasuredValue", uint16).required().max(65533),
    A(0x0002, "maxMeasuredValue", uint16).required().min(1).max(65534),
    A(0x0003, "tolerance", uint16).max(776).initial(0),
};

constexpr Attribute msCarbonMonoxide_attributes[] = {
    A(0x0000, "measuredValue", single).report().required(),
    A(0x0001, "minMeasuredValue", single).required().min(0),
    A(0x0002, "maxMeasuredValue", single).required().max(1),
    A(0x0003, "tolerance", single),
};

constexpr Attribute msCO2_attributes[] = {
    A(0x0000, "measuredValue", single).report().required(),
    A(0x0001, "minMeasuredValue", single).required().min(0),
    A(0x0002, "maxMeasuredValue", single).required().max(1),
    A(0x0003, "tolerance", single),
};

constexpr Attribute msEthylene_attributes[] = {
    A(0x0000, "measuredValue", single).report().required(),
    A(0x0001, "minMeasuredValue", single).required().min(0),
    A(0x0002, "maxMeasuredValue", single).required().max(1),
    A(0x0003, "tolerance", single),
};

constexpr Attribute msEthyleneOxide_attributes[] = {
    A(0x0000, "measuredValue", single).report().required(),
    A(0x0001, "minMeasuredValue", single).required().min(0),
    A(0x0002, "maxMeasuredValue", single).required().max(1),
    A(0x0003, "tolerance", single),
};

constexpr Attribute msHydrogen_attributes[] = {
    A(0x0000, "measuredValue", single).report().required(),
    A(0x0001, "minMeasuredValue", single).required().min(0),
    A(0x0002, "maxMeasuredValue", single).required().max(1),
    A(0x0003, "tolerance", single),
};

constexpr Attribute msHydrogenSulfide_attributes[] = {
    A(0x0000, "measuredValue", single).report().required(),
    A(0x0001, "minMeasuredValue", single).required().min(0),
    A(0x0002, "maxMeasuredValue", single).required().max(1),
    A(0x0003, "tolerance", single),
};

constexpr Attribute msNitricOxide_attributes[] = {
    A(0x0000, "measuredValue", single).report().required(),
    A(0x0001, "minMeasuredValue", single).required().min(0),
    A(0x0002, "maxMeasuredValue", single).required().max(1),
    A(0x0003, "tolerance", single),
};

constexpr Attribute msNitrogenDioxide_attributes[] = {
    A(0x0000, "measuredValue", single).report().required(),
    A(0x0001, "minMeasuredValue", single).required().min(0),
    A(0x0002, "maxMeasuredValue", single).required().max(1),
    A(0x0003, "tolerance", single),
};

constexpr Attribute msOxygen_attributes[] = {
    A(0x0000, "measuredValue", single).report().required(),
    A(0x0001, "minMeasuredValue", single).required().min(0),
    A(0x0002, "maxMeasuredValue", single).required().max(1),
    A(0x0003, "tolerance", single),
};

constexpr Attribute msOzone_attributes[] = {
    A(0x0000, "measuredValue", single).report().required(),
    A(0x0001, "minMeasuredValue", single).required().min(0),
    A(0x0002, "maxMeasuredValue", single).required().max(1),
    A(0x0003, "tolerance", single),
};

constexpr Attribute msSulfurDioxide_attributes[] = {
    A(0x0000, "measuredValue", single).report().required(),
    A(0x0001, "minMeasuredValue", single).required().min(0),
    A(0x0002, "maxMeasuredValue", single).required().max(1),
    A(0x0003, "tolerance", single),
};

constexpr Attribute msDissolvedOxygen_attributes[] = {
    A(0x0000, "measuredValue", single).report().required(),
    A(0x0001, "minMeasuredValue", single).required().min(0),
    A(0x0002, "maxMeasuredValue", single).required().max(1),
    A(0x0003, "tolerance", single),
};

constexpr Attribute msBromate_attributes[] = {
    A(0x0000, "measuredValue", single).report().required(),
    A(0x0001, "minMeasuredValue", single).required().min(0),
    A(0x0002, "maxMeasuredValue", single).required().max(1),
    A(0x0003, "tolerance", single),
};

constexpr Attribute msChloramines_attributes[] = {
    A(0x0000, "measuredValue", single).report().required(),
    A(0x0001, "minMeasuredValue", single).required().min(0),
    A(0x0002, "maxMeasuredValue", single).required().max(1),
    A(0x0003, "tolerance", single),
};

constexpr Attribute msChlorine_attributes[] = {
    A(0x0000, "measuredValue", single).report().required(),
    A(0x0001, "minMeasuredValue", single).required().min(0),
    A(0x0002, "maxMeasuredValue", single).required().max(1),
    A(0x0003, "tolerance", single),
};

constexpr Attribute msFecalColiformAndEColi_attributes[] = {
    A(0x0000, "measuredValue", single).report().required(),
    A(0x0001, "minMeasuredValue", single).required().min(0),
    A(0x0002, "maxMeasuredValue", single).required().max(1),
    A(0x0003, "tolerance", single),
};

constexpr Attribute msFluoride_attributes[] = {
    A(0x0000, "measuredValue", single).report().required(),
    A(0x0001, "minMeasuredValue", single).required().min(0),
    A(0x0002, "maxMeasuredValue", single).required().max(1),
    A(0x0003, "tolerance", single),
};

constexpr Attribute msHaloaceticAcids_attributes[] = {
    A(0x0000, "measuredValue", single).report().required(),
    A(0x0001, "minMeasuredValue", single).required().min(0),
    A(0x0002, "maxMeasuredValue", single).required().max(1),
    A(0x0003, "tolerance", single),
};

constexpr Attribute msTotalTrihalomethanes_attributes[] = {
    A(0x0000, "measuredValue", single).report().required(),
    A(0x0001, "minMeasuredValue", single).required().min(0),
    A(0x0002, "maxMeasuredValue", single).required().max(1),
    A(0x0003, "tolerance", single),
};

constexpr Attribute msTotalColiformBacteria_attributes[] = {
    A(0x0000, "measuredValue", single).report().required(),
    A(0x0001, "minMeasuredValue", single).required().min(0),
    A(0x0002, "maxMeasuredValue", single).required().max(1),
    A(0x0003, "tolerance", single),
};

constexpr Attribute msTurbidity_attributes[] = {
    A(0x0000, "measuredValue", single).report().required(),
    A(0x0001, "minMeasuredValue", single).required().min(0),
    A(0x0002, "maxMeasuredValue", single).required().max(1),
    A(0x0003, "tolerance", single),
};

constexpr Attribute msCopper_attributes[] = {
    A(0x0000, "measuredValue", single).report().required(),
    A(0x0001, "minMeasuredValue", single).required().min(0),
    A(0x0002, "maxMeasuredValue", single).required().max(1),
    A(0x0003, "tolerance", single),
};

constexpr Attribute msLead_attributes[] = {
    A(0x0000, "measuredValue", single).report().required(),
    A(0x0001, "minMeasuredValue", single).required().min(0),
    A(0x0002, "maxMeasuredValue", single).required().max(1),
    A(0x0003, "tolerance", single),
};

constexpr Attribute msManganese_attributes[] = {
    A(0x0000, "measuredValue", single).report().required(),
    A(0x0001, "minMeasuredValue", single).required().min(0),
    A(0x0002, "maxMeasuredValue", single).required().max(1),
    A(0x0003, "tolerance", single),
};

constexpr Attribute msSulfate_attributes[] = {
    A(0x0000, "measuredValue", single).report().required(),
    A(0x0001, "minMeasuredValue", single).required().min(0),
    A(0x0002, "maxMeasuredValue", single).required().max(1),
    A(0x0003, "tolerance", single),
};

constexpr Attribute msBromodichloromethane_attributes[] = {
    A(0x0000, "measuredValue", single).report().required(),
    A(0x0001, "minMeasuredValue", single).required().min(0),
    A(0x0002, "maxMeasuredValue", single).required().max(1),
    A(0x0003, "tolerance", single),
};

constexpr Attribute msBromoform_attributes[] = {
    A(0x0000, "measuredValue", single).report().required(),
    A(0x0001, "minMeasuredValue", single).required().min(0),
    A(0x0002, "maxMeasuredValue", single).required().max(1),
    A(0x0003, "tolerance", single),
};

constexpr Attribute msChlorodibromomethane_attributes[] = {
    A(0x0000, "measuredValue", single).report().required(),
    A(0x0001, "minMeasuredValue", single).required().min(0),
    A(0x0002, "maxMeasuredValue", single).required().max(1),
    A(0x0003, "tolerance", single),
};

constexpr Attribute msChloroform_attributes[] = {
    A(0x0000, "measuredValue", single).report().required(),
    A(0x0001, "minMeasuredValue", single).required().min(0),
    A(0x0002, "maxMeasuredValue", single).required().max(1),
    A(0x0003, "tolerance", single),
};

constexpr Attribute msSodium_attributes[] = {
    A(0x0000, "measuredValue", single).report().required(),
    A(0x0001, "minMeasuredValue", single).required().min(0),
    A(0x0002, "maxMeasuredValue", single).required().max(1),
    A(0x0003, "tolerance", single),
};

constexpr Attribute pm25Measurement_attributes[] = {
    A(0x0000, "measuredValue", single).report().required(),
    A(0x0001, "measuredMinValue", single).required().min(0),
    A(0x0002, "measuredMaxValue", single).required().max(1),
    A(0x0003, "tolerance", single),
};

constexpr Attribute msFormaldehyde_attributes[] = {
    A(0x0000, "measuredValue", single).report().required(),
    A(0x0001, "minMeasuredValue", single).required().min(0),
    A(0x0002, "maxMeasuredValue", single).required().max(1),
    A(0x0003, "tolerance", single),
};

constexpr Cluster rows[] = {
    {ClusterId(0x0400), "msIlluminanceMeasurement", msIlluminanceMeasurement_attributes, {}, {}},
    {ClusterId(0x0401), "msIlluminanceLevelSensing", msIlluminanceLevelSensing_attributes, {}, {}},
    {ClusterId(0x0402), "msTemperatureMeasurement", msTemperatureMeasurement_attributes, {}, {}},
    {ClusterId(0x0403), "msPressureMeasurement", msPressureMeasurement_attributes, {}, {}},
    {ClusterId(0x0404), "msFlowMeasurement", msFlowMeasurement_attributes, {}, {}},
    {ClusterId(0x0405), "msRelativeHumidity", msRelativeHumidity_attributes, {}, {}},
    {ClusterId(0x0406), "msOccupancySensing", msOccupancySensing_attributes, {}, {}},
    {ClusterId(0x0407), "msLeafWetness", msLeafWetness_attributes, {}, {}},
    {ClusterId(0x0408), "msSoilMoisture", msSoilMoisture_attributes, {}, {}},
    {ClusterId(0x0409), "pHMeasurement", pHMeasurement_attributes, {}, {}},
    {ClusterId(0x040a), "msElectricalConductivity", msElectricalConductivity_attributes, {}, {}},
    {ClusterId(0x040b), "msWindSpeed", msWindSpeed_attributes, {}, {}},
    {ClusterId(0x040c), "msCarbonMonoxide", msCarbonMonoxide_attributes, {}, {}},
    {ClusterId(0x040d), "msCO2", msCO2_attributes, {}, {}},
    {ClusterId(0x040e), "msEthylene", msEthylene_attributes, {}, {}},
    {ClusterId(0x040f), "msEthyleneOxide", msEthyleneOxide_attributes, {}, {}},
    {ClusterId(0x0410), "msHydrogen", msHydrogen_attributes, {}, {}},
    {ClusterId(0x0411), "msHydrogenSulfide", msHydrogenSulfide_attributes, {}, {}},
    {ClusterId(0x0412), "msNitricOxide", msNitricOxide_attributes, {}, {}},
    {ClusterId(0x0413), "msNitrogenDioxide", msNitrogenDioxide_attributes, {}, {}},
    {ClusterId(0x0414), "msOxygen", msOxygen_attributes, {}, {}},
    {ClusterId(0x0415), "msOzone", msOzone_attributes, {}, {}},
    {ClusterId(0x0416), "msSulfurDioxide", msSulfurDioxide_attributes, {}, {}},
    {ClusterId(0x0417), "msDissolvedOxygen", msDissolvedOxygen_attributes, {}, {}},
    {ClusterId(0x0418), "msBromate", msBromate_attributes, {}, {}},
    {ClusterId(0x0419), "msChloramines", msChloramines_attributes, {}, {}},
    {ClusterId(0x041a), "msChlorine", msChlorine_attributes, {}, {}},
    {ClusterId(0x041b), "msFecalColiformAndEColi", msFecalColiformAndEColi_attributes, {}, {}},
    {ClusterId(0x041c), "msFluoride", msFluoride_attributes, {}, {}},
    {ClusterId(0x041d), "msHaloaceticAcids", msHaloaceticAcids_attributes, {}, {}},
    {ClusterId(0x041e), "msTotalTrihalomethanes", msTotalTrihalomethanes_attributes, {}, {}},
    {ClusterId(0x041f), "msTotalColiformBacteria", msTotalColiformBacteria_attributes, {}, {}},
    {ClusterId(0x0420), "msTurbidity", msTurbidity_attributes, {}, {}},
    {ClusterId(0x0421), "msCopper", msCopper_attributes, {}, {}},
    {ClusterId(0x0422), "msLead", msLead_attributes, {}, {}},
    {ClusterId(0x0423), "msManganese", msManganese_attributes, {}, {}},
    {ClusterId(0x0424), "msSulfate", msSulfate_attributes, {}, {}},
    {ClusterId(0x0425), "msBromodichloromethane", msBromodichloromethane_attributes, {}, {}},
    {ClusterId(0x0426), "msBromoform", msBromoform_attributes, {}, {}},
    {ClusterId(0x0427), "msChlorodibromomethane", msChlorodibromomethane_attributes, {}, {}},
    {ClusterId(0x0428), "msChloroform", msChloroform_attributes, {}, {}},
    {ClusterId(0x0429), "msSodium", msSodium_attributes, {}, {}},
    {ClusterId(0x042a), "pm25Measurement", pm25Measurement_attributes, {}, {}},
    {ClusterId(0x042b), "msFormaldehyde", msFormaldehyde_attributes, {}, {}},
};
// clang-format on

static_assert(all_well_formed(rows));

}  // namespace

const std::span<const Cluster> measurement = rows;

}  // namespace waggle::zcl::clusters
