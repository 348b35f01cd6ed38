#include "network/neighborhood.h"

namespace waggle::network {
namespace {

// A response holds two or three rows and says how many there are in all.
template <class Response, class Request, class Row>
Task<Result<std::vector<Row>>> read_table(Requests& requests, Nwk nwk, Ieee ieee) {
  std::vector<Row> rows;
  for (;;) {
    Request request;
    request.start = static_cast<std::uint8_t>(rows.size());
    CO_TRY(Response part, co_await requests.zdo<Response>(nwk, ieee, request));
    rows.insert(rows.end(), part.entries.begin(), part.entries.end());
    // Some promise more than they have.
    if (rows.size() >= part.total || part.entries.empty()) co_return rows;
  }
}

}  // namespace

Task<Result<std::vector<zdo::Neighbor>>> read_neighbors(Requests& requests, Nwk nwk, Ieee ieee) {
  return read_table<zdo::LqiResponse, zdo::LqiRequest, zdo::Neighbor>(requests, nwk, ieee);
}

Task<Result<std::vector<zdo::Route>>> read_routes(Requests& requests, Nwk nwk, Ieee ieee) {
  return read_table<zdo::RoutingResponse, zdo::RoutingRequest, zdo::Route>(requests, nwk, ieee);
}

}  // namespace waggle::network
