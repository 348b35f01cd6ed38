#include "core/task.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "core/log.h"
#include "core/pending.h"

namespace waggle {
namespace {

using Replies = PendingReplies<int, std::string>;

Task<int> later(Scheduler& time, int value) {
  co_await sleep(time, 1s);
  co_return value;
}
Task<int> ready(int value) { co_return value; }

Task<> sum(Scheduler& time, int& out) {
  out += co_await later(time, 1);
  out += co_await ready(10);
  out += co_await later(time, 100);
}

TEST(Task, RunsInVirtualTime) {
  VirtualTime time;
  TaskGroup group;
  int out = 0;
  group.spawn("sum", sum(time, out));
  EXPECT_EQ(out, 0);
  time.advance(1s);
  EXPECT_EQ(out, 11);
  time.advance(999ms);
  EXPECT_EQ(out, 11);
  time.advance(1ms);
  EXPECT_EQ(out, 111);
  EXPECT_TRUE(group.empty());
}

Task<> many(int& out) {
  for (int i = 0; i < 1'000'000; ++i) out += co_await ready(1);
}

TEST(Task, ALongLoopOfReadyAwaitsNeedsNoStack) {
  TaskGroup group;
  int out = 0;
  group.spawn("many", many(out));
  EXPECT_EQ(out, 1'000'000);
}

struct Flag {
  bool& set;
  ~Flag() { set = true; }
};
Task<> hold(Scheduler& time, bool& released) {
  const Flag flag{released};
  co_await sleep(time, 1h);
}

TEST(TaskGroup, DestructionReleasesWhatFramesHold) {
  VirtualTime time;
  bool released = false;
  {
    TaskGroup group;
    group.spawn("hold", hold(time, released));
    EXPECT_FALSE(released);
  }
  EXPECT_TRUE(released);
  time.advance(2h);  // the timer is gone with its frame
}

Task<> fail(Scheduler& time) {
  co_await sleep(time, 1s);
  throw std::runtime_error("planted");
}

TEST(TaskGroup, AnEscapedExceptionIsLoggedAndEndsThatTaskAlone) {
  VirtualTime time;
  TaskGroup group;
  std::string heard;
  const log::Listener listener([&](const log::Message& m) { heard = m.text; });
  int out = 0;
  group.spawn("bad one", fail(time));
  group.spawn("sum", sum(time, out));
  time.advance(5s);
  EXPECT_EQ(heard, "internal error in 'bad one': planted");
  EXPECT_EQ(out, 111);
}

Task<> ask(Replies& replies, int key, std::string& out) {
  auto slot = replies.expect(key);
  auto answer = co_await slot.wait(10s, "question");
  out = answer ? *answer : std::string(to_string(answer.error().code));
}

TEST(PendingReplies, AnswerBeforeDuringAfterAndNever) {
  VirtualTime time;
  Replies replies(time);
  TaskGroup group;
  std::string a, b, c;
  group.spawn("a", ask(replies, 1, a));
  group.spawn("b", ask(replies, 1, b));
  group.spawn("c", ask(replies, 2, c));
  EXPECT_TRUE(replies.complete(1, std::string("first")));
  EXPECT_EQ(a, "") << "a waiter is never run inline";
  time.settle();
  EXPECT_EQ(a, "first");
  EXPECT_EQ(b, "");
  EXPECT_TRUE(replies.complete(1, std::string("second")));
  time.settle();
  EXPECT_EQ(b, "second");
  EXPECT_FALSE(replies.complete(1, std::string("nobody asked")));
  time.advance(9999ms);
  EXPECT_EQ(c, "");
  time.advance(1ms);
  EXPECT_EQ(c, "timeout");
  EXPECT_EQ(replies.size(), 0u);
}

TEST(PendingReplies, TheLinkCloses) {
  VirtualTime time;
  Replies replies(time);
  TaskGroup group;
  std::string a;
  group.spawn("a", ask(replies, 1, a));
  replies.fail_all({Errc::closed, "gone"});
  time.settle();
  EXPECT_EQ(a, "closed");
}

Task<> pass(Scheduler& time, Turnstile& door, std::string& trace, char name) {
  auto entered = co_await door.enter();
  trace += name;
  co_await sleep(time, 1s);
}

TEST(Turnstile, AdmitsInOrderAndSurvivesCancelledWaiters) {
  VirtualTime time;
  Turnstile door(time, 2);
  std::string trace;
  TaskGroup group, impatient;
  group.spawn("a", pass(time, door, trace, 'a'));
  group.spawn("b", pass(time, door, trace, 'b'));
  impatient.spawn("x", pass(time, door, trace, 'x'));
  group.spawn("c", pass(time, door, trace, 'c'));
  EXPECT_EQ(trace, "ab");
  impatient.cancel();
  time.advance(1s);
  EXPECT_EQ(trace, "abc");
  time.advance(1s);
  EXPECT_EQ(door.free(), 2u);
}

}  // namespace
}  // namespace waggle
