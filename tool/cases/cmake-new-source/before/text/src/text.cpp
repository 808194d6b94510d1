#include "text/text.h"

namespace text {

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }

int length(const char *text) {
  int count = 0;
  while (text[count])
    ++count;
  return count;
}

} // namespace text
