#ifdef __cplusplus
extern "C" {
#endif
#include "c.h"
#include "d.h"
#ifdef __cplusplus
}
#endif

#ifdef __cplusplus
extern "C" {
#endif

int c_two(int x) { return c_one(s{x}) + 1; }

#ifdef __cplusplus
}
#endif
