#include "library/library.h"

#include <set>

#include "core/log.h"
#include "library/device_file.h"
#include "library/generate/generate.h"

namespace waggle::library {

std::string_view Identified::vendor() const {
  return white_label && !white_label->vendor.empty() ? white_label->vendor : definition->vendor;
}
std::string_view Identified::model() const {
  return white_label ? white_label->model : definition->model;
}
std::string_view Identified::description() const {
  return white_label && !white_label->description.empty() ? white_label->description
                                                          : definition->description;
}

Compiled Library::load_user_files(const std::vector<SourceFile>& files) {
  Compiled compiled = compile(files, &built_in_);
  user_octets_ = compiled.octets;
  user_.reset();
  if (compiled.definitions > 0) user_.emplace(Blob::trust(user_octets_));
  std::erase_if(linked_, [](auto& entry) { return entry.first.first; });
  std::erase_if(clusters_, [](auto& entry) { return entry.first.first; });
  return compiled;
}

namespace {

// Some devices fill their model id up with blanks, or with zeros and what was in their memory behind.
std::string_view trimmed(std::string_view model_id) {
  model_id = model_id.substr(0, model_id.find('\0'));
  constexpr std::string_view blanks = " \t\r\n\f\v";
  const auto first = model_id.find_first_not_of(blanks);
  return first == model_id.npos ? std::string_view() : model_id.substr(first, model_id.find_last_not_of(blanks) - first + 1);
}

// As Zigbee2MQTT decides. A model id that one definition alone names has the device, however the device spells it. Else
// exact matches go first, the highest priority winning; then mere model ids. Among equals the later definition has it.
std::optional<std::uint32_t> choose(const Blob& blob, const Device& device) {
  const std::string_view model_id = device.model_id();
  auto candidates = blob.candidates(model_id);
  if (candidates.empty()) candidates = blob.candidates(trimmed(model_id));
  std::optional<std::uint32_t> best;
  int best_priority = 0;
  std::optional<std::uint32_t> plain;
  for (const std::uint32_t index : candidates) {
    for (const Match& match : blob.matches(index)) {
      if (!match.exact) {
        if (candidates.size() == 1 || match.model == model_id || match.model == trimmed(model_id)) plain = index;
      } else if (match.matches(device) && (!best || match.priority >= best_priority)) {
        best = index;
        best_priority = match.priority;
      }
    }
  }
  if (candidates.size() == 1 && plain) return plain;
  return best ? best : plain;
}

}  // namespace

Identified Library::identify(const Device& device) {
  const Blob* blob = nullptr;
  std::optional<std::uint32_t> index;
  if (user_) {
    index = choose(*user_, device);
    if (index) blob = &*user_;
  }
  if (!index) {
    index = choose(built_in_, device);
    blob = &built_in_;
  }
  if (!index) return {};
  Identified out;
  out.definition = link_row(*blob, *index);
  for (const WhiteLabel& label : out.definition->white_labels) {
    for (const Match& match : label.matches) {
      if (!out.white_label && match.matches(device)) out.white_label = &label;
    }
  }
  return out;
}

Identified Library::generate(const Device& device) {
  std::erase_if(generated_, [](const auto& entry) { return entry.second.expired(); });
  const Generated made = library::generate(device);
  auto& slot = generated_[to_device_file(made.row)];
  if (auto known = slot.lock()) return {known};
  auto linked = link_source(built_in_, made.row);
  linked->generated = true;
  slot = linked;
  return {linked};
}

void Library::for_each(const std::function<void(const Definition&, const PageFacts&)>& show) {
  std::set<std::pair<std::string, std::string>> own;
  auto show_all = [&](const Blob& blob) {
    for (std::uint32_t i = 0; i < blob.size(); ++i) {
      std::vector<std::unique_ptr<Value>> keep;
      const DefinitionSource row = blob.source(i, keep);
      const std::pair id(row.vendor, row.model);
      if (&blob == &built_in_ ? own.contains(id) : !own.insert(id).second) continue;
      show(*link_row(blob, i), page_facts(row.page));
    }
  };
  if (user_) show_all(*user_);
  show_all(built_in_);
}

std::shared_ptr<const zcl::OwnedCluster> Library::cluster(const Blob& blob, const std::string& label) {
  const bool user = &blob != &built_in_;
  auto& slot = clusters_[{user, label}];
  if (auto known = slot.lock()) return known;
  const auto content = blob.cluster(label);
  if (!content) return nullptr;
  auto made = make_cluster(label, *content);
  if (!made) {
    log::error("waggle:library", "cluster '{}': {}", label, made.error().text);
    return nullptr;
  }
  slot = *made;
  return *made;
}

std::shared_ptr<const Definition> Library::link_row(const Blob& blob, std::uint32_t index) {
  const bool user = &blob != &built_in_;
  auto& slot = linked_[{user, index}];
  if (auto known = slot.lock()) return known;
  std::vector<std::unique_ptr<Value>> keep;
  auto linked = link_source(blob, blob.source(index, keep));
  linked->own = user;
  slot = linked;
  return linked;
}

std::shared_ptr<Definition> Library::link_source(const Blob& blob, const DefinitionSource& source) {
  auto overlay = std::make_shared<zcl::Overlay>();
  for (const std::string& label : source.clusters) {
    if (auto made = cluster(blob, label)) overlay->push_back(std::move(made));
  }
  Problems problems;
  auto linked = link(source, overlay->empty() ? zcl::Catalogue() : zcl::Catalogue(overlay), problems);
  for (const Problem& p : problems.list()) log::error("waggle:library", "{}", p.line());
  return linked;
}

}  // namespace waggle::library
