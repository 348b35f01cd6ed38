#include "io/mdns.h"

#include <gtest/gtest.h>

#include <boost/asio/ip/udp.hpp>

#include "io/loop.h"

namespace waggle::io {
namespace {

using boost::asio::ip::udp;
constexpr std::uint16_t a = 1, ptr = 12, txt = 16, srv = 33;

void put_name(Writer& out, std::initializer_list<std::string_view> labels) {
  for (const std::string_view label : labels) {
    out.u8(static_cast<std::uint8_t>(label.size()));
    for (const char c : label) out.u8(static_cast<std::uint8_t>(c));
  }
  out.u8(0);
}

struct Record {
  std::initializer_list<std::string_view> owner;
  std::uint16_t type;
  Bytes data;
};
Bytes answer(std::initializer_list<Record> records) {
  constexpr std::uint16_t response = 0x8400, internet_and_flush = 0x8001, ttl = 120;
  Writer out;
  out.u16_be(0).u16_be(response).u16_be(0).u16_be(static_cast<std::uint16_t>(records.size())).u16_be(0).u16_be(0);
  for (const Record& record : records) {
    put_name(out, record.owner);
    out.u16_be(record.type).u16_be(internet_and_flush).u16_be(0).u16_be(ttl).u16_be(static_cast<std::uint16_t>(record.data.size()));
    out.bytes(record.data);
  }
  return out.take();
}
Bytes name(std::initializer_list<std::string_view> labels) {
  Writer out;
  put_name(out, labels);
  return out.take();
}
Bytes location(std::uint16_t port, std::initializer_list<std::string_view> host) {
  Writer out;
  out.u16_be(0).u16_be(0).u16_be(port);
  put_name(out, host);
  return out.take();
}
Bytes strings(std::initializer_list<std::string_view> all) {
  Writer out;
  for (const std::string_view text : all) {
    out.u8(static_cast<std::uint8_t>(text.size()));
    for (const char c : text) out.u8(static_cast<std::uint8_t>(c));
  }
  return out.take();
}

// What an SLZB-06 says, in one packet.
Bytes stick() {
  return answer({
      {{"_slzb-06", "_tcp", "local"}, ptr, name({"SLZB 06", "_slzb-06", "_tcp", "local"})},
      {{"SLZB 06", "_slzb-06", "_tcp", "local"}, srv, location(6638, {"slzb-06", "local"})},
      {{"SLZB 06", "_slzb-06", "_tcp", "local"}, txt, strings({"radio_type=znp", "Board=SLZB-06", "baud_rate=115200", "flag"})},
      {{"slzb-06", "local"}, a, Bytes{192, 168, 1, 20}},
  });
}

TEST(Mdns, UnderstandsAServiceInOnePacket) {
  MdnsAnswers answers;
  answers.hear(stick());
  EXPECT_TRUE(answers.open_questions().empty());
  const auto services = answers.services();
  ASSERT_EQ(services.size(), 1u);
  EXPECT_EQ(services[0].name, "SLZB 06");
  EXPECT_EQ(services[0].type, "_slzb-06._tcp");
  EXPECT_EQ(services[0].where(), "192.168.1.20");
  EXPECT_EQ(services[0].port, 6638);
  EXPECT_EQ(services[0].texts.at("radio_type"), "znp");
  EXPECT_EQ(services[0].texts.at("board"), "SLZB-06");
  EXPECT_EQ(services[0].texts.at("flag"), "");
}

TEST(Mdns, AsksForWhatIsMissing) {
  MdnsAnswers answers;
  answers.hear(answer({{{"_services", "_dns-sd", "_udp", "local"}, ptr, name({"_x", "_tcp", "local"})}}));
  EXPECT_EQ(answers.open_questions(), (std::vector<Question>{{"_x._tcp.local", ptr}}));
  answers.hear(answer({{{"_x", "_tcp", "local"}, ptr, name({"a.b", "_x", "_tcp", "local"})}}));
  const auto open = answers.open_questions();
  ASSERT_EQ(open.size(), 2u);
  EXPECT_EQ(open[0].type, srv);
  // The dot belongs to the label, there and back.
  EXPECT_EQ(to_hex(encode(open[0])).substr(24, 10), "03612e6202");
  answers.hear(answer({{{"a.b", "_x", "_tcp", "local"}, srv, location(1, {"h", "local"})}, {{"a.b", "_x", "_tcp", "local"}, txt, strings({"k=v"})}}));
  EXPECT_EQ(answers.open_questions(), (std::vector<Question>{{"h.local", a}}));
  ASSERT_EQ(answers.services().size(), 1u);
  EXPECT_EQ(answers.services()[0].name, "a.b");
  EXPECT_EQ(answers.services()[0].where(), "h.local");
}

TEST(Mdns, IgnoresWhatIsNoAnswer) {
  const Bytes whole = stick();
  for (std::size_t length = 0; length < whole.size(); ++length) {
    MdnsAnswers answers;
    answers.hear(ByteView(whole).first(length));
  }
  MdnsAnswers answers;
  Bytes question = whole;
  question[2] = 0;
  answers.hear(question);
  EXPECT_TRUE(answers.services().empty());
}

// A responder on loopback: it answers only who asks for its type.
TEST(Mdns, BrowsesTheNetwork) {
  Loop loop;
  udp::socket responder(loop.context(), udp::endpoint(boost::asio::ip::address_v4::loopback(), 0));
  std::array<std::uint8_t, 1500> packet{};
  udp::endpoint from;
  const Bytes wanted = encode(Question{"_slzb-06._tcp.local", ptr});
  std::function<void()> serve = [&] {
    responder.async_receive_from(boost::asio::buffer(packet), from, [&](boost::system::error_code error, std::size_t n) {
      if (error) return;
      if (Bytes(packet.begin(), packet.begin() + static_cast<std::ptrdiff_t>(n)) == wanted) responder.send_to(boost::asio::buffer(stick()), from);
      serve();
    });
  };
  serve();
  std::vector<Service> found;
  struct Story {
    static Task<> tell(Loop& on, std::uint16_t port, std::vector<Service>& out) {
      MdnsOptions options{"127.0.0.1", port};
      auto services = co_await browse(on, "_slzb-06._tcp", 300ms, std::move(options));
      if (services) out = std::move(*services);
      on.stop();
    }
  };
  TaskGroup tasks;
  loop.post([&] { tasks.spawn("browse", Story::tell(loop, responder.local_endpoint().port(), found)); });
  loop.run();
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].address, "192.168.1.20");
}

}  // namespace
}  // namespace waggle::io
