#include "coordinator/zboss/inspect.h"

#include "coordinator/zboss/commands.h"
#include "coordinator/zboss/zdo.h"

namespace waggle::coordinator::zboss {
namespace {

constexpr Nwk whoever{0xFFFE};

std::optional<Bytes> again(const ZdoForm& form, const Message& message) {
  if (message.kind == Message::Kind::request) {
    const auto on_air = from_call(form, message.parameters);
    return on_air ? to_call(form, on_air->to, on_air->payload) : std::nullopt;
  }
  const auto payload = from_response(form, message.status, message.parameters, whoever);
  return payload ? to_response(form, *payload) : std::nullopt;
}

}  // namespace

Result<Bytes> read_and_write(const Message& message) {
  const bool indication = message.kind == Message::Kind::indication;
  const bool refused = message.kind == Message::Kind::response && message.status != 0;
  const Row* row = find_row(message.call);
  const ZdoForm* form = find_zdo_form(message.call);
  std::optional<Bytes> out(std::in_place, message.parameters.begin(), message.parameters.end());
  if (row && row->id.indication == indication && !refused) {
    out = row->again(message.parameters, message.kind);
  } else if (form && !indication && !refused) {
    out = again(*form, message);
  }
  if (!out) return Error{Errc::malformed, "does not fit its row: " + describe(message)};
  return *std::move(out);
}

}  // namespace waggle::coordinator::zboss
