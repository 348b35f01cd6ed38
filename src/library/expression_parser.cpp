// From the text of a formula to the nodes of an Expression.
#include <cctype>

#include "core/number.h"
#include "library/expression.h"
#include "library/expression_functions.h"

namespace waggle::library {

// Recursive descent, one level a rank of operators.
class ExpressionParser {
  using Op = Expression::Op;
  Expression out_;
  std::string_view text_;
  std::size_t at_ = 0;
  std::string error_;
  int depth_ = 0;
  int within_each_ = 0;

 public:
  explicit ExpressionParser(std::string_view text) : text_(text) {}

  Result<Expression> run() {
    whole();
    space();
    if (error_.empty() && at_ < text_.size()) fail("ends before '" + std::string(text_.substr(at_)) + "'");
    if (!error_.empty()) return Error{Errc::invalid, "'" + std::string(text_) + "': " + error_};
    return std::move(out_);
  }

 private:
  void fail(std::string text) {
    if (error_.empty()) error_ = std::move(text) + " (character " + std::to_string(at_ + 1) + ")";
    at_ = text_.size();
  }
  void space() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_]))) ++at_;
  }
  bool take(std::string_view sign) {
    space();
    if (text_.substr(at_, sign.size()) != sign) return false;
    if (std::isalpha(static_cast<unsigned char>(sign[0])) && at_ + sign.size() < text_.size() && word_character(text_[at_ + sign.size()])) return false;
    at_ += sign.size();
    return true;
  }
  void expect(std::string_view sign) {
    if (!take(sign)) fail("misses '" + std::string(sign) + "'");
  }
  static bool word_character(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }
  std::string word() {
    space();
    const std::size_t from = at_;
    while (at_ < text_.size() && word_character(text_[at_])) ++at_;
    return std::string(text_.substr(from, at_ - from));
  }

  std::uint16_t node(Op op, std::uint16_t a = 0, std::uint16_t b = 0, std::uint16_t c = 0) {
    if (out_.nodes_.size() > 60000) fail("is too long");
    out_.nodes_.push_back({op, 0, a, b, c});
    return static_cast<std::uint16_t>(out_.nodes_.size() - 1);
  }
  std::uint16_t constant(Value value) {
    out_.constants_.push_back(std::move(value));
    return node(Op::constant, static_cast<std::uint16_t>(out_.constants_.size() - 1));
  }
  std::uint16_t list(Op op, std::vector<Expression::Item> items) {
    out_.lists_.push_back(std::move(items));
    return node(op, static_cast<std::uint16_t>(out_.lists_.size() - 1));
  }

  std::uint16_t whole() {
    if (++depth_ > 100) fail("is nested too deeply");
    std::uint16_t left = binary(0);
    if (take("?")) {
      const std::uint16_t yes = whole();
      expect(":");
      const std::uint16_t no = whole();
      left = node(Op::condition, left, yes, no);
    }
    --depth_;
    return left;
  }

  struct Sign {
    std::string_view text;
    Op op;
    int rank;
  };
  // Longer signs before those they begin with.
  static constexpr Sign signs[] = {
      {"??", Op::otherwise, 0}, {"||", Op::either, 1}, {"&&", Op::both, 2}, {"==", Op::equal, 6}, {"!=", Op::unequal, 6},
      {"<<", Op::left, 8}, {">>", Op::right, 8}, {"<=", Op::at_most, 7}, {">=", Op::at_least, 7}, {"<", Op::less, 7}, {">", Op::more, 7},
      {"in", Op::within, 7}, {"|", Op::bit_or, 3}, {"^", Op::bit_xor, 4}, {"&", Op::bit_and, 5}, {"+", Op::add, 9},
      {"-", Op::subtract, 9}, {"*", Op::multiply, 10}, {"/", Op::divide, 10}, {"%", Op::remainder, 10},
  };

  std::uint16_t binary(int rank) {
    std::uint16_t left = unary();
    for (;;) {
      const Sign* found = nullptr;
      space();
      const std::size_t before = at_;
      for (const Sign& sign : signs) {
        if (take(sign.text)) {
          found = &sign;
          break;
        }
      }
      if (!found || found->rank < rank) {
        at_ = before;
        return left;
      }
      const std::uint16_t right = binary(found->rank + 1);
      left = node(found->op, left, right);
    }
  }

  std::uint16_t unary() {
    if (++depth_ > 100) fail("is nested too deeply");
    std::uint16_t out = 0;
    space();
    if (take("!")) {
      out = node(Op::invert, unary());
    } else if (take("~")) {
      out = node(Op::complement, unary());
    } else if (take("-")) {
      out = node(Op::negate, unary());
    } else {
      out = atom();
      for (;;) {
        if (take("[")) {
          const std::uint16_t key = whole();
          expect("]");
          out = node(Op::index, out, key);
        } else if (take(".")) {
          out = node(Op::index, out, constant(word()));
        } else {
          break;
        }
      }
    }
    --depth_;
    return out;
  }

  std::string quoted(char end) {
    std::string out;
    while (at_ < text_.size() && text_[at_] != end) out += text_[at_++];
    if (at_ == text_.size()) {
      fail("has a text without an end");
    } else {
      ++at_;
    }
    return out;
  }

  std::uint16_t atom() {
    space();
    if (at_ >= text_.size()) {
      fail("ends where a value is due");
      return node(Op::none);
    }
    const char c = text_[at_];
    if (c == '\'' || c == '"') {
      ++at_;
      return constant(quoted(c));
    }
    if (std::isdigit(static_cast<unsigned char>(c))) return number();
    if (take("(")) {
      const std::uint16_t inner = whole();
      expect(")");
      return inner;
    }
    if (take("[")) return list(Op::list, items("]", false));
    if (take("{")) return list(Op::map, items("}", true));
    if (!word_character(c)) {
      fail("has a '" + std::string(1, c) + "' where a value is due");
      return node(Op::none);
    }
    const std::string name = word();
    if (name == "true" || name == "false") return constant(name == "true");
    if (name == "null") return constant(nullptr);
    if (name == "none") return node(Op::none);
    if (take("(")) return name == "each" ? each() : call(name);
    if (within_each_ && (name == "item" || name == "place")) return node(Op::item, name == "place");
    std::string key;
    if (take(".")) {
      key = word();
    }
    out_.names_.emplace_back(name, key);
    return node(Op::variable, static_cast<std::uint16_t>(out_.names_.size() - 1));
  }

  std::uint16_t number() {
    const std::size_t from = at_;
    while (at_ < text_.size() && (word_character(text_[at_]) || text_[at_] == '.')) ++at_;
    const auto value = js::to_number(text_.substr(from, at_ - from));
    if (!value) fail("'" + std::string(text_.substr(from, at_ - from)) + "' is no number");
    return constant(value.value_or(0));
  }

  std::vector<Expression::Item> items(std::string_view end, bool keys) {
    std::vector<Expression::Item> out;
    if (take(end)) return out;
    do {
      Expression::Item item;
      if (keys) {
        space();
        const bool quote = at_ < text_.size() && (text_[at_] == '\'' || text_[at_] == '"');
        const bool negative = !quote && take("-");
        if (quote) {
          const char mark = text_[at_++];
          item.key = quoted(mark);
        } else {
          item.key = word();
          if (item.key.starts_with("0x")) item.key = to_text(Value(js::to_number(item.key).value_or(0)));
        }
        if (negative) item.key.insert(0, "-");
        expect(":");
      }
      item.node = whole();
      out.push_back(std::move(item));
    } while (take(",") && error_.empty());
    expect(end);
    return out;
  }

  std::uint16_t each() {
    const std::uint16_t whole_list = whole();
    expect(",");
    ++within_each_;
    const std::uint16_t formula = whole();
    --within_each_;
    expect(")");
    return node(Op::each, whole_list, formula);
  }

  std::uint16_t call(const std::string& name) {
    for (const FunctionRow& row : functions) {
      if (row.name != name) continue;
      auto given = items(")", false);
      if (given.size() < row.least || given.size() > row.most) {
        fail(name + "() takes " + std::to_string(row.least) + (row.most > row.least ? " or " + std::to_string(row.most) : ""));
        return node(Op::none);
      }
      const std::uint16_t out = list(Op::call, std::move(given));
      out_.nodes_[out].extra = static_cast<std::uint8_t>(row.function);
      return out;
    }
    fail("there is no function " + name + "()");
    return node(Op::none);
  }
};

Result<Expression> Expression::parse(std::string_view text) { return ExpressionParser(text).run(); }

}  // namespace waggle::library
