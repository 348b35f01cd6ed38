// The calls of the ZBOSS NCP protocol that the driver and the virtual radio use, as structures: a Request and a
// Response, or, of an indication, a Message. What every response has (category and status) stands in the message; what
// follows it, only when the status is OK, is the Response. Others are known by name (call_name()).
//
// Names and layouts: ZBOSS NCP Serial Protocol 1.5, as Wireshark's dissector and other programs read it.
#pragma once

#include <span>

#include "coordinator/parameters.h"
#include "coordinator/zboss/message.h"
#include "core/fields.h"
#include "zigbee/ids.h"

namespace waggle::coordinator::zboss {

using waggle::decode;
using waggle::describe;
using waggle::encode;

struct CallId {
  std::uint16_t number;
  std::string_view name;
  bool indication = false;
};
#define ZBOSS_CALL(number_, name_) static constexpr CallId id{number_, name_, false};
#define ZBOSS_INDICATION(number_, name_) static constexpr CallId id{number_, name_, true};

struct Empty {
  WAGGLE_FIELDS(Empty)
};
struct Octet {
  std::uint8_t value{};
  WAGGLE_FIELDS(Octet, value)
};
struct Anything {
  Rest rest{};
  WAGGLE_FIELDS(Anything, rest)
};

// Configuration ----------------------------------------------------------------------------------

struct GetModuleVersion {
  ZBOSS_CALL(0x0001, "GET_MODULE_VERSION")
  using Request = Empty;
  struct Response {
    std::uint32_t firmware{};
    std::uint32_t stack{};
    std::uint32_t protocol{};
    WAGGLE_FIELDS(Response, firmware, stack, protocol)
  };
};
struct NcpReset {
  ZBOSS_CALL(0x0002, "NCP_RESET")
  enum Option : std::uint8_t { nothing = 0, erase_memory = 1, factory = 2, lock_keys = 3 };
  /// In the response after the restart: the request was forgotten with everything else.
  static constexpr std::uint8_t no_sequence = 0xFF;
  using Request = Octet;
  using Response = Empty;
};
struct GetRole {
  ZBOSS_CALL(0x0004, "GET_ZIGBEE_ROLE")
  enum Role : std::uint8_t { coordinator = 0, router = 1, end_device = 2, none = 3 };
  using Request = Empty;
  using Response = Octet;
};
struct SetRole {
  ZBOSS_CALL(0x0005, "SET_ZIGBEE_ROLE")
  using Request = Octet;
  using Response = Empty;
};
struct GetChannelMask {
  ZBOSS_CALL(0x0006, "GET_ZIGBEE_CHANNEL_MASK")
  using Request = Empty;
  struct Response {
    std::uint8_t pages{};
    Rest entries{};  // page and mask of each
    WAGGLE_FIELDS(Response, pages, entries)
  };
};
struct SetChannelMask {
  ZBOSS_CALL(0x0007, "SET_ZIGBEE_CHANNEL_MASK")
  struct Request {
    std::uint8_t page{};
    std::uint32_t channels{};
    WAGGLE_FIELDS(Request, page, channels)
  };
  using Response = Empty;
};
struct GetChannel {
  ZBOSS_CALL(0x0008, "GET_ZIGBEE_CHANNEL")
  using Request = Empty;
  struct Response {
    std::uint8_t page{};
    std::uint8_t channel{};
    WAGGLE_FIELDS(Response, page, channel)
  };
};
struct PanOnly {
  PanId pan{};
  WAGGLE_FIELDS(PanOnly, pan)
};
struct GetPan {
  ZBOSS_CALL(0x0009, "GET_PAN_ID")
  using Request = Empty;
  using Response = PanOnly;
};
struct SetPan {
  ZBOSS_CALL(0x000A, "SET_PAN_ID")
  using Request = PanOnly;
  using Response = Empty;
};
struct InterfaceAddress {
  std::uint8_t interface{};
  Ieee ieee{};
  WAGGLE_FIELDS(InterfaceAddress, interface, ieee)
};
struct GetLocalIeee {
  ZBOSS_CALL(0x000B, "GET_LOCAL_IEEE_ADDR")
  using Request = Octet;
  using Response = InterfaceAddress;
};
struct SetLocalIeee {
  ZBOSS_CALL(0x000C, "SET_LOCAL_IEEE_ADDR")
  using Request = InterfaceAddress;
  using Response = Empty;
};
struct Power {
  std::int8_t dbm{};
  WAGGLE_FIELDS(Power, dbm)
};
struct GetPower {
  ZBOSS_CALL(0x0010, "GET_TX_POWER")
  using Request = Empty;
  using Response = Power;
};
struct SetPower {
  ZBOSS_CALL(0x0011, "SET_TX_POWER")
  using Request = Power;
  using Response = Power;  // what it is now
};
struct GetRxOnWhenIdle {
  ZBOSS_CALL(0x0012, "GET_RX_ON_WHEN_IDLE")
  using Request = Empty;
  using Response = Octet;
};
struct SetRxOnWhenIdle {
  ZBOSS_CALL(0x0013, "SET_RX_ON_WHEN_IDLE")
  using Request = Octet;
  using Response = Empty;
};
struct GetJoined {
  ZBOSS_CALL(0x0014, "GET_JOINED")
  static constexpr std::uint8_t joined = 1, parent_lost = 2;
  using Request = Empty;
  using Response = Octet;
};
struct GetAuthenticated {
  ZBOSS_CALL(0x0015, "GET_AUTHENTICATED")
  using Request = Empty;
  using Response = Octet;
};
struct GetEndDeviceTimeout {
  ZBOSS_CALL(0x0016, "GET_ED_TIMEOUT")
  using Request = Empty;
  using Response = Octet;
};
struct SetEndDeviceTimeout {
  ZBOSS_CALL(0x0017, "SET_ED_TIMEOUT")
  using Request = Octet;  // the power of two of minutes
  using Response = Empty;
};
struct SetNetworkKey {
  ZBOSS_CALL(0x001B, "SET_NWK_KEY")
  struct Request {
    Key key{};
    std::uint8_t number{};
    WAGGLE_FIELDS(Request, key, number)
  };
  using Response = Empty;
};
struct GetNetworkKeys {
  ZBOSS_CALL(0x001E, "GET_NWK_KEYS")
  using Request = Empty;
  struct Response {  // the first is the one in use
    Key key{};
    std::uint8_t number{};
    Key key_2{};
    std::uint8_t number_2{};
    Key key_3{};
    std::uint8_t number_3{};
    WAGGLE_FIELDS(Response, key, number, key_2, number_2, key_3, number_3)
  };
};
struct IeeeOnly {
  Ieee ieee{};
  WAGGLE_FIELDS(IeeeOnly, ieee)
};
struct NwkOnly {
  Nwk nwk{};
  WAGGLE_FIELDS(NwkOnly, nwk)
};
struct GetApsKey {
  ZBOSS_CALL(0x001F, "GET_APS_KEY_BY_IEEE")
  using Request = IeeeOnly;
  struct Response {
    Key key{};
    WAGGLE_FIELDS(Response, key)
  };
};
struct GetParentAddress {
  ZBOSS_CALL(0x0022, "GET_PARENT_ADDRESS")
  using Request = Empty;
  using Response = NwkOnly;
};
struct ExtendedPanOnly {
  ExtendedPan extended_pan{};
  WAGGLE_FIELDS(ExtendedPanOnly, extended_pan)
};
struct GetExtendedPan {
  ZBOSS_CALL(0x0023, "GET_EXTENDED_PAN_ID")
  using Request = Empty;
  using Response = ExtendedPanOnly;  // backwards: the last octet that was set comes first
};
struct GetCoordinatorVersion {
  ZBOSS_CALL(0x0024, "GET_COORDINATOR_VERSION")
  using Request = Empty;
  using Response = Octet;
};
struct GetShortAddress {
  ZBOSS_CALL(0x0025, "GET_SHORT_ADDRESS")
  using Request = Empty;
  using Response = NwkOnly;
};
struct GetTrustCenter {
  ZBOSS_CALL(0x0026, "GET_TRUST_CENTER_ADDRESS")
  using Request = Empty;
  using Response = IeeeOnly;
};
struct ResetIndication {
  ZBOSS_INDICATION(0x002B, "NCP_RESET_IND")
  enum Source : std::uint8_t { power_on = 0, software = 1, pin = 2, brown_out = 3, clock_loss = 4, other = 5 };
  using Message = Octet;
};
struct WriteMemory {
  ZBOSS_CALL(0x002E, "NVRAM_WRITE")
  struct Request {  // more data sets could follow
    std::uint8_t count = 1;
    std::uint16_t set{};
    std::uint16_t version{};
    std::uint16_t size{};
    Rest data{};
    WAGGLE_FIELDS(Request, count, set, version, size, data)
  };
  using Response = Empty;
};
struct ReadMemory {
  ZBOSS_CALL(0x002F, "NVRAM_READ")
  struct Request {
    std::uint16_t set{};
    WAGGLE_FIELDS(Request, set)
  };
  struct Response {
    std::uint16_t memory_version{};
    std::uint16_t set{};
    std::uint16_t version{};
    std::uint16_t size{};
    Rest data{};
    WAGGLE_FIELDS(Response, memory_version, set, version, size, data)
  };
};
struct EraseMemory {
  ZBOSS_CALL(0x0030, "NVRAM_ERASE")
  using Request = Empty;
  using Response = Empty;
};
struct ClearMemory {
  ZBOSS_CALL(0x0031, "NVRAM_CLEAR")
  using Request = Empty;
  using Response = Empty;
};
struct SetPolicy {
  ZBOSS_CALL(0x0032, "SET_TC_POLICY")
  enum Policy : std::uint16_t {
    link_key_required = 0, install_code_required = 1, rejoin_enabled = 2, ignore_rejoin = 3, aps_insecure_join = 4, no_channel_update = 5
  };
  struct Request {
    std::uint16_t policy{};
    std::uint8_t value{};
    WAGGLE_FIELDS(Request, policy, value)
  };
  using Response = Anything;  // some firmware sends octets nobody explains
};
struct SetExtendedPan {
  ZBOSS_CALL(0x0033, "SET_EXTENDED_PAN_ID")
  using Request = ExtendedPanOnly;
  using Response = Empty;
};
struct SetMaxChildren {
  ZBOSS_CALL(0x0034, "SET_MAX_CHILDREN")
  using Request = Octet;
  using Response = Empty;
};
struct GetMaxChildren {
  ZBOSS_CALL(0x0035, "GET_MAX_CHILDREN")
  using Request = Empty;
  using Response = Octet;
};
struct SetSimpleDescriptor {
  ZBOSS_CALL(0x0101, "AF_SET_SIMPLE_DESC")
  struct Request {
    EndpointId endpoint{};
    ProfileId profile{};
    std::uint16_t device{};
    std::uint8_t version{};
    std::uint8_t input_count{};
    std::uint8_t output_count{};
    Rest clusters{};  // 2 octets each, inputs first
    WAGGLE_FIELDS(Request, endpoint, profile, device, version, input_count, output_count, clusters)
  };
  using Response = Empty;
};
struct DeleteEndpoint {
  ZBOSS_CALL(0x0102, "AF_DEL_SIMPLE_DESC")
  struct Request {
    EndpointId endpoint{};
    WAGGLE_FIELDS(Request, endpoint)
  };
  using Response = Empty;
};

// Devices: ZDO -----------------------------------------------------------------------------------
// What is asked of devices has forms of its own: zdo.h.

struct DeviceAnnounced {
  ZBOSS_INDICATION(0x020C, "ZDO_DEV_ANNCE_IND")
  struct Message {
    Nwk nwk{};
    Ieee ieee{};
    std::uint8_t capability{};
    WAGGLE_FIELDS(Message, nwk, ieee, capability)
  };
};
struct DeviceAuthorized {
  ZBOSS_INDICATION(0x0214, "ZDO_DEV_AUTHORIZED_IND")
  enum Type : std::uint8_t { legacy = 0, trust_center_key = 1, cbke = 2 };
  struct Message {
    Ieee ieee{};
    Nwk nwk{};
    std::uint8_t type{};
    std::uint8_t outcome{};
    WAGGLE_FIELDS(Message, ieee, nwk, type, outcome)
  };
};
struct DeviceUpdate {
  ZBOSS_INDICATION(0x0215, "ZDO_DEV_UPDATE_IND")
  enum Update : std::uint8_t { secured_rejoin = 0, unsecured_join = 1, left = 2, trust_center_rejoin = 3 };
  struct Message {
    Ieee ieee{};
    Nwk nwk{};
    std::uint8_t update{};
    Rest more{};  // of newer stacks: what the trust centre does, the parent
    WAGGLE_FIELDS(Message, ieee, nwk, update, more)
  };
};
struct SetManufacturerCode {
  ZBOSS_CALL(0x0216, "ZDO_SET_NODE_DESC_MANUF_CODE")
  struct Request {
    ManufacturerCode code{};
    WAGGLE_FIELDS(Request, code)
  };
  using Response = Empty;
};

// Messages: APS ----------------------------------------------------------------------------------

struct SendData {
  ZBOSS_CALL(0x0301, "APSDE_DATA_REQ")
  enum Mode : std::uint8_t { to_group = 1, to_nwk = 2, to_ieee = 3 };
  static constexpr std::uint8_t encrypt = 0x01, acknowledge = 0x04, fragment = 0x08;
  static constexpr std::uint8_t usual_parameters = 21;
  struct Request {
    std::uint8_t parameters = usual_parameters;  // octets from here to the data, without the lengths
    std::uint16_t size{};
    std::uint64_t destination{};
    ProfileId profile{};
    ClusterId cluster{};
    EndpointId endpoint{};
    EndpointId source_endpoint{};
    std::uint8_t radius{};
    std::uint8_t mode{};
    std::uint8_t options{};
    bool alias{};
    Nwk alias_address{};
    std::uint8_t alias_sequence{};
    Rest data{};
    WAGGLE_FIELDS(Request, parameters, size, destination, profile, cluster, endpoint, source_endpoint, radius, mode, options, alias,
                  alias_address, alias_sequence, data)
  };
  using Response = Anything;  // where it went, and when
};
struct GroupEntry {
  GroupId group{};
  EndpointId endpoint{};
  WAGGLE_FIELDS(GroupEntry, group, endpoint)
};
struct AddGroup {
  ZBOSS_CALL(0x0304, "APSME_ADD_GROUP")
  using Request = GroupEntry;
  using Response = Empty;
};
struct RemoveGroup {
  ZBOSS_CALL(0x0305, "APSME_RM_GROUP")
  using Request = GroupEntry;
  using Response = Empty;
};
struct DataIndication {
  ZBOSS_INDICATION(0x0306, "APSDE_DATA_IND")
  static constexpr std::uint8_t broadcast = 0x04, group_cast = 0x08;  // bits of `control`
  struct Message {
    std::uint8_t parameters = 21;
    std::uint16_t size{};
    std::uint8_t control{};
    Nwk source{};
    Nwk destination{};
    GroupId group{};
    EndpointId endpoint{};
    EndpointId source_endpoint{};
    ClusterId cluster{};
    ProfileId profile{};
    std::uint8_t counter{};
    Nwk mac_source{};
    Nwk mac_destination{};
    std::uint8_t lqi{};
    std::int8_t rssi{};
    std::uint8_t key{};
    Rest data{};
    WAGGLE_FIELDS(Message, parameters, size, control, source, destination, group, endpoint, source_endpoint, cluster, profile, counter,
                  mac_source, mac_destination, lqi, rssi, key, data)
  };
};

// The network: NWK -------------------------------------------------------------------------------

struct Form {
  ZBOSS_CALL(0x0401, "NWK_FORMATION")
  struct Request {
    std::uint8_t pages = 1;
    std::uint8_t page{};
    std::uint32_t channels{};
    std::uint8_t scan_duration{};
    bool distributed{};
    Nwk nwk{};
    ExtendedPan extended_pan{};
    WAGGLE_FIELDS(Request, pages, page, channels, scan_duration, distributed, nwk, extended_pan)
  };
  using Response = Anything;  // an address
};
struct PermitJoining {
  ZBOSS_CALL(0x0404, "NWK_PERMIT_JOINING")
  using Request = Octet;
  using Response = Empty;
};
struct LookUpIeee {
  ZBOSS_CALL(0x0405, "NWK_GET_IEEE_BY_SHORT")
  using Request = NwkOnly;
  using Response = IeeeOnly;
};
struct LookUpNwk {
  ZBOSS_CALL(0x0406, "NWK_GET_SHORT_BY_IEEE")
  using Request = IeeeOnly;
  using Response = NwkOnly;
};
struct LeaveIndication {
  ZBOSS_INDICATION(0x040B, "NWK_LEAVE_IND")
  struct Message {
    Ieee ieee{};
    bool rejoin{};
    Rest more{};
    WAGGLE_FIELDS(Message, ieee, rejoin, more)
  };
};
/// As newer stacks tell it: told apart by its length.
struct LongLeaveIndication {
  ZBOSS_INDICATION(0x040B, "NWK_LEAVE_IND")
  static constexpr std::size_t length = 11;
  struct Message {
    Nwk nwk{};
    Ieee ieee{};
    bool rejoin{};
    Rest more{};
    WAGGLE_FIELDS(Message, nwk, ieee, rejoin, more)
  };
};
struct OwnAddressIndication {
  ZBOSS_INDICATION(0x041C, "NWK_ADDRESS_UPDATE_IND")
  using Message = NwkOnly;
};
struct StartWithoutForming {
  ZBOSS_CALL(0x041D, "NWK_START_WITHOUT_FORMATION")
  using Request = Empty;
  using Response = Empty;
};
struct AddInstallCode {
  ZBOSS_CALL(0x0502, "SECUR_ADD_IC")
  struct Request {
    Ieee ieee{};
    Rest code{};  // with its check sum
    WAGGLE_FIELDS(Request, ieee, code)
  };
  using Response = Empty;
};
struct DeleteInstallCode {
  ZBOSS_CALL(0x0503, "SECUR_DEL_IC")
  using Request = IeeeOnly;
  using Response = Empty;
};

// The table --------------------------------------------------------------------------------------

/// What every row of the table can do, whatever its structures: for the log, checks and fuzzing.
struct Row {
  CallId id;
  /// Decodes and encodes again; nullopt when the octets do not fit.
  std::optional<Bytes> (*again)(ByteView parameters, Message::Kind kind);
  std::string (*describe)(ByteView parameters, Message::Kind kind);
};
std::span<const Row> table();
const Row* find_row(std::uint16_t number);
/// Of any call that the protocol has.
std::string call_name(std::uint16_t number);
/// "APSDE_DATA_REQ 7 parameters=21 …"
std::string describe(const Message& message);

}  // namespace waggle::coordinator::zboss
