// What the library is built with.
#ifndef LIB_CONFIG_H
#define LIB_CONFIG_H

#if defined(DEBUG)
#ifndef LIB_DEBUG
#define LIB_DEBUG
#endif
#endif

// Who sees what.
#ifdef _WIN32
#define LIB_API __declspec(dllexport)
#define LIB_PRIVATE
#elif __GNUC__ >= 4
#define LIB_API __attribute__((visibility("default")))
#define LIB_PRIVATE __attribute__((visibility("hidden")))
#else
#define LIB_API
#define LIB_PRIVATE
#endif

#if !defined(LIB_ASSERT)
#if defined(LIB_DEBUG)
#include <assert.h>
#define LIB_ASSERT assert
#else
#define LIB_ASSERT(x)                                                                              \
  {                                                                                                \
  }
#endif
#endif

namespace lib {

class LIB_API Counter {
public:
  int next() {
    LIB_ASSERT(count >= 0);
    return ++count;
  }

private:
  int count = 0;
};

} // namespace lib

#endif // LIB_CONFIG_H
