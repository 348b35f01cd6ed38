// Attribute: one attribute of any cluster as a property. What needs no more than names, a scale or a list
// of words needs no block of its own.
#include <algorithm>
#include <cmath>

#include "core/number.h"
#include "library/blocks/common.h"

namespace waggle::library {
namespace {

class AttributeProperty final : public Block {
  enum class Kind : std::uint8_t { number, words, two, text };

  std::string name_;
  std::string label_;
  std::string description_;
  std::string unit_;
  std::string category_;
  std::string cluster_;
  std::string attribute_;
  std::string type_;
  int manufacturer_ = 0;
  Kind kind_ = Kind::number;
  std::vector<std::pair<std::string, Value>> values_;
  double scale_ = 1;
  std::optional<double> min_, max_, step_;
  bool get_ = true;
  bool set_ = false;
  std::vector<int> report_;

 public:
  void read(Options& o) override {
    o.read("name", name_, "the property");
    o.read("cluster", cluster_, "by name");
    o.read("attribute", attribute_, "by name; or by number, with `type`");
    o.read("type", type_, "data type of an attribute given by number, such as uint16");
    o.read("manufacturer", manufacturer_, "manufacturer code of an attribute given by number");
    o.read("kind", kind_, {{"number", Kind::number}, {"enum", Kind::words}, {"binary", Kind::two}, {"text", Kind::text}},
           "what the property is");
    o.read("values", values_, "enum: what is published for each number, {low: 0, high: 1}; binary: the value for on, then that for off");
    o.read("scale", scale_, "number: how many of the cluster's units make one of `unit`");
    o.read("unit", unit_, "number: the unit");
    o.read("min", min_, "number: the least value");
    o.read("max", max_, "number: the greatest value");
    o.read("step", step_, "number: from one value to the next");
    o.read("label", label_, "when it is not made from the name");
    o.read("description", description_, "what a user should know of it");
    o.read("category", category_, "config or diagnostic, when it is not what the device is for");
    o.read("get", get_, "can be asked for");
    o.read("set", set_, "can be set");
    o.read("report", report_, "seconds between reports at least and at most, and the change worth one, in the cluster's unit");
    for (const std::string_view key : {"name", "cluster", "attribute"}) o.require(key);
    if (scale_ == 0) o.complain("scale", "must not be 0");
    if (!category_.empty() && category_ != "config" && category_ != "diagnostic") o.complain("category", "must be config or diagnostic");
    if (!report_.empty() && report_.size() != 3) o.complain("report", "must be three numbers");
    if (o.describing()) return;
    if (kind_ == Kind::words && values_.empty()) o.complain("values", "is missing: an enum needs its words");
    if (kind_ == Kind::two && values_.size() != 2) o.complain("values", "must hold the value for on and the value for off");
    if (kind_ != Kind::words && kind_ != Kind::two && !values_.empty()) o.complain("values", "belongs to an enum or binary: say `kind`");
    for (const auto& [word, number] : values_) {
      if (!number.is_number() && !number.is_bool()) o.complain("values", "must be a map from words to numbers");
    }
  }

  void build(Builder& b) const override {
    AttributeRef ref;
    zcl::Type type = zcl::Type::no_data;
    if (!resolve(b, ref, type)) return;
    b.expose(expose());
    b.decode(cluster_, Message::attributes, [this, ref, names = b.names()](const Message& m, Step& step) {
      const auto raw = m.value(ref);
      if (!raw) return;
      if (auto shown = published(*raw)) step.publish(names->property(name_, m.endpoint), std::move(*shown));
    });
    Encode set;
    Encode get;
    if (set_) {
      set = [this, ref, type](const Request& r, Step& step) {
        auto raw = sent(r, step);
        if (!raw) return;
        Operation op = write_attribute(r.endpoint, ref, std::move(*raw));
        op.writes[0].type = type;
        step.send(std::move(op));
        step.publish(name_, r.value);
      };
    }
    if (get_) {
      get = [ref](const Request& r, Step& step) { step.send(read_attributes(r.endpoint, {ref})); };
    }
    if (set || get) b.encode({name_}, std::move(set), std::move(get));
    if (report_.empty() && !get_) return;
    b.configure([this, ref, type](Step& step) {
      if (report_.empty()) {
        set_up(step, {{ref, 0, 0, {}}}, {.report = false});
        return;
      }
      const std::vector<Reporting> rows{{ref, static_cast<std::uint16_t>(report_[0]), static_cast<std::uint16_t>(report_[1]), report_[2]}};
      Step plan(step.context());
      set_up(plan, rows, {.read = get_});
      for (Effect& effect : plan.effects()) {
        Operation& op = std::get<Operation>(effect);
        for (ReportingRow& row : op.reports) row.type = type;
        step.send(std::move(op));
      }
    });
  }

 private:
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
    if (!number || *number > 0xFFFF) b.problem("'" + attribute_ + "' is no attribute's number");
    if (!cluster.rows || !info || !number || *number > 0xFFFF) return false;
    ref = {cluster.id, AttributeId(static_cast<std::uint16_t>(*number)), nullptr, static_cast<std::uint16_t>(manufacturer_)};
    type = info->type;
    return true;
  }

  Expose expose() const {
    const auto access = static_cast<std::uint8_t>(Access::state | (set_ ? Access::set : 0) | (get_ ? Access::get : 0));
    Expose e = numeric(name_, access);
    if (kind_ == Kind::text) e = text(name_, access);
    if (kind_ == Kind::two) e = binary(name_, access, word(0), word(1));
    if (kind_ == Kind::words) {
      e = enumeration(name_, access, {});
      for (std::size_t i = 0; i < values_.size(); ++i) e.values.push_back(word(i));
    }
    e.label = label_;
    e.description = description_;
    e.unit = unit_;
    e.category = category_;
    e.min = min_;
    e.max = max_;
    e.step = step_;
    return e;
  }

  // The keys of a YAML map are text; true and false are meant as such.
  Value word(std::size_t i) const {
    const std::string& text = values_[i].first;
    if (text == "true") return true;
    if (text == "false") return false;
    return text;
  }

  static double as_number(const Value& value) { return value.is_bool() ? value.boolean() : value.number_or(NAN); }

  /// What the property shows of the attribute's value; nothing for a number without a word.
  std::optional<Value> published(const Value& raw) const {
    if (kind_ == Kind::text) return raw.is_string() ? std::optional(raw) : std::nullopt;
    if (kind_ == Kind::number) return raw.is_number() || raw.is_bool() ? std::optional<Value>(as_number(raw) / scale_) : std::nullopt;
    for (std::size_t i = 0; i < values_.size(); ++i) {
      if (as_number(values_[i].second) == as_number(raw)) return word(i);
    }
    return std::nullopt;
  }

  std::optional<Value> sent(const Request& r, Step& step) const {
    if (kind_ == Kind::text) return Value(to_text(r.value));
    if (kind_ == Kind::number) {
      const auto number = number_of(r.value, r.key, step);
      return number ? std::optional<Value>(*number * scale_) : std::nullopt;
    }
    std::string all;
    for (std::size_t i = 0; i < values_.size(); ++i) {
      if (word(i) == r.value) return values_[i].second;
      all += (all.empty() ? "'" : ", '") + values_[i].first + "'";
    }
    step.fail("Value: '" + to_text(r.value) + "' not found in: [" + all + "]");
    return std::nullopt;
  }
};

}  // namespace

extern const BlockType attribute_block = block<AttributeProperty>("attribute", "An attribute of any cluster as a property");

}  // namespace waggle::library
