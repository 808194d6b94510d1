#include "base/memory.h"

#include <cstddef>
#include <cstdlib>
#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace levitate {

void returnFreedMemory() {
#if defined(__GLIBC__)
  constexpr std::size_t Much = std::size_t{256} << 20;
  if (mallinfo2().fordblks > Much)
    malloc_trim(0);
#endif
}

} // namespace levitate
