// Datapoints of Tuya devices as properties, each described by a row: its number, its name, what it is.
#include <algorithm>

#include "core/number.h"
#include "library/blocks/common.h"
#include "library/blocks/property_shape.h"
#include "library/blocks/tuya/datapoints.h"

namespace waggle::library::tuya {
namespace {

constexpr std::string_view cluster_name = "manuSpecificTuya";

struct Row {
  int number = 0;
  DataType type = DataType::raw;
  bool exposed = true;
  PropertyShape shape;
};

DataType usual_type(const PropertyShape& shape) {
  switch (shape.kind()) {
    case PropertyShape::Kind::number: return DataType::number;
    case PropertyShape::Kind::text: return DataType::text;
    default: return shape.of_truth() ? DataType::boolean : DataType::enumeration;
  }
}

Value value_of(const Datapoint& dp) {
  if (dp.type == DataType::text) return Value(as_text(dp.data));
  if (dp.type == DataType::raw) return {};
  return Value(dp.value());
}

Bytes data_of(DataType type, const Value& value) {
  if (type == DataType::text) {
    const ByteView octets = as_bytes(value.string_or(""));
    return {octets.begin(), octets.end()};
  }
  const double number = value.is_bool() ? value.boolean() : value.number_or(0);
  if (type == DataType::number) return number_data(js::whole<std::int32_t>(js::round(number)));
  return {js::whole<std::uint8_t>(number)};
}

class Properties final : public Block {
  std::vector<Row> rows_;

 public:
  void read(Options& o) override {
    o.read_each("list", "the datapoints, a row each", [&](const std::string&, OptionNode item) {
      Row row;
      Options in = o.inside("list", item);
      in.read("dp", row.number, "number of the datapoint");
      row.shape.read(in);
      row.type = usual_type(row.shape);
      in.read("type", row.type,
              {{"boolean", DataType::boolean}, {"number", DataType::number}, {"text", DataType::text},
               {"enum", DataType::enumeration}, {"bitmap", DataType::bitmap}, {"raw", DataType::raw}},
              "how it is sent, when the kind does not tell");
      in.read("exposed", row.exposed, "shown to users; else only published");
      in.require("dp");
      if (!in.describing() && (row.number < 1 || row.number > 255)) in.complain("dp", "must be a number from 1 to 255");
      in.finish("a datapoint");
      rows_.push_back(std::move(row));
    });
    o.require("list");
  }

  void build(Builder& b) const override {
    for (const Row& row : rows_) {
      if (row.exposed) b.expose(row.shape.expose(false));
    }
    for (const std::string_view command : {"dataResponse", "dataReport", "activeStatusReport", "activeStatusReportAlt"}) {
      b.decode_command(cluster_name, command, [this](const Message& m, Step& step) { decode(m, step); });
    }
    const CommandRef request = b.command(cluster_name, "dataRequest", false);
    for (const Row& row : rows_) {
      if (!row.shape.settable()) continue;
      b.encode({row.shape.name()}, [&row, request](const Request& r, Step& step) {
        const auto value = row.shape.sent(r.value, step);
        if (!value) return;
        send_datapoint(r.endpoint, request, static_cast<std::uint8_t>(row.number), row.type, data_of(row.type, *value), step, 1);
        step.publish(row.shape.name(), r.value);
      });
    }
  }

 private:
  void decode(const Message& m, Step& step) const {
    for (const Datapoint& dp : read_datapoints(m)) {
      for (const Row& row : rows_) {
        if (row.number != dp.number) continue;
        if (auto shown = row.shape.published(value_of(dp))) step.publish(row.shape.name(), std::move(*shown));
      }
    }
  }
};

}  // namespace
}  // namespace waggle::library::tuya

namespace waggle::library {
extern const BlockType tuya_datapoints_block =
    block<tuya::Properties>("tuya_datapoints", "Datapoints of a Tuya device as properties");
}
