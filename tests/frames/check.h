// What it means for Waggle to read a recorded frame: it decodes to its end, encodes again to the same
// octets, and the values that the record names agree. One function a protocol layer.
#pragma once

#include "core/result.h"
#include "core/value.h"

namespace waggle::frames {

/// `record`: one line of a file; `octets`: its `hex`. The error says what differs.
using Check = Result<> (*)(const Value& record, ByteView octets);

struct Layer {
  std::string_view name;  // as records call it
  Check check;            // nullptr: cannot be checked, because of…
  std::string_view reason;
  std::string_view begins;  // with these octets: of layers that have the same name
};
/// Layers that are not in it belong to protocols that Waggle does not speak yet.
const Layer* find_layer(std::string_view name, ByteView octets);

Result<> check_unpi(const Value& record, ByteView octets);
Result<> check_ash(const Value& record, ByteView octets);
Result<> check_ezsp(const Value& record, ByteView octets);
Result<> check_ezsp_parameters(const Value& record, ByteView octets);
Result<> check_zcl(const Value& record, ByteView octets);
Result<> check_zdo(const Value& record, ByteView octets);
Result<> check_attribute_records(const Value& record, ByteView octets);
Result<> check_xiaomi_struct(const Value& record, ByteView octets);
Result<> check_gpd_commissioning(const Value& record, ByteView octets);
Result<> check_deconz(const Value& record, ByteView octets);
Result<> check_deconz_with_checksum(const Value& record, ByteView octets);
Result<> check_zboss_frame(const Value& record, ByteView octets);
Result<> check_zboss_message(const Value& record, ByteView octets);
Result<> check_zigate_wire(const Value& record, ByteView octets);
Result<> check_zigate_unescaped(const Value& record, ByteView octets);
Result<> check_zigate_message(const Value& record, ByteView octets);

/// "name: here 3, recorded 4"
Error differs(std::string_view name, const Value& here, const Value& recorded);
/// Fails when `decoded` names this number and it is another.
Result<> expect_number(const Value* decoded, std::string_view name, std::uint64_t here);
/// Fails when the octets are not what was read.
Result<> expect_same_octets(ByteView written, ByteView read);

}  // namespace waggle::frames
