// Errors as values: a Result holds either a value or an error of the kernel's one error type.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace levitate::utils {

enum class Error : std::uint8_t {
  NotFound,
  OutOfMemory,
  InvalidArgument,
  Malformed,
  OutOfRange,
  Device,
  Timeout,
  Unsupported,
  IsDirectory,
  NotDirectory,
  NoSpace,
};

/// The error in words, for messages.
constexpr std::string_view describe(Error error) noexcept {
  switch (error) {
  case Error::NotFound:
    return "not found";
  case Error::OutOfMemory:
    return "out of memory";
  case Error::InvalidArgument:
    return "invalid argument";
  case Error::Malformed:
    return "malformed data";
  case Error::OutOfRange:
    return "out of range";
  case Error::Device:
    return "device error";
  case Error::Timeout:
    return "timed out";
  case Error::Unsupported:
    return "not supported";
  case Error::IsDirectory:
    return "is a directory";
  case Error::NotDirectory:
    return "not a directory";
  case Error::NoSpace:
    return "no space left";
  }
  return "unknown error";
}

/// A T, or the error why there is none.
template <class T> class [[nodiscard]] Result {
  std::optional<T> value_;
  Error error_ = Error::NotFound;

public:
  constexpr Result(T value) noexcept : value_(std::in_place, std::move(value)) {}
  constexpr Result(Error error) noexcept : error_(error) {}

  constexpr bool ok() const noexcept { return value_.has_value(); }
  constexpr explicit operator bool() const noexcept { return ok(); }
  /// Only when it is not ok().
  constexpr Error error() const noexcept { return error_; }
  /// Only when it is ok().
  constexpr T &operator*() & noexcept { return *value_; }
  constexpr const T &operator*() const & noexcept { return *value_; }
  constexpr T &&operator*() && noexcept { return std::move(*value_); }
  constexpr T *operator->() noexcept { return &*value_; }
  constexpr const T *operator->() const noexcept { return &*value_; }
};

/// Success without a value, or the error.
template <> class [[nodiscard]] Result<void> {
  bool ok_ = true;
  Error error_ = Error::NotFound;

public:
  constexpr Result() noexcept = default;
  constexpr Result(Error error) noexcept : ok_(false), error_(error) {}
  constexpr bool ok() const noexcept { return ok_; }
  constexpr explicit operator bool() const noexcept { return ok_; }
  constexpr Error error() const noexcept { return error_; }
};

} // namespace levitate::utils
