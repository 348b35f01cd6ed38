// The address of a document: http:// or https://, taken apart. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.h"

namespace waggle::web {

struct Address {
  bool secure = false;
  std::string host;  // without brackets
  std::uint16_t port = 80;
  std::string target;  // path and query

  /// As the Host field of a request has it.
  std::string authority() const;
  std::string text() const;
};

Result<Address> parse_address(std::string_view url);
/// What a Location field of an answer from `from` means (RFC 9110, 10.2.2).
Result<Address> follow(const Address& from, std::string_view location);

}  // namespace waggle::web
