#include "library/packed.h"

#include <algorithm>
#include <bit>
#include <numeric>

namespace waggle::library {
namespace {

// A reference's two lowest bits say what the rest of it is.
enum Kind : std::uint8_t { item = 0, number = 1, negative = 2, constant = 3 };
enum Constant : std::uint8_t { null_value, false_value, true_value };
enum Tag : std::uint8_t { text, list, object, floating, octets, big, negative_big };
constexpr unsigned kind_bits = 2, tag_bits = 3;

// Items are found by counting from a mark: their lengths stand in front of them.
constexpr std::uint32_t marked = 8;
constexpr int deepest = 64;

constexpr std::uint64_t reference(Kind kind, std::uint64_t rest) { return rest << kind_bits | kind; }

void put(Writer& out, std::uint64_t n) {
  for (; n > 0x7F; n >>= 7) out.u8(n | 0x80);
  out.u8(n);
}

std::uint64_t take(Reader& in) {
  std::uint64_t n = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    const std::uint8_t octet = in.u8();
    n |= static_cast<std::uint64_t>(octet & 0x7F) << shift;
    if (octet < 0x80) return n;
  }
  in.fail();
  return 0;
}

std::string raw(std::uint64_t n) { return std::string(as_text(Writer().u64(n).view())); }

}  // namespace

Packer::Reference Packer::intern(Item item) {
  for (const Reference r : item.references) {
    if ((r & 3) == Kind::item) ++items_[r >> kind_bits]->uses;
  }
  auto fresh = std::make_unique<Item>(std::move(item));
  const auto [at, is_new] = known_.emplace(fresh.get(), static_cast<std::uint32_t>(items_.size()));
  if (is_new) items_.push_back(std::move(fresh));
  return reference(Kind::item, at->second);
}

Packer::Reference Packer::refer(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::null: return reference(constant, null_value);
    case Value::Kind::boolean: return reference(constant, value.boolean() ? true_value : false_value);
    case Value::Kind::number:
      if (const auto n = value.integer(-(std::int64_t{1} << 53), std::int64_t{1} << 53)) {
        return *n < 0 ? reference(negative, static_cast<std::uint64_t>(-*n)) : reference(Kind::number, static_cast<std::uint64_t>(*n));
      }
      return intern({floating, raw(std::bit_cast<std::uint64_t>(value.number())), {}});
    case Value::Kind::big: return intern({value.big().negative ? negative_big : big, raw(value.big().magnitude), {}});
    case Value::Kind::string: return intern({text, value.string(), {}});
    case Value::Kind::bytes: return intern({octets, std::string(as_text(value.bytes())), {}});
    case Value::Kind::array: {
      Item made{list, {}, {}};
      for (const Value& inner : value.array()) made.references.push_back(refer(inner));
      return intern(std::move(made));
    }
    case Value::Kind::object: {
      // Its keys are a list of their own, which objects of one kind share.
      Item keys{list, {}, {}}, made{object, {}, {0}};
      for (const auto& [key, inner] : value.object()) {
        keys.references.push_back(refer(Value(key)));
        made.references.push_back(refer(inner));
      }
      made.references[0] = intern(std::move(keys));
      return intern(std::move(made));
    }
  }
  return reference(constant, null_value);
}

std::uint32_t Packer::add(const Value& value) {
  const Reference r = refer(value);
  const auto [at, fresh] = numbers_.emplace(r, static_cast<std::uint32_t>(values_.size()));
  if (fresh) values_.push_back(r);
  return at->second;
}

Bytes Packer::finish() const {
  std::vector<std::uint32_t> order(items_.size()), place(items_.size());
  std::iota(order.begin(), order.end(), 0u);
  std::stable_sort(order.begin(), order.end(), [this](auto a, auto b) { return items_[a]->uses > items_[b]->uses; });
  for (std::uint32_t i = 0; i < order.size(); ++i) place[order[i]] = i;
  auto final = [&](Reference r) { return (r & 3) == Kind::item ? reference(Kind::item, place[r >> kind_bits]) : r; };

  Writer contents, marks;
  for (std::uint32_t i = 0; i < order.size(); ++i) {
    if (i % marked == 0) marks.u32(contents.size());
    const Item& one = *items_[order[i]];
    Writer content;
    content.text(one.octets);
    for (const Reference r : one.references) put(content, final(r));
    put(contents, content.size() << tag_bits | one.tag);
    contents.bytes(content.view());
  }
  Writer out;
  out.u32(values_.size()).u32(items_.size());
  for (const Reference r : values_) out.u32(final(r));
  return out.bytes(marks.view()).bytes(contents.view()).take();
}

namespace {

class Unpacker {
 public:
  explicit Unpacker(ByteView packed) {
    Reader in(packed);
    values_ = in.u32(), items_ = in.u32();
    numbers_ = in.bytes(std::size_t{values_} * 4);
    marks_ = in.bytes((std::size_t{items_} + marked - 1) / marked * 4);
    contents_ = in.ok() ? in.rest() : ByteView();
  }

  Value value(std::uint32_t number) const {
    if (number >= values_ || contents_.empty()) return {};
    return get(Reader(numbers_.subspan(std::size_t{number} * 4)).u32(), 0);
  }

 private:
  Value get(std::uint64_t reference, int depth) const {
    const std::uint64_t rest = reference >> kind_bits;
    switch (static_cast<Kind>(reference & 3)) {
      case Kind::number: return Value(static_cast<std::int64_t>(rest));
      case negative: return Value(-static_cast<std::int64_t>(rest));
      case constant: return rest == null_value ? Value() : Value(rest == true_value);
      case Kind::item: break;
    }
    std::uint8_t tag = 0;
    Reader in(content(rest, tag));
    if (depth > deepest) return {};
    switch (static_cast<Tag>(tag)) {
      case text: return Value(as_text(in.rest()));
      case octets: return Value(in.rest());
      case floating: return Value(std::bit_cast<double>(in.u64()));
      case big: return Value(BigInt{false, in.u64()});
      case negative_big: return Value(BigInt{true, in.u64()});
      case list: {
        Array out;
        while (in.remaining() && in.ok()) out.push_back(get(take(in), depth + 1));
        return out;
      }
      case object: {
        const Value keys = get(take(in), depth + 1);
        if (!keys.is_array()) return {};
        Object out;
        for (const Value& key : keys.array()) out.set(key.string_or(""), get(take(in), depth + 1));
        return out;
      }
    }
    return {};
  }

  ByteView content(std::uint64_t item, std::uint8_t& tag) const {
    if (item >= items_) return {};
    Reader in(contents_);
    in.bytes(Reader(marks_.subspan(item / marked * 4)).u32());
    ByteView found;
    for (std::uint64_t i = 0; i <= item % marked; ++i) {
      const std::uint64_t length = take(in);
      tag = length & ((1u << tag_bits) - 1);
      found = in.bytes(length >> tag_bits);
    }
    return found;
  }

  std::uint32_t values_ = 0, items_ = 0;
  ByteView numbers_, marks_, contents_;
};

}  // namespace

Value unpack(ByteView packed, std::uint32_t number) { return Unpacker(packed).value(number); }

}  // namespace waggle::library
