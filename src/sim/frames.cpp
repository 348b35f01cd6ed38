#include "sim/frames.h"

#include "sim/clusters.h"

namespace waggle::sim {

bool Records::add(zcl::Record record, zcl::Type type, const Value& value) {
  Writer out;
  if (!zcl::encode(type, value, out)) return false;
  octets_.push_back(out.take());
  Reader in(octets_.back());
  record.type = type;
  if (!zcl::decode(type, in, record.value)) return false;
  records_.push_back(record);
  return true;
}

Bytes Records::frame(const zcl::Header& header, std::uint8_t flag) const {
  zcl::Frame out;
  out.header = header;
  out.records = records_;
  out.flag = flag;
  return zcl::encode(out);
}

zcl::Header answer_header(const zcl::Header& request, std::uint8_t command, bool cluster_specific) {
  zcl::Header out;
  out.cluster_specific = cluster_specific;
  out.to_client = !request.to_client;
  out.no_default_response = true;
  out.manufacturer = request.manufacturer;
  out.manufacturer_specific = request.manufacturer_specific;
  out.tsn = request.tsn;
  out.command = command;
  return out;
}

Bytes default_response(const zcl::Header& request, zcl::Status status) {
  zcl::Frame out;
  out.header =
      answer_header(request, static_cast<std::uint8_t>(zcl::Foundation::default_response), false);
  out.flag = request.command;
  out.default_status = static_cast<std::uint8_t>(status);
  return zcl::encode(out);
}

Result<Bytes> command_frame(ClusterId id, std::string_view command, const Object& params,
                            const CommandOptions& options) {
  const zcl::Cluster* cluster = catalogue().find(id, options.manufacturer);
  const zcl::Command* row = cluster ? cluster->command(command, options.to_client) : nullptr;
  if (!row) {
    return Error{Errc::not_found, "cluster " + zcl::cluster_label(catalogue(), id) +
                                      " has no command '" + std::string(command) + "'"};
  }
  zcl::Header header;
  header.cluster_specific = true;
  header.to_client = options.to_client;
  header.no_default_response = options.no_default_response;
  header.manufacturer = options.manufacturer;
  header.manufacturer_specific = options.manufacturer != 0;
  header.tsn = options.tsn;
  header.command = row->id;
  Writer out;
  encode(header, out);
  TRY_DO(zcl::encode_params(*row, params, out));
  return out.take();
}

}  // namespace waggle::sim
