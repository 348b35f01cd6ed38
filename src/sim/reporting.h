// Attribute reporting (ZCL 8, 2.5.7 and 2.5.11): who has been asked to tell of which changes, how
// soon and how often. Decides when; what is sent and to whom is the device's part.
#pragma once

#include <functional>
#include <list>
#include <map>
#include <set>

#include "sim/attributes.h"
#include "sim/later.h"

namespace waggle::sim {

struct ReportPlan {
  zcl::Type type = zcl::Type::no_data;
  std::uint16_t min = 0;  // seconds
  std::uint16_t max = 0;  // seconds; 0: no periodic report; 0xFFFF: no report at all
  Value change;           // of analog types
};

class Reporter {
 public:
  /// `send` gets attributes of one place and manufacturer that are due together.
  using Send = std::function<void(const std::vector<AttributeKey>& keys)>;
  Reporter(Scheduler& scheduler, const Attributes& attributes, Send send);

  void configure(const AttributeKey& key, ReportPlan plan);
  const ReportPlan* find(const AttributeKey& key) const;
  /// The attribute has a new value.
  void changed(const AttributeKey& key);
  void clear();

  const auto& entries() const { return entries_; }

 private:
  struct Entry {
    explicit Entry(Scheduler& scheduler) : timer(scheduler) {}
    ReportPlan plan;
    std::optional<Value> last;  // as last reported
    Instant sent{};
    bool pending = false;  // a change waits for the minimum interval
    Timer timer;
  };
  void arm(const AttributeKey& key, Entry& entry);
  void due(const AttributeKey& key);
  void flush();

  Scheduler& scheduler_;
  const Attributes& attributes_;
  Send send_;
  std::map<AttributeKey, Entry> entries_;
  std::set<AttributeKey> due_;
  Timer flush_;
};

}  // namespace waggle::sim
