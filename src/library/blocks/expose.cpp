// Expose: what users see, row by row, for devices whose other blocks only read and set.
#include "library/blocks/common.h"

namespace waggle::library {
namespace {

using Type = Expose::Type;

constexpr std::pair<std::string_view, Type> kinds[] = {
    {"binary", Type::binary}, {"number", Type::numeric}, {"enum", Type::enumeration}, {"text", Type::text},
    {"composite", Type::composite}, {"list", Type::list}, {"light", Type::light}, {"switch", Type::toggle},
    {"cover", Type::cover}, {"lock", Type::lock}, {"climate", Type::climate}, {"fan", Type::fan}};
constexpr std::pair<std::string_view, std::uint8_t> accesses[] = {
    {"none", 0}, {"state", 1}, {"set", 2}, {"state_set", 3}, {"get", 4}, {"state_get", 5}, {"set_get", 6}, {"all", 7}};

template <class T, std::size_t N>
void read_one_of(Options& o, std::string_view name, T& out, const std::pair<std::string_view, T> (&table)[N], std::string_view help) {
  std::string word, all;
  for (const auto& [known, value] : table) {
    if (value == out) word = known;
    all += (all.empty() ? "" : ", ") + std::string(known);
  }
  o.read(name, word, std::string(help) + ": " + all);
  for (const auto& [known, value] : table) {
    if (known == word) {
      out = value;
      return;
    }
  }
  o.complain(name, "must be one of " + all);
}

Expose read_row(Options& o);

void read_rows(Options& o, std::string_view name, std::string_view help, std::vector<Expose>& out, bool top) {
  o.read_each(name, help, [&](const std::string&, OptionNode item) {
    if (o.describing() && !top) return;  // rows within rows are rows
    Options in = o.inside(name, item);
    Expose row = read_row(in);
    in.finish("an exposed property");
    out.push_back(std::move(row));
  });
}

Expose read_row(Options& o) {
  Expose e;
  e.access = Access::state;
  o.read("name", e.name, "the property; things such as a light have none");
  read_one_of(o, "kind", e.type, kinds, "what it is");
  read_one_of(o, "access", e.access, accesses, "published (state), can be set, can be asked for (get)");
  o.read("endpoint", e.endpoint, "whose it is, by name: it goes behind the property");
  if (!e.is_thing()) {
    e.property = e.name;
    if (!e.endpoint.empty()) e.property += "_" + e.endpoint;
  } else {
    e.access = 0;
  }
  o.read("property", e.property, "under which it is published, when that is not the name with the endpoint");
  o.read("label", e.label, "when it is not made from the name");
  o.read("description", e.description, "what a user should know of it");
  o.read("unit", e.unit, "of a number");
  o.read("category", e.category, "config or diagnostic, when it is not what the device is for");
  o.read("on", e.value_on, "binary: the value for on");
  o.read("off", e.value_off, "binary: the value for off");
  o.read("toggle", e.value_toggle, "binary: what turns it around");
  o.read("min", e.min, "number: the least value");
  o.read("max", e.max, "number: the greatest value");
  o.read("step", e.step, "number: from one value to the next");
  o.read("least", e.length_min, "list: how many items at least");
  o.read("most", e.length_max, "list: how many items at most");
  Value values;
  o.read("values", values, "enum: the words");
  if (values.is_array()) e.values.assign(values.array().begin(), values.array().end());
  o.read_each("presets", "number: values with a name, {name: value}", [&](const std::string& name, OptionNode item) {
    if (!o.describing()) e.presets.push_back({name, item.value(), {}});
  });
  Value home;
  o.read("homeassistant", home, "what Home Assistant is told besides");
  if (home.is_object()) e.homeassistant = home.object();
  read_rows(o, "features", "composite, light and the like: what it is made of, rows like this", e.features, false);
  read_rows(o, "item", "list: what its items are, one row like this", e.item_type, false);
  return e;
}

class ExposeList final : public Block {
  std::vector<Expose> rows_;

 public:
  std::vector<Expose> options_;
  void read(Options& o) override {
    read_rows(o, "list", "what is exposed, a row each", rows_, true);
    read_rows(o, "options", "what a user may choose for the device, rows like those", options_, false);
  }
  void build(Builder& b) const override {
    for (const Expose& row : rows_) {
      b.expose(row);
    }
    for (const Expose& row : options_) {
      b.option(Builder::OptionFor::definition, row);
    }
  }
};

}  // namespace

extern const BlockType expose_block = block<ExposeList>("expose", "What users see, for blocks that only read and set");

}  // namespace waggle::library
