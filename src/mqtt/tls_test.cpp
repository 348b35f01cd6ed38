// Encrypted connections to a real mosquitto, with certificates made for the occasion.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <memory>

#include "io/temp_folder.h"
#include "mqtt/test_broker.h"

namespace waggle::mqtt {
namespace {

// A certificate authority, a broker's certificate for the name "broker.test" and a client's.
constexpr std::string_view make_certificates = R"(
cd "$FOLDER" && {
openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.crt -subj /CN=ca -days 2
for who in broker bee; do
  openssl req -newkey rsa:2048 -nodes -keyout $who.key -out $who.csr -subj /CN=$who
  echo "subjectAltName=DNS:$who.test" > $who.ext
  openssl x509 -req -in $who.csr -CA ca.crt -CAkey ca.key -CAcreateserial -out $who.crt -days 2 -extfile $who.ext
done
} > openssl.log 2>&1
)";

class TlsTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = std::make_unique<io::TempFolder>();
    ::setenv("FOLDER", folder().c_str(), 1);
    ready() = std::system(std::string(make_certificates).c_str()) == 0;
  }
  static void TearDownTestSuite() { folder_.reset(); }
  static inline std::unique_ptr<io::TempFolder> folder_;
  static const std::string& folder() { return folder_->path(); }
  static bool& ready() {
    static bool made = false;
    return made;
  }
  void SetUp() override {
    if (!TestBroker::installed()) GTEST_SKIP() << "there is no /usr/sbin/mosquitto (apt-get install mosquitto)";
    if (!ready()) GTEST_SKIP() << "there is no openssl to make certificates with (apt-get install openssl)";
  }

  static std::string settings(const std::string& more = "") {
    return "listener PORT 127.0.0.1\nallow_anonymous true\ncafile " + folder() + "/ca.crt\ncertfile " + folder() +
           "/broker.crt\nkeyfile " + folder() + "/broker.key\n" + more;
  }
  Options trusting() const {
    Options options;
    options.ca = folder() + "/ca.crt";
    options.server_name = "broker.test";
    return options;
  }
  /// Empty when it connects, else what is in the way.
  std::string trouble(const TestBroker& broker, Options options, const std::string& scheme = "mqtts") {
    options.server = broker.url(scheme);
    auto client = make_client(loop, options);
    if (!client) return client.error().text;
    Seen seen;
    (*client)->start(seen);
    run_until(loop, [&] { return seen.connected > 0 || !(*client)->trouble().empty(); });
    return seen.connected > 0 ? "" : (*client)->trouble() + ".";
  }

  io::Loop loop;
};

TEST_F(TlsTest, ConnectsToTheRightNameOnly) {
  TestBroker broker(settings());
  broker.start();
  EXPECT_EQ(trouble(broker, trusting()), "");
  Options options = trusting();
  options.version = 5;
  EXPECT_EQ(trouble(broker, options, "ssl"), "");
  options = trusting();
  options.server_name = "";
  EXPECT_EQ(trouble(broker, options),
            "Cannot connect to MQTT server " + broker.url("mqtts") +
                ": its certificate is not accepted: IP address mismatch (mqtt.ca, mqtt.server_name, "
                "mqtt.reject_unauthorized).");
  options.server_name = "other.test";
  EXPECT_NE(trouble(broker, options).find("hostname mismatch"), std::string::npos);
}

TEST_F(TlsTest, TrustsWhomItIsTold) {
  TestBroker broker(settings());
  broker.start();
  Options options = trusting();
  options.ca = "";
  EXPECT_NE(trouble(broker, options).find("its certificate is not accepted: "), std::string::npos);
  options.reject_unauthorized = false;
  EXPECT_EQ(trouble(broker, options), "");
}

TEST_F(TlsTest, ShowsItsOwnCertificate) {
  TestBroker broker(settings("require_certificate true\n"));
  broker.start();
  Options options = trusting();
  EXPECT_NE(trouble(broker, options), "");
  options.cert = folder() + "/bee.crt";
  options.key = folder() + "/bee.key";
  EXPECT_EQ(trouble(broker, options), "");
  options.key = folder() + "/broker.key";
  EXPECT_NE(trouble(broker, options).find("is no readable private key (PEM) or not that of mqtt.cert"), std::string::npos);
}

TEST_F(TlsTest, SaysWhenOneSideIsPlain) {
  TestBroker plain;
  plain.start();
  const std::string tls_to_plain = trouble(plain, trusting());
  EXPECT_NE(tls_to_plain.find("with TLS or without as in mqtt.server?"), std::string::npos) << tls_to_plain;
  TestBroker encrypted(settings());
  encrypted.start();
  const std::string plain_to_tls = trouble(encrypted, Options(), "mqtt");
  EXPECT_NE(plain_to_tls.find("with TLS or without as in mqtt.server?"), std::string::npos) << plain_to_tls;
}

TEST_F(TlsTest, CarriesAMegabyteBothWays) {
  TestBroker broker(settings());
  broker.start();
  Options options = trusting();
  options.server = broker.url("mqtts");
  Seen a, b;
  auto listener = make_client(loop, options);
  auto speaker = make_client(loop, options);
  ASSERT_TRUE(listener && speaker);
  (*listener)->subscribe("big");
  (*listener)->start(a);
  (*speaker)->start(b);
  ASSERT_TRUE(run_until(loop, [&] { return a.connected && b.connected; }));
  const std::string big(1 << 20, 'x');
  for (int i = 0; i < 3; ++i) (*speaker)->publish("big", big + std::to_string(i));
  ASSERT_TRUE(run_until(loop, [&] { return a.messages.size() == 3; }));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(a.messages[static_cast<std::size_t>(i)].payload, big + std::to_string(i));
}

}  // namespace
}  // namespace waggle::mqtt
