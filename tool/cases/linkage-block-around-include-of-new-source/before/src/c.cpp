#ifdef __cplusplus
extern "C" {
#endif
#include <stdlib.h>
#include "c.h"
#ifdef __cplusplus
}
#endif
#include <vector>

#ifdef __cplusplus
extern "C" {
#endif

int c_one(struct s x) { return std::vector<int>{abs(x.a) + 1}[0]; }

int c_two(int x) { return c_one(s{x}) + 1; }

#ifdef __cplusplus
}
#endif
