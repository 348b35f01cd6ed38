// The lines of a journal: text that a crash may cut off or fill with rubbish anywhere after the last
// sync, so each line carries its checksum, and reading ends at the first that is not as it was written.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace waggle::io {

/// CRC-32 as in ZIP.
std::uint32_t checksum(std::string_view text);

/// `text` has no line ends.
std::string journal_line(std::string_view text);

struct Journal {
  std::vector<std::string_view> lines;  // of the text that was read
  bool torn = false;                    // something follows that was never finished
};
Journal read_journal(std::string_view text);

}  // namespace waggle::io
