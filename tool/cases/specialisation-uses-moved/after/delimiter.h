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

} // namespace absl
