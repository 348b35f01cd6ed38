#include "library/effects.h"

#include <algorithm>

namespace waggle::library {

bool EndpointInfo::has_input(ClusterId cluster) const {
  return std::find(inputs.begin(), inputs.end(), cluster) != inputs.end();
}
bool EndpointInfo::has_output(ClusterId cluster) const {
  return std::find(outputs.begin(), outputs.end(), cluster) != outputs.end();
}

const EndpointInfo* Device::find_endpoint(EndpointId id) const {
  for (std::size_t i = 0; i < endpoint_count(); ++i) {
    if (endpoint(i).id == id) return &endpoint(i);
  }
  return nullptr;
}

namespace {

// The last record of the attribute that carries a value.
const zcl::Record* find_record(const Message& message, AttributeId id) {
  const auto& records = message.frame.records;
  for (std::size_t i = records.size(); i-- > 0;) {
    if (records[i].attribute == id && records[i].status == 0) return &records[i];
  }
  return nullptr;
}

}  // namespace

std::optional<Message::Kind> Message::kind_of(const zcl::Frame& frame) {
  if (frame.header.cluster_specific) return frame.command ? command : raw;
  switch (frame.foundation()) {
    case zcl::Foundation::report: return report;
    case zcl::Foundation::read_response: return read_response;
    case zcl::Foundation::read: return read;
    case zcl::Foundation::write: return write;
    default: return std::nullopt;
  }
}

bool Message::has(const AttributeRef& attribute) const {
  return attribute.cluster == cluster() && find_record(*this, attribute.id) != nullptr;
}

std::optional<Value> Message::value(const AttributeRef& attribute) const {
  if (attribute.cluster != cluster()) return std::nullopt;
  const zcl::Record* record = find_record(*this, attribute.id);
  if (!record) return std::nullopt;
  // Two attributes may share a number, one of them being a maker's: then the message says whose it is.
  const zcl::Attribute* told = attribute.row && frame.cluster ? frame.cluster->attribute(attribute.id, frame.header.manufacturer) : nullptr;
  if (told && told->name != attribute.row->name && told->manufacturer != attribute.row->manufacturer) return std::nullopt;
  return zcl::attribute_value(attribute.row, record->value);
}

Bytes Message::octets() const {
  if (!frame.header.cluster_specific) return Bytes(frame.payload.begin(), frame.payload.end());  // could not be read at all
  Writer out;
  zcl::encode(frame.header, out);
  return out.bytes(frame.payload).take();
}

std::optional<double> Message::number(const AttributeRef& attribute) const {
  const auto found = value(attribute);
  if (!found) return std::nullopt;
  if (found->is_number() || found->kind() == Value::Kind::big) return found->number_or(0);
  if (found->is_bool()) return found->boolean() ? 1 : 0;
  return std::nullopt;
}

}  // namespace waggle::library
