// queue.json: whatever stands in it is either refused with a reason or a box that works.
#include "bridge/mailbox.h"
#include "fuzz/fuzz.h"

using namespace waggle;  // NOLINT: one file, one function

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto box = bridge::Mailbox::read(as_text({data, size}));
  if (!box) {
    fuzz::require(!box.error().text.empty(), "a refusal has a reason");
    return 0;
  }
  const std::string text = box->text();
  const auto again = bridge::Mailbox::read(text);
  fuzz::require(again && again->text() == text, "what is written can be read, and is written the same again");
  while (!box->empty()) {
    const bridge::Order order = box->orders().front();
    fuzz::require(order.waits() && box->waits(order.device), "what is in the box waits");
    const auto ended = box->end([&](const bridge::Order& o, const bridge::KeyResult&) { return o.number == order.number; }, "enough");
    fuzz::require(ended.orders.size() == 1, "and can be taken out");
  }
  return 0;
}
