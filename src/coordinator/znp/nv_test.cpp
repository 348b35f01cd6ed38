#include "coordinator/znp/nv.h"

#include <gtest/gtest.h>

#include <map>

#include "core/scheduler.h"

namespace waggle::coordinator::znp {
namespace {

TEST(NvLayout, AlignedFirmwareFillsUpToEvenOffsets) {
  KeyDescriptor key;
  key.sequence = 7;
  key.key.fill(0xAB);
  EXPECT_EQ(encode_nv(key, Alignment::unaligned).size(), 17u);
  EXPECT_EQ(encode_nv(key, Alignment::aligned).size(), 18u);
  Nib nib;
  nib.pan = PanId(0x1A62);
  nib.channels = 0x00000800;
  nib.manager = Nwk(0x1234);
  nib.update_id = 3;
  // What firmware of either kind says is the length of its NIB item.
  EXPECT_EQ(encode_nv(nib, Alignment::unaligned).size(), 110u);
  EXPECT_EQ(encode_nv(nib, Alignment::aligned).size(), 116u);
  for (const Alignment alignment : {Alignment::unaligned, Alignment::aligned}) {
    const Bytes octets = encode_nv(nib, alignment);
    Nib got;
    ASSERT_TRUE(decode_nv(got, alignment, octets));
    EXPECT_EQ(got, nib);
    EXPECT_FALSE(decode_nv(got, alignment, ByteView(octets).first(octets.size() / 2)));
  }
}

/// A radio that has nothing but items.
class Memory final : public io::Stream::Listener {
 public:
  Memory(VirtualTime& time, std::unique_ptr<io::Stream> stream) : time_(time), stream_(std::move(stream)) {
    stream_->listen(this);
  }

  std::map<int, Bytes> items;
  int writes = 0;
  bool refuse_writes = false;

 private:
  void on_bytes(ByteView octets) override {
    parser_.feed(octets, [this](const UnpiFrame& frame) { answer(frame); });
  }
  void on_closed(const Error&) override {}

  template <class C, class Answer>
  void on(const UnpiFrame& frame, Answer give) {
    if (frame.subsystem != C::id.subsystem || frame.command != C::id.number) return;
    typename C::Request request;
    Reader in(frame.data);
    ASSERT_TRUE(decode(request, in));
    const Bytes data = encode(give(request));
    stream_->write(encode(UnpiFrame{Type::srsp, frame.subsystem, frame.command, data}));
  }
  void answer(const UnpiFrame& frame) {
    on<SysOsalNvLength>(frame, [&](const auto& r) {
      const auto item = items.find(r.item);
      return SysOsalNvLength::Response{
          static_cast<std::uint16_t>(item == items.end() ? 0 : item->second.size())};
    });
    on<SysOsalNvReadExt>(frame, [&](const auto& r) {
      NvValue out;
      const Bytes& item = items[r.item];
      const std::size_t size = std::min<std::size_t>(246, item.size() - r.offset);
      out.value.bytes.assign(item.begin() + r.offset, item.begin() + r.offset + static_cast<std::ptrdiff_t>(size));
      return out;
    });
    on<SysOsalNvItemInit>(frame, [&](const auto& r) {
      items[r.item].resize(r.length);
      return StatusOnly{SysOsalNvItemInit::created};
    });
    on<SysOsalNvWriteExt>(frame, [&](const auto& r) {
      ++writes;
      if (refuse_writes) return StatusOnly{0x0A};
      Bytes& item = items[r.item];
      if (r.offset + r.value.bytes.size() > item.size()) return StatusOnly{0x0C};
      std::copy(r.value.bytes.begin(), r.value.bytes.end(), item.begin() + r.offset);
      return StatusOnly{0};
    });
    on<SysOsalNvDelete>(frame, [&](const auto& r) {
      return StatusOnly{static_cast<std::uint8_t>(items.erase(r.item) ? 0 : 0x09)};
    });
  }

  VirtualTime& time_;
  std::unique_ptr<io::Stream> stream_;
  UnpiParser parser_;
};

class NvTest : public testing::Test, public Link::Owner {
 protected:
  NvTest() : link(time, *this), nv(link) {
    auto ends = io::make_pipe(time);
    radio = std::make_unique<Memory>(time, std::move(ends.a));
    link.open(std::move(ends.b));
  }
  void on_areq(const UnpiFrame&) override {}
  void on_link_lost(const Error&) override {}

  template <class T>
  T wait(Task<T> task) {
    std::optional<T> out;
    tasks.spawn("test", keep(std::move(task), out));
    time.advance(1min);
    EXPECT_TRUE(out.has_value()) << "no answer";
    return std::move(*out);
  }
  template <class T>
  static Task<> keep(Task<T> task, std::optional<T>& out) {
    out.emplace(co_await std::move(task));
  }

  VirtualTime time;
  Link link;
  NvMemory nv;
  std::unique_ptr<Memory> radio;
  TaskGroup tasks;
};

TEST_F(NvTest, TheLengthOfTheKeyItemTellsTheAlignment) {
  const auto none = wait(nv.probe());
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, Errc::unsupported);
  radio->items[item::network_key] = Bytes(21);
  ASSERT_TRUE(wait(nv.probe()));
  EXPECT_EQ(nv.alignment(), Alignment::unaligned);
  radio->items[item::network_key] = Bytes(24);
  ASSERT_TRUE(wait(nv.probe()));
  EXPECT_EQ(nv.alignment(), Alignment::aligned);
}

TEST_F(NvTest, LongItemsGoInPartsAndComeBackWhole) {
  Bytes value(600);
  for (std::size_t i = 0; i < value.size(); ++i) value[i] = static_cast<std::uint8_t>(i * 7);
  ASSERT_TRUE(wait(nv.write(0x0100, value)));
  EXPECT_EQ(radio->items[0x0100], value);
  EXPECT_EQ(radio->writes, 3);
  const auto read = wait(nv.read(0x0100));
  ASSERT_TRUE(read && *read);
  EXPECT_EQ(**read, value);
}

TEST_F(NvTest, WhatIsThereAlreadyIsNotWritten) {
  radio->items[0x0100] = {1, 2, 3};
  ASSERT_TRUE(wait(nv.write(0x0100, {1, 2, 3})));
  EXPECT_EQ(radio->writes, 0);
  ASSERT_TRUE(wait(nv.write(0x0100, {1, 2, 4})));
  EXPECT_EQ(radio->items[0x0100], (Bytes{1, 2, 4}));
}

TEST_F(NvTest, RefusalsSayWhichItemAndWhy) {
  radio->items[0x0100] = {1, 2, 3};
  const auto wrong = wait(nv.write(0x0100, {1, 2}));
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().text, "NV item 0x0100 holds 3 octets, not 2");
  radio->refuse_writes = true;
  const auto refused = wait(nv.write(0x0100, {3, 2, 1}));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().text, "SYS_OSAL_NV_WRITE_EXT: the radio answers NV_OPER_FAILED");
}

TEST_F(NvTest, MissingItemsAreNoErrorAndErasedOnesAreGone) {
  const auto missing = wait(nv.read(0x0100));
  ASSERT_TRUE(missing);
  EXPECT_FALSE(*missing);
  ASSERT_TRUE(wait(nv.erase(0x0100)));
  radio->items[0x0100] = {1};
  ASSERT_TRUE(wait(nv.erase(0x0100)));
  EXPECT_FALSE(radio->items.contains(0x0100));
}

}  // namespace
}  // namespace waggle::coordinator::znp
