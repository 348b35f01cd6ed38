#include <fmt/format.h>

#include "docs/docs.h"

namespace waggle::docs {
namespace {

constexpr std::string_view head = R"(# Device files

<!-- Made from the program itself (`waggle docs`). -->

The reference of `devices/*.yaml` and of your own files in `<data>/devices/*.yaml`; [how to add a device](add-a-device.md)
shows the way with examples.

A file is a map:

| key | |
|-----|-|
| `vendor` | the maker of the file's devices |
| `devices` | a list of devices |
| `clusters` | descriptions of clusters that the standard lacks, by label |
| `_…` | anything; a place for YAML anchors that several devices share |
)";

constexpr std::string_view clusters = R"(
## A cluster description

`clusters: {label: {…}}`; a device uses it by naming the label under its `clusters`.

| key | |
|-----|-|
| `extends` | the standard cluster that these rows are added to; then `id` is its |
| `id` | the cluster's number, when it is no standard cluster |
| `name` | the name blocks use; else the label |
| `manufacturer` | manufacturer code of all its attributes and commands |
| `attributes` | `{name: {id, type}}`, and where they apply `write`, `report`, `unreadable`, `required` (true), `min`, `max`, `default`, `manufacturer` (numbers) |
| `commands` | to the device: `{name: {id, params, response, manufacturer}}`; `params` is text such as `"mode:uint8 time:uint16"` |
| `responses` | from the device, written alike |
)";

constexpr std::string_view formulas = R"(
## Formulas

Blocks such as `reads` and `sets` take formulas: texts such as `value / 10` or `{0: 'low', 1: 'high'}[value]`. A formula may yield
nothing; then nothing is told or sent for it. A mistake in a formula is reported with its place when the file is read.

| written | |
|---------|-|
| `12`, `0.5`, `0x1f`, `'text'`, `"text"`, `true`, `false`, `null`, `none` | values; `none` is nothing at all |
| `[a, b]`, `{key: a, 'two words': b}` | a list and a map; what yields nothing is left out |
| `x[y]`, `x.name` | an item of a list, by place from 0, or of a map, by key; an octet of octets; nothing when it is not there. Only the item wanted of a list or map that stands in the formula is worked out |
| `!x`, `-x`, `~x` | not; negative; all bits inverted |
| `a * b`, `a / b`, `a % b`, then `a + b`, `a - b` | arithmetic; `+` joins when either is text |
| `a << b`, `a >> b` | bits moved |
| `a < b`, `a <= b`, `a > b`, `a >= b`, `a in list` | compared as texts when both are, else as numbers; `in` a text as a part of it |
| `a == b`, `a != b` | equal in kind and value |
| `a & b`, then `a ^ b`, then `a \| b` | bits of whole numbers |
| `a && b`, then `a \|\| b` | the first that decides |
| `a ?? b` | `a`, or `b` when `a` is nothing or null |
| `test ? a : b` | `a` when the test is true, else `b` |

Rows bind tighter than the rows below them; parentheses say otherwise. Arithmetic with nothing yields nothing.

| function | |
|----------|-|
| `round(x)`, `round(x, digits)`, `floor(x)`, `ceil(x)`, `trunc(x)` | rounded; halves go up |
| `abs(x)`, `min(a, b)`, `max(a, b)`, `power(x, y)`, `log10(x)`, `atan(x)`, `acos(x)` | angles in radians |
| `number(x)`, `text(x)` | as a number; as text, octets by their characters |
| `fixed(x, digits)` | text with that many decimals |
| `hex(x)`, `hex(x, digits)` | text in base 16, filled up with zeros |
| `lower(text)`, `upper(text)`, `length(x)` | small letters; capitals; how many characters, items or octets |
| `keys(map)`, `merge(map, map)` | a list of its keys; both in one, what the second has in place of the first's |
| `object(list)` | a map from pairs: `[['a', 1], ['b', 2]]`; what is no pair is left out |
| `join(list, text)`, `split(text, text)` | its items as one text, with a text between; the parts of a text |
| `each(list, formula)` | the list of what a formula yields for each item, or octet: `item` is the item, `place` its place from 0 |
| `range(n)`, `flat(list)`, `find(list, x)` | the numbers from 0 to before n; with the items of lists in it; where x stands, or -1 |
| `pad(x, digits)`, `trim(text)` | text filled up with zeros in front; without spaces around it |
| `integer(text)`, `integer(text, base)`, `decimal(text)` | the number that a text begins with |
| `from_hex(text)` | the octets that a text in base 16 begins with |
| `base64(octets)`, `from_base64(text)`, `characters(octets)`, `digits(text)` | octets as text and back; as text with a character for each; only the digits of a text |
| `calendar(seconds)`, `seconds(year, month, day, hour, minute)` | of seconds since 1970, in Greenwich: a list of year, month, day, hour and minute; and back |
| `octets(x)`, `slice(x, from)`, `slice(x, from, to)` | octets of a list of numbers or of a text; those of octets, a list or a text from a place on, up to before another |
| `u8(octets, place)`, `i8`, `u16`, `i16`, `u24`, `u32`, `i32` | a number within octets, without or with a sign, the low octet first |
| `u16be(octets, place)`, `i16be`, `u32be` | the high octet first |
| `since_2000(seconds)` | the local time, as devices count it, as text |

| name | |
|------|-|
| `value`, `value.x` | what the row is about: the attribute's value, or what is wanted; a part of it |
| `data`, `data.x` | in what a device tells: all attributes or parameters of its message; one of them, by name |
| `key`, `message`, `message.x` | in what a user wants: the property; all that is asked for together; one of it |
| `state.x` | what was published last |
| `option.x` | an option that the user has set for the device |
| `device.model`, `device.maker`, `device.software`, `device.hardware`, `device.application`, `device.power_source` | what the device says of itself |
| `note.x` | what is kept about the endpoint |
| `type` | of a datapoint of Tuya's that a device tells: 'number', 'enum', … |
| `remembered.x` | what a row's `remember` has remembered since the start |
| `cached.x`, `transaction` | in what a device tells: the last value heard of an attribute of the cluster; the message's number |
| `endpoint`, `endpoint_name` | its number; its name, nothing when it has none |
| `now` | milliseconds since 1970 |
)";

std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') out += '\\';
    out += c;
  }
  return out;
}

void add_rows(const std::vector<library::OptionRow>& rows, std::string& out) {
  out += "\n| key | value | default | |\n|-----|-------|---------|-|\n";
  for (const library::OptionRow& row : rows) {
    const bool shown = !row.fallback.empty();
    out += fmt::format("| `{}` | {} | {} | {} |\n", row.name, cell(row.type), shown ? "`" + row.fallback + "`" : "", cell(row.help));
  }
}

}  // namespace

std::string device_file_reference() {
  std::string out(head);
  for (const library::KeyTable& table : library::device_file_keys()) {
    out += fmt::format("\n## {}\n", library::label_from_name(table.of));
    add_rows(table.rows, out);
  }
  out += clusters;
  out += formulas;
  out += "\n## Blocks\n\nEvery block takes these beside its own:\n";
  add_rows(library::keys_of_every_block(), out);
  for (const library::BlockType& type : library::block_types()) {
    out += fmt::format("\n### {}\n{}.\n", type.name, type.summary);
    std::vector<library::OptionRow> rows;
    library::Options options(rows);
    type.make()->read(options);
    if (!rows.empty()) add_rows(rows, out);
  }
  return out;
}

}  // namespace waggle::docs
