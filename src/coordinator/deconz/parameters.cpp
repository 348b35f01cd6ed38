// The stack's parameters as values.
#include <fmt/core.h>

#include "coordinator/deconz/driver.h"

namespace waggle::coordinator::deconz {

Task<Result<Bytes>> Driver::read_parameter(Parameter which, Bytes index) {
  ReadParameter::Request request;
  request.parameter = which.id;
  request.argument.bytes = std::move(index);
  auto answer = co_await link_.call<ReadParameter>(request);
  if (!answer) co_return std::move(answer.error()).in(which.name);
  const Bytes& octets = answer->value.bytes;
  const std::size_t least = std::size_t{which.index} + which.size;
  const bool whole = which.size > 0 ? octets.size() == least : octets.size() >= least;
  if (answer->parameter != which.id || !whole) {
    co_return Error{Errc::malformed, fmt::format("the radio does not tell its {}: '{}'", which.name, to_hex(octets))};
  }
  co_return Bytes(octets.begin() + which.index, octets.end());
}

Task<Result<std::uint64_t>> Driver::read_number(Parameter which) {
  CO_TRY(const Bytes octets, co_await read_parameter(which));
  co_return Reader(octets).uint(octets.size());
}

Task<Result<>> Driver::write_parameter(Parameter which, Bytes value) {
  WriteParameter::Request request;
  request.parameter = which.id;
  request.value.bytes = std::move(value);
  auto answer = co_await link_.call<WriteParameter>(request);
  if (!answer) co_return std::move(answer.error()).in(which.name);
  co_return Result<>{};
}

Task<Result<>> Driver::write_number(Parameter which, std::uint64_t value) {
  Writer out;
  out.uint(value, which.size);
  Bytes octets = out.take();
  co_return co_await write_parameter(which, std::move(octets));
}

}  // namespace waggle::coordinator::deconz
