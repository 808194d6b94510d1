#ifndef LIB_LIB_H
#define LIB_LIB_H

#if defined(DEBUG)
#ifndef LIB_DEBUG
#define LIB_DEBUG
#endif
#endif

// What must hold.
#if defined(LIB_DEBUG)
#include <assert.h>
#define LIB_ASSERT assert
#else
#define LIB_ASSERT(x)                                                                              \
  {                                                                                                \
  }
#endif

#define LIB_VERSION 3

namespace lib {

template <class T, int Size> class Array {
public:
  T &operator[](int i) {
    LIB_ASSERT(i >= 0 && i < Size);
    return items[i];
  }

private:
  T items[Size] = {};
};

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
