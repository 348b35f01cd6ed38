// Telecommunications (ZCL 8, chapter 12).
// Names, types, access and limits as Zigbee2MQTT publishes them in bridge/definitions.
#include "zigbee/zcl/clusters/tables.h"

namespace waggle::zcl::clusters {
namespace {

using enum Type;
using namespace std::string_view_literals;
using A = Attribute;

// clang-format off

constexpr Attribute telecommunicationsInformation_attributes[] = {
    A(0x0000, "nodeDescription", text).required(),
    A(0x0001, "deliveryEnable", boolean).required(),
    A(0x0002, "pushInformationTimer", uint32),
    A(0x0003, "enableSecureConfiguration", boolean).required(),
    A(0x0010, "numberOfContents", uint16).max(65535),
    A(0x0011, "contentRootID", uint16).max(65535),
};
constexpr Command telecommunicationsInformation_commands[] = {
    command(0x00, "requestInfo").responds(0x00).required(),
    command(0x01, "pushInfoResponse").required(),
    command(0x02, "sendPreference").responds(0x02),
    command(0x03, "requestPreferenceRsp"),
    command(0x04, "update").responds(0x05),
    command(0x05, "delete").responds(0x06),
    command(0x06, "configureNodeDescription"),
    command(0x07, "configureDeliveryEnable"),
    command(0x08, "configurePushInfoTimer"),
    command(0x09, "configureSetRootId"),
};
constexpr Command telecommunicationsInformation_responses[] = {
    command(0x00, "requestInfoRsp").required(),
    command(0x01, "pushInfo").required(),
    command(0x02, "sendPreferenceRsp").required(),
    command(0x03, "serverRequestPreference").required(),
    command(0x04, "requestPreferenceConfirmation").required(),
    command(0x05, "updateRsp").required(),
    command(0x06, "deleteRsp").required(),
};

constexpr Attribute telecommunicationsVoiceOverZigbee_attributes[] = {
    A(0x0000, "codecType", enum8).write().required(),
    A(0x0001, "samplingFrequency", enum8).write().required(),
    A(0x0002, "codecrate", enum8).write().required(),
    A(0x0003, "establishmentTimeout", uint8).required().min(1).max(255),
    A(0x0004, "codecTypeSub1", enum8).write(),
    A(0x0005, "codecTypeSub2", enum8).write(),
    A(0x0006, "codecTypeSub3", enum8).write(),
    A(0x0007, "compressionType", enum8),
    A(0x0008, "compressionRate", enum8),
    A(0x0009, "optionFlags", bitmap8).write().max(255),
    A(0x000a, "threshold", uint8).write().max(255),
};
constexpr Command telecommunicationsVoiceOverZigbee_commands[] = {
    command<
        "flag:bitmap8 codecType:enum8 sampFreq:enum8 codecRate:enum8 serviceType:enum8 "
        "codecTypeS1:enum8?flag&1 codecTypeS2:enum8?flag&2 codecTypeS3:enum8?flag&4 "
        "compType:enum8?flag&8 compRate:enum8?flag&8">
        (0x00, "establishmentRequest").responds(0x00).required(),
    command<"voiceData:unknown">(0x00, "voiceTransmission").required(),
    command<"zclHeader:unknown">(0x00, "voiceTransmissionCompletion"),
    command<"status:enum8">(0x00, "controlResponse"),
};
constexpr Command telecommunicationsVoiceOverZigbee_responses[] = {
    command<"status:enum8 codecType:enum8">(0x00, "establishmentRsp").required(),
    command<"zclHeaderSeqNum:uint8 errorFlag:enum8">(0x01, "voiceTransmissionRsp").required(),
    command<"controlType:enum8">(0x02, "control"),
};

constexpr Attribute telecommunicationsChatting_attributes[] = {
    A(0x0000, "uID", uint16).required().max(65535),
    A(0x0001, "nickname", text).required(),
    A(0x0010, "cID", uint16).required().max(65535),
    A(0x0011, "name", text).required(),
    A(0x0012, "enableAddChat", boolean),
};
constexpr Command telecommunicationsChatting_commands[] = {
    command<"uID:uint16 nickname:text cID:uint16">(0x00, "joinChatReq").responds(0x01).required(),
    command<"cID:uint16 uID:uint16">(0x01, "leaveChatReq").required(),
    command(0x02, "searchChatReq").responds(0x04).required(),
    command<"cID:uint16 uID:uint16">(0x03, "switchCharmanRsp"),
    command<"name:text uID:uint16 nickname:text">(0x04, "startChatReq").responds(0x00),
    command<"destUID:uint16 srcUID:uint16 cID:uint16 nickname:text message:text">(0x05, "chatMessage").required(),
    command<"cID:uint16 uID:uint16">(0x06, "getNodeInfoReq").responds(0x08),
};
constexpr Command telecommunicationsChatting_responses[] = {
    command<"status:enum8 cID:uint16">(0x00, "startChatRsp").required(),
    command<"status:enum8 cID:uint16">(0x01, "joinChatRsp").required(),
    command<"cID:uint16 uID:uint16 nickName:text">(0x02, "userLeft").required(),
    command<"cID:uint16 uID:uint16 nickName:text">(0x03, "userJoined").required(),
    command<"options:bitmap8">(0x04, "searchChatRsp").required(),
    command<"cID:uint16">(0x05, "switchChairmanReq").required(),
    command<"cID:uint16">(0x06, "switchChairmanConfirm").required(),
    command<"cID:uint16 uID:uint16 address:data16 endpoint:uint8">(0x07, "switchChairmanNotification").required(),
    command<"status:enum8 cID:uint16 uID:uint16 address:data16 endpoint:uint8 nickName:text">(0x08, "getNodeInfoRsp").required(),
};

constexpr Cluster rows[] = {
    {ClusterId(0x0900), "telecommunicationsInformation", telecommunicationsInformation_attributes, telecommunicationsInformation_commands, telecommunicationsInformation_responses},
    {ClusterId(0x0904), "telecommunicationsVoiceOverZigbee", telecommunicationsVoiceOverZigbee_attributes, telecommunicationsVoiceOverZigbee_commands, telecommunicationsVoiceOverZigbee_responses},
    {ClusterId(0x0905), "telecommunicationsChatting", telecommunicationsChatting_attributes, telecommunicationsChatting_commands, telecommunicationsChatting_responses},
};
// clang-format on

static_assert(all_well_formed(rows));

}  // namespace

const std::span<const Cluster> telecom = rows;

}  // namespace waggle::zcl::clusters
