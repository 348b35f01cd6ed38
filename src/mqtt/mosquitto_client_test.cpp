// The client against a real mosquitto on a port of its own. Real time passes here, but nothing waits
// for it longer than the broker does.
#include "mqtt/mosquitto_client.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "io/stream.h"
#include "mqtt/test_broker.h"

namespace waggle::mqtt {
namespace {

constexpr PublishOptions retained{.retain = true};

class MosquittoTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!TestBroker::installed()) GTEST_SKIP() << "there is no /usr/sbin/mosquitto (apt-get install mosquitto)";
  }

  struct Party {
    Seen seen;
    std::unique_ptr<Client> client;
  };
  // Joins the broker and hears `filter`.
  std::unique_ptr<Party> join(const std::string& url, const std::string& filter = "", Options options = {}) {
    auto party = join_later(url, filter, std::move(options));
    EXPECT_TRUE(run_until(loop, [&] { return party->seen.connected > 0; })) << party->client->trouble();
    return party;
  }
  std::unique_ptr<Party> join_later(const std::string& url, const std::string& filter = "", Options options = {}) {
    auto party = std::make_unique<Party>();
    options.server = url;
    auto made = make_client(loop, std::move(options));
    EXPECT_TRUE(made) << made.error().text;
    party->client = std::move(*made);
    if (!filter.empty()) party->client->subscribe(filter);
    party->client->start(party->seen);
    return party;
  }
  bool heard(const Party& party, std::size_t count) {
    return run_until(loop, [&] { return party.seen.messages.size() >= count; });
  }
  bool fails(const Party& party) {
    return run_until(loop, [&] { return !party.client->trouble().empty(); });
  }

  io::Loop loop;
};

// Between a client and the broker, to cut what is between them.
class Cable {
 public:
  Cable(io::Loop& loop, const TestBroker& broker) : loop_(loop), to_("tcp://127.0.0.1:" + std::to_string(broker.port())) {
    server_ = *TcpServer::start(loop, "127.0.0.1", 0, [this](std::unique_ptr<io::Stream> stream) {
      lines_.push_back(std::make_unique<Line>(std::move(stream)));
      tasks_.spawn("cable", connect(lines_.back().get()));
    });
  }
  std::string url() const { return "mqtt://127.0.0.1:" + std::to_string(server_->port()); }
  void cut() { lines_.clear(); }

 private:
  using TcpServer = io::TcpServer;
  struct End final : io::Stream::Listener {
    void on_bytes(ByteView bytes) override {
      if (other) other->write(bytes);
    }
    void on_closed(const Error&) override {}
    io::Stream* other = nullptr;
  };
  struct Line {
    explicit Line(std::unique_ptr<io::Stream> a) : client(std::move(a)) {}
    std::unique_ptr<io::Stream> client;
    std::unique_ptr<io::Stream> broker;
    End from_client;
    End from_broker;
  };
  Task<> connect(Line* line) {
    auto opened = co_await io::open_stream(loop_, to_, io::SerialOptions());
    if (!opened) co_return;
    line->broker = std::move(*opened);
    line->from_client.other = line->broker.get();
    line->from_broker.other = line->client.get();
    line->client->listen(&line->from_client);
    line->broker->listen(&line->from_broker);
  }
  io::Loop& loop_;
  std::string to_;
  std::unique_ptr<TcpServer> server_;
  std::vector<std::unique_ptr<Line>> lines_;
  TaskGroup tasks_;
};

TEST_F(MosquittoTest, SpeaksEveryVersion) {
  TestBroker broker;
  broker.start();
  for (const int version : {3, 4, 5}) {
    Options options;
    options.version = version;
    auto listener = join(broker.url(), "v/#", options);
    auto speaker = join(broker.url(), "", options);
    EXPECT_TRUE(speaker->client->publish("v/a", "hello"));
    EXPECT_TRUE(speaker->client->publish("v/b", "", {.qos = 1}));
    EXPECT_TRUE(speaker->client->publish("v/c", "bye", {.qos = 2}));
    ASSERT_TRUE(heard(*listener, 3)) << version;
    EXPECT_EQ(listener->seen.messages[0].payload, "hello");
    EXPECT_EQ(listener->seen.messages[1].payload, "");
    EXPECT_EQ(listener->seen.messages[2].topic, "v/c");
    EXPECT_EQ(listener->client->counters().received, 3u);
  }
}

TEST_F(MosquittoTest, FindsTheBrokerUnderEitherAddressOfLocalhost) {
  TestBroker broker;  // on 127.0.0.1 only; localhost may be ::1 first
  broker.start();
  join("mqtt://localhost:" + std::to_string(broker.port()));
}

TEST_F(MosquittoTest, HearsWhatWasRetained) {
  TestBroker broker;
  broker.start();
  auto first = join(broker.url());
  first->client->publish("home/kept", "1", retained);
  first->client->publish("home/gone", "2");
  auto second = join(broker.url(), "home/#");
  ASSERT_TRUE(heard(*second, 1));
  EXPECT_EQ(second->seen.messages[0].topic, "home/kept");
  EXPECT_TRUE(second->seen.messages[0].retain);
  first->client->publish("home/kept", "3", retained);
  ASSERT_TRUE(heard(*second, 2));
  EXPECT_FALSE(second->seen.messages[1].retain);
}

TEST_F(MosquittoTest, KeepsOrder) {
  TestBroker broker("listener PORT 127.0.0.1\nallow_anonymous true\nmax_queued_messages 0\n");
  broker.start();
  auto listener = join(broker.url(), "order");
  auto speaker = join(broker.url());
  constexpr int count = 5000;
  for (int i = 0; i < count; ++i) {
    speaker->client->publish("order", std::to_string(i), {.qos = i % 7 == 0 ? 1 : 0});
  }
  ASSERT_TRUE(heard(*listener, count));
  for (int i = 0; i < count; ++i) {
    ASSERT_EQ(listener->seen.messages[static_cast<std::size_t>(i)].payload, std::to_string(i));
  }
}

TEST_F(MosquittoTest, CarriesAMegabyte) {
  TestBroker broker;
  broker.start();
  auto listener = join(broker.url(), "big");
  auto speaker = join(broker.url());
  std::string big(1 << 20, 'x');
  big.front() = 'a';
  big.back() = 'z';
  speaker->client->publish("big", big);
  speaker->client->publish("big", "small");
  ASSERT_TRUE(heard(*listener, 2));
  EXPECT_EQ(listener->seen.messages[0].payload, big);
  EXPECT_EQ(listener->seen.messages[1].payload, "small");
  EXPECT_EQ(speaker->client->queued(), 0u);
}

TEST_F(MosquittoTest, LeavesTheWillWhenItEndsAbruptly) {
  TestBroker broker;
  broker.start();
  auto listener = join(broker.url(), "home/state");
  Cable cable(loop, broker);
  Options options;
  options.will = Will{"home/state", R"({"state":"offline"})", 1, true};
  auto party = join(cable.url(), "", options);
  cable.cut();
  ASSERT_TRUE(heard(*listener, 1));
  EXPECT_EQ(listener->seen.messages[0].payload, R"({"state":"offline"})");
  auto later = join(broker.url(), "home/state");
  ASSERT_TRUE(heard(*later, 1));
  EXPECT_TRUE(later->seen.messages[0].retain);
}

TEST_F(MosquittoTest, SendsWhatIsQueuedAndNoWillWhenItEndsInPeace) {
  TestBroker broker;
  broker.start();
  auto listener = join(broker.url(), "home/#");
  Options options;
  options.will = Will{"home/will", "offline", 1, true};
  auto party = join(broker.url(), "", options);
  for (int i = 0; i < 100; ++i) party->client->publish("home/n", std::to_string(i), {.qos = i % 2});
  party->client->publish("home/state", std::string(300'000, 'x'), {.qos = 1, .retain = true});
  party.reset();
  ASSERT_TRUE(heard(*listener, 101));
  auto last = join(broker.url());
  last->client->publish("home/end", "");
  ASSERT_TRUE(heard(*listener, 102));
  EXPECT_EQ(listener->seen.messages[100].topic, "home/state");
  EXPECT_EQ(listener->seen.messages[101].topic, "home/end");
}

TEST_F(MosquittoTest, SurvivesTheBrokersRestart) {
  TestBroker broker;
  broker.start();
  auto party = join(broker.url(), "cmd/#");
  broker.kill();
  ASSERT_TRUE(run_until(loop, [&] { return party->seen.reasons.size() == 1; }));
  EXPECT_FALSE(party->client->connected());
  EXPECT_NE(party->seen.reasons[0].find("Lost MQTT server " + broker.url()), std::string::npos) << party->seen.reasons[0];
  party->client->publish("state", "1", retained);
  party->client->publish("state", "2", retained);
  party->client->publish("event", "lost");
  EXPECT_EQ(party->client->queued(), 1u);
  broker.start();
  ASSERT_TRUE(run_until(loop, [&] { return party->seen.connected == 2; }));
  EXPECT_EQ(party->client->queued(), 0u);
  auto other = join(broker.url(), "state");
  ASSERT_TRUE(heard(*other, 1));
  EXPECT_EQ(other->seen.messages[0].payload, "2");
  other->client->publish("cmd/x", "still there");
  ASSERT_TRUE(heard(*party, 1));
  EXPECT_EQ(party->seen.messages[0].payload, "still there");
}

TEST_F(MosquittoTest, WaitsForABrokerThatIsNotThereYet) {
  TestBroker broker;
  auto party = join_later(broker.url());
  ASSERT_TRUE(fails(*party));
  EXPECT_EQ(party->client->trouble(), "Cannot connect to MQTT server " + broker.url() + ": Connection refused");
  party->client->publish("state", "1", retained);
  broker.start();
  ASSERT_TRUE(run_until(loop, [&] { return party->seen.connected == 1; }));
  EXPECT_EQ(party->client->trouble(), "");
  EXPECT_TRUE(party->seen.reasons.empty());
}

// What was sent with QoS 1 and not acknowledged is sent again, before anything newer.
TEST_F(MosquittoTest, DoesNotLetOldValuesReplaceNewOnes) {
  TestBroker broker("listener PORT 127.0.0.1\nallow_anonymous true\npersistence true\npersistence_location FOLDER/\n");
  broker.start();
  auto party = join(broker.url());
  broker.pause(true);
  party->client->publish("state", "old", {.qos = 1, .retain = true});
  broker.kill();
  ASSERT_TRUE(run_until(loop, [&] { return party->seen.reasons.size() == 1; }));
  party->client->publish("state", "new", {.qos = 1, .retain = true});
  broker.start();
  auto other = join(broker.url(), "state");
  ASSERT_TRUE(run_until(loop, [&] { return party->seen.connected == 2 && party->client->queued() == 0; }));
  ASSERT_TRUE(run_until(loop, [&] { return !other->seen.messages.empty() && other->seen.messages.back().payload == "new"; }));
  auto later = join(broker.url(), "state");
  ASSERT_TRUE(heard(*later, 1));
  EXPECT_EQ(later->seen.messages[0].payload, "new");
}

TEST_F(MosquittoTest, DoesNotFillUpWhileTheBrokerStalls) {
  TestBroker broker;
  broker.start();
  auto party = join(broker.url());
  broker.pause(true);
  const std::string payload(2000, 'x');
  for (int i = 0; i < 40'000; ++i) party->client->publish("event", payload);
  EXPECT_LE(party->client->queued(), 10'000u);
  EXPECT_GT(party->client->counters().dropped, 0u);
  party->client->publish("state", "1", retained);
  broker.pause(false);
  EXPECT_TRUE(run_until(loop, [&] { return party->client->queued() == 0; }));
}

TEST_F(MosquittoTest, SaysWhatIsWrongWithThePassword) {
  TestBroker broker("listener PORT 127.0.0.1\nallow_anonymous false\npassword_file FOLDER/passwords\n");
  const std::string make = "mosquitto_passwd -b -c " + broker.folder() + "/passwords bee honey 2>/dev/null";
  ASSERT_EQ(std::system(make.c_str()), 0);
  broker.start();
  for (const int version : {4, 5}) {
    Options options;
    options.version = version;
    options.user = "bee";
    options.password = "wax";
    auto party = join_later(broker.url(), "", options);
    ASSERT_TRUE(fails(*party));
    EXPECT_EQ(party->client->trouble(), "Cannot connect to MQTT server " + broker.url() +
                                            ": refused: bad user name or password, or this user may not connect "
                                            "(mqtt.user, mqtt.password)");
  }
  Options right;
  right.user = "bee";
  right.password = "honey";
  join(broker.url(), "", right);
  join("mqtt://bee:honey@127.0.0.1:" + std::to_string(broker.port()));
}

TEST_F(MosquittoTest, SuspectsAnotherClientOfItsName) {
  TestBroker broker;
  broker.start();
  Options options;
  options.client_id = "twin";
  auto first = join(broker.url(), "", options);
  auto second = join(broker.url(), "", options);
  ASSERT_TRUE(run_until(loop, [&] { return !first->seen.reasons.empty(); }));
  EXPECT_EQ(first->seen.reasons[0], "Lost MQTT server " + broker.url() +
                                        ": the broker closed the connection soon; if it happens again, look for "
                                        "another client with our mqtt.client_id");
}

TEST_F(MosquittoTest, TellsVersion5ExpiryAndResponseTopic) {
  TestBroker broker;
  broker.start();
  Options options;
  options.version = 5;
  auto speaker = join(broker.url(), "ask/#", options);
  speaker->client->publish("short", "1", {.retain = true, .expiry = 1});
  speaker->client->publish("long", "1", {.retain = true, .expiry = 1000});
  const std::string ask = "mosquitto_pub -p " + std::to_string(broker.port()) +
                          " -V 5 -t ask/it -m what -D publish response-topic answer/here"
                          " -D publish correlation-data 42";
  ASSERT_EQ(std::system(ask.c_str()), 0);
  ASSERT_TRUE(heard(*speaker, 1));
  EXPECT_EQ(speaker->seen.messages[0].payload, "what");
  EXPECT_EQ(speaker->seen.messages[0].response_topic, "answer/here");
  EXPECT_EQ(speaker->seen.messages[0].correlation_data, "42");
  auto asker = join(broker.url(), "answer/#", options);
  const std::string data("4\0002", 3);
  speaker->client->publish("answer/here", "that", {.correlation_data = data});
  ASSERT_TRUE(heard(*asker, 1));
  EXPECT_EQ(asker->seen.messages[0].correlation_data, data);
  run_until(loop, [] { return false; }, 2100ms);
  auto late = join(broker.url(), "#");
  ASSERT_TRUE(heard(*late, 1));
  EXPECT_EQ(late->seen.messages[0].topic, "long");
}

TEST_F(MosquittoTest, TellsVersion5HowMuchItTakes) {
  TestBroker broker;
  broker.start();
  Options small;
  small.version = 5;
  small.maximum_packet_size = 1000;
  auto listener = join(broker.url(), "size", small);
  auto speaker = join(broker.url());
  speaker->client->publish("size", std::string(2000, 'x'));
  speaker->client->publish("size", "fits");
  ASSERT_TRUE(heard(*listener, 1));
  EXPECT_EQ(listener->seen.messages[0].payload, "fits");
}

TEST_F(MosquittoTest, KeepsToWhatTheBrokerTakes) {
  TestBroker broker("listener PORT 127.0.0.1\nallow_anonymous true\nmax_packet_size 1000\n");
  broker.start();
  Options options;
  options.version = 5;
  auto party = join(broker.url(), "", options);
  EXPECT_FALSE(party->client->publish("size", std::string(2000, 'x')));
  EXPECT_TRUE(party->client->publish("size", "fits"));
  EXPECT_TRUE(party->client->connected());
}

TEST_F(MosquittoTest, ReachesAUnixSocket) {
  TestBroker broker("listener PORT 127.0.0.1\nlistener 0 FOLDER/socket\nallow_anonymous true\n");
  broker.start();
  auto listener = join("unix:" + broker.folder() + "/socket", "a");
  auto speaker = join(broker.url());
  speaker->client->publish("a", "1");
  EXPECT_TRUE(heard(*listener, 1));
  auto nowhere = join_later("unix:" + broker.folder() + "/none");
  ASSERT_TRUE(fails(*nowhere));
  EXPECT_EQ(nowhere->client->trouble(),
            "Cannot connect to MQTT server unix:" + broker.folder() + "/none: No such file or directory");
}

TEST_F(MosquittoTest, SaysWhenSomethingElseAnswers) {
  std::vector<std::unique_ptr<io::Stream>> guests;
  auto server = io::TcpServer::start(loop, "127.0.0.1", 0, [&](std::unique_ptr<io::Stream> stream) {
    stream->write(as_bytes("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nServer: something that speaks no MQTT\r\n\r\n"));
    guests.push_back(std::move(stream));
  });
  ASSERT_TRUE(server);
  auto party = join_later("mqtt://127.0.0.1:" + std::to_string((*server)->port()));
  ASSERT_TRUE(fails(*party));
  EXPECT_NE(party->client->trouble().find("is this the port of the broker"), std::string::npos) << party->client->trouble();
}

TEST_F(MosquittoTest, SaysWhenTheNameIsUnknown) {
  auto party = join_later("mqtt://no-such-host.invalid");
  ASSERT_TRUE(run_until(loop, [&] { return !party->client->trouble().empty(); }, 15s));
  EXPECT_NE(party->client->trouble().find("'no-such-host.invalid'"), std::string::npos) << party->client->trouble();
}

TEST_F(MosquittoTest, EndsWhileConnecting) {
  TestBroker broker;
  broker.start();
  for (int steps = 0; steps < 12; ++steps) {
    auto party = join_later(broker.url());
    run_until(loop, [] { return false; }, std::chrono::milliseconds(steps));
  }
}

TEST_F(MosquittoTest, RefusesBadOptions) {
  auto error = [&](auto change) {
    Options options;
    change(options);
    auto made = make_client(loop, options);
    return made ? std::string("accepted") : made.error().text;
  };
  EXPECT_EQ(error([](Options& o) { o.version = 6; }), "mqtt.version 6: must be 3 (MQTT 3.1), 4 (3.1.1) or 5");
  EXPECT_EQ(error([](Options& o) { o.keepalive = 70000; }), "mqtt.keepalive 70000: must be 0 to 65535 seconds");
  EXPECT_EQ(error([](Options& o) { o.keepalive = 1; }), "accepted");
  EXPECT_EQ(error([](Options& o) { o.will = Will{"a/#", "x", 0, false}; }).substr(0, 16), "will for 'a/#': ");
  const std::string ca = error([](Options& o) {
    o.server = "mqtts://broker";
    o.ca = "/no/such/file";
  });
  EXPECT_EQ(ca.substr(0, 66), "mqtt.ca '/no/such/file' is no readable file of certificates (PEM) ") << ca;
  EXPECT_EQ(error([](Options& o) {
              o.server = "mqtts://broker";
              o.key = "/some/key";
            }),
            "mqtt.cert and mqtt.key belong together: give both or none");
}

}  // namespace
}  // namespace waggle::mqtt
