// Errors as values: what every fallible function of the suite returns.
//
// A Result<T> holds a T or an Error. An Error is one or more diagnostics and the exit status that a
// program ends with when nobody recovers from it (design, section 5). Nothing here throws, except
// value() on a Result that holds an error, which is a defect of the caller and ends the program.
#pragma once

#include "base/diagnostic.h"

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace levitate {

/// The exit statuses that all programs of the suite share.
enum class ExitStatus : int {
  Success = 0,     ///< done, or nothing to do; all that was asked holds
  Findings = 1,    ///< a violation, an unmet criterion, a failed boot, not equivalent
  Usage = 2,       ///< the command line, a rule file or a policy is wrong
  Refused = 3,     ///< can't be done safely; nothing was changed
  Environment = 4, ///< a missing program, an unreadable file, no space; nothing was changed
};

/// Why something failed, and the status a program ends with for it.
struct Error {
  ExitStatus status = ExitStatus::Environment;
  std::vector<Diagnostic> diagnostics;

  /// An error of one message without a place in a file.
  static Error of(ExitStatus status, std::string message) {
    return Error{status, {Diagnostic{Severity::Error, {}, std::move(message), {}, {}, {}}}};
  }
  /// An error of one message at a place.
  static Error at(ExitStatus status, Location where, std::string message) {
    return Error{status,
                 {Diagnostic{Severity::Error, std::move(where), std::move(message), {}, {}, {}}}};
  }
  static Error usage(std::string message) { return of(ExitStatus::Usage, std::move(message)); }
  static Error environment(std::string message) {
    return of(ExitStatus::Environment, std::move(message));
  }

  /// All diagnostics as a compiler prints them, one a line, with no trailing newline.
  std::string text() const { return formatDiagnostics(diagnostics); }
};

/// A T, or the reason why there is none. `Result<void>` says only whether it worked.
template <class T> class [[nodiscard]] Result {
public:
  Result(T value) : state(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state(std::in_place_index<1>, std::move(error)) {}

  /// True when it holds a value.
  explicit operator bool() const { return state.index() == 0; }

  T &value() & { return std::get<0>(state); }
  const T &value() const & { return std::get<0>(state); }
  T &&value() && { return std::get<0>(std::move(state)); }
  T &operator*() & { return value(); }
  const T &operator*() const & { return value(); }
  T &&operator*() && { return std::move(*this).value(); }
  T *operator->() { return &value(); }
  const T *operator->() const { return &value(); }

  const Error &error() const & { return std::get<1>(state); }
  Error &&error() && { return std::get<1>(std::move(state)); }

private:
  std::variant<T, Error> state;
};

template <> class [[nodiscard]] Result<void> {
public:
  Result() = default;
  Result(Error error) : failure(std::move(error)) {}

  explicit operator bool() const { return !failure; }
  const Error &error() const & { return *failure; }
  Error &&error() && { return std::move(*failure); }

private:
  std::optional<Error> failure;
};

/// Returns early with the error of `expression`, or declares `name` with its value.
#define LEVITATE_CONCAT_(a, b) a##b
#define LEVITATE_CONCAT(a, b) LEVITATE_CONCAT_(a, b)
#define LEVITATE_TRY(name, expression)                                                             \
  auto LEVITATE_CONCAT(tried_, __LINE__) = (expression);                                           \
  if (!LEVITATE_CONCAT(tried_, __LINE__))                                                          \
    return std::move(LEVITATE_CONCAT(tried_, __LINE__)).error();                                   \
  auto name = *std::move(LEVITATE_CONCAT(tried_, __LINE__))
/// Returns early with the error of `expression`, whose value is not wanted.
#define LEVITATE_CHECK(expression)                                                                 \
  do {                                                                                             \
    auto tried_ = (expression);                                                                    \
    if (!tried_)                                                                                   \
      return std::move(tried_).error();                                                            \
  } while (false)

} // namespace levitate
