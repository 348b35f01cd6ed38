// Protocol interfaces: BACnet and other tunnels (ZCL 8, chapter 9).
// Names, types, access and limits as Zigbee2MQTT publishes them in bridge/definitions.
#include "zigbee/zcl/clusters/tables.h"

namespace waggle::zcl::clusters {
namespace {

using enum Type;
using namespace std::string_view_literals;
using A = Attribute;

// clang-format off

constexpr Attribute piGenericTunnel_attributes[] = {
    A(0x0001, "maxIncomeTransSize", uint16).required().max(65535),
    A(0x0002, "maxOutgoTransSize", uint16).required().max(65535),
    A(0x0003, "protocolAddr", octets).required().initial("\0"sv).min_length(0).max_length(255),
};
constexpr Command piGenericTunnel_commands[] = {
    command<"protocoladdr:octets">(0x00, "matchProtocolAddr").required(),
};
constexpr Command piGenericTunnel_responses[] = {
    command<"devieeeaddr:ieee protocoladdr:octets">(0x00, "matchProtocolAddrRsp").required(),
    command<"protocoladdr:octets">(0x01, "advertiseProtocolAddr"),
};

constexpr Command piBacnetProtocolTunnel_commands[] = {
    command<"npdu:list_uint8">(0x00, "transferNpdu").required(),
};

constexpr Attribute piAnalogInputReg_attributes[] = {
    A(0x0016, "covIncrement", single).write().write_opt(),
    A(0x001f, "deviceType", text).initial("\0"sv),
    A(0x004b, "objectId", bacnet_oid).required().max(4294967295),
    A(0x004d, "objectName", text).required().initial("\0"sv),
    A(0x004f, "objectType", enum16).required(),
    A(0x0076, "updateInterval", uint8).write().write_opt(),
    A(0x00a8, "profileName", text).write().write_opt().initial("\0"sv),
};

constexpr Attribute piAnalogInputExt_attributes[] = {
    A(0x0000, "ackedTransitions", bitmap8).write().write_opt().required().initial(0),
    A(0x0011, "notificationClass", uint16).write().write_opt().required().max(65535).initial(0),
    A(0x0019, "deadband", single).write().write_opt().required().initial(0),
    A(0x0023, "eventEnable", bitmap8).write().write_opt().required().initial(0),
    A(0x0024, "eventState", enum8).initial(0),
    A(0x002d, "highLimit", single).write().write_opt().required().initial(0),
    A(0x0034, "limitEnable", bitmap8).write().write_opt().required().max(17).initial(0),
    A(0x003b, "lowLimit", single).write().write_opt().required().initial(0),
    A(0x0048, "notifyType", enum8).write().write_opt().required().initial(0),
    A(0x0071, "timeDelay", uint8).write().write_opt().required().initial(0),
    A(0x0082, "eventTimeStamps", array),
};
constexpr Command piAnalogInputExt_commands[] = {
    command(0x00, "transferApdu"),
    command(0x01, "connectReq"),
    command(0x02, "disconnectReq"),
    command(0x03, "connectStatusNoti"),
};

constexpr Attribute piAnalogOutputReg_attributes[] = {
    A(0x0016, "covIncrement", single).write().write_opt().initial(0),
    A(0x001f, "deviceType", text).initial("\0"sv),
    A(0x004b, "objectId", bacnet_oid).required().max(4294967295),
    A(0x004d, "objectName", text).required().initial("\0"sv),
    A(0x004f, "objectType", enum16).required(),
    A(0x00a8, "profileName", text).write().write_opt().initial("\0"sv),
};

constexpr Attribute piAnalogOutputExt_attributes[] = {
    A(0x0000, "ackedTransitions", bitmap8).write().write_opt().required().initial(0),
    A(0x0011, "notificationClass", uint16).write().write_opt().required().max(65535).initial(0),
    A(0x0019, "deadband", single).write().write_opt().required().initial(0),
    A(0x0023, "eventEnable", bitmap8).write().write_opt().required().initial(0),
    A(0x0024, "eventState", enum8).initial(0),
    A(0x002d, "highLimit", single).write().write_opt().required().initial(0),
    A(0x0034, "limitEnable", bitmap8).write().write_opt().required().max(17).initial(0),
    A(0x003b, "lowLimit", single).write().write_opt().required().initial(0),
    A(0x0048, "notifyType", enum8).write().write_opt().required().initial(0),
    A(0x0071, "timeDelay", uint8).write().write_opt().required().initial(0),
    A(0x0082, "eventTimeStamps", array),
};

constexpr Attribute piAnalogValueReg_attributes[] = {
    A(0x0016, "covIncrement", single).write().write_opt().initial(0),
    A(0x004b, "objectId", bacnet_oid).required().max(4294967295),
    A(0x004d, "objectName", text).required().initial("\0"sv),
    A(0x004f, "objectType", enum16).required(),
    A(0x00a8, "profileName", text).initial("\0"sv),
};

constexpr Attribute piAnalogValueExt_attributes[] = {
    A(0x0000, "ackedTransitions", bitmap8).write().write_opt().required().initial(0),
    A(0x0011, "notificationClass", uint16).write().write_opt().required().max(65535).initial(0),
    A(0x0019, "deadband", single).write().write_opt().required().initial(0),
    A(0x0023, "eventEnable", bitmap8).write().write_opt().required().initial(0),
    A(0x0024, "eventState", enum8).initial(0),
    A(0x002d, "highLimit", single).write().write_opt().required().initial(0),
    A(0x0034, "limitEnable", bitmap8).write().write_opt().required().max(17).initial(0),
    A(0x003b, "lowLimit", single).write().write_opt().required().initial(0),
    A(0x0048, "notifyType", enum8).write().write_opt().required().initial(0),
    A(0x0071, "timeDelay", uint8).write().write_opt().required().initial(0),
    A(0x0082, "eventTimeStamps", array).required(),
};

constexpr Attribute piBinaryInputReg_attributes[] = {
    A(0x000f, "changeOfStateCount", uint32).write().write_opt().initial(4294967295),
    A(0x0010, "changeOfStateTime", structure),
    A(0x001f, "deviceType", text).initial("\0"sv),
    A(0x0021, "elapsedActiveTime", uint32).write().write_opt().initial(4294967295),
    A(0x004b, "objectIdentifier", bacnet_oid).required().max(4294967295),
    A(0x004d, "objectName", text).required().initial("\0"sv),
    A(0x004f, "objectType", enum16).required(),
    A(0x0072, "timeOfATReset", structure),
    A(0x0073, "timeOfSCReset", structure),
    A(0x00a8, "profileName", text).initial("\0"sv),
};

constexpr Attribute piBinaryInputExt_attributes[] = {
    A(0x0000, "ackedTransitions", bitmap8).write().write_opt().required().initial(0),
    A(0x0006, "alarmValue", boolean).write().write_opt().required(),
    A(0x0011, "notificationClass", uint16).write().write_opt().required().initial(0),
    A(0x0023, "eventEnable", bitmap8).write().write_opt().required().initial(0),
    A(0x0024, "eventState", enum8),
    A(0x0048, "notifyType", enum8).write().write_opt().required().initial(0),
    A(0x0071, "timeDelay", uint8).write().write_opt().required().initial(0),
    A(0x0082, "eventTimeStamps", array).required(),
};

constexpr Attribute piBinaryOutputReg_attributes[] = {
    A(0x000f, "changeOfStateCount", uint32).write().write_opt().initial(4294967295),
    A(0x0010, "changeOfStateTime", structure),
    A(0x001f, "deviceType", text).initial("\0"sv),
    A(0x0021, "elapsedActiveTime", uint32).write().write_opt().initial(4294967295),
    A(0x0028, "feedBackValue", enum8).max(1).initial(0),
    A(0x004b, "objectIdentifier", bacnet_oid).required().max(4294967295),
    A(0x004d, "objectName", text).required().initial("\0"sv),
    A(0x004f, "objectType", enum16).required(),
    A(0x0072, "timeOfATReset", structure),
    A(0x0073, "timeOfSCReset", structure),
    A(0x00a8, "profileName", text).initial("\0"sv),
};

constexpr Attribute piBinaryOutputExt_attributes[] = {
    A(0x0000, "ackedTransitions", bitmap8).write().write_opt().required().initial(0),
    A(0x0011, "notificationClass", uint16).write().write_opt().required().initial(0),
    A(0x0023, "eventEnable", bitmap8).write().write_opt().required().initial(0),
    A(0x0024, "eventState", enum8).initial(0),
    A(0x0048, "notifyType", enum8).write().write_opt().required().initial(0),
    A(0x0071, "timeDelay", uint8).write().write_opt().required().initial(0),
    A(0x0082, "eventTimeStamps", array),
};

constexpr Attribute piBinaryValueReg_attributes[] = {
    A(0x000f, "changeOfStateCount", uint32).write().write_opt().initial(4294967295),
    A(0x0010, "changeOfStateTime", structure),
    A(0x0021, "elapsedActiveTime", uint32).write().write_opt().initial(4294967295),
    A(0x004b, "objectIdentifier", bacnet_oid).required().max(4294967295),
    A(0x004d, "objectName", text).required().initial("\0"sv),
    A(0x004f, "objectType", enum16).required(),
    A(0x0072, "timeOfATReset", structure),
    A(0x0073, "timeOfSCReset", structure),
    A(0x00a8, "profileName", text).initial("\0"sv),
};

constexpr Attribute piBinaryValueExt_attributes[] = {
    A(0x0000, "ackedTransitions", bitmap8).write().write_opt().required().initial(0),
    A(0x0006, "alarmValue", boolean).write().write_opt().required(),
    A(0x0011, "notificationClass", uint16).write().write_opt().required().initial(0),
    A(0x0023, "eventEnable", bitmap8).write().write_opt().required().initial(0),
    A(0x0024, "eventState", enum8).initial(0),
    A(0x0048, "notifyType", enum8).write().write_opt().required().initial(0),
    A(0x0071, "timeDelay", uint8).write().write_opt().required().initial(0),
    A(0x0082, "eventTimeStamps", array).required(),
};

constexpr Attribute piMultistateInputReg_attributes[] = {
    A(0x001f, "deviceType", text).initial("\0"sv),
    A(0x004b, "objectIdentifier", bacnet_oid).required().max(4294967295),
    A(0x004d, "objectName", text).required().initial("\0"sv),
    A(0x004f, "objectType", enum16).required(),
    A(0x00a8, "profileName", text).initial("\0"sv),
};

constexpr Attribute piMultistateInputExt_attributes[] = {
    A(0x0000, "ackedTransitions", bitmap8).write().write_opt().required().initial(0),
    A(0x0006, "alarmValues", set).write().write_opt().required().max(65535),
    A(0x0011, "notificationClass", uint16).write().write_opt().required().initial(0),
    A(0x0023, "eventEnable", bitmap8).write().write_opt().required().initial(0),
    A(0x0024, "eventState", enum8).initial(0),
    A(0x0025, "faultValues", set).write().write_opt().required().max(65535).initial(0),
    A(0x0048, "notifyType", enum8).write().write_opt().required().initial(0),
    A(0x0071, "timeDelay", uint8).write().write_opt().required().initial(0),
    A(0x0082, "eventTimeStamps", array).required(),
};

constexpr Attribute piMultistateOutputReg_attributes[] = {
    A(0x001f, "deviceType", text).initial("\0"sv),
    A(0x0028, "feedBackValue", enum8).write().write_opt().max(1),
    A(0x004b, "objectIdentifier", bacnet_oid).required().max(4294967295),
    A(0x004d, "objectName", text).required().initial("\0"sv),
    A(0x004f, "objectType", enum16).required(),
    A(0x00a8, "profileName", text).initial("\0"sv),
};

constexpr Attribute piMultistateOutputExt_attributes[] = {
    A(0x0000, "ackedTransitions", bitmap8).write().write_opt().required().initial(0),
    A(0x0011, "notificationClass", uint16).write().write_opt().required().max(65535).initial(0),
    A(0x0023, "eventEnable", bitmap8).write().write_opt().required().initial(0),
    A(0x0024, "eventState", enum8).initial(0),
    A(0x0048, "notifyType", enum8).write().write_opt().required().initial(0),
    A(0x0071, "timeDelay", uint8).write().write_opt().required().initial(0),
    A(0x0082, "eventTimeStamps", array).required(),
};

constexpr Attribute piMultistateValueReg_attributes[] = {
    A(0x004b, "objectIdentifier", bacnet_oid).required().max(4294967295),
    A(0x004d, "objectName", text).required().initial("\0"sv),
    A(0x004f, "objectType", enum16).required(),
    A(0x00a8, "profileName", text).initial("\0"sv),
};

constexpr Attribute piMultistateValueExt_attributes[] = {
    A(0x0000, "ackedTransitions", bitmap8).write().write_opt().required().initial(0),
    A(0x0006, "alarmValues", set).write().write_opt().required().max(65535),
    A(0x0011, "notificationClass", uint16).write().write_opt().required().max(65535).initial(0),
    A(0x0023, "eventEnable", bitmap8).write().write_opt().required().initial(0),
    A(0x0024, "eventState", enum8),
    A(0x0025, "faultValues", set).write().write_opt().required().max(65535).initial(0),
    A(0x0048, "notifyType", enum8).write().write_opt().required().initial(0),
    A(0x0071, "timeDelay", uint8).write().write_opt().required().initial(0),
    A(0x0082, "eventTimeStamps", array).required(),
};

constexpr Attribute pi11073ProtocolTunnel_attributes[] = {
    A(0x0000, "deviceidList", array).initial(65535),
    A(0x0001, "managerTarget", ieee),
    A(0x0002, "managerEndpoint", uint8).min(1).max(255),
    A(0x0003, "connected", boolean),
    A(0x0004, "preemptible", boolean),
    A(0x0005, "idleTimeout", uint16).min(1).max(65535).initial(0),
};
constexpr Command pi11073ProtocolTunnel_commands[] = {
    command<"apdu:octets">(0x00, "transferApdu").required(),
    command<"control:bitmap8 idleTimeout:uint16 managerTarget:ieee managerEndpoint:uint8">(0x01, "connectRequest"),
    command<"managerTarget:ieee">(0x02, "disconnectRequest"),
    command<"status:enum8">(0x03, "connectStatusNotification"),
};

constexpr Attribute piIso7818ProtocolTunnel_attributes[] = {
    A(0x0000, "status", uint8).required().max(1).initial(0),
};
constexpr Command piIso7818ProtocolTunnel_commands[] = {
    command<"apdu:octets">(0x00, "transferApdu").required(),
    command(0x01, "insertSmartCard").required(),
    command(0x02, "extractSmartCard").required(),
};
constexpr Command piIso7818ProtocolTunnel_responses[] = {
    command<"apdu:octets">(0x00, "transferApdu").required(),
};

constexpr Attribute retailTunnel_attributes[] = {
    A(0x0000, "manufacturerCode", uint16).required().min(4096).max(4351),
    A(0x0001, "msProfile", uint16).required().min(49152).max(65535),
};
constexpr Command retailTunnel_commands[] = {
    command<"apdu:octets">(0x00, "transferApdu").required(),
};

constexpr Cluster rows[] = {
    {ClusterId(0x0600), "piGenericTunnel", piGenericTunnel_attributes, piGenericTunnel_commands, piGenericTunnel_responses},
    {ClusterId(0x0601), "piBacnetProtocolTunnel", {}, piBacnetProtocolTunnel_commands, {}},
    {ClusterId(0x0602), "piAnalogInputReg", piAnalogInputReg_attributes, {}, {}},
    {ClusterId(0x0603), "piAnalogInputExt", piAnalogInputExt_attributes, piAnalogInputExt_commands, {}},
    {ClusterId(0x0604), "piAnalogOutputReg", piAnalogOutputReg_attributes, {}, {}},
    {ClusterId(0x0605), "piAnalogOutputExt", piAnalogOutputExt_attributes, {}, {}},
    {ClusterId(0x0606), "piAnalogValueReg", piAnalogValueReg_attributes, {}, {}},
    {ClusterId(0x0607), "piAnalogValueExt", piAnalogValueExt_attributes, {}, {}},
    {ClusterId(0x0608), "piBinaryInputReg", piBinaryInputReg_attributes, {}, {}},
    {ClusterId(0x0609), "piBinaryInputExt", piBinaryInputExt_attributes, {}, {}},
    {ClusterId(0x060a), "piBinaryOutputReg", piBinaryOutputReg_attributes, {}, {}},
    {ClusterId(0x060b), "piBinaryOutputExt", piBinaryOutputExt_attributes, {}, {}},
    {ClusterId(0x060c), "piBinaryValueReg", piBinaryValueReg_attributes, {}, {}},
    {ClusterId(0x060d), "piBinaryValueExt", piBinaryValueExt_attributes, {}, {}},
    {ClusterId(0x060e), "piMultistateInputReg", piMultistateInputReg_attributes, {}, {}},
    {ClusterId(0x060f), "piMultistateInputExt", piMultistateInputExt_attributes, {}, {}},
    {ClusterId(0x0610), "piMultistateOutputReg", piMultistateOutputReg_attributes, {}, {}},
    {ClusterId(0x0611), "piMultistateOutputExt", piMultistateOutputExt_attributes, {}, {}},
    {ClusterId(0x0612), "piMultistateValueReg", piMultistateValueReg_attributes, {}, {}},
    {ClusterId(0x0613), "piMultistateValueExt", piMultistateValueExt_attributes, {}, {}},
    {ClusterId(0x0614), "pi11073ProtocolTunnel", pi11073ProtocolTunnel_attributes, pi11073ProtocolTunnel_commands, {}},
    {ClusterId(0x0615), "piIso7818ProtocolTunnel", piIso7818ProtocolTunnel_attributes, piIso7818ProtocolTunnel_commands, piIso7818ProtocolTunnel_responses},
    {ClusterId(0x0617), "retailTunnel", retailTunnel_attributes, retailTunnel_commands, {}},
};
// clang-format on

static_assert(all_well_formed(rows));

}  // namespace

const std::span<const Cluster> protocol = rows;

}  // namespace waggle::zcl::clusters
