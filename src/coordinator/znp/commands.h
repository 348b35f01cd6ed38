// The commands of TI's Monitor and Test API, as structures. A synchronous request (SREQ) has a Request
// and a Response; an asynchronous message (AREQ) has a Message. The driver and the virtual radio use
// the same rows; commands_test.cpp walks them all.
//
// Names and layouts: TI "Z-Stack Monitor and Test API" 1.15, and the additions of the Z-Stack 3.x.0
// coordinator firmware (Koenkk/Z-Stack-firmware).
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "coordinator/znp/unpi.h"
#include "core/fields.h"
#include "zigbee/ids.h"

namespace waggle::coordinator::znp {

using waggle::decode;  // beside those for whole frames
using waggle::describe;
using waggle::encode;

struct CommandId {
  Type type;
  Subsystem subsystem;
  std::uint8_t number;
  std::string_view name;
};

/// A response that is a status and no more.
struct StatusOnly {
  std::uint8_t status{};
  WAGGLE_FIELDS(StatusOnly, status)
};
struct Empty {
  WAGGLE_FIELDS(Empty)
};

#define SREQ(subsystem_, number_, name_) \
  static constexpr CommandId id{Type::sreq, Subsystem::subsystem_, number_, name_};
#define AREQ(subsystem_, number_, name_) \
  static constexpr CommandId id{Type::areq, Subsystem::subsystem_, number_, name_};

// SYS -------------------------------------------------------------------------------------------

struct SysReset {  // the radio answers with SysResetIndication
  AREQ(sys, 0x00, "SYS_RESET_REQ")
  static constexpr std::uint8_t hard = 0, soft = 1;
  struct Message {
    std::uint8_t kind{};
    WAGGLE_FIELDS(Message, kind)
  };
};
struct SysPing {
  SREQ(sys, 0x01, "SYS_PING")
  using Request = Empty;
  struct Response {
    std::uint16_t capabilities{};
    WAGGLE_FIELDS(Response, capabilities)
  };
};
struct SysVersion {
  SREQ(sys, 0x02, "SYS_VERSION")
  using Request = Empty;
  struct Response {
    std::uint8_t transport{};
    std::uint8_t product{};
    std::uint8_t major{};
    std::uint8_t minor{};
    std::uint8_t maintenance{};
    std::optional<std::uint32_t> revision{};
    Rest tail{};  // newer firmware appends its bootloader's
    WAGGLE_FIELDS(Response, transport, product, major, minor, maintenance, revision, tail)
  };
};
struct SysSetExtendedAddress {
  SREQ(sys, 0x03, "SYS_SET_EXTADDR")
  struct Request {
    Ieee ieee{};
    WAGGLE_FIELDS(Request, ieee)
  };
  using Response = StatusOnly;
};
struct SysGetExtendedAddress {
  SREQ(sys, 0x04, "SYS_GET_EXTADDR")
  using Request = Empty;
  struct Response {
    Ieee ieee{};
    WAGGLE_FIELDS(Response, ieee)
  };
};
struct SysOsalNvItemInit {
  SREQ(sys, 0x07, "SYS_OSAL_NV_ITEM_INIT")
  static constexpr std::uint8_t created = 0x09;  // a status that is good news
  struct Request {
    std::uint16_t item{};
    std::uint16_t length{};
    ShortBytes value{};
    WAGGLE_FIELDS(Request, item, length, value)
  };
  using Response = StatusOnly;
};
struct NvValue {
  std::uint8_t status{};
  ShortBytes value{};
  WAGGLE_FIELDS(NvValue, status, value)
};
struct SysOsalNvRead {
  SREQ(sys, 0x08, "SYS_OSAL_NV_READ")
  struct Request {
    std::uint16_t item{};
    std::uint8_t offset{};
    WAGGLE_FIELDS(Request, item, offset)
  };
  using Response = NvValue;
};
struct SysOsalNvWrite {
  SREQ(sys, 0x09, "SYS_OSAL_NV_WRITE")
  struct Request {
    std::uint16_t item{};
    std::uint8_t offset{};
    ShortBytes value{};
    WAGGLE_FIELDS(Request, item, offset, value)
  };
  using Response = StatusOnly;
};
struct SysRandom {
  SREQ(sys, 0x0C, "SYS_RANDOM")
  using Request = Empty;
  struct Response {
    std::uint16_t value{};
    WAGGLE_FIELDS(Response, value)
  };
};
struct SysStackTune {
  SREQ(sys, 0x0F, "SYS_STACK_TUNE")
  static constexpr std::uint8_t transmit_power = 0;
  struct Request {
    std::uint8_t operation{};
    std::int8_t value{};
    WAGGLE_FIELDS(Request, operation, value)
  };
  using Response = StatusOnly;
};
struct SysOsalNvDelete {
  SREQ(sys, 0x12, "SYS_OSAL_NV_DELETE")
  struct Request {
    std::uint16_t item{};
    std::uint16_t length{};
    WAGGLE_FIELDS(Request, item, length)
  };
  using Response = StatusOnly;
};
struct SysOsalNvLength {
  SREQ(sys, 0x13, "SYS_OSAL_NV_LENGTH")
  struct Request {
    std::uint16_t item{};
    WAGGLE_FIELDS(Request, item)
  };
  struct Response {
    std::uint16_t length{};
    WAGGLE_FIELDS(Response, length)
  };
};
struct SysSetTransmitPower {
  SREQ(sys, 0x14, "SYS_SET_TX_POWER")
  struct Request {
    std::int8_t level{};
    WAGGLE_FIELDS(Request, level)
  };
  struct Response {
    std::uint8_t level{};
    WAGGLE_FIELDS(Response, level)
  };
};
struct SysOsalNvReadExt {
  SREQ(sys, 0x1C, "SYS_OSAL_NV_READ_EXT")
  struct Request {
    std::uint16_t item{};
    std::uint16_t offset{};
    WAGGLE_FIELDS(Request, item, offset)
  };
  using Response = NvValue;
};
struct SysOsalNvWriteExt {
  SREQ(sys, 0x1D, "SYS_OSAL_NV_WRITE_EXT")
  struct Request {
    std::uint16_t item{};
    std::uint16_t offset{};
    std::uint16_t length{};
    Rest value{};
    WAGGLE_FIELDS(Request, item, offset, length, value)
  };
  using Response = StatusOnly;
};
struct SysNvCreate {
  SREQ(sys, 0x30, "SYS_NV_CREATE")
  struct Request {
    std::uint8_t system{};
    std::uint16_t item{};
    std::uint16_t sub{};
    std::uint32_t length{};
    WAGGLE_FIELDS(Request, system, item, sub, length)
  };
  using Response = StatusOnly;
};
struct SysNvDelete {
  SREQ(sys, 0x31, "SYS_NV_DELETE")
  struct Request {
    std::uint8_t system{};
    std::uint16_t item{};
    std::uint16_t sub{};
    WAGGLE_FIELDS(Request, system, item, sub)
  };
  using Response = StatusOnly;
};
struct SysNvLength {
  SREQ(sys, 0x32, "SYS_NV_LENGTH")
  struct Request {
    std::uint8_t system{};
    std::uint16_t item{};
    std::uint16_t sub{};
    WAGGLE_FIELDS(Request, system, item, sub)
  };
  struct Response {
    std::uint8_t length{};
    Rest tail{};  // four octets in some firmware
    WAGGLE_FIELDS(Response, length, tail)
  };
};
struct SysNvRead {
  SREQ(sys, 0x33, "SYS_NV_READ")
  struct Request {
    std::uint8_t system{};
    std::uint16_t item{};
    std::uint16_t sub{};
    std::uint16_t offset{};
    std::uint8_t length{};
    WAGGLE_FIELDS(Request, system, item, sub, offset, length)
  };
  using Response = NvValue;
};
struct SysNvWrite {
  SREQ(sys, 0x34, "SYS_NV_WRITE")
  struct Request {
    std::uint8_t system{};
    std::uint16_t item{};
    std::uint16_t sub{};
    std::uint16_t offset{};
    ShortBytes value{};
    WAGGLE_FIELDS(Request, system, item, sub, offset, value)
  };
  using Response = StatusOnly;
};
struct SysNvUpdate {
  SREQ(sys, 0x35, "SYS_NV_UPDATE")
  struct Request {
    std::uint8_t system{};
    std::uint16_t item{};
    std::uint16_t sub{};
    ShortBytes value{};
    WAGGLE_FIELDS(Request, system, item, sub, value)
  };
  using Response = StatusOnly;
};
struct SysResetIndication {
  AREQ(sys, 0x80, "SYS_RESET_IND")
  struct Message {
    std::uint8_t reason{};
    std::uint8_t transport{};
    std::uint8_t product{};
    std::uint8_t major{};
    std::uint8_t minor{};
    std::uint8_t hardware{};
    WAGGLE_FIELDS(Message, reason, transport, product, major, minor, hardware)
  };
};

// AF --------------------------------------------------------------------------------------------

struct AfRegister {
  SREQ(af, 0x00, "AF_REGISTER")
  static constexpr std::uint8_t already_registered = 0xB8;
  struct Request {
    EndpointId endpoint{};
    ProfileId profile{};
    std::uint16_t device{};
    std::uint8_t version{};
    std::uint8_t latency{};
    ShortList<std::uint16_t> inputs{};
    ShortList<std::uint16_t> outputs{};
    WAGGLE_FIELDS(Request, endpoint, profile, device, version, latency, inputs, outputs)
  };
  using Response = StatusOnly;
};
struct AfDataRequest {
  SREQ(af, 0x01, "AF_DATA_REQUEST")
  struct Request {
    Nwk destination{};
    EndpointId endpoint{};
    EndpointId source_endpoint{};
    ClusterId cluster{};
    std::uint8_t transaction{};
    std::uint8_t options{};
    std::uint8_t radius{};
    ShortBytes data{};
    WAGGLE_FIELDS(Request, destination, endpoint, source_endpoint, cluster, transaction, options,
                  radius, data)
  };
  using Response = StatusOnly;
};
struct AfDataRequestExt {
  SREQ(af, 0x02, "AF_DATA_REQUEST_EXT")
  static constexpr std::uint8_t to_group = 1, to_nwk = 2, to_ieee = 3, to_broadcast = 15;
  struct Request {
    std::uint8_t mode{};
    std::uint64_t destination{};
    EndpointId endpoint{};
    PanId pan{};
    EndpointId source_endpoint{};
    ClusterId cluster{};
    std::uint8_t transaction{};
    std::uint8_t options{};
    std::uint8_t radius{};
    std::uint16_t length{};
    Rest data{};
    WAGGLE_FIELDS(Request, mode, destination, endpoint, pan, source_endpoint, cluster, transaction,
                  options, radius, length, data)
  };
  using Response = StatusOnly;
};
struct AfDelete {
  SREQ(af, 0x04, "AF_DELETE")
  struct Request {
    EndpointId endpoint{};
    WAGGLE_FIELDS(Request, endpoint)
  };
  using Response = StatusOnly;
};
struct AfInterPanControl {
  SREQ(af, 0x10, "AF_INTER_PAN_CTL")
  static constexpr std::uint8_t clear = 0, set_channel = 1, register_endpoint = 2;
  struct Request {
    std::uint8_t command{};
    Rest data{};
    WAGGLE_FIELDS(Request, command, data)
  };
  using Response = StatusOnly;
};
struct AfDataRetrieve {
  SREQ(af, 0x12, "AF_DATA_RETRIEVE")
  struct Request {
    std::uint32_t timestamp{};
    std::uint16_t index{};
    std::uint8_t length{};  // 0 frees the message
    WAGGLE_FIELDS(Request, timestamp, index, length)
  };
  using Response = NvValue;  // status, length, octets
};
struct AfDataConfirm {
  AREQ(af, 0x80, "AF_DATA_CONFIRM")
  struct Message {
    std::uint8_t status{};
    EndpointId endpoint{};
    std::uint8_t transaction{};
    WAGGLE_FIELDS(Message, status, endpoint, transaction)
  };
};
struct AfIncoming {
  AREQ(af, 0x81, "AF_INCOMING_MSG")
  struct Message {
    GroupId group{};
    ClusterId cluster{};
    Nwk source{};
    EndpointId source_endpoint{};
    EndpointId endpoint{};
    std::uint8_t broadcast{};
    std::uint8_t lqi{};
    std::uint8_t security{};
    std::uint32_t timestamp{};
    std::uint8_t transaction{};
    ShortBytes data{};
    Rest tail{};  // MAC source and radius, in newer firmware
    WAGGLE_FIELDS(Message, group, cluster, source, source_endpoint, endpoint, broadcast, lqi,
                  security, timestamp, transaction, data, tail)
  };
};
struct AfIncomingExt {  // payloads above some 223 octets, and inter-PAN
  AREQ(af, 0x82, "AF_INCOMING_MSG_EXT")
  struct Message {
    GroupId group{};
    ClusterId cluster{};
    std::uint8_t mode{};
    std::uint64_t source{};
    EndpointId source_endpoint{};
    PanId source_pan{};
    EndpointId endpoint{};
    std::uint8_t broadcast{};
    std::uint8_t lqi{};
    std::uint8_t security{};
    std::uint32_t timestamp{};
    std::uint8_t transaction{};
    std::uint16_t length{};
    Rest data{};  // shorter than length: to be fetched with AF_DATA_RETRIEVE
    WAGGLE_FIELDS(Message, group, cluster, mode, source, source_endpoint, source_pan, endpoint,
                  broadcast, lqi, security, timestamp, transaction, length, data)
  };
};
struct AfReflectError {
  AREQ(af, 0x83, "AF_REFLECT_ERROR")
  struct Message {
    std::uint8_t status{};
    EndpointId endpoint{};
    std::uint8_t transaction{};
    std::uint8_t mode{};
    std::uint16_t destination{};
    WAGGLE_FIELDS(Message, status, endpoint, transaction, mode, destination)
  };
};

// ZDO: what is not a standard request or response (those are rows of zdo_rows below) ---------------

struct ZdoStartup {
  SREQ(zdo, 0x40, "ZDO_STARTUP_FROM_APP")
  static constexpr std::uint8_t restored = 0, formed = 1, left = 2;
  struct Request {
    std::uint16_t delay{};
    WAGGLE_FIELDS(Request, delay)
  };
  using Response = StatusOnly;
};
struct ZdoExtRouteDiscovery {
  SREQ(zdo, 0x45, "ZDO_EXT_ROUTE_DISC")
  struct Request {
    Nwk destination{};
    std::uint8_t options{};
    std::uint8_t radius{};
    WAGGLE_FIELDS(Request, destination, options, radius)
  };
  using Response = StatusOnly;
};
struct ZdoExtRemoveGroup {
  SREQ(zdo, 0x47, "ZDO_EXT_REMOVE_GROUP")
  struct Request {
    EndpointId endpoint{};
    GroupId group{};
    WAGGLE_FIELDS(Request, endpoint, group)
  };
  using Response = StatusOnly;
};
struct ZdoExtFindGroup {
  SREQ(zdo, 0x4A, "ZDO_EXT_FIND_GROUP")
  struct Request {
    EndpointId endpoint{};
    GroupId group{};
    WAGGLE_FIELDS(Request, endpoint, group)
  };
  struct Response {
    std::uint8_t status{};
    GroupId group{};
    ShortBytes name{};
    WAGGLE_FIELDS(Response, status, group, name)
  };
};
struct ZdoExtAddGroup {
  SREQ(zdo, 0x4B, "ZDO_EXT_ADD_GROUP")
  struct Request {
    EndpointId endpoint{};
    GroupId group{};
    ShortBytes name{};
    WAGGLE_FIELDS(Request, endpoint, group, name)
  };
  using Response = StatusOnly;
};
struct ZdoExtNetworkInfo {
  SREQ(zdo, 0x50, "ZDO_EXT_NWK_INFO")
  using Request = Empty;
  struct Response {
    Nwk nwk{};
    std::uint8_t state{};
    PanId pan{};
    Nwk parent{};
    std::uint64_t extended_pan{};
    Ieee parent_ieee{};
    std::uint8_t channel{};
    WAGGLE_FIELDS(Response, nwk, state, pan, parent, extended_pan, parent_ieee, channel)
  };
};
struct ZdoMessageCallbackRegister {
  SREQ(zdo, 0x3E, "ZDO_MSG_CB_REGISTER")
  struct Request {
    ClusterId cluster{};
    WAGGLE_FIELDS(Request, cluster)
  };
  using Response = StatusOnly;
};
struct ZdoStateChange {
  AREQ(zdo, 0xC0, "ZDO_STATE_CHANGE_IND")
  static constexpr std::uint8_t coordinator_started = 9;
  struct Message {
    std::uint8_t state{};
    WAGGLE_FIELDS(Message, state)
  };
};
struct ZdoSourceRoute {
  AREQ(zdo, 0xC4, "ZDO_SRC_RTG_IND")
  struct Message {
    Nwk destination{};
    ShortList<std::uint16_t> relays{};
    WAGGLE_FIELDS(Message, destination, relays)
  };
};
struct ZdoConcentrator {
  AREQ(zdo, 0xC8, "ZDO_CONCENTRATOR_IND")
  struct Message {
    Nwk source{};
    Ieee ieee{};
    std::uint8_t cost{};
    WAGGLE_FIELDS(Message, source, ieee, cost)
  };
};
struct ZdoLeaveIndication {
  AREQ(zdo, 0xC9, "ZDO_LEAVE_IND")
  struct Message {
    Nwk source{};
    Ieee ieee{};
    std::uint8_t request{};
    std::uint8_t remove_children{};
    std::uint8_t rejoin{};
    WAGGLE_FIELDS(Message, source, ieee, request, remove_children, rejoin)
  };
};
struct ZdoTrustCenterDevice {
  AREQ(zdo, 0xCA, "ZDO_TC_DEV_IND")
  struct Message {
    Nwk nwk{};
    Ieee ieee{};
    Nwk parent{};
    WAGGLE_FIELDS(Message, nwk, ieee, parent)
  };
};
struct ZdoPermitJoinIndication {
  AREQ(zdo, 0xCB, "ZDO_PERMIT_JOIN_IND")
  struct Message {
    std::uint8_t seconds{};
    WAGGLE_FIELDS(Message, seconds)
  };
};
struct ZdoMessageCallback {
  AREQ(zdo, 0xFF, "ZDO_MSG_CB_INCOMING")
  struct Message {
    Nwk source{};
    std::uint8_t broadcast{};
    ClusterId cluster{};
    std::uint8_t security{};
    std::uint8_t sequence{};
    Nwk mac_destination{};
    Rest data{};
    WAGGLE_FIELDS(Message, source, broadcast, cluster, security, sequence, mac_destination, data)
  };
};

// SAPI, for Z-Stack 1.2 --------------------------------------------------------------------------

struct SapiReadConfiguration {
  SREQ(sapi, 0x04, "ZB_READ_CONFIGURATION")
  struct Request {
    std::uint8_t item{};
    WAGGLE_FIELDS(Request, item)
  };
  struct Response {
    std::uint8_t status{};
    std::uint8_t item{};
    ShortBytes value{};
    WAGGLE_FIELDS(Response, status, item, value)
  };
};
struct SapiWriteConfiguration {
  SREQ(sapi, 0x05, "ZB_WRITE_CONFIGURATION")
  struct Request {
    std::uint8_t item{};
    ShortBytes value{};
    WAGGLE_FIELDS(Request, item, value)
  };
  using Response = StatusOnly;
};
struct SapiGetDeviceInfo {
  SREQ(sapi, 0x06, "ZB_GET_DEVICE_INFO")
  struct Request {
    std::uint8_t param{};
    WAGGLE_FIELDS(Request, param)
  };
  struct Response {
    std::uint8_t param{};
    std::uint64_t value{};
    WAGGLE_FIELDS(Response, param, value)
  };
};

// UTIL ------------------------------------------------------------------------------------------

struct UtilGetDeviceInfo {
  SREQ(util, 0x00, "UTIL_GET_DEVICE_INFO")
  static constexpr std::uint8_t running_as_coordinator = 9;
  using Request = Empty;
  struct Response {
    std::uint8_t status{};
    Ieee ieee{};
    Nwk nwk{};
    std::uint8_t kind{};
    std::uint8_t state{};
    ShortList<std::uint16_t> children{};
    WAGGLE_FIELDS(Response, status, ieee, nwk, kind, state, children)
  };
};
struct UtilLedControl {
  SREQ(util, 0x0A, "UTIL_LED_CONTROL")
  struct Request {
    std::uint8_t led{};
    std::uint8_t mode{};
    WAGGLE_FIELDS(Request, led, mode)
  };
  using Response = StatusOnly;
};
struct UtilNwkOfIeee {
  SREQ(util, 0x40, "UTIL_ADDRMGR_EXT_ADDR_LOOKUP")
  struct Request {
    Ieee ieee{};
    WAGGLE_FIELDS(Request, ieee)
  };
  struct Response {
    Nwk nwk{};
    WAGGLE_FIELDS(Response, nwk)
  };
};
struct UtilIeeeOfNwk {
  SREQ(util, 0x41, "UTIL_ADDRMGR_NWK_ADDR_LOOKUP")
  struct Request {
    Nwk nwk{};
    WAGGLE_FIELDS(Request, nwk)
  };
  struct Response {
    Ieee ieee{};
    WAGGLE_FIELDS(Response, ieee)
  };
};
struct UtilAssociationCount {
  SREQ(util, 0x48, "UTIL_ASSOC_COUNT")
  struct Request {
    std::uint8_t first_relation{};
    std::uint8_t last_relation{};
    WAGGLE_FIELDS(Request, first_relation, last_relation)
  };
  struct Response {
    std::uint16_t count{};
    WAGGLE_FIELDS(Response, count)
  };
};
struct UtilAssociationOf {
  SREQ(util, 0x4A, "UTIL_ASSOC_GET_WITH_ADDRESS")
  static constexpr std::uint8_t child_rx_off = 1;
  static constexpr std::uint8_t nobody = 0xFF;
  struct Request {
    Ieee ieee{};
    Nwk nwk{};
    WAGGLE_FIELDS(Request, ieee, nwk)
  };
  struct Response {
    Nwk nwk{};
    std::uint16_t index{};
    std::uint8_t relation{};
    Rest tail{};  // the whole association entry in older firmware
    WAGGLE_FIELDS(Response, nwk, index, relation, tail)
  };
};
struct UtilAssociationRemove {
  SREQ(util, 0x63, "UTIL_ASSOC_REMOVE")  // Koenkk's firmware, from 20200805
  struct Request {
    Ieee ieee{};
    WAGGLE_FIELDS(Request, ieee)
  };
  using Response = StatusOnly;
};
struct UtilAssociationAdd {
  SREQ(util, 0x64, "UTIL_ASSOC_ADD")  // Koenkk's firmware, from 20201026
  struct Request {
    Ieee ieee{};
    Nwk nwk{};
    std::uint8_t relation{};
    WAGGLE_FIELDS(Request, ieee, nwk, relation)
  };
  using Response = StatusOnly;
};

// APP_CNF: base device behaviour of Z-Stack 3 -----------------------------------------------------

struct AppAddInstallCode {
  SREQ(app_cnf, 0x04, "APP_CNF_BDB_ADD_INSTALLCODE")
  static constexpr std::uint8_t code_with_crc = 1, derived_key = 2;
  static constexpr std::size_t full_code = 18;
  struct Request {
    std::uint8_t format{};
    Ieee ieee{};
    Rest code{};
    WAGGLE_FIELDS(Request, format, ieee, code)
  };
  using Response = StatusOnly;
};
struct AppStartCommissioning {
  SREQ(app_cnf, 0x05, "APP_CNF_BDB_START_COMMISSIONING")
  static constexpr std::uint8_t network_formation = 4;
  struct Request {
    std::uint8_t mode{};
    WAGGLE_FIELDS(Request, mode)
  };
  using Response = StatusOnly;
};
struct AppSetChannel {
  SREQ(app_cnf, 0x08, "APP_CNF_BDB_SET_CHANNEL")
  struct Request {
    std::uint8_t primary{};
    std::uint32_t channels{};
    WAGGLE_FIELDS(Request, primary, channels)
  };
  using Response = StatusOnly;
};
struct AppSetFrameCounter {
  SREQ(app_cnf, 0xFF, "APP_CNF_SET_NWK_FRAME_COUNTER")
  struct Request {
    std::uint32_t value{};
    WAGGLE_FIELDS(Request, value)
  };
  using Response = StatusOnly;
};
struct AppCommissioningNotification {
  AREQ(app_cnf, 0x80, "APP_CNF_BDB_COMMISSIONING_NOTIFICATION")
  struct Message {
    std::uint8_t status{};
    Rest tail{};  // mode and remaining modes
    WAGGLE_FIELDS(Message, status, tail)
  };
};

#undef SREQ
#undef AREQ

// Standard ZDO, which this firmware wraps in commands of its own -----------------------------------

struct ZdoRow {
  std::uint16_t cluster;
  std::string_view name;
  std::uint8_t request;   // SREQ; 0xFF: none
  std::uint8_t response;  // AREQ; 0xFF: none
  /// What stands before the standard payload of the request.
  enum class Form : std::uint8_t {
    plain,          // nothing
    destination,    // the node asked
    mode_first,     // address mode, then the node
    mode_second,    // the node, then address mode; padded to its full length
    padded_bind,    // the node; the target padded to an address and endpoint
  } form;
  /// The response begins with the node that answers.
  bool names_source;
};
std::span<const ZdoRow> zdo_rows();
const ZdoRow* find_zdo(std::uint16_t cluster);

// All of it, for tests, logs and tools -------------------------------------------------------------

struct Row {
  CommandId id;
  /// Decodes and encodes again; nullopt when the octets do not fit. `response`: of an SREQ.
  std::optional<Bytes> (*again)(ByteView data, bool response);
  std::string (*describe)(ByteView data, bool response);
  /// The octets of one member, by its name in the structure.
  std::optional<Bytes> (*member)(ByteView data, bool response, std::string_view name);
};
std::span<const Row> table();
/// "AF_INCOMING_MSG source=0x…"
std::string describe(const UnpiFrame& frame);

/// The status octet of confirmations: AF, MAC, NWK and ZDO codes share one number space.
std::string status_name(std::uint8_t status);

}  // namespace waggle::coordinator::znp
