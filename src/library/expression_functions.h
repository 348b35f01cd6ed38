// The functions that formulas may call: by name for the parser, by number for the program it makes. Only
// expression*.cpp looks in here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace waggle::library {

// Functions by name, with how many arguments at least and at most.
enum class Function : std::uint8_t {
  round, floor, ceil, trunc, abs, min, max, power, number, text, lower, upper, length, u8, i8, u16, u16be, i16, i16be, u24, u32, u32be, i32,
  hex, octets, slice, keys, join, fixed, log10, since_2000, split, range, flat, pad, integer, decimal, merge, find, trim, object, characters,
  base64, from_base64, digits, calendar, seconds, atan, acos,
  from_hex,
};
struct FunctionRow {
  std::string_view name;
  Function function;
  std::size_t least, most;
};
inline constexpr FunctionRow functions[] = {
    {"round", Function::round, 1, 2}, {"floor", Function::floor, 1, 1}, {"ceil", Function::ceil, 1, 1}, {"trunc", Function::trunc, 1, 1},
    {"abs", Function::abs, 1, 1}, {"min", Function::min, 2, 2}, {"max", Function::max, 2, 2}, {"power", Function::power, 2, 2},
    {"number", Function::number, 1, 1}, {"text", Function::text, 1, 1}, {"lower", Function::lower, 1, 1}, {"upper", Function::upper, 1, 1},
    {"length", Function::length, 1, 1}, {"u8", Function::u8, 2, 2}, {"i8", Function::i8, 2, 2}, {"u16", Function::u16, 2, 2},
    {"u16be", Function::u16be, 2, 2}, {"i16", Function::i16, 2, 2}, {"i16be", Function::i16be, 2, 2}, {"u24", Function::u24, 2, 2},
    {"u32", Function::u32, 2, 2}, {"u32be", Function::u32be, 2, 2}, {"i32", Function::i32, 2, 2}, {"hex", Function::hex, 1, 2},
    {"octets", Function::octets, 1, 1}, {"slice", Function::slice, 2, 3}, {"keys", Function::keys, 1, 1}, {"join", Function::join, 2, 2}, {"fixed", Function::fixed, 2, 2},
    {"log10", Function::log10, 1, 1}, {"since_2000", Function::since_2000, 1, 1}, {"split", Function::split, 2, 2}, {"range", Function::range, 1, 1},
    {"flat", Function::flat, 1, 1}, {"pad", Function::pad, 2, 2}, {"integer", Function::integer, 1, 2}, {"decimal", Function::decimal, 1, 1},
    {"merge", Function::merge, 2, 2}, {"find", Function::find, 2, 2}, {"trim", Function::trim, 1, 1},
    {"object", Function::object, 1, 1}, {"characters", Function::characters, 1, 1},
    {"base64", Function::base64, 1, 1}, {"from_base64", Function::from_base64, 1, 1}, {"digits", Function::digits, 1, 1},
    {"calendar", Function::calendar, 1, 1}, {"seconds", Function::seconds, 5, 5},
    {"atan", Function::atan, 1, 1}, {"acos", Function::acos, 1, 1},
    {"from_hex", Function::from_hex, 1, 1},
};

}  // namespace waggle::library
