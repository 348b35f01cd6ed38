#include "library/device_file.h"

#include "core/yaml.h"

namespace waggle::library {
namespace {

constexpr std::size_t widest = 130;

std::string on_one_line(const Value& value);

std::string entry(std::string_view key, const Value& value) { return yaml::quote_if_needed(key) + ": " + on_one_line(value); }

// {a: 1, b: [c, d]}
std::string on_one_line(const Value& value) {
  std::string out;
  if (value.is_string()) return yaml::quote_if_needed(value.string());
  if (value.is_array()) {
    for (const Value& item : value.array()) out += (out.empty() ? "" : ", ") + on_one_line(item);
    return "[" + out + "]";
  }
  if (value.is_object()) {
    for (const auto& [key, item] : value.object()) out += (out.empty() ? "" : ", ") + entry(key, item);
    return "{" + out + "}";
  }
  return to_text(value);
}

bool is_long(const Value& value) { return (value.is_array() && !value.array().empty()) || (value.is_object() && !value.object().empty()); }

// "key: value" or "- value", over several lines when one would be too wide.
void write(std::string& out, const std::string& head, const Value& value, std::size_t indent) {
  const std::string line = std::string(indent, ' ') + head + on_one_line(value);
  if (line.size() <= widest || !is_long(value)) {
    out += line + "\n";
    return;
  }
  const bool item = head == "- ";
  const std::size_t inside = indent + (!item && head.starts_with("- ") ? 4 : 2);
  if (!item || value.is_array()) out += std::string(indent, ' ') + head.substr(0, head.size() - 1) + "\n";
  if (value.is_array()) {
    for (const Value& one : value.array()) write(out, "- ", one, inside);
    return;
  }
  bool first = item;
  for (const auto& [key, one] : value.object()) {
    std::string inner;
    write(inner, yaml::quote_if_needed(key) + ": ", one, inside);
    if (first) inner[indent] = '-';  // the first key stands behind the dash
    first = false;
    out += inner;
  }
}

Value to_value(const Match& match) {
  Object out;
  if (!match.model.empty()) out.set("model", match.model);
  if (!match.manufacturer.empty()) out.set("manufacturer", match.manufacturer);
  if (match.priority != 0) out.set("priority", match.priority);
  if (match.more.is_object()) {
    for (const auto& [key, value] : match.more.object()) out.set(key, value);
  }
  if (!match.exact) return match.model;
  return out;
}

Value one_or_list(Array items) { return items.size() == 1 ? std::move(items[0]) : Value(std::move(items)); }
Value texts(const std::vector<std::string>& list) { return Array(list.begin(), list.end()); }

Array matches(const std::vector<Match>& list) {
  Array out;
  for (const Match& match : list) out.push_back(to_value(match));
  return out;
}

Object to_value(const WhiteLabel& label) {
  Object out;
  if (!label.vendor.empty()) out.set("vendor", label.vendor);
  out.set("model", label.model);
  if (!label.description.empty()) out.set("description", label.description);
  if (!label.matches.empty()) out.set("match", one_or_list(matches(label.matches)));
  return out;
}

}  // namespace

std::string to_device_file(const DefinitionSource& row) {
  Object device{{"model", row.model}, {"description", row.description}, {"match", one_or_list(matches(row.matches))}};
  auto set = [&](bool there, std::string_view key, const Value& value) {
    if (there) device.set(key, value);
  };
  Array labels;
  for (const WhiteLabel& label : row.white_labels) labels.emplace_back(to_value(label));
  set(!labels.empty(), "white_labels", labels);
  set(row.ota, "ota", true);
  set(!row.icon.empty(), "icon", row.icon);
  set(!row.version.empty(), "version", row.version);
  set(!row.power_source.empty(), "power_source", row.power_source);
  Object endpoints;
  for (const auto& [name, id] : row.endpoints) endpoints.set(name, id);
  set(!endpoints.empty(), "endpoints", endpoints);
  set(row.multi_endpoint, "multi_endpoint", true);
  set(!row.multi_endpoint_skip.empty(), "multi_endpoint_skip", texts(row.multi_endpoint_skip));
  set(row.no_default_response, "no_default_response", true);
  set(!row.order.empty(), "order", texts(row.order));
  set(!row.option_order.empty(), "option_order", texts(row.option_order));
  set(!row.clusters.empty(), "clusters", texts(row.clusters));
  set(!row.page.is_null(), "page", row.page);

  std::string out = "vendor: " + yaml::quote_if_needed(row.vendor) + "\ndevices:\n";
  std::string body;
  for (const auto& [key, value] : device) write(body, key + ": ", value, 4);
  body[2] = '-';
  out += body;
  out += row.blocks.empty() ? "    blocks: []\n" : "    blocks:\n";
  for (const auto& [name, options] : row.blocks) {
    if (options.present()) {
      write(out, "- " + name + ": ", options.value(), 6);
    } else {
      write(out, "- ", name, 6);
    }
  }
  return out;
}

}  // namespace waggle::library
