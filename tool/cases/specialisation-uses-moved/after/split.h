#pragma once
#include "delimiter.h"
#include <string>

namespace absl {

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
