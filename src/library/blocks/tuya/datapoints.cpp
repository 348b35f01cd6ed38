#include "library/blocks/tuya/datapoints.h"

#include "library/blocks/common.h"

namespace waggle::library::tuya {

std::int64_t Datapoint::value() const {
  Reader in(data);
  switch (type) {
    case DataType::boolean:
    case DataType::enumeration: return in.u8();
    case DataType::number: return static_cast<std::int32_t>(in.u32_be());
    case DataType::bitmap: return static_cast<std::int64_t>(in.uint_be(data.size()));
    default: return 0;
  }
}

std::vector<Datapoint> read_datapoints(const Message& message) {
  std::vector<Datapoint> out;
  const zcl::Datum* list = message.frame.param("dpValues");
  if (!list) return out;
  for (Reader in(list->raw); in.remaining() > 0;) {
    Datapoint dp;
    dp.number = in.u8();
    dp.type = static_cast<DataType>(in.u8());
    dp.data = in.bytes(in.u16_be());
    if (!in.ok()) break;
    out.push_back(dp);
  }
  return out;
}

void send_datapoint(EndpointId endpoint, const CommandRef& data_request, std::uint8_t number,
                    DataType type, Bytes data, Step& step, int first) {
  Value& sequence = step.memory()["tuya_sequence"];
  const double next = sequence.is_number() ? sequence.number() : first;
  sequence = next >= 0xFFFE ? 0 : next + 1;
  Operation op = send_command(endpoint, data_request,
                              {{"seq", next},
                               {"dpValues", Array{Object{{"dp", number},
                                                         {"datatype", static_cast<int>(type)},
                                                         {"data", Value(std::move(data))}}}}});
  op.no_default_response = true;
  step.send(std::move(op));
}

Bytes number_data(std::int32_t value) {
  Writer out;
  out.u32_be(static_cast<std::uint32_t>(value));
  return out.take();
}

}  // namespace waggle::library::tuya
