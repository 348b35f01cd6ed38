// Lighting (ZCL 8, chapter 5).
// Names, types, access and limits as Zigbee2MQTT publishes them in bridge/definitions.
#include "zigbee/zcl/clusters/tables.h"

namespace waggle::zcl::clusters {
namespace {

using enum Type;
using namespace std::string_view_literals;
using A = Attribute;

// clang-format off

constexpr Special colorTemperature_special[] = {{"0", "Undefined"}};
constexpr Special startUpColorTemperature_special[] = {{"65535", "SetColorTempToPreviousValue"}};
constexpr Attribute lightingColorCtrl_attributes[] = {
    A(0x0000, "currentHue", uint8).report().max(254).initial(0),
    A(0x0001, "currentSaturation", uint8).report().scene().max(254).initial(0),
    A(0x0002, "remainingTime", uint16).max(65534).initial(0),
    A(0x0003, "currentX", uint16).report().scene().max(65279).initial(24939),
    A(0x0004, "currentY", uint16).report().scene().max(65279).initial(24701),
    A(0x0005, "driftCompensation", enum8).max(4),
    A(0x0006, "compensationText", text).max_length(254),
    A(0x0007, "colorTemperature", uint16).report().scene().max(65279).initial(250).special(colorTemperature_special),
    A(0x0008, "colorMode", enum8).required().max(2).initial(1),
    A(0x000f, "options", bitmap8).write().required().initial(0),
    A(0x0010, "numPrimaries", uint8).required().max(6),
    A(0x0011, "primary1X", uint16).max(65279),
    A(0x0012, "primary1Y", uint16).max(65279),
    A(0x0013, "primary1Intensity", uint8).max(255),
    A(0x0015, "primary2X", uint16).max(65279),
    A(0x0016, "primary2Y", uint16).max(65279),
    A(0x0017, "primary2Intensity", uint8),
    A(0x0019, "primary3X", uint16).max(65279),
    A(0x001a, "primary3Y", uint16).max(65279),
    A(0x001b, "primary3Intensity", uint8).max(255),
    A(0x0020, "primary4X", uint16).max(65279),
    A(0x0021, "primary4Y", uint16).max(65279),
    A(0x0022, "primary4Intensity", uint8).max(255),
    A(0x0024, "primary5X", uint16).max(65279),
    A(0x0025, "primary5Y", uint16).max(65279),
    A(0x0026, "primary5Intensity", uint8).max(255),
    A(0x0028, "primary6X", uint16).max(65279),
    A(0x0029, "primary6Y", uint16).max(65279),
    A(0x002a, "primary6Intensity", uint8).max(255),
    A(0x0030, "whitePointX", uint16).write().max(65279),
    A(0x0031, "whitePointY", uint16).write().max(65279),
    A(0x0032, "colorPointRX", uint16).write().max(65279),
    A(0x0033, "colorPointRY", uint16).write().max(65279),
    A(0x0034, "colorPointRIntensity", uint8).write().max(255),
    A(0x0036, "colorPointGX", uint16).write().max(65279),
    A(0x0037, "colorPointGY", uint16).write().max(65279),
    A(0x0038, "colorPointGIntensity", uint8).write().max(255),
    A(0x003a, "colorPointBX", uint16).write().max(65279),
    A(0x003b, "colorPointBY", uint16).write().max(65279),
    A(0x003c, "colorPointBIntensity", uint8).write().max(255),
    A(0x4000, "enhancedCurrentHue", uint16).scene().max(65535).initial(0),
    A(0x4001, "enhancedColorMode", enum8).required().max(255).initial(1),
    A(0x4002, "colorLoopActive", uint8).scene().max(255).initial(0),
    A(0x4003, "colorLoopDirection", uint8).scene().max(255).initial(0),
    A(0x4004, "colorLoopTime", uint16).scene().max(65535).initial(25),
    A(0x4005, "colorLoopStartEnhancedHue", uint16).max(65535).initial(8960),
    A(0x4006, "colorLoopStoredEnhancedHue", uint16).max(65535).initial(0),
    A(0x400a, "colorCapabilities", bitmap16).required().max(31).initial(0),
    A(0x400b, "colorTempPhysicalMin", uint16).max(65279).initial(0),
    A(0x400c, "colorTempPhysicalMax", uint16).max(65279).initial(65279),
    A(0x400d, "coupleColorTempToLevelMin", uint16),
    A(0x4010, "startUpColorTemperature", uint16).write().max(65279).special(startUpColorTemperature_special),
};
constexpr Command lightingColorCtrl_commands[] = {
    command<"hue:uint8 direction:enum8 transtime:uint16 optionsMask:bitmap8?left>=1 optionsOverride:bitmap8?left>=1">(0x00, "moveToHue"),
    command<"movemode:enum8 rate:uint8 optionsMask:bitmap8?left>=1 optionsOverride:bitmap8?left>=1">(0x01, "moveHue"),
    command<"stepmode:enum8 stepsize:uint8 transtime:uint8 optionsMask:bitmap8?left>=1 optionsOverride:bitmap8?left>=1">(0x02, "stepHue"),
    command<"saturation:uint8 transtime:uint16 optionsMask:bitmap8?left>=1 optionsOverride:bitmap8?left>=1">(0x03, "moveToSaturation"),
    command<"movemode:enum8 rate:uint8 optionsMask:bitmap8?left>=1 optionsOverride:bitmap8?left>=1">(0x04, "moveSaturation"),
    command<"stepmode:enum8 stepsize:uint8 transtime:uint8 optionsMask:bitmap8?left>=1 optionsOverride:bitmap8?left>=1">(0x05, "stepSaturation"),
    command<"hue:uint8 saturation:uint8 transtime:uint16 optionsMask:bitmap8?left>=1 optionsOverride:bitmap8?left>=1">(0x06, "moveToHueAndSaturation"),
    command<"colorx:uint16 colory:uint16 transtime:uint16 optionsMask:bitmap8?left>=1 optionsOverride:bitmap8?left>=1">(0x07, "moveToColor"),
    command<"ratex:int16 ratey:int16 optionsMask:bitmap8?left>=1 optionsOverride:bitmap8?left>=1">(0x08, "moveColor"),
    command<"stepx:int16 stepy:int16 transtime:uint16 optionsMask:bitmap8?left>=1 optionsOverride:bitmap8?left>=1">(0x09, "stepColor"),
    command<"colortemp:uint16 transtime:uint16 optionsMask:bitmap8?left>=1 optionsOverride:bitmap8?left>=1">(0x0a, "moveToColorTemp"),
    command<"enhancehue:uint16 direction:enum8 transtime:uint16 optionsMask:bitmap8?left>=1 optionsOverride:bitmap8?left>=1">(0x40, "enhancedMoveToHue"),
    command<"movemode:enum8 rate:uint16 optionsMask:bitmap8?left>=1 optionsOverride:bitmap8?left>=1">(0x41, "enhancedMoveHue"),
    command<"stepmode:enum8 stepsize:uint16 transtime:uint16 optionsMask:bitmap8?left>=1 optionsOverride:bitmap8?left>=1">(0x42, "enhancedStepHue"),
    command<
        "enhancehue:uint16 saturation:uint8 transtime:uint16 optionsMask:bitmap8?left>=1 "
        "optionsOverride:bitmap8?left>=1">
        (0x43, "enhancedMoveToHueAndSaturation"),
    command<
        "updateflags:bitmap8 action:enum8 direction:enum8 time:uint16 starthue:uint16 "
        "optionsMask:bitmap8?left>=1 optionsOverride:bitmap8?left>=1">
        (0x44, "colorLoopSet"),
    command<"optionsMask:bitmap8?left>=1 optionsOverride:bitmap8?left>=1">(0x47, "stopMoveStep"),
    command<"movemode:enum8 rate:uint16 minimum:uint16 maximum:uint16 optionsMask:bitmap8?left>=1 optionsOverride:bitmap8?left>=1">(0x4b, "moveColorTemp"),
    command<
        "stepmode:enum8 stepsize:uint16 transtime:uint16 minimum:uint16 maximum:uint16 "
        "optionsMask:bitmap8?left>=1 optionsOverride:bitmap8?left>=1">
        (0x4c, "stepColorTemp"),
};

constexpr Attribute lightingBallastCfg_attributes[] = {
    A(0x0000, "physicalMinLevel", uint8).required().min(1).max(254).initial(1),
    A(0x0001, "physicalMaxLevel", uint8).required().min(1).max(254).initial(254),
    A(0x0002, "ballastStatus", bitmap8).initial(0),
    A(0x0010, "minLevel", uint8).write().required().min(1).max(254),
    A(0x0011, "maxLevel", uint8).write().required().min(1).max(254),
    A(0x0012, "powerOnLevel", uint8).write().max(254),
    A(0x0013, "powerOnFadeTime", uint16).write().max(65534).initial(0),
    A(0x0014, "intrinsicBallastFactor", uint8).write().max(254),
    A(0x0015, "ballastFactorAdjustment", uint8).write().min(100).initial(255),
    A(0x0020, "lampQuantity", uint8).max(254),
    A(0x0030, "lampType", text).write().initial("").max_length(16),
    A(0x0031, "lampManufacturer", text).write().initial("").max_length(16),
    A(0x0032, "lampRatedHours", uint24).write().max(16777214).initial(16777215),
    A(0x0033, "lampBurnHours", uint24).write().max(16777214).initial(0),
    A(0x0034, "lampAlarmMode", bitmap8).write().initial(0),
    A(0x0035, "lampBurnHoursTripPoint", uint24).write().max(16777214).initial(16777215),
};

constexpr Cluster rows[] = {
    {ClusterId(0x0300), "lightingColorCtrl", lightingColorCtrl_attributes, lightingColorCtrl_commands, {}},
    {ClusterId(0x0301), "lightingBallastCfg", lightingBallastCfg_attributes, {}, {}},
};
// clang-format on

static_assert(all_well_formed(rows));

}  // namespace

const std::span<const Cluster> lighting = rows;

}  // namespace waggle::zcl::clusters
