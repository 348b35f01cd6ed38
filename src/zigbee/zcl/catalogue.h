// Which clusters a device has words for: the standard ones, and over them those that its definition
// brings. The overlay is shared by all devices of a definition; most devices have none.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "zigbee/zcl/cluster.h"

namespace waggle::zcl {

/// All standard clusters, in the order of bridge/definitions.
std::span<const Cluster* const> standard_clusters();
const Cluster* find_standard(ClusterId id);
const Cluster* find_standard(std::string_view name);

/// A cluster that owns its rows and names: made at run time from a device file.
class OwnedCluster {
 public:
  /// Starts as a copy of `base`, or empty when base is nullptr.
  OwnedCluster(ClusterId id, std::string_view name, std::uint16_t manufacturer, const Cluster* base);
  OwnedCluster(const OwnedCluster&) = delete;
  OwnedCluster& operator=(const OwnedCluster&) = delete;

  /// Replaces a row of the same name, else appends.
  void add(Attribute row);
  /// `signature` as in cluster.h; the error names what is wrong with it.
  Result<> add_command(bool to_client, std::uint8_t id, std::string_view name,
                       std::string_view signature, std::int16_t response, std::uint16_t manufacturer);

  const Cluster& view() const { return view_; }

 private:
  std::string_view keep(std::string_view text);

  std::vector<std::unique_ptr<std::string>> texts_;
  std::vector<std::unique_ptr<std::vector<Param>>> params_;
  std::vector<Attribute> attributes_;
  std::vector<Command> commands_;
  std::vector<Command> responses_;
  Cluster view_;
};

using Overlay = std::vector<std::shared_ptr<const OwnedCluster>>;

class Catalogue {
 public:
  Catalogue() = default;
  explicit Catalogue(std::shared_ptr<const Overlay> overlay) : overlay_(std::move(overlay)) {}

  /// By number; a manufacturer's own cluster of that number wins for frames that carry its code.
  /// nullptr when nobody has described the cluster.
  const Cluster* find(ClusterId id, std::uint16_t manufacturer = 0) const;
  const Cluster* find(std::string_view name) const;
  const Overlay* overlay() const { return overlay_.get(); }

 private:
  std::shared_ptr<const Overlay> overlay_;
};

/// The name of a cluster for people and for database.db: "genOnOff", or the decimal number.
std::string cluster_label(const Catalogue& catalogue, ClusterId id);

}  // namespace waggle::zcl
