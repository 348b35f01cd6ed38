// What every Tuya device with datapoints needs: being greeted when it joins, the time when it asks, and the
// assurance that its gateway is there.
#include "core/number.h"
#include "library/blocks/common.h"

namespace waggle::library::tuya {
namespace {

constexpr std::string_view cluster_name = "manuSpecificTuya";
constexpr std::int64_t seconds_from_1970_to_2000 = 946'684'800;

class Base final : public Block {
  enum class Start : std::uint8_t { off, y1970, y2000 } start_ = Start::off;
  bool time_option_ = true;
  bool query_configure_ = false;
  bool query_announce_ = false;
  bool bind_basic_ = false;
  bool ask_version_ = false;
  bool hourly_ = false;
  int query_every_ = 0;

 public:
  void read(Options& o) override {
    o.read("time_start", start_, {{"off", Start::off}, {"1970", Start::y1970}, {"2000", Start::y2000}},
           "the year from which the device counts its seconds; off: it is not told the time");
    o.read("time_option", time_option_, "let the user choose another");
    o.read("query_on_configure", query_configure_, "ask for all datapoints once it has joined");
    o.read("query_every", query_every_, "seconds after which to ask for all datapoints again and again");
    o.read("hourly", hourly_, "tell the time with any message, once an hour");
    o.read("bind_basic", bind_basic_, "bind genBasic once it has joined");
    o.read("ask_version", ask_version_, "ask for the version of its controller once it has joined");
    o.read("query_on_announce", query_announce_, "ask for all datapoints whenever it comes back");
  }

  void build(Builder& b) const override {
    if (time_option_) {
      b.option(Builder::OptionFor::definition,
               enumeration("time_start", Access::set, {"1970", "2000", "off"})
                   .text("The year from which the device counts time, when its clock is wrong"));
    }
    const CommandRef sync = b.command(cluster_name, "mcuSyncTime", false);
    const CommandRef status = b.command(cluster_name, "mcuGatewayConnectionStatus", false);
    auto tell_time = [=, this](const Message& m, Step& step) {
      const Start start = chosen(step);
      if (start == Start::off) return;
      step.memory().set("tuya_time_told", static_cast<double>(step.now().ms));
      const std::int64_t offset = start == Start::y2000 ? seconds_from_1970_to_2000 : 0;
      const auto utc = static_cast<std::int64_t>(js::round(static_cast<double>(step.now().ms - offset * 1000) / 1000));
      Writer time;
      time.u32_be(static_cast<std::uint64_t>(utc));
      time.u32_be(static_cast<std::uint64_t>(utc + utc_offset_minutes(step.now()) * 60));
      step.send(send_command(m.endpoint, sync, {{"payloadSize", 8}, {"payload", Value(time.view())}}));
    };
    b.decode_command(cluster_name, "mcuSyncTime", tell_time);
    if (hourly_) {
      // For clocks that run badly: with any message, once an hour.
      for (const std::string_view command : {"mcuVersionResponse", "dataResponse", "dataReport",
                                             "activeStatusReport", "activeStatusReportAlt"}) {
        b.decode_command(cluster_name, command, [tell_time](const Message& m, Step& step) {
          if (due(step)) tell_time(m, step);
        });
      }
    }
    b.decode_command(cluster_name, "mcuGatewayConnectionStatus", [=, this](const Message& m, Step& step) {
      if (hourly_ && chosen(step) != Start::off && due(step)) {
        tell_time(m, step);
        return;
      }
      step.send(send_command(m.endpoint, status, {{"payloadSize", 1}, {"payload", 1}}));
    });
    // Devices send nothing until they have been read just so, like Tuya's own gateway does.
    std::vector<AttributeRef> greeting;
    for (const std::string_view name : {"manufacturerName", "zclVersion", "appVersion", "modelId", "powerSource"}) {
      greeting.push_back(b.attribute("genBasic", name));
    }
    b.configure([greeting](Step& step) {
      if (step.device().endpoint_count() == 0) return;
      Operation op = read_attributes(step.device().endpoint(0).id, {});
      op.cluster = greeting[0].cluster;
      for (const AttributeRef& a : greeting) op.attributes.push_back(a.id);
      op.attributes.emplace_back(0xFFFE);
      op.may_fail = true;
      step.send(std::move(op));
    });
    const CommandRef query = b.command(cluster_name, "dataQuery", false);
    const Configure ask = [query](Step& step) {
      if (step.device().endpoint_count() > 0) step.send(send_command(step.device().endpoint(0).id, query, {}));
    };
    if (query_configure_) b.configure(ask);
    if (ask_version_) {
      const CommandRef version = b.command(cluster_name, "mcuVersionRequest", false);
      b.configure([version](Step& step) {
        if (step.device().endpoint_count() > 0) step.send(send_command(step.device().endpoint(0).id, version, {{"seq", 0x0002}}));
      });
    }
    if (bind_basic_) {
      const ClusterId basic = b.cluster("genBasic").id;
      b.configure([basic](Step& step) {
        for (const EndpointId endpoint : endpoints_with(step, basic)) step.send(bind(endpoint, basic));
      });
    }
    if (query_announce_) b.on(Event::announced, ask);
    if (query_every_ > 0) {
      b.on(Event::start, [this, ask](Step& step) { ask_again(ask, step); });
      b.on(Event::stop, [](Step& step) { step.forget("tuya_query"); });
    }
  }

 private:
  void ask_again(const Configure& ask, Step& step) const {
    step.later("tuya_query", Millis(query_every_ * 1000), [this, ask](Step& next) {
      ask(next);
      ask_again(ask, next);
    });
  }

  static bool due(Step& step) {
    const Value* told = step.memory().find("tuya_time_told");
    return !told || told->number_or(0) + 3'600'000 < static_cast<double>(step.now().ms);
  }

  Start chosen(const Step& step) const {
    const Value* wanted = step.options().find("time_start");
    if (!wanted) return start_;
    const std::string text = to_text(*wanted);
    return text == "1970" ? Start::y1970 : text == "2000" ? Start::y2000 : text == "off" ? Start::off : start_;
  }
};

}  // namespace
}  // namespace waggle::library::tuya

namespace waggle::library {
extern const BlockType tuya_base_block =
    block<tuya::Base>("tuya_base", "Greeting, time and gateway status of Tuya datapoint devices");
}
