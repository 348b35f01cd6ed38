// Security and safety: IAS zone, ancillary control, warning device (ZCL 8, chapter 8).
// Names, types, access and limits as Zigbee2MQTT publishes them in bridge/definitions.
#include "zigbee/zcl/clusters/tables.h"

namespace waggle::zcl::clusters {
namespace {

using enum Type;
using namespace std::string_view_literals;
using A = Attribute;

// clang-format off

constexpr Attribute ssIasZone_attributes[] = {
    A(0x0000, "zoneState", enum8).required().initial(0),
    A(0x0001, "zoneType", enum16).required(),
    A(0x0002, "zoneStatus", bitmap16).required().initial(0),
    A(0x0010, "iasCieAddr", ieee).write().required(),
    A(0x0011, "zoneId", uint8).required().max(255).initial(255),
    A(0x0012, "numZoneSensitivityLevelsSupported", uint8).min(2).max(255).initial(2),
    A(0x0013, "currentZoneSensitivityLevel", uint8).write().max(255).initial(0),
};
constexpr Command ssIasZone_commands[] = {
    command<"enrollrspcode:enum8 zoneid:uint8">(0x00, "enrollRsp").required(),
    command(0x01, "initNormalOpMode"),
    command<"testModeDuration:uint8 currentZoneSensitivityLevel:uint8">(0x02, "initTestMode"),
};
constexpr Command ssIasZone_responses[] = {
    command<"zonestatus:bitmap16 extendedstatus:bitmap8 zoneID:uint8 delay:uint16">(0x00, "statusChangeNotification").required(),
    command<"zonetype:enum16 manucode:uint16">(0x01, "enrollReq").required(),
};

constexpr Command ssIasAce_commands[] = {
    command<"armmode:enum8 code:text zoneid:uint8">(0x00, "arm").responds(0x00).required(),
    command<"numofzones:uint8 zoneidlist:list_uint8 armDisarmCode:text">(0x01, "bypass").required(),
    command(0x02, "emergency").required(),
    command(0x03, "fire").required(),
    command(0x04, "panic").required(),
    command(0x05, "getZoneIDMap").responds(0x01).required(),
    command<"zoneid:uint8">(0x06, "getZoneInfo").responds(0x02).required(),
    command(0x07, "getPanelStatus").responds(0x05).required(),
    command(0x08, "getBypassedZoneList").required(),
    command<"startzoneid:uint8 maxnumzoneid:uint8 zonestatusmaskflag:boolean zonestatusmask:bitmap16">(0x09, "getZoneStatus").responds(0x08).required(),
};
constexpr Command ssIasAce_responses[] = {
    command<"armnotification:enum8">(0x00, "armRsp").required(),
    command<
        "zoneidmapsection0:bitmap16 zoneidmapsection1:bitmap16 zoneidmapsection2:bitmap16 "
        "zoneidmapsection3:bitmap16 zoneidmapsection4:bitmap16 zoneidmapsection5:bitmap16 "
        "zoneidmapsection6:bitmap16 zoneidmapsection7:bitmap16 zoneidmapsection8:bitmap16 "
        "zoneidmapsection9:bitmap16 zoneidmapsection10:bitmap16 zoneidmapsection11:bitmap16 "
        "zoneidmapsection12:bitmap16 zoneidmapsection13:bitmap16 zoneidmapsection14:bitmap16 "
        "zoneidmapsection15:bitmap16">
        (0x01, "getZoneIDMapRsp").required(),
    command<"zoneid:uint8 zonetype:enum16 ieeeaddr:ieee zonelabel:text">(0x02, "getZoneInfoRsp").required(),
    command<"zoneid:uint8 zonestatus:enum16 audiblenotif:enum8 zonelabel:text">(0x03, "zoneStatusChanged").required(),
    command<"panelstatus:enum8 secondsremain:uint8 audiblenotif:enum8 alarmstatus:enum8">(0x04, "panelStatusChanged").required(),
    command<"panelstatus:enum8 secondsremain:uint8 audiblenotif:enum8 alarmstatus:enum8">(0x05, "getPanelStatusRsp").required(),
    command<"numofzones:uint8 zoneid:list_uint8">(0x06, "setBypassedZoneList").required(),
    command<"numofzones:uint8 bypassresult:list_uint8">(0x07, "bypassRsp").required(),
    command<"zonestatuscomplete:boolean numofzones:uint8 zoneinfo:zone_info_list">(0x08, "getZoneStatusRsp").required(),
};

constexpr Attribute ssIasWd_attributes[] = {
    A(0x0000, "maxDuration", uint16).write().required().max(65534).initial(240),
};
constexpr Command ssIasWd_commands[] = {
    command<"startwarninginfo:bitmap8 warningduration:uint16 strobedutycycle:uint8[..100] strobelevel:enum8">(0x00, "startWarning").required(),
    command<"squawkinfo:bitmap8">(0x01, "squawk").required(),
};

constexpr Cluster rows[] = {
    {ClusterId(0x0500), "ssIasZone", ssIasZone_attributes, ssIasZone_commands, ssIasZone_responses},
    {ClusterId(0x0501), "ssIasAce", {}, ssIasAce_commands, ssIasAce_responses},
    {ClusterId(0x0502), "ssIasWd", ssIasWd_attributes, ssIasWd_commands, {}},
};
// clang-format on

static_assert(all_well_formed(rows));

}  // namespace

const std::span<const Cluster> security = rows;

}  // namespace waggle::zcl::clusters
