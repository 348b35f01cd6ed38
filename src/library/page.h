// PageFacts: what a device's page tells and nothing else needs: the `page:` section of a device's row.
// They stay in the compiled library until somebody writes pages; a running bridge never loads them.
#pragma once

#include <map>
#include <string>

#include "library/options.h"

namespace waggle::library {

struct PageFacts {
  std::string added;    // ISO time; empty: unknown, and left out
  std::string vendor;   // as the page spells it; empty: the device's
  std::string picture;  // file name; empty: made from the model
  std::string notes;    // Markdown
  std::string pairing;  // Markdown: how the device is made to join
  std::map<std::string, std::string, std::less<>> descriptions;  // by property, instead of the blocks' texts

  void read(Options& o);
};

/// Out of the compiled library, where it was checked.
PageFacts page_facts(const Value& section);

}  // namespace waggle::library
