#include "web/static_files.h"

#include <fmt/core.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace waggle::web {
namespace {

// clang-format off
constexpr std::pair<std::string_view, std::string_view> types[] = {
    {".html",        "text/html; charset=utf-8"},
    {".js",          "text/javascript; charset=utf-8"},
    {".mjs",         "text/javascript; charset=utf-8"},
    {".css",         "text/css; charset=utf-8"},
    {".json",        "application/json"},
    {".map",         "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".txt",         "text/plain; charset=utf-8"},
    {".svg",         "image/svg+xml"},
    {".png",         "image/png"},
    {".jpg",         "image/jpeg"},
    {".jpeg",        "image/jpeg"},
    {".gif",         "image/gif"},
    {".webp",        "image/webp"},
    {".ico",         "image/x-icon"},
    {".ttf",         "font/ttf"},
    {".woff",        "font/woff"},
    {".woff2",       "font/woff2"},
    {".wasm",        "application/wasm"},
};
struct Encoding { std::string_view name, suffix; };
constexpr Encoding encodings[] = {{"br", ".br"}, {"gzip", ".gz"}};  // the smallest first
// clang-format on

std::string_view type_of(std::string_view path) {
  for (const auto& [ending, type] : types) {
    if (path.ends_with(ending)) return type;
  }
  return "application/octet-stream";
}

/// Whether "gzip, br;q=0.5" names it, and not with q=0.
bool accepts(std::string_view header, std::string_view encoding) {
  while (!header.empty()) {
    const std::size_t end = std::min(header.find(','), header.size());
    std::string_view item = header.substr(0, end);
    header.remove_prefix(std::min(end + 1, header.size()));
    item.remove_prefix(std::min(item.find_first_not_of(" \t"), item.size()));
    const std::string_view name = item.substr(0, item.find_first_of("; \t"));
    if (name == encoding) return item.find("q=0") == item.npos || item.find("q=0.") != item.npos;
  }
  return false;
}

std::optional<struct stat> plain_file(const std::string& path) {
  struct stat about {};
  if (::stat(path.c_str(), &about) != 0 || !S_ISREG(about.st_mode)) return std::nullopt;
  return about;
}

/// No step upwards, no hidden file.
bool stays_inside(std::string_view path) {
  if (path.starts_with('/')) return false;
  while (!path.empty()) {
    const std::size_t end = std::min(path.find('/'), path.size());
    if (path.substr(0, end).starts_with('.')) return false;
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return true;
}

}  // namespace

std::optional<Reply> StaticFiles::find(std::string_view asked, const Request& request) const {
  const auto plain = unescape(asked);
  if (!plain || !stays_inside(*plain)) return std::nullopt;
  const std::string path = plain->empty() || plain->ends_with('/') ? *plain + "index.html" : *plain;
  std::string file = folder_ + "/" + path;
  auto about = plain_file(file);
  if (!about) return std::nullopt;

  Reply reply;
  reply.content_type = type_of(path);
  bool varies = false;
  for (const Encoding& encoding : encodings) {
    const auto packed = plain_file(file + std::string(encoding.suffix));
    if (!packed) continue;
    varies = true;
    if (!accepts(request.accept_encoding, encoding.name)) continue;
    file += encoding.suffix;
    about = packed;
    reply.headers.emplace_back("Content-Encoding", encoding.name);
    break;
  }
  if (varies) reply.headers.emplace_back("Vary", "Accept-Encoding");
  if (reply.content_type.starts_with("text/html")) {
    // The page names the others by their contents: a newly installed version must be seen at once.
    reply.headers.emplace_back("Cache-Control", "no-store");
  } else {
    const std::string tag = fmt::format("\"{:x}-{:x}\"", about->st_mtim.tv_sec, about->st_size);
    reply.headers.emplace_back("ETag", tag);
    if (request.if_none_match.find(tag) != std::string::npos) {
      reply.status = 304;
      return reply;
    }
  }
  std::ifstream in(file, std::ios::binary);
  std::ostringstream content;
  content << in.rdbuf();
  if (!in) return std::nullopt;
  reply.body = std::move(content).str();
  return reply;
}

std::optional<std::string> unescape(std::string_view text) {
  const auto digit = [](char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
  };
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    if (i + 2 >= text.size() || digit(text[i + 1]) < 0 || digit(text[i + 2]) < 0) return std::nullopt;
    out += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
    i += 2;
  }
  if (out.find('\0') != out.npos) return std::nullopt;
  return out;
}

}  // namespace waggle::web
