// Definition: what the library knows of one model, ready to run. Linked from the compiled library when
// the first device of the model appears, and shared by all of them.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "library/block.h"

namespace waggle::library {

/// One way to recognise a device. Every condition that is present must hold.
struct Match {
  std::string model;         // genBasic modelId
  std::string manufacturer;  // genBasic manufacturerName
  int priority = 0;
  /// The rarer conditions: type, power_source, date_code, software_build_id, manufacturer_code,
  /// hardware_version, application_version, stack_version, zcl_version, ieee (prefix), endpoints.
  Value more;
  /// Every condition to the letter. Else it is a mere model id, which devices may spell in their own way.
  bool exact = false;
  /// 0: does not match.
  bool matches(const Device& device) const;
};

struct WhiteLabel {
  std::string vendor;
  std::string model;
  std::string description;
  std::vector<Match> matches;  // none: listed on the page, recognised as the main model
};

/// A row of a device file, as text and values: what is compiled, and what linking starts from.
struct DefinitionSource {
  std::string vendor;
  std::string model;
  std::string description;
  std::vector<Match> matches;
  std::vector<WhiteLabel> white_labels;
  bool ota = false;
  std::string icon;
  std::string version;
  std::string power_source;                                     // overrides what the device says
  std::vector<std::pair<std::string, int>> endpoints;           // names of endpoints
  bool multi_endpoint = false;                                  // properties carry them
  std::vector<std::string> multi_endpoint_skip;                 // but not these
  bool no_default_response = false;                             // commands ask for none
  std::vector<std::string> order;                               // of exposes, by property
  std::vector<std::string> option_order;
  std::vector<std::pair<std::string, OptionNode>> blocks;
  std::vector<std::string> clusters;                            // labels of cluster descriptions
  Value page;                                                   // see page.h
  std::string missing;                                          // what the blocks lack still
  std::string where;                                            // for messages
};

class Definition {
 public:
  std::string vendor;
  std::string model;
  std::string description;
  bool ota = false;
  std::string icon;
  std::string version;
  std::string power_source;
  bool generated = false;  // from what an unknown device told of itself
  bool own = false;        // from a user's own device file
  std::vector<WhiteLabel> white_labels;
  std::shared_ptr<const EndpointNames> endpoints;
  std::vector<Expose> options;

  const zcl::Catalogue& catalogue() const { return catalogue_; }

  /// linkquality last. `device` null: as on the page.
  std::vector<Expose> exposes(const Device* device, const Object& user_options) const;

  /// All blocks that listen, in their order; how many did.
  std::size_t decode(const Message& message, Step& step) const;
  /// The first encoder of this key that works on the endpoint.
  const Encoder* find_encoder(std::string_view key, std::string_view endpoint_name) const;
  const std::vector<Configure>& configure() const { return parts_.configure; }
  const std::vector<EventHandler>& events() const { return parts_.events; }

 private:
  friend std::shared_ptr<Definition> link(const DefinitionSource&, zcl::Catalogue, Problems&);
  zcl::Catalogue catalogue_;
  std::vector<std::unique_ptr<Block>> blocks_;
  Builder::Parts parts_;
  std::vector<std::string> order_;
};

/// Makes the blocks and lets them build. Problems name the place; the definition is usable all the
/// same, without what was wrong.
std::shared_ptr<Definition> link(const DefinitionSource& source, zcl::Catalogue catalogue,
                                       Problems& problems);

}  // namespace waggle::library
