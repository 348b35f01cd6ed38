// ZDO requests and responses in the forms of ZBOSS's firmware. It has a call for each request that it knows; the response
// to the call is the device's answer. Layouts differ from the air's: addresses in front or at the end, counts before both
// lists, room for the longest address. Both directions of each: the driver's, and the virtual radio's.
#pragma once

#include "coordinator/zboss/commands.h"
#include "core/result.h"

namespace waggle::coordinator::zboss {

struct ZdoForm {
  enum class Request : std::uint8_t {
    about,      // is sent to the address that it is about
    addressed,  // the destination stands in front
    bind,       // addressed, with 8 octets for any target
    match,      // both counts, then both lists
    update,     // the destination stands behind, and nothing may be left out
  };
  enum class Response : std::uint8_t {
    as_on_air,
    address_last,
    simple_descriptor,  // the address last, no length, both counts before both lists
  };
  ClusterId cluster;  // of the request
  std::uint16_t call;
  Request request;
  Response response;

  ClusterId response_cluster() const { return ClusterId(cluster.raw | 0x8000); }
};

/// nullptr: the firmware has no call for this request.
const ZdoForm* find_zdo_form(ClusterId request);
const ZdoForm* find_zdo_form(std::uint16_t call);

/// On the air: the payload without sequence number.
struct ZdoOnAir {
  Nwk to{};
  Bytes payload;
};

std::optional<Bytes> to_call(const ZdoForm& form, Nwk to, ByteView payload);
std::optional<ZdoOnAir> from_call(const ZdoForm& form, ByteView parameters);

/// A response on the air begins with its status, which calls have elsewhere; `asked`: in answers without a body.
std::optional<Bytes> from_response(const ZdoForm& form, std::uint8_t status, ByteView parameters, Nwk asked);
std::optional<Bytes> to_response(const ZdoForm& form, ByteView payload);

}  // namespace waggle::coordinator::zboss
