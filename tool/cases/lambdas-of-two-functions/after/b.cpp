#include "two.h"

#include <algorithm>

bool hasBlank(const std::string &text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c == ' '; });
}
