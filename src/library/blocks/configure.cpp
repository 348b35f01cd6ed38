// Configure: what a device wants to be sent once it has joined, as a list of operations.
#include "core/number.h"
#include "library/blocks/common.h"

namespace waggle::library {
namespace {

class ConfigureList final : public Block {
  struct Row {
    std::vector<std::string> bind;
    std::string command;
    Value payload;
    bool quiet = false;
    bool answered = false;
    std::string report;
    std::string read;
    std::string write;
    Value attributes;
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
  bool only_ = false;

 public:
  void read(Options& o) override {
    o.read("power_source", power_source_, "when the device does not tell its own");
    o.read("only", only_, "these steps alone: nothing that other blocks would send");
    o.read_each("steps", "bind, report, read or write: a cluster, with what belongs to it",
                [&](const std::string&, OptionNode item) {
                  Row row;
                  Options in = o.inside("steps", item);
                  in.read("bind", row.bind, "bind this cluster, or each of these, to the coordinator");
                  in.read("command", row.command, "send this: cluster.command");
                  in.read("payload", row.payload, "parameters of the command");
                  in.read("quiet", row.quiet, "ask for no default response to the command");
                  in.read("answered", row.answered, "a read or write that asks for a default response all the same");
                  in.read("report", row.report, "configure reporting in this cluster");
                  in.read("read", row.read, "read from this cluster");
                  in.read("write", row.write, "write to this cluster");
                  in.read("attributes", row.attributes, "which, by name or number: a list; or a map of what each is reported with, [min, max, change], or of what is written");
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
    for (const Row& row : rows_) add_row(b, row, plan);
    b.configure([plan, this](Step& step) {
      for (const Operation& op : plan) {
        // A model may come without an endpoint its sisters have.
        if (step.device().find_endpoint(op.endpoint)) step.send(op);
      }
      if (!power_source_.empty()) assume_power_source(step, power_source_);
    });
    if (only_) b.parts.configure_only = b.parts.configure.back();
  }

 private:
  static void add_row(Builder& b, const Row& row, std::vector<Operation>& plan) {
    Operation op;
    op.endpoint = EndpointId(static_cast<std::uint8_t>(row.endpoint));
    op.manufacturer = static_cast<std::uint16_t>(row.manufacturer);
    op.may_fail = row.may_fail;
    op.asks_default_response = row.answered;
    for (const std::string& name : row.bind) {
      op.kind = Operation::Kind::bind;
      op.cluster = b.cluster(name).id;
      plan.push_back(op);
    }
    if (!row.bind.empty()) return;
    if (!row.command.empty()) {
      const auto dot = row.command.find('.');
      const CommandRef command = dot == std::string::npos ? CommandRef{} : b.command(row.command.substr(0, dot), row.command.substr(dot + 1), false);
      if (!command) {
        if (dot == std::string::npos) b.problem("'" + row.command + "' must be cluster.command");
        return;
      }
      Operation send = send_command(op.endpoint, command, row.payload.is_object() ? row.payload.object() : Object{});
      if (op.manufacturer) send.manufacturer = op.manufacturer;
      send.may_fail = op.may_fail;
      send.no_default_response = row.quiet;
      plan.push_back(std::move(send));
      return;
    }
    const std::string& cluster = !row.report.empty() ? row.report : !row.read.empty() ? row.read : row.write;
    const ClusterRef known = b.cluster(cluster);
    if (!known.rows && known.id.raw == 0) return;
    op.cluster = known.id;
    op.kind = !row.report.empty() ? Operation::Kind::configure_reporting
              : !row.read.empty() ? Operation::Kind::read : Operation::Kind::write;
    if (row.attributes.is_object()) {
      for (const auto& [name, value] : row.attributes.object()) {
        Row one = row;
        one.value = value;
        if (op.kind == Operation::Kind::configure_reporting) {
          if (!value.is_array() || value.array().size() != 3) {
            b.problem("attribute '" + name + "' is reported with [min, max, change]");
            return;
          }
          const Array& n = value.array();
          one.min = js::whole<int>(n[0].number_or(0));
          one.max = js::whole<int>(n[1].number_or(0));
          one.change = n[2];
        }
        add_attribute(b, one, cluster, name, op);
      }
    } else {
      const Array names = row.attributes.is_array() ? row.attributes.array() : row.attributes.is_null() ? Array{} : Array{row.attributes};
      for (const Value& name : names) add_attribute(b, row, cluster, to_text(name), op);
    }
    plan.push_back(std::move(op));
  }

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
