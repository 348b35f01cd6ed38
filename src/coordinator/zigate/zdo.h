// ZDO as ZiGate has it: each request is a command with its own order of members, and names the device it goes to.
// The answers come as they were on the air (raw mode). What the firmware has no command for is sent as a raw message.
#pragma once

#include "coordinator/coordinator.h"
#include "coordinator/zigate/commands.h"

namespace waggle::coordinator::zigate {

struct NwkAddress {
  ZIGATE_ID(0x0040, "request network address")
  struct Request {
    Nwk to{};
    Ieee ieee{};
    std::uint8_t kind{};
    std::uint8_t start{};
    WAGGLE_FIELDS(Request, to, ieee, kind, start)
  };
};
struct IeeeAddress {
  ZIGATE_ID(0x0041, "request IEEE address")
  struct Request {
    Nwk to{};
    Nwk nwk{};
    std::uint8_t kind{};
    std::uint8_t start{};
    WAGGLE_FIELDS(Request, to, nwk, kind, start)
  };
};
struct ToDevice {
  Nwk to{};
  WAGGLE_FIELDS(ToDevice, to)
};
struct NodeDescriptor {
  ZIGATE_ID(0x0042, "request node descriptor")
  using Request = ToDevice;
};
struct SimpleDescriptor {
  ZIGATE_ID(0x0043, "request simple descriptor")
  struct Request {
    Nwk to{};
    EndpointId endpoint{};
    WAGGLE_FIELDS(Request, to, endpoint)
  };
};
struct PowerDescriptor {
  ZIGATE_ID(0x0044, "request power descriptor")
  using Request = ToDevice;
};
struct ActiveEndpoints {
  ZIGATE_ID(0x0045, "request active endpoints")
  using Request = ToDevice;
};
struct MatchDescriptors {
  ZIGATE_ID(0x0046, "request matching descriptors")
  struct Request {
    Nwk to{};
    ProfileId profile{};
    ShortList<std::uint16_t> inputs{};
    ShortList<std::uint16_t> outputs{};
    WAGGLE_FIELDS(Request, to, profile, inputs, outputs)
  };
};
struct ManagementLeave {
  ZIGATE_ID(0x0047, "request leave")
  struct Request {
    Nwk to{};
    Ieee ieee{};
    std::uint8_t rejoin{};
    std::uint8_t remove_children{};
    WAGGLE_FIELDS(Request, to, ieee, rejoin, remove_children)
  };
};
struct PermitJoining {
  ZIGATE_ID(0x0049, "request to permit joining")
  struct Request {
    Nwk to{};
    std::uint8_t seconds{};
    std::uint8_t trust_center{};
    WAGGLE_FIELDS(Request, to, seconds, trust_center)
  };
};
struct NetworkUpdate {
  ZIGATE_ID(0x004A, "request network update")
  struct Request {
    Nwk to{};
    std::uint32_t channels{};
    std::uint8_t duration{};
    std::uint8_t count{};
    std::uint16_t manager{};  // the update number is the firmware's next
    WAGGLE_FIELDS(Request, to, channels, duration, count, manager)
  };
};
struct SystemServerDiscovery {
  ZIGATE_ID(0x004B, "request system servers")
  struct Request {
    Nwk to{};  // not looked at: everybody is asked
    std::uint16_t mask{};
    WAGGLE_FIELDS(Request, to, mask)
  };
};
struct ManagementLqi {
  ZIGATE_ID(0x004E, "request neighbours")
  struct Request {
    Nwk to{};
    std::uint8_t start{};
    WAGGLE_FIELDS(Request, to, start)
  };
};
/// Of a device to a device. How a group is written differs between firmware; such bindings go as raw messages.
struct BindingRequest {
  static constexpr std::uint8_t to_device = 3;
  Ieee source{};
  EndpointId source_endpoint{};
  ClusterId cluster{};
  std::uint8_t mode = to_device;
  Rest target{};
  WAGGLE_FIELDS(BindingRequest, source, source_endpoint, cluster, mode, target)
};
struct BindDevice {
  ZIGATE_ID(0x0030, "request binding")
  using Request = BindingRequest;
};
struct UnbindDevice {
  ZIGATE_ID(0x0031, "request end of binding")
  using Request = BindingRequest;
};
/// The network layer's own order to leave.
struct LeaveDevice {
  ZIGATE_ID(0x004C, "order to leave")
  struct Request {
    Ieee ieee{};
    std::uint8_t rejoin{};
    std::uint8_t remove_children{};
    WAGGLE_FIELDS(Request, ieee, rejoin, remove_children)
  };
};

/// A ZDO request in the firmware's form.
struct ZdoCommand {
  MessageId id;
  Bytes data;
};
/// Nothing when there is no command for it, or none that says the same.
std::optional<ZdoCommand> zdo_command(const ZdoRequest& request);

/// The other way round, for who plays the radio: the standard request and to whom it goes.
struct StandardZdo {
  Nwk to{};
  Ieee to_ieee{};  // bindings name no other address
  ClusterId cluster{};
  Bytes payload;
};
std::optional<StandardZdo> standard_zdo(std::uint16_t command, ByteView data);

}  // namespace waggle::coordinator::zigate
