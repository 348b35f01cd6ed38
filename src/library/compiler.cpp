#include "library/compiler.h"

#include <map>
#include <set>

#include "core/json.h"
#include "library/page.h"

namespace waggle::library {
namespace {

Error bad(std::string text) { return {Errc::invalid, std::move(text)}; }

Result<std::uint16_t> number16(const Value* value, std::string_view what) {
  const auto n = value ? value->integer(0, 0xFFFF) : std::nullopt;
  if (!n) return bad(std::string(what) + " must be a number from 0 to 65535");
  return static_cast<std::uint16_t>(*n);
}

Result<> add_attributes(zcl::OwnedCluster& cluster, const Value& rows) {
  if (!rows.is_object()) return bad("'attributes' must be a map");
  for (const auto& [name, row] : rows.object()) {
    const std::string place = "attribute '" + name + "'";
    auto id = number16(row.find("id"), "'id'");
    if (!id) return std::move(id.error()).in(place);
    const Value* type_name = row.find("type");
    const zcl::TypeInfo* type = type_name ? zcl::find_type(type_name->string_or("")) : nullptr;
    if (!type || type->form == zcl::TypeInfo::Form::special) return bad(place + ": no such data type");
    zcl::Attribute a(*id, name, type->type);
    for (const auto& [key, value] : row.object()) {
      if (key == "id" || key == "type") continue;
      const bool yes = value.bool_or(false);
      if (key == "write" && yes) {
        a = a.write();
      } else if (key == "report" && yes) {
        a = a.report();
      } else if (key == "unreadable" && yes) {
        a = a.unreadable();
      } else if (key == "required" && yes) {
        a = a.required();
      } else if (key == "min" && value.is_number()) {
        a = a.min(static_cast<std::int64_t>(value.number()));
      } else if (key == "max" && value.is_number()) {
        a = a.max(static_cast<std::int64_t>(value.number()));
      } else if (key == "default" && value.is_number()) {
        a = a.initial(static_cast<std::int64_t>(value.number()));
      } else if (key == "manufacturer" && value.is_number()) {
        a.manufacturer = static_cast<std::uint16_t>(value.number());
      } else if (!value.is_bool()) {
        return bad(place + ": '" + key + "' is unknown or has a wrong value");
      }
    }
    cluster.add(a);
  }
  return {};
}

Result<> add_commands(zcl::OwnedCluster& cluster, const Value& rows, bool to_client) {
  if (!rows.is_object()) return bad("'commands' and 'responses' must be maps");
  for (const auto& [name, row] : rows.object()) {
    TRY(const std::uint16_t id, number16(row.find("id"), "command '" + name + "': 'id'"));
    const Value* params = row.find("params");
    const Value* response = row.find("response");
    const Value* manufacturer = row.find("manufacturer");
    TRY_DO(cluster.add_command(
        to_client, static_cast<std::uint8_t>(id), name, params ? params->string_or("") : "",
        response ? static_cast<std::int16_t>(response->number_or(-1)) : std::int16_t{-1},
        manufacturer ? static_cast<std::uint16_t>(manufacturer->number_or(0)) : std::uint16_t{0}));
  }
  return {};
}

// The keys of a device file's rows; the reference page of the format is made from them.

void read_device_keys(Options& o, DefinitionSource& d) {
  o.read("vendor", d.vendor, "the maker, when it is another than the file's");
  o.read("model", d.model, "as printed on the device or its box");
  o.read("description", d.description, "what it is, in a few words");
  Value elsewhere;  // read where lines are known
  o.read("match", elsewhere, "how it is recognised: a model id, in whatever case; a match, to the letter; or a list of them");
  o.read("blocks", elsewhere, "its features: a list of names of blocks, or `name: {options}`");
  o.read("white_labels", elsewhere, "a list of other names under which it is sold");
  o.read("ota", d.ota, "takes firmware updates over the air");
  o.read_each("endpoints", "names of endpoints, such as {left: 1, right: 2}", [&](const std::string& name, OptionNode item) {
    if (o.describing()) return;
    const auto id = item.value().integer(1, 254);
    if (!id) o.problems().add(item.where(), "an endpoint is a number from 1 to 254");
    d.endpoints.emplace_back(name, static_cast<int>(id.value_or(1)));
  });
  o.read("multi_endpoint", d.multi_endpoint, "properties carry the name of their endpoint: state_left");
  o.read("multi_endpoint_skip", d.multi_endpoint_skip, "properties that do not");
  o.read("no_default_response", d.no_default_response, "commands to it ask for no default response, over which it stumbles");
  o.read("order", d.order, "of what is exposed, by property; without it the blocks' order");
  o.read("option_order", d.option_order, "of the options a user can set");
  o.read("clusters", d.clusters, "labels of cluster descriptions, of this file or of the built-in library");
  o.read("power_source", d.power_source, "instead of what the device says of itself: Battery, Mains (single phase), …");
  o.read("icon", d.icon, "picture for the web pages");
  o.read("version", d.version, "raise it to have devices that are known already configured again");
  o.read("page", d.page, "what only the device's page knows");
  std::vector<std::string> missing;
  o.read("missing", missing, "what the device can do and no block does yet");
  for (const std::string& what : missing) d.missing += (d.missing.empty() ? "" : "; ") + what;
  Value kept;  // for tools/import alone
  o.read("kept", kept, "true, or the keys of this row that an import leaves as they are");
}

void read_match_keys(Options& o, std::vector<std::string>& models, std::vector<std::string>& manufacturers,
                     int& priority, Object& more) {
  o.read("model", models, "model id, as the device tells it (genBasic modelId)");
  o.read("manufacturer", manufacturers, "manufacturer's name, as the device tells it (genBasic manufacturerName)");
  o.read("priority", priority, "the higher wins when several matches hold");
  for (const auto& [key, help] : std::initializer_list<std::pair<std::string_view, std::string_view>>{
           {"type", "Router or EndDevice"},
           {"power_source", "as the device tells it"},
           {"date_code", "of the firmware"},
           {"software_build_id", "of the firmware"},
           {"manufacturer_code", "a number, from the node descriptor"},
           {"hardware_version", "a number"},
           {"application_version", "a number"},
           {"stack_version", "a number"},
           {"zcl_version", "a number"},
           {"ieee", "how the address begins, such as 0x00158d"},
           {"endpoints", "exactly these: a list of {id, profile, device, inputs, outputs}"}}) {
    Value value;
    o.read(key, value, help);
    if (!value.is_null()) more.set(key, std::move(value));
  }
}

void read_white_label_keys(Options& o, WhiteLabel& label) {
  o.read("vendor", label.vendor, "the brand, when it is another than the device's");
  o.read("model", label.model, "the number it has there");
  o.read("description", label.description, "when it is called otherwise");
  Value elsewhere;
  o.read("match", elsewhere, "how this one is told from the others; without it the name stands on the page only");
}

// One device file being read.
class File {
 public:
  File(const SourceFile& source, Problems& problems) : name_(source.name), problems_(problems) {
    auto root = yaml::parse(source.text, source.name);
    if (!root) {
      problems_.add(source.name, root.error().text);
      return;
    }
    root_ = std::move(*root);
    read();
  }

  std::vector<ClusterSource> clusters;
  struct Row {
    DefinitionSource source;
    bool sound = true;
  };
  std::vector<Row> definitions;

 private:
  std::string at(const yaml::Node& node) const { return yaml::where(name_, node.begin); }

  void read() {
    if (!root_.is_map()) {
      problems_.add(at(root_), "a device file is a map with 'vendor' and 'devices'");
      return;
    }
    std::string vendor;
    for (const auto& [key, value] : root_.entries) {
      if (key.text == "vendor") {
        vendor = value.text;
      } else if (key.text == "clusters") {
        for (const auto& [label, content] : value.entries) clusters.push_back({label.text, yaml::to_value(content), at(label)});
      } else if (key.text == "devices") {
        if (!value.is_sequence()) problems_.add(at(value), "'devices' is a list");
        for (const yaml::Node& device : value.items) read_device(device, vendor);
      } else if (key.text.substr(0, 1) != "_") {  // "_anything" may hold what anchors name
        problems_.add(at(key), "'" + key.text + "' is unknown; a device file has vendor, clusters, devices");
      }
    }
  }

  void read_device(const yaml::Node& node, const std::string& vendor) {
    if (!node.is_map()) {
      problems_.add(at(node), "a device is a map with 'model', 'match' and 'blocks'");
      return;
    }
    const std::size_t before = problems_.list().size();
    DefinitionSource d;
    d.vendor = vendor;
    d.where = at(node);
    Options o(OptionNode(node, name_), problems_);
    o.require("model");
    o.require("description");
    read_device_keys(o, d);
    o.finish("a device");
    if (const yaml::Node* page = node.find("page")) {
      Options in(OptionNode(*page, name_), problems_);
      PageFacts().read(in);
      in.finish("a page");
    }
    if (d.vendor.empty()) problems_.add(d.where, "'vendor' is missing");
    if (const yaml::Node* match = node.find("match")) read_matches(*match, d.matches);
    if (const yaml::Node* labels = node.find("white_labels")) {
      for (const yaml::Node& label : labels->items) read_white_label(label, d);
    }
    if (const yaml::Node* blocks = node.find("blocks")) {
      if (!blocks->is_sequence()) problems_.add(at(*blocks), "'blocks' is a list");
      for (const yaml::Node& block : blocks->items) read_block(block, d);
    }
    if (d.matches.empty()) problems_.add(d.where, "'match' is missing: nothing would be recognised as this device");
    definitions.push_back({std::move(d), problems_.list().size() == before});
  }

  // "text", {model: …, manufacturer: …}, {model: …, manufacturer: [a, b]}, or a list of these.
  void read_matches(const yaml::Node& node, std::vector<Match>& out) {
    if (node.is_sequence()) {
      for (const yaml::Node& item : node.items) read_matches(item, out);
      return;
    }
    if (node.is_scalar()) {
      out.push_back({node.text, "", 0, {}});
      return;
    }
    Options o(OptionNode(node, name_), problems_);
    std::vector<std::string> models;
    std::vector<std::string> manufacturers;
    int priority = 0;
    Object more;
    read_match_keys(o, models, manufacturers, priority, more);
    o.finish("a match");
    if (models.empty() && manufacturers.empty() && more.empty()) {
      problems_.add(at(node), "a match needs 'model', 'manufacturer' or another condition");
    }
    if (models.empty()) models.emplace_back();
    if (manufacturers.empty()) manufacturers.emplace_back();
    for (const std::string& model : models) {
      for (const std::string& manufacturer : manufacturers) {
        out.push_back({model, manufacturer, priority, more.empty() ? Value() : Value(more), true});
      }
    }
  }

  void read_white_label(const yaml::Node& node, DefinitionSource& d) {
    WhiteLabel label;
    Options o(OptionNode(node, name_), problems_);
    o.require("model");
    read_white_label_keys(o, label);
    o.finish("a white label");
    if (const yaml::Node* match = node.find("match")) read_matches(*match, label.matches);
    d.white_labels.push_back(std::move(label));
  }

  void read_block(const yaml::Node& node, DefinitionSource& d) {
    if (node.is_scalar()) {
      d.blocks.emplace_back(node.text, OptionNode());
    } else if (node.is_map() && node.entries.size() == 1) {
      const auto& [key, value] = node.entries[0];
      d.blocks.emplace_back(key.text, OptionNode(value, name_));
    } else {
      problems_.add(at(node), "a block is a name, or a name with its options");
    }
  }

  std::string name_;
  Problems& problems_;
  yaml::Node root_;
};

class Compiler {
 public:
  Compiler(const Blob* base, Compiled& out) : base_(base), out_(out) {}

  void run(const std::vector<SourceFile>& sources) {
    std::vector<std::unique_ptr<File>> files;
    for (const SourceFile& source : sources) files.push_back(std::make_unique<File>(source, out_.problems));
    BlobWriter writer;
    for (const auto& file : files) {
      for (const ClusterSource& cluster : file->clusters) add_cluster(cluster, writer);
    }
    for (const auto& file : files) {
      for (const File::Row& row : file->definitions) add_definition(row, writer);
    }
    out_.octets = writer.finish();
  }

 private:
  void add_cluster(const ClusterSource& cluster, BlobWriter& writer) {
    const std::string name = "cluster '" + cluster.label + "'";
    auto made = make_cluster(cluster.label, cluster.content);
    if (!made) {
      out_.problems.add(cluster.where, name + ": " + made.error().text);
      return;
    }
    const auto [at, fresh] = clusters_.emplace(cluster.label, *made);
    if (!fresh) {
      out_.problems.add(cluster.where, name + " is described twice");
      return;
    }
    writer.add(cluster);
  }

  // A row that could not be read is looked at all the same: a person wants to see every mistake.
  void add_definition(const File::Row& row, BlobWriter& writer) {
    const DefinitionSource& d = row.source;
    const std::size_t before = out_.problems.list().size();
    auto overlay = std::make_shared<zcl::Overlay>();
    for (const std::string& label : d.clusters) {
      if (!clusters_.contains(label) && base_) {
        // A user's file may use the words of the built-in library.
        if (auto content = base_->cluster(label)) add_cluster({label, *content, "the built-in library"}, writer);
      }
      const auto found = clusters_.find(label);
      if (found == clusters_.end()) {
        out_.problems.add(d.where, "there is no cluster description '" + label + "'");
      } else {
        overlay->push_back(found->second);
      }
    }
    const auto linked = link(d, zcl::Catalogue(overlay), out_.problems);
    check(d, *linked);
    if (!row.sound || out_.problems.list().size() != before) return;
    writer.add(d);
    ++out_.definitions;
  }

  void check(const DefinitionSource& d, const Definition& linked) {
    const std::string id = d.vendor + "/" + d.model;
    if (!models_.insert(id).second) out_.problems.add(d.where, "there are two devices '" + id + "'");
    for (const Match& m : d.matches) {
      const std::string key = m.model + "\n" + m.manufacturer + "\n" + json::dump(m.more) + (m.exact ? "\nexact" : "");
      const auto [at, fresh] = matches_.emplace(key, d.where);
      if (!fresh) {
        out_.problems.add(d.where, "the match '" + m.model + "'" +
                                       (m.manufacturer.empty() ? "" : " of '" + m.manufacturer + "'") +
                                       " is taken by " + at->second);
      }
    }
    std::set<std::string> properties;
    std::set<std::string> forms;
    // Who lists what is exposed may list a property twice: within a thermostat and beside it.
    const bool listed = std::any_of(d.blocks.begin(), d.blocks.end(), [](const auto& block) { return block.first == "expose"; });
    for_each_property(linked.exposes(nullptr, {}), [&](const Expose& e) {
      const std::string name = e.property.empty() ? e.name : e.property;
      properties.insert(name);
      // A composite may have two forms: color as xy and as hue and saturation.
      if (!forms.insert(e.type == Expose::Type::composite ? name + " as " + e.name : name).second && !listed) {
        out_.problems.add(d.where, "two blocks expose '" + name + "'");
      }
    });
    for (const std::string& name : d.order) {
      if (!properties.contains(name)) out_.problems.add(d.where, "'order' names '" + name + "', which nothing exposes");
    }
    for (const auto& [name, text] : page_facts(d.page).descriptions) {
      if (!properties.contains(name)) out_.problems.add(d.where, "'descriptions' names '" + name + "', which nothing exposes");
    }
  }

  const Blob* base_;
  Compiled& out_;
  std::map<std::string, std::shared_ptr<const zcl::OwnedCluster>, std::less<>> clusters_;
  std::set<std::string> models_;
  std::map<std::string, std::string> matches_;
};

}  // namespace

Result<std::shared_ptr<const zcl::OwnedCluster>> make_cluster(const std::string& label, const Value& content) {
  if (!content.is_object()) return bad("must be a map");
  const Value* extends = content.find("extends");
  const zcl::Cluster* base = nullptr;
  if (extends) {
    base = zcl::find_standard(extends->string_or(""));
    if (!base) return bad("extends '" + to_text(*extends) + "', which is no standard cluster");
  }
  std::uint16_t id = base ? base->id.raw : 0;
  if (const Value* given = content.find("id")) {
    TRY(id, number16(given, "'id'"));
  } else if (!base) {
    return bad("needs 'id' or 'extends'");
  }
  std::uint16_t manufacturer = 0;
  if (const Value* given = content.find("manufacturer")) {
    TRY(manufacturer, number16(given, "'manufacturer'"));
  }
  const Value* name = content.find("name");
  const std::string zcl_name(name ? name->string_or(label) : base ? base->name : std::string_view(label));
  auto out = std::make_shared<zcl::OwnedCluster>(ClusterId(id), zcl_name, manufacturer, base);
  for (const auto& [key, value] : content.object()) {
    if (key == "attributes") {
      TRY_DO(add_attributes(*out, value));
    } else if (key == "commands" || key == "responses") {
      TRY_DO(add_commands(*out, value, key == "responses"));
    } else if (key != "id" && key != "name" && key != "extends" && key != "manufacturer") {
      return bad("'" + key + "' is unknown");
    }
  }
  return std::shared_ptr<const zcl::OwnedCluster>(std::move(out));
}

std::vector<KeyTable> device_file_keys() {
  std::vector<KeyTable> out(4);
  DefinitionSource d;
  out[0].of = "a device";
  Options device(out[0].rows);
  read_device_keys(device, d);
  out[1].of = "a match";
  Options match(out[1].rows);
  std::vector<std::string> models, manufacturers;
  int priority = 0;
  Object more;
  read_match_keys(match, models, manufacturers, priority, more);
  out[2].of = "a white label";
  Options label(out[2].rows);
  WhiteLabel w;
  read_white_label_keys(label, w);
  out[3].of = "a page";
  Options page(out[3].rows);
  PageFacts().read(page);
  return out;
}

Compiled compile(const std::vector<SourceFile>& files, const Blob* base) {
  Compiled out;
  Compiler(base, out).run(files);
  return out;
}

}  // namespace waggle::library
