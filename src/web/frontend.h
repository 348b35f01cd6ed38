// Frontend: the web pages of a running bridge: the pages themselves, which are those of Zigbee2MQTT's own
// web UI as they come from npm, pictures of devices, and the WebSocket at <base_url>/api on which the pages
// live. That speaks MQTT's messages as JSON: {"topic": …, "payload": …}, both ways, without the base topic.
#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>

#include "bridge/window.h"
#include "web/server.h"
#include "web/static_files.h"

namespace waggle::web {

struct FrontendOptions {
  ServerOptions server;
  std::string base_url = "/";
  std::string auth_token;    // empty: everybody may
  std::string pages;         // the folder with index.html; empty: the socket alone
  std::string device_icons;  // a folder that need not exist
};

class Frontend final : public Handler, bridge::Window::Viewer {
 public:
  static Result<std::unique_ptr<Frontend>> start(io::Loop& loop, FrontendOptions options, bridge::Window& window);
  ~Frontend();

  std::uint16_t port() const { return server_->port(); }
  std::size_t clients() const { return sockets_.size(); }
  /// More that is served under the base URL, such as "metrics"; for those alone who know the token.
  using Page = std::function<Reply()>;
  void add(std::string path, Page page) { pages_.emplace(std::move(path), std::move(page)); }

 private:
  Frontend(FrontendOptions options, bridge::Window& window);

  // Handler
  Reply on_request(const Request& request) override;
  bool has_socket(const Request& request) override;
  void on_socket(const std::shared_ptr<Socket>& socket, const Request& request) override;
  void on_text(const std::shared_ptr<Socket>& socket, std::string_view text) override;
  void on_closed(const std::shared_ptr<Socket>& socket) override;

  // bridge::Window::Viewer
  void on_message(std::string_view topic, std::string_view json) override;

  bool may(const Request& request) const;

  FrontendOptions options_;
  bridge::Window& window_;
  StaticFiles files_;
  StaticFiles icons_;
  std::map<std::string, Page, std::less<>> pages_;
  std::set<std::shared_ptr<Socket>> sockets_;
  std::unique_ptr<Server> server_;
};

}  // namespace waggle::web
