#include "bridge/entity.h"

#include <algorithm>

namespace waggle::bridge {
namespace {

bool flag(const Object& options, std::string_view key, bool fallback) {
  const Value* v = options.find(key);
  return v && !v->is_null() ? truthy(*v) : fallback;
}
/// 0 for what is none.
double seconds(const Object& options, std::string_view key) {
  constexpr double longest = 10 * 365.0 * 86400;
  const Value* v = options.find(key);
  return v ? std::clamp(v->number_or(0), 0.0, longest) : 0;
}

OutputOptions read_output(const Object& options, std::string* problem) {
  OutputOptions out;
  out.retain = flag(options, "retain", false);
  const Value* qos = options.find("qos");
  out.qos = static_cast<int>(qos ? qos->integer(0, 2).value_or(0) : 0);
  if (const double retention = seconds(options, "retention"); retention > 0) out.retention = static_cast<std::uint32_t>(retention);
  out.optimistic = flag(options, "optimistic", true);
  out.disabled = flag(options, "disabled", false);
  out.filtered_attributes = PropertyFilter(options.find("filtered_attributes"), problem);
  out.filtered_cache = PropertyFilter(options.find("filtered_cache"), problem);
  out.filtered_optimistic = PropertyFilter(options.find("filtered_optimistic"), problem);
  out.debounce = seconds(options, "debounce");
  out.throttle = seconds(options, "throttle");
  if (const Value* list = options.find("debounce_ignore"); list && list->is_array()) {
    for (const Value& key : list->array()) out.debounce_ignore.emplace_back(key.string_or(""));
  }
  return out;
}

}  // namespace

/// What blocks see in place of a device when a group is addressed: nothing is known of a group.
class Entity::GroupAsDevice final : public library::Device {
 public:
  Ieee ieee() const override { return Ieee{}; }
  library::DeviceType type() const override { return library::DeviceType::group; }
  std::string_view model_id() const override { return {}; }
  std::string_view manufacturer_name() const override { return {}; }
  std::optional<std::uint16_t> manufacturer_code() const override { return std::nullopt; }
  std::string_view power_source() const override { return {}; }
  std::string_view software_build_id() const override { return {}; }
  std::string_view date_code() const override { return {}; }
  std::optional<int> hardware_version() const override { return std::nullopt; }
  std::optional<int> application_version() const override { return std::nullopt; }
  std::optional<int> stack_version() const override { return std::nullopt; }
  std::optional<int> zcl_version() const override { return std::nullopt; }
  std::size_t endpoint_count() const override { return 0; }
  const library::EndpointInfo& endpoint(std::size_t) const override { return none_; }
  const Value* attribute(EndpointId, ClusterId, AttributeId) const override { return nullptr; }
  const Value* note(EndpointId, std::string_view) const override { return nullptr; }

 private:
  library::EndpointInfo none_;
};

Entity::Entity(EntityServices& services, network::DevicePtr device)
    : services_(services), device_(std::move(device)), id_(to_string(device_->ieee())), name_(id_) {}

Entity::Entity(EntityServices& services, network::GroupPtr group)
    : services_(services), group_(std::move(group)), group_device_(std::make_shared<GroupAsDevice>()),
      id_(std::to_string(group_->number.raw)), name_(id_) {}

void Entity::set_options(std::string name, Object options, std::string* problem) {
  if (name != name_) former_name_ = std::exchange(name_, std::move(name));
  options_ = std::move(options);
  output_ = read_output(options_, problem);
  recalibrate();
}

void Entity::set_identified(library::Identified identified) {
  identified_ = std::move(identified);
  if (device_ && identified_.definition) device_->catalogue = identified_.definition->catalogue();
  recalibrate();
}

void Entity::recalibrate() {
  calibration_ = definition() ? library::Calibration(definition()->exposes(device_.get(), options_), options_)
                              : library::Calibration();
}

bool Entity::supported() const { return is_coordinator() || (definition() && !definition()->generated); }

std::vector<library::Expose> Entity::exposes() const {
  return definition() ? definition()->exposes(device_.get(), options_) : std::vector<library::Expose>();
}

const library::Device& Entity::device() const {
  if (device_) return *device_;
  return *group_device_;
}

Task<Result<Object>> Entity::perform(const library::Operation& operation) {
  if (operation.kind == library::Operation::Kind::bind && operation.target_group) services_.group_bound(*operation.target_group);
  if (device_) co_return co_await services_.network.performer().perform(device_, operation);
  co_return co_await services_.network.performer().perform(group_->number, operation);
}

void Entity::keep(const library::Keep& fact) {
  network::DevicePtr device = fact.member ? services_.network.find(*fact.member) : device_;
  if (!device) return;
  switch (fact.what) {
    case library::Keep::What::power_source:
      if (fact.only_if_unknown && device->identity.power_source && *device->identity.power_source != "Unknown") return;
      device->identity.power_source = std::string(fact.value.string_or(""));
      break;
    case library::Keep::What::checkin_interval:
      device->checkin_interval = fact.value.number_or(0);
      break;
    case library::Keep::What::endpoint_note:
      if (network::Endpoint* endpoint = device->find(fact.endpoint)) endpoint->meta.set(fact.key, fact.value);
      break;
  }
  services_.network.touch();
}

std::optional<GroupId> Entity::group_number() const {
  return group_ ? std::optional(group_->number) : std::nullopt;
}

std::vector<library::MemberView> Entity::members() const {
  std::vector<library::MemberView> out;
  if (!group_) return out;
  for (const network::Member& m : group_->members) {
    const network::DevicePtr device = services_.network.find(m.device);
    if (device) out.push_back({device.get(), m.endpoint, &services_.states.get(to_string(m.device))});
  }
  return out;
}

}  // namespace waggle::bridge
