#include "mqtt/tls.h"

#include <arpa/inet.h>
#include <fmt/core.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <array>

namespace waggle::mqtt {
namespace {

Error unusable(std::string_view setting, const std::string& file, std::string_view what) {
  std::array<char, 160> reason{};
  ERR_error_string_n(ERR_get_error(), reason.data(), reason.size());
  ERR_clear_error();
  return {Errc::invalid, fmt::format("{} '{}' {} ({})", setting, file, what, reason.data())};
}

bool is_address(const std::string& host) {
  std::array<unsigned char, sizeof(in6_addr)> octets{};
  return inet_pton(AF_INET, host.c_str(), octets.data()) == 1 || inet_pton(AF_INET6, host.c_str(), octets.data()) == 1;
}

}  // namespace

struct Tls::Callbacks {
  static Tls& owner(const SSL* ssl) {
    return *static_cast<Tls*>(SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl)));
  }

  // The first moment at which the connection exists and its first message does not: libmosquitto has
  // asked for the address it was given.
  static void info(const SSL* ssl, int where, int /*value*/) {
    if (where != SSL_CB_HANDSHAKE_START) return;
    const std::string& name = owner(ssl).name_;
    const char* wanted = name.empty() ? nullptr : name.c_str();
    SSL_set_tlsext_host_name(const_cast<SSL*>(ssl), wanted);
  }

  static int verify(int ok, X509_STORE_CTX* store) {
    if (ok) return ok;
    const auto* ssl = static_cast<SSL*>(X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
    owner(ssl).refusal_ = X509_verify_cert_error_string(X509_STORE_CTX_get_error(store));
    return ok;
  }
};

void Tls::Free::operator()(ssl_ctx_st* context) const { SSL_CTX_free(context); }

Result<std::unique_ptr<Tls>> Tls::make(const TlsOptions& options) {
  std::unique_ptr<Tls> out(new Tls);
  TRY_DO(out->load(options));
  return out;
}

Result<> Tls::load(const TlsOptions& options) {
  ERR_clear_error();
  context_.reset(SSL_CTX_new(TLS_client_method()));
  SSL_CTX* context = context_.get();
  if (!context) return Error{Errc::io, "OpenSSL gives no TLS context"};
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_app_data(context, this);
  SSL_CTX_set_info_callback(context, Callbacks::info);

  if (options.ca.empty()) {
    SSL_CTX_set_default_verify_paths(context);
  } else if (SSL_CTX_load_verify_locations(context, options.ca.c_str(), nullptr) != 1) {
    return unusable("mqtt.ca", options.ca, "is no readable file of certificates (PEM)");
  }
  if (options.cert.empty() != options.key.empty()) {
    return Error{Errc::invalid, "mqtt.cert and mqtt.key belong together: give both or none"};
  }
  if (!options.cert.empty()) {
    if (SSL_CTX_use_certificate_chain_file(context, options.cert.c_str()) != 1) {
      return unusable("mqtt.cert", options.cert, "is no readable certificate (PEM)");
    }
    if (SSL_CTX_use_PrivateKey_file(context, options.key.c_str(), SSL_FILETYPE_PEM) != 1) {
      return unusable("mqtt.key", options.key, "is no readable private key (PEM) or not that of mqtt.cert");
    }
  }

  SSL_CTX_set_verify(context, options.reject_unauthorized ? SSL_VERIFY_PEER : SSL_VERIFY_NONE,
                     options.reject_unauthorized ? Callbacks::verify : nullptr);
  X509_VERIFY_PARAM* expected = SSL_CTX_get0_param(context);
  if (is_address(options.name)) {
    X509_VERIFY_PARAM_set1_ip_asc(expected, options.name.c_str());
  } else {
    X509_VERIFY_PARAM_set1_host(expected, options.name.c_str(), options.name.size());
    name_ = options.name;
  }
  return {};
}

}  // namespace waggle::mqtt
