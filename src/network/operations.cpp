#include "network/operations.h"

namespace waggle::network {
namespace {

using Kind = library::Operation::Kind;
using zcl::Foundation;

Result<> put_value(zcl::Type type, const Value& value, AttributeId attribute, Writer& out) {
  auto done = zcl::encode(type, value, out);
  if (!done) return std::move(done.error()).in("attribute " + hex16(attribute.raw));
  return {};
}

Result<> put_payload(const library::Operation& op, Writer& out) {
  switch (op.kind) {
    case Kind::read:
      for (const AttributeId id : op.attributes) out.u16(id.raw);
      return {};
    case Kind::write:
    case Kind::write_undivided:
    case Kind::report:
      for (const library::WriteRow& row : op.writes) {
        out.u16(row.attribute.raw).u8(static_cast<std::uint8_t>(row.type));
        TRY_DO(put_value(row.type, row.value, row.attribute, out));
      }
      return {};
    case Kind::read_response:
      for (const library::WriteRow& row : op.writes) {
        out.u16(row.attribute.raw);
        if (row.type == zcl::Type::no_data) {
          out.u8(static_cast<std::uint8_t>(zcl::Status::unsupported_attribute));
          continue;
        }
        out.u8(0).u8(static_cast<std::uint8_t>(row.type));
        TRY_DO(put_value(row.type, row.value, row.attribute, out));
      }
      return {};
    case Kind::configure_reporting:
      for (const library::ReportingRow& row : op.reports) {
        out.u8(0).u16(row.attribute.raw).u8(static_cast<std::uint8_t>(row.type)).u16(row.min).u16(row.max);
        const zcl::TypeInfo* info = zcl::find_type(row.type);
        if (info && info->analog) {
          TRY_DO(put_value(row.type, row.change.is_null() ? Value(0) : row.change, row.attribute, out));
        }
      }
      return {};
    case Kind::read_reporting:
      for (const AttributeId id : op.attributes) out.u8(0).u16(id.raw);
      return {};
    case Kind::default_response:
      out.u8(op.raw_command).bytes(op.raw_payload);
      return {};
    case Kind::command:
    case Kind::response:
      if (!op.command) {
        out.bytes(op.raw_payload);
        return {};
      }
      return zcl::encode_params(*op.command, op.payload, out);
    case Kind::foundation:
      out.bytes(op.raw_payload);
      return {};
    case Kind::bind:
    case Kind::unbind: break;
  }
  return Error{Errc::unsupported, "this operation is no ZCL frame"};
}

std::uint8_t command_number(const library::Operation& op) {
  switch (op.kind) {
    case Kind::read: return static_cast<std::uint8_t>(Foundation::read);
    case Kind::write: return static_cast<std::uint8_t>(Foundation::write);
    case Kind::write_undivided: return static_cast<std::uint8_t>(Foundation::write_undivided);
    case Kind::report: return static_cast<std::uint8_t>(Foundation::report);
    case Kind::read_response: return static_cast<std::uint8_t>(Foundation::read_response);
    case Kind::configure_reporting: return static_cast<std::uint8_t>(Foundation::configure_reporting);
    case Kind::read_reporting: return static_cast<std::uint8_t>(Foundation::read_reporting);
    case Kind::default_response: return static_cast<std::uint8_t>(Foundation::default_response);
    default: return op.command ? op.command->id : op.raw_command;
  }
}

bool is_command(const library::Operation& op) { return op.kind == Kind::command || op.kind == Kind::response; }

// Default responses are asked for where nothing else would tell whether the command arrived.
bool wants_no_default_response(const library::Operation& op, bool to_group) {
  if (op.kind != Kind::command) return !op.asks_default_response;
  return op.no_default_response || to_group || (op.command && op.command->response >= 0);
}

}  // namespace

library::Operation standard_command(EndpointId endpoint, ClusterId cluster, std::string_view name, Object payload, bool to_client) {
  library::Operation out;
  out.kind = to_client ? Kind::response : Kind::command;
  out.endpoint = endpoint;
  out.cluster = cluster;
  out.command = zcl::find_standard(cluster)->command(name, to_client);
  out.payload = std::move(payload);
  return out;
}

bool is_frame(const library::Operation& op) { return op.kind != Kind::bind && op.kind != Kind::unbind; }

Result<Bytes> encode_operation(const library::Operation& op, std::uint8_t tsn, bool to_group) {
  zcl::Header header;
  header.cluster_specific = is_command(op);
  header.to_client = op.kind == Kind::response || op.kind == Kind::read_response ||
                     ((op.kind == Kind::default_response || op.kind == Kind::foundation) && op.to_client);
  header.reserved = op.reserved;
  header.no_default_response = wants_no_default_response(op, to_group);
  header.manufacturer_specific = op.manufacturer != 0;
  header.manufacturer = op.manufacturer;
  header.tsn = op.tsn.value_or(tsn);
  header.command = command_number(op);
  Writer out;
  zcl::encode(header, out);
  TRY_DO(put_payload(op, out));
  return out.take();
}

AwaitedAnswer awaited_answer(const library::Operation& op, bool to_group) {
  using Answer = AwaitedAnswer::Kind;
  if (to_group || op.no_answer || !is_frame(op)) return {};
  if (!is_command(op)) {
    const auto response = zcl::response_of(static_cast<Foundation>(command_number(op)));
    if (!response) return {};
    return {Answer::foundation, static_cast<std::uint8_t>(*response)};
  }
  if (op.kind == Kind::response) return {};
  if (op.command && op.command->response >= 0) {
    return {Answer::command, static_cast<std::uint8_t>(op.command->response)};
  }
  return wants_no_default_response(op, to_group) ? AwaitedAnswer{} : AwaitedAnswer{Answer::default_response, 0};
}

Object answer_values(const zcl::Frame& answer) {
  if (answer.header.cluster_specific) return zcl::params_to_object(answer);
  Object out;
  for (const zcl::Record& record : answer.records) {
    if (!record.has_attribute || record.status != 0 || !record.value.present()) continue;
    const zcl::Attribute* row =
        answer.cluster ? answer.cluster->attribute(record.attribute, answer.header.manufacturer) : nullptr;
    auto value = zcl::attribute_value(row, record.value);
    if (!value) continue;
    out.set(row ? std::string(row->name) : std::to_string(record.attribute.raw), std::move(*value));
  }
  return out;
}

Result<> check_status(const zcl::Frame& answer) {
  auto refused = [](std::uint8_t status) {
    return Error{Errc::refused, "Status '" + zcl::status_name(status) + "'", status};
  };
  if (answer.header.cluster_specific) return {};
  if (answer.is(Foundation::default_response)) {
    if (answer.default_status != 0) return refused(answer.default_status);
    return {};
  }
  for (const zcl::Record& record : answer.records) {
    if (record.status != 0) return refused(record.status);
  }
  return {};
}

}  // namespace waggle::network
