#include <stdint.h>
#if __STDC_VERSION__ >= 201112L
#include "yes1.h"
#endif
#ifdef __cplusplus
#include "no.h"
#endif
#if INT32_MAX == 2147483647 && UINT64_MAX > INT64_MAX
#include "yes2.h"
#endif
