#include "library/blob.h"

#include <cstring>
#include <map>

#include "library/library_generated.h"
#include "library/packed.h"

namespace waggle::library {
namespace {

constexpr std::uint32_t format = 2;

std::string_view view(const flatbuffers::String* s) {
  return s ? std::string_view(s->c_str(), s->size()) : std::string_view();
}

// Model ids are looked up whatever their case.
std::string folded(std::string_view model_id) {
  std::string out(model_id);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return out;
}

Value strings(const std::vector<std::string>& list) { return Array(list.begin(), list.end()); }
std::vector<std::string> to_strings(const Value* value) {
  std::vector<std::string> out;
  if (value && value->is_array()) {
    for (const Value& item : value->array()) out.push_back(to_text(item));
  }
  return out;
}

}  // namespace

struct BlobWriter::Impl {
  flatbuffers::FlatBufferBuilder out{1 << 20};
  Packer pool;
  std::vector<std::string> block_names;
  std::vector<flatbuffers::Offset<blob::Definition>> definitions;
  std::vector<flatbuffers::Offset<blob::Cluster>> clusters;
  std::map<std::string, std::uint16_t, std::less<>> cluster_index;
  std::map<std::string, std::vector<std::uint32_t>> models;

  std::uint32_t put_or_none(const Value& value) { return value.is_null() ? 0 : pool.add(value) + 1; }
  flatbuffers::Offset<flatbuffers::String> text(const std::string& s) {
    return s.empty() ? flatbuffers::Offset<flatbuffers::String>() : out.CreateSharedString(s);
  }
  std::uint16_t block_index(const std::string& name) {
    for (std::size_t i = 0; i < block_names.size(); ++i) {
      if (block_names[i] == name) return static_cast<std::uint16_t>(i);
    }
    block_names.push_back(name);
    return static_cast<std::uint16_t>(block_names.size() - 1);
  }
  flatbuffers::Offset<flatbuffers::Vector<flatbuffers::Offset<blob::Match>>> matches(const std::vector<Match>& list) {
    std::vector<flatbuffers::Offset<blob::Match>> rows;
    for (const Match& m : list) {
      const auto model = text(m.model);
      const auto manufacturer = text(m.manufacturer);
      rows.push_back(blob::CreateMatch(out, model, manufacturer, m.priority, put_or_none(m.more), m.exact));
    }
    return out.CreateVector(rows);
  }
};

BlobWriter::BlobWriter() : impl_(std::make_unique<Impl>()) {}
BlobWriter::~BlobWriter() = default;

void BlobWriter::add(const ClusterSource& cluster) {
  Impl& w = *impl_;
  w.cluster_index.emplace(cluster.label, static_cast<std::uint16_t>(w.clusters.size()));
  const auto label = w.text(cluster.label);
  w.clusters.push_back(blob::CreateCluster(w.out, label, w.pool.add(cluster.content)));
}

void BlobWriter::add(const DefinitionSource& s) {
  Impl& w = *impl_;
  const auto index = static_cast<std::uint32_t>(w.definitions.size());
  std::vector<blob::BlockUse> blocks;
  for (const auto& [name, node] : s.blocks) {
    blocks.emplace_back(w.block_index(name), w.pool.add(node.present() ? node.value() : Value()));
  }
  std::vector<std::uint16_t> clusters;
  for (const std::string& label : s.clusters) clusters.push_back(w.cluster_index.find(label)->second);
  Object more;
  if (!s.endpoints.empty()) {
    Object endpoints;
    for (const auto& [name, id] : s.endpoints) endpoints.set(name, id);
    more.set("endpoints", std::move(endpoints));
  }
  if (s.multi_endpoint) more.set("multi_endpoint", true);
  if (!s.multi_endpoint_skip.empty()) more.set("multi_endpoint_skip", strings(s.multi_endpoint_skip));
  if (s.no_default_response) more.set("no_default_response", true);
  if (!s.order.empty()) more.set("order", strings(s.order));
  if (!s.option_order.empty()) more.set("option_order", strings(s.option_order));
  if (!s.page.is_null()) more.set("page", s.page);
  if (!s.missing.empty()) more.set("missing", s.missing);

  std::vector<flatbuffers::Offset<blob::WhiteLabel>> labels;
  for (const WhiteLabel& l : s.white_labels) {
    const auto vendor = w.text(l.vendor);
    const auto model = w.text(l.model);
    const auto description = w.text(l.description);
    const auto matches = w.matches(l.matches);
    labels.push_back(blob::CreateWhiteLabel(w.out, vendor, model, description, matches));
  }
  const auto vendor = w.text(s.vendor);
  const auto model = w.text(s.model);
  const auto description = w.text(s.description);
  const auto matches = w.matches(s.matches);
  for (const Match& m : s.matches) {
    auto& known = w.models[folded(m.model)];
    if (known.empty() || known.back() != index) known.push_back(index);
  }
  const auto label_rows = w.out.CreateVector(labels);
  const auto block_rows = w.out.CreateVectorOfStructs(blocks);
  const auto cluster_rows = w.out.CreateVector(clusters);
  const auto icon = w.text(s.icon);
  const auto version = w.text(s.version);
  const auto power = w.text(s.power_source);
  const auto where = w.text(s.where);
  w.definitions.push_back(blob::CreateDefinition(
      w.out, vendor, model, description, matches, label_rows, block_rows, cluster_rows, s.ota, icon,
      version, power, more.empty() ? 0 : w.pool.add(Value(more)) + 1, where));
}

Bytes BlobWriter::finish() {
  Impl& w = *impl_;
  std::vector<flatbuffers::Offset<blob::ModelKey>> keys;
  for (const auto& [model, list] : w.models) {
    const auto name = w.out.CreateSharedString(model);
    keys.push_back(blob::CreateModelKey(w.out, name, w.out.CreateVector(list)));
  }
  const auto names = w.out.CreateVectorOfStrings(w.block_names);
  const auto definitions = w.out.CreateVector(w.definitions);
  const auto clusters = w.out.CreateVector(w.clusters);
  const auto models = w.out.CreateVectorOfSortedTables(&keys);
  const auto pool = w.out.CreateVector(w.pool.finish());
  blob::FinishLibraryBuffer(
      w.out, blob::CreateLibrary(w.out, format, names, definitions, clusters, models, pool));
  return {w.out.GetBufferPointer(), w.out.GetBufferPointer() + w.out.GetSize()};
}

Result<Blob> Blob::open(ByteView octets) {
  flatbuffers::Verifier verifier(octets.data(), octets.size(), 64, 10'000'000);
  if (octets.size() < 8 || !blob::VerifyLibraryBuffer(verifier)) {
    return Error{Errc::malformed, "these octets are no compiled device library"};
  }
  const auto* root = blob::GetLibrary(octets.data());
  if (root->format() != format) {
    return Error{Errc::unsupported, "a compiled device library of format " + std::to_string(root->format())};
  }
  return Blob(octets);
}

Blob Blob::trust(ByteView octets) { return Blob(octets); }

namespace {
const blob::Library& root(ByteView octets) { return *blob::GetLibrary(octets.data()); }
}  // namespace

std::size_t Blob::size() const { return root(octets_).definitions()->size(); }

Value Blob::pool(std::uint32_t index) const {
  const auto* bytes = root(octets_).pool();
  return unpack({bytes->data(), bytes->size()}, index);
}

std::vector<std::uint32_t> Blob::candidates(std::string_view told) const {
  const std::string model_id = folded(told);
  // A match without a model is asked of devices that told none, as Zigbee2MQTT does.
  // Some tell zeros in the middle, over which a search for C strings would stumble.
  const auto* keys = root(octets_).models();
  const auto found = std::lower_bound(keys->begin(), keys->end(), model_id, [](const auto* row, std::string_view id) { return view(row->model()) < id; });
  if (found == keys->end() || view((*found)->model()) != model_id) return {};
  return {(*found)->definitions()->begin(), (*found)->definitions()->end()};
}

namespace {
template <class ReadPool>
std::vector<Match> to_matches(const flatbuffers::Vector<flatbuffers::Offset<blob::Match>>* rows,
                              ReadPool pool) {
  std::vector<Match> out;
  if (!rows) return out;
  for (const blob::Match* m : *rows) {
    out.push_back({std::string(view(m->model())), std::string(view(m->manufacturer())), m->priority(),
                   m->more() ? pool(m->more() - 1) : Value(), m->exact()});
  }
  return out;
}
}  // namespace

std::vector<Match> Blob::matches(std::uint32_t index) const {
  return to_matches(root(octets_).definitions()->Get(index)->matches(),
                    [this](std::uint32_t i) { return pool(i); });
}

DefinitionSource Blob::source(std::uint32_t index, std::vector<std::unique_ptr<Value>>& keep) const {
  const blob::Library& library = root(octets_);
  const blob::Definition* d = library.definitions()->Get(index);
  DefinitionSource out;
  out.vendor = view(d->vendor());
  out.model = view(d->model());
  out.description = view(d->description());
  out.ota = d->ota();
  out.icon = view(d->icon());
  out.version = view(d->version());
  out.power_source = view(d->power_source());
  out.where = view(d->where());
  auto read_pool = [this](std::uint32_t i) { return pool(i); };
  out.matches = to_matches(d->matches(), read_pool);
  for (const blob::WhiteLabel* l : *d->white_labels()) {
    out.white_labels.push_back({std::string(view(l->vendor())), std::string(view(l->model())),
                                std::string(view(l->description())), to_matches(l->matches(), read_pool)});
  }
  for (const blob::BlockUse* use : *d->blocks()) {
    Value options = pool(use->options());
    OptionNode node;
    if (!options.is_null()) node = OptionNode(*keep.emplace_back(std::make_unique<Value>(std::move(options))));
    out.blocks.emplace_back(library.block_names()->Get(use->type())->str(), node);
  }
  for (const std::uint16_t c : *d->clusters()) out.clusters.push_back(library.clusters()->Get(c)->label()->str());
  if (d->more() == 0) return out;
  const Value more = pool(d->more() - 1);
  if (const Value* endpoints = more.find("endpoints"); endpoints && endpoints->is_object()) {
    for (const auto& [name, id] : endpoints->object()) {
      out.endpoints.emplace_back(name, static_cast<int>(id.number_or(0)));
    }
  }
  const Value* multi = more.find("multi_endpoint");
  out.multi_endpoint = multi && multi->bool_or(false);
  out.multi_endpoint_skip = to_strings(more.find("multi_endpoint_skip"));
  out.no_default_response = more.find("no_default_response") != nullptr;
  out.order = to_strings(more.find("order"));
  out.option_order = to_strings(more.find("option_order"));
  if (const Value* page = more.find("page")) out.page = *page;
  if (const Value* missing = more.find("missing")) out.missing = missing->string_or("");
  return out;
}

std::optional<Value> Blob::cluster(std::string_view label) const {
  for (const blob::Cluster* c : *root(octets_).clusters()) {
    if (view(c->label()) == label) return pool(c->content());
  }
  return std::nullopt;
}

}  // namespace waggle::library
