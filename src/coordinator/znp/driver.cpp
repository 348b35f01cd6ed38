#include "coordinator/znp/driver.h"

#include <fmt/core.h>

#include "core/log.h"
#include "zigbee/install_code.h"
#include "zigbee/zdo/messages.h"

namespace waggle::coordinator::znp {
namespace {

constexpr std::string_view NS = "zh:zstack";
constexpr std::uint8_t radius = 30;
constexpr std::size_t max_payload = 230;

enum Status : std::uint8_t {
  success = 0x00,
  buffer_full = 0x11,
  no_resources = 0x1A,
  no_route = 0xCD,
  channel_access_failure = 0xE1,
  no_ack = 0xE9,
  transaction_expired = 0xF0,
  never_confirmed = 0xFE,  // ours: the radio did not say how it ended
};

bool crowded(std::uint8_t status) {
  return status == buffer_full || status == no_resources || status == channel_access_failure;
}
/// Nothing was heard of the device, or of the way to it.
bool silent(std::uint8_t status) {
  return status == no_route || status == no_ack || status == transaction_expired;
}
bool recoverable(std::uint8_t status) { return crowded(status) || silent(status); }

template <class C>
std::optional<typename C::Message> read(const UnpiFrame& frame) {
  if (frame.subsystem != C::id.subsystem || frame.command != C::id.number) return std::nullopt;
  typename C::Message message;
  Reader in(frame.data);
  if (!decode(message, in)) {
    log::warning(NS, "the radio sent a malformed {}: '{}'", C::id.name, to_hex(frame.data));
    return std::nullopt;
  }
  return message;
}

}  // namespace

Driver::Driver(Scheduler& scheduler, io::Opener opener, Options options, Events& events)
    : scheduler_(scheduler), opener_(std::move(opener)), options_(options), events_(events),
      link_(scheduler, *this), nv_(link_), tables_(link_, nv_), confirms_(scheduler) {}

Driver::~Driver() = default;

void Driver::close() {
  const Error closed{Errc::closed, "the radio was closed"};
  tasks_.cancel();
  visiting_ = false;
  link_.close(closed);
  confirms_.fail_all(closed);
}

Task<Result<>> Driver::add_install_code(Ieee ieee, Bytes code, bool derived) {
  if (product_ == Product::zstack12) co_return Error{Errc::unsupported, "Install code is not supported for ZStack 1.2 adapter"};
  // The firmware makes keys of codes of the full length only.
  if (!derived && code.size() != AppAddInstallCode::full_code) {
    const Key key = aes_mmo_hash(code);
    code.assign(key.begin(), key.end());
    derived = true;
  }
  AppAddInstallCode::Request request;
  request.format = derived ? AppAddInstallCode::derived_key : AppAddInstallCode::code_with_crc;
  request.ieee = ieee;
  request.code.bytes = std::move(code);
  auto answer = co_await link_.call<AppAddInstallCode>(request);
  if (!answer) co_return std::move(answer.error());
  co_return Result<>{};
}

Task<Result<>> Driver::ping() {
  const SysPing::Request nothing{};
  auto answer = co_await link_.call<SysPing>(nothing);
  if (!answer) co_return std::move(answer.error());
  co_return Result<>{};
}

void Driver::on_link_lost(const Error& error) {
  visiting_ = false;
  confirms_.fail_all(error);
  events_.on_lost(error);
}

Task<Result<>> Driver::send(ApsRequest request) {
  CO_TRY_DO(on_network());
  if (request.payload.size() > max_payload) {
    co_return Error{Errc::invalid, fmt::format("a message of {} octets does not fit into a frame",
                                               request.payload.size())};
  }
  if (request.kind == ApsRequest::Kind::unicast) co_return co_await deliver(std::move(request));
  const std::uint8_t status = co_await attempt(request);
  if (status != success) {
    co_return Error{Errc::refused,
                    fmt::format("Data request failed with error: '{}' ({:#x})", status_name(status), status),
                    status};
  }
  co_return Result<>{};
}

// One transmission: the octet that the radio confirmed it with.
Task<std::uint8_t> Driver::attempt(ApsRequest& request) {
  if (++transaction_ == 0) transaction_ = 1;
  const std::uint8_t transaction = transaction_;
  auto confirmed = confirms_.expect(transaction);
  Result<StatusOnly> accepted = StatusOnly{};
  if (request.kind == ApsRequest::Kind::unicast) {
    AfDataRequest::Request data{request.nwk, request.endpoint, request.source_endpoint,
                                request.cluster, transaction, 0, radius, {}};
    data.data.bytes = request.payload;
    accepted = co_await link_.call<AfDataRequest>(data);
  } else {
    const bool group = request.kind == ApsRequest::Kind::group;
    AfDataRequestExt::Request data;
    data.mode = group ? AfDataRequestExt::to_group : AfDataRequestExt::to_nwk;
    data.destination = group ? request.group.raw : request.nwk.raw;
    data.endpoint = group ? EndpointId(0xFF) : request.endpoint;
    data.source_endpoint = request.source_endpoint;
    data.cluster = request.cluster;
    data.transaction = transaction;
    data.radius = radius;
    data.length = static_cast<std::uint16_t>(request.payload.size());
    data.data.bytes = request.payload;
    accepted = co_await link_.call<AfDataRequestExt>(data);
  }
  if (!accepted) co_return never_confirmed;
  if (accepted->status != success) co_return accepted->status;
  auto status = co_await confirmed.wait(15s, "confirmation");
  co_return status ? *status : static_cast<std::uint8_t>(never_confirmed);
}

// A unicast that fails is worth another try: crowds disperse, routes are found again, and the radio's
// idea of who its children are can be mended.
Task<Result<>> Driver::deliver(ApsRequest request) {
  bool route_discovered = false;
  bool address_checked = false;
  bool association_checked = false;
  std::optional<UtilAssociationAdd::Request> association_to_restore;
  for (int tries = 1;; ++tries) {
    const std::uint8_t status = co_await attempt(request);
    if (status == success) co_return Result<>{};
    if (!link_.is_open()) co_return Error{Errc::closed, "the radio is not connected"};
    if (association_to_restore) {
      // It was our child after all, and merely does not listen.
      (void)co_await link_.call<UtilAssociationAdd>(*association_to_restore);
      association_to_restore.reset();
    }
    if (tries == 5 || !request.recover || !recoverable(status)) {
      if (status == never_confirmed) {
        co_return Error{Errc::timeout, "Data request failed with error: 'TIMEOUT'", status};
      }
      co_return Error{silent(status) ? Errc::timeout : Errc::refused,
                      fmt::format("Data request failed with error: '{}' ({:#x})", status_name(status), status),
                      status};
    }
    log::debug(NS, "{} to {} ({}), try {}", status_name(status), hex16(request.nwk.raw),
               to_string(request.ieee), tries);
    if (crowded(status) || tries == 1) {
      co_await sleep(scheduler_, 2s);
      continue;
    }
    if (status == transaction_expired && !association_checked && has_association_commands(20200805)) {
      // A sleeping child that moved to another parent without our hearing of it: the firmware ages no
      // children, so it keeps waiting for a poll that never comes instead of routing.
      association_checked = true;
      const UtilAssociationOf::Request of{request.ieee, request.nwk};
      auto entry = co_await link_.call<UtilAssociationOf>(of);
      if (entry && entry->nwk != unknown_nwk && entry->relation != UtilAssociationOf::nobody) {
        if (has_association_commands(20201026)) {
          association_to_restore = {request.ieee, request.nwk, entry->relation};
        }
        const UtilAssociationRemove::Request remove{request.ieee};
        (void)co_await link_.call<UtilAssociationRemove>(remove);
        continue;
      }
    }
    if (!route_discovered) {
      route_discovered = true;
      (void)co_await discover_route(request.nwk);
    } else if (!address_checked) {
      address_checked = true;
      const std::optional<Nwk> address = co_await find_address(request.ieee);
      if (!address || *address == request.nwk) continue;
      request.nwk = *address;
      (void)co_await discover_route(request.nwk);
    } else {
      co_await sleep(scheduler_, 2s);
    }
  }
}

// Whoever knows the device by its long address is asked; the network layer hears the answer as well.
Task<std::optional<Nwk>> Driver::find_address(Ieee ieee) {
  auto answer = link_.expect(Subsystem::zdo, find_zdo(zdo::NwkAddressRequest::cluster.raw)->response);
  ZdoRequest ask;
  ask.nwk = broadcast_rx_on;
  ask.cluster = zdo::NwkAddressRequest::cluster;
  ask.payload = zdo::encode_request(zdo::NwkAddressRequest{ieee});
  if (auto asked = co_await send_zdo(std::move(ask)); !asked) co_return std::nullopt;
  auto raw = co_await answer.wait(10s, "network address");
  if (!raw) co_return std::nullopt;
  const auto told = zdo::decode_response<zdo::NwkAddressResponse>(*raw);
  if (!told || !told->ok() || told->body->ieee != ieee) co_return std::nullopt;
  co_return told->body->nwk;
}

Task<> Driver::renew_way(Ieee ieee, Nwk nwk) {
  if (has_association_commands(20201026)) {
    // The firmware sometimes forgets to tell a sleeping child that something waits; its entry written anew helps.
    const UtilAssociationOf::Request of{ieee, nwk};
    auto entry = co_await link_.call<UtilAssociationOf>(of);
    if (entry && entry->nwk != unknown_nwk && entry->relation == UtilAssociationOf::child_rx_off) {
      const UtilAssociationRemove::Request remove{ieee};
      (void)co_await link_.call<UtilAssociationRemove>(remove);
      const UtilAssociationAdd::Request add{ieee, nwk, entry->relation};
      (void)co_await link_.call<UtilAssociationAdd>(add);
    }
  }
  (void)co_await discover_route(nwk);  // perhaps it went to the wrong parent
}

Task<Result<>> Driver::discover_route(Nwk nwk) {
  const ZdoExtRouteDiscovery::Request request{nwk, 0, radius};
  CO_TRY_DO(co_await link_.demand<ZdoExtRouteDiscovery>(request));
  co_await sleep(scheduler_, 3s);  // what a discovery takes in a network of some depth
  co_return Result<>{};
}

Task<Result<>> Driver::send_zdo(ZdoRequest request) {
  CO_TRY_DO(on_network());
  const ZdoRow* row = find_zdo(request.cluster.raw);
  if (!row || row->request == 0xFF) {
    co_return Error{Errc::unsupported,
                    fmt::format("Z-Stack offers no {}", zdo::name_of(request.cluster))};
  }
  const std::uint8_t mode = is_broadcast(request.nwk) ? AfDataRequestExt::to_broadcast
                                                      : AfDataRequestExt::to_nwk;
  Writer out;
  switch (row->form) {
    case ZdoRow::Form::plain: out.bytes(request.payload); break;
    case ZdoRow::Form::destination: out.u16(request.nwk.raw).bytes(request.payload); break;
    case ZdoRow::Form::mode_first:
      // This firmware takes the routers' broadcast address, sent as a unicast, for "only you".
      out.u8(mode).u16(request.nwk == coordinator_nwk ? broadcast_routers.raw : request.nwk.raw);
      out.bytes(request.payload);
      break;
    case ZdoRow::Form::mode_second:
      // channels, duration, count, manager; the firmware keeps the update id itself.
      out.u16(request.nwk.raw).u8(mode).bytes(request.payload);
      while (out.size() < 11) out.u8(0);
      break;
    case ZdoRow::Form::padded_bind:
      out.u16(request.nwk.raw).bytes(request.payload);
      while (out.size() < 23) out.u8(0);
      break;
  }
  const CommandId id{Type::sreq, Subsystem::zdo, row->request, row->name};
  const Bytes data = out.take();
  CO_TRY(const Bytes raw, co_await link_.call_raw(id, data, 6s));
  const std::uint8_t status = raw.empty() ? 0 : raw[0];
  if (status != 0) {
    co_return Error{Errc::refused,
                    fmt::format("{}: the radio answers {}", row->name, status_name(status)), status};
  }
  co_return Result<>{};
}

void Driver::on_areq(const UnpiFrame& frame) {
  if (auto m = read<AfIncoming>(frame)) {
    incoming(*m);
  } else if (auto confirm = read<AfDataConfirm>(frame)) {
    confirms_.complete(confirm->transaction, confirm->status);
  } else if (auto large = read<AfIncomingExt>(frame)) {
    tasks_.spawn("fetching a large message", fetch_large(std::move(*large)));
  } else if (auto device = read<ZdoTrustCenterDevice>(frame)) {
    events_.on_joined(device->nwk, device->ieee);
  } else if (auto gone = read<ZdoLeaveIndication>(frame)) {
    // With `rejoin` the device comes back by itself.
    if (!gone->rejoin) events_.on_left(gone->source, gone->ieee);
  } else if (auto heard = read<ZdoConcentrator>(frame)) {
    // Routers that changed their address while we were away tell it only this way.
    events_.on_address(heard->source, heard->ieee);
  } else if (auto reset = read<SysResetIndication>(frame)) {
    if (resetting_) return;
    const Error error{Errc::closed, fmt::format("the radio restarted by itself (reason {})", reset->reason)};
    close();
    events_.on_lost(error);
  } else if (frame.subsystem == Subsystem::zdo) {
    on_zdo_areq(frame);
  }
}

void Driver::on_zdo_areq(const UnpiFrame& frame) {
  for (const ZdoRow& row : zdo_rows()) {
    if (row.response != frame.command) continue;
    ZdoIncoming message;
    message.source = unknown_nwk;
    message.payload = frame.data;
    if (row.names_source) {
      if (frame.data.size() < 2) return;
      message.source = Nwk(static_cast<std::uint16_t>(frame.data[0] | frame.data[1] << 8));
      message.payload = frame.data.subspan(2);
    }
    const bool announce = row.request == 0xFF;
    message.cluster = ClusterId(announce ? row.cluster : row.cluster | zdo::response_bit);
    events_.on_zdo(message);
    return;
  }
}

void Driver::incoming(const AfIncoming::Message& m) {
  events_.on_message({m.source, m.source_endpoint, m.endpoint, m.cluster, m.group, m.broadcast != 0,
                      m.lqi, m.data.bytes});
}

// Payloads that do not fit into one MT frame stay in the radio until they are fetched in parts.
Task<> Driver::fetch_large(AfIncomingExt::Message m) {
  Bytes payload = std::move(m.data.bytes);
  if (payload.size() < m.length) {
    payload.clear();
    while (payload.size() < m.length) {
      const std::size_t part = std::min<std::size_t>(240, m.length - payload.size());
      const AfDataRetrieve::Request request{m.timestamp, static_cast<std::uint16_t>(payload.size()),
                                            static_cast<std::uint8_t>(part)};
      auto piece = co_await link_.demand<AfDataRetrieve>(request);
      if (!piece || piece->value.bytes.empty()) {
        log::error(NS, "a message of {} octets from {} was lost: {}", m.length,
                   hex16(static_cast<std::uint16_t>(m.source)),
                   piece ? "the radio gave nothing" : piece.error().text);
        payload.clear();
        break;
      }
      payload.insert(payload.end(), piece->value.bytes.begin(), piece->value.bytes.end());
    }
    const AfDataRetrieve::Request free{m.timestamp, 0, 0};
    (void)co_await link_.call<AfDataRetrieve>(free);
    if (payload.empty()) co_return;
  }
  if (m.mode == AfDataRequestExt::to_ieee) {
    stray(m, payload);
    co_return;
  }
  events_.on_message({Nwk(static_cast<std::uint16_t>(m.source)), m.source_endpoint, m.endpoint, m.cluster,
                      m.group, m.broadcast != 0, m.lqi, payload});
}

}  // namespace waggle::coordinator::znp
