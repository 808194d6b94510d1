#pragma once

#include <string>

namespace lib {

struct Name {
  std::string text;
};

std::string quoted(const Name &name);
std::string quoted(const Name &name, char mark);
template <typename T> std::string twice(const T &value) { return value.text + value.text; }

} // namespace lib
