// Datapoints of Tuya devices as a table of conversions: which datapoint is which property, and how its value
// is read and written. What users see of them stands elsewhere (block `expose`).
#include <algorithm>

#include "library/blocks/common.h"
#include "library/blocks/plans.h"
#include "library/blocks/tuya/conversion.h"

namespace waggle::library::tuya {
namespace {

constexpr std::string_view cluster_name = "manuSpecificTuya";

struct Row {
  int number = 0;
  std::string name;
  bool optimistic = true;
  bool not_with_brightness = false;
  std::optional<Expression> after;
  Formulas later;
  Conversion conversion;
  Plans set;  // instead of the conversion
};

class Table final : public Block {
  std::vector<Row> rows_;
  std::vector<std::string> keys_;
  std::string command_ = "dataRequest";
  std::vector<std::string> from_{"dataResponse", "dataReport", "activeStatusReport", "activeStatusReportAlt"};
  bool first_ = false;
  bool repeats_ = false;

 public:
  void read(Options& o) override {
    o.read("command", command_, "by which values are sent, when not by dataRequest");
    o.read("from", from_, "the commands that are listened to");
    o.read("first", first_, "only the first datapoint of a message counts");
    o.read("repeats", repeats_, "a message that comes twice counts twice");
    o.read_each("list", "the datapoints, a row each", [&](const std::string&, OptionNode item) {
      Row row;
      ConversionOptions c;
      c.name = "raw";
      Options in = o.inside("list", item);
      in.read("dp", row.number, "number of the datapoint; 0: of those that have no row");
      in.read("name", row.name, "the property; none for conversions that name several themselves");
      in.read("as", c.name, "how its value is read and written: " + conversion_names());
      in.read("values", c.values, "words: {word: value}; truth: the value that is true");
      in.read("type", c.type,
              {{"boolean", DataType::boolean}, {"number", DataType::number}, {"text", DataType::text},
               {"enum", DataType::enumeration}, {"bitmap", DataType::bitmap}, {"raw", DataType::raw}},
              "words: how they are sent");
      in.read("otherwise", c.otherwise, "words: for a value without a word; constant: what is always published");
      in.read("scale", c.scale, "scaled: how many of the device's units make one of ours");
      in.read("low", c.low, "scaled: the least value");
      in.read("high", c.high, "scaled: the greatest value");
      Value ranges;
      in.read("ranges", ranges, "range: ours from and to, the device's from and to");
      if (ranges.is_array()) {
        for (const Value& n : ranges.array()) c.ranges.push_back(n.number_or(0));
      }
      c.from = read_formula(in, "from", "formula: what is published of the datapoint's `value`; a map of several properties, when the row has no name");
      c.to = read_formula(in, "to", "formula: what is sent for the wanted `value`");
      c.apart = read_formula(in, "apart", "formula: a map of properties that are told on their own besides; several in a list");
      Value remember;
      in.read("remember", remember, "formula: what is remembered of the datapoint: {name: formula}");
      if (!remember.is_null()) c.remember = Formulas(in, "remember", remember);
      in.read("octets", c.octets, "formula: a text is octets in base 64");
      c.typed = in.given("type");
      in.read("day", c.day, "schedule: the number in front of the day's periods");
      in.read("periods", c.periods, "schedule: how many a day has");
      in.read("not_with_brightness", row.not_with_brightness, "left out when a brightness is set together with the state it has already");
      in.read("optimistic", row.optimistic, "a value that was set is taken for the state at once");
      row.set.read(in, "set", "operations that set it, when it is not this datapoint alone");
      row.after = read_formula(in, "after", "seconds after which to tell `later`, unless such a row tells something before; 0: never; nothing: what waits goes on waiting");
      Value later;
      in.read("later", later, "what is told then: {property: formula}");
      if (!later.is_null()) row.later = Formulas(in, "later", later);
      in.finish("a datapoint");
      if (in.describing()) return;
      if (row.number < 0 || row.number > 255) in.complain("dp", "must be a number from 0 to 255");
      auto made = make_conversion(c);
      if (!made || (!made->from && !made->to && row.set.empty())) {
        in.complain("as", "must be one of " + conversion_names() + ", with what it needs");
        return;
      }
      row.conversion = std::move(*made);
      if (!row.name.empty() && std::find(keys_.begin(), keys_.end(), row.name) == keys_.end()) keys_.push_back(row.name);
      rows_.push_back(std::move(row));
    });
    o.require("list");
  }

  void build(Builder& b) const override {
    for (const std::string& command : from_) {
      b.decode_command(cluster_name, command, [this](const Message& m, Step& step) { decode(m, step); });
    }
    const CommandRef request = b.command(cluster_name, command_, false);
    if (keys_.empty()) return;
    // A key with an endpoint behind it arrives without.
    std::vector<std::string> keys = keys_;
    for (const std::string& key : keys_) {
      for (const auto& [name, id] : b.names()->endpoints) {
        const std::string end = "_" + name;
        if (key.size() > end.size() && key.ends_with(end)) {
          const std::string bare = key.substr(0, key.size() - end.size());
          if (std::find(keys.begin(), keys.end(), bare) == keys.end()) keys.push_back(bare);
        }
      }
    }
    std::vector<Plans::Steps> plans;
    for (const Row& row : rows_) plans.push_back(row.set.empty() ? Plans::Steps() : row.set.build(b));
    b.encode(keys, [this, request, plans, names = b.names()](const Request& r, Step& step) { set(*names, request, plans, r, step); });
  }

 private:
  void decode(const Message& m, Step& step) const {
    if (!repeats_ && already_seen(m, step)) return;
    std::vector<Datapoint> datapoints = read_datapoints(m);
    if (first_ && datapoints.size() > 1) datapoints.resize(1);
    for (const Datapoint& dp : datapoints) {
      auto row = std::find_if(rows_.begin(), rows_.end(), [&](const Row& candidate) { return candidate.number == dp.number; });
      if (row == rows_.end()) row = std::find_if(rows_.begin(), rows_.end(), [](const Row& candidate) { return candidate.number == 0; });
      if (row == rows_.end() || !row->conversion.from) continue;
      if (row->after) tell_later(*row, dp, step);
      Value value = row->conversion.from(dp, step);
      if (value.is_object()) {
        step.publish(value.object());
      } else if (!value.is_null() && !row->name.empty()) {
        step.publish(row->name, std::move(value));
      }
    }
  }

  static void tell_later(const Row& row, const Datapoint& dp, Step& step) {
    const Value value = plain_value(dp);
    const ValueScope scope(value, step, dp.type);
    const Yield seconds = row.after->run(scope);
    if (!seconds) return;
    step.forget("tuya_later");
    const double wait = seconds->number_or(0);
    if (wait <= 0) return;
    step.later("tuya_later", Millis(static_cast<std::int64_t>(wait * 1000)), [properties = row.later.run(scope)](Step& next) { next.publish(properties); });
  }

  // Some dimmers jump to full brightness when they are told again to be on.
  static bool already(const EndpointNames& names, const Request& r, const Step& step) {
    const Value* brightness = r.message.find("brightness");
    const Value* wanted = r.message.find("state");
    const Value* state = step.state().find(names.multi_endpoint && !r.endpoint_name.empty() ? "state_" + std::string(r.endpoint_name) : "state");
    return brightness && !brightness->is_null() && wanted && state && *wanted == *state;
  }

  // All keys of the message at once, as they stand in it.
  void set(const EndpointNames& names, const CommandRef& request, const std::vector<Plans::Steps>& plans, const Request& r, Step& step) const {
    const Object message = r.message;
    for (const auto& [key, value] : message) {
      std::string property = key;
      if (names.multi_endpoint && !r.endpoint_name.empty() && !key.starts_with(std::string(r.key) + "_")) {
        property += "_" + std::string(r.endpoint_name);
      }
      const auto row = std::find_if(rows_.begin(), rows_.end(), [&](const Row& candidate) { return candidate.name == property; });
      const Plans::Steps* plan = row == rows_.end() ? nullptr : &plans[static_cast<std::size_t>(row - rows_.begin())];
      if (!plan || (!*plan && !row->conversion.to)) {
        step.fail("No datapoint defined for '" + key + "'");
        return;
      }
      if (row->not_with_brightness && already(names, r, step)) continue;
      std::optional<Sent> sent;
      if (*plan) {
        const Request one{key, value, r.message, r.endpoint, r.endpoint_name, r.to_group};
        (*plan)(RequestScope(one, step, names), r.endpoint, key, step);
      } else {
        sent = row->conversion.to(value, step);
      }
      if (step.error()) return;
      if (sent) send_datapoint_once(r.endpoint, request, static_cast<std::uint8_t>(row->number), sent->type, sent->data, step);
      if (row->optimistic) step.publish(key, value);
    }
  }
};

}  // namespace
}  // namespace waggle::library::tuya

namespace waggle::library {
extern const BlockType tuya_table_block = block<tuya::Table>("tuya_table", "Datapoints of a Tuya device, by a table of conversions");
}
