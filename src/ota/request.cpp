#include "ota/request.h"

#include "network/operations.h"

namespace waggle::ota {
namespace {

using Kind = Request::Kind;

struct Name {
  std::string_view command;
  Kind kind;
};
constexpr Name names[] = {{"queryNextImageRequest", Kind::query},
                          {"imageBlockRequest", Kind::block},
                          {"imagePageRequest", Kind::page},
                          {"upgradeEndRequest", Kind::end}};

library::Operation answer(const Request& request, std::string_view name, Object payload) {
  library::Operation out = network::standard_command(request.endpoint, cluster, name, std::move(payload), true);
  out.tsn = request.tsn;
  return out;
}

}  // namespace

std::optional<Request> read_request(const library::Message& message) {
  const zcl::Frame& frame = message.frame;
  if (message.cluster() != cluster || !frame.header.cluster_specific || frame.header.to_client || !frame.command) return std::nullopt;
  for (const Name& name : names) {
    if (!frame.is_command(name.command)) continue;
    Request out;
    out.kind = name.kind;
    out.endpoint = message.endpoint;
    out.tsn = frame.header.tsn;
    out.command = frame.header.command;
    out.manufacturer = static_cast<std::uint16_t>(frame.uint_or("manufacturerCode", 0));
    out.image_type = static_cast<std::uint16_t>(frame.uint_or("imageType", 0));
    out.file_version = static_cast<std::uint32_t>(frame.uint_or("fileVersion", 0));
    if (const zcl::Datum* hardware = frame.param("hardwareVersion"); hardware && hardware->present()) {
      out.hardware_version = static_cast<std::uint16_t>(hardware->bits);
    }
    out.offset = static_cast<std::uint32_t>(frame.uint_or("fileOffset", 0));
    out.most = static_cast<std::uint8_t>(frame.uint_or("maximumDataSize", 0));
    out.page_size = static_cast<std::uint16_t>(frame.uint_or("pageSize", 0));
    out.spacing = static_cast<std::uint16_t>(frame.uint_or("responseSpacing", 0));
    out.status = static_cast<std::uint8_t>(frame.uint_or("status", 0));
    return out;
  }
  return std::nullopt;
}

library::Operation no_image(const Request& request) {
  return answer(request, "queryNextImageResponse", {{"status", static_cast<int>(zcl::Status::no_image_available)}});
}

library::Operation offer(const Request& request, const ImageHeader& image) {
  return answer(request, "queryNextImageResponse",
                {{"status", 0},
                 {"manufacturerCode", image.manufacturer},
                 {"imageType", image.image_type},
                 {"fileVersion", image.file_version},
                 {"imageSize", image.size}});
}

library::Operation part(const Request& request, std::uint32_t offset, ByteView octets) {
  return answer(request, "imageBlockResponse",
                {{"status", 0},
                 {"manufacturerCode", request.manufacturer},
                 {"imageType", request.image_type},
                 {"fileVersion", request.file_version},
                 {"fileOffset", offset},
                 {"dataSize", octets.size()},
                 {"data", octets}});
}

library::Operation abort(const Request& request) {
  return answer(request, "imageBlockResponse", {{"status", static_cast<int>(zcl::Status::abort)}});
}

// With a current time of 0, the other time is counted from now on (11.13.8.2): no clock is needed.
library::Operation install_now(const Request& request, const ImageHeader& image) {
  return answer(request, "upgradeEndResponse",
                {{"manufacturerCode", image.manufacturer},
                 {"imageType", image.image_type},
                 {"fileVersion", image.file_version},
                 {"currentTime", 0},
                 {"upgradeTime", 1}});
}

library::Operation acknowledge(const Request& request, zcl::Status status) {
  library::Operation out;
  out.kind = library::Operation::Kind::default_response;
  out.endpoint = request.endpoint;
  out.cluster = cluster;
  out.to_client = true;
  out.tsn = request.tsn;
  out.raw_command = request.command;
  out.raw_payload = {static_cast<std::uint8_t>(status)};
  return out;
}

library::Operation notify(EndpointId endpoint) {
  return network::standard_command(endpoint, cluster, "imageNotify", {{"payloadType", 0}, {"queryJitter", 100}}, true);
}

}  // namespace waggle::ota
