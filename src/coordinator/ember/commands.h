// The commands of EZSP that the driver uses, as structures: a Request and a Response, or, of a callback, a
// Message. The driver and the virtual radio use the same rows; other_commands.h has the rest.
//
// Names and layouts: Silicon Labs UG100 for versions 13 and 14, and the SDK's ezsp-enum.h for the newer.
#pragma once

#include "coordinator/ember/versions.h"
#include "coordinator/parameters.h"
#include "zigbee/ids.h"

namespace waggle::coordinator::ember {

using waggle::describe;

struct CommandId {
  std::uint16_t number;
  std::string_view name;
  bool callback = false;
};
#define EZSP_COMMAND(number_, name_) static constexpr CommandId id{number_, name_, false};
#define EZSP_CALLBACK(number_, name_) static constexpr CommandId id{number_, name_, true};

struct Empty {
  WAGGLE_FIELDS(Empty)
};
struct StatusOnly {
  std::uint32_t status{};
  WAGGLE_FIELDS(StatusOnly, status)
};
struct OutcomeOnly {
  std::uint32_t outcome{};
  WAGGLE_FIELDS(OutcomeOnly, outcome)
};
struct Index {
  std::uint8_t index{};
  WAGGLE_FIELDS(Index, index)
};

// Members that stand together in several commands. The macros keep structures flat, as tables of fields must be.
#define EZSP_APS_MEMBERS                       \
  ProfileId profile{};                         \
  ClusterId cluster{};                         \
  EndpointId source_endpoint{};                \
  EndpointId endpoint{};                       \
  std::uint16_t options{};                     \
  GroupId group{};                             \
  std::uint8_t sequence{};
#define EZSP_APS profile, cluster, source_endpoint, endpoint, options, group, sequence
#define EZSP_APS_TEXT "profile cluster source_endpoint endpoint options group sequence"

#define EZSP_PACKET_MEMBERS                    \
  Nwk source{};                                \
  Ieee source_ieee{};                          \
  std::uint8_t binding = 0xFF;                 \
  std::uint8_t address = 0xFF;                 \
  std::uint8_t lqi{};                          \
  std::int8_t rssi{};                          \
  std::uint32_t timestamp{};
#define EZSP_PACKET source, source_ieee, binding, address, lqi, rssi, timestamp

#define EZSP_NETWORK_MEMBERS                   \
  ExtendedPan extended_pan{}; /* last octet first */ \
  PanId pan{};                                 \
  std::int8_t power{};                         \
  std::uint8_t channel{};                      \
  std::uint8_t join_method{};                  \
  Nwk manager{};                               \
  std::uint8_t update_id{};                    \
  std::uint32_t channels{};
#define EZSP_NETWORK extended_pan, pan, power, channel, join_method, manager, update_id, channels

#define EZSP_KEY_CONTEXT_MEMBERS               \
  std::uint8_t kind{};                         \
  std::uint8_t index{};                        \
  std::uint16_t derived{};                     \
  Ieee ieee{};                                 \
  std::uint8_t network_index{};                \
  std::uint8_t flags{};                        \
  std::uint32_t permission{};
#define EZSP_KEY_CONTEXT kind, index, derived, ieee, network_index, flags, permission

#define EZSP_KEY_META_MEMBERS                  \
  std::uint16_t bitmask{};                     \
  std::uint32_t sent{};                        \
  std::uint32_t received{};                    \
  std::uint16_t seconds_left{};
#define EZSP_KEY_META bitmask, sent, received, seconds_left

// Configuration ----------------------------------------------------------------------------------

struct Version {
  EZSP_COMMAND(0x0000, "version")
  static constexpr std::uint8_t mesh = 2;
  struct Request {
    std::uint8_t wanted{};
    WAGGLE_FIELDS(Request, wanted)
  };
  struct Response {
    std::uint8_t version{};
    std::uint8_t stack{};
    std::uint16_t stack_version{};
    WAGGLE_FIELDS(Response, version, stack, stack_version)
  };
};
struct GetConfigurationValue {
  EZSP_COMMAND(0x0052, "getConfigurationValue")
  struct Request {
    std::uint8_t id{};
    WAGGLE_FIELDS(Request, id)
  };
  struct Response {
    std::uint32_t status{};
    std::uint16_t value{};
    WAGGLE_FIELDS(Response, status, value)
  };
};
struct SetConfigurationValue {
  EZSP_COMMAND(0x0053, "setConfigurationValue")
  struct Request {
    std::uint8_t id{};
    std::uint16_t value{};
    WAGGLE_FIELDS(Request, id, value)
  };
  using Response = StatusOnly;
};
struct AddEndpoint {
  EZSP_COMMAND(0x0002, "addEndpoint")
  struct Request {
    EndpointId endpoint{};
    ProfileId profile{};
    std::uint16_t device{};
    std::uint8_t version{};
    std::uint8_t input_count{};
    std::uint8_t output_count{};
    Rest clusters;  // 2 octets each, inputs first
    WAGGLE_FIELDS(Request, endpoint, profile, device, version, input_count, output_count, clusters)
  };
  using Response = StatusOnly;
};
struct SetPolicy {
  EZSP_COMMAND(0x0055, "setPolicy")
  struct Request {
    std::uint8_t id{};
    std::uint8_t decision{};
    WAGGLE_FIELDS(Request, id, decision)
  };
  using Response = StatusOnly;
};
struct GetPolicy {
  EZSP_COMMAND(0x0056, "getPolicy")
  struct Request {
    std::uint8_t id{};
    WAGGLE_FIELDS(Request, id)
  };
  struct Response {
    std::uint32_t status{};
    std::uint8_t decision{};
    WAGGLE_FIELDS(Response, status, decision)
  };
};
struct ValueResponse {
  std::uint32_t status{};
  ShortBytes value{};
  WAGGLE_FIELDS(ValueResponse, status, value)
};
struct GetValue {
  EZSP_COMMAND(0x00AA, "getValue")
  struct Request {
    std::uint8_t id{};
    WAGGLE_FIELDS(Request, id)
  };
  using Response = ValueResponse;
};
struct GetExtendedValue {
  EZSP_COMMAND(0x0003, "getExtendedValue")
  static constexpr std::uint8_t endpoint_flags = 0x00;
  struct Request {
    std::uint8_t id{};
    std::uint32_t characteristics{};
    WAGGLE_FIELDS(Request, id, characteristics)
  };
  using Response = ValueResponse;
};
struct SetValue {
  EZSP_COMMAND(0x00AB, "setValue")
  struct Request {
    std::uint8_t id{};
    ShortBytes value{};
    WAGGLE_FIELDS(Request, id, value)
  };
  using Response = StatusOnly;
};

// Utilities --------------------------------------------------------------------------------------

struct Nop {
  EZSP_COMMAND(0x0005, "nop")
  using Request = Empty;
  using Response = Empty;
};
struct InvalidCommand {  // the answer to what the firmware does not know
  EZSP_COMMAND(0x0058, "invalidCommand")
  static constexpr std::uint8_t unknown_number = 0x31, version_not_set = 0x30;
  using Request = Empty;
  struct Response {
    std::uint8_t reason{};
    WAGGLE_FIELDS(Response, reason)
  };
};
struct GetManufacturingToken {
  EZSP_COMMAND(0x000B, "getMfgToken")
  struct Request {
    std::uint8_t id{};
    WAGGLE_FIELDS(Request, id)
  };
  struct Response {
    ShortBytes value{};
    WAGGLE_FIELDS(Response, value)
  };
};
struct SetManufacturingToken {
  EZSP_COMMAND(0x000C, "setMfgToken")
  static constexpr std::uint8_t custom_ieee = 0x0C;
  struct Request {
    std::uint8_t id{};
    ShortBytes value{};
    WAGGLE_FIELDS(Request, id, value)
  };
  using Response = StatusOnly;
};
struct ReadAndClearCounters {
  EZSP_COMMAND(0x0065, "readAndClearCounters")
  using Request = Empty;
  struct Response {
    Rest values{};  // 2 octets each, in the order of counter_names()
    WAGGLE_FIELDS(Response, values)
  };
};
struct GetIeee {
  EZSP_COMMAND(0x0026, "getEui64")
  using Request = Empty;
  struct Response {
    Ieee ieee{};
    WAGGLE_FIELDS(Response, ieee)
  };
};
struct GetNwk {
  EZSP_COMMAND(0x0027, "getNodeId")
  using Request = Empty;
  struct Response {
    Nwk nwk{};
    WAGGLE_FIELDS(Response, nwk)
  };
};
/// A value that the stack keeps, by the number under which it is stored.
struct GetTokenData {
  EZSP_COMMAND(0x0102, "getTokenData")
  // Addresses that the radio takes instead of its own; which one there is depends on how the firmware is built.
  static constexpr std::uint32_t restored_ieee[] = {0x0000E12A, 0x0001E12A};
  struct Request {
    std::uint32_t token{};
    std::uint32_t index{};
    WAGGLE_FIELDS(Request, token, index)
  };
  struct Response {
    std::uint32_t status{};
    std::optional<std::uint32_t> size{};  // firmware that has nothing to say leaves it out
    Rest value{};
    WAGGLE_FIELDS(Response, status, size, value)
  };
};
struct SetTokenData {
  EZSP_COMMAND(0x0103, "setTokenData")
  struct Request {
    std::uint32_t token{};
    std::uint32_t index{};
    std::uint32_t size{};
    Rest value{};
    WAGGLE_FIELDS(Request, token, index, size, value)
  };
  using Response = StatusOnly;
};

// The network ------------------------------------------------------------------------------------

struct SetManufacturerCode {
  EZSP_COMMAND(0x0015, "setManufacturerCode")
  struct Request {
    ManufacturerCode code{};
    WAGGLE_FIELDS(Request, code)
  };
  using Response = Empty;
};
struct NetworkInit {
  EZSP_COMMAND(0x0017, "networkInit")
  static constexpr std::uint16_t parent_in_token = 1, rejoin_on_reboot = 2;
  struct Request {
    std::uint16_t options{};
    WAGGLE_FIELDS(Request, options)
  };
  using Response = StatusOnly;
};
struct NetworkState {
  EZSP_COMMAND(0x0018, "networkState")
  static constexpr std::uint8_t none = 0, joined = 2;
  using Request = Empty;
  struct Response {
    std::uint8_t state{};
    WAGGLE_FIELDS(Response, state)
  };
};
struct StackStatus {
  EZSP_CALLBACK(0x0019, "stackStatusHandler")
  using Message = StatusOnly;
};
struct FormNetwork {
  EZSP_COMMAND(0x001E, "formNetwork")
  struct Request {
    EZSP_NETWORK_MEMBERS
    WAGGLE_FIELDS(Request, EZSP_NETWORK)
  };
  using Response = StatusOnly;
};
struct LeaveNetwork {
  EZSP_COMMAND(0x0020, "leaveNetwork")
  struct Request {
    std::uint8_t options{};
    WAGGLE_FIELDS(Request, options)
    static constexpr Column columns[] = {{14, ""}};
  };
  using Response = StatusOnly;
};
struct PermitJoining {
  EZSP_COMMAND(0x0022, "permitJoining")
  struct Request {
    std::uint8_t seconds{};
    WAGGLE_FIELDS(Request, seconds)
  };
  using Response = StatusOnly;
};
struct ChildJoin {
  EZSP_CALLBACK(0x0023, "childJoinHandler")
  struct Message {
    std::uint8_t index{};
    bool joining{};
    Nwk nwk{};
    Ieee ieee{};
    std::uint8_t type{};
    WAGGLE_FIELDS(Message, index, joining, nwk, ieee, type)
  };
};
struct GetNetworkParameters {
  EZSP_COMMAND(0x0028, "getNetworkParameters")
  static constexpr std::uint8_t coordinator = 1;
  using Request = Empty;
  struct Response {
    std::uint32_t status{};
    std::uint8_t node_type{};
    EZSP_NETWORK_MEMBERS
    WAGGLE_FIELDS(Response, status, node_type, EZSP_NETWORK)
  };
};
struct GetChildData {
  EZSP_COMMAND(0x004A, "getChildData")
  using Request = Index;
  struct Response {
    std::uint32_t status{};
    Ieee ieee{};
    std::uint8_t type{};
    Nwk nwk{};
    std::uint8_t phy{};
    std::uint8_t power{};
    std::uint8_t timeout{};
    std::uint32_t remaining{};
    WAGGLE_FIELDS(Response, status, ieee, type, nwk, phy, power, timeout, remaining)
  };
};
struct SetRadioPower {
  EZSP_COMMAND(0x0099, "setRadioPower")
  struct Request {
    std::int8_t power{};
    WAGGLE_FIELDS(Request, power)
  };
  using Response = StatusOnly;
};
struct SetCcaMode {
  EZSP_COMMAND(0x0095, "setRadioIeee802154CcaMode")
  struct Request {
    std::uint8_t mode{};
    WAGGLE_FIELDS(Request, mode)
  };
  using Response = StatusOnly;
};
struct SetConcentrator {
  EZSP_COMMAND(0x0010, "setConcentrator")
  static constexpr std::uint16_t low_ram = 0xFFF8, high_ram = 0xFFF9;
  struct Request {
    bool on{};
    std::uint16_t type{};
    std::uint16_t min_time{};
    std::uint16_t max_time{};
    std::uint8_t route_errors{};
    std::uint8_t delivery_failures{};
    std::uint8_t max_hops{};
    WAGGLE_FIELDS(Request, on, type, min_time, max_time, route_errors, delivery_failures, max_hops)
  };
  using Response = StatusOnly;
};
struct SetSourceRouteDiscoveryMode {
  EZSP_COMMAND(0x005A, "setSourceRouteDiscoveryMode")
  static constexpr std::uint8_t off = 0, on = 1, reschedule = 2;
  struct Request {
    std::uint8_t mode{};
    WAGGLE_FIELDS(Request, mode)
  };
  struct Response {
    std::uint32_t remaining{};
    WAGGLE_FIELDS(Response, remaining)
  };
};
struct SetLogicalAndRadioChannel {
  EZSP_COMMAND(0x00B9, "setLogicalAndRadioChannel")
  struct Request {
    std::uint8_t channel{};
    WAGGLE_FIELDS(Request, channel)
  };
  using Response = StatusOnly;
};
struct SendManyToOneRouteRequest {
  EZSP_COMMAND(0x0041, "sendManyToOneRouteRequest")
  struct Request {
    std::uint16_t type{};
    std::uint8_t radius{};
    WAGGLE_FIELDS(Request, type, radius)
  };
  using Response = StatusOnly;
};
struct GetMulticastTableEntry {
  EZSP_COMMAND(0x0063, "getMulticastTableEntry")
  using Request = Index;
  struct Response {
    std::uint32_t status{};
    GroupId group{};
    EndpointId endpoint{};
    std::optional<std::uint8_t> network_index{};
    WAGGLE_FIELDS(Response, status, group, endpoint, network_index)
  };
};
struct SetMulticastTableEntry {
  EZSP_COMMAND(0x0064, "setMulticastTableEntry")
  struct Request {
    std::uint8_t index{};
    GroupId group{};
    EndpointId endpoint{};
    std::uint8_t network_index{};
    WAGGLE_FIELDS(Request, index, group, endpoint, network_index)
  };
  using Response = StatusOnly;
};
struct LookUpNwk {
  EZSP_COMMAND(0x0060, "lookupNodeIdByEui64")
  struct Request {
    Ieee ieee{};
    WAGGLE_FIELDS(Request, ieee)
  };
  struct Response {
    Nwk nwk{};
    WAGGLE_FIELDS(Response, nwk)
  };
};
struct LookUpIeee {
  EZSP_COMMAND(0x0061, "lookupEui64ByNodeId")
  struct Request {
    Nwk nwk{};
    WAGGLE_FIELDS(Request, nwk)
  };
  struct Response {
    std::uint32_t status{};
    Ieee ieee{};
    WAGGLE_FIELDS(Response, status, ieee)
  };
};

// Messages ---------------------------------------------------------------------------------------

namespace aps_option {
inline constexpr std::uint16_t encryption = 0x0020, retry = 0x0040, route_discovery = 0x0100, address_discovery = 0x1000;
}

inline constexpr Nwk no_alias{0xFFFF};

struct Sent {
  std::uint32_t status{};
  std::uint8_t sequence{};
  WAGGLE_FIELDS(Sent, status, sequence)
};
struct SendUnicast {
  EZSP_COMMAND(0x0034, "sendUnicast")
  static constexpr std::uint8_t direct = 0;
  struct Request {
    std::uint8_t type{};
    Nwk destination{};
    EZSP_APS_MEMBERS
    std::uint16_t tag{};
    ShortBytes message{};
    WAGGLE_FIELDS(Request, type, destination, EZSP_APS, tag, message)
    static constexpr Column columns[] = {{14, "type destination " EZSP_APS_TEXT " tag:1 message"}};
  };
  using Response = Sent;
};
struct SendBroadcast {
  EZSP_COMMAND(0x0036, "sendBroadcast")
  struct Request {
    Nwk alias = no_alias;
    Nwk destination{};
    std::uint8_t nwk_sequence{};
    EZSP_APS_MEMBERS
    std::uint8_t radius{};
    std::uint16_t tag{};
    ShortBytes message{};
    WAGGLE_FIELDS(Request, alias, destination, nwk_sequence, EZSP_APS, radius, tag, message)
    static constexpr Column columns[] = {{14, "destination " EZSP_APS_TEXT " radius tag:1 message"}};
  };
  using Response = Sent;
};
struct SendMulticast {
  EZSP_COMMAND(0x0038, "sendMulticast")
  struct Request {
    EZSP_APS_MEMBERS
    std::uint8_t hops{};
    std::uint8_t nonmember_radius{};
    std::uint16_t broadcast_address{};
    Nwk alias = no_alias;
    std::uint8_t nwk_sequence{};
    std::uint16_t tag{};
    ShortBytes message{};
    WAGGLE_FIELDS(Request, EZSP_APS, hops, nonmember_radius, broadcast_address, alias, nwk_sequence, tag, message)
    static constexpr Column columns[] = {
        {14, EZSP_APS_TEXT " hops nonmember_radius tag:1 message"},
        {255, EZSP_APS_TEXT " hops broadcast_address alias nwk_sequence tag message"},
    };
  };
  using Response = Sent;
};
namespace outgoing {
inline constexpr std::uint8_t direct = 0, multicast = 3, multicast_with_alias = 4, broadcast_with_alias = 5, broadcast = 6;
}
struct MessageSent {
  EZSP_CALLBACK(0x003F, "messageSentHandler")
  struct Message {
    std::uint32_t status{};
    std::uint8_t type{};
    Nwk destination{};
    EZSP_APS_MEMBERS
    std::uint16_t tag{};
    ShortBytes message{};
    WAGGLE_FIELDS(Message, status, type, destination, EZSP_APS, tag, message)
    static constexpr Column columns[] = {{14, "type destination " EZSP_APS_TEXT " tag:1 status:1 message"}};
  };
};
namespace incoming {
inline constexpr std::uint8_t unicast = 0, multicast = 2, multicast_loopback = 3, broadcast = 4, broadcast_loopback = 5;
}
struct IncomingMessage {
  EZSP_CALLBACK(0x0045, "incomingMessageHandler")
  struct Message {
    std::uint8_t type{};
    EZSP_APS_MEMBERS
    EZSP_PACKET_MEMBERS
    ShortBytes message{};
    WAGGLE_FIELDS(Message, type, EZSP_APS, EZSP_PACKET, message)
    static constexpr Column columns[] = {{14, "type " EZSP_APS_TEXT " lqi rssi source binding address message"}};
  };
};
struct RouteError {
  EZSP_CALLBACK(0x0080, "incomingRouteErrorHandler")
  struct Message {
    std::uint32_t status{};
    Nwk target{};
    WAGGLE_FIELDS(Message, status, target)
  };
};
struct NetworkStatus {
  EZSP_CALLBACK(0x00C4, "incomingNetworkStatusHandler")
  static constexpr std::uint8_t no_route = 0x00, address_conflict = 0x0D, source_route_failure = 0x0B, many_to_one_failure = 0x0C;
  struct Message {
    std::uint8_t code{};
    Nwk target{};
    WAGGLE_FIELDS(Message, code, target)
  };
};
struct RouteRecord {
  EZSP_CALLBACK(0x0059, "incomingRouteRecordHandler")
  struct Message {
    Nwk source{};
    Ieee ieee{};
    std::uint8_t lqi{};
    std::int8_t rssi{};
    ShortList<std::uint16_t> relays{};
    WAGGLE_FIELDS(Message, source, ieee, lqi, rssi, relays)
  };
};
struct IdConflict {
  EZSP_CALLBACK(0x007C, "idConflictHandler")
  struct Message {
    Nwk nwk{};
    WAGGLE_FIELDS(Message, nwk)
  };
};
struct SendRawMessage {
  EZSP_COMMAND(0x0051, "sendRawMessage")
  static constexpr std::uint8_t normal_priority = 1;
  struct Request {
    ShortBytes frame{};  // of the MAC, without its check sequence
    std::uint8_t priority{};
    bool listen_first{};
    WAGGLE_FIELDS(Request, frame, priority, listen_first)
  };
  using Response = StatusOnly;
};
struct RawTransmitComplete {
  EZSP_CALLBACK(0x0098, "rawTransmitCompleteHandler")
  struct Message {
    ShortBytes frame{};
    std::uint32_t status{};
    WAGGLE_FIELDS(Message, frame, status)
    static constexpr Column columns[] = {{14, "status:1"}};
  };
};
struct MacFilterMatch {
  EZSP_CALLBACK(0x0046, "macFilterMatchMessageHandler")
  struct Message {
    std::uint16_t match{};
    std::uint8_t passthrough{};
    EZSP_PACKET_MEMBERS
    ShortBytes frame{};
    WAGGLE_FIELDS(Message, match, passthrough, EZSP_PACKET, frame)
    static constexpr Column columns[] = {
        {14, "match:1 passthrough lqi rssi frame"},
        {18, "match:1 passthrough source source_ieee binding address lqi rssi timestamp frame"},
    };
  };
};
/// What a Green Power device says, checked and taken apart by the stack.
struct GreenPowerIncoming {
  EZSP_CALLBACK(0x00C5, "gpepIncomingMessageHandler")
  static constexpr std::uint8_t by_source_id = 0;
  struct Message {
    std::uint8_t gp_status{};
    std::uint8_t link{};
    std::uint8_t sequence{};
    std::uint8_t application{};
    std::uint32_t source_id{};
    std::uint32_t source_id_again{};  // with it, the address of a device that has one
    EndpointId endpoint{};
    std::uint8_t level{};
    std::uint8_t key_type{};
    bool auto_commissioning{};
    std::uint8_t bidirectional{};
    std::uint32_t counter{};
    std::uint8_t command{};
    std::uint32_t mic{};
    std::uint8_t proxy_index{};
    ShortBytes payload{};
    EZSP_PACKET_MEMBERS
    WAGGLE_FIELDS(Message, gp_status, link, sequence, application, source_id, source_id_again, endpoint, level, key_type,
                  auto_commissioning, bidirectional, counter, command, mic, proxy_index, payload, EZSP_PACKET)
    static constexpr Column columns[] = {
        {16, "gp_status link sequence application source_id source_id_again endpoint level key_type auto_commissioning "
             "bidirectional counter command mic proxy_index payload"}};
  };
};

// Security ---------------------------------------------------------------------------------------

struct SetInitialSecurityState {
  EZSP_COMMAND(0x0068, "setInitialSecurityState")
  static constexpr std::uint16_t global_link_key = 0x0004, hashed_link_key = 0x0084, have_link_key = 0x0100,
                                 have_network_key = 0x0200, require_encrypted_key = 0x0800, keep_frame_counter = 0x1000;
  struct Request {
    std::uint16_t options{};
    Key link_key{};
    Key network_key{};
    std::uint8_t key_sequence{};
    Ieee trust_center{};
    WAGGLE_FIELDS(Request, options, link_key, network_key, key_sequence, trust_center)
  };
  using Response = StatusOnly;
};
namespace key_kind {
inline constexpr std::uint8_t network = 1, trust_center_link = 2, app_link = 4;
}
struct ExportKey {
  EZSP_COMMAND(0x0114, "exportKey")
  struct Request {
    EZSP_KEY_CONTEXT_MEMBERS
    WAGGLE_FIELDS(Request, EZSP_KEY_CONTEXT)
  };
  struct Response {
    std::uint32_t outcome{};
    Key key{};
    EZSP_KEY_CONTEXT_MEMBERS
    WAGGLE_FIELDS(Response, outcome, key, EZSP_KEY_CONTEXT)
    static constexpr Column columns[] = {{14, "key outcome"}};
  };
};
struct GetNetworkKeyInfo {
  EZSP_COMMAND(0x0116, "getNetworkKeyInfo")
  using Request = Empty;
  struct Response {
    std::uint32_t outcome{};
    bool set{};
    bool alternate_set{};
    std::uint8_t sequence{};
    std::uint8_t alternate_sequence{};
    std::uint32_t frame_counter{};
    WAGGLE_FIELDS(Response, outcome, set, alternate_set, sequence, alternate_sequence, frame_counter)
  };
};
struct ImportLinkKey {
  EZSP_COMMAND(0x010E, "importLinkKey")
  struct Request {
    std::uint8_t index{};
    Ieee ieee{};
    Key key{};
    WAGGLE_FIELDS(Request, index, ieee, key)
  };
  using Response = OutcomeOnly;
};
struct ExportLinkKeyByIndex {
  EZSP_COMMAND(0x010F, "exportLinkKeyByIndex")
  using Request = Index;
  struct Response {
    std::uint32_t outcome{};
    EZSP_KEY_CONTEXT_MEMBERS
    Key key{};
    EZSP_KEY_META_MEMBERS
    WAGGLE_FIELDS(Response, outcome, EZSP_KEY_CONTEXT, key, EZSP_KEY_META)
    static constexpr Column columns[] = {{14, "ieee key bitmask sent received seconds_left outcome"}};
  };
};
struct EraseKeyTableEntry {
  EZSP_COMMAND(0x0076, "eraseKeyTableEntry")
  using Request = Index;
  using Response = StatusOnly;
};
struct ClearKeyTable {
  EZSP_COMMAND(0x00B1, "clearKeyTable")
  using Request = Empty;
  using Response = StatusOnly;
};
struct ImportTransientKey {
  EZSP_COMMAND(0x0111, "importTransientKey")
  struct Request {
    Ieee ieee{};  // zero or all ones: whoever comes
    Key key{};
    std::uint8_t flags{};
    WAGGLE_FIELDS(Request, ieee, key, flags)
    static constexpr Column columns[] = {{14, "ieee key flags"}, {255, "ieee key"}};
  };
  using Response = OutcomeOnly;
};
struct ClearTransientLinkKeys {
  EZSP_COMMAND(0x006B, "clearTransientLinkKeys")
  using Request = Empty;
  using Response = Empty;
};
struct TrustCenterJoin {
  EZSP_CALLBACK(0x0024, "trustCenterJoinHandler")
  static constexpr std::uint8_t secured_rejoin = 0, unsecured_join = 1, left = 2, unsecured_rejoin = 3;
  static constexpr std::uint8_t use_preconfigured_key = 0, denied = 2, no_action = 3;
  struct Message {
    Nwk nwk{};
    Ieee ieee{};
    std::uint8_t update{};
    std::uint8_t decision{};
    Nwk parent{};
    WAGGLE_FIELDS(Message, nwk, ieee, update, decision, parent)
  };
};
struct KeyEstablishment {
  EZSP_CALLBACK(0x009B, "zigbeeKeyEstablishmentHandler")
  struct Message {
    Ieee partner{};
    std::uint8_t key_status{};
    WAGGLE_FIELDS(Message, partner, key_status)
  };
};

// Numbers of settings ----------------------------------------------------------------------------

namespace config {
inline constexpr std::uint8_t multicast_table_size = 0x06, stack_profile = 0x0C, security_level = 0x0D, max_hops = 0x10,
                              max_end_device_children = 0x11, indirect_transmission_timeout = 0x12,
                              end_device_poll_timeout = 0x13, trust_center_address_cache_size = 0x19, key_table_size = 0x1E,
                              supported_networks = 0x2D, transient_key_timeout = 0x36;
}
namespace value {
inline constexpr std::uint8_t stack_token_writing = 0x07, extended_security = 0x0A, version_info = 0x11, cca_threshold = 0x15,
                              nwk_frame_counter = 0x23, transient_device_timeout = 0x43;
}
namespace policy {
inline constexpr std::uint8_t trust_center = 0x00, binding_modification = 0x01, message_contents_in_callback = 0x04,
                              tc_key_request = 0x05, app_key_request = 0x06;
inline constexpr std::uint8_t allow_joins = 0x01, allow_unsecured_rejoins = 0x02;
inline constexpr std::uint8_t check_bindings = 0x12, tag_only = 0x40, send_current_key = 0x51, deny_app_keys = 0x60;
}  // namespace policy

std::span<const std::string_view> counter_names();

// The table --------------------------------------------------------------------------------------

/// What every row of the table can do, whatever its structures: for the log, checks and fuzzing.
struct Row {
  CommandId id;
  /// Decodes and encodes again; nullopt when the octets do not fit. Callbacks are responses.
  std::optional<Bytes> (*again)(ByteView parameters, bool response, int version);
  std::string (*describe)(ByteView parameters, bool response, int version);
};
std::span<const Row> table();
const Row* find_row(std::uint16_t number);
/// "sendUnicast type=0x00 …"
std::string describe(std::uint16_t number, ByteView parameters, bool response, int version);

}  // namespace waggle::coordinator::ember
