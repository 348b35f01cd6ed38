// What a cluster is: rows of attributes and commands. Standard clusters are constexpr tables in
// clusters/*.cpp; device files add their own at run time through the same types (catalogue.h).
//
// Names are Zigbee2MQTT's: users see them in `read`/`write`/`command` payloads and in
// bridge/definitions. A command's parameters are one line of text,
//
//   "groupid:uint16 sceneid:uint8 transitionTime:uint16?left>=2"
//
// name:type, then conditions under which the parameter is there at all:
//   ?left>=N      at least N octets are left          ?field==V  ?field!=V  ?field>V
//   ?field&M      all bits of mask M are set          ?field!&M  not all of them are
//   ?field[o,s]==V  the s bits from bit o have value V
// and [min..max] (either may be missing) for what the specification allows.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "zigbee/ids.h"
#include "zigbee/zcl/types.h"

namespace waggle::zcl {

struct Special {
  std::string_view value;  // as text, as bridge/definitions prints it
  std::string_view meaning;
};

/// What the specification allows; absent limits hold nothing.
struct Limits {
  std::int64_t min = 0;
  std::int64_t max = 0;
  bool has_min = false;
  bool has_max = false;
};

struct Attribute {
  enum Flag : std::uint16_t {
    writable = 1, write_optional = 2, reportable = 4, in_scene = 8, mandatory = 16, client_side = 32,
    write_only = 64, has_number = 128, has_text = 256, has_min_length = 512, has_max_length = 1024,
    has_length = 2048, by_name_only = 4096,
  };
  std::uint16_t id = 0;
  std::string_view name;
  Type type = Type::no_data;
  std::uint16_t flags = 0;
  std::uint16_t manufacturer = 0;  // 0: none
  std::uint16_t max_length_ = 0;
  std::uint8_t min_length_ = 0;
  std::uint8_t length_ = 0;
  Limits limits{};
  std::int64_t default_number = 0;
  std::string_view default_text{};
  std::span<const Special> specials{};

  constexpr Attribute() = default;
  constexpr Attribute(std::uint16_t attribute, std::string_view called, Type data_type)
      : id(attribute), name(called), type(data_type) {}

  constexpr bool is(Flag flag) const { return (flags & flag) != 0; }

  // The columns of a row, in the order in which bridge/definitions names them.
  constexpr Attribute write() const { return with(writable); }
  constexpr Attribute write_opt() const { return with(write_optional); }
  constexpr Attribute report() const { return with(reportable); }
  constexpr Attribute scene() const { return with(in_scene); }
  constexpr Attribute required() const { return with(mandatory); }
  constexpr Attribute client() const { return with(client_side); }
  constexpr Attribute unreadable() const { return with(write_only); }
  /// Published by the peer with a number that belongs to another row: found by its name alone.
  constexpr Attribute misnumbered() const { return with(by_name_only); }
  constexpr Attribute min(std::int64_t value) const {
    Attribute a = *this;
    a.limits.min = value;
    a.limits.has_min = true;
    return a;
  }
  constexpr Attribute max(std::int64_t value) const {
    Attribute a = *this;
    a.limits.max = value;
    a.limits.has_max = true;
    return a;
  }
  constexpr Attribute initial(std::int64_t value) const {
    Attribute a = with(has_number);
    a.default_number = value;
    return a;
  }
  constexpr Attribute initial(std::string_view value) const {
    Attribute a = with(has_text);
    a.default_text = value;
    return a;
  }
  constexpr Attribute min_length(std::uint8_t value) const {
    Attribute a = with(has_min_length);
    a.min_length_ = value;
    return a;
  }
  constexpr Attribute max_length(std::uint16_t value) const {
    Attribute a = with(has_max_length);
    a.max_length_ = value;
    return a;
  }
  constexpr Attribute length(std::uint8_t value) const {
    Attribute a = with(has_length);
    a.length_ = value;
    return a;
  }
  constexpr Attribute special(std::span<const Special> rows) const {
    Attribute a = *this;
    a.specials = rows;
    return a;
  }

 private:
  constexpr Attribute with(Flag flag) const {
    Attribute a = *this;
    a.flags |= flag;
    return a;
  }
};

struct Condition {
  enum class Kind : std::uint8_t { always, left, equal, not_equal, greater, set, not_set, field };
  Kind kind = Kind::always;
  std::uint8_t param = 0;  // index of the parameter that decides
  std::uint8_t offset = 0;
  std::uint8_t size = 0;
  std::uint32_t value = 0;
};

struct Param {
  std::string_view name;
  Type type = Type::no_data;
  std::array<Condition, 2> conditions{};
  Limits limits{};

  constexpr bool optional_tail() const {
    return conditions[0].kind == Condition::Kind::left || conditions[1].kind == Condition::Kind::left;
  }
};

struct Command {
  std::uint8_t id = 0;
  std::string_view name;
  std::span<const Param> params{};
  std::int16_t response = -1;  // the command that answers this one
  bool mandatory = false;
  std::uint16_t manufacturer = 0;

  constexpr Command responds(std::uint8_t id_of_response) const {
    Command c = *this;
    c.response = id_of_response;
    return c;
  }
  constexpr Command required() const {
    Command c = *this;
    c.mandatory = true;
    return c;
  }
};

struct Cluster {
  ClusterId id;
  std::string_view name;
  std::span<const Attribute> attributes{};  // in the order of bridge/definitions
  std::span<const Command> commands{};      // client to server
  std::span<const Command> responses{};     // server to client
  std::uint16_t manufacturer = 0;

  const Attribute* attribute(AttributeId attribute_id, std::uint16_t manufacturer_code = 0) const;
  const Attribute* attribute(std::string_view attribute_name) const;
  const Command* command(std::uint8_t command_id, bool to_client) const;
  const Command* command(std::string_view command_name, bool to_client) const;
};

/// Reads a signature. constexpr so that a mistake in a table does not compile, and usable at run time
/// for device files, where `error` and `at` tell what is wrong.
class SignatureParser {
 public:
  constexpr explicit SignatureParser(std::string_view text) : text_(text) {}

  static constexpr std::size_t count(std::string_view text) {
    std::size_t n = 0;
    bool inside = false;
    for (char c : text) {
      if (c != ' ' && !inside) ++n;
      inside = c != ' ';
    }
    return n;
  }

  /// Fills `out`, which has count() places; false when something is wrong.
  constexpr bool parse(std::span<Param> out) {
    for (std::size_t i = 0; i < out.size(); ++i) {
      while (at_ < text_.size() && text_[at_] == ' ') ++at_;
      Param& param = out[i];
      param.name = word();
      if (param.name.empty()) return fail("a parameter needs a name");
      if (!take(':')) return fail("':' and a type must follow the name");
      const std::string_view type = word();
      if (!type_of(type, param.type)) return fail("no such type");
      if (take('[') && !limits(param)) return false;
      for (std::size_t c = 0; take('?'); ++c) {
        if (c == param.conditions.size()) return fail("at most two conditions");
        if (!condition(param.conditions[c], out.first(i))) return false;
      }
      if (at_ < text_.size() && text_[at_] != ' ') return fail("unexpected character");
    }
    return true;
  }

  std::string_view error;
  constexpr std::size_t at() const { return at_; }

 private:
  constexpr bool fail(std::string_view what) {
    error = what;
    return false;
  }
  static constexpr bool word_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }
  constexpr std::string_view word() {
    const std::size_t start = at_;
    while (at_ < text_.size() && word_character(text_[at_])) ++at_;
    return text_.substr(start, at_ - start);
  }
  constexpr bool take(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  constexpr bool number(std::int64_t& out) {
    const bool negative = take('-');
    const std::size_t start = at_;
    out = 0;
    while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9') {
      out = out * 10 + (text_[at_++] - '0');
    }
    if (negative) out = -out;
    return at_ > start || fail("a number is missing");
  }
  constexpr bool limits(Param& param) {
    if (at_ < text_.size() && text_[at_] != '.') {
      if (!number(param.limits.min)) return false;
      param.limits.has_min = true;
    }
    if (!take('.') || !take('.')) return fail("limits are written [min..max]");
    if (at_ < text_.size() && text_[at_] != ']') {
      if (!number(param.limits.max)) return false;
      param.limits.has_max = true;
    }
    return take(']') || fail("']' is missing");
  }
  constexpr bool condition(Condition& out, std::span<const Param> before) {
    const std::string_view field = word();
    std::int64_t value = 0;
    if (field == "left") {
      if (!take('>') || !take('=')) return fail("written left>=N");
      out.kind = Condition::Kind::left;
    } else {
      std::size_t index = 0;
      while (index < before.size() && before[index].name != field) ++index;
      if (index == before.size()) return fail("the condition names no earlier parameter");
      out.param = static_cast<std::uint8_t>(index);
      if (take('[')) {
        std::int64_t offset = 0;
        std::int64_t size = 0;
        if (!number(offset) || !take(',') || !number(size) || !take(']') || !take('=') || !take('=')) {
          return fail("written field[offset,size]==V");
        }
        out.kind = Condition::Kind::field;
        out.offset = static_cast<std::uint8_t>(offset);
        out.size = static_cast<std::uint8_t>(size);
      } else if (take('!')) {
        out.kind = take('&') ? Condition::Kind::not_set : Condition::Kind::not_equal;
        if (out.kind == Condition::Kind::not_equal && !take('=')) return fail("written field!=V");
      } else if (take('=')) {
        if (!take('=')) return fail("written field==V");
        out.kind = Condition::Kind::equal;
      } else if (take('>')) {
        out.kind = Condition::Kind::greater;
      } else if (take('&')) {
        out.kind = Condition::Kind::set;
      } else {
        return fail("unknown comparison");
      }
    }
    if (!number(value)) return false;
    out.value = static_cast<std::uint32_t>(value);
    return true;
  }
  static constexpr bool type_of(std::string_view name, Type& out) {
    // The names of types.cpp that signatures use; kept here to be known while compiling.
    constexpr std::pair<std::string_view, Type> names[] = {
        {"uint8", Type::uint8}, {"uint16", Type::uint16}, {"uint24", Type::uint24},
        {"uint32", Type::uint32}, {"uint40", Type::uint40}, {"uint48", Type::uint48},
        {"uint56", Type::uint56}, {"uint64", Type::uint64}, {"int8", Type::int8},
        {"int16", Type::int16}, {"int24", Type::int24}, {"int32", Type::int32},
        {"int40", Type::int40}, {"int48", Type::int48}, {"int56", Type::int56},
        {"int64", Type::int64}, {"enum8", Type::enum8}, {"enum16", Type::enum16},
        {"bitmap8", Type::bitmap8}, {"bitmap16", Type::bitmap16}, {"bitmap24", Type::bitmap24},
        {"bitmap32", Type::bitmap32}, {"bitmap40", Type::bitmap40}, {"bitmap48", Type::bitmap48},
        {"bitmap56", Type::bitmap56}, {"bitmap64", Type::bitmap64}, {"boolean", Type::boolean},
        {"data8", Type::data8}, {"data16", Type::data16}, {"data24", Type::data24},
        {"data32", Type::data32}, {"data64", Type::data64}, {"single", Type::single},
        {"double", Type::real}, {"octets", Type::octets}, {"text", Type::text},
        {"long_octets", Type::long_octets}, {"long_text", Type::long_text}, {"array", Type::array},
        {"structure", Type::structure}, {"utc", Type::utc}, {"ieee", Type::ieee},
        {"key128", Type::key128}, {"cluster_id", Type::cluster_id},
        {"attribute_id", Type::attribute_id}, {"unknown", Type::unknown}, {"any", Type::any},
        {"list_uint8", Type::list_uint8}, {"list_uint16", Type::list_uint16},
        {"list_uint24", Type::list_uint24}, {"list_uint32", Type::list_uint32},
        {"zone_info_list", Type::zone_info_list},
        {"extension_field_sets", Type::extension_field_sets},
        {"thermostat_transitions", Type::thermostat_transitions}, {"buffer", Type::buffer},
        {"gpd_frame", Type::gpd_frame}, {"structured_selector", Type::structured_selector},
        {"tuya_datapoints", Type::tuya_datapoints}, {"miboxer_zones", Type::miboxer_zones},
        {"uint24_be", Type::uint24_be}, {"mi_struct", Type::mi_struct},
    };
    for (const auto& [known, type] : names) {
      if (known == name) {
        out = type;
        return true;
      }
    }
    return false;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

namespace detail {
template <std::size_t N>
struct Text {
  char characters[N]{};
  consteval Text(const char (&text)[N]) {
    for (std::size_t i = 0; i < N; ++i) characters[i] = text[i];
  }
  constexpr std::string_view view() const { return {characters, N - 1}; }
};

template <Text signature>
inline constexpr auto params = [] {
  std::array<Param, SignatureParser::count(signature.view())> out{};
  SignatureParser parser(signature.view());
  if (!parser.parse(out)) throw "a command's signature is wrong";
  return out;
}();
}  // namespace detail

/// One row of a command table: command<"identifytime:uint16">(0x00, "identify")
template <detail::Text signature>
consteval Command command(std::uint8_t id, std::string_view name) {
  return {id, name, detail::params<signature>};
}
consteval Command command(std::uint8_t id, std::string_view name) { return {id, name}; }

/// For static_assert beside each table: ids and names unique, limits in order.
constexpr bool well_formed(const Cluster& cluster) {
  for (std::size_t i = 0; i < cluster.attributes.size(); ++i) {
    const Attribute& a = cluster.attributes[i];
    if (a.limits.has_min && a.limits.has_max && a.limits.min > a.limits.max) return false;
    for (std::size_t k = 0; k < i; ++k) {
      const Attribute& b = cluster.attributes[k];
      if (a.name == b.name) return false;
      const bool same_side = a.is(Attribute::client_side) == b.is(Attribute::client_side);
      if (a.id == b.id && same_side && !a.is(Attribute::by_name_only)) return false;
    }
  }
  for (auto commands : {cluster.commands, cluster.responses}) {
    for (std::size_t i = 0; i < commands.size(); ++i) {
      for (std::size_t k = 0; k < i; ++k) {
        if (commands[i].name == commands[k].name) return false;
      }
    }
  }
  return true;
}

}  // namespace waggle::zcl
