// HttpClient: fetches documents over HTTP and HTTPS, following redirections. One request a connection; nothing
// is kept between them. Certificates are checked against those of the system.
#pragma once

#include <memory>
#include <string>

#include "io/downloads.h"
#include "io/loop.h"

namespace waggle::web {

class HttpClient final : public io::Downloads {
 public:
  explicit HttpClient(io::Loop& loop);
  ~HttpClient() override;

  Task<Result<std::string>> get(std::string url) override;

  /// Trusts the certificates of this file, too (PEM).
  Result<> trust(const std::string& file);

 private:
  struct Tls;
  io::Loop& loop_;
  std::unique_ptr<Tls> tls_;
};

}  // namespace waggle::web
