#include "two.h"

#include <algorithm>

bool hasUpper(const std::string &text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}
