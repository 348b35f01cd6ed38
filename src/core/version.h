// What this program is, for people and for clients that ask.
#pragma once

#include <string_view>

namespace waggle {

inline constexpr std::string_view version = "0.1.0";
/// The commit it was built from; "unknown" outside a repository.
extern const std::string_view build_commit;

}  // namespace waggle
