#include "coordinator/znp/nv.h"

#include <fmt/core.h>

namespace waggle::coordinator::znp {
namespace {

constexpr std::size_t chunk = 240;

bool wants_even_offset(const Field& field) {
  return field.kind == Field::Kind::uint && (field.size == 2 || field.size == 4);
}

}  // namespace

Bytes encode_nv(const void* object, std::span<const Field> rows, Alignment alignment) {
  Writer out;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (alignment == Alignment::aligned && wants_even_offset(rows[i]) && out.size() % 2) out.u8(0);
    fields::encode(object, rows.subspan(i, 1), out);
  }
  if (alignment == Alignment::aligned && out.size() % 2) out.u8(0);
  return out.take();
}

bool decode_nv(void* object, std::span<const Field> rows, Alignment alignment, ByteView octets) {
  Reader in(octets);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (alignment == Alignment::aligned && wants_even_offset(rows[i]) && in.position() % 2) in.u8();
    fields::decode(object, rows.subspan(i, 1), in);
  }
  return in.ok();
}

Task<Result<>> NvMemory::probe() {
  CO_TRY(const auto response, co_await link_.call<SysOsalNvLength>({item::network_key}));
  if (response.length == 0) {
    co_return Error{Errc::unsupported,
                    "the radio has no NWKKEY item: is this a Z-Stack coordinator firmware?"};
  }
  alignment_ = response.length == 21 ? Alignment::unaligned : Alignment::aligned;
  co_return Result<>{};
}

Task<Result<std::optional<Bytes>>> NvMemory::read(std::uint16_t id) {
  CO_TRY(const auto response, co_await link_.call<SysOsalNvLength>({id}));
  if (response.length == 0) co_return std::optional<Bytes>();
  Bytes value;
  while (value.size() < response.length) {
    const SysOsalNvReadExt::Request request{id, static_cast<std::uint16_t>(value.size())};
    CO_TRY(const auto part, co_await link_.demand<SysOsalNvReadExt>(request));
    if (part.value.bytes.empty()) break;
    value.insert(value.end(), part.value.bytes.begin(), part.value.bytes.end());
  }
  co_return std::optional<Bytes>(std::move(value));
}

Task<Result<>> NvMemory::write(std::uint16_t id, Bytes value) {
  CO_TRY(const auto old, co_await read(id));
  if (old && *old == value) co_return Result<>{};
  if (old && old->size() != value.size()) {
    co_return Error{Errc::invalid, fmt::format("NV item {} holds {} octets, not {}", hex16(id),
                                               old->size(), value.size())};
  }
  if (!old) {
    SysOsalNvItemInit::Request request{id, static_cast<std::uint16_t>(value.size()), {}};
    request.value.bytes.assign(value.begin(),
                               value.begin() + static_cast<std::ptrdiff_t>(std::min(value.size(), chunk)));
    CO_TRY_DO(co_await link_.demand<SysOsalNvItemInit>(request, SysOsalNvItemInit::created));
  }
  for (std::size_t offset = 0; offset < value.size(); offset += chunk) {
    const std::size_t size = std::min(chunk, value.size() - offset);
    SysOsalNvWriteExt::Request request{id, static_cast<std::uint16_t>(offset),
                                       static_cast<std::uint16_t>(size), {}};
    const auto first = value.begin() + static_cast<std::ptrdiff_t>(offset);
    request.value.bytes.assign(first, first + static_cast<std::ptrdiff_t>(size));
    CO_TRY_DO(co_await link_.demand<SysOsalNvWriteExt>(request));
  }
  co_return Result<>{};
}

Task<Result<>> NvMemory::erase(std::uint16_t id) {
  CO_TRY(const auto response, co_await link_.call<SysOsalNvLength>({id}));
  if (response.length == 0) co_return Result<>{};
  const SysOsalNvDelete::Request request{id, response.length};
  CO_TRY_DO(co_await link_.demand<SysOsalNvDelete>(request, SysOsalNvItemInit::created));
  co_return Result<>{};
}

}  // namespace waggle::coordinator::znp
