#include "io/zip.h"

#include <zlib.h>

#include <ctime>

namespace waggle::io {
namespace {

constexpr std::uint16_t version = 20;     // 2.0: deflate and folders
constexpr std::uint16_t utf8_names = 0x0800;
constexpr std::uint16_t deflated = 8;

Bytes deflate_raw(const std::string& content) {
  z_stream stream{};
  constexpr int raw = -MAX_WBITS;
  if (deflateInit2(&stream, 6, Z_DEFLATED, raw, 8, Z_DEFAULT_STRATEGY) != Z_OK) throw std::bad_alloc();
  Bytes out(deflateBound(&stream, static_cast<uLong>(content.size())));
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
  stream.avail_in = static_cast<uInt>(content.size());
  stream.next_out = out.data();
  stream.avail_out = static_cast<uInt>(out.size());
  (void)deflate(&stream, Z_FINISH);  // cannot run out of room: deflateBound
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

/// MS-DOS time, which counts from 1980 in steps of two seconds.
std::uint32_t dos_time(WallTime time) {
  const std::time_t seconds = static_cast<std::time_t>(time.ms / 1000);
  std::tm local{};
  localtime_r(&seconds, &local);
  const auto of = [](int value, int shift) { return static_cast<std::uint32_t>(value) << shift; };
  return of(local.tm_year - 80, 25) | of(local.tm_mon + 1, 21) | of(local.tm_mday, 16) | of(local.tm_hour, 11) |
         of(local.tm_min, 5) | of(local.tm_sec / 2, 0);
}

struct Packed {
  const ZipEntry& entry;
  Bytes data;
  std::uint32_t crc;
  std::size_t offset = 0;
};

// What the local header and the central directory say in the same words.
void common_fields(Writer& out, const Packed& file, std::uint32_t modified) {
  out.u16(version);
  out.u16(utf8_names);
  out.u16(deflated);
  out.u32(modified);
  out.u32(file.crc);
  out.u32(file.data.size());
  out.u32(file.entry.content.size());
  out.u16(file.entry.name.size());
  out.u16(0);  // no extra field
}

}  // namespace

Bytes zip(const std::vector<ZipEntry>& entries, WallTime modified) {
  const std::uint32_t time = dos_time(modified);
  Writer out;
  std::vector<Packed> files;
  for (const ZipEntry& entry : entries) {
    const ByteView content = as_bytes(entry.content);
    const auto crc = static_cast<std::uint32_t>(crc32(0, content.data(), static_cast<uInt>(content.size())));
    Packed& file = files.emplace_back(Packed{entry, deflate_raw(entry.content), crc, out.size()});
    out.u32(0x04034B50);
    common_fields(out, file, time);
    out.bytes(as_bytes(entry.name));
    out.bytes(file.data);
  }
  const std::size_t directory = out.size();
  for (const Packed& file : files) {
    out.u32(0x02014B50);
    out.u16(version);
    common_fields(out, file, time);
    out.u16(0);  // no comment
    out.u16(0);  // first disk
    out.u16(0);  // not known to be text
    out.u32(0);  // no attributes
    out.u32(file.offset);
    out.bytes(as_bytes(file.entry.name));
  }
  const std::size_t directory_size = out.size() - directory;
  out.u32(0x06054B50);
  out.u16(0);
  out.u16(0);
  out.u16(files.size());
  out.u16(files.size());
  out.u32(directory_size);
  out.u32(directory);
  out.u16(0);
  return out.take();
}

}  // namespace waggle::io
