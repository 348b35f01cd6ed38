// Tuya's datapoints: numbered values of their own cluster 0xEF00, read and written without ZCL types.
#pragma once

#include <optional>
#include <vector>

#include "library/block.h"

namespace waggle::library::tuya {

enum class DataType : std::uint8_t { raw = 0, boolean = 1, number = 2, text = 3, enumeration = 4, bitmap = 5 };

struct Datapoint {
  std::uint8_t number = 0;
  DataType type = DataType::raw;
  ByteView data;

  /// Boolean, number, enumeration and bitmap; 0 for the rest.
  std::int64_t value() const;
};

/// All datapoints of a report; a cut-off last one is left out.
std::vector<Datapoint> read_datapoints(const Message& message);

/// Sends one datapoint with the next sequence number; `first`: the one after a start.
void send_datapoint(EndpointId endpoint, const CommandRef& data_request, std::uint8_t number,
                    DataType type, Bytes data, Step& step, int first = 0);
/// With the number 1, as if it were the only one ever.
void send_datapoint_once(EndpointId endpoint, const CommandRef& data_request, std::uint8_t number, DataType type, Bytes data, Step& step);
/// Into the message that was sent last; false when that was none with datapoints.
bool join_datapoint(std::uint8_t number, DataType type, Bytes data, Step& step);
/// A number's four octets, as the peer writes them: of one that is not whole they are its digits in base 16, point and all.
/// `as_text`: of a negative one, too, with its sign among them, as older devices' converters do.
enum class Negative : std::uint8_t { as_complement, as_text };
Bytes number_data(double value, Negative negative = Negative::as_complement);
/// Published on its own, next to what the message tells; `place` among several of one datapoint.
void tell_apart(const Datapoint& dp, Object properties, Step& step, int place = 0);

}  // namespace waggle::library::tuya
