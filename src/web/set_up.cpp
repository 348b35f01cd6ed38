#include "web/set_up.h"

#include <openssl/evp.h>

#include "core/json.h"
#include "core/log.h"
#include "io/loop.h"

namespace waggle::web {
namespace {

constexpr std::string_view NS = "z2m:onboarding";
constexpr std::chrono::milliseconds until_sent{300};

Reply json_reply(int status, Object body) {
  Reply reply;
  reply.status = status;
  reply.content_type = "application/json";
  reply.body = json::dump(Value(std::move(body)));
  return reply;
}

}  // namespace

Result<std::unique_ptr<SetUp>> SetUp::start(io::Loop& loop, const ServerOptions& where, std::string pages, SetUpActions actions) {
  std::unique_ptr<SetUp> out(new SetUp(loop, std::move(pages), std::move(actions)));
  TRY(out->server_, Server::start(loop, where, *out));
  return out;
}

Reply SetUp::on_request(const Request& request) {
  const std::string_view path = std::string_view(request.target).substr(0, request.target.find('?'));
  if (request.method == "POST") {
    if (path == "/submit") return answer(submit(request.body));
    if (path == "/submit-zip") return answer(restore(request.body));
  } else if (path == "/data") {
    Object data = actions_.data();
    data.set("page", "form");
    return json_reply(200, std::move(data));
  } else if (path.starts_with('/')) {
    if (auto file = files_.find(path.substr(1), request)) return std::move(*file);
  }
  Reply missing;
  missing.status = 404;
  missing.content_type = "text/plain";
  missing.body = "There is nothing here\n";
  return missing;
}

Result<std::string> SetUp::submit(const std::string& body) {
  TRY(const Value settings, json::parse(body.empty() ? "{}" : body));
  if (!settings.is_object()) return Error{Errc::invalid, "the settings must be an object"};
  return actions_.submit(settings.object());
}

Result<std::string> SetUp::restore(const std::string& body) {
  Bytes archive(body.size() / 4 * 3 + 3);
  const int size = EVP_DecodeBlock(archive.data(), reinterpret_cast<const unsigned char*>(body.data()), static_cast<int>(body.size()));
  const std::size_t padding = body.ends_with("==") ? 2 : body.ends_with('=') ? 1 : 0;
  if (size < 3) return Error{Errc::invalid, "what was sent is no file in base64"};
  archive.resize(static_cast<std::size_t>(size) - padding);
  TRY_DO(actions_.restore(archive));
  return std::string();
}

Reply SetUp::answer(const Result<std::string>& outcome) {
  if (!outcome) {
    log::error(NS, "{}", outcome.error().text);
    return json_reply(406, {{"success", false}, {"error", outcome.error().text}});
  }
  pause_.start(until_sent, [this] { actions_.done(); });
  return json_reply(200, {{"success", true}, {"frontendUrl", outcome->empty() ? Value() : Value(*outcome)}});
}

}  // namespace waggle::web
