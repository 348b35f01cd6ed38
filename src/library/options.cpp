#include "library/options.h"

#include "core/json.h"
#include "core/number.h"

namespace waggle::library {

bool OptionNode::is_map() const { return yaml_ ? yaml_->is_map() : value_ && value_->is_object(); }
bool OptionNode::is_list() const { return yaml_ ? yaml_->is_sequence() : value_ && value_->is_array(); }
bool OptionNode::is_null() const { return value().is_null(); }

Value OptionNode::value() const {
  if (yaml_) return yaml::to_value(*yaml_);
  return value_ ? *value_ : Value();
}

OptionNode OptionNode::find(std::string_view key) const {
  if (yaml_) {
    for (const auto& [name, value] : yaml_->members()) {
      if (name->text == key) return OptionNode(*value, file_);
    }
    return {};
  }
  const Value* found = value_ ? value_->find(key) : nullptr;
  return found ? OptionNode(*found) : OptionNode();
}

std::vector<std::pair<std::string, OptionNode>> OptionNode::entries() const {
  std::vector<std::pair<std::string, OptionNode>> out;
  if (yaml_ && yaml_->is_map()) {
    for (const auto& [key, value] : yaml_->members()) out.emplace_back(key->text, OptionNode(*value, file_));
  } else if (value_ && value_->is_object()) {
    for (const auto& [key, value] : value_->object()) out.emplace_back(key, OptionNode(value));
  }
  return out;
}

std::vector<OptionNode> OptionNode::items() const {
  std::vector<OptionNode> out;
  if (yaml_ && yaml_->is_sequence()) {
    for (const yaml::Node& item : yaml_->items) out.emplace_back(item, file_);
  } else if (value_ && value_->is_array()) {
    for (const Value& item : value_->array()) out.emplace_back(item);
  }
  return out;
}

std::string OptionNode::where() const {
  return yaml_ ? yaml::where(file_, yaml_->begin) : std::string("the compiled library");
}

OptionNode Options::take(std::string_view name, std::string_view type, std::string fallback,
                         std::string_view help) {
  known_.emplace(name);
  if (rows_) {
    rows_->push_back({prefix_ + std::string(name), std::string(type), std::move(fallback), std::string(help)});
    return {};
  }
  return node_.find(name);
}

void Options::complain(std::string_view name, std::string text) {
  if (describing()) return;
  const OptionNode found = node_.find(name);
  problems_->add((found.present() ? found : node_).where(), "'" + std::string(name) + "' " + std::move(text));
}

void Options::require(std::string_view name) {
  if (!describing() && !node_.find(name).present()) complain(name, "is missing");
}

void Options::read(std::string_view name, std::string& out, std::string_view help) {
  const OptionNode node = take(name, "text", out, help);
  if (!node.present()) return;
  const Value value = node.value();
  if (value.is_string()) {
    out = value.string();
  } else if (value.is_number()) {
    out = to_text(value);  // a model called 4713 needs no quotes
  } else {
    complain(name, "must be text");
  }
}

void Options::read(std::string_view name, bool& out, std::string_view help) {
  const OptionNode node = take(name, "true or false", out ? "true" : "false", help);
  if (!node.present()) return;
  const Value value = node.value();
  if (value.is_bool()) {
    out = value.boolean();
  } else {
    complain(name, "must be true or false");
  }
}

void Options::read(std::string_view name, double& out, std::string_view help) {
  std::optional<double> value = out;
  read(name, value, help);
  if (value) out = *value;
}

void Options::read(std::string_view name, int& out, std::string_view help) {
  std::optional<int> value = out;
  read(name, value, help);
  if (value) out = *value;
}

void Options::read(std::string_view name, std::optional<double>& out, std::string_view help) {
  const OptionNode node = take(name, "number", out ? js::to_string(*out) : "", help);
  if (!node.present()) return;
  const Value value = node.value();
  if (value.is_number()) {
    out = value.number();
  } else {
    complain(name, "must be a number");
  }
}

void Options::read(std::string_view name, std::optional<int>& out, std::string_view help) {
  const OptionNode node = take(name, "whole number", out ? std::to_string(*out) : "", help);
  if (!node.present()) return;
  if (const auto n = node.value().integer(INT32_MIN, INT32_MAX)) {
    out = static_cast<int>(*n);
  } else {
    complain(name, "must be a whole number");
  }
}

void Options::read(std::string_view name, std::vector<std::string>& out, std::string_view help) {
  const OptionNode node = take(name, "list of text", "", help);
  if (!node.present()) return;
  out.clear();
  const Value value = node.value();
  const Array items = value.is_array() ? value.array() : Array{value};  // one word needs no brackets
  for (const Value& item : items) {
    if (item.is_string() || item.is_number() || item.is_bool()) {
      out.push_back(to_text(item));
    } else {
      complain(name, "must be a list of text");
      return;
    }
  }
}

void Options::read(std::string_view name, std::vector<int>& out, std::string_view help) {
  const OptionNode node = take(name, "list of whole numbers", "", help);
  if (!node.present()) return;
  out.clear();
  const Value value = node.value();
  const Array items = value.is_array() ? value.array() : Array{value};
  for (const Value& item : items) {
    const auto n = item.integer(INT32_MIN, INT32_MAX);
    if (!n) {
      complain(name, "must be a list of whole numbers");
      return;
    }
    out.push_back(static_cast<int>(*n));
  }
}

void Options::read(std::string_view name, std::vector<std::pair<std::string, Value>>& out,
                   std::string_view help) {
  const OptionNode node = take(name, "map", "", help);
  if (!node.present()) return;
  out.clear();
  if (!node.is_map()) {
    complain(name, "must be a map, such as {off: 0, on: 1}");
    return;
  }
  for (const auto& [key, item] : node.entries()) out.emplace_back(key, item.value());
}

void Options::read(std::string_view name, Value& out, std::string_view help) {
  const OptionNode node = take(name, "any", out.is_null() ? "" : json::dump(out), help);
  if (node.present()) out = node.value();
}

void Options::read_word(std::string_view name, std::string& text, const std::string& all,
                        std::string_view help) {
  const OptionNode node = take(name, "one of " + all, text, help);
  if (node.present()) text = to_text(node.value());
}

void Options::read_each(std::string_view name, std::string_view help,
                        const std::function<void(const std::string&, OptionNode)>& each) {
  const OptionNode node = take(name, "list or map", "", help);
  if (describing()) each("", {});
  if (!node.present()) return;
  if (node.is_map()) {
    for (const auto& [key, item] : node.entries()) each(key, item);
  } else if (node.is_list()) {
    for (const OptionNode& item : node.items()) each("", item);
  } else {
    complain(name, "must be a list or a map");
  }
}

Options Options::inside(std::string_view name, OptionNode item) {
  if (!describing()) return Options(item, *problems_);
  Options out(*rows_);
  out.prefix_ = prefix_ + std::string(name) + ".";
  return out;
}

void Options::finish(std::string_view what) {
  if (describing()) return;
  for (const auto& [key, item] : node_.entries()) {
    if (known_.contains(key)) continue;
    std::string all;
    for (const std::string& known : known_) all += (all.empty() ? "" : ", ") + known;
    problems_->add(item.where(), std::string(what) + " has no option '" + key + "'; it has " +
                                     (all.empty() ? "none" : all));
  }
}

}  // namespace waggle::library
