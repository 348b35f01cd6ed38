// Result<T>: a value, or an Error that says where something went wrong and what to do about it.
//
// Everything the outside world can cause (bytes, devices, time, users, files) is reported this way.
// Exceptions are left for programming faults; they never cross a Task boundary unlogged.
// Own code because <expected> is empty under -std=c++20 on g++ 12 and boost/outcome.hpp costs
// 1.2 s a file to compile (docs/adr/0002-own-result-and-task.md).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace waggle {

enum class Errc {
  timeout,      // nobody answered in time
  cancelled,    // we stopped waiting on purpose
  closed,       // the link is gone
  malformed,    // bytes or text that cannot be read
  invalid,      // readable, but not allowed
  not_found,    // no such device, group, key, file
  unsupported,  // the other side, or this program, cannot do that
  refused,      // the other side said no; `status` holds its code
  busy,         // try again later
  io,           // the operating system said no
};

std::string_view to_string(Errc code);

struct Error {
  Errc code = Errc::invalid;
  std::string text;
  int status = 0;  // the protocol's own status code where there is one (ZCL, ZDO, MT, ...)

  /// The same error seen from further out: "place: text".
  Error in(std::string_view place) && {
    text.insert(0, std::string(place) + ": ");
    return std::move(*this);
  }
};

template <class T = void>
class [[nodiscard]] Result {
 public:
  using value_type = T;

  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  T& operator*() & { return *std::get_if<0>(&state_); }
  const T& operator*() const& { return *std::get_if<0>(&state_); }
  T&& operator*() && { return std::move(*std::get_if<0>(&state_)); }
  T* operator->() { return std::get_if<0>(&state_); }
  const T* operator->() const { return std::get_if<0>(&state_); }

  T value_or(T fallback) && { return ok() ? std::move(**this) : std::move(fallback); }

  Error& error() { return *std::get_if<1>(&state_); }
  const Error& error() const { return *std::get_if<1>(&state_); }

 private:
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  using value_type = void;

  Result() = default;
  Result(Error error) : error_(std::move(error)) {}

  bool ok() const { return !error_; }
  explicit operator bool() const { return ok(); }

  Error& error() { return *error_; }
  const Error& error() const { return *error_; }

 private:
  std::optional<Error> error_;
};

}  // namespace waggle

// TRY(auto x, f())     x is the value, or the error is returned.      In plain functions.
// TRY_DO(f())          the value is dropped, the error is returned.
// CO_TRY, CO_TRY_DO    the same in coroutines. Statements, because g++ 12.2 dies with an internal
//                      compiler error on `co_await` inside a statement expression.
#define WAGGLE_CONCAT_(a, b) a##b
#define WAGGLE_CONCAT(a, b) WAGGLE_CONCAT_(a, b)
#define WAGGLE_TRY_(result, declaration, expression, leave) \
  auto&& result = (expression);                             \
  if (!result.ok()) leave std::move(result.error());        \
  declaration = *std::move(result)
#define WAGGLE_TRY_DO_(result, expression, leave) \
  do {                                            \
    auto&& result = (expression);                 \
    if (!result.ok()) leave std::move(result.error()); \
  } while (false)
#define TRY(declaration, ...) \
  WAGGLE_TRY_(WAGGLE_CONCAT(try_, __COUNTER__), declaration, (__VA_ARGS__), return)
#define TRY_DO(...) WAGGLE_TRY_DO_(WAGGLE_CONCAT(try_, __COUNTER__), (__VA_ARGS__), return)
#define CO_TRY(declaration, ...) \
  WAGGLE_TRY_(WAGGLE_CONCAT(try_, __COUNTER__), declaration, (__VA_ARGS__), co_return)
#define CO_TRY_DO(...) WAGGLE_TRY_DO_(WAGGLE_CONCAT(try_, __COUNTER__), (__VA_ARGS__), co_return)
