// The TLS side of a broker connection: certificates, what is verified, and which name is asked for.
//
// libmosquitto can set up TLS by itself, but it then takes the address it connects to for the name on
// the certificate, knows no server name (SNI) of its own, and keeps the reason of a refusal to itself.
// So it is handed a context made here.
#pragma once

#include <memory>
#include <string>

#include "core/result.h"

struct ssl_ctx_st;

namespace waggle::mqtt {

struct TlsOptions {
  std::string ca;    // file of trusted certificates; empty: those of the system
  std::string cert;  // file of our own certificate, with its chain
  std::string key;   // file of its private key
  bool reject_unauthorized = true;
  std::string name;  // what the broker's certificate must say, and what is asked for by SNI
};

class Tls {
 public:
  /// Reads the files. Must outlive the connections made with it.
  static Result<std::unique_ptr<Tls>> make(const TlsOptions& options);

  ssl_ctx_st* context() const { return context_.get(); }
  /// Why the last broker's certificate was not accepted; empty when it was.
  const std::string& refusal() const { return refusal_; }

 private:
  struct Free {
    void operator()(ssl_ctx_st* context) const;
  };
  struct Callbacks;

  Tls() = default;
  Result<> load(const TlsOptions& options);

  std::unique_ptr<ssl_ctx_st, Free> context_;
  std::string name_;  // for SNI; empty: none, because addresses have none
  std::string refusal_;
};

}  // namespace waggle::mqtt
