// Configure: what a device wants to be sent once it has joined, as a list of operations.
#include "core/number.h"
#include "library/blocks/common.h"

namespace waggle::library {
namespace {

class ConfigureList final : public Block {
  struct Row {
    std::string bind;
    std::string report;
    std::string read;
    std::string write;
    std::vector<std::string> attributes;
    int endpoint = 1;
    int min = 0;
    int max = 0;
    Value change;
    Value value;
    std::string type;
    int manufacturer = 0;
    bool may_fail = false;
  };
  std::vector<Row> rows_;
  std::string power_source_;

 public:
  void read(Options& o) override {
    o.read("power_source", power_source_, "when the device does not tell its own");
    o.read_each("steps", "bind, report, read or write: a cluster, with what belongs to it",
                [&](const std::string&, OptionNode item) {
                  Row row;
                  Options in = o.inside("steps", item);
                  in.read("bind", row.bind, "bind this cluster to the coordinator");
                  in.read("report", row.report, "configure reporting in this cluster");
                  in.read("read", row.read, "read from this cluster");
                  in.read("write", row.write, "write to this cluster");
                  in.read("attributes", row.attributes, "which attributes, by name or number");
                  in.read("endpoint", row.endpoint, "of the device");
                  in.read("min", row.min, "seconds between reports at least");
                  in.read("max", row.max, "seconds between reports at most");
                  in.read("change", row.change, "reportable change");
                  in.read("value", row.value, "to write");
                  in.read("type", row.type, "data type of an attribute given by number");
                  in.read("manufacturer", row.manufacturer, "manufacturer code");
                  in.read("may_fail", row.may_fail, "go on when the device refuses");
                  in.finish("a configure step");
                  rows_.push_back(std::move(row));
                });
  }

  void build(Builder& b) const override {
    std::vector<Operation> plan;
    for (const Row& row : rows_) {
      const EndpointId endpoint(static_cast<std::uint8_t>(row.endpoint));
      const std::string& cluster = !row.bind.empty() ? row.bind : !row.report.empty() ? row.report
                                   : !row.read.empty() ? row.read : row.write;
      const ClusterRef known = b.cluster(cluster);
      if (!known.rows) continue;
      Operation op;
      op.endpoint = endpoint;
      op.cluster = known.id;
      op.manufacturer = static_cast<std::uint16_t>(row.manufacturer);
      op.may_fail = row.may_fail;
      if (!row.bind.empty()) {
        op.kind = Operation::Kind::bind;
      } else {
        op.kind = !row.report.empty() ? Operation::Kind::configure_reporting
                  : !row.read.empty() ? Operation::Kind::read : Operation::Kind::write;
        for (const std::string& name : row.attributes) add_attribute(b, row, cluster, name, op);
      }
      plan.push_back(std::move(op));
    }
    b.configure([plan, this](Step& step) {
      for (const Operation& op : plan) {
        // A model may come without an endpoint its sisters have.
        if (step.device().find_endpoint(op.endpoint)) step.send(op);
      }
      if (!power_source_.empty()) assume_power_source(step, power_source_);
    });
  }

 private:
  static void add_attribute(Builder& b, const Row& row, const std::string& cluster, const std::string& name, Operation& op) {
    AttributeId id;
    zcl::Type type = zcl::Type::no_data;
    if (!name.empty() && name[0] >= '0' && name[0] <= '9') {
      const auto number = js::to_number(name);
      const auto whole = number ? Value(*number).integer(0, 0xFFFF) : std::nullopt;
      if (!whole) b.problem("'" + name + "' is no attribute's number");
      id = AttributeId(static_cast<std::uint16_t>(whole.value_or(0)));
      const zcl::TypeInfo* info = zcl::find_type(row.type);
      if (info) type = info->type;
      if (!info && op.kind != Operation::Kind::read) b.problem("attribute " + name + " needs 'type'");
    } else {
      const AttributeRef known = b.attribute(cluster, name);
      id = known.id;
      if (known.row) type = known.row->type;
    }
    switch (op.kind) {
      case Operation::Kind::read: op.attributes.push_back(id); break;
      case Operation::Kind::write: op.writes.push_back({id, type, row.value}); break;
      default:
        op.reports.push_back({id, type, static_cast<std::uint16_t>(row.min), static_cast<std::uint16_t>(row.max), row.change});
    }
  }
};

}  // namespace

extern const BlockType configure_block = block<ConfigureList>("configure", "Operations sent when the device is configured");

}  // namespace waggle::library
