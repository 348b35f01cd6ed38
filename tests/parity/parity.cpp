// ./run parity [DIR] [--show NAME] [--limit N] [--by block|vendor] [--report FILE] [--sample N] [--definitions N]
//
// Runs every vector of the peer's device library through the real decode and encode path and counts
// what is equal. "What counts as equal" is in tests/data/peer/README.md.
#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include "core/json.h"
#include "library/calibration.h"
#include "library/dispatch.h"
#include "library/library.h"
#include "parity/compare.h"

namespace waggle::parity {
namespace {

namespace fs = std::filesystem;
using library::Message;

/// As the wire shows it: NaN becomes null, bytes become {"type":"Buffer"}.
Value on_wire(const Value& value) { return *json::parse(json::dump(value)); }
Value on_wire(const Object& value) { return on_wire(Value(value)); }

struct Count {
  int equal = 0;
  int total = 0;
  void add(bool ok) {
    ++total;
    equal += ok;
  }
};

struct Facts {
  Value row;
  std::shared_ptr<const library::Definition> definition;
  bool exposes_equal = false;
  bool configure_equal = false;
  bool has_configure = false;
  Count vectors;
  Object group_memory;  // what outlives a vector of the group's: Zigbee2MQTT keeps it in its database
  mutable std::string first_difference;
};

class Parity {
 public:
  std::string show;
  int limit = 3;
  int sample = 1;
  int one_of = 1;

  void load_definitions(const std::string& path) {
    auto done = read_lines(path, [&](Value row) {
      auto& facts = facts_[std::string(row.find("id")->string())];
      facts.row = std::move(row);
      identify(facts);
    }, static_cast<std::size_t>(one_of));
    if (!done) throw std::runtime_error(done.error().text);
  }

  void run_file(const std::string& path) {
    const bool received = fs::path(path).filename().string().starts_with("fz");
    auto done = read_lines(path, [&](Value vector) {
      const auto found = facts_.find(vector.find("def")->string_or(""));
      if (found == facts_.end()) return;
      Facts& facts = found->second;
      if (is_excused(vector)) return;
      Count& kind = received ? received_ : sent_;
      if (!facts.definition) {
        kind.add(false);
        facts.vectors.add(false);
        return;
      }
      const std::string difference = received ? run_received(facts, vector) : run_sent(facts, vector);
      kind.add(difference.empty());
      facts.vectors.add(difference.empty());
      if (!difference.empty()) explain(facts, vector, difference);
    }, static_cast<std::size_t>(sample));
    if (!done) fmt::print(stderr, "{}\n", done.error().text);
  }

  void check_definitions() {
    for (auto& [id, facts] : facts_) {
      if (!facts.definition) continue;
      check_exposes(facts);
      check_configure(facts);
    }
  }

  // Definitions by what they are made of or whose they are: how many are wholly equal.
  void table_by(std::string_view what) const {
    std::map<std::string, Count> rows;
    for (const auto& [id, facts] : facts_) {
      std::set<std::string> names;
      if (what == "vendor") {
        names.emplace(facts.row.find("vendor")->string_or(""));
      } else {
        for (const std::string_view list : {"extend", "fromZigbee", "toZigbee"}) {
          const Value* parts = facts.row.find(list);
          if (!parts) continue;
          for (const Value& part : parts->array()) {
            const Value* name = part.find(list == "extend" ? "fn" : "name");
            if (name && !part.find("extend")) names.emplace(name->string_or(""));
          }
        }
      }
      for (const std::string& name : names) rows[name].add(whole(facts));
    }
    std::vector<std::pair<std::string, Count>> sorted(rows.begin(), rows.end());
    std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
      return a.second.total - a.second.equal > b.second.total - b.second.equal;
    });
    for (const auto& [name, count] : sorted) fmt::print("{:5} of {:5}  {}\n", count.equal, count.total, name);
  }

  void write_report(const std::string& path) const {
    Object out;
    for (const auto& [id, facts] : facts_) {
      Object row{{"recognised", facts.definition != nullptr}, {"vectors", facts.vectors.total}, {"equal", facts.vectors.equal},
                 {"exposes", facts.exposes_equal}};
      if (facts.row.find("configure")) row.set("configure", facts.configure_equal);
      if (!facts.first_difference.empty()) row.set("first", facts.first_difference);
      out.set(id, std::move(row));
    }
    std::ofstream file(path);
    file << json::dump(Value(std::move(out))) << "\n";
    if (!file.flush()) fmt::print(stderr, "{} cannot be written\n", path);
  }

  int summary(bool only_known) const {
    int whole_ones = 0, exposes = 0, configured = 0, configurable = 0, known = 0;
    for (const auto& [id, facts] : facts_) {
      if (only_known && !facts.definition) continue;
      ++known;
      whole_ones += whole(facts);
      exposes += facts.exposes_equal;
      const bool has = facts.row.find("configure") != nullptr;
      configurable += has;
      configured += has && facts.configure_equal;
      if (only_known) {
        fmt::print("{:45} vectors {:5} of {:5}  exposes {}  configure {}\n", id, facts.vectors.equal, facts.vectors.total,
                   facts.exposes_equal ? "equal" : "DIFFER", !has ? "-" : facts.configure_equal ? "equal" : "DIFFER");
      }
    }
    fmt::print("parity: definitions {} of {}, fromZigbee {} of {}, toZigbee {} of {}, exposes {} of {}, configure {} of {}\n",
               whole_ones, known, received_.equal, received_.total, sent_.equal, sent_.total, exposes, known, configured,
               configurable);
    return whole_ones;
  }

 private:
  static bool whole(const Facts& facts) { return facts.definition && facts.vectors.equal == facts.vectors.total; }

  void identify(Facts& facts) {
    const MockDevice device(*facts.row.find("mock"));
    const auto found = library_.identify(device);
    if (!found) return;
    const auto vendor = facts.row.find("vendor")->string_or("");
    const auto model = facts.row.find("model")->string_or("");
    if (found.definition->model == model && found.definition->vendor == vendor) facts.definition = found.definition;
  }

  // What the peer itself refused or drew at random is asked of nobody.
  static bool is_excused(const Value& vector) {
    if (vector.find("error") || vector.find("errors") || vector.find("random")) return true;
    const Value* steps = vector.find("steps");
    if (!steps) return false;
    return std::any_of(steps->array().begin(), steps->array().end(), [](const Value& s) { return is_excused(s); });
  }

  static WallTime noon() { return {1'768'478'400'000}; }

  std::shared_ptr<PaperSubject> subject(const Facts& facts, Scheduler& time) {
    auto mock = std::make_shared<MockDevice>(*facts.row.find("mock"));
    if (const Value* attrs = facts.row.find("mock", "attrs")) mock->load_attributes(*attrs, facts.definition->catalogue());
    return std::make_shared<PaperSubject>(time, std::move(mock), facts.definition->catalogue());
  }

  std::string run_received(const Facts& facts, const Value& vector) {
    VirtualTime time(noon());
    auto device = subject(facts, time);
    network::Executor executor(time);
    const Value* steps = vector.find("steps");
    if (!steps) return receive(facts, vector, *device, device, executor, time);
    int number = 0;
    for (const Value& step : steps->array()) {
      if (const Value* dt = step.find("dt_ms")) time.advance(Millis(static_cast<int>(dt->number_or(0))));
      auto difference = receive(facts, step, *device, device, executor, time);
      if (!difference.empty()) return fmt::format("step {}: {}", number, difference);
      ++number;
    }
    return {};
  }

  std::string receive(const Facts& facts, const Value& vector, PaperSubject& paper, std::shared_ptr<PaperSubject> shared,
                      network::Executor& executor, VirtualTime& time) {
    if (const Value* state = vector.find("state_before")) paper.set_state(state->object());
    if (const Value* options = vector.find("options")) paper.set_options(options->object());
    const Value* ops = vector.find("ops");
    paper.begin(ops);
    const EndpointId endpoint(static_cast<std::uint8_t>(vector.find("ep")->number_or(1)));
    paper.mock->ensure_endpoint(endpoint);

    const auto octets = from_hex(vector.find("zcl")->string_or(""));
    const ClusterId cluster(static_cast<std::uint16_t>(vector.find("clusterId")->number_or(0)));
    zcl::Frame frame;
    auto decoded = zcl::decode(facts.definition->catalogue(), cluster, *octets, frame);
    auto kind = decoded ? Message::kind_of(frame) : std::optional(Message::raw);
    if (!kind) return "the frame is no message";
    if (!decoded) {
      frame = {};
      frame.cluster_id = cluster;
      frame.payload = *octets;
    }
    if (*kind & Message::attributes) remember(frame, endpoint, *paper.mock);
    const Value* group = vector.find("groupID");
    const Message message{*kind, endpoint, GroupId(static_cast<std::uint16_t>(group ? group->number_or(0) : 0)), 100, frame};

    const library::Context context{*paper.mock, paper.state(), paper.options(), time.wall(), paper.memory()};
    library::Step step(context);
    facts.definition->decode(message, step);
    Object out = std::move(step.published());
    library::Calibration(facts.definition->exposes(paper.mock.get(), paper.options()), paper.options()).apply(out);
    executor.follow_in_background(shared, std::move(step.effects()), "vector");
    time.settle();

    const Value* theirs = vector.find("out");
    // A converter that found nothing may say so with an empty object; the peer publishes neither.
    const bool nothing = !theirs || (theirs->is_object() && theirs->object().empty());
    const Value expected = nothing ? Value() : *theirs;
    if (auto d = differs("out", out.empty() ? Value() : on_wire(out), expected); !d.empty()) return d;
    const Value* later = vector.find("out_later");
    if (later) {
      double last = 0;
      for (const Value& entry : later->array()) last = std::max(last, entry.find("after_ms")->number_or(0));
      const auto sent_now = paper.sent.size();
      time.advance(Millis(static_cast<std::int64_t>(last) + 1));
      (void)sent_now;
    }
    Array extra, extra_theirs;
    for (const Published& p : paper.published) {
      Object entry;
      if (p.t > 0) entry.set("after_ms", p.t);
      entry.set("out", p.values);
      extra.push_back(on_wire(entry));
    }
    if (const Value* list = vector.find("extra")) {
      for (const Value& v : list->array()) extra_theirs.push_back(Object{{"out", v}});
    }
    if (later) {
      for (const Value& v : later->array()) {
        if (v.find("out")) extra_theirs.push_back(v);
      }
    }
    if (auto d = differs("published", extra, extra_theirs); !d.empty()) return d;
    const Value* sync = vector.find("time_sync");
    if (auto d = compare_operations(paper.sent, ops, sync && truthy(*sync)); !d.empty()) return d;

    Object state = paper.state();
    deep_merge(state, out);
    for (const Published& p : paper.published) deep_merge(state, p.values);
    paper.set_state(std::move(state));
    return {};
  }

  static void remember(const zcl::Frame& frame, EndpointId endpoint, MockDevice& device) {
    for (const zcl::Record& record : frame.records) {
      if (record.status != 0 || !record.value.present()) continue;
      const zcl::Attribute* row = frame.cluster ? frame.cluster->attribute(record.attribute, frame.header.manufacturer) : nullptr;
      if (auto value = zcl::attribute_value(row, record.value)) {
        device.remember(endpoint, frame.cluster_id, record.attribute, std::move(*value));
      }
    }
  }

  std::string run_sent(Facts& facts, const Value& vector) {
    VirtualTime time(noon());
    auto paper = subject(facts, time);
    network::Executor executor(time);
    if (const Value* state = vector.find("state_before")) paper->set_state(state->object());
    if (const Value* options = vector.find("options")) paper->set_options(options->object());
    const bool to_group = vector.find("group") != nullptr;
    paper->to_group = to_group;
    if (to_group) paper->set_memory(facts.group_memory);
    const Value* ops = vector.find("ops");
    paper->begin(ops);

    const bool set = vector.find("type")->string_or("") == "set";
    const auto key = vector.find("key")->string_or("");
    Object message;
    if (const Value* whole = vector.find("message")) {
      message = revive(*whole).object();
    } else {
      message.set(key, revive(*vector.find("value")));
    }
    const library::Definition* definitions[] = {facts.definition.get()};
    library::Target target{definitions, to_group ? nullptr : paper->mock.get(), {}, "vector"};
    const auto calls = library::dispatch(target, set, message);
    Object state;
    for (const library::Call& call : calls) {
      if (!call.encoder) return call.problem;
      auto outcome = finish(executor, time, paper, [&](library::Step& step) {
        Object copy = call.message;
        const library::Request request{call.key, call.value, copy, call.endpoint, call.endpoint_name, to_group};
        (set ? call.encoder->set : call.encoder->get)(request, step);
      });
      if (!outcome) return "did not finish";
      if (outcome->error) return "error: " + outcome->error->text;
      for (const auto& [name, value] : outcome->published) {
        state.set(call.endpoint_name.empty() ? name : name + "_" + call.endpoint_name, value);
      }
    }
    if (const Value* asked = paper->memory().find("onLevelSupported"); asked && to_group) facts.group_memory.set("onLevelSupported", *asked);
    Value all = ops ? *ops : Value(Array{});
    if (const Value* later = vector.find("later")) {
      double last = 0;
      for (const Value& entry : later->array()) {
        last = std::max(last, entry.find("after_ms")->number_or(0));
        if (const Value* more = entry.find("ops")) {
          for (const Value& op : more->array()) all.array().push_back(op);
        }
      }
      time.advance(Millis(static_cast<std::int64_t>(last) + 1));
    }
    if (auto d = compare_operations(paper->sent, &all, false); !d.empty()) return d;
    const Value* theirs = vector.find("state");
    return differs("state", on_wire(state), theirs ? *theirs : Value(Object{}));
  }

  void check_exposes(Facts& facts) {
    MockDevice device(*facts.row.find("mock"));
    if (const Value* attrs = facts.row.find("mock", "attrs")) device.load_attributes(*attrs, facts.definition->catalogue());
    std::string difference = compare_exposes("exposes", facts.definition->exposes(&device, {}), *facts.row.find("exposes"));
    if (difference.empty()) difference = compare_exposes("options", facts.definition->options, *facts.row.find("options"));
    facts.exposes_equal = difference.empty();
    if (!difference.empty()) explain(facts, Value(), difference);
  }

  void check_configure(Facts& facts) {
    const Value* theirs = facts.row.find("configure");
    if (!theirs) {
      facts.configure_equal = true;
      return;
    }
    VirtualTime time(noon());
    auto paper = std::make_shared<PaperSubject>(time, std::make_shared<MockDevice>(*facts.row.find("mock")),
                                                facts.definition->catalogue());
    const std::string difference = compare_configure(*facts.definition, time, std::move(paper), *theirs);
    facts.configure_equal = difference.empty();
    if (!difference.empty()) explain(facts, Value(), difference);
  }

  void explain(const Facts& facts, const Value& vector, const std::string& difference) {
    if (facts.first_difference.empty()) facts.first_difference = difference.substr(0, 400);
    const auto id = facts.row.find("id")->string_or("");
    if (show.empty() || id.find(show) == std::string_view::npos) return;
    if (shown_++ >= limit) return;
    fmt::print("--- {}\n    {}\n", id, difference);
    if (vector.is_object()) {
      std::string text = json::dump(vector);
      if (text.size() > 1200) text = text.substr(0, 1200) + "…";
      fmt::print("    {}\n", text);
    }
  }

  library::Library library_{library::built_in_library()};
  std::map<std::string, Facts, std::less<>> facts_;
  Count received_, sent_;
  int shown_ = 0;
};

}  // namespace
}  // namespace waggle::parity

int main(int argc, char** argv) {
  using namespace waggle::parity;
  Parity parity;
  std::string folder;
  bool known = false;
  CLI::App app("Compares the device library with the peer's vectors");
  app.add_option("folder", folder, "folder of vector files; definitions.jsonl.gz stands above it");
  app.add_option("--show", parity.show, "explain differences of definitions whose id contains this");
  app.add_option("--limit", parity.limit, "how many differences to explain");
  app.add_flag("--known", known, "count only definitions this library has");
  std::string by, report;
  app.add_option("--by", by, "a table by block or vendor")->check(CLI::IsMember({"block", "vendor"}));
  app.add_option("--report", report, "write all definitions' results as JSON");
  app.add_option("--sample", parity.sample, "run every Nth vector only");
  app.add_option("--definitions", parity.one_of, "ask for every Nth definition only");
  int least = 0;
  app.add_option("--at-least", least, "fail when fewer definitions are equal");
  CLI11_PARSE(app, argc, argv);
  if (folder.empty()) folder = PEER_FACTS "/vectors";

  fs::path definitions = fs::path(folder).parent_path() / "definitions.jsonl.gz";
  if (fs::path(folder).filename().empty()) definitions = fs::path(folder).parent_path().parent_path() / "definitions.jsonl.gz";
  // Other vectors may come without the definitions: they are about the same ones.
  if (!fs::exists(definitions)) definitions = PEER_FACTS "/definitions.jsonl.gz";
  parity.load_definitions(definitions.string());
  parity.check_definitions();
  std::vector<std::string> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().string().find(".jsonl") != std::string::npos) files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  for (const auto& file : files) parity.run_file(file);
  if (!by.empty()) parity.table_by(by);
  if (!report.empty()) parity.write_report(report);
  return parity.summary(known) < least ? 1 : 0;
}
