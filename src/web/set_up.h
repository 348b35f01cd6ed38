// SetUp: the page of the first start, where a person says which stick and broker to use, or brings the backup of
// another installation. The page is that of Zigbee2MQTT's web UI; what its buttons mean is told by who opens it.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "core/scheduler.h"
#include "core/value.h"
#include "web/server.h"
#include "web/static_files.h"

namespace waggle::web {

struct SetUpActions {
  /// What the page shows: {settings, settingsSchema, devices}.
  std::function<Object()> data;
  /// What was filled in. Gives the address of the web pages to go on with; empty: there are none.
  std::function<Result<std::string>(const Object& settings)> submit;
  /// The octets of a ZIP archive, to be unpacked into the data folder.
  std::function<Result<>(ByteView archive)> restore;
  /// After either has succeeded and its answer has been sent.
  std::function<void()> done;
};

class SetUp final : public Handler {
 public:
  /// `pages`: the folder of the page.
  static Result<std::unique_ptr<SetUp>> start(io::Loop& loop, const ServerOptions& where, std::string pages, SetUpActions actions);

 private:
  SetUp(Scheduler& scheduler, std::string pages, SetUpActions actions) : files_(std::move(pages)), actions_(std::move(actions)), pause_(scheduler) {}

  Reply on_request(const Request& request) override;
  bool has_socket(const Request&) override { return false; }
  void on_socket(const std::shared_ptr<Socket>&, const Request&) override {}
  void on_text(const std::shared_ptr<Socket>&, std::string_view) override {}
  void on_closed(const std::shared_ptr<Socket>&) override {}

  Result<std::string> submit(const std::string& body);
  Result<std::string> restore(const std::string& body);
  Reply answer(const Result<std::string>& outcome);

  StaticFiles files_;
  SetUpActions actions_;
  Timer pause_;
  std::unique_ptr<Server> server_;
};

}  // namespace waggle::web
