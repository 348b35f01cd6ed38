// Making ZCL frames from values. The layouts are the ones of zigbee/zcl; this only keeps the octets
// of values alive while a frame is put together.
#pragma once

#include <deque>
#include <vector>

#include "sim/node.h"
#include "zigbee/zcl/frame.h"

namespace waggle::sim {

/// The records of a foundation command.
class Records {
 public:
  /// A record with a value; false, and nothing added, when the value is none of this type.
  bool add(zcl::Record record, zcl::Type type, const Value& value);
  void add(zcl::Record record) { records_.push_back(record); }
  bool empty() const { return records_.empty(); }
  std::size_t size() const { return records_.size(); }

  /// `flag` is the discovery response's "complete".
  Bytes frame(const zcl::Header& header, std::uint8_t flag = 0) const;

 private:
  std::deque<Bytes> octets_;  // what the records' values borrow
  std::vector<zcl::Record> records_;
};

/// The header of the answer to `request`.
zcl::Header answer_header(const zcl::Header& request, std::uint8_t command, bool cluster_specific);
Bytes default_response(const zcl::Header& request, zcl::Status status);

struct CommandOptions {
  bool to_client = true;
  bool no_default_response = true;
  std::uint16_t manufacturer = 0;
  std::uint8_t tsn = 0;
};
/// A cluster command by its name.
Result<Bytes> command_frame(ClusterId cluster, std::string_view command, const Object& params,
                            const CommandOptions& options);

}  // namespace waggle::sim
