// Operations as ZCL frames, and answers as values. The one place where what blocks want becomes
// octets; the network sends them, the parity tool compares them.
#pragma once

#include "core/bytes.h"
#include "core/result.h"
#include "library/effects.h"
#include "zigbee/zcl/frame.h"

namespace waggle::network {

/// A command of a standard cluster, by name; `to_client`: as the cluster's server says it.
library::Operation standard_command(EndpointId endpoint, ClusterId cluster, std::string_view name, Object payload, bool to_client = false);

/// Whether the operation is a ZCL frame; bind and unbind are ZDO requests.
bool is_frame(const library::Operation& operation);

/// The frame with this transaction sequence number. Errors name the attribute or parameter whose value
/// does not fit.
Result<Bytes> encode_operation(const library::Operation& operation, std::uint8_t tsn, bool to_group);

/// What a device answers to it.
struct AwaitedAnswer {
  enum class Kind : std::uint8_t { none, foundation, command, default_response };
  Kind kind = Kind::none;
  std::uint8_t command = 0;  // the number of the awaited foundation or cluster command
};
AwaitedAnswer awaited_answer(const library::Operation& operation, bool to_group);

/// {attribute name: value} of a read response, {parameter: value} of a cluster command. Attributes that
/// the device refused are not in it.
Object answer_values(const zcl::Frame& answer);

/// The first failure in a write or reporting response, or in a default response.
Result<> check_status(const zcl::Frame& answer);

}  // namespace waggle::network
