// The virtual radio's SYS commands: versions, reset, and the non-volatile memory.
#include <algorithm>

#include "sim/znp/ncp.h"

namespace waggle::sim::znp {

using namespace coordinator::znp;  // NOLINT: the command tables, all of them

namespace {

constexpr std::uint8_t success = 0x00;
constexpr std::uint8_t item_created = SysOsalNvItemInit::created;  // also: "there was none"
constexpr std::uint8_t operation_failed = 0x0A;
constexpr std::uint8_t bad_length = 0x0C;
constexpr std::size_t most_octets = 240;

NvValue part_of(const Bytes* value, std::size_t offset, std::size_t length) {
  NvValue out;
  if (!value || offset > value->size()) {
    out.status = operation_failed;
    return out;
  }
  const std::size_t size = std::min({length, most_octets, value->size() - offset});
  const ByteView part = ByteView(*value).subspan(offset, size);
  out.value.bytes.assign(part.begin(), part.end());
  return out;
}

NvStore::ExtendedKey key_of(const auto& request) {
  return {request.system, request.item, request.sub};
}

}  // namespace

SysPing::Response ZnpNcp::ping(Ask<SysPing>) {
  return {options_.product == Product::zstack12 ? std::uint16_t{0x0179} : std::uint16_t{0x0659}};
}

SysVersion::Response ZnpNcp::version(Ask<SysVersion>) {
  switch (options_.product) {
    case Product::zstack12: return {2, 0, 2, 6, 3, 20190608, {}};
    case Product::zstack30x: return {2, 2, 2, 7, 2, 20190425, {}};
    case Product::zstack3x0: break;
  }
  return {2, 1, 2, 7, 1, 20240710, {}};
}

SysSetExtendedAddress::Response ZnpNcp::set_address(Ask<SysSetExtendedAddress> request) {
  memory_.set_ieee(request.ieee);
  air_.coordinator.ieee = request.ieee;
  changed();
  return {success};
}
SysGetExtendedAddress::Response ZnpNcp::get_address(Ask<SysGetExtendedAddress>) {
  return {memory_.ieee()};
}

// OSAL items --------------------------------------------------------------------------------------

SysOsalNvItemInit::Response ZnpNcp::nv_init(Ask<SysOsalNvItemInit> request) {
  if (const Bytes* old = memory_.store.find(request.item)) {
    return {old->size() == request.length ? success : bad_length};
  }
  Bytes value(request.length);
  const Bytes& initial = request.value.bytes;
  std::copy_n(initial.begin(), std::min(initial.size(), value.size()), value.begin());
  memory_.store.put(request.item, std::move(value));
  changed();
  return {item_created};
}

SysOsalNvRead::Response ZnpNcp::nv_read(Ask<SysOsalNvRead> request) {
  return part_of(memory_.hidden(request.item) ? nullptr : memory_.store.find(request.item),
                 request.offset, most_octets);
}
SysOsalNvReadExt::Response ZnpNcp::nv_read_ext(Ask<SysOsalNvReadExt> request) {
  return part_of(memory_.hidden(request.item) ? nullptr : memory_.store.find(request.item),
                 request.offset, most_octets);
}

SysOsalNvWrite::Response ZnpNcp::nv_write(Ask<SysOsalNvWrite> request) {
  if (!memory_.store.find(request.item)) return {item_created};
  if (!memory_.store.write(request.item, request.offset, request.value.bytes))
    return {operation_failed};
  changed();
  return {success};
}
SysOsalNvWriteExt::Response ZnpNcp::nv_write_ext(Ask<SysOsalNvWriteExt> request) {
  if (!memory_.store.find(request.item)) return {item_created};
  if (request.value.bytes.size() < request.length) return {operation_failed};
  const ByteView part = ByteView(request.value.bytes).first(request.length);
  if (!memory_.store.write(request.item, request.offset, part)) return {operation_failed};
  changed();
  return {success};
}

SysOsalNvDelete::Response ZnpNcp::nv_delete(Ask<SysOsalNvDelete> request) {
  const Bytes* old = memory_.store.find(request.item);
  if (!old) return {item_created};
  if (old->size() != request.length) return {bad_length};
  memory_.store.erase(request.item);
  changed();
  return {success};
}

SysOsalNvLength::Response ZnpNcp::nv_length(Ask<SysOsalNvLength> request) {
  const Bytes* value = memory_.hidden(request.item) ? nullptr : memory_.store.find(request.item);
  return {static_cast<std::uint16_t>(value ? value->size() : 0)};
}

// Extended items ----------------------------------------------------------------------------------

SysNvCreate::Response ZnpNcp::ex_create(Ask<SysNvCreate> request) {
  if (request.length > 0x1000) return {operation_failed};
  if (!memory_.store.find(key_of(request)))
    memory_.store.put(key_of(request), Bytes(request.length));
  changed();
  return {success};
}
SysNvDelete::Response ZnpNcp::ex_delete(Ask<SysNvDelete> request) {
  const bool found = memory_.store.erase(key_of(request));
  changed();
  return {found ? success : operation_failed};
}
SysNvLength::Response ZnpNcp::ex_length(Ask<SysNvLength> request) {
  const Bytes* value = memory_.store.find(key_of(request));
  return {static_cast<std::uint8_t>(value ? value->size() : 0), {}};
}
SysNvRead::Response ZnpNcp::ex_read(Ask<SysNvRead> request) {
  return part_of(memory_.store.find(key_of(request)), request.offset, request.length);
}
SysNvWrite::Response ZnpNcp::ex_write(Ask<SysNvWrite> request) {
  if (!memory_.store.write(key_of(request), request.offset, request.value.bytes))
    return {operation_failed};
  changed();
  return {success};
}
SysNvUpdate::Response ZnpNcp::ex_update(Ask<SysNvUpdate> request) {
  memory_.store.put(key_of(request), request.value.bytes);
  changed();
  return {success};
}

// The rest ----------------------------------------------------------------------------------------

SysRandom::Response ZnpNcp::random(Ask<SysRandom>) {
  return {static_cast<std::uint16_t>(random_())};
}
// The real one answers 0, not the value as TI's document says.
SysStackTune::Response ZnpNcp::stack_tune(Ask<SysStackTune>) { return {0}; }
SysSetTransmitPower::Response ZnpNcp::transmit_power(Ask<SysSetTransmitPower> request) {
  return {static_cast<std::uint8_t>(request.level)};
}

}  // namespace waggle::sim::znp
