// generated FACTS [NAME]
//
// Compares what Waggle makes of devices that nobody knows with what Zigbee2MQTT does (peer.mjs wrote the facts):
// what it asks them, what it shows, what users may choose, what it sends at configuring. And the text of each
// must compile to the same. Differences are told for the cases whose names contain NAME, else for all.
#include <fmt/core.h>

#include <set>

#include "core/json.h"
#include "library/compiler.h"
#include "library/device_file.h"
#include "library/generate/generate.h"
#include "library/library.h"
#include "parity/compare.h"

namespace waggle::parity {
namespace {

constexpr std::string_view thing = "a generated definition";

// Asks as the network does, one attribute at a time, and answers as the case says.
std::string compare_questions(MockDevice& device, const Value& theirs) {
  Array mine;
  std::vector<library::Question> asked;
  const library::Question* next = nullptr;
  for (library::Generated made = library::generate(device); (next = library::next_question(made, asked)); made = library::generate(device)) {
    asked.push_back(*next);
    const zcl::Cluster* cluster = zcl::find_standard(next->cluster);
    Object question{{"ep", next->endpoint.raw}, {"cluster", cluster->name}, {"attribute", cluster->attribute(next->attribute, 0)->name}};
    for (const Value& row : theirs.array()) {
      const Value* value = row.find("value");
      if (!value || *row.find("ep") != *question.find("ep") || *row.find("attribute") != *question.find("attribute")) continue;
      if (*row.find("cluster") != *question.find("cluster")) continue;
      device.remember(next->endpoint, next->cluster, next->attribute, *value);
      question.set("value", *value);
    }
    mine.push_back(std::move(question));
  }
  // Who did not answer is not asked a second time.
  Array once;
  for (const Value& row : theirs.array()) {
    if (std::find(once.begin(), once.end(), row) == once.end()) once.push_back(row);
  }
  return differs("asked", mine, once);
}

std::string compare_facts(const library::Definition& made, const Value& row) {
  Object endpoints;
  for (const auto& [name, id] : made.endpoints->endpoints) endpoints.set(name, id);
  Object mine{{"model", made.model}, {"vendor", made.vendor}, {"description", made.description}, {"ota", made.ota}, {"endpoints", endpoints}};
  // Lamps of Philips among other endpoints: Zigbee2MQTT publishes other names than it shows.
  if (row.find("mock", "manufacturerID")->number_or(0) != 0x100B) {
    mine.set("skip", Array(made.endpoints->skip.begin(), made.endpoints->skip.end()));
  }
  Object theirs;
  for (const auto& [key, value] : mine) theirs.set(key, *row.find(key));
  return differs("facts", mine, theirs);
}

bool shows_twice(const library::Definition& made) {
  std::set<std::string> lamps;
  for (const library::Expose& e : made.exposes(nullptr, {})) {
    if (e.type == library::Expose::Type::light && !lamps.insert(e.endpoint).second) return true;
  }
  return false;
}

// The text a user is given: compiled as a file of his own it is the same definition.
std::string compare_text(const MockDevice& device, const library::Definition& made, library::Library& library) {
  const std::string text = library::to_device_file(library::generate(device, library::For::editing).row);
  const auto compiled = library.load_user_files({{"generated.yaml", text}});
  if (!compiled.problems.empty()) return "its text: " + compiled.problems.list()[0].line() + "\n" + text;
  const auto own = library.identify(device);
  if (!own || !own.definition->own) return "its text is not recognised:\n" + text;
  if (shows_twice(made)) return {};  // its text does not
  return compare_exposes("its text: exposes", own.definition->exposes(&device, {}), library::to_value(made.exposes(&device, {})));
}

std::string compare(const Value& row) {
  library::Library library(library::built_in_library());
  auto device = std::make_shared<MockDevice>(*row.find("mock"));
  if (const Value* known = row.find("mock", "attrs")) device->load_attributes(*known, {});
  if (auto d = compare_questions(*device, *row.find("asked")); !d.empty()) return d;
  if (library.identify(*device)) return "is known to the library";
  const auto made = library.generate(*device).definition;
  if (!made->generated) return std::string(thing) + " must say that it is one";
  if (library.generate(*device).definition != made) return std::string(thing) + " is shared by devices that are alike";
  if (auto d = compare_facts(*made, row); !d.empty()) return d;
  // The peer's bridge adds the link quality behind.
  Value exposes = *row.find("exposes");
  exposes.array().push_back(library::to_value(made->exposes(nullptr, {}).back()));
  if (auto d = compare_exposes("exposes", made->exposes(device.get(), {}), exposes); !d.empty()) return d;
  if (auto d = compare_exposes("options", made->options, *row.find("options")); !d.empty()) return d;
  VirtualTime time(WallTime{});
  auto paper = std::make_shared<PaperSubject>(time, device, made->catalogue());
  if (auto d = compare_configure(*made, time, std::move(paper), *row.find("configure")); !d.empty()) return d;
  return compare_text(*device, *made, library);
}

}  // namespace
}  // namespace waggle::parity

int main(int argc, char** argv) {
  using namespace waggle;
  const std::string wanted = argc > 2 ? argv[2] : "";
  int equal = 0, total = 0;
  auto done = parity::read_lines(argc > 1 ? argv[1] : "", [&](Value row) {
    const std::string name(row.find("name")->string_or(""));
    if (name.find(wanted) == std::string::npos) return;
    const std::string difference = parity::compare(row);
    ++total;
    equal += difference.empty();
    if (!difference.empty()) fmt::print("--- {}\n    {}\n", name, difference);
  });
  if (!done) fmt::print(stderr, "{}\n", done.error().text);
  fmt::print("generated: {} of {} equal\n", equal, total);
  return done && equal == total && total > 0 ? 0 : 1;
}
