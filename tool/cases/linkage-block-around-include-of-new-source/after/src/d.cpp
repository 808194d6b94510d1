#include <vector>

#ifdef __cplusplus
extern "C" {
#endif
#include <stdlib.h>
#include "d.h"
#ifdef __cplusplus
}
#endif

#ifdef __cplusplus
extern "C" {
#endif
int c_one(struct s x) { return std::vector<int>{abs(x.a) + 1}[0]; }
#ifdef __cplusplus
}
#endif
