// Services on the local network that announce themselves by multicast DNS (RFC 6762, DNS-SD: RFC 6763). Answers come to
// the port that asked (RFC 6762, 6.7), so nothing else that listens to port 5353 is in the way. Knows no coordinators.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/bytes.h"
#include "core/result.h"
#include "core/task.h"

namespace waggle::io {

class Loop;

struct Service {
  std::string name;     // "SLZB-06"
  std::string type;     // "_slzb-06._tcp"
  std::string host;     // "slzb-06.local"
  std::string address;  // "192.168.1.20"; empty: it has not said
  std::uint16_t port = 0;
  std::map<std::string, std::string> texts;  // TXT record; keys in lower case

  /// The address, else the name.
  const std::string& where() const { return address.empty() ? host : address; }
};

struct Question {
  std::string name;
  std::uint16_t type = 0;
  auto operator<=>(const Question&) const = default;
};
Bytes encode(const Question& question);

/// What was heard, and what must be asked yet. No I/O.
class MdnsAnswers {
 public:
  /// Takes a packet; of what is no answer nothing is kept.
  void hear(ByteView packet);
  /// For these records, of which something is missing, somebody must be asked.
  std::vector<Question> open_questions() const;
  /// Those of which port and host are known.
  std::vector<Service> services() const;

 private:
  struct Location {
    std::string host;
    std::uint16_t port = 0;
  };
  std::set<std::string> types_;                            // "_slzb-06._tcp.local"
  std::map<std::string, std::string> instances_;           // "SLZB-06._slzb-06._tcp.local" and its type
  std::map<std::string, Location> locations_;              // by instance
  std::map<std::string, std::map<std::string, std::string>> texts_;  // by instance
  std::map<std::string, std::string> addresses_;           // by host
};

struct MdnsOptions {
  std::string address = "224.0.0.251";
  std::uint16_t port = 5353;
};
/// What answers in this time. `type`: "_slzb-06._tcp"; empty: of any type.
Task<Result<std::vector<Service>>> browse(Loop& loop, std::string type, std::chrono::nanoseconds duration, MdnsOptions options);

}  // namespace waggle::io
