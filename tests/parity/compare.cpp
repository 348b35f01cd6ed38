#include "parity/compare.h"

#include <fmt/core.h>

#include <algorithm>

#include "core/json.h"

namespace waggle::parity {
namespace {

Value without_descriptions(const Value& value) {
  if (value.is_array()) {
    Array out;
    for (const Value& item : value.array()) out.push_back(without_descriptions(item));
    return out;
  }
  if (!value.is_object()) return value;
  Object out;
  for (const auto& [key, inner] : value.object()) {
    if (key != "description") out.set(key, without_descriptions(inner));
  }
  return out;
}

bool is_time_sync(const Recorded& r) {
  return r.operation.cluster == ClusterId(0xEF00) && r.operation.command && r.operation.command->name == "mcuSyncTime";
}

Value describe(const Recorded& r) {
  Object out;
  if (!r.to_group) out.set("ep", r.operation.endpoint.raw);
  out.set("clusterId", r.operation.cluster.raw);
  if (!r.zcl.empty()) out.set("zcl", r.zcl);
  if (r.operation.kind == library::Operation::Kind::bind) out.set("kind", "bind");
  if (r.operation.kind == library::Operation::Kind::unbind) out.set("kind", "unbind");
  if (r.t != 0) out.set("t", r.t);
  return out;
}

Value describe(const Value& op) {
  Object out;
  for (const std::string_view key : {"ep", "clusterId", "zcl", "t"}) {
    if (const Value* v = op.find(key); v && !(key == "t" && v->number_or(0) == 0)) out.set(key, *v);
  }
  const auto kind = op.find("kind")->string_or("");
  if (kind == "bind" || kind == "unbind") {
    out.set("kind", kind);
  }
  return out;
}

}  // namespace

std::string differs(std::string_view what, const Value& mine, const Value& theirs) {
  if (mine == theirs) return {};
  return fmt::format("{}: mine {}  theirs {}", what, json::dump(mine), json::dump(theirs));
}

std::string compare_exposes(std::string_view what, const std::vector<library::Expose>& mine, const Value& theirs) {
  const Value a = without_descriptions(library::to_value(mine));
  const Value b = without_descriptions(theirs);
  const Array& left = a.array();
  const Array& right = b.array();
  for (std::size_t i = 0; i < std::max(left.size(), right.size()); ++i) {
    const Value l = i < left.size() ? left[i] : Value();
    const Value r = i < right.size() ? right[i] : Value();
    if (!(l == r)) return differs(fmt::format("{} {}", what, i), l, r);
  }
  return {};
}

std::string compare_operations(const std::vector<Recorded>& mine, const Value* theirs, bool no_time_sync) {
  Array a, b;
  for (const Recorded& r : mine) {
    if (!no_time_sync || !is_time_sync(r)) a.push_back(describe(r));
  }
  if (theirs) {
    for (const Value& op : theirs->array()) b.push_back(describe(op));
  }
  return differs("ops", a, b);
}

std::optional<network::Executor::Outcome> finish(network::Executor& executor, VirtualTime& time,
                                                 std::shared_ptr<PaperSubject> paper, library::Continuation step) {
  std::optional<network::Executor::Outcome> out;
  TaskGroup tasks;
  auto run = [](network::Executor& e, std::shared_ptr<PaperSubject> p, library::Continuation s,
                std::optional<network::Executor::Outcome>& result) -> Task<> {
    auto outcome = co_await e.run(p, std::move(s));
    result = std::move(outcome);
  };
  tasks.spawn("call", run(executor, std::move(paper), std::move(step), out));
  for (int i = 0; i < 600 && !out; ++i) time.advance(100ms);
  return out;
}

std::string compare_configure(const library::Definition& definition, VirtualTime& time, std::shared_ptr<PaperSubject> paper,
                              const Value& theirs) {
  paper->begin(&theirs);
  network::Executor executor(time);
  std::string difference;
  for (const library::Configure& step : definition.configure()) {
    auto outcome = finish(executor, time, paper, step);
    if (!outcome) difference = "configure did not finish";
    if (outcome && outcome->error) difference = "configure: " + outcome->error->text;
  }
  if (difference.empty()) difference = compare_operations(paper->sent, &theirs);
  return difference.empty() ? difference : "configure " + difference;
}

}  // namespace waggle::parity
