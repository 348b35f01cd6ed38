// The HTTP client, against this program's own server.
#include "web/http_client.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace waggle::web
