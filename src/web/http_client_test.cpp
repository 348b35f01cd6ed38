// The HTTP client, against this program's own server.
#include "web/http_client.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "io/temp_folder.h"
#include "web/address.h"
#include "web/server.h"

namespace waggle::web {
namespace {

TEST(Addresses, AreTakenApart) {
  struct Row {
    std::string url, authority, target;
    bool secure;
    int port;
  };
  for (const Row& row : {Row{"http://a.b", "a.b", "/", false, 80}, Row{"https://a.b/c?d=e#f", "a.b", "/c?d=e", true, 443},
                         Row{"http://a:8080?x", "a:8080", "/?x", false, 8080}, Row{"https://[::1]:443/x", "[::1]", "/x", true, 443}}) {
    const auto found = parse_address(row.url);
    ASSERT_TRUE(found) << found.error().text;
    EXPECT_EQ(found->authority(), row.authority);
    EXPECT_EQ(found->target, row.target);
    EXPECT_EQ(found->secure, row.secure);
    EXPECT_EQ(found->port, row.port);
  }
  for (const std::string_view bad : {"", "ftp://a", "http://", "http://a b", "http://a:0", "http://a:x", "http://user@a", "http://a\r\nb", "/etc/passwd"}) {
    EXPECT_FALSE(parse_address(bad)) << bad;
  }
}

TEST(Addresses, AreFollowed) {
  const auto from = parse_address("https://a.b:1/c/d?e");
  ASSERT_TRUE(from);
  EXPECT_EQ(follow(*from, "http://x/y")->text(), "http://x/y");
  EXPECT_EQ(follow(*from, "//x/y")->text(), "https://x/y");
  EXPECT_EQ(follow(*from, "/y")->text(), "https://a.b:1/y");
  EXPECT_EQ(follow(*from, "y")->text(), "https://a.b:1/c/y");
  EXPECT_FALSE(follow(*from, "ftp://x"));
}

// Answers by path.
struct Site final : Handler {
  Reply on_request(const Request& request) override {
    if (request.target == "/large") return {200, "application/octet-stream", {}, std::string(3 << 20, 'x')};
    if (request.target == "/moved") return {302, "", {{"Location", "large"}}, ""};
    if (request.target == "/circle") return {301, "", {{"Location", "/circle"}}, ""};
    return {404, "text/plain", {}, "no"};
  }
  bool has_socket(const Request&) override { return false; }
  void on_socket(const std::shared_ptr<Socket>&, const Request&) override {}
  void on_text(const std::shared_ptr<Socket>&, std::string_view) override {}
  void on_closed(const std::shared_ptr<Socket>&) override {}
};

class HttpClientTest : public ::testing::Test {
 protected:
  HttpClientTest() {
    auto started = Server::start(loop, {"127.0.0.1", 0, std::nullopt}, site);
    if (!started) throw std::runtime_error(started.error().text);
    server = std::move(*started);
    base = "http://127.0.0.1:" + std::to_string(server->port());
  }
  /// One after the other; the loop runs once.
  std::vector<Result<std::string>> get(std::vector<std::string> urls) {
    std::vector<Result<std::string>> out;
    TaskGroup tasks;
    auto fetch = [](HttpClient& from, std::vector<std::string> what, std::vector<Result<std::string>>& into, io::Loop& until) -> Task<> {
      for (const std::string& url : what) into.push_back(co_await from.get(url));
      until.stop();
    };
    auto task = fetch(client, std::move(urls), out, loop);
    tasks.spawn("get", std::move(task));
    loop.run();
    return out;
  }

  io::Loop loop;
  Site site;
  std::unique_ptr<Server> server;
  HttpClient client{loop};
  std::string base;
};

TEST_F(HttpClientTest, FetchesAndFollows) {
  for (const auto& got : get({base + "/large", base + "/moved"})) {
    ASSERT_TRUE(got) << got.error().text;
    EXPECT_EQ(got->size(), 3u << 20);
  }
}

TEST_F(HttpClientTest, SaysWhatWentWrong) {
  const auto got = get({base + "/nothing", base + "/circle", "http://127.0.0.1:1/x", "gopher://x"});
  EXPECT_EQ(got[0].error().text, "Invalid response from " + base + "/nothing status=404");
  EXPECT_EQ(got[1].error().text, "fetch failed (" + base + "/circle: more than 20 redirections)");
  EXPECT_EQ(got[2].error().text, "fetch failed (http://127.0.0.1:1/x: Connection refused)");
  EXPECT_EQ(got[3].error().text, "'gopher://x' is no address such as https://host/path");
}

TEST_F(HttpClientTest, GivesUpQuietly) {
  TaskGroup tasks;
  auto fetch = [](HttpClient& from, std::string what) -> Task<> { (void)co_await from.get(std::move(what)); };
  auto task = fetch(client, base + "/large");
  tasks.spawn("get", std::move(task));
  tasks.cancel();
  EXPECT_TRUE(get({base + "/large"}).at(0));  // and what was given up has not come in the way
}

TEST_F(HttpClientTest, TrustsWhomItShould) {
  io::TempFolder folder;
  const std::string certificate = folder / "cert.pem", key = folder / "key.pem";
  const std::string make = "openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=localhost -addext subjectAltName=DNS:localhost -days 2 -keyout " + key +
                           " -out " + certificate + " > /dev/null 2>&1";
  if (std::system(make.c_str()) != 0) GTEST_SKIP() << "there is no openssl to make certificates with (apt-get install openssl)";
  ServerOptions options;
  options.host = "127.0.0.1";
  options.port = 0;
  options.tls = ServerOptions::Tls{certificate, key};
  auto secure = Server::start(loop, options, site);
  ASSERT_TRUE(secure) << secure.error().text;
  const std::string port = std::to_string((*secure)->port());
  HttpClient stranger(loop);
  ASSERT_TRUE(client.trust(certificate));
  EXPECT_FALSE(client.trust(folder / "nothing.pem"));
  std::vector<Result<std::string>> got;
  TaskGroup tasks;
  auto fetch = [](HttpClient& knows, HttpClient& does_not, std::string where, std::vector<Result<std::string>>& into, io::Loop& until) -> Task<> {
    into.push_back(co_await knows.get("https://localhost:" + where + "/large"));
    into.push_back(co_await knows.get("https://127.0.0.1:" + where + "/large"));
    into.push_back(co_await does_not.get("https://localhost:" + where + "/large"));
    until.stop();
  };
  auto task = fetch(client, stranger, port, got, loop);
  tasks.spawn("get", std::move(task));
  loop.run();
  ASSERT_TRUE(got[0]) << got[0].error().text;
  EXPECT_EQ(got[0]->size(), 3u << 20);
  EXPECT_FALSE(got[1]) << "another name than the certificate's";
  ASSERT_FALSE(got[2]);
  EXPECT_NE(got[2].error().text.find("certificate"), std::string::npos) << got[2].error().text;
}

}  // namespace
}  // namespace waggle::web
