// The commands and messages of ZiGate that the driver uses, as structures. The driver and the virtual radio use the
// same rows. A command has a Request; the radio acknowledges each with a Status, and some bring an Answer, which is a
// message of its own. What ends in optional members was shorter in older firmware.
//
// Names and layouts: the firmware's sources (SerialLink.h, app_Znc_cmds.c) and zigate.fr/documentation/commandes-zigate.
#pragma once

#include "coordinator/parameters.h"
#include "coordinator/zigate/wire.h"
#include "zigbee/ids.h"

namespace waggle::coordinator::zigate {

struct MessageId {
  std::uint16_t number;
  std::string_view name;
};
#define ZIGATE_ID(number_, name_) static constexpr MessageId id{number_, name_};

struct Empty {
  WAGGLE_FIELDS(Empty)
};
struct Octet {
  std::uint8_t value{};
  WAGGLE_FIELDS(Octet, value)
};

/// How a message is addressed.
namespace address_mode {
inline constexpr std::uint8_t group = 1, nwk = 2, ieee = 3, nwk_no_ack = 7, ieee_no_ack = 8;
}

// Answers and what comes unasked ---------------------------------------------------------------------

struct Status {
  ZIGATE_ID(0x8000, "status")
  std::uint8_t status{};
  std::uint8_t sequence{};  // of ZCL or ZDP; of a raw message the APS's
  std::uint16_t command{};
  // 3.1d and newer
  std::optional<std::uint8_t> sent{};  // 1: a ZCL message, 2: a ZDP message, 0: nothing went on the air
  std::optional<std::uint8_t> aps_sequence{};
  // 3.1e and newer
  std::optional<std::uint8_t> npdus{};
  std::optional<std::uint8_t> apdus{};
  WAGGLE_FIELDS(Status, status, sequence, command, sent, aps_sequence, npdus, apdus)
};
struct Log {
  ZIGATE_ID(0x8001, "log")
  std::uint8_t level{};
  Rest text{};
  WAGGLE_FIELDS(Log, level, text)
};
struct Version {
  ZIGATE_ID(0x8010, "version")
  std::uint16_t major{};    // 3 and 4: ZiGate, 5: ZiGate+ (V2)
  std::uint16_t release{};  // 0x0323: 3.23
  WAGGLE_FIELDS(Version, major, release)
};
struct NetworkState {
  ZIGATE_ID(0x8009, "network state")
  Nwk nwk{};
  Ieee ieee{};
  PanId pan{};
  ExtendedPan extended_pan{};
  std::uint8_t channel{};
  WAGGLE_FIELDS(NetworkState, nwk, ieee, pan, extended_pan, channel)
};
struct NetworkStarted {
  ZIGATE_ID(0x8024, "network joined or formed")
  static constexpr std::uint8_t joined = 0, formed = 1, already = 4;
  std::uint8_t status{};
  std::optional<std::uint16_t> nwk{};
  std::optional<std::uint64_t> ieee{};
  std::optional<std::uint8_t> channel{};
  WAGGLE_FIELDS(NetworkStarted, status, nwk, ieee, channel)
};
struct Restarted : Octet {  // with a network
  ZIGATE_ID(0x8006, "restarted")
};
struct RestartedBlank : Octet {
  ZIGATE_ID(0x8007, "restarted blank")
};
struct Heartbeat {
  ZIGATE_ID(0x8008, "heartbeat")
  std::uint32_t time{};
  WAGGLE_FIELDS(Heartbeat, time)
};
struct PdmLoaded : Octet {
  ZIGATE_ID(0x0302, "memory loaded")
};
struct PdmEvent {
  ZIGATE_ID(0x8035, "memory event")
  std::uint8_t event{};
  std::uint32_t record{};
  WAGGLE_FIELDS(PdmEvent, event, record)
};
struct PermitJoinState : Octet {
  ZIGATE_ID(0x8014, "joining permitted")
};
struct Devices {
  ZIGATE_ID(0x8015, "devices")
  Rest entries{};  // 13 octets each
  WAGGLE_FIELDS(Devices, entries)
};
struct Time {
  ZIGATE_ID(0x8017, "time")
  std::uint32_t time{};
  WAGGLE_FIELDS(Time, time)
};
struct DeviceAnnounced {
  ZIGATE_ID(0x004D, "device announced")
  Nwk nwk{};
  Ieee ieee{};
  std::uint8_t capability{};
  std::optional<std::uint8_t> rejoin{};  // there: the radio itself let the device in
  WAGGLE_FIELDS(DeviceAnnounced, nwk, ieee, capability, rejoin)
};
struct DeviceLeft {
  ZIGATE_ID(0x8048, "device left")
  Ieee ieee{};
  std::uint8_t rejoin{};
  WAGGLE_FIELDS(DeviceLeft, ieee, rejoin)
};
/// The device itself has acknowledged, or not.
struct DataAck {
  ZIGATE_ID(0x8011, "data acknowledged")
  std::uint8_t status{};
  Nwk nwk{};
  EndpointId endpoint{};
  ClusterId cluster{};
  std::optional<std::uint8_t> sequence{};
  WAGGLE_FIELDS(DataAck, status, nwk, endpoint, cluster, sequence)
};
struct RouteDiscovered {
  ZIGATE_ID(0x8701, "route discovery")
  std::uint8_t status{};
  std::uint8_t nwk_status{};
  std::optional<std::uint16_t> nwk{};
  WAGGLE_FIELDS(RouteDiscovered, status, nwk_status, nwk)
};
struct NetworkTrouble {
  ZIGATE_ID(0x8703, "network status")
  Nwk nwk{};
  std::uint8_t status{};
  WAGGLE_FIELDS(NetworkTrouble, nwk, status)
};
struct ExtendedStatus : Octet {
  ZIGATE_ID(0x9999, "extended status")
};

// Two messages have addresses as long as their modes say: no table of fields, but functions.

struct Address {
  std::uint8_t mode = address_mode::nwk;
  std::uint64_t value = 0;
  bool is_long() const { return mode == address_mode::ieee || mode == address_mode::ieee_no_ack; }
  bool operator==(const Address&) const = default;
};
/// Whatever arrives, in raw mode: messages for any endpoint, and answers of ZDO.
struct DataIndication {
  ZIGATE_ID(0x8002, "data")
  std::uint8_t status{};
  ProfileId profile{};
  ClusterId cluster{};
  EndpointId source_endpoint{};
  EndpointId endpoint{};
  Address source;
  Address destination;
  Bytes payload;
  bool operator==(const DataIndication&) const = default;
};
/// The next hop has taken the message (0x8012), or it could not be sent (0x8702).
struct DataConfirm {
  static constexpr MessageId sent{0x8012, "data sent"}, failed{0x8702, "data not sent"};
  std::uint8_t status{};
  EndpointId source_endpoint{};
  EndpointId endpoint{};
  Address destination;
  std::uint8_t sequence{};
  Bytes buffers;  // 3.1e and newer: two octets of what is in use
  bool operator==(const DataConfirm&) const = default;
};
Bytes to_wire(const DataIndication& message);
Bytes to_wire(const DataConfirm& message);
std::optional<DataIndication> read_indication(ByteView octets);
std::optional<DataConfirm> read_confirm(ByteView octets);

// Commands -------------------------------------------------------------------------------------------

struct SetRawMode {
  ZIGATE_ID(0x0002, "set raw mode")
  static constexpr std::uint8_t on = 1;
  using Request = Octet;
};
struct GetNetworkState {
  ZIGATE_ID(0x0009, "get network state")
  using Request = Empty;
  using Answer = NetworkState;
};
struct GetVersion {
  ZIGATE_ID(0x0010, "get version")
  using Request = Empty;
  using Answer = Version;
};
struct Reset {
  ZIGATE_ID(0x0011, "reset")
  using Request = Empty;
};
struct ErasePersistentData {
  ZIGATE_ID(0x0012, "erase persistent data")
  using Request = Empty;
};
struct GetPermitJoin {
  ZIGATE_ID(0x0014, "get joining permitted")
  using Request = Empty;
  using Answer = PermitJoinState;
};
struct GetDevices {
  ZIGATE_ID(0x0015, "get devices")
  using Request = Empty;
  using Answer = Devices;
};
struct SetTime {
  ZIGATE_ID(0x0016, "set time")
  struct Request {
    std::uint32_t time{};  // seconds since 2000
    WAGGLE_FIELDS(Request, time)
  };
};
struct GetTime {
  ZIGATE_ID(0x0017, "get time")
  using Request = Empty;
  using Answer = Time;
};
struct SetLed {
  ZIGATE_ID(0x0018, "set LED")
  using Request = Octet;
};
struct SetExtendedPan {
  ZIGATE_ID(0x0020, "set extended PAN ID")
  struct Request {
    ExtendedPan extended_pan{};
    WAGGLE_FIELDS(Request, extended_pan)
  };
};
struct SetChannels {
  ZIGATE_ID(0x0021, "set channel mask")
  struct Request {
    std::uint32_t channels{};
    WAGGLE_FIELDS(Request, channels)
  };
};
struct SetSecurity {
  ZIGATE_ID(0x0022, "set security state")
  struct Request {
    std::uint8_t kind{};
    Rest key{};
    WAGGLE_FIELDS(Request, kind, key)
  };
};
struct SetDeviceType {
  ZIGATE_ID(0x0023, "set device type")
  static constexpr std::uint8_t coordinator = 0;
  using Request = Octet;
};
struct StartNetwork {
  ZIGATE_ID(0x0024, "start network")
  using Request = Empty;
  using Answer = NetworkStarted;
};
struct AddGroup {
  ZIGATE_ID(0x0060, "add group")
  struct Request {
    std::uint8_t mode = address_mode::nwk;
    Nwk nwk{};
    EndpointId source_endpoint{1};
    EndpointId endpoint{1};
    GroupId group{};
    WAGGLE_FIELDS(Request, mode, nwk, source_endpoint, endpoint, group)
  };
};
struct SendRaw {
  ZIGATE_ID(0x0530, "send raw message")
  static constexpr std::uint8_t with_network_key = 0x02;
  struct Request {
    std::uint8_t mode = address_mode::nwk;
    std::uint16_t destination{};
    EndpointId source_endpoint{1};
    EndpointId endpoint{1};
    ClusterId cluster{};
    ProfileId profile{};
    std::uint8_t security = with_network_key;
    std::uint8_t radius{};
    ShortBytes data{};
    WAGGLE_FIELDS(Request, mode, destination, source_endpoint, endpoint, cluster, profile, security, radius, data)
  };
};
struct SetPower {
  ZIGATE_ID(0x0806, "set transmit power")
  using Request = Octet;
};

// ZiGate+ only ---------------------------------------------------------------------------------------

struct NetworkKey {
  ZIGATE_ID(0x8054, "network key")
  Key key{};
  WAGGLE_FIELDS(NetworkKey, key)
};
struct GetNetworkKey {  // 3.A0
  ZIGATE_ID(0x0054, "get network key")
  using Request = Empty;
  using Answer = NetworkKey;
};

/// A network as the firmware 3.24 hands it out and takes it. A structure of its processor: lowest octets first, and
/// with gaps. Key material is the network's alone; of link keys it says nothing.
struct Recovery {
  static constexpr std::uint8_t layout = 2;
  std::uint8_t version = layout;
  std::array<std::uint8_t, 7> gap{};
  std::uint64_t extended_pan{};
  Ieee ieee{};
  PanId pan{};
  Nwk nwk{};
  std::uint8_t channel{};
  std::uint8_t update_id{};
  std::uint8_t depth{};
  std::uint8_t capability{};
  Key key{};
  std::uint8_t key_sequence{};
  std::uint8_t security_level{};
  std::array<std::uint8_t, 2> gap2{};
  std::uint32_t frame_counter{};
  std::uint32_t aps_frame_counter{};
  std::array<std::uint8_t, 4> gap3{};
  Ieee trust_center{};
  WAGGLE_FIELDS(Recovery, version, gap, extended_pan, ieee, pan, nwk, channel, update_id, depth, capability, key, key_sequence,
                security_level, gap2, frame_counter, aps_frame_counter, gap3, trust_center)
};
struct RecoveryDevice {
  Ieee ieee{};
  Nwk nwk{};
  std::uint8_t flags{};
  std::uint8_t gap{};
  WAGGLE_FIELDS(RecoveryDevice, ieee, nwk, flags, gap)
};
/// With the devices that the radio knows the addresses of.
struct RecoveryAll {
  Recovery network;
  std::vector<RecoveryDevice> devices;
  bool operator==(const RecoveryAll&) const = default;
};
Bytes encode_all(const RecoveryAll& all);
std::optional<RecoveryAll> decode_all(ByteView octets);

/// The structures above are octets to the table.
struct RecoveryData {
  ZIGATE_ID(0x8600, "network recovery data")
  Rest data{};
  WAGGLE_FIELDS(RecoveryData, data)
};
struct ExtractRecovery {
  ZIGATE_ID(0x0600, "extract network recovery data")
  using Request = Empty;
  using Answer = RecoveryData;
};
struct RecoveryDone : Octet {
  ZIGATE_ID(0x8601, "network recovery done")
};
struct RestoreRecovery {
  ZIGATE_ID(0x0601, "restore network recovery data")
  struct Request {
    Rest data{};
    WAGGLE_FIELDS(Request, data)
  };
  using Answer = RecoveryDone;
};
struct RecoveryAllData {
  ZIGATE_ID(0x8602, "network recovery data with devices")
  Rest data{};
  WAGGLE_FIELDS(RecoveryAllData, data)
};
struct ExtractRecoveryAll {
  ZIGATE_ID(0x0602, "extract network recovery data with devices")
  using Request = Empty;
  using Answer = RecoveryAllData;
};

// The table ------------------------------------------------------------------------------------------

struct Row {
  MessageId id;
  std::uint16_t answer;  // of a command: the message that follows; 0 when the status is all
  std::optional<Bytes> (*again)(ByteView data);  // read and written; nothing when it cannot be read
  std::string (*describe)(ByteView data);
};
std::span<const Row> table();
const Row* find_row(std::uint16_t number);
/// For the log.
std::string describe(std::uint16_t number, ByteView data);

}  // namespace waggle::coordinator::zigate
