// The keys that EmberZNet shares with devices. A trust centre of its kind keeps one secret and makes the key of each
// device from it, so that it needs no table; other stacks must be told what comes out. No I/O.
#pragma once

#include "coordinator/parameters.h"
#include "core/bytes.h"

namespace waggle::coordinator {

/// HMAC with the AES-MMO hash (Zigbee PRO B.1.4).
Key keyed_hash(const Key& key, ByteView octets);
/// The key of a device whose trust centre hashes (EMBER_TRUST_CENTER_USES_HASHED_LINK_KEY).
Key hashed_link_key(const Key& secret, Ieee device);

}  // namespace waggle::coordinator
