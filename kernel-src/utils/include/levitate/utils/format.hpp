// Text formatting without allocation: "{}" placeholders, checked against the arguments at compile
// time.
//
// A placeholder is {} or {:[<|>][0][width][x|c]}: aligned left (text's default) or right (numbers'
// default), filled with zeros, at least `width` characters (`0x` included), in hexadecimal with
// `0x` (#x) or without, as a character. {{ and }} are braces.
#pragma once
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

namespace levitate::utils {

/// Where text goes: a serial line, a screen, a buffer.
class Writer {
public:
  virtual void write(std::string_view text) noexcept = 0;

protected:
  ~Writer() = default;
};

/// Writes into an array the caller owns. What does not fit is dropped, and `truncated` says so.
class BufferWriter final : public Writer {
  std::span<char> buffer_;
  std::size_t size_ = 0;
  bool truncated_ = false;

public:
  explicit BufferWriter(std::span<char> buffer) noexcept : buffer_(buffer) {}
  void write(std::string_view text) noexcept override;
  std::string_view view() const noexcept { return {buffer_.data(), size_}; }
  bool truncated() const noexcept { return truncated_; }
  void clear() noexcept { size_ = 0, truncated_ = false; }
};

/// One argument with its type erased. Text is referred to, not copied.
struct FormatArgument {
  enum class Kind : std::uint8_t { Unsigned, Signed, Text, Character, Boolean, Pointer } kind;
  std::uint64_t number = 0;
  std::string_view text = {};

  template <class T>
    requires std::is_integral_v<T>
  constexpr FormatArgument(T value) noexcept
      : kind(std::is_same_v<T, bool>   ? Kind::Boolean
             : std::is_same_v<T, char> ? Kind::Character
             : std::is_signed_v<T>     ? Kind::Signed
                                       : Kind::Unsigned),
        number(static_cast<std::uint64_t>(value)) {}
  template <class T>
    requires std::is_enum_v<T>
  constexpr FormatArgument(T value) noexcept
      : kind(Kind::Unsigned), number(static_cast<std::uint64_t>(value)) {}
  constexpr FormatArgument(std::string_view value) noexcept : kind(Kind::Text), text(value) {}
  constexpr FormatArgument(const char *value) noexcept : kind(Kind::Text), text(value) {}
  FormatArgument(const void *value) noexcept
      : kind(Kind::Pointer), number(reinterpret_cast<std::uintptr_t>(value)) {}
};

/// The number of placeholders in `pattern`, or -1 if its braces do not match.
constexpr int count_placeholders(std::string_view pattern) noexcept {
  int count = 0;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '{') {
      if (i + 1 < pattern.size() && pattern[i + 1] == '{') {
        ++i;
        continue;
      }
      while (i < pattern.size() && pattern[i] != '}')
        ++i;
      if (i == pattern.size())
        return -1;
      ++count;
    } else if (pattern[i] == '}') {
      if (i + 1 == pattern.size() || pattern[i + 1] != '}')
        return -1;
      ++i;
    }
  }
  return count;
}

/// A pattern that is known, when it is compiled, to have one placeholder for each argument.
template <class... Args> struct FormatString {
  std::string_view pattern;
  consteval FormatString(const char *text) : pattern(text) {
    if (count_placeholders(pattern) != static_cast<int>(sizeof...(Args)))
      __builtin_trap(); // reported by the compiler as: not a constant expression
  }
};

/// Formats with the arguments given; a placeholder without an argument prints `{?}`.
void format_arguments(Writer &to, std::string_view pattern,
                      std::span<const FormatArgument> arguments) noexcept;

template <class... Args>
void format(Writer &to, FormatString<std::type_identity_t<Args>...> pattern,
            const Args &...arguments) noexcept {
  if constexpr (sizeof...(Args) == 0) {
    format_arguments(to, pattern.pattern, {});
  } else {
    const FormatArgument list[] = {FormatArgument(arguments)...};
    format_arguments(to, pattern.pattern, list);
  }
}

/// Formats into `buffer` and returns the part written.
template <class... Args>
std::string_view format_to(std::span<char> buffer,
                           FormatString<std::type_identity_t<Args>...> pattern,
                           const Args &...arguments) noexcept {
  BufferWriter writer(buffer);
  format<Args...>(writer, pattern, arguments...);
  return writer.view();
}

} // namespace levitate::utils
