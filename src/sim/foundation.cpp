// The foundation commands of a virtual device (ZCL 8, 2.5): reading, writing, reporting, discovery.
#include <algorithm>

#include "sim/clusters.h"
#include "sim/device.h"

namespace waggle::sim {
namespace {

using zcl::Foundation;
using zcl::Status;

std::uint8_t code(Status status) { return static_cast<std::uint8_t>(status); }

zcl::Header answer_to(const zcl::Frame& frame) {
  const auto response = zcl::response_of(frame.foundation());
  return answer_header(frame.header,
                       static_cast<std::uint8_t>(response.value_or(Foundation::default_response)),
                       false);
}

zcl::Record about(const zcl::Record& asked, Status status) {
  zcl::Record out;
  out.attribute = asked.attribute;
  out.has_attribute = true;
  out.direction = asked.direction;
  out.status = code(status);
  return out;
}

/// A response whose records are only the failures, or one bare status when there are none.
Bytes failures_or_success(const zcl::Frame& frame, Records records) {
  if (records.empty()) {
    zcl::Record all_well;
    all_well.has_attribute = false;
    records.add(all_well);
  }
  return records.frame(answer_to(frame));
}

}  // namespace

void VirtualDevice::foundation(const Request& request) {
  switch (request.frame.foundation()) {
    case Foundation::read: read(request); break;
    case Foundation::write:
    case Foundation::write_undivided:
    case Foundation::write_no_response: write(request); break;
    case Foundation::configure_reporting: configure_reporting(request); break;
    case Foundation::read_reporting: read_reporting(request); break;
    case Foundation::discover: discover(request, false); break;
    case Foundation::discover_extended: discover(request, true); break;
    case Foundation::discover_commands: discover_commands(request, false); break;
    case Foundation::discover_commands_generated: discover_commands(request, true); break;
    default:
      default_answer(request.message, request.frame.header, Status::unsupported_general_command);
      break;
  }
}

void VirtualDevice::read(const Request& request) {
  Records records;
  for (const zcl::Record& asked : request.frame.records) {
    const auto key =
        attributes_.locate(request.place, asked.attribute, request.frame.header.manufacturer);
    const Attribute* attribute = key ? attributes_.find(*key) : nullptr;
    if (attribute && records.add(about(asked, Status::success), attribute->type, attribute->value))
      continue;
    records.add(about(asked, Status::unsupported_attribute));
  }
  reply(request.message, records.frame(answer_to(request.frame)));
}

Status VirtualDevice::may_write(const AttributeKey* key, const zcl::Record& record,
                                const zcl::Frame& frame) const {
  if (!key) return spec_.lenient ? Status::success : Status::unsupported_attribute;
  const Attribute& attribute = *attributes_.find(*key);
  if (attribute.read_only) return Status::read_only;
  if (attribute.type != record.type) return Status::invalid_data_type;
  const zcl::Attribute* row =
      frame.cluster ? frame.cluster->attribute(record.attribute, frame.header.manufacturer)
                    : nullptr;
  return zcl::attribute_value(row, record.value) ? Status::success : Status::invalid_value;
}

void VirtualDevice::write_one(const AttributeKey& key, const zcl::Record& record) {
  if (!attributes_.find(key)) attributes_.put(key, {record.type, {}, false});
  set(key, zcl::to_value(record.value));
  if (Behaviour* cluster = behaviour(key.place)) cluster->written(key);
}

void VirtualDevice::write(const Request& request) {
  const zcl::Frame& frame = request.frame;
  Records failed;
  std::vector<std::pair<AttributeKey, const zcl::Record*>> good;
  for (const zcl::Record& record : frame.records) {
    const auto known =
        attributes_.locate(request.place, record.attribute, frame.header.manufacturer);
    const Status status = may_write(known ? &*known : nullptr, record, frame);
    if (status == Status::success) {
      good.emplace_back(
          known.value_or(AttributeKey{request.place, record.attribute, frame.header.manufacturer}),
          &record);
    } else {
      failed.add(about(record, status));
    }
  }
  const bool all_or_nothing = frame.is(Foundation::write_undivided);
  if (!all_or_nothing || failed.empty()) {
    for (const auto& [key, record] : good) write_one(key, *record);
  }
  if (!frame.is(Foundation::write_no_response)) {
    reply(request.message, failures_or_success(frame, std::move(failed)));
  }
}

void VirtualDevice::configure_reporting(const Request& request) {
  Records failed;
  for (const zcl::Record& wanted : request.frame.records) {
    if (wanted.direction != 0) continue;  // what we are to expect of the other side: fine
    const auto key =
        attributes_.locate(request.place, wanted.attribute, request.frame.header.manufacturer);
    Status status = Status::success;
    if (!key) {
      status = Status::unsupported_attribute;
    } else if (!spec_.reports) {
      status = Status::unreportable_attribute;
    } else if (attributes_.find(*key)->type != wanted.type) {
      status = Status::invalid_data_type;
    } else if (wanted.max != 0 && wanted.max < wanted.min) {
      status = Status::invalid_value;
    }
    if (status != Status::success) {
      failed.add(about(wanted, status));
      continue;
    }
    ReportPlan plan{wanted.type, wanted.min, wanted.max, {}};
    if (wanted.value.present()) plan.change = zcl::to_value(wanted.value);
    reporter_.configure(*key, std::move(plan));
  }
  reply(request.message, failures_or_success(request.frame, std::move(failed)));
}

void VirtualDevice::read_reporting(const Request& request) {
  Records records;
  for (const zcl::Record& asked : request.frame.records) {
    const auto key =
        attributes_.locate(request.place, asked.attribute, request.frame.header.manufacturer);
    const ReportPlan* plan = key ? reporter_.find(*key) : nullptr;
    if (!plan) {
      records.add(about(asked, key ? Status::not_found : Status::unsupported_attribute));
      continue;
    }
    zcl::Record out = about(asked, Status::success);
    out.type = plan->type;
    out.min = plan->min;
    out.max = plan->max;
    if (plan->change.is_null() || !records.add(out, plan->type, plan->change)) records.add(out);
  }
  reply(request.message, records.frame(answer_to(request.frame)));
}

void VirtualDevice::discover(const Request& request, bool extended) {
  Records records;
  bool complete = true;
  for (const AttributeKey& key : attributes_.of(request.place, request.frame.header.manufacturer)) {
    if (key.id < request.frame.start) continue;
    if (records.size() == request.frame.maximum) {
      complete = false;
      break;
    }
    const Attribute& attribute = *attributes_.find(key);
    zcl::Record out;
    out.attribute = key.id;
    out.has_attribute = true;
    out.type = attribute.type;
    // ZCL 8, 2.5.23.1.5: readable, writable, reportable.
    if (extended) {
      const bool reportable = spec_.reports;
      out.access =
          static_cast<std::uint8_t>(1 | (attribute.read_only ? 0 : 2) | (reportable ? 4 : 0));
    }
    records.add(out);
  }
  reply(request.message, records.frame(answer_to(request.frame), complete ? 1 : 0));
}

void VirtualDevice::discover_commands(const Request& request, bool generated) {
  std::vector<std::uint8_t> ids;
  const Behaviour* cluster = behaviour(request.place);
  if (cluster && request.frame.cluster) {
    for (std::string_view name : cluster->commands()) {
      // What a server receives a client generates, and the answers go the other way.
      const zcl::Command* row = request.frame.cluster->command(name, request.place.client);
      if (!row) continue;
      if (!generated) {
        ids.push_back(row->id);
      } else if (row->response >= 0) {
        ids.push_back(static_cast<std::uint8_t>(row->response));
      }
    }
  }
  std::sort(ids.begin(), ids.end());
  Records records;
  bool complete = true;
  for (const std::uint8_t id : ids) {
    if (id < request.frame.start.raw) continue;
    if (records.size() == request.frame.maximum) {
      complete = false;
      break;
    }
    zcl::Record out;
    out.command = id;
    records.add(out);
  }
  reply(request.message, records.frame(answer_to(request.frame), complete ? 1 : 0));
}

// A fault that a script ordered: reads fail record by record, everything else as a whole.
void VirtualDevice::answer_with_error(const Request& request) {
  if (!request.frame.is(Foundation::read)) {
    default_answer(request.message, request.frame.header, faults.error);
    return;
  }
  Records records;
  for (const zcl::Record& asked : request.frame.records) records.add(about(asked, faults.error));
  reply(request.message, records.frame(answer_to(request.frame)));
}

}  // namespace waggle::sim
