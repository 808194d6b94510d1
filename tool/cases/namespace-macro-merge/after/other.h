#ifndef OTHER_H
#define OTHER_H
#include "config.h"
#include <string>

namespace absl {
ABSL_NAMESPACE_BEGIN

int other();

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

ABSL_NAMESPACE_END

// Outside.
int outside();
} // namespace absl
#endif
