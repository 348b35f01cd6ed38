// Install codes: devices that join with a key of their own.
#include "core/log.h"
#include "network/network.h"

namespace waggle::network {
namespace {
constexpr std::string_view NS = "zh:controller";
}

Task<Result<>> Network::add_install_code(InstallCode code) {
  if (state_ != RadioState::connected) co_return Error{Errc::closed, "the radio is not connected"};
  CO_TRY(const InstallCodeCrc crc, check_install_code(code.code));
  if (crc != InstallCodeCrc::right) {
    log::info(NS, "Install code was adjusted for reason '{}'.", crc == InstallCodeCrc::missing ? "missing CRC" : "invalid CRC");
  }
  log::info(NS, "Adding install code for {}.", to_string(code.ieee));
  Bytes whole = mended_install_code(code.code, crc);
  CO_TRY_DO(co_await radio_driver_->add_install_code(code.ieee, std::move(whole), false));
  // What has no check sum may be the key itself: some devices of before 2016 come with that. The radio takes both.
  constexpr std::size_t key_size = 16;
  if (crc == InstallCodeCrc::missing && code.code.size() == key_size) {
    CO_TRY_DO(co_await radio_driver_->add_install_code(code.ieee, code.code, true));
  }
  co_return Result<>{};
}

}  // namespace waggle::network
