#ifndef LIB_LIB_H
#define LIB_LIB_H

#include "lib/array.h"

#define LIB_VERSION 3

namespace lib {

class Text {
public:
  void set(int i, char c) {
    LIB_ASSERT(i > 0);
    letters[i] = c;
  }
  char get(int i) { return letters[i]; }

private:
  Array<char, 8> letters;
};

} // namespace lib

#endif // LIB_LIB_H
