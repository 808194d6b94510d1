#include "text/text.h"

namespace text {

int length(const char *text) {
  int count = 0;
  while (text[count])
    ++count;
  return count;
}

} // namespace text
