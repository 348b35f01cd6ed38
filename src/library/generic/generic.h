// What can be set on every device, whatever its definition says: scenes, and the clusters themselves.
#pragma once

#include "library/block.h"

namespace waggle::library {

void add_scenes(Builder& builder);      // scenes.cpp: scene_store, scene_recall, …
void add_raw_access(Builder& builder);  // raw.cpp: read, write, command, zclcommand, reset

}  // namespace waggle::library
