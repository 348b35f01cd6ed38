// Finding out what speaks at the other end of a port: each family's greeting is sent in turn, and whoever answers is
// known by its answer. Does not start a driver, and knows no settings.
#pragma once

#include <functional>

#include "coordinator/family.h"

namespace waggle::coordinator {

using OpenAt = std::function<Task<Result<std::unique_ptr<io::Stream>>>(unsigned baud)>;

struct Found {
  const Family* family = nullptr;
  unsigned baud = 0;
};

/// `first`: the name of the family to ask first, if one is likely. `bauds`: the speeds to try, one after the other; for
/// what has no speed, such as TCP, one is enough.
Task<Result<Found>> probe(Scheduler& scheduler, OpenAt open, std::vector<unsigned> bauds, std::string first = {});

/// The speeds that the families' sticks usually have, each once.
std::vector<unsigned> usual_bauds();

}  // namespace waggle::coordinator
