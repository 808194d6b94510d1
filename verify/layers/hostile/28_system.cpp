#include <cstdint>
#include <vector>
#if __cplusplus >= 202002L && __has_cpp_attribute(nodiscard)
#include <version>
#include "yes1.h"
#endif
#ifdef __cpp_lib_span
#include "yes2.h"
#endif
