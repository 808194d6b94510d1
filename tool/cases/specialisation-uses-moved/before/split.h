#pragma once
#include <string>

namespace absl {

class ByString {
public:
  explicit ByString(const char *d) : d_(d) {}
  unsigned long Find(const std::string &text) const;

private:
  const std::string d_;
};

class ByChar {
public:
  explicit ByChar(char c) : c_(c) {}
  unsigned long Find(const std::string &text) const;

private:
  char c_;
};

namespace strings_internal {

// Picks.
template <typename Delimiter> struct SelectDelimiter {
  using type = Delimiter;
};

template <> struct SelectDelimiter<char> {
  using type = ByChar;
};
template <> struct SelectDelimiter<char *> {
  using type = ByString;
};
template <> struct SelectDelimiter<const char *> {
  using type = ByString;
};

} // namespace strings_internal

template <typename Delimiter> unsigned long StrSplit(const std::string &text, Delimiter d) {
  return typename strings_internal::SelectDelimiter<Delimiter>::type(d).Find(text);
}

} // namespace absl
