// Attribute: one attribute of any cluster as a property. What needs no more than names, a scale or a list
// of words needs no block of its own.
#include <algorithm>
#include <cmath>

#include "core/number.h"
#include "library/blocks/common.h"
#include "library/blocks/property_shape.h"

namespace waggle::library {
namespace {

// Properties of standard clusters that many devices have.
struct Usual {
  std::string_view cluster;
  std::string_view attribute;
  PropertyShape::Usual shape;
  int min, max;
  double change;
  std::string_view text;
};
constexpr Usual usual[] = {
    {"msTemperatureMeasurement", "measuredValue", {"temperature", "°C", "", 100}, 10, 3600, 100, "Measured temperature"},
    {"msRelativeHumidity", "measuredValue", {"humidity", "%", "", 100}, 10, 3600, 100, "Measured relative humidity"},
    {"msPressureMeasurement", "measuredValue", {"pressure", "kPa", "", 10}, 10, 3600, 50, "Measured air pressure"},
    {"msSoilMoisture", "measuredValue", {"soil_moisture", "%", "", 100}, 10, 3600, 100, "Measured moisture of the soil"},
    {"msCO2", "measuredValue", {"co2", "ppm", "CO2", 0.000001}, 10, 3600, 0.00005, "Measured carbon dioxide"},
    {"msIlluminanceMeasurement", "measuredValue", {"illuminance", "lx", "", 1}, 10, 3600, 5, "Measured illuminance"},
    {"genDeviceTempCfg", "currentTemperature", {"device_temperature", "°C", "", 1}, 300, 3600, 1, "Temperature inside the device"},
};

class AttributeProperty final : public Block {
  PropertyShape shape_;
  std::string usual_;
  std::string cluster_;
  std::string attribute_;
  std::string type_;
  int manufacturer_ = 0;
  bool get_ = true;
  bool one_ = false;
  bool suffix_ = false;
  bool direct_ = false;
  bool silent_ = false;
  bool optimistic_ = true;
  bool linear_ = false;
  bool answered_ = false;
  std::vector<double> report_;

 public:
  void read(Options& o) override {
    o.read("is", usual_, "a property of a standard cluster, ready made: temperature, humidity, pressure, soil_moisture, co2, illuminance, device_temperature");
    std::string all;
    if (const Usual* known = find(usual_)) {
      shape_.start_from(known->shape);
      cluster_ = known->cluster;
      attribute_ = known->attribute;
      report_ = {static_cast<double>(known->min), static_cast<double>(known->max), known->change};
    } else if (!usual_.empty()) {
      o.complain("is", "has no '" + usual_ + "'");
    }
    o.read("cluster", cluster_, "by name");
    o.read("attribute", attribute_, "by name; or by number, with `type`");
    o.read("type", type_, "data type of an attribute given by number, such as uint16");
    o.read("manufacturer", manufacturer_, "manufacturer code to say when it is asked for and set");
    shape_.read(o);
    o.read("get", get_, "can be asked for");
    o.read("suffix", suffix_, "the endpoint's name goes behind the property, as the device says for all of them");
    o.read("direct", direct_, "where it is set and asked for: on the endpoint of the topic, whatever its clusters");
    o.read("silent", silent_, "not published when the device tells it");
    o.read("optimistic", optimistic_, "a value that was set is taken for the state at once");
    o.read("answered", answered_, "setting and asking ask for a default response all the same");
    o.read("linear", linear_, "illuminance: the device tells lux, not their logarithm");
    o.read("one_endpoint", one_, "have it reported from the first endpoint with the cluster alone");
    Value report;
    o.read("report", report, "seconds between reports at least and at most, and the change worth one, in the device's unit; false: none");
    if (report.is_array() && report.array().size() == 3) {
      report_.clear();
      for (const Value& n : report.array()) report_.push_back(n.number_or(0));
    } else if (report == Value(false)) {
      report_.clear();
    } else if (!report.is_null()) {
      o.complain("report", "must be three numbers, or false");
    }
    if (usual_.empty()) {
      o.require("cluster");
      o.require("attribute");
    }
  }

  void build(Builder& b) const override {
    AttributeRef ref;
    zcl::Type type = zcl::Type::no_data;
    if (!resolve(b, ref, type)) return;
    Expose shown = shape_.expose(get_);
    if (const Usual* known = find(usual_); known && shown.description.empty()) shown.description = known->text;
    b.expose(std::move(shown));
    if (!silent_) b.decode(cluster_, Message::attributes, [this, ref, names = b.names(), only = b.only()](const Message& m, Step& step) {
      const auto raw = m.value(ref);
      if (!raw) return;
      std::string property = suffix_ ? names->property(shape_.name(), m.endpoint) : shape_.name();
      if (!only.empty()) {
        const std::string_view endpoint = names->name_of(m.endpoint);
        if (std::find(only.begin(), only.end(), endpoint) == only.end()) return;
        property += "_" + std::string(endpoint);
      }
      if (usual_ == "illuminance") {
        // A logarithm, 0 for too dark to say (ZCL 8, 4.2.2.2.1); users may want it raw as well.
        step.publish(property, linear_ ? *raw : Value(std::pow(10, (raw->number_or(0) - 1) / 10000)));
        const Value* option = step.options().find("illuminance_raw");
        if (option && truthy(*option)) step.publish("illuminance_raw", *raw);
        return;
      }
      if (auto value = shape_.published(*raw)) step.publish(property, std::move(*value));
    });
    if (usual_ == "illuminance") {
      b.option(Builder::OptionFor::decode, binary("illuminance_raw", Access::set, true, false).text("Publish the sensor's own number, too (default false)."));
      b.expose([](const Device*, const Object& options, std::vector<Expose>& out) {
        const Value* option = options.find("illuminance_raw");
        if (option && truthy(*option)) out.push_back(numeric("illuminance_raw", Access::state).text("Illuminance as the sensor counts it"));
      });
    }
    Encode set;
    Encode get;
    if (shape_.settable()) {
      set = [this, ref, type](const Request& r, Step& step) {
        auto raw = shape_.sent(r.value, step);
        if (!raw) return;
        Operation op = write_attribute(place(r, step, ref), ref, std::move(*raw));
        op.writes[0].type = type;
        if (manufacturer_) op.manufacturer = static_cast<std::uint16_t>(manufacturer_);
        op.asks_default_response = answered_;
        step.send(std::move(op));
        if (optimistic_) step.publish(shape_.name(), r.value);
      };
    }
    if (get_) {
      get = [this, ref](const Request& r, Step& step) {
        Operation& op = step.send(read_attributes(place(r, step, ref), {ref}));
        if (manufacturer_) op.manufacturer = static_cast<std::uint16_t>(manufacturer_);
        op.asks_default_response = answered_;
      };
    }
    if (set || get) b.encode({shape_.name()}, std::move(set), std::move(get));
    if (report_.size() == 3 || get_) b.configure([this, ref, type](Step& step) { configure(ref, type, step); });
  }

 private:
  EndpointId place(const Request& r, const Step& step, const AttributeRef& ref) const {
    return direct_ ? r.endpoint : serving(r, step, ref.cluster);
  }

  static const Usual* find(std::string_view name) {
    for (const Usual& row : usual) {
      if (row.shape.name == name) return &row;
    }
    return nullptr;
  }

  void configure(const AttributeRef& ref, zcl::Type type, Step& step) const {
    auto endpoints = endpoints_with(step, ref.cluster);
    if (!step.confined().empty()) endpoints = step.confined();
    if (one_ && endpoints.size() > 1) endpoints.resize(1);
    for (const EndpointId endpoint : endpoints) {
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
    return resolve_attribute(b, cluster_, attribute_, type_, manufacturer_, ref, type);
  }
};

}  // namespace

extern const BlockType attribute_block = block<AttributeProperty>("attribute", "An attribute of any cluster as a property");

}  // namespace waggle::library
