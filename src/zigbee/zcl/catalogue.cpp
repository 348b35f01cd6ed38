#include "zigbee/zcl/catalogue.h"

#include <algorithm>

#include "zigbee/zcl/clusters/tables.h"

namespace waggle::zcl {
namespace {

struct Standard {
  std::vector<const Cluster*> by_id;

  Standard() {
    for (auto rows : {clusters::general, clusters::appliance, clusters::green_power,
                      clusters::closures, clusters::hvac, clusters::lighting, clusters::measurement,
                      clusters::security, clusters::protocol, clusters::energy, clusters::telecom,
                      clusters::touchlink, clusters::manufacturer}) {
      for (const Cluster& row : rows) by_id.push_back(&row);
    }
    std::sort(by_id.begin(), by_id.end(), [](auto* a, auto* b) { return a->id < b->id; });
  }
};

const Standard& standard() {
  static const Standard tables;
  return tables;
}

}  // namespace

std::span<const Cluster* const> standard_clusters() { return standard().by_id; }

const Cluster* find_standard(ClusterId id) {
  const auto& rows = standard().by_id;
  const auto at = std::lower_bound(rows.begin(), rows.end(), id,
                                   [](const Cluster* c, ClusterId wanted) { return c->id < wanted; });
  return at != rows.end() && (*at)->id == id ? *at : nullptr;
}

const Cluster* find_standard(std::string_view name) {
  for (const Cluster* c : standard().by_id) {
    if (c->name == name) return c;
  }
  return nullptr;
}

OwnedCluster::OwnedCluster(ClusterId id, std::string_view name, std::uint16_t manufacturer,
                           const Cluster* base) {
  view_.id = id;
  view_.name = keep(name);
  view_.manufacturer = manufacturer;
  if (!base) return;
  // The rows of a standard cluster point at constants; those of an overlay live as long as it does,
  // and overlays are only ever based on standard clusters.
  attributes_.assign(base->attributes.begin(), base->attributes.end());
  commands_.assign(base->commands.begin(), base->commands.end());
  responses_.assign(base->responses.begin(), base->responses.end());
  view_.attributes = attributes_;
  view_.commands = commands_;
  view_.responses = responses_;
}

std::string_view OwnedCluster::keep(std::string_view text) {
  return *texts_.emplace_back(std::make_unique<std::string>(text));
}

void OwnedCluster::add(Attribute row) {
  row.name = keep(row.name);
  if (row.is(Attribute::has_text)) row.default_text = keep(row.default_text);
  const auto old = std::find_if(attributes_.begin(), attributes_.end(),
                                [&](const Attribute& a) { return a.name == row.name; });
  if (old != attributes_.end()) {
    *old = row;
  } else {
    attributes_.push_back(row);
  }
  view_.attributes = attributes_;
}

Result<> OwnedCluster::add_command(bool to_client, std::uint8_t id, std::string_view name,
                                   std::string_view signature, std::int16_t response,
                                   std::uint16_t manufacturer) {
  const std::string_view text = keep(signature);
  auto params = std::make_unique<std::vector<Param>>(SignatureParser::count(text));
  SignatureParser parser(text);
  if (!parser.parse(*params)) {
    return Error{Errc::invalid, "command '" + std::string(name) + "': " + std::string(parser.error) +
                                    " at character " + std::to_string(parser.at() + 1) + " of '" +
                                    std::string(text) + "'"};
  }
  Command row{id, keep(name), *params, response, false, manufacturer};
  params_.push_back(std::move(params));
  auto& rows = to_client ? responses_ : commands_;
  const auto old =
      std::find_if(rows.begin(), rows.end(), [&](const Command& c) { return c.name == row.name; });
  if (old != rows.end()) {
    *old = row;
  } else {
    rows.push_back(row);
  }
  view_.commands = commands_;
  view_.responses = responses_;
  return {};
}

const Cluster* Catalogue::find(ClusterId id, std::uint16_t manufacturer) const {
  const Cluster* found = nullptr;
  if (overlay_) {
    for (const auto& owned : *overlay_) {
      const Cluster& c = owned->view();
      if (c.id != id) continue;
      if (!found) found = &c;
      if (c.manufacturer == 0 || c.manufacturer == manufacturer) return &c;
    }
  }
  return found ? found : find_standard(id);
}

const Cluster* Catalogue::find(std::string_view name) const {
  if (overlay_) {
    for (const auto& owned : *overlay_) {
      if (owned->view().name == name) return &owned->view();
    }
  }
  return find_standard(name);
}

std::string cluster_label(const Catalogue& catalogue, ClusterId id) {
  const Cluster* cluster = catalogue.find(id);
  return cluster ? std::string(cluster->name) : std::to_string(id.raw);
}

}  // namespace waggle::zcl
