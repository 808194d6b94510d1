#ifndef LIB_ARRAY_H
#define LIB_ARRAY_H

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

} // namespace lib

#endif // LIB_ARRAY_H
