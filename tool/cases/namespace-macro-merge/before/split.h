#ifndef SPLIT_H
#define SPLIT_H
#include "config.h"
#include <string>

namespace absl {
ABSL_NAMESPACE_BEGIN

// ByString
class ByString {
public:
  explicit ByString(const char *d) : d_(d) {}
  unsigned long Find(const std::string &text) const;

private:
  const std::string d_;
};

// ByChar
class ByChar {
public:
  explicit ByChar(char c) : c_(c) {}
  unsigned long Find(const std::string &text) const;

private:
  char c_;
};

template <typename Delimiter> unsigned long StrSplit(const std::string &text, Delimiter d) {
  return d.Find(text);
}

ABSL_NAMESPACE_END
} // namespace absl
#endif
