// Attribute: one attribute of any cluster as a property. What needs no more than names, a scale or a list
// of words needs no block of its own.
#include "core/number.h"
#include "library/blocks/common.h"
#include "library/blocks/property_shape.h"

namespace waggle::library {
namespace {

class AttributeProperty final : public Block {
  PropertyShape shape_;
  std::string cluster_;
  std::string attribute_;
  std::string type_;
  int manufacturer_ = 0;
  bool get_ = true;
  std::vector<int> report_;

 public:
  void read(Options& o) override {
    o.read("cluster", cluster_, "by name");
    o.read("attribute", attribute_, "by name; or by number, with `type`");
    o.read("type", type_, "data type of an attribute given by number, such as uint16");
    o.read("manufacturer", manufacturer_, "manufacturer code of an attribute given by number");
    shape_.read(o);
    o.read("get", get_, "can be asked for");
    o.read("report", report_, "seconds between reports at least and at most, and the change worth one, in the device's unit");
    o.require("cluster");
    o.require("attribute");
    if (!report_.empty() && report_.size() != 3) o.complain("report", "must be three numbers");
  }

  void build(Builder& b) const override {
    AttributeRef ref;
    zcl::Type type = zcl::Type::no_data;
    if (!resolve(b, ref, type)) return;
    b.expose(shape_.expose(get_));
    b.decode(cluster_, Message::attributes, [this, ref, names = b.names()](const Message& m, Step& step) {
      const auto raw = m.value(ref);
      if (!raw) return;
      if (auto shown = shape_.published(*raw)) step.publish(names->property(shape_.name(), m.endpoint), std::move(*shown));
    });
    Encode set;
    Encode get;
    if (shape_.settable()) {
      set = [this, ref, type](const Request& r, Step& step) {
        auto raw = shape_.sent(r.value, step);
        if (!raw) return;
        Operation op = write_attribute(r.endpoint, ref, std::move(*raw));
        op.writes[0].type = type;
        step.send(std::move(op));
        step.publish(shape_.name(), r.value);
      };
    }
    if (get_) {
      get = [ref](const Request& r, Step& step) { step.send(read_attributes(r.endpoint, {ref})); };
    }
    if (set || get) b.encode({shape_.name()}, std::move(set), std::move(get));
    if (report_.size() == 3 || get_) b.configure([this, ref, type](Step& step) { configure(ref, type, step); });
  }

 private:
  void configure(const AttributeRef& ref, zcl::Type type, Step& step) const {
    for (const EndpointId endpoint : endpoints_with(step.device(), ref.cluster)) {
      if (report_.size() == 3) {
        step.send(bind(endpoint, ref.cluster));
        Operation op = configure_reporting(endpoint, {{ref, static_cast<std::uint16_t>(report_[0]), static_cast<std::uint16_t>(report_[1]), report_[2]}});
        op.reports[0].type = type;
        step.send(std::move(op));
      }
      if (get_) step.send(read_attributes(endpoint, {ref})).may_fail = true;
    }
  }

  bool resolve(Builder& b, AttributeRef& ref, zcl::Type& type) const {
    const bool by_number = !attribute_.empty() && attribute_[0] >= '0' && attribute_[0] <= '9';
    if (!by_number) {
      ref = b.attribute(cluster_, attribute_);
      if (ref.row) type = ref.row->type;
      return ref.row != nullptr;
    }
    const ClusterRef cluster = b.cluster(cluster_);
    const auto number = js::to_number(attribute_);
    const zcl::TypeInfo* info = zcl::find_type(type_);
    if (!info) b.problem("attribute " + attribute_ + " needs 'type', a data type such as uint16");
    const auto id = number ? Value(*number).integer(0, 0xFFFF) : std::nullopt;
    if (!id) b.problem("'" + attribute_ + "' is no attribute's number");
    if (!cluster.rows || !info || !id) return false;
    ref = {cluster.id, AttributeId(static_cast<std::uint16_t>(*id)), nullptr, static_cast<std::uint16_t>(manufacturer_)};
    type = info->type;
    return true;
  }
};

}  // namespace

extern const BlockType attribute_block = block<AttributeProperty>("attribute", "An attribute of any cluster as a property");

}  // namespace waggle::library
