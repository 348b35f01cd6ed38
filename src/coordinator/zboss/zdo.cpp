#include "coordinator/zboss/zdo.h"

#include "zigbee/zdo/messages.h"

namespace waggle::coordinator::zboss {
namespace {

using Request = ZdoForm::Request;
using Response = ZdoForm::Response;

// clang-format off
constexpr ZdoForm forms[] = {
    {zdo::NwkAddressRequest::cluster,       0x0201, Request::addressed, Response::as_on_air},
    {zdo::IeeeAddressRequest::cluster,      0x0202, Request::addressed, Response::as_on_air},
    {zdo::PowerDescriptorRequest::cluster,  0x0203, Request::about,     Response::address_last},
    {zdo::NodeDescriptorRequest::cluster,   0x0204, Request::about,     Response::address_last},
    {zdo::SimpleDescriptorRequest::cluster, 0x0205, Request::about,     Response::simple_descriptor},
    {zdo::ActiveEndpointsRequest::cluster,  0x0206, Request::about,     Response::address_last},
    {zdo::MatchDescriptorsRequest::cluster, 0x0207, Request::match,     Response::address_last},
    {zdo::BindRequest::cluster,             0x0208, Request::bind,      Response::as_on_air},
    {zdo::UnbindRequest::cluster,           0x0209, Request::bind,      Response::as_on_air},
    {zdo::LeaveRequest::cluster,            0x020A, Request::addressed, Response::as_on_air},
    {zdo::PermitJoinRequest::cluster,       0x020B, Request::addressed, Response::as_on_air},
    {zdo::BindingTableRequest::cluster,     0x020F, Request::addressed, Response::as_on_air},
    {zdo::LqiRequest::cluster,              0x0210, Request::addressed, Response::as_on_air},
    {zdo::NwkUpdateRequest::cluster,        0x0211, Request::update,    Response::as_on_air},
};
// clang-format on

constexpr std::size_t before_target = 8 + 1 + 2;  // of a binding: source, endpoint, cluster
constexpr std::uint8_t target_is_group = 0x01, target_is_device = 0x03;

template <class T>
std::optional<T> read(ByteView payload) {
  Reader in(payload);
  T message;
  if (!decode(message, in)) return std::nullopt;
  return message;
}

std::optional<Bytes> bind_call(Nwk to, ByteView payload) {
  Reader in(payload);
  Writer out;
  out.u16(to.raw).bytes(in.bytes(before_target));
  const std::uint8_t mode = in.u8();
  out.u8(mode);
  if (mode == target_is_group) {
    out.u64(in.u16()).u8(0);
  } else {
    out.u64(in.u64()).u8(in.u8());
  }
  if (!in.done()) return std::nullopt;
  return out.take();
}

std::optional<ZdoOnAir> bind_on_air(Reader& in) {
  const Nwk to(in.u16());
  Writer out;
  out.bytes(in.bytes(before_target));
  const std::uint8_t mode = in.u8();
  const std::uint64_t target = in.u64();
  const std::uint8_t endpoint = in.u8();
  if (!in.ok() || (mode != target_is_group && mode != target_is_device)) return std::nullopt;
  out.u8(mode).uint(target, mode == target_is_group ? 2 : 8);
  if (mode == target_is_device) out.u8(endpoint);
  return ZdoOnAir{to, out.take()};
}

void put(Writer& out, const std::vector<std::uint16_t>& clusters) {
  for (const std::uint16_t cluster : clusters) out.u16(cluster);
}

std::optional<Bytes> match_call(ByteView payload) {
  const auto message = read<zdo::MatchDescriptorsRequest>(payload);
  if (!message) return std::nullopt;
  Writer out;
  out.u16(message->nwk.raw).u16(message->profile.raw).u8(message->inputs.items.size()).u8(message->outputs.items.size());
  put(out, message->inputs.items);
  put(out, message->outputs.items);
  return out.take();
}

std::optional<ZdoOnAir> match_on_air(Reader& in) {
  zdo::MatchDescriptorsRequest message;
  message.nwk = Nwk(in.u16());
  message.profile = ProfileId(in.u16());
  const std::size_t inputs = in.u8(), outputs = in.u8();
  for (std::size_t i = 0; i < inputs && in.ok(); ++i) message.inputs.items.push_back(in.u16());
  for (std::size_t i = 0; i < outputs && in.ok(); ++i) message.outputs.items.push_back(in.u16());
  if (!in.ok()) return std::nullopt;
  return ZdoOnAir{message.nwk, encode(message)};
}

std::optional<Bytes> update_call(Nwk to, ByteView payload) {
  const auto message = read<zdo::NwkUpdateRequest>(payload);
  if (!message) return std::nullopt;
  Writer out;
  out.u32(message->channels).u8(message->duration).u8(message->count_or_update_id.value_or(0)).u16(message->manager.value_or(0)).u16(to.raw);
  return out.take();
}

std::optional<ZdoOnAir> update_on_air(Reader& in) {
  zdo::NwkUpdateRequest message;
  message.channels = in.u32();
  message.duration = in.u8();
  const std::uint8_t count = in.u8();
  const std::uint16_t manager = in.u16();
  const Nwk to(in.u16());
  if (!in.ok()) return std::nullopt;
  constexpr std::uint8_t longest_scan = 5;
  if (message.duration <= longest_scan || message.duration >= zdo::NwkUpdateRequest::change_channel) message.count_or_update_id = count;
  if (message.duration == zdo::NwkUpdateRequest::change_manager) message.manager = manager;
  return ZdoOnAir{to, encode(message)};
}

std::optional<Bytes> simple_descriptor_on_air(std::uint8_t status, ByteView parameters) {
  constexpr std::size_t before_counts = 1 + 2 + 2 + 1;  // endpoint, profile, device, version
  Reader in(parameters);
  const ByteView front = in.bytes(before_counts);
  const std::size_t inputs = in.u8(), outputs = in.u8();
  const ByteView first = in.bytes(2 * inputs), second = in.bytes(2 * outputs);
  const std::uint16_t nwk = in.u16();
  if (!in.ok()) return std::nullopt;
  Writer out;
  out.u8(status).u16(nwk).u8(front.size() + 2 + first.size() + second.size()).bytes(front);
  return out.u8(inputs).bytes(first).u8(outputs).bytes(second).bytes(in.rest()).take();
}

std::optional<Bytes> simple_descriptor_response(ByteView body) {
  const auto message = read<zdo::SimpleDescriptorResponse>(body);
  if (!message) return std::nullopt;
  Writer out;
  out.u8(message->endpoint.raw).u16(message->profile.raw).u16(message->device).u8(message->version);
  out.u8(message->inputs.items.size()).u8(message->outputs.items.size());
  put(out, message->inputs.items);
  put(out, message->outputs.items);
  return out.u16(message->nwk.raw).take();
}

template <class Matches>
const ZdoForm* find_form(Matches matches) {
  for (const ZdoForm& form : forms) {
    if (matches(form)) return &form;
  }
  return nullptr;
}

}  // namespace

const ZdoForm* find_zdo_form(ClusterId request) {
  return find_form([&](const ZdoForm& form) { return form.cluster == request; });
}
const ZdoForm* find_zdo_form(std::uint16_t call) {
  return find_form([&](const ZdoForm& form) { return form.call == call; });
}

std::optional<Bytes> to_call(const ZdoForm& form, Nwk to, ByteView payload) {
  Writer out;
  switch (form.request) {
    case Request::about: return out.bytes(payload).take();
    case Request::addressed: return out.u16(to.raw).bytes(payload).take();
    case Request::bind: return bind_call(to, payload);
    case Request::match: return match_call(payload);
    case Request::update: return update_call(to, payload);
  }
  return std::nullopt;
}

std::optional<ZdoOnAir> from_call(const ZdoForm& form, ByteView parameters) {
  Reader in(parameters);
  switch (form.request) {
    case Request::about: {
      const Nwk to(in.u16());
      return in.ok() ? std::optional(ZdoOnAir{to, Bytes(parameters.begin(), parameters.end())}) : std::nullopt;
    }
    case Request::addressed: {
      const Nwk to(in.u16());
      const ByteView payload = in.rest();
      return in.ok() ? std::optional(ZdoOnAir{to, Bytes(payload.begin(), payload.end())}) : std::nullopt;
    }
    case Request::bind: return bind_on_air(in);
    case Request::match: return match_on_air(in);
    case Request::update: return update_on_air(in);
  }
  return std::nullopt;
}

std::optional<Bytes> from_response(const ZdoForm& form, std::uint8_t status, ByteView parameters, Nwk asked) {
  Writer out;
  out.u8(status);
  if (form.response == Response::as_on_air) return out.bytes(parameters).take();
  if (status != 0) return out.u16(asked.raw).take();
  if (form.response == Response::simple_descriptor) return simple_descriptor_on_air(status, parameters);
  if (parameters.size() < 2) return std::nullopt;
  return out.bytes(parameters.last(2)).bytes(parameters.first(parameters.size() - 2)).take();
}

std::optional<Bytes> to_response(const ZdoForm& form, ByteView payload) {
  if (payload.empty()) return std::nullopt;
  const ByteView body = payload.subspan(1);
  Writer out;
  if (form.response == Response::as_on_air) return out.bytes(body).take();
  if (payload[0] != 0) return out.take();  // nothing but the status
  if (form.response == Response::simple_descriptor) return simple_descriptor_response(body);
  if (body.size() < 2) return std::nullopt;
  return out.bytes(body.subspan(2)).bytes(body.first(2)).take();
}

}  // namespace waggle::coordinator::zboss
