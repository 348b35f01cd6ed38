#include "core/version.h"

#ifndef WAGGLE_COMMIT
#define WAGGLE_COMMIT "unknown"
#endif

namespace waggle {
const std::string_view build_commit = WAGGLE_COMMIT;
}  // namespace waggle
