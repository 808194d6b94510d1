// The formatter behind format.hpp.
#include "levitate/utils/format.hpp"

#include <algorithm>

namespace levitate::utils {

void BufferWriter::write(std::string_view text) noexcept {
  const std::size_t room = buffer_.size() - size_;
  const std::size_t taken = std::min(room, text.size());
  std::copy_n(text.data(), taken, buffer_.data() + size_);
  size_ += taken;
  truncated_ = truncated_ || taken < text.size();
}

namespace {

struct Specification {
  char align = 0; // '<', '>' or 0 for the type's own
  bool zero_fill = false;
  bool prefix = false; // 0x
  char type = 0;       // 'x', 'c' or 0
  std::size_t width = 0;
};

Specification parse(std::string_view text) noexcept {
  Specification result;
  std::size_t i = 0;
  if (i < text.size() && text[i] == ':')
    ++i;
  if (i < text.size() && (text[i] == '<' || text[i] == '>'))
    result.align = text[i++];
  if (i < text.size() && text[i] == '#')
    result.prefix = true, ++i;
  if (i < text.size() && text[i] == '0')
    result.zero_fill = true, ++i;
  for (; i < text.size() && text[i] >= '0' && text[i] <= '9'; ++i)
    result.width =
        std::min<std::size_t>(result.width * 10 + static_cast<std::size_t>(text[i] - '0'), 256);
  if (i < text.size())
    result.type = text[i];
  return result;
}

void pad(Writer &to, std::size_t count, char with) noexcept {
  for (; count != 0; --count)
    to.write({&with, 1});
}

void put(Writer &to, const Specification &how, std::string_view sign, std::string_view text,
         bool right) noexcept {
  const std::size_t length = sign.size() + text.size();
  const std::size_t missing = how.width > length ? how.width - length : 0;
  if (how.align != 0)
    right = how.align == '>';
  if (right && !how.zero_fill)
    pad(to, missing, ' ');
  to.write(sign);
  if (right && how.zero_fill)
    pad(to, missing, '0');
  to.write(text);
  if (!right)
    pad(to, missing, ' ');
}

void put_number(Writer &to, const Specification &how, std::uint64_t magnitude,
                bool negative) noexcept {
  constexpr std::string_view digits = "0123456789abcdef";
  char buffer[20];
  std::size_t at = sizeof(buffer);
  const std::uint64_t base = how.type == 'x' ? 16 : 10;
  do {
    buffer[--at] = digits[static_cast<std::size_t>(magnitude % base)];
    magnitude /= base;
  } while (magnitude != 0);
  const std::string_view sign = how.prefix ? (negative ? "-0x" : "0x") : (negative ? "-" : "");
  put(to, how, sign, {buffer + at, sizeof(buffer) - at}, true);
}

void put_argument(Writer &to, Specification how, const FormatArgument &argument) noexcept {
  using Kind = FormatArgument::Kind;
  switch (argument.kind) {
  case Kind::Text:
    put(to, how, "", argument.text, false);
    return;
  case Kind::Boolean:
    put(to, how, "", argument.number != 0 ? "true" : "false", false);
    return;
  case Kind::Character: {
    const char character = static_cast<char>(argument.number);
    put(to, how, "", {&character, 1}, false);
    return;
  }
  case Kind::Pointer:
    how.type = 'x';
    how.prefix = true;
    put_number(to, how, argument.number, false);
    return;
  case Kind::Signed: {
    const bool negative = static_cast<std::int64_t>(argument.number) < 0;
    put_number(to, how, negative ? 0 - argument.number : argument.number, negative);
    return;
  }
  case Kind::Unsigned:
    if (how.type == 'c') {
      const char character = static_cast<char>(argument.number);
      put(to, how, "", {&character, 1}, false);
      return;
    }
    put_number(to, how, argument.number, false);
    return;
  }
}

} // namespace

void format_arguments(Writer &to, std::string_view pattern,
                      std::span<const FormatArgument> arguments) noexcept {
  std::size_t next = 0;
  std::size_t plain = 0; // where text begins that is not yet written
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (c != '{' && c != '}')
      continue;
    to.write(pattern.substr(plain, i - plain));
    if (i + 1 < pattern.size() && pattern[i + 1] == c) {
      plain = ++i; // the second brace stands for itself
      continue;
    }
    const std::size_t end = pattern.find('}', i);
    if (c == '}' || end == std::string_view::npos) {
      to.write("{?}");
      plain = i + 1;
      continue;
    }
    if (next < arguments.size())
      put_argument(to, parse(pattern.substr(i + 1, end - i - 1)), arguments[next++]);
    else
      to.write("{?}");
    i = end;
    plain = end + 1;
  }
  to.write(pattern.substr(plain));
}

} // namespace levitate::utils
