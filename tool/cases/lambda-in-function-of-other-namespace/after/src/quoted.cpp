#include "quoted.h"

#include <algorithm>

namespace lib::moved {

static bool escapes(const char *s, int n) {
  return std::any_of(s, s + n, [](unsigned char c) { return c == '"'; });
}

bool quoted(const char *text, int size) { return escapes(text, size); }

}
