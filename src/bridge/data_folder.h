// What stands in the data folder and must not be lost, and how to tell a whole file from a damaged one.
#pragma once

#include <span>

#include "io/generations.h"

namespace waggle::bridge {

extern const std::span<const io::KeptFile> kept_files;

}  // namespace waggle::bridge
