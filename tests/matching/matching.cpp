// matching FACTS [LIMIT]
//
// Compares what Waggle recognises devices as with what Zigbee2MQTT does (peer.mjs wrote the facts): by every
// model id and fingerprint it knows, and by misspelled ones.
#include <fmt/core.h>

#include <cstdlib>
#include <set>

#include "core/json.h"
#include "library/library.h"
#include "parity/facts.h"

namespace waggle::parity {
namespace {

std::string found_by(library::Library& library, const Value& mock) {
  static std::set<std::shared_ptr<const library::Definition>> kept;  // to be linked once
  const auto known = library.identify(MockDevice(mock));
  if (!known) return "nothing";
  kept.insert(known.definition);
  std::string out = known.definition->vendor + " " + known.definition->model;
  const std::string sold = std::string(known.vendor()) + " " + std::string(known.model());
  return sold == out ? out : out + " as " + sold;
}

std::string expected(const Array& row) {
  if (row[1].is_null()) return "nothing";
  const std::string out = row[1].string() + " " + row[2].string();
  return row.size() > 3 ? out + " as " + row[3].string() : out;
}

}  // namespace
}  // namespace waggle::parity

int main(int argc, char** argv) {
  using namespace waggle;
  int shown = argc > 2 ? std::atoi(argv[2]) : 20;
  library::Library library(library::built_in_library());
  int equal = 0, total = 0;
  auto done = parity::read_lines(argc > 1 ? argv[1] : "", [&](Value row) {
    const std::string mine = parity::found_by(library, row.array()[0]);
    const std::string theirs = parity::expected(row.array());
    ++total;
    equal += mine == theirs;
    if (mine != theirs && shown-- > 0) fmt::print("mine {}, theirs {}: {}\n", mine, theirs, json::dump(row.array()[0]));
  });
  if (!done) fmt::print(stderr, "{}\n", done.error().text);
  fmt::print("matching: {} of {} equal\n", equal, total);
  return done && equal == total && total > 0 ? 0 : 1;
}
