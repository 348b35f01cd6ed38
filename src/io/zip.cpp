#include "io/zip.h"

#include <fmt/core.h>
#include <zlib.h>

#include <algorithm>
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

// Reading ----------------------------------------------------------------------------------------------------

namespace {

Error damaged(std::string_view what) { return {Errc::malformed, fmt::format("this is no ZIP archive that can be read: {}", what)}; }

std::uint32_t little(ByteView octets, std::size_t at, int size) {
  std::uint32_t out = 0;
  for (int i = size - 1; i >= 0; --i) out = out << 8 | octets[at + static_cast<std::size_t>(i)];
  return out;
}

bool stays_inside(std::string_view name) {
  if (name.empty() || name.starts_with('/') || name.find('\\') != name.npos || name.find('\0') != name.npos) return false;
  for (std::size_t begin = 0; begin <= name.size();) {
    const std::size_t end = std::min(name.find('/', begin), name.size());
    if (name.substr(begin, end - begin) == "..") return false;
    begin = end + 1;
  }
  return true;
}

Result<std::string> inflate_raw(ByteView packed, std::size_t size) {
  z_stream stream{};
  constexpr int raw = -MAX_WBITS;
  if (inflateInit2(&stream, raw) != Z_OK) throw std::bad_alloc();
  std::string out(size, '\0');
  stream.next_in = const_cast<Bytef*>(packed.data());
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int end = inflate(&stream, Z_FINISH);
  const bool whole = end == Z_STREAM_END && stream.total_out == size;
  inflateEnd(&stream);
  if (!whole) return damaged("a file in it cannot be unpacked");
  return out;
}

}  // namespace

// Sizes and places come from the central directory: local headers may leave them out (APPNOTE 4.4.4, bit 3).
Result<std::vector<ZipEntry>> unzip(ByteView archive, std::size_t most) {
  constexpr std::uint32_t end_mark = 0x06054B50, entry_mark = 0x02014B50, local_mark = 0x04034B50;
  constexpr std::size_t end_size = 22, entry_size = 46, local_size = 30, longest_comment = 0xFFFF;
  if (archive.size() < end_size) return damaged("it is too short");
  std::size_t end = archive.size() - end_size;
  const std::size_t lowest = end > longest_comment ? end - longest_comment : 0;
  while (little(archive, end, 4) != end_mark) {
    if (end-- == lowest) return damaged("it has no end record");
  }
  const std::size_t count = little(archive, end + 10, 2);
  std::size_t at = little(archive, end + 16, 4);
  std::vector<ZipEntry> out;
  std::size_t total = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (at > archive.size() || archive.size() - at < entry_size || little(archive, at, 4) != entry_mark) return damaged("its directory breaks off");
    const std::uint32_t flags = little(archive, at + 8, 2), method = little(archive, at + 10, 2), crc = little(archive, at + 16, 4);
    const std::size_t packed_size = little(archive, at + 20, 4), size = little(archive, at + 24, 4);
    const std::size_t name_size = little(archive, at + 28, 2), extra = little(archive, at + 30, 2) + little(archive, at + 32, 2);
    const std::size_t local = little(archive, at + 42, 4);
    if (archive.size() - at - entry_size < name_size + extra) return damaged("its directory breaks off");
    ZipEntry entry;
    entry.name.assign(reinterpret_cast<const char*>(archive.data()) + at + entry_size, name_size);
    at += entry_size + name_size + extra;
    if (!stays_inside(entry.name)) return damaged(fmt::format("the name '{}' leads out of the folder", entry.name));
    if (entry.name.ends_with('/')) continue;
    if ((flags & 1) != 0) return damaged("it is encrypted");
    if (size > most - total) return damaged(fmt::format("it unpacks to more than {} MB", most >> 20));
    total += size;
    if (local > archive.size() || archive.size() - local < local_size || little(archive, local, 4) != local_mark) return damaged("a file in it is missing");
    const std::size_t begin = local + local_size + little(archive, local + 26, 2) + little(archive, local + 28, 2);
    if (begin > archive.size() || archive.size() - begin < packed_size) return damaged("a file in it is cut off");
    const ByteView packed = archive.subspan(begin, packed_size);
    if (method == deflated) {
      TRY(entry.content, inflate_raw(packed, size));
    } else if (method == 0 && packed_size == size) {
      entry.content.assign(reinterpret_cast<const char*>(packed.data()), size);
    } else {
      return damaged(fmt::format("'{}' is packed in a way that is not known here", entry.name));
    }
    if (crc32(0, reinterpret_cast<const Bytef*>(entry.content.data()), static_cast<uInt>(size)) != crc) return damaged(fmt::format("'{}' is damaged", entry.name));
    out.push_back(std::move(entry));
  }
  return out;
}

}  // namespace waggle::io
