#include "text/text.h"

#include <cstdio>

int main() {
  std::printf("%c%c %d\n", text::upper('a'), text::lower('B'), text::words("x"));
}
