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
  out += "\n## Blocks\n";
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
