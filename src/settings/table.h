// Every setting that configuration.yaml may hold, once: name, kind, default, limits, words, help.
//
// From these rows come the defaults, validation, the JSON schema that clients read, the reference page,
// overrides by environment and the question whether a change needs a restart. What is true of one
// setting is written on its row and nowhere else. Rows know nothing of files or of the program that
// reads them.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/value.h"

namespace waggle::settings {

enum class Kind : std::uint8_t {
  section,             // a map whose keys are the rows below it
  boolean,
  number,
  text,
  texts,               // a list of text
  words,               // a map of names to words
  any_map,             // a map of whatever is in it
  devices, groups,     // a map of address or number to the rows of `device_settings`, `group_settings`
  text_or_number,
  text_or_numbers,
  nothing_or_section,  // null, or a section
  anything,
};

/// A default, or none. Lists and maps are written as JSON.
struct Initial {
  enum class Form : std::uint8_t { none, null, boolean, number, text, json };
  Form form = Form::none;
  bool flag = false;
  double amount = 0;
  std::string_view words{};

  constexpr Initial() = default;
  constexpr Initial(std::nullptr_t) : form(Form::null) {}
  constexpr Initial(bool value) : form(Form::boolean), flag(value) {}
  constexpr Initial(int value) : form(Form::number), amount(value) {}
  constexpr Initial(const char* value) : form(Form::text), words(value) {}
  static constexpr Initial json(std::string_view text) {
    Initial out;
    out.form = Form::json;
    out.words = text;
    return out;
  }

  constexpr explicit operator bool() const { return form != Form::none; }
  Value value() const;
};

struct Setting {
  enum Flag : std::uint16_t {
    restart = 1,          // a change is used after the next start
    hidden = 2,           // never published
    in_other_file = 4,    // may be "!file key"
    nullable = 8,
    must_be_there = 16,   // where its section is
    unlisted = 32,        // known, but no part of the schema that clients get
    read_only = 64,
    // How the peer's schema happens to write the same thing; clients compare and cache it.
    type_as_list = 128,
    lists_required = 256,
  };

  std::string_view path;  // "advanced.channel"
  Kind kind = Kind::anything;
  std::uint16_t flags = 0;
  Initial initial{};          // what the program uses when nothing is written
  Initial schema_initial{};   // what the schema says, where that differs
  bool schema_silent = false; // the schema says nothing of the default
  std::optional<double> minimum{};
  std::optional<double> maximum{};
  std::span<const std::string_view> words{};  // of text, of the items of texts, of the values of words
  std::span<const int> numbers{};
  std::size_t octets = 0;  // of a text_or_numbers: how many there must be
  std::string_view pattern{};                  // of text, or of the keys of a map
  bool (*matches)(std::string_view) = nullptr; // the same, as code
  std::string_view title{};
  std::string_view help{};
  std::string_view examples{};                 // JSON
  std::string_view first_choice{};             // titles of the forms of a text_or_…
  std::string_view second_choice{};

  constexpr bool is(Flag flag) const { return (flags & flag) != 0; }
  constexpr bool is_section() const {
    return kind == Kind::section || kind == Kind::nothing_or_section;
  }
  /// The last word of the path.
  constexpr std::string_view name() const { return path.substr(path.rfind('.') + 1); }
  /// The path of the section it stands in; empty at the top.
  constexpr std::string_view section() const {
    const std::size_t dot = path.rfind('.');
    return dot == std::string_view::npos ? std::string_view{} : path.substr(0, dot);
  }

  // Rows are built from these.
  constexpr Setting with(Flag flag) const { Setting s = *this; s.flags = static_cast<std::uint16_t>(s.flags | flag); return s; }
  constexpr Setting from(double low) const { Setting s = *this; s.minimum = low; return s; }
  constexpr Setting to(double high) const { Setting s = *this; s.maximum = high; return s; }
  constexpr Setting one_of(std::span<const std::string_view> allowed) const { Setting s = *this; s.words = allowed; return s; }
  constexpr Setting one_of(std::span<const int> allowed) const { Setting s = *this; s.numbers = allowed; return s; }
  constexpr Setting of_octets(std::size_t count) const { Setting s = *this; s.octets = count; return s; }
  constexpr Setting like(std::string_view regex, bool (*test)(std::string_view)) const { Setting s = *this; s.pattern = regex; s.matches = test; return s; }
  constexpr Setting in_schema(Initial value) const { Setting s = *this; s.schema_initial = value; return s; }
  constexpr Setting not_in_schema() const { Setting s = *this; s.schema_silent = true; return s; }
  constexpr Setting called(std::string_view text) const { Setting s = *this; s.title = text; return s; }
  constexpr Setting says(std::string_view text) const { Setting s = *this; s.help = text; return s; }
  constexpr Setting such_as(std::string_view json) const { Setting s = *this; s.examples = json; return s; }
  constexpr Setting choices(std::string_view one, std::string_view two) const { Setting s = *this; s.first_choice = one; s.second_choice = two; return s; }
};

using Rows = std::span<const Setting>;

/// In the order in which they are validated; a section stands before what is in it.
extern const Rows all_settings;
extern const Rows device_settings;  // under devices.<address>
extern const Rows group_settings;   // under groups.<number>

/// nullptr when there is no such row.
const Setting* find_setting(std::string_view path, Rows rows = all_settings);

/// The rows directly in a section ("" is the top), in order.
class SectionView {
 public:
  SectionView(Rows rows, std::string_view section) : rows_(rows), section_(section) {}

  class Iterator {
   public:
    Iterator(const Setting* at, const Setting* end, std::string_view section)
        : at_(at), end_(end), section_(section) {
      settle();
    }
    const Setting& operator*() const { return *at_; }
    Iterator& operator++() {
      ++at_;
      settle();
      return *this;
    }
    bool operator==(const Iterator& other) const { return at_ == other.at_; }

   private:
    void settle() {
      while (at_ != end_ && at_->section() != section_) ++at_;
    }
    const Setting* at_;
    const Setting* end_;
    std::string_view section_;
  };

  Iterator begin() const { return {rows_.data(), rows_.data() + rows_.size(), section_}; }
  Iterator end() const {
    const Setting* last = rows_.data() + rows_.size();
    return {last, last, section_};
  }

 private:
  Rows rows_;
  std::string_view section_;
};

/// What the program uses where nothing is written. `log_directory` depends on the data folder.
Object defaults(std::string_view folder);

}  // namespace waggle::settings
