// ZHA's own form of a coordinator backup (what its page downloads: "network_info" and "node_info"), put into the open
// form that backup.h reads. Text and values only.
#pragma once

#include "core/value.h"

namespace waggle::network {

/// The file has ZHA's form.
bool is_zha_backup(const Value& file);
/// The same in the open form. What is missing or wrong in it stays so: who reads the open form says it.
Value opened(const Value& zha);

}  // namespace waggle::network
