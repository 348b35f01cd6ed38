// Reading a block's options out of YAML or out of the compiled library, with one piece of code.
//
// A block names its options once: name, where the value goes, what it is for. From that come reading,
// the type errors with their line, the complaint about an option that does not exist, and the
// reference page of blocks.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/value.h"
#include "core/yaml.h"

namespace waggle::library {

/// A mistake in a device file: "ikea.yaml:42:7: what is wrong".
struct Problem {
  std::string where;
  std::string text;
  std::string line() const { return where + ": " + text; }
};

/// Mistakes are collected, not thrown: a person wants to see all of them at once.
class Problems {
 public:
  void add(std::string where, std::string text) { list_.push_back({std::move(where), std::move(text)}); }
  bool empty() const { return list_.empty(); }
  const std::vector<Problem>& list() const { return list_; }

 private:
  std::vector<Problem> list_;
};

/// A node of a device file as a tree of YAML, or the same out of the compiled library as a Value.
class OptionNode {
 public:
  OptionNode() = default;
  OptionNode(const yaml::Node& node, std::string_view file) : yaml_(&node), file_(file) {}
  explicit OptionNode(const Value& value) : value_(&value) {}

  bool present() const { return yaml_ || value_; }
  bool is_map() const;
  bool is_list() const;
  bool is_null() const;
  Value value() const;
  OptionNode find(std::string_view key) const;
  std::vector<std::pair<std::string, OptionNode>> entries() const;
  std::vector<OptionNode> items() const;
  std::string where() const;

 private:
  const yaml::Node* yaml_ = nullptr;
  const Value* value_ = nullptr;
  std::string_view file_;
};

struct OptionRow {
  std::string name;
  std::string type;
  std::string fallback;
  std::string help;
};

class Options {
 public:
  /// Reads from `node`, complaining to `problems`.
  Options(OptionNode node, Problems& problems) : node_(node), problems_(&problems) {}
  /// Reads nothing; collects what there is to read.
  explicit Options(std::vector<OptionRow>& rows) : rows_(&rows) {}

  void read(std::string_view name, std::string& out, std::string_view help);
  void read(std::string_view name, bool& out, std::string_view help);
  void read(std::string_view name, double& out, std::string_view help);
  void read(std::string_view name, int& out, std::string_view help);
  void read(std::string_view name, std::optional<double>& out, std::string_view help);
  void read(std::string_view name, std::optional<int>& out, std::string_view help);
  void read(std::string_view name, std::vector<std::string>& out, std::string_view help);
  void read(std::string_view name, std::vector<int>& out, std::string_view help);
  /// A map from what is published to a value: {"off": 0, "on": 1}
  void read(std::string_view name, std::vector<std::pair<std::string, Value>>& out, std::string_view help);
  /// Anything; the block makes sense of it.
  void read(std::string_view name, Value& out, std::string_view help);
  /// One of the words given.
  template <class Enum>
  void read(std::string_view name, Enum& out, std::initializer_list<std::pair<std::string_view, Enum>> words,
            std::string_view help) {
    std::string text;
    std::string all;
    for (const auto& [word, value] : words) {
      all += (all.empty() ? "" : ", ") + std::string(word);
      if (value == out) text = word;
    }
    read_word(name, text, all, help);
    for (const auto& [word, value] : words) {
      if (word == text) {
        out = value;
        return;
      }
    }
    if (!describing()) complain(name, "must be one of " + all);
  }
  /// A list or map of things, each read by `each`; it is called once when describing, to say what is inside.
  void read_each(std::string_view name, std::string_view help,
                 const std::function<void(const std::string& key, OptionNode item)>& each);

  /// For what an item holds in turn: reads, complains and describes as this does.
  Options inside(std::string_view name, OptionNode item);

  /// The option must be there.
  void require(std::string_view name);
  bool given(std::string_view name) const { return node_.find(name).present(); }
  void complain(std::string_view name, std::string text);
  Problems& problems() { return *problems_; }
  bool describing() const { return rows_ != nullptr; }
  const OptionNode& node() const { return node_; }
  /// Complains about every option nobody has read.
  void finish(std::string_view what);

 private:
  OptionNode take(std::string_view name, std::string_view type, std::string fallback, std::string_view help);
  void read_word(std::string_view name, std::string& text, const std::string& all, std::string_view help);

  OptionNode node_;
  Problems* problems_ = nullptr;
  std::vector<OptionRow>* rows_ = nullptr;
  std::string prefix_;  // of the rows' names
  std::set<std::string, std::less<>> known_;
};

}  // namespace waggle::library
