#include "coordinator/ember/inspect.h"

#include "coordinator/ember/other_commands.h"

namespace waggle::coordinator::ember {

Result<Bytes> read_and_write(std::uint16_t number, ByteView parameters, bool response, int version) {
  std::optional<Bytes> again;
  if (const Row* row = find_row(number)) {
    again = row->again(parameters, response, version);
  } else if (const OtherRow* other = find_other(number)) {
    if (fits(other->layout(response, version), parameters, widths_of(version))) again.emplace(parameters.begin(), parameters.end());
  } else {
    return Error{Errc::unsupported, "there is no row for this command: " + describe(number, parameters, response, version)};
  }
  if (!again) return Error{Errc::malformed, "does not fit its row: " + describe(number, parameters, response, version)};
  return *std::move(again);
}

}  // namespace waggle::coordinator::ember
