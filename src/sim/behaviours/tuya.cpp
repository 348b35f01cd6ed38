// Tuya's own protocol inside a cluster: datapoints are set by one command and reported by another,
// with a sequence number of their own (Tuya developer documentation, "Zigbee generic interfaces").
#include "sim/behaviours/tuya.h"

#include "sim/behaviours/all.h"

namespace waggle::sim {
namespace {

class Tuya final : public CommandTable<Tuya> {
 public:
  Tuya(VirtualDevice& device, Place place)
      : CommandTable(device, place), datapoints_(device.spec().datapoints) {}
  static std::span<const Row> rows() {
    static constexpr Row table[] = {
        {"dataRequest", &Tuya::data_request}, {"sendData", &Tuya::data_request},
        {"dataQuery", &Tuya::data_query},     {"mcuVersionRequest", &Tuya::version},
        {"mcuSyncTime", &Tuya::time_arrived}, {"mcuGatewayConnectionStatus", &Tuya::connection},
    };
    return table;
  }
  // The microcontroller behind the radio wants the time once there is a gateway.
  void joined() override {
    later().clear();
    later().after(3s, [this] { tell_coordinator("mcuSyncTime", {{"payloadSize", 0}}); });
  }
  void describe(Object& out) const override {
    Object values;
    for (const auto& [number, datapoint] : datapoints_)
      values.set(std::to_string(number), datapoint.value);
    out.set("datapoints", std::move(values));
    out.set("time_known", time_known_);
  }

  const Datapoint* find(std::uint8_t number) const {
    const auto at = datapoints_.find(number);
    return at == datapoints_.end() ? nullptr : &at->second;
  }
  Result<> change(std::uint8_t number, Value value, std::optional<Datapoint::Type> type) {
    const auto at = datapoints_.find(number);
    if (at == datapoints_.end() && !type) {
      return Error{Errc::not_found,
                   device().name() + " has no datapoint " + std::to_string(number)};
    }
    Datapoint fresh{type ? *type : at->second.type, std::move(value)};
    TRY_DO(encode_datapoint(fresh));
    datapoints_[number] = std::move(fresh);
    report(number, "dataReport");
    return {};
  }

 private:
  void report(std::uint8_t number, std::string_view command) {
    const Datapoint& datapoint = datapoints_.at(number);
    const auto octets = encode_datapoint(datapoint);
    if (!octets) return;  // change() and load do not let such values in
    // The tables read the number as the ZCL counts; Tuya's own microcontrollers write it the other
    // way round.
    ++sequence_;
    const auto swapped = static_cast<std::uint16_t>(sequence_ << 8 | sequence_ >> 8);
    tell_coordinator(command,
                     {{"seq", swapped},
                      {"dpValues", Array{Object{{"dp", number},
                                                {"datatype", static_cast<int>(datapoint.type)},
                                                {"data", Value(*octets)}}}}});
  }
  // One after another, a little apart, as the serial line between microcontroller and radio lets
  // them.
  void report_later(const std::vector<std::uint8_t>& numbers, std::string_view command) {
    auto delay = 20ms;
    for (const std::uint8_t number : numbers) {
      later().after(delay, [this, number, command] { report(number, command); });
      delay += 10ms;
    }
  }

  static Value decode(Datapoint::Type type, ByteView octets) {
    Reader in(octets);
    switch (type) {
      case Datapoint::Type::boolean: return Value(in.u8() != 0);
      case Datapoint::Type::value: return Value(static_cast<std::int32_t>(in.u32_be()));
      case Datapoint::Type::enumeration: return Value(in.u8());
      case Datapoint::Type::bitmap: return Value(in.uint_be(octets.size()));
      case Datapoint::Type::string: return Value(as_text(octets));
      case Datapoint::Type::raw: break;
    }
    return Value(octets);
  }

  Reaction data_request(const Call& call) {
    std::vector<std::uint8_t> touched;
    for (Reader in(call.raw("dpValues")); in.remaining() >= 4;) {
      const std::uint8_t number = in.u8();
      const std::uint8_t type = in.u8();
      const ByteView octets = in.bytes(in.u16_be());
      if (!in.ok() || type > static_cast<std::uint8_t>(Datapoint::Type::bitmap)) {
        return {zcl::Status::malformed_command};
      }
      const auto kind = static_cast<Datapoint::Type>(type);
      datapoints_[number] = {kind, decode(kind, octets)};
      touched.push_back(number);
    }
    report_later(touched, "dataResponse");
    return {};
  }
  Reaction data_query(const Call&) {
    std::vector<std::uint8_t> all;
    for (const auto& [number, datapoint] : datapoints_) all.push_back(number);
    report_later(all, "dataReport");
    return {};
  }
  Reaction version(const Call& call) {
    tell_coordinator("mcuVersionResponse",
                     {{"seq", call.uint("seq")}, {"version", 0x46}});  // 1.0.6
    return {};
  }
  Reaction time_arrived(const Call&) {
    time_known_ = true;
    return {};
  }
  Reaction connection(const Call&) { return {}; }

  std::map<std::uint8_t, Datapoint> datapoints_;
  std::uint16_t sequence_ = 0;
  bool time_known_ = false;
};

Tuya* tuya_of(const VirtualDevice& device) {
  for (const Endpoint& endpoint : device.node.endpoints) {
    if (auto* found =
            dynamic_cast<Tuya*>(device.behaviour({endpoint.number, ClusterId(0xEF00), false}))) {
      return found;
    }
  }
  return nullptr;
}

}  // namespace

Result<Bytes> encode_datapoint(const Datapoint& datapoint) {
  const Value& value = datapoint.value;
  Writer out;
  const auto whole = [&](std::int64_t low, std::int64_t high) {
    return value.is_bool() ? std::optional<std::int64_t>(value.boolean())
                           : value.integer(low, high);
  };
  std::optional<std::int64_t> number;
  switch (datapoint.type) {
    case Datapoint::Type::boolean: number = whole(0, 1); break;
    case Datapoint::Type::enumeration: number = whole(0, 0xFF); break;
    case Datapoint::Type::bitmap: number = whole(0, 0xFFFFFFFF); break;
    case Datapoint::Type::value: number = whole(INT32_MIN, INT32_MAX); break;
    case Datapoint::Type::string:
      if (value.is_string()) return Bytes(out.text(value.string()).take());
      return Error{Errc::invalid, "a string datapoint takes text"};
    case Datapoint::Type::raw: {
      if (value.is_bytes()) return value.bytes();
      const auto octets = value.is_string() ? from_hex(value.string()) : std::nullopt;
      if (octets) return *octets;
      return Error{Errc::invalid, "a raw datapoint takes hexadecimal digits"};
    }
  }
  if (!number)
    return Error{Errc::invalid, "'" + to_text(value) + "' is out of range for this datapoint"};
  const auto bits = static_cast<std::uint64_t>(*number);
  if (datapoint.type == Datapoint::Type::value) return out.u32_be(bits).take();
  if (datapoint.type == Datapoint::Type::bitmap) {
    return out.uint_be(bits, bits <= 0xFF ? 1 : bits <= 0xFFFF ? 2 : 4).take();
  }
  return out.u8(bits).take();
}

Result<> set_datapoint(VirtualDevice& device, std::uint8_t number, Value value,
                       std::optional<Datapoint::Type> type) {
  Tuya* tuya = tuya_of(device);
  if (!tuya) return Error{Errc::not_found, device.name() + " has no datapoints"};
  return tuya->change(number, std::move(value), type);
}

std::optional<Datapoint::Type> datapoint_type(std::string_view name) {
  static constexpr std::string_view names[] = {"raw",    "boolean", "value",
                                               "string", "enum",    "bitmap"};
  for (std::size_t i = 0; i < std::size(names); ++i) {
    if (names[i] == name) return static_cast<Datapoint::Type>(i);
  }
  return std::nullopt;
}

const Datapoint* find_datapoint(const VirtualDevice& device, std::uint8_t number) {
  const Tuya* tuya = tuya_of(device);
  return tuya ? tuya->find(number) : nullptr;
}

std::unique_ptr<Behaviour> make_tuya(VirtualDevice& device, Place place) {
  return std::make_unique<Tuya>(device, place);
}

}  // namespace waggle::sim
